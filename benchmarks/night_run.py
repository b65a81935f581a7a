"""A night: every council and theme from an empty outputs folder, then one with nothing to do.

    python benchmarks/night_run.py [--inputs FOLDER] [--councils 153] [--jobs 2] [--verify]

Says wall time, CPU of the whole process tree, and the most memory that the tree had at a time.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from helpers.base.geography import all_areas
from helpers.base.settings import OUTPUTS_VARIABLE, find_settings
from helpers.base.themes import THEMES

REAL = Path("..") / "shared" / "data" / "real" / "ascof_timeseries_2024_25"
LOOK_SECONDS = 1.0


@dataclass(frozen=True)
class Night:
    """What one command took."""

    wall: float
    cpu: float
    memory: int
    said: str


def proportional(process: Path) -> int:
    """Bytes of a process, what it shares counted in parts (PSS)."""
    try:
        for line in (process / "smaps_rollup").read_text("ascii").splitlines():
            if line.startswith("Pss:"):
                return 1024 * int(line.split()[1])
    except OSError:
        pass
    return 0


def tree(root: int) -> list[Path]:
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                told = (entry / "stat").read_text("ascii", "replace").rpartition(")")[2].split()
                parents[int(entry.name)] = int(told[1])
            except OSError:
                continue
    found, fresh = {root}, {root}
    while fresh:
        fresh = {child for child, parent in parents.items() if parent in fresh} - found
        found |= fresh
    return [Path("/proc") / str(number) for number in found]


def night(command: list[str], environment: dict[str, str]) -> Night:
    most, over = [0], threading.Event()

    def cpu() -> float:
        spent = resource.getrusage(resource.RUSAGE_CHILDREN)
        return spent.ru_utime + spent.ru_stime

    before, begun = cpu(), time.monotonic()
    running = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)

    def look() -> None:
        while not over.wait(LOOK_SECONDS):
            most[0] = max(most[0], sum(proportional(process) for process in tree(running.pid)))

    looking = threading.Thread(target=look)
    looking.start()
    said = running.communicate()[0]
    over.set()
    looking.join()
    if running.returncode:
        sys.exit(f"{command[3:5]} ended with {running.returncode}\n{said[-2000:]}")
    wall = time.monotonic() - begun
    return Night(wall, cpu() - before, most[0], said.strip().splitlines()[-2])


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--inputs", type=Path)
    parser.add_argument("--councils", type=int, default=153)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--verify", action="store_true")
    asked = parser.parse_args()
    settings = find_settings()
    inputs = (asked.inputs or settings.root / REAL).resolve()
    inputs = inputs if inputs.is_dir() else settings.samples
    every = all_areas()
    areas = every[:: max(1, len(every) // asked.councils)][: asked.councils]
    words = [word for area in areas for word in ("--area", area.code)]
    words += [word for theme in THEMES for word in ("--theme", theme.slug)]
    workbooks = [sys.executable, "-m", "helpers.cli.main"]
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {OUTPUTS_VARIABLE: folder}
        jobs = ["--outputs", folder, "--jobs", str(asked.jobs)]
        run = [*workbooks, "run", "--inputs", str(inputs), *words, *jobs]
        nights = {
            "the gate, once": night([*workbooks, "check", "--inputs", str(inputs)], environment),
            "from empty": night(run, environment),
            "nothing to do": night(run, environment),
        }
        if asked.verify:
            nights["verify --all"] = night([*workbooks, "verify", "--all", *jobs], environment)
    reports = len(areas) * len(THEMES)
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the end, "
        f"Python {platform.python_version()}, {inputs.name}, {reports} reports, {asked.jobs} jobs\n"
    )
    print("| what | wall s | CPU s | CPU s a report | most memory MB |\n|---|---|---|---|---|")
    for name, took in nights.items():
        print(
            f"| {name} | {took.wall:.1f} | {took.cpu:.1f} | {took.cpu / reports:.2f} "
            f"| {took.memory / 1024**2:.0f} |"
        )
    for name, took in nights.items():
        print(f"\n{name}: {took.said}")


if __name__ == "__main__":
    main()
