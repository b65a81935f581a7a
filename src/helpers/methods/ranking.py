"""Ranks and percentiles among areas, stable under ties."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def rank_from_highest(values: ArrayLike) -> NDArray[np.float64]:
    """Rank of each value from the highest, 1 for the highest; ties share the better rank.

    Parameters
    ----------
    values : array_like, shape (n,)
        Numbers; NaN where an area has none.

    Returns
    -------
    ndarray, shape (n,)
        Ranks, NaN where the value is.
    """
    x = np.asarray(values, dtype=float)
    known = np.sort(x[~np.isnan(x)])
    ranks = known.size - np.searchsorted(known, x, side="right") + 1.0
    return np.where(np.isnan(x), np.nan, ranks)


def percentile_of(values: ArrayLike) -> NDArray[np.float64]:
    """Share of the areas with a lower value, counting half of those with the same, in per cent.

    Parameters
    ----------
    values : array_like, shape (n,)
        Numbers; NaN where an area has none.

    Returns
    -------
    ndarray, shape (n,)
        Percentiles between 0 and 100, NaN where the value is.
    """
    x = np.asarray(values, dtype=float)
    known = np.sort(x[~np.isnan(x)])
    if known.size == 0:
        return np.full(x.shape, np.nan)
    below = np.searchsorted(known, x, side="left")
    up_to = np.searchsorted(known, x, side="right")
    return np.where(np.isnan(x), np.nan, (below + up_to) / 2 / known.size * 100)
