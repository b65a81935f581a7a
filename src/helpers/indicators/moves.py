"""What can be said of two figures of one series, shown by two editions of the evidence.

A figure of a later period may have moved: the two are independent samples or counts, and
the project's rules for a change apply. A figure of the same period may have been revised:
that is a correction of one figure, for which a rule on independent figures means nothing,
so it is set against the interval that was shown before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from helpers.base.records import Status
from helpers.indicators.limits import INTERVAL_NAMES
from helpers.indicators.observations import Obs
from helpers.indicators.registry import Indicator
from helpers.methods.change import mover
from helpers.methods.rounding import half_up
from helpers.methods.survey import difference

Row = Mapping[str, Any]

NO_MARGIN = "no margin is published"
MARGIN_MISSING = "a margin is missing"
FLAGGED = "flagged figures are not compared"
TOO_NEAR = "with rounding it is too near to its margin"
NOT_REGISTERED = "the register of indicators does not hold this measure"


class Verdict(StrEnum):
    """What a margin says of a difference."""

    BEYOND = "beyond"
    INSIDE = "inside"
    NOT_JUDGED = "not judged"


@dataclass(frozen=True)
class Judgement:
    """A verdict and what it rests on.

    Attributes
    ----------
    verdict : Verdict
        Whether the difference is beyond its margin.
    why : str
        Why nothing can be said, where nothing can.
    change, lower, upper : float or None
        The difference and its 95 per cent limits, in the figures' unit.
    """

    verdict: Verdict
    why: str = ""
    change: float | None = None
    lower: float | None = None
    upper: float | None = None


def judge_move(before: Row, after: Row, indicator: Indicator | None, gap: str) -> Judgement:
    """Judge the difference between figures of two periods.

    Parameters
    ----------
    before, after : mapping
        Observations with a value, by column.
    indicator : Indicator or None
        Their definition; None where the register does not hold it.
    gap : str
        Why the series breaks between them; empty where it does not.
    """
    if indicator is None:
        return Judgement(Verdict.NOT_JUDGED, NOT_REGISTERED)
    if gap:
        return Judgement(Verdict.NOT_JUDGED, gap.rstrip("."))
    if before[Obs.FLAGS] or after[Obs.FLAGS]:
        return Judgement(Verdict.NOT_JUDGED, FLAGGED)
    if not indicator.has_interval:
        return Judgement(Verdict.NOT_JUDGED, NO_MARGIN)
    limits = [row[name] for row in (before, after) for name in (Obs.VALUE, Obs.LOWER, Obs.UPPER)]
    if any(limit is None for limit in limits):
        return Judgement(Verdict.NOT_JUDGED, MARGIN_MISSING)
    value_0, lower_0, upper_0, value_1, lower_1, upper_1 = (float(limit) for limit in limits)
    places = indicator.decimals
    if indicator.is_survey:
        # The limits were made from the published margin, so their distance gives it back: the
        # longer one, since a share's limits stop at nought and at everybody.
        margins = [
            half_up(max(upper - value, value - lower), places)
            for value, lower, upper in (
                (value_0, lower_0, upper_0),
                (value_1, lower_1, upper_1),
            )
        ]
        told = difference(value_0, margins[0], value_1, margins[1], places)
        near = TOO_NEAR if not told.clear and abs(told.change) > told.margin else ""
        reach = (told.change - told.margin, told.change + told.margin)
        return _judged(told.change, reach, places, clear=told.clear, why=near)
    moved = mover((value_0, lower_0, upper_0), (value_1, lower_1, upper_1))
    return _judged(moved.change, (moved.lower, moved.upper), places, clear=moved.clear)


def _judged(
    change: float, reach: tuple[float, float], places: int, *, clear: bool, why: str = ""
) -> Judgement:
    lower, upper = reach
    return Judgement(
        Verdict.BEYOND if clear else Verdict.INSIDE,
        why,
        half_up(change, places),
        half_up(lower, places),
        half_up(upper, places),
    )


def judge_revision(before: Row, after: Row) -> Judgement:
    """Say whether a revised figure lies inside the interval that was shown before.

    Parameters
    ----------
    before, after : mapping
        The same observation in two editions, with a value in both.
    """
    value, lower, upper = after[Obs.VALUE], before[Obs.LOWER], before[Obs.UPPER]
    change = round(value - before[Obs.VALUE], 10)
    if lower is None or upper is None:
        none = before[Obs.INTERVAL] in (INTERVAL_NAMES["none"], INTERVAL_NAMES["not given"])
        return Judgement(Verdict.NOT_JUDGED, NO_MARGIN if none else MARGIN_MISSING, change)
    verdict = Verdict.INSIDE if lower <= value <= upper else Verdict.BEYOND
    return Judgement(verdict, change=change)


def is_suppressed(row: Row) -> bool:
    """Whether the source suppresses an observation."""
    return bool(row[Obs.STATUS] == Status.SUPPRESSED.value)
