"""Indirectly standardised rates and ratios: events against those expected at reference rates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from helpers.methods.intervals import BYAR_FROM, Numbers, poisson_count
from helpers.methods.limits import Limits, at_both_levels
from helpers.methods.pairs import same_bands


@dataclass(frozen=True)
class Standardised:
    """Indirectly standardised figures of n areas.

    Attributes
    ----------
    value : ndarray, shape (n,)
        Rates or ratios, in the unit asked for; NaN where no events are expected.
    limits : Limits
        Limits in the same unit.
    observed, expected : ndarray, shape (n,)
        Events that happened, and that reference rates would give.
    reference : ndarray, shape (n,)
        The figure of the reference population itself, in the same unit.
    exact : ndarray of bool, shape (n,)
        Whether the limits are exact (below ten events) and not Byar's.
    """

    value: Numbers
    limits: Limits
    observed: Numbers
    expected: Numbers
    reference: Numbers
    exact: NDArray[np.bool_]


def expected_events(
    population: ArrayLike,
    reference_count: ArrayLike,
    reference_population: ArrayLike,
    *,
    missing_is_zero: bool = False,
) -> Numbers:
    """Events that an area's population would have at the reference rates.

    Parameters
    ----------
    population : array_like, shape (b,) or (n, b)
        People in each of b bands, for n areas; a band may be empty.
    reference_count, reference_population : array_like, shape (b,) or (n, b)
        Events and people of the reference population in each band.
    missing_is_zero : bool
        Read a missing population as nobody and a missing reference count as no events,
        as the reference package does. By default either gives a missing number.

    Returns
    -------
    ndarray, shape () or (n,)
        sum(n x_ref / n_ref).

    Raises
    ------
    ValueError
        When a count or a population is negative, a reference population is zero, or the three
        differ in their number of bands.
    """
    n = np.asarray(population, dtype=float)
    if np.any(n < 0):
        message = "the population of a band is negative"
        raise ValueError(message)
    if missing_is_zero:
        n = np.where(np.isnan(n), 0.0, n)
    x_ref, n_ref = _reference(reference_count, reference_population, missing_is_zero)
    same_bands(n, x_ref, n_ref)
    return np.asarray(np.sum(n * x_ref / n_ref, axis=-1), dtype=np.float64)


def indirect_ratio(
    observed: ArrayLike, expected: ArrayLike, reference_value: float = 1.0
) -> Standardised:
    """Observed over expected events, times the reference population's value.

    Parameters
    ----------
    observed : array_like, shape (n,)
        Events in each area.
    expected : array_like, shape (n,)
        Events expected there, as from `expected_events`.
    reference_value : float
        The ratio of the reference population, 1 or 100.

    Returns
    -------
    Standardised
        Ratios with limits at 95 and 99.8 per cent.

    Raises
    ------
    ValueError
        When a number is negative.

    Notes
    -----
    The limits are those of the observed count, exact Poisson below ten events and
    Byar's from ten, over the expected one; the reference population is taken as large.
    Breslow, N. E. and Day, N. E. (1987), Statistical Methods in Cancer Research,
    volume II, IARC.
    """
    return _against_expected(observed, expected, np.asarray(reference_value, dtype=float))


def indirect_rate(
    observed: ArrayLike,
    population: ArrayLike,
    reference_count: ArrayLike,
    reference_population: ArrayLike,
    multiplier: float = 100_000,
    *,
    missing_is_zero: bool = False,
) -> Standardised:
    """Indirectly standardise rates.

    Parameters
    ----------
    observed : array_like, shape () or (n,)
        Events in each area, over all bands.
    population, reference_count, reference_population, missing_is_zero
        As for `expected_events`.
    multiplier : float
        The rate's unit, for example 100,000 people.

    Returns
    -------
    Standardised
        The ratio of observed to expected events times the reference population's
        crude rate, with limits at 95 and 99.8 per cent.

    Raises
    ------
    ValueError
        When a count or a population is negative, or a reference population is zero.
    """
    expected = expected_events(
        population, reference_count, reference_population, missing_is_zero=missing_is_zero
    )
    x_ref, n_ref = _reference(reference_count, reference_population, missing_is_zero)
    crude = np.sum(x_ref, axis=-1) / np.sum(n_ref, axis=-1) * multiplier
    return _against_expected(observed, expected, np.asarray(crude, dtype=float))


def _against_expected(observed: ArrayLike, expected: ArrayLike, reference: Numbers) -> Standardised:
    o, e = np.broadcast_arrays(np.asarray(observed, dtype=float), np.asarray(expected, dtype=float))
    if np.any(o < 0) or np.any(e < 0):
        message = "a number of events, observed or expected, is negative"
        raise ValueError(message)
    # Where nothing is expected there is nothing to compare with.
    divisor = np.where(e > 0, e, np.nan)
    unit = reference / divisor

    def limits(confidence: float) -> tuple[Numbers, Numbers]:
        lower, upper = poisson_count(o, confidence)
        return lower * unit, upper * unit

    return Standardised(
        value=o * unit,
        limits=at_both_levels(limits),
        observed=o.copy(),
        expected=e.copy(),
        reference=np.broadcast_to(reference, o.shape).copy(),
        exact=np.asarray(o < BYAR_FROM),
    )


def _reference(
    count: ArrayLike, population: ArrayLike, missing_is_zero: bool
) -> tuple[Numbers, Numbers]:
    x = np.asarray(count, dtype=float)
    n = np.asarray(population, dtype=float)
    if np.any(x < 0):
        message = "a count of the reference population is negative"
        raise ValueError(message)
    if np.any(n <= 0):
        message = "the reference population of a band is zero or negative"
        raise ValueError(message)
    return (np.where(np.isnan(x), 0.0, x) if missing_is_zero else x), n
