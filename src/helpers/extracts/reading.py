"""What a reader hands to the gate."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

UNREADABLE_SCHEMA = pl.Schema(
    {
        "sheet": pl.String,
        "sheet_row": pl.Int64,
        "cell": pl.String,
        "column": pl.String,
        "found": pl.String,
    }
)


@dataclass(frozen=True)
class Extract:
    """An extract in its contract's columns.

    Attributes
    ----------
    frame : DataFrame, shape (rows, columns of the contract)
        The rows, in the order of the file.
    unreadable : DataFrame, shape (cells, 5)
        Cells that are neither a number nor a marker, with their place and content.
    notes : tuple of str
        What the reader noticed and left alone.
    latest_period : str
        The last financial year of the file.
    sample : bool
        Whether the file says of itself that its figures are invented.
    """

    frame: pl.DataFrame
    unreadable: pl.DataFrame
    notes: tuple[str, ...]
    latest_period: str
    sample: bool
