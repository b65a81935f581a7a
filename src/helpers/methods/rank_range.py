"""How far a place among areas can be trusted: how many are clearly above, and how many below."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from helpers.methods.intervals import wilson


@dataclass(frozen=True)
class RankRange:
    """The places that chance alone leaves open to one of several areas.

    Attributes
    ----------
    best, worst : int
        First and last place from the highest: one after all areas that are clearly above, and
        one before all that are clearly below.
    areas : int
        Areas compared, the own one included.
    """

    best: int
    worst: int
    areas: int


def rank_range(own: int, numerator: ArrayLike, denominator: ArrayLike) -> RankRange:
    """Find the places that are open to one area, from the counts of all.

    Parameters
    ----------
    own : int
        Position of the area in the arrays.
    numerator, denominator : array_like, shape (areas,)
        Counts; an area with either missing (NaN) is left out.

    Raises
    ------
    ValueError
        When the own counts are missing.

    Notes
    -----
    An area is clearly above when the 95 per cent interval of the difference, recovered from the
    Wilson limits of both proportions (Newcombe, R. G. (1998), Statistics in Medicine 17,
    873-890), lies above nought. Each pair is judged by itself: with many areas some of the
    differences called clear are chance, so the range is rather too narrow than too wide.
    """
    above = np.asarray(numerator, dtype=np.float64)
    below = np.asarray(denominator, dtype=np.float64)
    known = np.isfinite(above) & np.isfinite(below) & (below > 0)
    if not known[own]:
        message = "the area's own counts are missing"
        raise ValueError(message)
    lower, upper = wilson(above[known], below[known])
    value = above[known] / below[known]
    place = int(np.count_nonzero(known[:own]))
    gap = value - value[place]
    higher = gap - np.hypot(value - lower, upper[place] - value[place]) > 0
    lower_down = gap + np.hypot(upper - value, value[place] - lower[place]) < 0
    areas = int(known.sum())
    return RankRange(1 + int(higher.sum()), areas - int(lower_down.sum()), areas)
