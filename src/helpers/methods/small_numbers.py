"""Small counts hidden and the others rounded: the numbers of the primary rule.

What is hidden by it can still follow from totals and other tables. Hiding more cells until it
does not is another step.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from helpers.methods.intervals import Numbers
from helpers.methods.rounding import half_up_each, to_base


@dataclass(frozen=True)
class SmallNumberRule:
    """Which counts are too small to be shown, and how the others are rounded.

    Attributes
    ----------
    threshold : int
        The smallest count that may be shown; 0 or 1 hides nothing.
    base : int
        What shown counts are rounded to; 1 for as they are.
    zeros_shown : bool
        Whether a count of nought may be shown: it says that nobody is concerned.

    Raises
    ------
    ValueError
        When a hidden count could only be one number (1 with a threshold of 2, nought where
        nothing else is hidden), a setting is negative, the base is below 1, or a count that
        may be shown would be rounded to nought and so read as "nobody".
    """

    threshold: int = 5
    base: int = 5
    zeros_shown: bool = True

    def __post_init__(self) -> None:
        """Refuse a rule that would tell what it hides, or hide it behind a false nought."""
        hides = max(self.threshold - 1, 0) + (not self.zeros_shown)
        if hides == 1:
            message = "this rule hides a single number, so everybody knows what is hidden"
            raise ValueError(message)
        if self.threshold < 0 or self.base < 1:
            message = "the threshold must be nought or more and the base one or more"
            raise ValueError(message)
        if to_base(max(self.threshold, 1), self.base) == 0:
            message = "a count that may be shown would be rounded to nought: raise the threshold"
            raise ValueError(message)


DEFAULT = SmallNumberRule()

# Hospital Episode Statistics below England: 1 to 7 hidden, nought shown, others to five.
HES = SmallNumberRule(threshold=8, base=5)


@dataclass(frozen=True)
class ShownCounts:
    """Counts as they may be shown.

    Attributes
    ----------
    values : ndarray
        Rounded counts; NaN where hidden or missing, never nought for a hidden one.
    hidden : ndarray of bool
        Where a known count is hidden.
    """

    values: Numbers
    hidden: NDArray[np.bool_]


def is_small(counts: ArrayLike, rule: SmallNumberRule = DEFAULT) -> NDArray[np.bool_]:
    """Say which counts are too small to be shown; a missing count is not one of them.

    Parameters
    ----------
    counts : array_like, shape (n,)
        Numbers of people.
    rule : SmallNumberRule
        Threshold, and whether noughts are shown.

    Raises
    ------
    ValueError
        When a count is negative.
    """
    x = np.asarray(counts, dtype=np.float64)
    if np.any(x < 0):
        message = "a count is negative"
        raise ValueError(message)
    small = (x > 0) & (x < rule.threshold)
    return small if rule.zeros_shown else small | (x == 0)


def shown_counts(counts: ArrayLike, rule: SmallNumberRule = DEFAULT) -> ShownCounts:
    """Hide small counts and round the others to the rule's base, halves up.

    Parameters
    ----------
    counts : array_like, shape (n,)
        Numbers of people. Totals are to be added up first and shown by the same rule.
    rule : SmallNumberRule
        Default: below 5 hidden, others to the nearest 5.
    """
    hidden = is_small(counts, rule)
    return ShownCounts(np.where(hidden, np.nan, to_base(counts, rule.base)), hidden)


def shown_percentages(
    numerators: ArrayLike,
    denominators: ArrayLike,
    rule: SmallNumberRule = DEFAULT,
    decimals: int = 1,
) -> Numbers:
    """Per cents from the counts as they are shown, so that they tell no more than those do.

    Parameters
    ----------
    numerators, denominators : array_like, shape (n,)
        Counts before the rule; the numerator is part of the denominator.
    rule : SmallNumberRule
        Default: below 5 hidden, others to the nearest 5.
    decimals : int
        Digits after the point, halves away from zero.

    Returns
    -------
    ndarray, shape (n,)
        NaN where the numerator, the denominator or the rest of the denominator is hidden or
        missing, or there is nobody in the denominator.

    Raises
    ------
    ValueError
        When a count is negative or a numerator is larger than its denominator.
    """
    x = np.asarray(numerators, dtype=np.float64)
    n = np.asarray(denominators, dtype=np.float64)
    if np.any(x > n):
        message = "a numerator is larger than its denominator"
        raise ValueError(message)
    top, whole, rest = (shown_counts(counts, rule) for counts in (x, n, n - x))
    tellable = ~(top.hidden | whole.hidden | rest.hidden) & (whole.values > 0)
    share = np.divide(top.values, whole.values, out=np.full(x.shape, np.nan), where=tellable)
    return half_up_each(share * 100, decimals)


def possible_counts(shown: ShownCounts, rule: SmallNumberRule = DEFAULT) -> tuple[Numbers, Numbers]:
    """Smallest and largest whole count that a shown or hidden one may stand for.

    Parameters
    ----------
    shown : ShownCounts
        As `shown_counts` makes them from whole counts.
    rule : SmallNumberRule
        The rule that they were made by.

    Returns
    -------
    lowest, highest : ndarray
        NaN where the count is missing. A shown nought is nobody.
    """
    floor = max(rule.threshold, 1)
    lowest = np.maximum(np.ceil(shown.values - rule.base / 2), floor)
    highest = np.ceil(shown.values + rule.base / 2) - 1
    zero = shown.values == 0
    lowest, highest = np.where(zero, 0.0, lowest), np.where(zero, 0.0, highest)
    least = 1.0 if rule.zeros_shown else 0.0
    return (
        np.where(shown.hidden, least, lowest),
        np.where(shown.hidden, float(rule.threshold - 1), highest),
    )
