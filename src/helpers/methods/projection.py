"""Demand by age band in years to come, with each source of uncertainty kept apart."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from helpers.methods.intervals import CONFIDENCE, Numbers, poisson_count, tail_of

NEAR_ENOUGH_TO_ONE = 1e-9


@dataclass(frozen=True)
class Bounds:
    """Lower and upper limits of a number of people, each of shape (years,)."""

    lower: Numbers
    upper: Numbers


@dataclass(frozen=True)
class Path:
    """One variant of the population projection and what it means for demand.

    Attributes
    ----------
    by_band : ndarray, shape (years, bands)
        People expected in each age band.
    total : ndarray, shape (years,)
        People expected in all bands.
    chance : Bounds
        Chance alone: limits of the count in that year if the total were the true mean.
    prevalence : Bounds
        Uncertainty of the base alone: limits of the total, because the clients of the base
        year were themselves a count.
    combined : Bounds
        Both together, for this variant; holds each of them.
    """

    by_band: Numbers
    total: Numbers
    chance: Bounds
    prevalence: Bounds
    combined: Bounds


@dataclass(frozen=True)
class Projection:
    """Demand under every variant, and what they say together.

    Attributes
    ----------
    paths : dict of str to Path
        Each variant on its own, in the order given.
    principal : str
        The most likely variant; the first one where no probabilities were stated.
    weighted : ndarray, shape (years,)
        Mean of the totals, weighted with the variants' probabilities; NaN without them.
    variants : Bounds
        Spread of the variants alone: lowest and highest total. Not a confidence interval:
        nobody has said how likely it is that the population goes beyond every variant.
    joint : Bounds
        Chance, prevalence and variants together: the widest reach of any variant's combined
        limits. Each of the three lies within.
    """

    paths: dict[str, Path]
    principal: str
    weighted: Numbers
    variants: Bounds
    joint: Bounds


def demographic_factor(base_population: ArrayLike, population: ArrayLike) -> Numbers:
    """Population of each band as a multiple of what it was in the base year.

    Parameters
    ----------
    base_population : array_like, shape (bands,)
        Residents in the base year.
    population : array_like, shape (..., bands)
        Residents in other years.

    Returns
    -------
    ndarray, shape (..., bands)
        NaN for a band in which nobody lived in the base year.

    Raises
    ------
    ValueError
        When a population is negative or the bands do not fit together.
    """
    base = _counts(base_population, "a population")
    later = _counts(population, "a population")
    if base.ndim != 1 or later.shape[-1:] != base.shape:
        message = "the projected population does not have the age bands of the base year"
        raise ValueError(message)
    factor: Numbers = np.divide(later, base, out=np.full(later.shape, np.nan), where=base != 0)
    return factor


def expected_clients(
    base_clients: ArrayLike,
    base_population: ArrayLike,
    population: ArrayLike,
    years_ahead: ArrayLike = 0.0,
    annual_growth: ArrayLike = 0.0,
) -> Numbers:
    """Clients of each band if the base year's rate holds, or grows by a fixed share a year.

    Parameters
    ----------
    base_clients, base_population : array_like, shape (bands,)
        People supported and residents in the base year.
    population : array_like, shape (years, bands) or (bands,)
        Residents in the years asked about.
    years_ahead : array_like, shape (years,) or ()
        Years since the base year.
    annual_growth : array_like, shape (bands,) or ()
        Yearly growth of the rate: 0.01 for one per cent, 0 for a constant rate.

    Returns
    -------
    ndarray, shape of `population`
        A band without residents in the base year has no rate: its clients are unknown
        (NaN), and nought only where it stays empty.

    Raises
    ------
    ValueError
        When a count is negative, a band without residents has clients, the bands do not fit
        together, or the rate would shrink by everything.

    Notes
    -----
    clients x population(t) / population(0) x (1 + g)^t, as the NHS demand model does it
    (nhp_model: demographic factor, and growth compounded over the years).
    """
    clients = _base(base_clients, base_population)
    return clients * _multiples(base_population, population, years_ahead, annual_growth)


def project(
    base_clients: ArrayLike,
    base_population: ArrayLike,
    populations: Mapping[str, ArrayLike],
    years_ahead: ArrayLike,
    annual_growth: ArrayLike = 0.0,
    probabilities: Mapping[str, float] | None = None,
    confidence: float = CONFIDENCE,
) -> Projection:
    """Project demand under each variant of the population, with its uncertainties apart.

    Parameters
    ----------
    base_clients, base_population : array_like, shape (bands,)
        People supported and residents in the base year, by age band.
    populations : mapping of str to array_like, each of shape (years, bands)
        Projected residents of each variant.
    years_ahead : array_like, shape (years,)
        Years since the base year.
    annual_growth : array_like, shape (bands,) or ()
        Yearly growth of the rate, a scenario and not an estimate.
    probabilities : mapping of str to float, optional
        How likely each variant is; they add up to 1. Without them nothing is weighted.
    confidence : float
        Two-sided confidence of the limits.

    Raises
    ------
    ValueError
        When there is no variant, a variant has no probability, the probabilities do not add
        up to 1, and as in `expected_clients`. A missing number gives missing results for
        its year and variant.

    Notes
    -----
    Chance: quantiles of a Poisson count with the total as its mean. Prevalence: limits of a
    weighted sum of counts (Dobson, A. and others, 1991, Statistics in Medicine 10, 457-462)
    from the exact Poisson limits of the base clients below ten and Byar's from ten. Both
    together: the distances to the limits are added by their squares (Zou, G. Y. and Donner,
    A., 2008, Statistics in Medicine 27, 1693-1702). Uncertainty of the growth of the rate
    is in none of them: state several scenarios.
    """
    if not populations:
        message = "a projection needs at least one variant of the population"
        raise ValueError(message)
    clients = _base(base_clients, base_population)
    years = np.atleast_1d(np.asarray(years_ahead, dtype=np.float64))
    paths = {}
    for name, population in populations.items():
        residents = np.atleast_2d(np.asarray(population, dtype=np.float64))
        if residents.shape[0] != years.size:
            message = f"the variant {name!r} does not have one population for each year"
            raise ValueError(message)
        multiples = _multiples(base_population, residents, years, annual_growth)
        paths[name] = _path(clients, multiples, confidence)
    _check_probabilities(tuple(paths), probabilities)
    totals = np.stack([path.total for path in paths.values()])
    return Projection(
        paths,
        _principal(tuple(paths), probabilities),
        _weighted(totals, tuple(paths), probabilities),
        Bounds(totals.min(axis=0), totals.max(axis=0)),
        Bounds(
            np.stack([path.combined.lower for path in paths.values()]).min(axis=0),
            np.stack([path.combined.upper for path in paths.values()]).max(axis=0),
        ),
    )


def poisson_quantiles(mean: ArrayLike, confidence: float = CONFIDENCE) -> Bounds:
    """Bounds between which a Poisson count with a known mean falls.

    Parameters
    ----------
    mean : array_like, shape (n,)
        Expected counts, zero or more; a missing one has missing limits.
    confidence : float
        Two-sided confidence; the smallest counts with at least the tail's and the whole's
        probability below them.
    """
    # Imported here because no page needs it that projects nothing.
    from scipy.special import pdtr, pdtrik

    expected = _counts(mean, "an expected count")
    tail = tail_of(confidence)

    def quantile(probability: float) -> Numbers:
        positive = np.where(expected > 0, expected, 1.0)
        upwards = np.ceil(pdtrik(probability, positive))
        below = np.maximum(upwards - 1, 0)
        # The inverse is continuous: a hair's breadth above a whole number is that number.
        found = np.where(pdtr(below, positive) >= probability, below, upwards)
        return np.where(np.isnan(expected), np.nan, np.where(expected > 0, found, 0.0))

    return Bounds(quantile(tail), quantile(1 - tail))


def _path(clients: Numbers, multiples: Numbers, confidence: float) -> Path:
    by_band = clients * multiples
    total = np.array([math.fsum(row) for row in by_band])
    chance = poisson_quantiles(total, confidence)
    prevalence = _prevalence(clients, multiples, total, confidence)
    combined = Bounds(
        np.maximum(total - np.hypot(total - chance.lower, total - prevalence.lower), 0.0),
        total + np.hypot(chance.upper - total, prevalence.upper - total),
    )
    return Path(by_band, total, chance, prevalence, combined)


def _prevalence(clients: Numbers, multiples: Numbers, total: Numbers, confidence: float) -> Bounds:
    counted = math.fsum(clients)
    lower, upper = (float(limit) for limit in poisson_count(counted, confidence))
    if counted == 0:
        # Nobody was counted anywhere: the band that grows most is the cautious scale.
        scale = multiples.max(axis=-1)
    else:
        scale = np.sqrt((multiples**2 * clients).sum(axis=-1) / counted)
    return Bounds(
        np.maximum(total + scale * (lower - counted), 0.0), total + scale * (upper - counted)
    )


def _multiples(
    base_population: ArrayLike,
    population: ArrayLike,
    years_ahead: ArrayLike,
    annual_growth: ArrayLike,
) -> Numbers:
    growth = np.asarray(annual_growth, dtype=np.float64)
    if np.any(growth <= -1):
        message = "a rate cannot shrink by everything it is: growth must be above -1"
        raise ValueError(message)
    factor = demographic_factor(base_population, population)
    years = np.asarray(years_ahead, dtype=np.float64)
    stays_empty = np.isnan(factor) & (np.asarray(population, dtype=np.float64) == 0)
    return np.where(stays_empty, 0.0, factor) * (1 + growth) ** years[..., np.newaxis]


def _check_probabilities(names: tuple[str, ...], probabilities: Mapping[str, float] | None) -> None:
    if probabilities is None:
        return
    if set(probabilities) != set(names):
        message = "each variant needs one probability, and no other has one"
        raise ValueError(message)
    if not all(probability >= 0 for probability in probabilities.values()):
        message = "a probability is negative or missing"
        raise ValueError(message)
    if abs(math.fsum(probabilities.values()) - 1) > NEAR_ENOUGH_TO_ONE:
        message = "the probabilities of the variants do not add up to 1"
        raise ValueError(message)


def _principal(names: tuple[str, ...], probabilities: Mapping[str, float] | None) -> str:
    if probabilities is None:
        return names[0]
    return max(names, key=lambda name: probabilities[name])


def _weighted(
    totals: Numbers, names: tuple[str, ...], probabilities: Mapping[str, float] | None
) -> Numbers:
    if probabilities is None:
        return np.full(totals.shape[1], np.nan)
    weights = np.array([probabilities[name] for name in names], dtype=np.float64)
    return weights @ totals


def _base(base_clients: ArrayLike, base_population: ArrayLike) -> Numbers:
    clients = _counts(base_clients, "a number of clients")
    people = _counts(base_population, "a population")
    if clients.ndim != 1 or clients.shape != people.shape:
        message = "clients and population of the base year differ in their age bands"
        raise ValueError(message)
    if np.any((people == 0) & (clients > 0)):
        message = "an age band without residents has clients in the base year"
        raise ValueError(message)
    return clients


def _counts(values: ArrayLike, what: str) -> Numbers:
    numbers = np.asarray(values, dtype=np.float64)
    if np.any(numbers < 0):
        message = f"{what} is negative"
        raise ValueError(message)
    return numbers
