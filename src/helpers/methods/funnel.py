"""Funnel plots without overdispersion, as England's Fingertips draws and judges them.

Between councils differences are nearly always larger than chance alone would make
them; `helpers.methods.overdispersion` allows for that.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from helpers.methods.direct_standardisation import FEWEST_EVENTS
from helpers.methods.funnel_lines import proportion_lines, rate_lines
from helpers.methods.intervals import Numbers, poisson_count, wilson
from helpers.methods.limits import Limits, at_both_levels, positions
from helpers.methods.pairs import average_of, known_pairs


@dataclass(frozen=True)
class Funnel:
    """A funnel plot of n areas.

    Attributes
    ----------
    value : ndarray, shape (n,)
        Figures of the areas, in the unit asked for.
    denominator : ndarray, shape (n,)
        What they are out of: population, or expected events.
    average : float
        Centre line, in the unit.
    lines : Limits
        Control limits at each area's denominator, in the unit.
    own : Limits
        Each area's own limits, in the unit.
    position : ndarray, shape (n,)
        2 when the area's own 99.8 per cent interval lies above the average, 1 when its
        95 per cent interval does, -1 and -2 when they lie below, 0 otherwise; NaN where
        nothing can be said.
    """

    value: Numbers
    denominator: Numbers
    average: float
    lines: Limits
    own: Limits
    position: Numbers


def proportion_funnel(
    numerator: ArrayLike,
    denominator: ArrayLike,
    multiplier: float = 100.0,
    average: float | None = None,
) -> Funnel:
    """Funnel of proportions, by Wilson's intervals.

    Parameters
    ----------
    numerator, denominator : array_like, shape (n,)
        Counts; the numerator is part of the denominator. NaN where missing.
    multiplier : float
        From a proportion to the unit, 100 for percentages.
    average : float, optional
        Average as a proportion; all numerators over all denominators otherwise.

    Raises
    ------
    ValueError
        When a denominator is not positive, or a numerator is negative or larger than
        its denominator.

    Notes
    -----
    The upper limit is cut at 100 per cent whatever the unit; the reference package cuts
    at the number 100.
    """
    x, n = known_pairs(numerator, denominator)
    centre = average_of(x, n) if average is None else average
    own = at_both_levels(lambda confidence: wilson(x, n, confidence))
    lines = proportion_lines(n, centre, multiplier)
    return _funnel(x / n, n, centre, own, lines, multiplier)


def rate_funnel(
    numerator: ArrayLike,
    denominator: ArrayLike,
    multiplier: float = 100_000,
    average: float | None = None,
) -> Funnel:
    """Funnel of crude rates, by exact Poisson limits below ten events and Byar's from ten.

    Parameters
    ----------
    numerator : array_like, shape (n,)
        Numbers of events. NaN where missing.
    denominator : array_like, shape (n,)
        Populations, more than zero.
    multiplier : float
        The rate's unit, for example 100,000 people.
    average : float, optional
        Average events for each of the population; all events over all people otherwise.

    Raises
    ------
    ValueError
        When a population is not positive or a count is negative.
    """
    x, n = known_pairs(numerator, denominator)
    centre = average_of(x, n) if average is None else average
    own = at_both_levels(lambda confidence: _over(poisson_count(x, confidence), n))
    return _funnel(x / n, n, centre, own, rate_lines(n, centre, multiplier), multiplier)


def ratio_funnel(observed: ArrayLike, expected: ArrayLike, multiplier: float = 1.0) -> Funnel:
    """Funnel of indirectly standardised ratios about the reference population's.

    Parameters
    ----------
    observed, expected : array_like, shape (n,)
        Events, and events expected at reference rates (more than zero).
    multiplier : float
        The ratio of the reference population, 1 or 100.

    Raises
    ------
    ValueError
        When an expected number is not positive or an observed one is negative.
    """
    return rate_funnel(observed, expected, multiplier, average=1.0)


def standardised_rate_funnel(
    events: ArrayLike,
    rate: ArrayLike,
    multiplier: float = 100_000,
    fewest_events: float = FEWEST_EVENTS,
) -> Funnel:
    """Funnel of directly standardised rates, each as the crude rate of a derived population.

    Parameters
    ----------
    events : array_like, shape (n,)
        Numbers of events.
    rate : array_like, shape (n,)
        Directly standardised rates; NaN where there is none.
    multiplier : float
        The rates' unit, for example 100,000 people.
    fewest_events : float
        With fewer events an area has no place in the funnel.

    Returns
    -------
    Funnel
        The denominator is the population in which so many events would make the rate.

    Raises
    ------
    ValueError
        When a count or a rate is negative.

    Notes
    -----
    The average is that of all areas with a rate, those with too few events for a place
    in the funnel included.
    """
    x, r = np.broadcast_arrays(np.asarray(events, dtype=float), np.asarray(rate, dtype=float))
    if np.any(x < 0) or np.any(r < 0):
        message = "a number of events or a rate is negative"
        raise ValueError(message)
    rated = (x > 0) & (r > 0)
    derived = x / np.where(rated, r, np.nan) * multiplier
    average = average_of(np.where(rated, x, np.nan), derived)
    placed = np.where(rated & (x >= fewest_events), x, np.nan)
    return rate_funnel(placed, derived, multiplier, average)


def _funnel(
    value: Numbers, n: Numbers, average: float, own: Limits, lines: Limits, multiplier: float
) -> Funnel:
    # The average against each interval: an interval that lies above it is an area that is high.
    against = positions(np.broadcast_to(average, n.shape), own)
    return Funnel(
        value=value * multiplier,
        denominator=n.copy(),
        average=average * multiplier,
        lines=lines,
        own=Limits(
            own.lower_95 * multiplier,
            own.upper_95 * multiplier,
            own.lower_998 * multiplier,
            own.upper_998 * multiplier,
        ),
        position=0.0 - against,
    )


def _over(limits: tuple[Numbers, Numbers], n: Numbers) -> tuple[Numbers, Numbers]:
    return limits[0] / n, limits[1] / n
