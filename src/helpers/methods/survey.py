"""Survey figures: differences judged by their published margins of error."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Difference:
    """A difference of two survey figures and what can be said of it.

    Attributes
    ----------
    change : float
        Later minus earlier, in the figures' unit.
    margin : float
        Root of the summed squared margins, in the same unit.
    clear : bool
        Whether the change is larger than its margin, still so after the worst rounding.
    """

    change: float
    margin: float
    clear: bool


def difference(
    earlier: float, earlier_margin: float, later: float, later_margin: float, decimals: int
) -> Difference:
    """Judge the difference of two independent survey figures.

    Each figure and margin was rounded before publication, so each may be off by half
    a unit of its last digit. The change counts as clear only if it would still be
    beyond the margin with all four roundings at their worst.

    Parameters
    ----------
    earlier, later : float
        The two figures.
    earlier_margin, later_margin : float
        Their 95 per cent margins of error, in the same unit.
    decimals : int
        Digits after the point to which all four were published.
    """
    half = 0.5 * 10**-decimals
    change = later - earlier
    margin = math.hypot(earlier_margin, later_margin)
    worst_change = abs(change) - 2 * half
    worst_margin = math.hypot(earlier_margin + half, later_margin + half)
    return Difference(round(change, 10), margin, worst_change > worst_margin)
