"""Centre line and limits of one stretch of an individuals (XmR) chart."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from helpers.methods.intervals import Numbers

# Both are rounded as in the field: 3/1.128 and the upper limit of a moving range of two points.
LIMIT_FACTOR = 2.66
SCREEN_FACTOR = 3.267
NEAR_SHARE = 2 / 3


@dataclass(frozen=True)
class ProcessLimits:
    """Centre line and limits of one stretch.

    Attributes
    ----------
    mean : float
        Centre line; NaN without a known point.
    reach, near_reach : float
        From the mean to the limits, and to the near limits; NaN without two known
        points next to each other.
    left_out : int
        Moving ranges that screening left out.
    """

    mean: float
    reach: float
    near_reach: float
    left_out: int


def process_limits(values: Numbers, screen: bool) -> ProcessLimits:
    """Mean, and limits from the average moving range.

    Parameters
    ----------
    values : ndarray, shape (n,)
        Points in order of time; NaN where one is missing. A moving range needs two
        known points next to each other.
    screen : bool
        Leave out, once, moving ranges not below 3.267 times their average.

    Returns
    -------
    ProcessLimits
        The mean +/- 2.66 average moving ranges; near limits at two thirds of that.

    Notes
    -----
    Screening is not done where it would leave no variation at all: with most points the
    same, every change would be dropped, the limits would fall onto the mean, and every
    change would look special. A series that never changes has its limits on its mean.
    Wheeler, D. J. (2000), Understanding Variation; Nelson, L. S. (1982), Journal of
    Quality Technology 14, 172-173, for the screening.
    """
    known = values[~np.isnan(values)]
    if known.size == 0:
        return ProcessLimits(math.nan, math.nan, math.nan, 0)
    # An exactly rounded sum: whether a point lies on the mean must not hang on the order of adding.
    mean = math.fsum(known) / known.size
    ranges = np.abs(np.diff(values))
    ranges = ranges[~np.isnan(ranges)]
    if ranges.size == 0:
        return ProcessLimits(mean, math.nan, math.nan, 0)
    kept = _screened(ranges) if screen else ranges
    reach = LIMIT_FACTOR * _average(kept)
    return ProcessLimits(mean, reach, NEAR_SHARE * reach, ranges.size - kept.size)


def _screened(ranges: Numbers) -> Numbers:
    kept = ranges[ranges < SCREEN_FACTOR * _average(ranges)]
    return kept if np.any(kept > 0) else ranges


def _average(ranges: Numbers) -> float:
    return math.fsum(ranges) / ranges.size
