"""Whether a series carries over from point to point, so that no chart may judge its moves."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

FEWEST_POINTS = 24
"""Below it the autocorrelation of a series cannot be told from that of chance."""

MOST_ALIKE = 0.2
"""Lag-one autocorrelation up to which points count as independent."""


def lag_one(values: ArrayLike) -> float:
    """Return the autocorrelation of a series at lag one.

    Parameters
    ----------
    values : array_like, shape (n,)
        Points in order of time, evenly spaced, none missing.

    Returns
    -------
    float
        Between -1 and 1; NaN for fewer than three points, or where nothing varies.

    Notes
    -----
    r = sum (x[t] - m)(x[t+1] - m) / sum (x[t] - m)^2, with m the mean of all points. Box, G. E. P.
    and Jenkins, G. M. (1976), Time Series Analysis, chapter 2. In short series it lies below the
    true value: a random walk of 24 points has 0.73 on average.
    """
    x = np.asarray(values, dtype=np.float64)
    if x.ndim != 1:
        message = "an autocorrelation is of one series of values"
        raise ValueError(message)
    apart = x - x.mean() if x.size else x
    whole = float(np.dot(apart, apart))
    if x.size < 3 or not whole > 0:
        return math.nan
    return float(np.dot(apart[1:], apart[:-1])) / whole


def can_be_judged(values: ArrayLike) -> bool:
    """Whether a stock may be put on a chart with limits: it is long, and does not carry over.

    Parameters
    ----------
    values : array_like, shape (n,)
        Points in order of time, evenly spaced, none missing.

    Notes
    -----
    Limits of an XmR chart are made of the differences between neighbours. Where each point carries
    a share r of the one before, these are smaller by the root of 1 - r than those of independent
    points with the same spread, so that the limits are too narrow and runs are long by themselves.
    Of random walks of 24 points 97 in a hundred break a rule, and fewer than one is judged by this
    one (docs/methods/xmr.md has the figures).
    """
    x = np.asarray(values, dtype=np.float64)
    # A series without variation has no autocorrelation, and compares as unlike anything.
    return x.size >= FEWEST_POINTS and lag_one(x) <= MOST_ALIKE
