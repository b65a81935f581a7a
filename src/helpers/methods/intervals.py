"""Confidence intervals for counts: Wilson for proportions, exact Poisson and Byar for rates.

The limits follow the public health statistics guidance that England's Fingertips
uses: Wilson (1927) without continuity correction for proportions; the exact
Poisson limits below ten events and Byar's approximation (Breslow and Day, 1987)
from ten, for rates.
"""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

BYAR_FROM = 10
CONFIDENCE = 0.95

Numbers = NDArray[np.float64]


def tail_of(confidence: float) -> float:
    """Probability left out on each side, 0.025 for a confidence of 0.95.

    Raises
    ------
    ValueError
        When the confidence is not between nought and one: 95 is none, 0.95 is.
    """
    if not 0 < confidence < 1:
        message = "a confidence lies between nought and one, such as 0.95"
        raise ValueError(message)
    return (1 - confidence) / 2


def normal_quantile(confidence: float = CONFIDENCE) -> float:
    """Two-sided standard normal quantile, 1.959964 for 95 per cent."""
    return -NormalDist().inv_cdf(tail_of(confidence))


def wilson(
    numerator: ArrayLike, denominator: ArrayLike, confidence: float = CONFIDENCE
) -> tuple[Numbers, Numbers]:
    """Wilson score limits of a proportion.

    Parameters
    ----------
    numerator, denominator : array_like, shape (n,)
        Counts; the numerator is part of the denominator.
    confidence : float
        Two-sided confidence, between 0 and 1.

    Returns
    -------
    lower, upper : ndarray, shape (n,)
        Limits as proportions between 0 and 1, on either side of the proportion itself.

    Raises
    ------
    ValueError
        When a denominator is not positive, or a numerator is negative or larger
        than its denominator. A missing number gives missing limits.

    Notes
    -----
    (2x + z^2 -/+ z sqrt(z^2 + 4x(1 - x/n))) / (2(n + z^2)). Wilson, E. B. (1927),
    Journal of the American Statistical Association 22, 209-212.
    """
    x, n = _counts(numerator, denominator)
    if np.any(x > n):
        message = "a numerator is larger than its denominator, so it is not a proportion"
        raise ValueError(message)
    z = normal_quantile(confidence)
    middle = 2 * x + z**2
    reach = z * np.sqrt(z**2 + 4 * x * (1 - x / n))
    whole = 2 * (n + z**2)
    # None and all lie on their own limit; a rounding of doubles may not put them outside it.
    share = x / n
    lower, upper = (middle - reach) / whole, (middle + reach) / whole
    return np.clip(lower, 0.0, share), np.clip(upper, share, 1.0)


def poisson_count(count: ArrayLike, confidence: float = CONFIDENCE) -> tuple[Numbers, Numbers]:
    """Limits of a count: exact Poisson below ten events, Byar's approximation from ten.

    Parameters
    ----------
    count : array_like, shape (n,)
        Numbers of events, zero or more.
    confidence : float
        Two-sided confidence, between 0 and 1.

    Returns
    -------
    lower, upper : ndarray, shape (n,)
        Limits of the expected number of events.

    Raises
    ------
    ValueError
        When a count is negative. A missing count gives missing limits.

    Notes
    -----
    Exact: chi2inv(a/2, 2x)/2 and chi2inv(1 - a/2, 2x + 2)/2, with 0 below a count of
    zero. Byar: x(1 - 1/(9x) - z/(3 sqrt x))^3 and
    (x + 1)(1 - 1/(9(x + 1)) + z/(3 sqrt(x + 1)))^3. Breslow, N. E. and Day, N. E.
    (1987), Statistical Methods in Cancer Research, volume II, IARC.
    """
    x = np.asarray(count, dtype=float)
    if np.any(x < 0):
        message = "a count is negative"
        raise ValueError(message)
    small = x < BYAR_FROM
    lower, upper = _byar(np.where(small, BYAR_FROM, x), confidence)
    if not np.any(small):
        return lower, upper
    exact_lower, exact_upper = exact_poisson(np.where(small, x, 0.0), confidence)
    return np.where(small, exact_lower, lower), np.where(small, exact_upper, upper)


def exact_poisson(count: ArrayLike, confidence: float = CONFIDENCE) -> tuple[Numbers, Numbers]:
    """Exact Poisson limits of a count of any size.

    Parameters
    ----------
    count : array_like, shape (n,)
        Numbers of events, zero or more; they need not be whole.
    confidence : float
        Two-sided confidence, between 0 and 1.

    Returns
    -------
    lower, upper : ndarray, shape (n,)
        Limits of the expected number of events; NaN where the count is.

    Raises
    ------
    ValueError
        When a count is negative.

    Notes
    -----
    The expected numbers from which a count as high, or as low, has the probability
    (1 - confidence)/2. Garwood, F. (1936), Biometrika 28, 437-442.
    """
    # Imported here because most pages need no exact limits, and every kernel would pay for it.
    from scipy.special import gammaincinv

    x = np.asarray(count, dtype=float)
    if np.any(x < 0):
        message = "a count is negative"
        raise ValueError(message)
    tail = tail_of(confidence)
    # An inverse of a gamma function of nought is undefined; the lower limit of no events is nought.
    lower = np.where(x == 0, 0.0, gammaincinv(np.where(x == 0, 1.0, x), tail))
    upper = gammaincinv(x + 1, 1 - tail)
    return np.asarray(lower, dtype=np.float64), np.asarray(upper, dtype=np.float64)


def rate(
    numerator: ArrayLike,
    denominator: ArrayLike,
    multiplier: float = 100_000,
    confidence: float = CONFIDENCE,
) -> tuple[Numbers, Numbers]:
    """Limits of a rate of events per `multiplier` of a population.

    Parameters
    ----------
    numerator : array_like, shape (n,)
        Numbers of events.
    denominator : array_like, shape (n,)
        Population, more than zero.
    multiplier : float
        The rate's unit, for example 100,000 people.
    confidence : float
        Two-sided confidence, between 0 and 1.

    Returns
    -------
    lower, upper : ndarray, shape (n,)
        Limits in the rate's unit.

    Raises
    ------
    ValueError
        When a population is not positive or a count is negative.
    """
    x, n = _counts(numerator, denominator)
    lower, upper = poisson_count(x, confidence)
    return lower / n * multiplier, upper / n * multiplier


def _byar(x: Numbers, confidence: float) -> tuple[Numbers, Numbers]:
    z = normal_quantile(confidence)
    lower = x * (1 - 1 / (9 * x) - z / (3 * np.sqrt(x))) ** 3
    upper = (x + 1) * (1 - 1 / (9 * (x + 1)) + z / (3 * np.sqrt(x + 1))) ** 3
    return lower, upper


def _counts(numerator: ArrayLike, denominator: ArrayLike) -> tuple[Numbers, Numbers]:
    x = np.asarray(numerator, dtype=float)
    n = np.asarray(denominator, dtype=float)
    if np.any(x < 0):
        message = "a numerator is negative"
        raise ValueError(message)
    if np.any(n <= 0):
        message = "a denominator is zero or negative"
        raise ValueError(message)
    return x, n
