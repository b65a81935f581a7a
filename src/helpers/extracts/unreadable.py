"""The cells of a plain table that could not be read, with their place and content."""

from __future__ import annotations

import polars as pl

from helpers.contracts.facts import UNREADABLE as UNREADABLE_COLUMN
from helpers.extracts.cells import cell_name
from helpers.extracts.matching import Match
from helpers.extracts.opened import ROW, Opened, text_column
from helpers.extracts.reading import UNREADABLE_SCHEMA
from helpers.extracts.typed_rows import PLACE, RAW, raw_rows

SHOWN = 80
BLANK = "(blank)"


def unreadable_cells(opened: Opened, match: Match, frame: pl.DataFrame) -> pl.DataFrame:
    """Collect the unreadable cells; the file is read again only where there are any.

    Parameters
    ----------
    opened : Opened
        The file.
    match : Match
        The layout that fits its sheet.
    frame : DataFrame
        The typed rows.

    Returns
    -------
    DataFrame, shape (cells, 5)
        As `UNREADABLE_SCHEMA`; the column is the one that the broken rule speaks of.
    """
    faulty = frame.filter(pl.col(UNREADABLE_COLUMN) != "")
    if faulty.is_empty():
        return pl.DataFrame(schema=UNREADABLE_SCHEMA)
    long = faulty.with_columns(pl.col(UNREADABLE_COLUMN).str.split(",").alias("_name")).explode(
        "_name"
    )
    unpivot = match.layout.unpivot
    parts = []
    for (name,), rows in long.group_by("_name", maintain_order=True):
        if unpivot is not None and name == unpivot.value:
            numbers = rows[PLACE].str.slice(1).cast(pl.Int64)
            found = rows[RAW]
        elif name in match.places:
            place = match.places[str(name)]
            wanted = raw_rows(opened, match).filter(pl.col(ROW).is_in(rows[ROW].implode()))
            texts = wanted.select(ROW, text_column(place)).collect()
            found = rows.select(ROW).join(texts, on=ROW, how="left")[text_column(place)]
            numbers = pl.Series([place] * rows.height, dtype=pl.Int64)
        else:
            numbers = pl.Series([None] * rows.height, dtype=pl.Int64)
            found = pl.Series([""] * rows.height, dtype=pl.String)
        cells = [
            None if index is None else cell_name(row - 1, index)
            for row, index in zip(rows[ROW], numbers, strict=True)
        ]
        layout = match.layout.columns[str(name)]
        parts.append(
            pl.DataFrame(
                {
                    "sheet": [match.sheet] * rows.height,
                    "sheet_row": rows[ROW],
                    "cell": pl.Series(cells, dtype=pl.String),
                    "column": [f"{name}_status" if layout.status else str(name)] * rows.height,
                    "found": [_shown(text) for text in found],
                },
                schema=UNREADABLE_SCHEMA,
            )
        )
    return pl.concat(parts).unique(maintain_order=True)


def _shown(text: str | None) -> str:
    return (text or "").strip()[:SHOWN] or BLANK
