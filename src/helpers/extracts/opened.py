"""An opened extract: sheets of cells, whatever kind of file they came in."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

import polars as pl

Cell = Any
Grid = list[list[Cell]]

# Name of the column that holds a row's number, as a spreadsheet program shows it.
ROW = "sheet_row"


class Opened(Protocol):
    """A file of sheets. A text file is one sheet without a name."""

    @property
    def path(self) -> Path:
        """The file."""

    @property
    def name(self) -> str:
        """File name, for messages."""

    @property
    def sheets(self) -> tuple[str, ...]:
        """Names of the sheets."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What was noticed on opening and left alone."""

    def head(self, sheet: str, rows: int) -> Grid:
        """First rows of a sheet."""

    def grid(self, sheet: str) -> Grid:
        """Every row of a sheet."""

    def strings(self, sheet: str, first_row: int, columns: tuple[int, ...]) -> pl.LazyFrame:
        """Some columns of a sheet as text.

        Parameters
        ----------
        sheet : str
            Name of the sheet.
        first_row : int
            Zero-based row to begin with.
        columns : tuple of int
            Zero-based columns.

        Returns
        -------
        LazyFrame
            `ROW` and a String column a column asked for, by `text_column`.
        """

    def exact_strings(self, sheet: str, first_row: int, columns: tuple[int, ...]) -> pl.LazyFrame:
        """The same, read with more patience and a precise complaint."""


def text_column(index: int) -> str:
    """Name of a column of text by its zero-based place."""
    return f"c{index}"


def as_text(cell: Cell) -> str:
    """Return a cell as text: a whole number without a point, a date in ISO form."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if cell is None:
        return ""
    text = cell.isoformat() if hasattr(cell, "isoformat") else str(cell)
    return text.removesuffix("T00:00:00")


def frame_of_cells(grid: Grid, first_row: int, columns: tuple[int, ...]) -> pl.LazyFrame:
    """Text columns of a grid of cells; a blank cell is null, as the fast parser has it."""
    rows = grid[first_row:]
    series = [pl.Series(ROW, range(first_row + 1, first_row + 1 + len(rows)), dtype=pl.Int64)]
    for index in columns:
        cells = (as_text(row[index]) if index < len(row) else "" for row in rows)
        values = [text if text.strip() else None for text in cells]
        series.append(pl.Series(text_column(index), values, dtype=pl.String))
    return pl.DataFrame(series).lazy()
