"""Statistical neighbours from features of areas, by NHS England's published method.

The method of its adult social care peer groups: each feature is brought near a normal
distribution and scaled to a range from nought to its weight, and areas are compared by the
distance between them.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from helpers.methods.intervals import Numbers

PEERS = 15
FEWEST_AREAS = 3

# Distances that agree to this many decimals are a tie: less apart than the arithmetic is exact.
TIE_DECIMALS = 12

RAW = "raw"


@dataclass(frozen=True)
class ScaledFeatures:
    """Features made comparable.

    Attributes
    ----------
    values : ndarray, shape (areas, used)
        Each used feature between nought and its weight; NaN where it is missing.
    used : tuple of int
        Positions of the features with a weight above nought.
    transformations : tuple of str
        What was chosen for each used feature: "raw", "yeo-johnson", "square root",
        "log(1 + x)", "square", "box-cox", "reciprocal square root" or "reciprocal".
    """

    values: Numbers
    used: tuple[int, ...]
    transformations: tuple[str, ...]


@dataclass(frozen=True)
class Neighbour:
    """One of an area's neighbours and how far apart the two are."""

    name: str
    distance: float


def scaled_features(
    features: ArrayLike, weights: ArrayLike, transform: bool = True
) -> ScaledFeatures:
    """Bring each feature near a normal distribution and scale it from nought to its weight.

    Parameters
    ----------
    features : array_like, shape (areas, features)
        One row an area; NaN where a feature is missing.
    weights : array_like, shape (features,)
        Greatest value of each scaled feature; a feature with nought is left out.
    transform : bool
        False scales the features as they are.

    Raises
    ------
    ValueError
        When there are fewer than three areas, a feature is infinite, the weights do not fit
        the features, one is negative or missing, or none is above nought.

    Notes
    -----
    Candidates are the feature as it is, Yeo-Johnson, its square root, log(1 + x) and square,
    and where every value is above nought also Box-Cox and the reciprocals of its root and of
    itself; the one with the largest p value in the Shapiro-Wilk test is used, the earlier
    one in a tie. A candidate that cannot be computed for every known value is left out. A
    feature with the same value everywhere says nothing and becomes nought.
    """
    table = np.asarray(features, dtype=np.float64)
    weight = np.asarray(weights, dtype=np.float64)
    if table.ndim != 2 or table.shape[0] < FEWEST_AREAS:
        message = f"neighbours need a table of features for at least {FEWEST_AREAS} areas"
        raise ValueError(message)
    if np.any(np.isinf(table)):
        message = "a feature is infinite"
        raise ValueError(message)
    if weight.shape != table.shape[1:]:
        message = "there must be one weight for each feature"
        raise ValueError(message)
    if not np.all(weight >= 0) or not np.any(weight > 0):
        message = "no weight may be missing or negative, and one must be above nought"
        raise ValueError(message)
    used = tuple(int(column) for column in np.flatnonzero(weight > 0))
    scaled, chosen = [], []
    for column in used:
        values, name = _scaled(table[:, column], float(weight[column]), transform)
        scaled.append(values)
        chosen.append(name)
    return ScaledFeatures(np.column_stack(scaled), used, tuple(chosen))


def distances(scaled: ScaledFeatures) -> Numbers:
    """Euclidean distance of every area from every other.

    Parameters
    ----------
    scaled : ScaledFeatures
        As `scaled_features` makes them.

    Returns
    -------
    ndarray, shape (areas, areas)
        Nought on the diagonal; NaN from and to an area that misses a feature.
    """
    between = scaled.values[:, np.newaxis, :] - scaled.values[np.newaxis, :, :]
    return np.asarray(np.sqrt((between**2).sum(axis=-1)), dtype=np.float64)


