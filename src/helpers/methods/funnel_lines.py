"""Control limits of funnel plots: how far chance carries areas of each size from the average."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from helpers.methods.intervals import (
    BYAR_FROM,
    Numbers,
    exact_poisson,
    normal_quantile,
    poisson_count,
)
from helpers.methods.limits import Limits, at_both_levels

# After so many halvings nothing is left between the ends but the rounding of doubles.
_HALVINGS = 64


@dataclass(frozen=True)
class EventCurve:
    """The Poisson funnel as a curve through whole numbers of events.

    Attributes
    ----------
    events : ndarray, shape (n,)
        Numbers of events x.
    expected : Limits
        Expected numbers at which x lies on the funnel's line: x is on the lower line
        where many are expected, and on the upper line where few are.
    ratio : Limits
        Height of the lines there: x over the expected number.
    """

    events: Numbers
    expected: Limits
    ratio: Limits


def proportion_lines(denominator: ArrayLike, average: float, multiplier: float = 1.0) -> Limits:
    """Control limits of a proportion at each denominator.

    Parameters
    ----------
    denominator : array_like, shape (n,)
        People that the proportion is out of, more than zero.
    average : float
        Average as a proportion, between 0 and 1.
    multiplier : float
        From a proportion to the unit, 100 for percentages.

    Returns
    -------
    Limits
        In the unit, between 0 and `multiplier`.

    Raises
    ------
    ValueError
        When a denominator is not positive or the average is no proportion.

    Notes
    -----
    A Wilson interval leaves out the average p exactly when the area's own proportion is
    further from p than z sqrt(p(1 - p)/n), so these are Wilson's intervals turned round.
    Spiegelhalter, D. J. (2005), Statistics in Medicine 24, 1185-1202.
    """
    n = _positive(denominator)
    if not 0 <= average <= 1 and not np.isnan(average):
        message = "the average is no proportion: it lies outside nought and one"
        raise ValueError(message)

    def lines(confidence: float) -> tuple[Numbers, Numbers]:
        reach = normal_quantile(confidence) * np.sqrt(average * (1 - average) / n)
        lower, upper = np.maximum(average - reach, 0.0), np.minimum(average + reach, 1.0)
        return lower * multiplier, upper * multiplier

    return at_both_levels(lines)


def rate_lines(denominator: ArrayLike, average: float, multiplier: float = 1.0) -> Limits:
    """Control limits of a rate or a ratio at each denominator.

    Parameters
    ----------
    denominator : array_like, shape (n,)
        Populations of a rate, or expected events of a ratio, more than zero.
    average : float
        Average events for one of the denominator: events over population, or 1 for a
        ratio.
    multiplier : float
        From there to the unit, 100,000 for a rate per 100,000.

    Returns
    -------
    Limits
        In the unit.

    Raises
    ------
    ValueError
        When a denominator is not positive or the average is negative.

    Notes
    -----
    The number of events whose own interval just touches the number expected at the
    average, found by halving. The interval is the one shown everywhere: exact Poisson
    below ten events, Byar's from ten; so a point lies outside its line exactly when its
    interval leaves out the average. Lines by exact limits throughout, as Fingertips
    draws them (`event_curve`), differ from these by less than 1 per cent at ten events
    and ever less beyond.
    """
    n = _positive(denominator)
    if average < 0:
        message = "the average rate is negative"
        raise ValueError(message)
    expected = n * average

    def lines(confidence: float) -> tuple[Numbers, Numbers]:
        lower = _events_whose_limit_is(expected, confidence, side=1)
        upper = _events_whose_limit_is(expected, confidence, side=0)
        return lower / n * multiplier, upper / n * multiplier

    return at_both_levels(lines)


def event_curve(events: ArrayLike) -> EventCurve:
    """Trace the Poisson funnel as Fingertips draws it, one point of each line for each count.

    Parameters
    ----------
    events : array_like, shape (n,)
        Whole numbers of events, one or more.

    Returns
    -------
    EventCurve
        For a ratio as it is. For a rate, divide the expected numbers by the average for
        the population, and multiply the ratios by the average.

    Raises
    ------
    ValueError
        When a number of events is less than one.

    Notes
    -----
    The exact Poisson limits of x are the expected numbers between which x is no
    surprise; no search is needed.
    """
    x = np.asarray(events, dtype=float)
    if np.any(x < 1):
        message = "the curve starts at one event"
        raise ValueError(message)

    def expected(confidence: float) -> tuple[Numbers, Numbers]:
        fewest, most = exact_poisson(x, confidence)
        return most, fewest

    at = at_both_levels(expected)
    ratio = Limits(x / at.lower_95, x / at.upper_95, x / at.lower_998, x / at.upper_998)
    return EventCurve(events=x, expected=at, ratio=ratio)


def _events_whose_limit_is(expected: Numbers, confidence: float, side: int) -> Numbers:
    """Numbers of events whose lower (side 0) or upper (side 1) limit is the expected number."""
    at_none, at_ten = poisson_count(np.array([0.0, BYAR_FROM]), confidence)[side]
    found = np.where(np.isnan(expected), np.nan, 0.0)
    # The two kinds of limits do not quite meet at ten events: search on one side of it only.
    few = (expected > at_none) & (expected <= at_ten)
    many = expected > at_ten
    for chosen, low, high in (
        (few, np.zeros(expected.shape), np.full(expected.shape, float(BYAR_FROM))),
        (many, np.full(expected.shape, float(BYAR_FROM)), 4 * expected + 1000),
    ):
        if np.any(chosen):
            found[chosen] = _halved(expected[chosen], low[chosen], high[chosen], confidence, side)
    return found


def _halved(
    expected: Numbers, low: Numbers, high: Numbers, confidence: float, side: int
) -> Numbers:
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        below = poisson_count(middle, confidence)[side] < expected
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return np.asarray((low + high) / 2, dtype=np.float64)


def _positive(denominator: ArrayLike) -> Numbers:
    n = np.asarray(denominator, dtype=float)
    if np.any(n <= 0):
        message = "a denominator is zero or negative"
        raise ValueError(message)
    return n
