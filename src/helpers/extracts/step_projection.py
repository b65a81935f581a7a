"""Population projections: the year that they are based on, which no column says."""

from __future__ import annotations

import polars as pl

from helpers.contracts.columns import Snpp


def base_year(frame: pl.DataFrame, name: str) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Add the year that the projection is based on: the first of its years.

    Parameters
    ----------
    frame : DataFrame
        Rows by year.
    name : str
        Name of the file; not used, since several projections share one.

    Returns
    -------
    tuple of DataFrame and notes
        The rows with their base year.
    """
    return frame.with_columns(pl.col(Snpp.YEAR).min().alias(Snpp.BASE)), ()
