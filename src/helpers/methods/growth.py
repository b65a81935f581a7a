"""Growth of a number of people beside the growth of the population it comes from."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from helpers.methods.intervals import CONFIDENCE, tail_of

GrowthVerdict = Literal[
    "slower than population", "in step with population", "faster than population", "cannot tell"
]
Kept = Literal["yes", "no", "cannot tell"]

IN_STEP_WITHIN = 0.05


@dataclass(frozen=True)
class GrowthRatio:
    """How a number of people grew beside a population over the same span.

    Attributes
    ----------
    people_growth, population_growth : float
        Growth over the span as a share of the start: 0.04 for four per cent.
    ratio, lower, upper : float
        (1 + people's growth) / (1 + population's growth) and its limits: 1 where both grew
        alike, so that the rate for each resident stayed as it was.
    within : float
        How far from 1 the limits may reach and still be "in step", as a share.
    verdict : str
        "slower than population", "in step with population", "faster than population" or
        "cannot tell".
    """

    people_growth: float
    population_growth: float
    ratio: float
    lower: float
    upper: float
    within: float
    verdict: GrowthVerdict


def growth_ratio(
    people: tuple[float, float],
    population: tuple[float, float],
    rounded_to: float = 0.0,
    within: float = IN_STEP_WITHIN,
    confidence: float = CONFIDENCE,
) -> GrowthRatio:
    """Compare the growth of a count of people with the growth of a population.

    Parameters
    ----------
    people : tuple of two floats
        People counted at the start and at the end, for example in long-term placements.
    population : tuple of two floats
        Residents at the same two times, for example those aged 65 and over; taken as known.
    rounded_to : float
        Base to which both counts of people were rounded before publication, for example 5;
        0 where they were not. The limits are then those of the worst rounding.
    within : float
        Setting of "in step": 0.05 for limits no more than five per cent apart from 1.
    confidence : float
        Two-sided confidence of the limits.

    Returns
    -------
    GrowthRatio
        The verdict, by the first rule that holds: "faster" when the lower limit is above 1;
        "slower" when the upper limit is below 1; "in step" when both limits lie between
        1 / (1 + within) and 1 + within; else "cannot tell". Also "cannot tell" when a number
        is missing or nobody was counted at the start.

    Raises
    ------
    ValueError
        When a count is negative, a population is not positive, or a setting is negative.

    Notes
    -----
    Given the sum of two Poisson counts the later one is binomial, so the exact binomial
    limits of its share (Clopper, C. J. and Pearson, E. S., 1934, Biometrika 26, 404-413) give
    those of the ratio of the counts (Przyborowski, J. and Wilenski, H., 1940, Biometrika 31,
    313-323). The chance of both counts is in them. Two counts of much the same people, as at
    two dates a year apart, vary less against one another than that: the limits are then
    wider than they need be, and the verdict is the more cautious for it.
    """
    _check(people, population, rounded_to, within)
    start, end = people
    population_change = population[1] / population[0]
    if math.isnan(start + end + population_change) or start == 0:
        growth = end / start - 1 if start > 0 else math.nan
        unknown = math.nan
        return GrowthRatio(
            growth, population_change - 1, unknown, unknown, unknown, within, "cannot tell"
        )
    half = rounded_to / 2
    lower, _ = _ratio_limits(max(end - half, 0.0), start + half, confidence)
    _, upper = _ratio_limits(end + half, max(start - half, 0.0), confidence)
    lower, upper = lower / population_change, upper / population_change
    return GrowthRatio(
        end / start - 1,
        population_change - 1,
        end / start / population_change,
        lower,
        upper,
        within,
        _verdict(lower, upper, within),
    )


def grew_no_faster(ratios: Sequence[GrowthRatio]) -> Kept:
    """Say whether a number of people grew no faster than any of several populations.

    Parameters
    ----------
    ratios : sequence of GrowthRatio
        The comparisons asked for, for example with residents aged 65 and over and with
        those aged 85 and over; at least one.

    Returns
    -------
    str
        "no" when any verdict is "faster than population"; "yes" when no upper limit is above
        1 + within, so that more than that margin can be ruled out against each; else "cannot
        tell".

    Raises
    ------
    ValueError
        When there is nothing to compare.
    """
    if not ratios:
        message = "there is no population to compare the growth with"
        raise ValueError(message)
    if any(ratio.verdict == "faster than population" for ratio in ratios):
        return "no"
    if all(ratio.upper <= 1 + ratio.within for ratio in ratios):
        return "yes"
    return "cannot tell"


def _verdict(lower: float, upper: float, within: float) -> GrowthVerdict:
    if lower > 1:
        return "faster than population"
    if upper < 1:
        return "slower than population"
    if lower >= 1 / (1 + within) and upper <= 1 + within:
        return "in step with population"
    return "cannot tell"


def _ratio_limits(end: float, start: float, confidence: float) -> tuple[float, float]:
    # Imported here because every kernel would pay for it, and few pages compare growth.
    from scipy.special import betaincinv

    tail = tail_of(confidence)
    low = float(betaincinv(end, start + 1, tail)) if end > 0 else 0.0
    high = float(betaincinv(end + 1, start, 1 - tail)) if start > 0 else 1.0
    return low / (1 - low), high / (1 - high) if high < 1 else math.inf


def _check(
    people: tuple[float, float],
    population: tuple[float, float],
    rounded_to: float,
    within: float,
) -> None:
    if any(count < 0 for count in people):
        message = "a number of people is negative"
        raise ValueError(message)
    if any(residents <= 0 for residents in population):
        message = "a population is zero or negative"
        raise ValueError(message)
    if rounded_to < 0 or within < 0:
        message = "a setting is negative: the base of the rounding, or the margin of in step"
        raise ValueError(message)
