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
        The rows, in the order of the file. A further column `UNREADABLE` of
        `helpers.contracts.facts` names the cells of a row that could not be read.
    unreadable : DataFrame, shape (cells, 5)
        Cells that are neither a value nor a marker, with their place and content.
    notes : tuple of str
        What the reader noticed and left alone.
    first_period, latest_period : str
        The first and the last period of the file; empty for a dataset without one.
    sample : bool
        Whether the file says of itself that its figures are invented.
    edition : str
        What the file says of its own publication or revision, "" where it says nothing.
    """

    frame: pl.DataFrame
    unreadable: pl.DataFrame
    notes: tuple[str, ...]
    first_period: str
    latest_period: str
    sample: bool
    edition: str = ""
