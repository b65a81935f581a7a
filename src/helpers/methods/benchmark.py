"""Comparison of an area's interval with a fixed reference value."""

from __future__ import annotations

from typing import Literal

Verdict = Literal["higher", "similar", "lower"]


def against_reference(lower: float, upper: float, reference: float) -> Verdict:
    """Say on which side of a reference value a 95 per cent interval lies.

    Parameters
    ----------
    lower, upper : float
        Limits of the area's interval.
    reference : float
        The value compared with, taken as fixed, in the same unit.
    """
    if lower > upper:
        message = "the lower limit is above the upper limit"
        raise ValueError(message)
    if lower > reference:
        return "higher"
    if upper < reference:
        return "lower"
    return "similar"
