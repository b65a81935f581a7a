"""Size, making and opening of report pages, beside their budgets.

    python benchmarks/page_run.py [--inputs FOLDER] [--area wirral] [--rounds 7]

The five notebooks run without a kernel, once. Then each page is rendered in this warm process,
static and with the interactive layer, its charts drawn beforehand, because their drawing is
measured apart; and opened in Chromium with its processor slowed four times, each time in a fresh
window.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from helpers.base.geography import find_area
from helpers.base.settings import OUTPUTS_VARIABLE, find_settings
from helpers.base.themes import THEMES
from helpers.gate.passing import gate_inputs
from helpers.publication.charts import ChartRenderer
from helpers.publication.page import render_page
from publication import examples
from publication.real_pages import notebook_of

CHROMIUM = "/usr/bin/chromium"
SLOWED = 4
KB = 1024
UP_TO_FIVE, BEYOND, LAYER = 300 * KB, 60 * KB, 400 * KB
CPU_MS, PAINT_MS = 60, 1000
PAINT = """() => new Promise(told => {
    let last = 0;
    new PerformanceObserver(list => list.getEntries().forEach(one => { last = one.startTime }))
        .observe({ type: "largest-contentful-paint", buffered: true });
    setTimeout(() => told(last), 1500);
})"""
DRAWN = "document.querySelector('.live [data-part=drawing] svg') !== null"


@dataclass(frozen=True)
class Row:
    """What was measured of one theme's page."""

    theme: str
    figures: int
    static: int
    interactive: int
    cpu: tuple[float, float]
    paint: tuple[float, float]
    drawn: float

    @property
    def budget(self) -> int:
        return UP_TO_FIVE if self.figures <= 5 else BEYOND * (1 + self.figures)

    @property
    def missed(self) -> list[str]:
        checks = {
            "size": self.static <= self.budget,
            "layer": self.interactive - self.static <= LAYER,
            "CPU": max(self.cpu) <= CPU_MS,
            "paint": max(self.paint) < PAINT_MS,
        }
        return [name for name, met in checks.items() if not met]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--inputs", type=Path)
    parser.add_argument("--area", default="wirral")
    parser.add_argument("--rounds", type=int, default=7)
    asked = parser.parse_args()
    settings = find_settings()
    inputs = (asked.inputs or settings.samples).resolve()
    with tempfile.TemporaryDirectory() as name:
        os.environ[OUTPUTS_VARIABLE] = str(Path(name) / "outputs")
        gate_inputs(str(inputs), settings.with_outputs(Path(name) / "outputs"))
        rows = list(measured(settings.notebooks, asked.area, inputs, asked.rounds, Path(name)))
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, ")
    print(f"{asked.area}, {inputs.name}\n")
    heads = "page | figures | static KB (budget) | layer KB | CPU ms | paint ms | drawn ms | missed"
    print(f"| {heads} |")
    print("|---" * (heads.count("|") + 1) + "|")
    for row in rows:
        layer = (row.interactive - row.static) / KB
        print(
            f"| {row.theme} | {row.figures} | {row.static / KB:.0f} ({row.budget / KB:.0f}) | "
            f"{layer:.0f} | {row.cpu[0]:.0f} and {row.cpu[1]:.0f} | "
            f"{row.paint[0]:.0f} and {row.paint[1]:.0f} | {row.drawn:.0f} | "
            f"{', '.join(row.missed) or 'none'} |"
        )
    mean = statistics.mean
    print(f"\n765 pages: {765 * mean(row.static for row in rows) / KB**2:.0f} MB static, ", end="")
    print(f"{765 * mean(row.interactive for row in rows) / KB**2:.0f} MB interactive")


def measured(notebooks: Path, council: str, inputs: Path, rounds: int, work: Path) -> Iterator[Row]:
    from playwright.sync_api import sync_playwright

    area = find_area(council)
    with ChartRenderer() as charts, sync_playwright() as player:
        browser = player.chromium.launch(
            executable_path=CHROMIUM, args=["--headless", "--no-sandbox", "--disable-gpu"]
        )
        for theme in THEMES:
            book = notebook_of(notebooks, theme, {"area": area.code, "inputs": str(inputs)})
            usual = examples.context(theme_title=theme.title, area_name=area.name, sample=True)
            kinds = (usual, replace(usual, interactive=True))
            made, cpu = zip(*(rendered(book, kind, charts, rounds) for kind in kinds), strict=True)
            paths = [work / f"{theme.slug}-{number}.html" for number in range(2)]
            for path, html in zip(paths, made, strict=True):
                path.write_bytes(html.encode())
            opened = [statistics.median(painted(browser, path) for _ in range(3)) for path in paths]
            yield Row(
                theme.slug,
                made[0].count('<figure class="figure"'),
                *(len(html.encode()) for html in made),
                cpu,
                (opened[0], opened[1]),
                statistics.median(explored(browser, paths[1]) for _ in range(3)),
            )
        browser.close()


class Drawn:
    """The drawings of one page, handed out again in their order, for drawing is measured apart."""

    def __init__(self, charts: ChartRenderer) -> None:
        self.charts = charts
        self.kept: list[str] = []

    def svg(self, chart, spec) -> str:
        self.kept.append(self.charts.svg(chart, spec))
        return self.kept[-1]

    def again(self):
        left = iter(self.kept)
        return SimpleNamespace(svg=lambda chart, spec: next(left))


def rendered(book, context, charts, rounds: int) -> tuple[str, float]:
    drawn = Drawn(charts)
    html = render_page(book, context, drawn)
    spent = []
    for _ in range(rounds):
        again = drawn.again()
        begun = time.process_time()
        assert render_page(book, context, again) == html
        spent.append((time.process_time() - begun) * 1000)
    return html, statistics.median(spent)


def slowed(browser, path: Path):
    window = browser.new_context(viewport={"width": 412, "height": 823}).new_page()
    session = window.context.new_cdp_session(window)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    window.goto(path.as_uri())
    return window


def painted(browser, path: Path) -> float:
    window = slowed(browser, path)
    time_of_paint = window.evaluate(PAINT)
    window.context.close()
    return float(time_of_paint)


def explored(browser, path: Path) -> float:
    window = slowed(browser, path)
    window.wait_for_timeout(500)
    begun = time.monotonic()
    window.locator(".explore button").first.click()
    while not window.evaluate(DRAWN):
        window.wait_for_timeout(10)
    spent = (time.monotonic() - begun) * 1000
    window.context.close()
    return spent


if __name__ == "__main__":
    main()