def nearest(
    names: Sequence[str], apart: ArrayLike, k: int = PEERS
) -> dict[str, tuple[Neighbour, ...]]:
    """List the nearest areas of each area, the nearest first.

    Parameters
    ----------
    names : sequence of str
        The areas, each once.
    apart : array_like, shape (areas, areas)
        Distances between them.
    k : int
        How many neighbours each area gets; all others where there are fewer.

    Returns
    -------
    dict of str to tuple of Neighbour
        Ties to 12 decimals are in the order of the names, so that the order of the areas
        does not matter. An area without distances has no neighbours and is nobody's.

    Raises
    ------
    ValueError
        When a name occurs twice, the distances do not fit the names, or k is below one.
    """
    table = np.asarray(apart, dtype=np.float64)
    if len(set(names)) != len(names):
        message = "an area is named twice"
        raise ValueError(message)
    if table.shape != (len(names), len(names)):
        message = "there must be one row and one column of distances for each area"
        raise ValueError(message)
    if k < 1:
        message = "an area needs at least one neighbour: k is below one"
        raise ValueError(message)
    order = np.argsort(np.argsort(np.asarray(names, dtype=object)))
    listed = {}
    for row, name in enumerate(names):
        ranked = np.lexsort((order, np.round(table[row], TIE_DECIMALS)))
        near = [other for other in ranked if other != row and not np.isnan(table[row, other])]
        listed[name] = tuple(Neighbour(names[i], float(table[row, i])) for i in near[:k])
    return listed


def statistical_neighbours(
    names: Sequence[str],
    features: ArrayLike,
    weights: ArrayLike,
    k: int = PEERS,
    transform: bool = True,
) -> dict[str, tuple[Neighbour, ...]]:
    """List each area's statistical neighbours, the nearest first.

    Parameters
    ----------
    names : sequence of str, shape (areas,)
        The areas.
    features : array_like, shape (areas, features)
        What they are compared by.
    weights : array_like, shape (features,)
        How much each feature counts: a weight multiplies squared differences by its square.
    k : int
        How many neighbours; NHS England names 15.
    transform : bool
        False compares the features without bringing them near a normal distribution.

    Raises
    ------
    ValueError
        As in `scaled_features` and `nearest`.
    """
    return nearest(names, distances(scaled_features(features, weights, transform)), k)


def _scaled(values: Numbers, weight: float, transform: bool) -> tuple[Numbers, str]:
    known = values[~np.isnan(values)]
    if known.size == 0 or np.all(known == known[0]):
        return np.where(np.isnan(values), np.nan, 0.0), RAW
    if not transform or known.size < FEWEST_AREAS:
        return _min_max(values, weight), RAW
    # Imported here because it takes half a second, and peers are normally read from a list.
    from scipy.stats import shapiro

    best, best_name, best_p = values, RAW, -1.0
    for name, candidate in _candidates(known).items():
        transformed = _computed(candidate, known)
        if transformed is None:
            continue
        scaled = _min_max(transformed, weight)
        with warnings.catch_warnings():
            # More than 5,000 areas: the test says so, and its order of preference still holds.
            warnings.simplefilter("ignore")
            p = float(shapiro(scaled).pvalue)
        if p > best_p:
            best, best_name, best_p = scaled, name, p
    filled = np.full(values.shape, np.nan)
    filled[~np.isnan(values)] = best
    return filled, best_name


def _candidates(known: Numbers) -> dict[str, Callable[[Numbers], Numbers]]:
    from scipy.stats import boxcox, yeojohnson

    candidates: dict[str, Callable[[Numbers], Numbers]] = {
        RAW: lambda x: x,
        "yeo-johnson": lambda x: np.asarray(yeojohnson(x)[0], dtype=np.float64),
        "square root": np.sqrt,
        "log(1 + x)": np.log1p,
        "square": np.square,
    }
    if known.min() > 0:
        candidates |= {
            "box-cox": lambda x: np.asarray(boxcox(x)[0], dtype=np.float64),
            "reciprocal square root": lambda x: x**-0.5,
            "reciprocal": lambda x: 1 / x,
        }
    return candidates


def _computed(candidate: Callable[[Numbers], Numbers], known: Numbers) -> Numbers | None:
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        values = candidate(known)
    if not np.all(np.isfinite(values)) or np.all(values == values[0]):
        return None
    return values


def _min_max(values: Numbers, weight: float) -> Numbers:
    lowest, highest = np.nanmin(values), np.nanmax(values)
    return np.asarray((values - lowest) / (highest - lowest) * weight, dtype=np.float64)
