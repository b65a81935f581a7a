"""A night: every council and theme from an empty outputs folder, then nights with less to do.

    python benchmarks/night_run.py [--inputs FOLDER] [--councils 153] [--jobs 3] [--verify]

After a run with nothing to do come one with a row revised that no other page shows, twice (the file
gated by a command of its own, then by the run itself), and one with a row revised that stands in a
funnel; at the end every version is verified, if it is asked for.
Says wall time, CPU of the whole process tree, and the most memory that the tree had at a time.
"""

from __future__ import annotations

import argparse
import importlib.util
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

from openpyxl import Workbook
from python_calamine import CalamineWorkbook

from helpers.base.geography import all_areas
from helpers.base.settings import OUTPUTS_VARIABLE, find_settings
from helpers.base.themes import THEMES
from helpers.cli.at_once import at_once

REAL = Path("..") / "shared" / "data" / "real" / "ascof_timeseries_2024_25"
LOOK_SECONDS = 1.0
KENT = "E10000016"
# How many answered a survey: no rank and no other page depends on it.
ONE_PAGE = {"Table_4a": {"2023 to 2024 - number of respondents": 1.0}}
AGAIN = {"Table_4a": {"2023 to 2024 - number of respondents": 2.0}}
# A measure by which councils are placed among all others, on the pages of one theme.
FUNNEL = {"Table_3d(2a)": {"2024 to 2025 - numerator": 9.0, "2024 to 2025 - outcome": 0.1}}


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
    told = [line for line in said.splitlines() if line.strip() and not line.startswith("Open ")]
    return Night(wall, cpu() - before, most[0], told[-1])


def revised(source: Path, folder: Path, changes: dict[str, dict[str, float]]) -> Path:
    """Write an edition of the outcomes framework's file with figures of Kent moved.

    Parameters
    ----------
    source : Path
        The file as published.
    folder : Path
        Where to.
    changes : dict of str to dict of str to float
        By table and column, how much is added.
    """
    read = CalamineWorkbook.from_path(source)
    book = Workbook(write_only=True)
    for name in read.sheet_names:
        rows = read.get_sheet_by_name(name).to_python()
        header = next((row for row in rows if "ONS area code" in row), [])
        own = next((row for row in rows if KENT in row), [])
        for column, more in changes.get(name, {}).items():
            place = header.index(column)
            own[place] = round(own[place] + more, 1)
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([None if cell == "" else cell for cell in row])
    folder.mkdir()
    book.save(folder / source.with_suffix(".xlsx").name)
    return folder


def compiled() -> bool:
    """Whether Python finds the largest library's modules compiled, as after an install by pip."""
    found = importlib.util.find_spec("great_expectations")
    assert found is not None
    assert found.origin is not None
    return Path(importlib.util.cache_from_source(found.origin)).is_file()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--inputs", type=Path)
    parser.add_argument("--councils", type=int, default=153)
    parser.add_argument("--jobs", type=int, default=at_once())
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
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as editions:
        environment = os.environ | {OUTPUTS_VARIABLE: folder}
        jobs = ["--outputs", folder, "--jobs", str(asked.jobs)]
        run = [*workbooks, "run", "--inputs", str(inputs), *words, *jobs]
        reports = len(areas) * len(THEMES)
        print(
            f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, "
            f"{inputs.name}, {reports} reports, {asked.jobs} jobs, "
            f"{'libraries compiled' if compiled() else 'libraries compiled at every start'}\n"
        )
        print("| what | wall s | CPU s | most memory MB | load | what it said |")
        print("|---|---|---|---|---|---|", flush=True)

        def tell(name: str, command: list[str]) -> None:
            took = night(command, environment)
            print(
                f"| {name} | {took.wall:.1f} | {took.cpu:.1f} | {took.memory / 1024**2:.0f} "
                f"| {os.getloadavg()[0]:.1f} | {took.said} |",
                flush=True,
            )

        tell("the gate, once", [*workbooks, "check", "--inputs", str(inputs)])
        tell("from empty", run)
        tell("nothing to do", run)
        for source in inputs.glob("*.ods"):
            # Each edition keeps the changes of the one before, so that it is one row more.
            for name, changes, gated in (
                ("one row", ONE_PAGE, True),
                ("one row, its gate and all", AGAIN, False),
                ("a row of a funnel", AGAIN | FUNNEL, True),
            ):
                edition = revised(source, Path(editions) / name.replace(" ", "-"), changes)
                with_it = [*workbooks, "run", "--inputs", str(edition), *words, *jobs]
                if gated:
                    tell(f"{name}: its gate", [*workbooks, "check", "--inputs", str(edition)])
                tell(name, with_it)
        if asked.verify:
            tell("verify --all", [*workbooks, "verify", "--all", *jobs])


if __name__ == "__main__":
    main()
