"""CPU of the two spreadsheets of a version, beside gptables' own way of writing the first.

    python benchmarks/spreadsheets_run.py VERSION [VERSION ...] [--rounds 5]

A VERSION is the folder of a published version (`outputs/<council>/<theme>/<period>/v...`): its
notebook and its figures are laid out and written again, in memory. Imports are timed once and
apart. The sides alternate, and the median of the rounds is told.
"""

from __future__ import annotations

import argparse
import io
import statistics
import time
import warnings
from pathlib import Path

import nbformat
import polars as pl

from helpers.publication.context import PageContext
from helpers.publication.manifest import read_manifest
from helpers.publication.spreadsheets.book import read_book
from helpers.publication.spreadsheets.model import Number
from helpers.publication.spreadsheets.ods import ods_bytes
from helpers.publication.spreadsheets.xlsx import xlsx_bytes


def version(folder: Path):
    manifest = read_manifest((folder / "manifest.json").read_text("utf-8"), folder.name)
    context = PageContext(
        title=f"{manifest.theme.title} in {manifest.area.name}",
        theme_title=manifest.theme.title,
        area_name=manifest.area.name,
        area_code=manifest.area.code,
        period_label=manifest.period,
        version=folder.name,
        sample=manifest.sample,
        product_version=manifest.product_version,
        licence="Open Government Licence v3.0",
        contact="The council",
    )
    notebook = nbformat.read(folder / "workbook.ipynb", 4)
    return notebook, context, pl.read_parquet(folder / "indicators.parquet")


def stock_bytes(book) -> bytes:
    """The same tables by gptables' `produce_workbook`."""
    import gptables
    import pandas as pd

    tables = {}
    for sheet in book.sheets[3:]:
        names = [heading.label for heading in sheet.grid.headings]
        rows = [
            [cell.value if isinstance(cell, Number) else cell for cell in row]
            for row in sheet.grid.rows
        ]
        frame = pd.DataFrame(rows, columns=names)
        tables[sheet.name] = gptables.GPTable(frame, sheet.grid.name, sheet.title)
    notes = pd.DataFrame(book.sheets[2].grid.rows, columns=["Note", "Text"])
    cover = gptables.Cover(book.title, intro=[line.text for line in book.sheets[0].lines[1:]])
    stream = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        gptables.produce_workbook(
            stream, tables, cover=cover, notes_table=notes, workbook_options={"in_memory": True}
        ).close()
    return stream.getvalue()


def timed(work):
    begun = time.process_time()
    result = work()
    return result, (time.process_time() - begun) * 1000


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("versions", type=Path, nargs="+")
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()

    def imported() -> None:
        import gptables  # noqa: F401

    _, first = timed(imported)
    print(f"importing gptables, and pandas with it, once a process: {first:.0f} ms\n")
    print(
        "| version | sheets | cells | laying out | xlsx | ods | KB xlsx | KB ods | gptables' own |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    for folder in asked.versions:
        parts = version(folder)
        spent: dict[str, list[float]] = {name: [] for name in ("book", "xlsx", "ods", "stock")}
        for _ in range(asked.rounds):
            book, cpu = timed(lambda: read_book(*parts))  # noqa: B023
            spent["book"].append(cpu)
            made = {}
            for name, write in (("xlsx", xlsx_bytes), ("ods", ods_bytes), ("stock", stock_bytes)):
                made[name], cpu = timed(lambda: write(book))  # noqa: B023
                spent[name].append(cpu)
        cells = sum(len(s.grid.rows) * len(s.grid.headings) for s in book.sheets if s.grid)
        told = {name: f"{statistics.median(times):.0f} ms" for name, times in spent.items()}
        sizes = [f"{len(made[name]) / 1024:.0f}" for name in ("xlsx", "ods")]
        row = [folder.parts[-3], len(book.sheets), cells, told["book"], told["xlsx"], told["ods"]]
        print("|", " | ".join(map(str, [*row, *sizes, told["stock"]])), "|")


if __name__ == "__main__":
    main()
