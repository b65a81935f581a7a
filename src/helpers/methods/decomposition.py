"""Das Gupta's standardisation and decomposition of a change into the factors of a rate."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike

from helpers.methods.intervals import Numbers

Factors = Mapping[str, ArrayLike]
RateFunction = Callable[..., ArrayLike]
Pair = tuple[float, float]

CRUDE_SHARE = 100.0


def product_sum(**factors: Numbers) -> float:
    """Rate that is the product of its factors, added up over the sub-populations.

    The default rate of this module. The sum is exact to the last digit, so it does not
    depend on the order of the sub-populations.
    """
    return math.fsum(np.ravel(np.prod(np.stack(list(factors.values())), axis=0)))


@dataclass(frozen=True)
class Decomposition:
    """A change between two populations, split into the effects of the factors.

    Attributes
    ----------
    crude : tuple of two floats
        The rates as they are, earlier and later.
    standardised : dict of str to tuple of two floats
        For each factor the rate of the earlier and the later population if only that factor
        differed between them.
    """

    crude: Pair
    standardised: dict[str, Pair]

    @property
    def change(self) -> float:
        """Later minus earlier crude rate."""
        return self.crude[1] - self.crude[0]

    @property
    def effects(self) -> dict[str, float]:
        """Effect of each factor, in the rate's unit; they add up to the change."""
        return {name: later - earlier for name, (earlier, later) in self.standardised.items()}

    @property
    def shares(self) -> dict[str, float]:
        """Effects in per cent of the change, which may be negative or above 100.

        NaN when the rate did not change: there is nothing to have a share of.
        """
        if self.change == 0:
            return dict.fromkeys(self.standardised, math.nan)
        return {name: effect / self.change * CRUDE_SHARE for name, effect in self.effects.items()}


@dataclass(frozen=True)
class Standardisation:
    """Rates of several populations, standardised across all of them.

    Attributes
    ----------
    names : tuple of str
        The populations, in the order given.
    crude : dict of str to float
        Each population's rate as it is.
    rates : dict of str to dict of str to float
        For each factor each population's rate if only that factor differed.
    """

    names: tuple[str, ...]
    crude: dict[str, float]
    rates: dict[str, dict[str, float]]

    def between(self, earlier: str, later: str) -> Decomposition:
        """Decomposition of the change from one population to another, given all of them.

        Unlike those of separate pairs these effects are consistent: from the first to the
        second and on to the third they add up to those from the first to the third.

        Raises
        ------
        ValueError
            When a population is not among those standardised.
        """
        for name in (earlier, later):
            if name not in self.crude:
                message = f"there is no population called {name!r} here"
                raise ValueError(message)
        return Decomposition(
            (self.crude[earlier], self.crude[later]),
            {factor: (of[earlier], of[later]) for factor, of in self.rates.items()},
        )


def decompose(earlier: Factors, later: Factors, rate: RateFunction = product_sum) -> Decomposition:
    """Split the change of a rate between two populations into the effects of its factors.

    Parameters
    ----------
    earlier, later : mapping of str to array_like, each of shape () or (groups,)
        The factors of each population by name: numbers, or vectors over sub-populations
        (age bands) in the same order in both.
    rate : callable
        The rate as a function of the factors, called with them by name; must give one
        number. Default: the product, added up over the sub-populations.

    Returns
    -------
    Decomposition
        The effects add up to the crude change: exactly in arithmetic, and in floating point
        within 1e-12 of the largest rate that occurs when factors are exchanged.

    Raises
    ------
    ValueError
        When the populations differ in their factors or in the shape of one, when there are
        no factors, or when the rate is not one number. A missing factor gives missing rates.

    Notes
    -----
    The standardised rate for a factor averages the rate over every way of taking the other
    factors from either population, a set with r of the k - 1 others from one side weighing
    r! (k - 1 - r)! / k!. Equation 3.54 of Das Gupta, P. (1993), Standardization and
    Decomposition of Rates: A User's Manual, US Bureau of the Census, P23-186. With two
    populations these effects are the Shapley values of the factors.
    """
    first, second = _paired(earlier, later)
    crude = _one_number(rate(**first)), _one_number(rate(**second))
    pairs = standardised_pairs(first, second, rate)
    return Decomposition(
        crude,
        {name: (_one_number(low), _one_number(high)) for name, (low, high) in pairs.items()},
    )


