"""How far figures without a margin usually move from one period to another."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from helpers.methods.intervals import CONFIDENCE, normal_quantile

# From a median absolute deviation to the standard deviation of a normal distribution.
MAD_TO_SD = 1.4826
FEWEST_AREAS = 30


@dataclass(frozen=True)
class Usual:
    """How far the figures of many areas moved between the same two periods.

    Attributes
    ----------
    middle : float
        Median change, in the figures' unit.
    reach : float
        Size that a change must exceed to stand out: the normal quantile times a robust
        standard deviation of the changes.
    areas : int
        Areas with both figures.
    """

    middle: float
    reach: float
    areas: int


def usual_change(
    earlier: ArrayLike, later: ArrayLike, confidence: float = CONFIDENCE
) -> Usual | None:
    """Measure how far the areas' figures moved, from their spread alone.

    Parameters
    ----------
    earlier, later : array_like, shape (areas,)
        Figures of the same areas in two periods; an area with either missing (NaN) is left out.
    confidence : float
        Two-sided confidence, between 0 and 1.

    Returns
    -------
    Usual or None
        None where fewer than thirty areas have both figures, or most of them did not move.

    Raises
    ------
    ValueError
        When the two are not of one length.

    Notes
    -----
    The reach is z x 1.4826 x median(abs(change - median change)). It holds both the chance
    in each area's figure and what truly differed between areas, so it is wider than a margin of
    error would be: a change beyond it stands out, and one inside it proves nothing. The constant
    makes the deviation that of a normal distribution (Rousseeuw, P. J. and Croux, C. (1993),
    Journal of the American Statistical Association 88, 1273-1283).
    """
    before = np.asarray(earlier, dtype=np.float64)
    after = np.asarray(later, dtype=np.float64)
    if before.shape != after.shape:
        message = "the two periods must have the same areas"
        raise ValueError(message)
    moved = (after - before)[np.isfinite(after - before)]
    if moved.size < FEWEST_AREAS:
        return None
    middle = float(np.median(moved))
    spread = MAD_TO_SD * float(np.median(np.abs(moved - middle)))
    if spread == 0:
        return None
    return Usual(middle, normal_quantile(confidence) * spread, int(moved.size))
