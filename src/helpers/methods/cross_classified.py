"""Das Gupta's decomposition where sub-populations are cells of several variables at once."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike

from helpers.methods.decomposition import (
    Decomposition,
    RateFunction,
    Standardisation,
    across,
    rate_where_known,
    standardised_pairs,
)
from helpers.methods.intervals import Numbers


def cell_product(**factors: Numbers) -> Numbers:
    """Rate of each cell as the product of its factors; the default rate of this module."""
    return np.asarray(np.prod(np.stack(list(factors.values())), axis=0), dtype=np.float64)


@dataclass(frozen=True)
class Cells:
    """A population in the cells of a table with one axis for each variable.

    Attributes
    ----------
    size : array_like, shape (levels of the first variable, of the second, ...)
        People in each cell; only the shares count, so per cents will do.
    factors : mapping of str to array_like, each of the shape of `size`
        The factors of each cell's rate.
    """

    size: ArrayLike
    factors: Mapping[str, ArrayLike] = field(default_factory=dict)


def decompose_cells(
    earlier: Cells,
    later: Cells,
    variables: Sequence[str],
    rate: RateFunction = cell_product,
) -> Decomposition:
    """Split the change of a crude rate into its rates and the structure by each variable.

    Parameters
    ----------
    earlier, later : Cells
        Two populations in tables of the same shape.
    variables : sequence of str
        Names of the table's axes, for example age and sex.
    rate : callable
        Each cell's rate as a function of the factors, called with them by name and giving
        one number a cell. Default: their product.

    Returns
    -------
    Decomposition
        Of the crude rate (the cells' rates weighted with their shares), by the names of the
        factors and of the variables. The effects add up to the change within 1e-12 of the
        largest rate.

    Raises
    ------
    ValueError
        When shapes or names do not fit together, a size is negative, or a population is
        empty. A rate may be missing in an empty cell alone; elsewhere it makes the result
        missing.

    Notes
    -----
    Chapter 5 of Das Gupta, P. (1993), Standardization and Decomposition of Rates: A User's
    Manual, US Bureau of the Census, P23-186. The rates weigh with the mean of the two
    structures; the structure weighs with the mean of the two rates, and its own change is
    split between the variables by way of `structural_factors`.
    """
    sizes = [_sizes(cells, variables) for cells in (earlier, later)]
    if sizes[0].shape != sizes[1].shape:
        message = "the populations differ in the shape of their tables"
        raise ValueError(message)
    if not earlier.factors or set(earlier.factors) != set(later.factors):
        message = "both populations need the same factors, and at least one"
        raise ValueError(message)
    clash = set(variables) & set(earlier.factors)
    if clash:
        message = f"a factor and a variable are both called {', '.join(sorted(clash))}"
        raise ValueError(message)
    first, second = _known_rates(earlier, later, sizes)
    shares = [size / math.fsum(size.ravel()) for size in sizes]
    rates = [np.asarray(rate(**factors), dtype=np.float64) for factors in (first, second)]
    if any(of_cells.shape != sizes[0].shape for of_cells in rates):
        message = "the rate must give one number for each cell, and not add up over them"
        raise ValueError(message)
    of_rates = standardised_pairs(first, second, rate)
    of_structure = standardised_pairs(
        dict(zip(variables, structural_factors(sizes[0]), strict=True)),
        dict(zip(variables, structural_factors(sizes[1]), strict=True)),
        cell_product,
    )
    mean_share, mean_rate = (shares[0] + shares[1]) / 2, (rates[0] + rates[1]) / 2
    standardised = {
        name: (_total(low * mean_share), _total(high * mean_share))
        for name, (low, high) in of_rates.items()
    } | {
        name: (_total(low * mean_rate), _total(high * mean_rate))
        for name, (low, high) in of_structure.items()
    }
    crude = _total(rates[0] * shares[0]), _total(rates[1] * shares[1])
    return Decomposition(crude, standardised)


def standardise_cells(
    populations: Mapping[str, Cells],
    variables: Sequence[str],
    rate: RateFunction = cell_product,
) -> Standardisation:
    """Standardise several cross-classified populations, so that every change can be decomposed.

    Parameters
    ----------
    populations : mapping of str to Cells
        At least two populations by name.
    variables, rate
        As in `decompose_cells`.

    Raises
    ------
    ValueError
        When there are fewer than two populations, and as in `decompose_cells`.
    """
    names = tuple(populations)
    pairs = {
        (one, other): decompose_cells(populations[one], populations[other], variables, rate)
        for one, other in combinations(names, 2)
    }
    return across(names, pairs)


def structural_factors(size: ArrayLike) -> list[Numbers]:
    """Write each cell's share of the population as a product with one factor a variable.

    Parameters
    ----------
    size : array_like, one axis for each variable
        People in each cell.

    Returns
    -------
    list of ndarray, each of the shape of `size`
        One factor for each axis; their product is the cell's share. An empty cell has
        factors of nought.

    Notes
    -----
    With two variables the factor of the first is the root of (its share within the second's
    level) times (its share in all). In general it is the geometric mean, over the sets of
    the other variables, of the share that its level has within their levels, a set of s of
    the m - 1 others weighing s! (m - 1 - s)! / m!. Das Gupta (1993), chapter 5.
    """
    counts = np.asarray(size, dtype=np.float64)
    axes = range(counts.ndim)
    factors = []
    for own in axes:
        others = [axis for axis in axes if axis != own]
        factor = np.where(counts > 0, 1.0, 0.0)
        for s in range(len(others) + 1):
            weight = (
                math.factorial(s)
                * math.factorial(counts.ndim - 1 - s)
                / math.factorial(counts.ndim)
            )
            for chosen in combinations(others, s):
                within = _margin(counts, {own, *chosen}) / np.where(
                    counts > 0, _margin(counts, set(chosen)), 1.0
                )
                factor = factor * np.where(counts > 0, within, 0.0) ** weight
        factors.append(np.where(np.isnan(counts), np.nan, factor))
    return factors


def _margin(counts: Numbers, kept: set[int]) -> Numbers:
    summed = tuple(axis for axis in range(counts.ndim) if axis not in kept)
    return np.broadcast_to(counts.sum(axis=summed, keepdims=True), counts.shape)


def _sizes(cells: Cells, variables: Sequence[str]) -> Numbers:
    size = np.asarray(cells.size, dtype=np.float64)
    if size.ndim != len(variables) or len(set(variables)) != len(variables) or not variables:
        message = "a table of cells needs one axis, with a name of its own, for each variable"
        raise ValueError(message)
    if np.any(size < 0):
        message = "the size of a cell is negative"
        raise ValueError(message)
    if size.size == 0 or np.all(size == 0):
        message = "a population has nobody in any cell"
        raise ValueError(message)
    return size


def _known_rates(
    earlier: Cells, later: Cells, sizes: list[Numbers]
) -> tuple[dict[str, Numbers], dict[str, Numbers]]:
    first, second = {}, {}
    for name in earlier.factors:
        one = np.asarray(earlier.factors[name], dtype=np.float64)
        two = np.asarray(later.factors[name], dtype=np.float64)
        if one.shape != sizes[0].shape or two.shape != sizes[1].shape:
            message = f"the factor {name} differs in shape from the sizes of the cells"
            raise ValueError(message)
        first[name] = rate_where_known(one, sizes[0], two)
        second[name] = rate_where_known(two, sizes[1], one)
    return first, second


def _total(values: Numbers) -> float:
    return math.fsum(values.ravel())
