"""Small projects for tests of runs: the real contracts and strategies, short notebooks."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from helpers.base.geography import find_area
from helpers.base.settings import Settings
from helpers.base.themes import find_theme
from helpers.runs.records import RunRequest

PARAMETERS = """\
area = "wirral"  # council: ONS code, slug or name
period = "latest"  # reporting year
inputs = "data/inbox"  # folder of extracts
compare_with = "region"  # "region", "neighbours" or a list of councils
strategy = "auto"  # "auto", a file in strategies/, or "" for none"""
CODES = {"placements": "2C", "workforce": "6A", "carers": "1C"}


def write_notebook(root: Path, theme: str, *extra: str) -> None:
    """Write a short workbook; `extra` cells stand before the last."""
    slug, code = theme, CODES[theme]
    opening = (
        "from helpers.workbook import open_workbook\n"
        f'book = open_workbook("{slug}", area, period, inputs, compare_with, strategy)\nbook'
    )
    cells = [
        new_markdown_cell(f"# {find_theme(theme).title}", id="title"),
        new_code_cell(PARAMETERS, id="parameters", metadata={"tags": ["parameters"]}),
        new_code_cell(opening, id="open"),
        new_code_cell(f'book.main_points("{code}")', id="points"),
        new_markdown_cell("## What is the level?", id="question"),
        new_code_cell(f'frame = book.observations("{code}")\nbook.table(frame)', id="table"),
        new_code_cell("book.compare(frame)", id="chart"),
        new_code_cell("book.reading(frame)", id="reading"),
        *(new_code_cell(source, id=f"extra-{n}") for n, source in enumerate(extra)),
        new_code_cell("book.publish()", id="publish"),
    ]
    kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    notebook = new_notebook(cells=cells, metadata={"kernelspec": kernel})
    path = root / "notebooks" / find_theme(theme).notebook
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)


def make_project(real_root: Path, folder: Path, *themes: str) -> Settings:
    """Make a project with the real contracts, strategies and lock, and one file of the samples.

    The short notebooks ask for nothing but the outcomes framework's series.
    """
    for name in ("data_contracts", "strategies", "data"):
        shutil.copytree(real_root / name, folder / name)
    for left in (folder / "data" / "inbox").iterdir():
        if left.name != "README.md":
            left.unlink()
    for sample in (folder / "data" / "samples").iterdir():
        if not sample.name.startswith(("ascof_timeseries", "README")):
            sample.unlink()
    shutil.copy(real_root / "requirements.lock", folder)
    for theme in themes:
        write_notebook(folder, theme)
    return Settings(root=folder, outputs=folder / "outputs")


def request(settings: Settings, *themes: str, areas: tuple[str, ...] = ("wirral",), **more):
    """Ask for a run of some themes and areas."""
    asked = {
        "period": "latest",
        "parameters": {},
        "inputs": "data/inbox",
        "settings": settings,
        "jobs": 2,
    } | more
    return RunRequest(
        themes=tuple(find_theme(theme) for theme in themes),
        areas=tuple(find_area(area) for area in areas),
        **asked,
    )