def standardise(
    populations: Mapping[str, Factors], rate: RateFunction = product_sum
) -> Standardisation:
    """Standardise the rates of several populations, so that every change can be decomposed.

    Parameters
    ----------
    populations : mapping of str to factors
        At least two populations by name, each as in `decompose`.
    rate : callable
        As in `decompose`.

    Raises
    ------
    ValueError
        When there are fewer than two populations, and as in `decompose`.
    """
    names = tuple(populations)
    pairs = {
        (one, other): decompose(populations[one], populations[other], rate)
        for one, other in combinations(names, 2)
    }
    return across(names, pairs)


def across(names: Sequence[str], pairs: Mapping[tuple[str, str], Decomposition]) -> Standardisation:
    """Make the decompositions of all pairs of populations consistent with one another.

    Parameters
    ----------
    names : sequence of str
        The populations, at least two.
    pairs : mapping
        The decomposition from `names[i]` to `names[j]` for every i < j.

    Raises
    ------
    ValueError
        When there are fewer than two populations.

    Notes
    -----
    Equation 6.11 of Das Gupta (1993), whose differences are his equation 6.12.
    """
    n = len(names)
    if n < 2:
        message = "a decomposition needs at least two populations"
        raise ValueError(message)
    crude = {names[0]: pairs[names[0], names[1]].crude[0]}
    crude |= {name: pairs[names[0], name].crude[1] for name in names[1:]}
    rates = {}
    for factor in pairs[names[0], names[1]].standardised:
        against = np.full((n, n), np.nan)
        for i, j in combinations(range(n), 2):
            against[i, j], against[j, i] = pairs[names[i], names[j]].standardised[factor]
        rates[factor] = {name: _equation_6_11(against, i) for i, name in enumerate(names)}
    return Standardisation(tuple(names), crude, rates)


def size_structure_rate(
    earlier_clients: ArrayLike,
    earlier_population: ArrayLike,
    later_clients: ArrayLike,
    later_population: ArrayLike,
) -> Decomposition:
    """Split a change in a number of people into population size, age structure and rate.

    Parameters
    ----------
    earlier_clients, later_clients : array_like, shape (bands,)
        People counted in each age band, for example in long-term placements.
    earlier_population, later_population : array_like, shape (bands,)
        Residents in the same bands.

    Returns
    -------
    Decomposition
        Of the total number, with the factors `size` (residents in all bands), `structure`
        (each band's share of them) and `rate` (people counted for each resident of a band).

    Raises
    ------
    ValueError
        When a count is negative, a band without residents has clients, or nobody lives in
        the area. A band without residents in one period takes the other period's rate, so
        that it changes the structure and not the rate.
    """
    clients = [_band(values) for values in (earlier_clients, later_clients)]
    people = [_band(values) for values in (earlier_population, later_population)]
    if len({values.shape for values in (*clients, *people)}) > 1:
        message = "clients and population differ in their number of age bands"
        raise ValueError(message)
    for counted, residents in zip(clients, people, strict=True):
        if np.any((residents == 0) & (counted > 0)):
            message = "an age band without residents has clients"
            raise ValueError(message)
        if residents.size == 0 or np.all(residents == 0):
            message = "there is no population in any age band"
            raise ValueError(message)
    rates = [
        np.divide(counted, residents, out=np.full(counted.shape, np.nan), where=residents != 0)
        for counted, residents in zip(clients, people, strict=True)
    ]
    earlier, later = (
        {
            "size": np.asarray(math.fsum(residents)),
            "structure": residents / math.fsum(residents),
            "rate": rate_where_known(rate, residents, instead),
        }
        for rate, instead, residents in zip(rates, rates[::-1], people, strict=True)
    )
    # The numbers themselves, and not the products that come within a rounding of them.
    crude = math.fsum(clients[0]), math.fsum(clients[1])
    return replace(decompose(earlier, later, _size_structure_rate), crude=crude)


