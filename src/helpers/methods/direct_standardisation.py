"""Directly standardised rates: what an area's rate would be with a standard population's ages."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from helpers.methods.intervals import Numbers, poisson_count
from helpers.methods.limits import Limits, at_both_levels
from helpers.methods.pairs import same_bands

FEWEST_EVENTS = 10


@dataclass(frozen=True)
class StandardisedRate:
    """Directly standardised rates of n areas.

    Attributes
    ----------
    value : ndarray, shape (n,)
        Rates in the unit of the multiplier; NaN where there are too few events.
    limits : Limits
        Dobson's limits, in the same unit.
    events, population : ndarray, shape (n,)
        Totals over the bands.
    shown : ndarray of bool, shape (n,)
        Whether there were enough events for a rate.
    """

    value: Numbers
    limits: Limits
    events: Numbers
    population: Numbers
    shown: NDArray[np.bool_]


def directly_standardised(
    count: ArrayLike,
    population: ArrayLike,
    weights: ArrayLike,
    multiplier: float = 100_000,
    *,
    missing_is_zero: bool = False,
    fewest_events: float = FEWEST_EVENTS,
) -> StandardisedRate:
    """Directly standardise rates of events that happen to each person at most once.

    Parameters
    ----------
    count : array_like, shape (b,) or (n, b)
        Events in each of b bands, for n areas.
    population : array_like, shape (b,) or (n, b)
        People in each band, more than zero.
    weights : array_like, shape (b,) or (n, b)
        Standard population of each band. Only its proportions matter, so that a part
        of a standard (65 and over, say) serves as well.
    multiplier : float
        The rate's unit, for example 100,000 people.
    missing_is_zero : bool
        Read a missing count as no events, as the reference package does. By default an
        area with a missing count has no rate, for a suppressed number is not zero.
    fewest_events : float
        With fewer events than this an area has no rate.

    Returns
    -------
    StandardisedRate
        Rates with limits at 95 and 99.8 per cent. A missing population gives a missing
        rate.

    Raises
    ------
    ValueError
        When a count is negative, a population is zero or negative, the weights are
        missing, negative or all zero, or the three differ in their number of bands.

    Notes
    -----
    Rate = sum(w x/n)/sum(w); its variance V = sum(x (w/n)^2)/sum(w)^2. Limits:
    rate + sqrt(V/O) (B - O), where O is the number of events and B is Byar's limit for
    it; a lower limit below zero is given as zero. Dobson, A. J., Kuulasmaa, K.,
    Eberle, E. and Scherer, J. (1991), Statistics in Medicine 10, 457-462.
    """
    x = _counts(count, missing_is_zero)
    return _standardised(x, x, population, weights, multiplier, fewest_events)


def directly_standardised_repeat_events(
    people: ArrayLike,
    population: ArrayLike,
    weights: ArrayLike,
    multiplier: float = 100_000,
    *,
    missing_is_zero: bool = False,
    fewest_events: float = FEWEST_EVENTS,
) -> StandardisedRate:
    """Directly standardise rates of events that a person may have several times.

    Parameters
    ----------
    people : array_like, shape (b, k) or (n, b, k)
        In each band, people with 1, 2, ... k events in the period.
    population, weights, multiplier, missing_is_zero, fewest_events
        As for `directly_standardised`.

    Returns
    -------
    StandardisedRate
        Rates of events, with limits that allow for events coming in clusters.

    Raises
    ------
    ValueError
        As for `directly_standardised`.

    Notes
    -----
    The variance is the sum over k of k^2 times the variance of the rate of people with
    k events: those people come independently of one another, their events do not.
    """
    f = _counts(people, missing_is_zero)
    times = np.arange(1, f.shape[-1] + 1, dtype=float)
    return _standardised(f @ times, f @ times**2, population, weights, multiplier, fewest_events)


def _standardised(
    events: Numbers,
    spread: Numbers,
    population: ArrayLike,
    weights: ArrayLike,
    multiplier: float,
    fewest_events: float,
) -> StandardisedRate:
    n, w = _population(population), _weights(weights)
    same_bands(events, n, w)
    share = w / n / np.sum(w, axis=-1, keepdims=True)
    observed = np.sum(events, axis=-1)
    rate = np.sum(events * share, axis=-1)
    variance = np.sum(spread * share**2, axis=-1)
    # Comparing with NaN is false, and so what is missing is not shown either.
    shown = (observed >= fewest_events) & (observed > 0) & ~np.isnan(rate)
    total = np.where(shown, observed, np.nan)

    def dobson(confidence: float) -> tuple[Numbers, Numbers]:
        scale = np.sqrt(variance / total)
        lower, upper = (
            (rate + scale * (limit - total)) * multiplier
            for limit in poisson_count(total, confidence)
        )
        return np.maximum(lower, 0.0), upper

    return StandardisedRate(
        value=np.where(shown, rate, np.nan) * multiplier,
        limits=at_both_levels(dobson),
        events=observed,
        population=np.broadcast_to(np.sum(n, axis=-1), np.shape(rate)).copy(),
        shown=np.asarray(shown),
    )


def _counts(count: ArrayLike, missing_is_zero: bool) -> Numbers:
    x = np.asarray(count, dtype=float)
    if np.any(x < 0):
        message = "a count is negative"
        raise ValueError(message)
    return np.where(np.isnan(x), 0.0, x) if missing_is_zero else x


def _population(population: ArrayLike) -> Numbers:
    n = np.asarray(population, dtype=float)
    if np.any(n <= 0):
        message = "the population of a band is zero or negative"
        raise ValueError(message)
    return n


def _weights(weights: ArrayLike) -> Numbers:
    w = np.asarray(weights, dtype=float)
    if np.any(np.isnan(w)) or np.any(w < 0):
        message = "a weight of the standard population is missing or negative"
        raise ValueError(message)
    if np.any(np.sum(w, axis=-1) == 0):
        message = "the weights of the standard population are all zero"
        raise ValueError(message)
    return w
