"""Limits at the two levels that England's public health statistics use side by side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from helpers.methods.intervals import CONFIDENCE, Numbers

OUTER_CONFIDENCE = 0.998


@dataclass(frozen=True)
class Limits:
    """Lower and upper limits at 95 and at 99.8 per cent.

    Attributes
    ----------
    lower_95, upper_95 : ndarray
        Limits that leave out 2.5 per cent on each side.
    lower_998, upper_998 : ndarray
        Limits that leave out 0.1 per cent on each side.
    """

    lower_95: Numbers
    upper_95: Numbers
    lower_998: Numbers
    upper_998: Numbers


def at_both_levels(limits_at: Callable[[float], tuple[Numbers, Numbers]]) -> Limits:
    """Ask for the limits at 95 and at 99.8 per cent.

    Parameters
    ----------
    limits_at : callable
        From a two-sided confidence to lower and upper limits.
    """
    return Limits(*limits_at(CONFIDENCE), *limits_at(OUTER_CONFIDENCE))


def positions(values: Numbers, limits: Limits) -> Numbers:
    """Place each value against its limits.

    Parameters
    ----------
    values : ndarray, shape (n,)
        Numbers in the unit of the limits.
    limits : Limits
        One lower and upper limit for each value, at both levels.

    Returns
    -------
    ndarray, shape (n,)
        2 above the 99.8 per cent limit, 1 above the 95 per cent limit, 0 within, -1 and
        -2 below them; a value on its limit is within. NaN where the value or a limit is.
    """
    place = np.zeros(np.shape(values))
    place += values > limits.upper_95
    place += values > limits.upper_998
    place -= values < limits.lower_95
    place -= values < limits.lower_998
    unknown = np.isnan(values) | np.isnan(limits.lower_998) | np.isnan(limits.upper_998)
    return np.where(unknown, np.nan, place)
