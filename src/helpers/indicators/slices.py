"""Doing something with the numbers of each group of a frame, without a frame for each group."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


def by_group(
    frame: pl.DataFrame, keys: Sequence[str], values: str, made: Callable[[Numbers], Numbers]
) -> pl.Series:
    """Apply a function of numbers to each group of rows.

    Parameters
    ----------
    frame : DataFrame, shape (n, columns)
        Rows in any order.
    keys : sequence of str
        Columns that together name a group.
    values : str
        Column of numbers, null where there is none.
    made : function
        From the numbers of a group, NaN for null, to as many numbers.

    Returns
    -------
    Series, shape (n,)
        The results in the order of the rows, null for NaN.
    """
    ordered = frame.select(*keys, values).with_row_index("_place").sort(keys, maintain_order=True)
    numbers = ordered[values].cast(pl.Float64).fill_null(float("nan")).to_numpy()
    edges = ordered.select(pl.struct(keys).rle_id()).to_series().to_numpy()
    results = np.full(numbers.shape, np.nan)
    if numbers.size:
        starts = np.flatnonzero(np.diff(edges, prepend=-1))
        for start, end in zip(starts, [*starts[1:], numbers.size], strict=True):
            results[start:end] = made(numbers[start:end])
    places = ordered["_place"].to_numpy()
    in_order = np.empty_like(results)
    in_order[places] = results
    return pl.Series(values, in_order).fill_nan(None)
