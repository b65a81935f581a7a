"""What a long series of months or quarters shows beyond its own usual swing, and when none can say.

Rules are applied only where a series runs on for long without a gap, a break or a flag: the limits
of an individuals (XmR) chart from 24 points, the runs of a run chart from 10. A count that carries
over from one period to the next is described instead, unless it is seen not to
(`methods.carry_over`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from helpers.base.period_kinds import PeriodKind
from helpers.base.spans import next_to
from helpers.display import carried_over, numbers, sentences
from helpers.display.passages import Passage
from helpers.display.shown import Shown
from helpers.indicators.observations import Obs
from helpers.methods.carry_over import can_be_judged
from helpers.methods.intervals import Numbers
from helpers.methods.rounding import half_up
from helpers.methods.run_chart import FEWEST_POINTS, run_chart
from helpers.methods.usual_swing import IN_A_ROW, UsualSwing, usual_swing

FEWEST_FOR_LIMITS = 24
# With more than an eighth of the points outside, one pair of limits describes no usual swing.
MOST_OUTSIDE = 0.125
# A count that leaps by half from one period to the next is first a question about coverage.
LEAP = 0.5
Rule = Literal["limits", "moved", "runs", "described", "none"]


@dataclass(frozen=True)
class LongSeries:
    """A series with what the rules find in its last unbroken stretch.

    Attributes
    ----------
    known : tuple of Shown
        Its figures with a value, earliest first.
    start : int
        Position among them from which the stretch that is judged runs.
    rule : {"limits", "moved", "runs", "described", "none"}
        Which rules are applied; "described" where none may be, since the count carries over.
    centre, lower, upper : float or None
        Average or median of the stretch, and the limits, in the unit.
    signals : tuple of bool
        For each known figure whether it lies outside the limits, or in too long a run.
    sentence : str
        What the rules say, or why none is applied.
    moved : bool
        Whether the rules say that the level moved.
    in_short : str
        For a title, how far a series went that is described.
    """

    known: tuple[Shown, ...]
    start: int
    rule: Rule
    centre: float | None
    lower: float | None
    upper: float | None
    signals: tuple[bool, ...]
    sentence: str
    moved: bool = False
    in_short: str = ""


def judged(figures: Sequence[Shown]) -> LongSeries:
    """Judge a series by the rules that its length allows.

    Parameters
    ----------
    figures : sequence of Shown
        One a period, earliest first; those without a value included. At least one has one.
    """
    known = tuple(figure for figure in figures if figure.value is not None)
    start, why = _stretch(known)
    values = np.array([figure.value for figure in known[start:]], dtype=np.float64)
    if values.size > 1 and known[-1].indicator.carries_over and not can_be_judged(values):
        return _described(known, start, values)
    if values.size >= FEWEST_FOR_LIMITS:
        return _by_limits(known, start, values)
    if values.size >= FEWEST_POINTS:
        if known[-1].indicator.is_number and _jumps(values):
            return _moved(known, start, values)
        return _by_runs(known, start, values)
    things = f"{values.size} figures in a row" if values.size > 1 else "one figure"
    sentence = (
        f"No rule is applied to find a direction: {things}{why}, and {FEWEST_POINTS} are needed"
    )
    none = tuple(False for _ in known)
    return LongSeries(known, start, "none", None, None, None, none, sentence)


def long_series_reading(every: Sequence[LongSeries]) -> Passage:
    """Put what some series show into sentences, each with its last figure."""
    last = [series.known[-1] for series in every]
    lines = [
        f"**{figure.indicator.title}:** {sentences.level(figure)}. {series.sentence}."
        for figure, series in zip(last, every, strict=True)
    ]
    text = lines[0] if len(lines) == 1 else "\n".join(f"- {line}" for line in lines)
    return Passage(text, tuple(figure.told for figure in last))


def _stretch(known: tuple[Shown, ...]) -> tuple[int, str]:
    """Position from which the series runs on unbroken, and what broke it there."""
    for place in range(len(known) - 1, -1, -1):
        figure = known[place]
        if figure.flags:
            after = place if place == len(known) - 1 else place + 1
            return after, f" after {figure.year}, where a figure is flagged"
        if figure.row.get(Obs.BREAK_BEFORE):
            return place, " since the break"
        if place and not next_to(known[place - 1].period, figure.period, figure.period_kind):
            return place, " since the gap"
    return 0, ""


def _by_limits(known: tuple[Shown, ...], start: int, values: Numbers) -> LongSeries:
    swing = usual_swing(values)
    if swing.outside.sum() > MOST_OUTSIDE * values.size:
        return _moved(known, start, values)
    outside = [bool(each) for each in swing.outside]
    lower, upper = max(swing.lower, 0.0), swing.upper
    if known[-1].indicator.unit == "per cent":
        upper = min(upper, 100.0)
    said = [
        f"Over {len(values)} {_kinds(known)} from {known[start].year} until {known[-1].year} the "
        f"average was {_value(swing.mean, known)}; swings between {_bare(lower, known)} and "
        f"{_value(upper, known)} are usual for this series",
        *_outside(known[start:], outside),
        *_moves(swing),
    ]
    if len(said) == 1:
        said.append("none lies outside and none of the rules finds a lasting move")
    signals = (*(False,) * start, *outside)
    told, moved = "; ".join(said), swing.moved
    return LongSeries(known, start, "limits", swing.mean, lower, upper, signals, told, moved)


def _outside(stretch: Sequence[Shown], outside: Sequence[bool]) -> list[str]:
    found = [figure for figure, far in zip(stretch, outside, strict=True) if far]
    if not found:
        return []
    first, last = found[0], found[-1]
    when = first.when if first is last else f"from {first.year} until {last.year}"
    count = "one lies" if len(found) == 1 else f"{len(found)} lie"
    them = "it" if len(found) == 1 else "them"
    return [
        f"{count} outside, {when}, and the average is without {them}: something besides the usual "
        "swing was at work"
    ]


def _moves(swing: UsualSwing) -> list[str]:
    said = []
    if swing.row >= IN_A_ROW:
        said.append(f"{swing.row} of these follow one another: its level did not stay put")
    if swing.runs:
        said.append(
            "figures stay on one side of the middle for longer, or change sides less often, than "
            "chance would make them: its level did not stay put"
        )
    return said


def _jumps(values: Numbers) -> bool:
    before, after = values[:-1], values[1:]
    return bool(np.any(np.abs(after - before) > LEAP * np.maximum(before, 1.0)))


def _moved(known: tuple[Shown, ...], start: int, values: Numbers) -> LongSeries:
    """Describe a series whose level moved so much that no one swing is usual for it."""
    low, high = known[start + int(values.argmin())], known[start + int(values.argmax())]
    said = (
        f"Over {len(values)} {_kinds(known)} from {known[start].year} until {known[-1].year} the "
        f"level moved too much for one usual swing: from {_value(float(values.min()), known)} "
        f"{low.when} to {_value(float(values.max()), known)} {high.when}. Ask first whether "
        "the counting changed"
    )
    none = tuple(False for _ in known)
    return LongSeries(known, start, "moved", None, None, None, none, said, moved=True)


def _by_runs(known: tuple[Shown, ...], start: int, values: Numbers) -> LongSeries:
    chart = run_chart(values)
    centre = float(chart.centre)
    said = (
        f"Over {len(values)} {_kinds(known)} from {known[start].year} until {known[-1].year} half "
        f"of the figures lie on either side of {_value(centre, known)}"
    )
    if chart.signal:
        said += (
            "; they stay on one side for longer, or change sides less often, than chance would "
            "make them: the level moved"
        )
    else:
        said += "; no run is longer, and no crossings fewer, than chance would make them"
    lead = (False,) * start
    signals = (*lead, *(bool(each) for each in chart.in_long_run))
    return LongSeries(known, start, "runs", centre, None, None, signals, said, chart.signal)


def _described(known: tuple[Shown, ...], start: int, values: Numbers) -> LongSeries:
    """Describe a count that carries over: neighbours are alike whether or not anything moved."""
    stretch = known[start:]
    low, high = stretch[int(values.argmin())], stretch[int(values.argmax())]
    lowest, highest = (_value(float(each), known) for each in (values.min(), values.max()))
    lay = f"lay between {lowest} {low.when} and {highest} {high.when}"
    said = (
        f"{carried_over.why_untested(known[-1].period_kind)}. "
        f"{carried_over.since_a_year(stretch)}. "
        f"In {len(values)} {_kinds(known)} in a row it "
        f"{lay if lowest != highest else f'stood at {lowest}'}"
    )
    if known[-1].indicator.is_number and _jumps(values):
        said += ". It leapt from one to the next: ask first whether the counting changed"
    none = tuple(False for _ in known)
    short = carried_over.in_short(stretch)
    return LongSeries(known, start, "described", None, None, None, none, said, in_short=short)


def _value(number: float, known: tuple[Shown, ...]) -> str:
    indicator = known[-1].indicator
    return numbers.with_unit(half_up(number, indicator.decimals), indicator)


def _bare(number: float, known: tuple[Shown, ...]) -> str:
    return numbers.value(half_up(number, known[-1].indicator.decimals), known[-1].indicator)


def _kinds(known: tuple[Shown, ...]) -> str:
    kind = known[-1].period_kind
    return "month ends" if kind == PeriodKind.DATE else f"{kind}s"
