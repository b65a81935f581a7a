"""Survey figures: stratified estimates, and differences judged by their margins of error."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from helpers.methods.intervals import Numbers
from helpers.methods.rounding import half_up_each, to_base

# The publisher's own: 1.96 and not the exact quantile.
CRITICAL_VALUE = 1.96
FEWEST_RESPONDENTS = 3
FEWEST_ANSWERS = 2


@dataclass(frozen=True)
class Difference:
    """A difference of two survey figures and what can be said of it.

    Attributes
    ----------
    change : float
        Later minus earlier, in the figures' unit.
    margin : float
        Root of the summed squared margins, in the same unit.
    clear : bool
        Whether the change is larger than its margin, still so after the worst rounding.
    """

    change: float
    margin: float
    clear: bool


@dataclass(frozen=True)
class Estimate:
    """What the answers of a stratified sample say of everybody it was drawn from.

    Attributes
    ----------
    people : ndarray, shape (answers,)
        Estimated number of people with each answer.
    percentage, margin : ndarray, shape (answers,)
        Estimated per cent with each answer and its 95 per cent margin of error, in points.
    respondents : ndarray, shape (answers,)
        Respondents who gave each answer.
    population : float
        People in the strata that anybody answered from.
    lone : int
        Strata in which a single respondent stands for several people. They add nothing to
        the margin, because one answer has no spread: the margin is then too small.
    """

    people: Numbers
    percentage: Numbers
    margin: Numbers
    respondents: Numbers
    population: float
    lone: int


@dataclass(frozen=True)
class PublishedEstimate:
    """A stratified estimate as it may be published; what is hidden is NaN and never nought.

    Attributes
    ----------
    percentage, margin : ndarray, shape (answers,)
        To one decimal.
    people : ndarray, shape (answers,)
        To the nearest ten.
    respondents : float
        Respondents to the question, to the nearest five.
    hidden : bool
        Whether everything is hidden, because too few people answered.
    margin_hidden : ndarray of bool, shape (answers,)
        Where the margin is hidden, because too few gave that answer.
    """

    percentage: Numbers
    margin: Numbers
    people: Numbers
    respondents: float
    hidden: bool
    margin_hidden: NDArray[np.bool_]


def stratified(respondents: ArrayLike, population: ArrayLike) -> Estimate:
    """Estimate the share of each answer from a stratified sample of a finite population.

    Parameters
    ----------
    respondents : array_like, shape (strata, answers)
        Respondents by stratum and answer.
    population : array_like, shape (strata,)
        People in each stratum.

    Returns
    -------
    Estimate
        A missing number makes the estimate missing. A stratum that nobody answered from is
        left out, with its population: the publication does the same.

    Raises
    ------
    ValueError
        When the shapes do not fit, a count is negative, or a stratum has more respondents
        than people.

    Notes
    -----
    With p the share of an answer among the n respondents of a stratum of N people, the
    estimate is the sum of N p, and its variance that of
    p (1 - p) N^2 (1 - n / N) / (n - 1): the margin is 1.96 of its roots, in per cent of all
    people. As in the Adult Social Care Survey; the carers' survey is alike. Cochran, W. G.
    (1977), Sampling Techniques, third edition, 5.5.
    """
    answers = np.asarray(respondents, dtype=np.float64)
    people = np.asarray(population, dtype=np.float64)
    if answers.ndim != 2 or people.shape != answers.shape[:1]:
        message = "there must be one row of answers and one population for each stratum"
        raise ValueError(message)
    if np.any(answers < 0) or np.any(people < 0):
        message = "a number of respondents or of people is negative"
        raise ValueError(message)
    asked = answers.sum(axis=1)
    if np.any(asked > people):
        message = "a stratum has more respondents than people"
        raise ValueError(message)
    in_use = asked != 0
    n, size = asked[in_use, np.newaxis], people[in_use, np.newaxis]
    share = answers[in_use] / n
    lone = (n == 1) & (size > 1)
    spread = share * (1 - share) * size**2 * (1 - n / size) / np.where(n == 1, 1.0, n - 1)
    whole = float(size.sum())
    estimated = (size * share).sum(axis=0)
    known = whole if whole > 0 else math.nan
    return Estimate(
        np.where(whole > 0, estimated, np.nan),
        estimated / known * 100,
        CRITICAL_VALUE * np.sqrt(spread.sum(axis=0)) / known * 100,
        answers.sum(axis=0),
        whole,
        int(lone.sum()),
    )


def as_published(
    estimate: Estimate,
    fewest_respondents: int = FEWEST_RESPONDENTS,
    fewest_answers: int = FEWEST_ANSWERS,
) -> PublishedEstimate:
    """Round and hide an estimate as the Adult Social Care Survey's publication does.

    Parameters
    ----------
    estimate : Estimate
        As `stratified` makes it.
    fewest_respondents : int
        Respondents to the question needed to show anything; the publication needs 3.
    fewest_answers : int
        Respondents with an answer needed to show its margin; the publication needs 2.

    Returns
    -------
    PublishedEstimate
        Where nobody answered everything is missing and nothing is hidden.
    """
    total = math.fsum(estimate.respondents)
    hidden = 0 < total < fewest_respondents
    few = estimate.respondents < fewest_answers
    if hidden or total == 0:
        missing = np.full(estimate.percentage.shape, np.nan)
        return PublishedEstimate(
            missing, missing, missing, math.nan, hidden, np.full(few.shape, hidden)
        )
    return PublishedEstimate(
        half_up_each(estimate.percentage, 1),
        np.where(few, np.nan, half_up_each(estimate.margin, 1)),
        to_base(estimate.people, 10),
        float(to_base(total, 5)),
        False,
        few,
    )


def difference(
    earlier: float, earlier_margin: float, later: float, later_margin: float, decimals: int
) -> Difference:
    """Judge the difference of two independent survey figures.

    Each figure and margin was rounded before publication, so each may be off by half
    a unit of its last digit. The change counts as clear only if it would still be
    beyond the margin with all four roundings at their worst.

    Parameters
    ----------
    earlier, later : float
        The two figures.
    earlier_margin, later_margin : float
        Their 95 per cent margins of error, in the same unit.
    decimals : int
        Digits after the point to which all four were published.

    Returns
    -------
    Difference
        Not clear where a number is missing.

    Raises
    ------
    ValueError
        When a margin is negative.
    """
    if earlier_margin < 0 or later_margin < 0:
        message = "a margin of error is negative"
        raise ValueError(message)
    half = 0.5 * 10**-decimals
    change = later - earlier
    margin = math.hypot(earlier_margin, later_margin)
    worst_change = abs(change) - 2 * half
    worst_margin = math.hypot(earlier_margin + half, later_margin + half)
    return Difference(round(change, 10), margin, worst_change > worst_margin)
