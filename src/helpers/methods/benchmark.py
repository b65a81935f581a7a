"""Comparison of an area's interval with a fixed reference value."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from helpers.base.records import Polarity
from helpers.methods.intervals import CONFIDENCE, Numbers
from helpers.methods.limits import OUTER_CONFIDENCE

Verdict = Literal["higher", "similar", "lower"]
Judgement = Literal["better", "worse", "higher", "similar", "lower"]


@dataclass(frozen=True)
class Comparison:
    """An area beside a reference value, at two levels of confidence.

    Attributes
    ----------
    verdict : str
        "higher", "similar" or "lower", by the 95 per cent interval.
    judgement : str
        The same as "better" or "worse" where one way is better.
    level : float
        The strictest confidence at which it differs, 0.998 or 0.95; NaN where it is similar.
    """

    verdict: Verdict
    judgement: Judgement
    level: float


def against_reference(lower: float, upper: float, reference: float) -> Verdict:
    """Say on which side of a reference value a 95 per cent interval lies.

    Parameters
    ----------
    lower, upper : float
        Limits of the area's interval.
    reference : float
        The value compared with, taken as fixed, in the same unit.

    Raises
    ------
    ValueError
        When the limits are the wrong way round, or a number is missing: nothing can then be
        said, least of all "similar".

    Notes
    -----
    A limit that equals the reference counts as similar. The rule of Public Health England's
    Fingertips, "confidence intervals overlapping reference value".
    """
    side = float(sides(lower, upper, reference))
    if math.isnan(side):
        message = "a limit or the reference value is missing, so nothing can be compared"
        raise ValueError(message)
    if side > 0:
        return "higher"
    return "lower" if side < 0 else "similar"


def sides(lower: ArrayLike, upper: ArrayLike, reference: ArrayLike) -> Numbers:
    """Say for many areas at once on which side of a reference value their intervals lie.

    Parameters
    ----------
    lower, upper : array_like, shape (n,)
        Limits of the areas' intervals.
    reference : array_like, shape (n,) or ()
        The value compared with.

    Returns
    -------
    ndarray, shape (n,)
        1 for higher, 0 for similar, -1 for lower; NaN where a number is missing.

    Raises
    ------
    ValueError
        When a lower limit is above its upper limit.
    """
    low, high = np.asarray(lower, dtype=np.float64), np.asarray(upper, dtype=np.float64)
    fixed = np.asarray(reference, dtype=np.float64)
    if np.any(low > high):
        message = "the lower limit is above the upper limit"
        raise ValueError(message)
    side = np.where(low > fixed, 1.0, np.where(high < fixed, -1.0, 0.0))
    return np.where(np.isnan(low + high + fixed), np.nan, side)


def judgement(verdict: Verdict, polarity: Polarity) -> Judgement:
    """Turn higher or lower into better or worse where one way is better.

    Parameters
    ----------
    verdict : {"higher", "similar", "lower"}
        As `against_reference` gives it.
    polarity : {"higher", "lower", "context"}
        Which way is better; with "context" the verdict stands.
    """
    if verdict == "similar" or polarity == "context":
        return verdict
    return "better" if verdict == polarity else "worse"


def compare(
    interval: tuple[float, float],
    strict_interval: tuple[float, float],
    reference: float,
    polarity: Polarity,
) -> Comparison:
    """Compare an area with a reference value at 95 and at 99.8 per cent.

    Parameters
    ----------
    interval, strict_interval : tuple of two floats
        Limits at 95 and at 99.8 per cent; the second hold the first.
    reference : float
        The value compared with, taken as fixed, in the same unit.
    polarity : {"higher", "lower", "context"}
        Which way is better.

    Raises
    ------
    ValueError
        When a number is missing, or the stricter interval is not the wider one.
    """
    (lower, upper), (strict_lower, strict_upper) = interval, strict_interval
    if strict_lower > lower or strict_upper < upper:
        message = "the 99.8 per cent interval is narrower than the 95 per cent one"
        raise ValueError(message)
    verdict = against_reference(lower, upper, reference)
    strict = against_reference(strict_lower, strict_upper, reference)
    level = CONFIDENCE if strict == "similar" else OUTER_CONFIDENCE
    return Comparison(
        verdict, judgement(verdict, polarity), math.nan if verdict == "similar" else level
    )
