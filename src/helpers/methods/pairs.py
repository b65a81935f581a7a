"""Numbers that belong together: numerators with denominators, and figures of the same bands."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from helpers.methods.intervals import Numbers


def known_pairs(numerator: ArrayLike, denominator: ArrayLike) -> tuple[Numbers, Numbers]:
    """Numerators and denominators of the same shape, both missing where one is.

    Parameters
    ----------
    numerator, denominator : array_like, shape (n,)
        Counts, or expected numbers; NaN where missing.

    Raises
    ------
    ValueError
        When a numerator is negative or a denominator is not positive.
    """
    x, n = np.broadcast_arrays(
        np.asarray(numerator, dtype=float), np.asarray(denominator, dtype=float)
    )
    if np.any(x < 0):
        message = "a numerator is negative"
        raise ValueError(message)
    if np.any(n <= 0):
        message = "a denominator is zero or negative"
        raise ValueError(message)
    unknown = np.isnan(x) | np.isnan(n)
    return np.where(unknown, np.nan, x), np.where(unknown, np.nan, n)


def average_of(numerator: Numbers, denominator: Numbers) -> float:
    """All numerators over all denominators of known pairs; NaN where there are none."""
    whole = float(np.nansum(denominator))
    return float(np.nansum(numerator)) / whole if whole > 0 else float("nan")


def same_bands(*figures: Numbers) -> None:
    """Refuse figures that differ in their number of bands, the last axis.

    A single number would otherwise be taken for every band, and counted as often.

    Raises
    ------
    ValueError
        When they differ, or one has no bands at all.
    """
    if len({numbers.shape[-1:] for numbers in figures}) > 1 or not figures[0].ndim:
        message = "counts, populations and weights differ in their number of bands"
        raise ValueError(message)
