"""Keeping the furthest areas from deciding how wide the spread between areas is."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from helpers.methods.intervals import Numbers


def winsorised(z: Numbers, trim_by: float) -> tuple[NDArray[np.bool_], Numbers]:
    """Draw the furthest scores in to the quantiles at both ends.

    Parameters
    ----------
    z : ndarray, shape (n,)
        Scores; those that are not finite are left out.
    trim_by : float
        Share at each end.

    Returns
    -------
    drawn_in : ndarray of bool, shape (n,)
        Whether a score lies at or beyond a quantile.
    scores : ndarray, shape (n,)
        Scores no further out than the quantiles; NaN where left out.
    """
    usable = np.isfinite(z)
    if not np.any(usable):
        return np.zeros(z.shape, dtype=bool), np.full(z.shape, np.nan)
    low, high = np.quantile(z[usable], [trim_by, 1 - trim_by])
    drawn_in = usable & ((z <= low) | (z >= high))
    return drawn_in, np.where(usable, np.clip(z, low, high), np.nan)


def truncated(z: Numbers, trim_by: float) -> tuple[NDArray[np.bool_], Numbers]:
    """Leave the furthest scores out at both ends, by groups of ranks.

    Parameters
    ----------
    z : ndarray, shape (n,)
        Scores; NaN where missing. Those at minus infinity rank lowest, and no infinite
        score is ever kept.
    trim_by : float
        Share at each end; the scores fall into 1/trim_by groups of ranks, of which the
        first and the last are left out.

    Returns
    -------
    left_out : ndarray of bool, shape (n,)
        Whether a score that is known was left out.
    scores : ndarray, shape (n,)
        The others; NaN where left out or missing.
    """
    ranked = ~np.isnan(z)
    left_out = ranked & ~np.isfinite(z)
    if trim_by > 0 and np.any(ranked):
        group = rank_groups(z[ranked], trim_by)
        left_out[ranked] |= (group <= 0) | (group >= 1 / trim_by - 1)
    return left_out, np.where(ranked & ~left_out, z, np.nan)


def rank_groups(values: Numbers, trim_by: float) -> Numbers:
    """Group of each value by its rank, from 0: floor(rank / (trim_by (n + 1)))."""
    return np.floor(mean_ranks(values) * (1 / trim_by) / (values.size + 1))


def mean_ranks(values: Numbers) -> Numbers:
    """Rank of each value from the lowest, 1 for the lowest; ties share their mean rank."""
    ordered = np.sort(values)
    before = np.searchsorted(ordered, values, side="left")
    up_to = np.searchsorted(ordered, values, side="right")
    return np.asarray((before + up_to + 1) / 2, dtype=np.float64)
