"""Change between two figures that each have a confidence interval."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Change:
    """A change and its interval.

    Attributes
    ----------
    change, lower, upper : float
        Later minus earlier and its 95 per cent limits, in the figures' unit.
    clear : bool
        Whether the interval leaves out nought.
    """

    change: float
    lower: float
    upper: float
    clear: bool


def mover(earlier: tuple[float, float, float], later: tuple[float, float, float]) -> Change:
    """Interval of a difference from the limits of its two independent parts.

    Parameters
    ----------
    earlier, later : tuple of three floats
        Value, lower and upper limit, in the same unit.

    Notes
    -----
    Method of variance estimates recovery: the lower limit is
    d - sqrt((later - its lower)^2 + (earlier's upper - earlier)^2), the upper one
    likewise. Zou, G. Y. and Donner, A. (2008), Statistics in Medicine 27, 1693-1702;
    with Wilson limits it is Newcombe's (1998) method for two proportions.
    """
    value_0, lower_0, upper_0 = earlier
    value_1, lower_1, upper_1 = later
    change = value_1 - value_0
    lower = change - math.hypot(value_1 - lower_1, upper_0 - value_0)
    upper = change + math.hypot(upper_1 - value_1, value_0 - lower_0)
    return Change(change, lower, upper, lower > 0 or upper < 0)
