"""Places along a funnel's axis at which its lines are drawn."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from helpers.methods.intervals import Numbers

POINTS = 100
ROOM = 0.05


def axis_ends(denominator: ArrayLike) -> tuple[float, float]:
    """Start and end of an axis for these denominators, at round numbers.

    Parameters
    ----------
    denominator : array_like, shape (n,)
        Denominators of the areas, more than zero; missing ones are passed over.

    Returns
    -------
    start, end : float
        The end is the largest with 5 per cent to spare, rounded up to two digits. The
        start is 0 where the largest is more than twice the smallest, and otherwise the
        smallest less 5 per cent, rounded down to one digit.

    Raises
    ------
    ValueError
        When there is no denominator, or one is not positive.
    """
    n = np.asarray(denominator, dtype=float)
    n = n[~np.isnan(n)]
    if n.size == 0 or np.any(n <= 0):
        message = "an axis needs denominators above zero"
        raise ValueError(message)
    smallest, largest = float(n.min()), float(n.max())
    far, close = largest * (1 + ROOM), smallest * (1 - ROOM)
    step = 10.0 ** (len(str(math.ceil(far))) - 2)
    end = math.ceil(far / step) * step
    if largest > 2 * smallest:
        return 0.0, end
    step = 10.0 ** (len(str(math.floor(close))) - 1)
    return math.floor(close / step) * step, end


def whole_steps(first: float, last: float, points: int = POINTS) -> Numbers:
    """Whole numbers from first to last, by nearly equal ratios and never by less than one.

    Parameters
    ----------
    first, last : float
        Ends; a first below 1 is taken as 1.
    points : int
        How many numbers.

    Returns
    -------
    ndarray, shape (points,)
        Rising numbers. They end beyond `last` where there are not so many whole numbers.

    Raises
    ------
    ValueError
        When `last` lies before `first`, or fewer than two points are asked for.
    """
    if points < 2 or last < max(first, 1.0):
        message = "an axis goes from a first to a later last number, in two points or more"
        raise ValueError(message)
    steps = [max(first, 1.0)]
    for left in range(points - 1, 0, -1):
        here = steps[-1]
        steps.append(max(float(round((last / here) ** (1 / left) * here)), here + 1))
    return np.array(steps)
