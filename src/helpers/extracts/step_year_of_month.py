"""The financial year that a month lies in, for files whose periods are months."""

from __future__ import annotations

from enum import StrEnum

import polars as pl

APRIL = 4


class Monthly(StrEnum):
    """Columns that this step reads or makes."""

    MONTH = "month"
    PERIOD = "period"


def year_of_month(frame: pl.DataFrame, name: str) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Add the financial year, April to March, of each row's month.

    Parameters
    ----------
    frame : DataFrame
        Rows with `month`, as "2023-11".
    name : str
        Name of the file; not used.

    Returns
    -------
    tuple of DataFrame and notes
        The rows with `period`, empty where the month cannot be read.
    """
    month = pl.col(Monthly.MONTH)
    year, number = (
        month.str.extract(r"^(\d{4})-(\d{2})$", part).cast(pl.Int32, strict=False)
        for part in (1, 2)
    )
    first = pl.when(number >= APRIL).then(year).otherwise(year - 1)
    second = ((first + 1) % 100).cast(pl.String).str.zfill(2)
    period = pl.concat_str(first.cast(pl.String), pl.lit("-"), second)
    return frame.with_columns(period.alias(Monthly.PERIOD)), ()