def rate_where_known(rate: Numbers, size: Numbers, instead: Numbers) -> Numbers:
    """Give an empty group the other population's rate, or nought where both are empty.

    Parameters
    ----------
    rate, size, instead : ndarray of one shape
        A population's rates, the sizes of its groups, and the other population's rates.
    """
    filled = np.where(size == 0, np.where(np.isnan(instead), 0.0, instead), rate)
    return np.asarray(filled, dtype=np.float64)


def standardised_pairs(
    first: Mapping[str, Numbers], second: Mapping[str, Numbers], rate: RateFunction
) -> dict[str, tuple[Numbers, Numbers]]:
    """Rates of two populations by factor, for a rate of one number or one for each group.

    Parameters
    ----------
    first, second : mapping of str to ndarray
        The factors of each population.
    rate : callable
        May give an array; its elements are standardised each on its own.

    Returns
    -------
    dict of str to tuple of two ndarrays
        For each factor the standardised rate of the first and the second population.
    """
    names = list(first)
    k = len(names)
    mixed = [
        np.asarray(
            rate(**{n: (second if mask >> i & 1 else first)[n] for i, n in enumerate(names)}),
            dtype=np.float64,
        )
        for mask in range(2**k)
    ]
    weights = [math.factorial(r) * math.factorial(k - 1 - r) for r in range(k)]
    pairs = {}
    for i, name in enumerate(names):
        without = [mask for mask in range(2**k) if not mask >> i & 1]
        weight = [weights[mask.bit_count()] for mask in without]
        pairs[name] = (
            _weighted([mixed[mask] for mask in without], weight, math.factorial(k)),
            _weighted([mixed[mask | 1 << i] for mask in without], weight, math.factorial(k)),
        )
    return pairs


def _size_structure_rate(size: Numbers, structure: Numbers, rate: Numbers) -> float:
    return float(size) * math.fsum(structure * rate)


def _equation_6_11(against: Numbers, own: int) -> float:
    # against[i, j]: the rate of population i, standardised against population j alone.
    n = against.shape[0]
    others = [i for i in range(n) if i != own]
    mean = math.fsum(against[own, others]) / (n - 1)
    mended = math.fsum(
        value
        for i in others
        for value in (
            *(against[i, j] for j in others if j != i),
            -(n - 2) * against[i, own],
        )
    )
    return float(mean + mended / (n * (n - 1)))


def _weighted(values: list[Numbers], weights: list[int], whole: int) -> Numbers:
    # Whole-number weights and an exact sum: the result is the same whichever population is first.
    terms = np.stack([value * weight for value, weight in zip(values, weights, strict=True)])
    flat = terms.reshape(len(values), -1)
    sums = np.array([math.fsum(column) for column in flat.T]) / whole
    return sums.reshape(values[0].shape)


def _paired(earlier: Factors, later: Factors) -> tuple[dict[str, Numbers], dict[str, Numbers]]:
    if not earlier or set(earlier) != set(later):
        message = "both populations need the same factors, and at least one"
        raise ValueError(message)
    first = {name: np.asarray(values, dtype=np.float64) for name, values in earlier.items()}
    second = {name: np.asarray(later[name], dtype=np.float64) for name in earlier}
    unlike = [name for name in first if first[name].shape != second[name].shape]
    if unlike:
        message = f"the populations differ in their number of groups for {', '.join(unlike)}"
        raise ValueError(message)
    return first, second


def _one_number(value: ArrayLike) -> float:
    number = np.asarray(value, dtype=np.float64)
    if number.size != 1:
        message = "the rate must be one number: let it add up over the groups"
        raise ValueError(message)
    return float(number.reshape(()))


def _band(values: ArrayLike) -> Numbers:
    numbers = np.atleast_1d(np.asarray(values, dtype=np.float64))
    if np.any(numbers < 0):
        message = "a count is negative"
        raise ValueError(message)
    return numbers
