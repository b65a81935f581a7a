"""Paths from a baseline to a target, and how an actual figure stands on them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from helpers.base.records import Polarity
from helpers.methods.intervals import CONFIDENCE, Numbers, normal_quantile
from helpers.methods.rounding import half_up

Standing = Literal["ahead", "on the path", "behind", "above", "below"]


@dataclass(frozen=True)
class Chance:
    """Chance of meeting a target, with the interval that it rests on.

    Attributes
    ----------
    chance : float
        Between 0 and 1; NaN where a number is missing.
    expected, lower, upper : float
        The figure expected at the deadline and its limits. A chance is shown with them or
        not at all.
    confidence : float
        Two-sided confidence of the limits.
    """

    chance: float
    expected: float
    lower: float
    upper: float
    confidence: float


def straight_line(
    start: tuple[float, float], end: tuple[float, float], periods: ArrayLike
) -> Numbers:
    """Path that moves by the same amount every period.

    Parameters
    ----------
    start, end : tuple of two floats
        Period and value of the baseline, and of the target.
    periods : array_like, shape (n,)
        Periods asked about, none before the start or after the end.

    Returns
    -------
    ndarray, shape (n,)
        start + (end - start) x (share of the time passed), in the values' unit.

    Raises
    ------
    ValueError
        When the end is not after the start, or a period lies outside.
    """
    passed = _passed(start[0], end[0], periods)
    # Weighed from both ends, so that the path is exactly the target when the time has passed.
    return np.asarray(start[1] * (1 - passed) + end[1] * passed, dtype=np.float64)


def constant_percentage(
    start: tuple[float, float], end: tuple[float, float], periods: ArrayLike
) -> Numbers:
    """Path that moves by the same percentage every period.

    Parameters
    ----------
    start, end, periods
        As in `straight_line`.

    Returns
    -------
    ndarray, shape (n,)
        start x (end / start) ^ (share of the time passed), in the values' unit.

    Raises
    ------
    ValueError
        As in `straight_line`, and when a value is not above nought: there is no percentage
        that leads from or to nought.
    """
    passed = _passed(start[0], end[0], periods)
    if start[1] <= 0 or end[1] <= 0:
        message = "a path by a constant percentage needs a baseline and a target above nought"
        raise ValueError(message)
    return np.asarray(start[1] ** (1 - passed) * end[1] ** passed, dtype=np.float64)


def gap(actual: ArrayLike, planned: ArrayLike) -> Numbers:
    """Actual minus planned, in the values' unit; NaN where either is missing."""
    return np.asarray(actual, dtype=np.float64) - np.asarray(planned, dtype=np.float64)


def standing(difference: float, polarity: Polarity, decimals: int) -> Standing | None:
    """Say what the sign of a gap means.

    Parameters
    ----------
    difference : float
        Actual minus planned.
    polarity : {"higher", "lower", "context"}
        Which way is better.
    decimals : int
        Digits after the point to which the figure is published: a gap that rounds to nought
        is none.

    Returns
    -------
    str or None
        "ahead" or "behind"; "above" or "below" where no way is better; "on the path" without
        a gap; None where the gap is not known.
    """
    if math.isnan(difference):
        return None
    shown = half_up(difference, decimals)
    if shown == 0:
        return "on the path"
    if polarity == "context":
        return "above" if shown > 0 else "below"
    return "ahead" if (shown > 0) == (polarity == "higher") else "behind"


def chance_of_meeting(
    expected: float,
    limits: tuple[float, float],
    target: float,
    polarity: Polarity,
    confidence: float = CONFIDENCE,
) -> Chance:
    """Chance that a figure will be at its target or better.

    Parameters
    ----------
    expected : float
        The figure expected at the deadline.
    limits : tuple of two floats
        Its lower and upper limit, with everything in them that is uncertain about it.
    target : float
        The target, in the same unit.
    polarity : {"higher", "lower"}
        Which way is better.
    confidence : float
        Two-sided confidence of the limits.

    Returns
    -------
    Chance
        NaN where a number is missing: without an interval there is no chance.

    Raises
    ------
    ValueError
        When the limits do not hold the expected figure between them or have no width, or no
        way is better.

    Notes
    -----
    Normal on either side of the expected figure, each with the spread that its own limit
    implies: one half at the expected figure, (1 - confidence) / 2 beyond each limit.
    """
    if polarity == "context":
        message = "a target cannot be met where neither higher nor lower is better"
        raise ValueError(message)
    lower, upper = limits
    if math.isnan(expected + lower + upper + target):
        return Chance(math.nan, expected, lower, upper, confidence)
    if not lower <= expected <= upper or lower == upper:
        message = "the limits must lie on either side of the expected figure, and apart"
        raise ValueError(message)
    reach = upper - expected if target > expected else expected - lower
    away = target - expected
    if away == 0:
        below = 0.5
    elif reach == 0:
        below = 1.0 if away > 0 else 0.0
    else:
        below = NormalDist().cdf(away / reach * normal_quantile(confidence))
    chance = below if polarity == "lower" else 1 - below
    return Chance(chance, expected, lower, upper, confidence)


def _passed(start: float, end: float, periods: ArrayLike) -> Numbers:
    if not end > start:
        message = "the target's period is not after the baseline's"
        raise ValueError(message)
    asked = np.asarray(periods, dtype=np.float64)
    if np.any((asked < start) | (asked > end)):
        message = "a period lies before the baseline or after the target"
        raise ValueError(message)
    return np.asarray((asked - start) / (end - start), dtype=np.float64)
