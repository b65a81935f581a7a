"""Means of measured values with Student's t limits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from helpers.methods.intervals import Numbers
from helpers.methods.limits import Limits, at_both_levels


@dataclass(frozen=True)
class Mean:
    """Means of n groups.

    Attributes
    ----------
    value : ndarray, shape (n,)
        Means, in the values' unit; NaN for a group without values.
    limits : Limits
        Limits in the same unit; NaN for a group of fewer than two.
    total, count : ndarray, shape (n,)
        Sum of the known values, and how many there are.
    deviation : ndarray, shape (n,)
        Sample standard deviation; NaN for a group of fewer than two.
    """

    value: Numbers
    limits: Limits
    total: Numbers
    count: Numbers
    deviation: Numbers


def mean(values: ArrayLike) -> Mean:
    """Means along the last axis, with limits at 95 and 99.8 per cent.

    Parameters
    ----------
    values : array_like, shape (m,) or (n, m)
        Measured values of n groups; missing ones (NaN) are left out of mean and count.

    Returns
    -------
    Mean
        One number for each group.

    Notes
    -----
    mean +/- t(1 - a/2; m - 1) s/sqrt(m), with the sample standard deviation s.
    Student (1908), Biometrika 6, 1-25.
    """
    from scipy.special import stdtrit

    x = np.asarray(values, dtype=float)
    known = ~np.isnan(x)
    count = np.sum(known, axis=-1).astype(float)
    total = np.sum(np.where(known, x, 0.0), axis=-1)
    centre = np.divide(total, count, out=np.full(count.shape, np.nan), where=count > 0)
    apart = np.where(known, x - centre[..., np.newaxis], 0.0)
    freedom = np.where(count > 1, count - 1, np.nan)
    deviation = np.sqrt(np.sum(apart**2, axis=-1) / freedom)

    def limits(confidence: float) -> tuple[Numbers, Numbers]:
        reach = stdtrit(freedom, 0.5 + confidence / 2) * deviation / np.sqrt(count)
        return centre - reach, centre + reach

    with np.errstate(divide="ignore", invalid="ignore"):
        both = at_both_levels(limits)
    return Mean(centre, both, np.asarray(total), count, np.asarray(deviation))
