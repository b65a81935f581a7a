"""Whether two figures of one indicator differ by more than chance: one rule for each kind.

Which rule applies follows from how the indicator is published, never from its name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from helpers.indicators.registry import Indicator
from helpers.methods.change import mover
from helpers.methods.intervals import poisson_count
from helpers.methods.survey import difference
from helpers.methods.usual_change import Usual, usual_change

__all__ = ["Figure", "Moved", "Usual", "judge_change", "usual_of"]

Rule = Literal["survey", "counts", "number", "spread"]
# Numbers of these may be taken for counts of independent events; days and pounds may not.
COUNTED = ("people",)


@dataclass(frozen=True)
class Figure:
    """What one figure brings to a comparison; None for what is not published."""

    value: float
    lower: float | None = None
    upper: float | None = None
    margin: float | None = None


@dataclass(frozen=True)
class Moved:
    """A change and what can be said of it.

    Attributes
    ----------
    change : float
        Later minus earlier, in the indicator's unit.
    lower, upper : float
        Limits of the change; for surveys and spreads the change less and plus `reach`.
    reach : float
        What the size of the change is held against: the joint margin of a survey, the usual
        change of councils; NaN for counts, which have limits.
    clear : bool
        Whether the change is beyond chance.
    edge : bool
        Whether it would be, but for the rounding of the published figures.
    rule : str
        Which rule judged it.
    """

    change: float
    lower: float
    upper: float
    reach: float
    clear: bool
    edge: bool
    rule: Rule


def usual_of(earlier: Mapping[str, float], later: Mapping[str, float]) -> Usual | None:
    """Measure how far councils' figures moved between two periods.

    Parameters
    ----------
    earlier, later : mapping of str to float
        Values by area code; areas that are in both are used.

    Returns
    -------
    Usual or None
        None where too few areas have both.
    """
    both = sorted(earlier.keys() & later.keys())
    return usual_change([earlier[code] for code in both], [later[code] for code in both])


def judge_change(
    indicator: Indicator, earlier: Figure, later: Figure, usual: Usual | None = None
) -> Moved | None:
    """Judge the change between two figures of an indicator.

    Parameters
    ----------
    indicator : Indicator
        How it is published decides the rule.
    earlier, later : Figure
        The two figures.
    usual : Usual or None
        How far councils' figures usually move, for an indicator without any margin.

    Returns
    -------
    Moved or None
        None where no rule fits or a margin is missing: then nothing can be said.
    """
    change = round(later.value - earlier.value, 10)
    if indicator.is_survey:
        return _survey(indicator, earlier, later)
    if None not in (earlier.lower, earlier.upper, later.lower, later.upper):
        return _limits(earlier, later, "counts")
    if indicator.interval == "none" and usual is not None:
        return Moved(
            change,
            change - usual.reach,
            change + usual.reach,
            usual.reach,
            abs(change) > usual.reach,
            False,
            "spread",
        )
    if indicator.interval == "not given" and indicator.unit in COUNTED:
        return _limits(_counted(earlier), _counted(later), "number")
    return None


def _survey(indicator: Indicator, earlier: Figure, later: Figure) -> Moved | None:
    if earlier.margin is None or later.margin is None:
        return None
    told = difference(earlier.value, earlier.margin, later.value, later.margin, indicator.decimals)
    return Moved(
        told.change,
        told.change - told.margin,
        told.change + told.margin,
        told.margin,
        told.clear,
        not told.clear and abs(told.change) > told.margin,
        "survey",
    )


def _counted(figure: Figure) -> Figure:
    lower, upper = poisson_count(np.array([figure.value]))
    return Figure(figure.value, float(lower[0]), float(upper[0]))


def _limits(earlier: Figure, later: Figure, rule: Rule) -> Moved | None:
    limits = (earlier.lower, earlier.upper, later.lower, later.upper)
    low_0, up_0, low_1, up_1 = (float("nan") if each is None else each for each in limits)
    told = mover((earlier.value, low_0, up_0), (later.value, low_1, up_1))
    return Moved(
        round(told.change, 10), told.lower, told.upper, float("nan"), told.clear, False, rule
    )
