"""Wall time and CPU of `workbooks run` beside stock papermill and nbconvert.

The same notebooks, the same councils, the same machine, the same minutes: rounds of both
sides alternate, each with two reports at a time. CPU is that of the whole process tree.

    python benchmarks/report_run.py [--inputs FOLDER] [--councils 12] [--rounds 2]

Stock makes one HTML page a report and no version, no data files, no index; where it fails a
report, it is said. The gate runs once a side before anything is timed, because a night's run
meets an extract that was gated before; its own time is given apart.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from helpers.base.geography import all_areas
from helpers.base.settings import OUTPUTS_VARIABLE, find_settings
from helpers.base.themes import THEMES

AT_ONCE = 2
REAL = Path("..") / "shared" / "data" / "real" / "ascof_timeseries_2024_25"


@dataclass(frozen=True)
class Spent:
    """What a piece of work took."""

    wall: float
    cpu: float
    reports: int

    def per_report(self) -> tuple[float, float]:
        return self.wall / self.reports, self.cpu / self.reports


def measured(work, reports: int) -> Spent:
    def children() -> float:
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime

    cpu, begun = children(), time.monotonic()
    work()
    return Spent(time.monotonic() - begun, children() - cpu, reports)


def call(command: list[str], environment: dict[str, str]) -> None:
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{command[:4]} ended with {done.returncode}\n{done.stderr[-2000:]}")


def stock(councils: list[str], inputs: Path, folder: Path, environment: dict[str, str]) -> None:
    notebooks = find_settings().notebooks

    def one(job: tuple[str, str]) -> None:
        notebook, council = job
        executed = folder / f"{council}-{notebook}"
        arguments = ["-p", "area", council, "-p", "inputs", str(inputs), "--no-progress-bar"]
        source = str(notebooks / notebook)
        call([sys.executable, "-m", "papermill", source, str(executed), *arguments], environment)
        call([sys.executable, "-m", "nbconvert", "--to", "html", str(executed)], environment)

    jobs = [(theme.notebook, council) for council in councils for theme in THEMES]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(one, jobs))


def ours(councils: list[str], inputs: Path, folder: Path, environment: dict[str, str]) -> None:
    areas = [word for council in councils for word in ("--area", council)]
    areas += [word for theme in THEMES for word in ("--theme", theme.slug)]
    command = [sys.executable, "-m", "helpers.cli.main", "run", "--inputs", str(inputs)]
    call([*command, *areas, "--outputs", str(folder), "--jobs", str(AT_ONCE)], environment)


def gate(inputs: Path, outputs: Path, environment: dict[str, str]) -> Spent:
    command = [sys.executable, "-m", "helpers.gate", str(inputs)]
    there = environment | {OUTPUTS_VARIABLE: str(outputs)}
    return measured(lambda: call(command, there), 1)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--inputs", type=Path)
    parser.add_argument("--councils", type=int, default=12)
    parser.add_argument("--rounds", type=int, default=2)
    asked = parser.parse_args()
    settings = find_settings()
    inputs = (asked.inputs or settings.root / REAL).resolve()
    if not inputs.is_dir():
        inputs = settings.samples
    every = [area.code for area in all_areas()]
    # Spread over the list, so that councils of every kind and region are among them.
    codes = every[:: max(1, len(every) // asked.councils)][: asked.councils]
    rows: dict[str, list[Spent]] = {"stock": [], "ours": []}
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        environment = os.environ | {"PYTHONHASHSEED": "0"}
        by_stock = environment | {OUTPUTS_VARIABLE: str(work / "stock-store")}
        gated = gate(inputs, work / "stock-store", environment)
        gate(inputs, work / "ours", environment)
        share = len(codes) // asked.rounds or 1
        for number in range(asked.rounds):
            councils = codes[number * share : (number + 1) * share]
            reports = len(councils) * len(THEMES)
            folder = work / f"stock-{number}"
            folder.mkdir()
            rows["stock"].append(
                measured(lambda: stock(councils, inputs, folder, by_stock), reports)  # noqa: B023
            )
            rows["ours"].append(
                measured(lambda: ours(councils, inputs, work / "ours", environment), reports)  # noqa: B023
            )
            print(number, rows["stock"][-1], rows["ours"][-1], flush=True)
        unchanged = measured(lambda: ours(codes, inputs, work / "ours", environment), 1)
    print(table(rows, gated, unchanged, inputs.name))


def table(rows: dict[str, list[Spent]], gated: Spent, unchanged: Spent, inputs: str) -> str:
    totals = {
        side: Spent(
            sum(s.wall for s in spent), sum(s.cpu for s in spent), sum(s.reports for s in spent)
        )
        for side, spent in rows.items()
    }
    stock_wall, stock_cpu = totals["stock"].per_report()
    our_wall, our_cpu = totals["ours"].per_report()
    lines = [
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"{inputs}, {totals['ours'].reports} reports a side, two at a time",
        "",
        "| side | wall s a report | CPU s a report |",
        "|---|---|---|",
        f"| stock papermill + nbconvert | {stock_wall:.2f} | {stock_cpu:.2f} |",
        f"| workbooks run (page, data files, scan, index) | {our_wall:.2f} | {our_cpu:.2f} |",
        f"| ratio | {stock_wall / our_wall:.2f} | {stock_cpu / our_cpu:.2f} |",
        "",
        f"Gate of the extract, once: {gated.wall:.1f} s wall, {gated.cpu:.1f} s CPU. "
        f"A run with nothing to do over {totals['ours'].reports} versions: {unchanged.wall:.1f} s.",
        "",
        json.dumps({side: [s.__dict__ for s in spent] for side, spent in rows.items()}),
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
