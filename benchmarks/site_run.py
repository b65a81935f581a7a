"""Size, build time and loading of the site with a few reports and with 765.

Real version folders, copied under the names of other councils: nothing is run but the first
report of each theme.

    python benchmarks/site_run.py [--outputs FOLDER]

`--outputs` names a folder that holds one council's versions already; without it they are made
from the bundled sample data, which takes about a minute. Loading is measured in Chromium over
file:// at four times slowed CPU, five times each; the median is given. Steps are given as CPU
seconds, with wall time in brackets; imports are apart.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import polars as pl

from helpers.base import digests
from helpers.base.geography import all_areas
from helpers.base.themes import THEMES

CHROMIUM = "/usr/bin/chromium"
SLOWED = 4
LOADS = 5
NOTHING_TO_DO = """found = find_versions(outputs)
gather_observations(outputs, found)
build_site(outputs, found)"""
NEVER_COPIED = shutil.ignore_patterns("report.html", "workbook.ipynb")
LARGEST_PAINT = """() => new Promise(done => {
    new PerformanceObserver(list => done(list.getEntries().at(-1).startTime))
        .observe({type: 'largest-contentful-paint', buffered: true}); })"""


def first_reports(folder: Path) -> None:
    command = [sys.executable, "-m", "helpers.cli.main", "run", "--area", "wirral"]
    subprocess.run([*command, "--outputs", str(folder)], check=True, stdout=subprocess.DEVNULL)


def copied(real: Path, outputs: Path, councils: int) -> None:
    """Copy one council's versions under other names; the two large files become stubs."""
    source = next(real.glob("*/placements/*/v*/manifest.json")).parents[3]
    for area in all_areas()[:councils]:
        for theme in THEMES:
            for place in (source / theme.slug).iterdir():
                shutil.copytree(
                    place, outputs / area.slug / theme.slug / place.name, ignore=NEVER_COPIED
                )
    for path in outputs.rglob("manifest.json"):
        slug = path.relative_to(outputs).parts[0]
        area = next(area for area in all_areas() if area.slug == slug)
        manifest = json.loads(path.read_text("utf-8"))
        manifest["headline"] = manifest["headline"].replace(manifest["area"]["name"], area.name)
        manifest["title"] = manifest["title"].replace(manifest["area"]["name"], area.name)
        manifest["area"] = {"code": area.code, "name": area.name, "slug": area.slug}
        figures = path.parent / "indicators.parquet"
        rows = pl.read_parquet(figures)
        rows.with_columns(area_code=pl.lit(area.code), area_name=pl.lit(area.name)).write_parquet(
            figures
        )
        for item in manifest["outputs"]:
            if item["path"] == figures.name:
                item["sha256"] = digests.of_file(figures)
        path.write_text(json.dumps(manifest), "utf-8")
        (path.parent / "report.html").write_text("<p>report</p>", "utf-8")


def seconds(outputs: Path, what: str) -> tuple[float, float]:
    """CPU and wall time of one step in a fresh process, imports apart."""
    script = f"""
import time
from pathlib import Path
from helpers.publication.observations import gather_observations
from helpers.publication.site import build_site
from helpers.publication.versions_found import find_versions
outputs = Path({str(outputs)!r})
used, begun = time.process_time(), time.perf_counter()
{what}
print(time.process_time() - used, time.perf_counter() - begun)
"""
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    cpu, wall = (float(part) for part in done.stdout.split())
    return cpu, wall


def paints(page: Path) -> tuple[float, float]:
    """Largest contentful paint in milliseconds, plain and at slowed CPU: medians."""
    from playwright.sync_api import sync_playwright

    found: dict[int, list[float]] = {1: [], SLOWED: []}
    with sync_playwright() as player:
        flags = ["--headless", "--no-sandbox", "--disable-gpu"]
        browser = player.chromium.launch(executable_path=CHROMIUM, args=flags)
        for rate, times in found.items():
            for _ in range(LOADS):
                window = browser.new_page(viewport={"width": 390, "height": 844})
                session = window.context.new_cdp_session(window)
                session.send("Emulation.setCPUThrottlingRate", {"rate": rate})
                window.goto(page.as_uri())
                times.append(window.evaluate(LARGEST_PAINT))
                window.close()
        browser.close()
    return statistics.median(found[1]), statistics.median(found[SLOWED])


def measured(real: Path, outputs: Path, councils: int) -> str:
    copied(real, outputs, councils)
    reports = len(list(outputs.glob("*/*/*/latest.json")))
    steps = [
        seconds(outputs, step)
        for step in (
            "find_versions(outputs)",
            "gather_observations(outputs)",
            "build_site(outputs)",
            NOTHING_TO_DO,
        )
    ]
    times = " ".join(f"| {cpu:.2f} ({wall:.2f})" for cpu, wall in steps)
    index = outputs / "index.html"
    council = next(outputs.glob("*/index.html"))
    plain, slowed = paints(index)
    return (
        f"| {reports} | {index.stat().st_size / 1024:.0f} | {council.stat().st_size / 1024:.0f} "
        f"{times} | {plain:.0f} | {slowed:.0f} |"
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--outputs", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        real = asked.outputs
        if real is None:
            real = work / "real"
            first_reports(real)
        lines = [
            f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
            "",
            "| reports | index KB | council's page KB | find s | gather s | build s "
            "| all three, nothing to do s | LCP ms | LCP ms, CPU 4x slower |",
            "|" + "---|" * 9,
        ]
        for councils in (1, 3, len(all_areas())):
            lines.append(measured(real, work / f"site-{councils}", councils))
            print("\n".join(lines[-1:]), flush=True)
    print("\n".join(lines))


if __name__ == "__main__":
    main()
