"""A projection made in the past, held against what then happened."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from helpers.methods.intervals import CONFIDENCE, Numbers
from helpers.methods.projection import project


@dataclass(frozen=True)
class BackCast:
    """What a projection made in the past would have said of a year that is known by now.

    Attributes
    ----------
    projected, actual : float
        People in all bands.
    error : float
        Projected minus actual: above nought where demand was expected to be higher.
    error_percent : float
        The same in per cent of the actual number; NaN where that is nought.
    error_by_band : ndarray, shape (bands,)
        Projected minus actual in each band.
    lower, upper : float
        Limits for chance and prevalence.
    within : bool or None
        Whether the actual number lies within the limits; None where it is not known.
    """

    projected: float
    actual: float
    error: float
    error_percent: float
    error_by_band: Numbers
    lower: float
    upper: float
    within: bool | None


def back_cast(
    base_clients: ArrayLike,
    base_population: ArrayLike,
    population: ArrayLike,
    actual_clients: ArrayLike,
    years_ahead: float = 0.0,
    annual_growth: ArrayLike = 0.0,
    confidence: float = CONFIDENCE,
) -> BackCast:
    """Hold a projection from an earlier base against what then happened.

    Parameters
    ----------
    base_clients, base_population : array_like, shape (bands,)
        The earlier base.
    population, actual_clients : array_like, shape (bands,)
        Residents and people supported in the later year: the population as it was then
        estimated tests the rate, the one then projected tests the whole.
    years_ahead, annual_growth, confidence
        As in `project`.

    Raises
    ------
    ValueError
        As in `project`, and when the actual clients do not have the base's bands.
    """
    actual = np.asarray(actual_clients, dtype=np.float64)
    if np.any(actual < 0):
        message = "a number of clients is negative"
        raise ValueError(message)
    then = {"then": population}
    path = project(
        base_clients, base_population, then, years_ahead, annual_growth, None, confidence
    ).paths["then"]
    if actual.shape != path.by_band[0].shape:
        message = "the actual clients do not have the age bands of the base year"
        raise ValueError(message)
    projected, known = float(path.total[0]), math.fsum(actual)
    lower, upper = float(path.combined.lower[0]), float(path.combined.upper[0])
    return BackCast(
        projected,
        known,
        projected - known,
        (projected - known) / known * 100 if known else math.nan,
        path.by_band[0] - actual,
        lower,
        upper,
        None if math.isnan(projected + known) else lower <= known <= upper,
    )
