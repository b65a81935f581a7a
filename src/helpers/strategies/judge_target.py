"""Targets: met, not met, not yet due, or cannot be judged; a baseline may be given from outside."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from helpers.indicators import numbers
from helpers.indicators.registry import Indicator
from helpers.strategies import words
from helpers.strategies.judge_level import absence
from helpers.strategies.model import Commitment
from helpers.strategies.moments import last_day, spoken
from helpers.strategies.parts import NOT_STATED, Measure, Target
from helpers.strategies.readings import Held, Reading, indicator_of, readings
from helpers.strategies.verdicts import CANNOT, MET, NOT_MET, NOT_YET_DUE, Answer, Cause, Move

NO_BASELINE_STATED = "as written it cannot be judged: no baseline is stated"


def judge_target(
    held: Held, commitment: Commitment, moves: Sequence[Move], given: str = ""
) -> Answer:
    """Answer whether a target was met.

    Parameters
    ----------
    held : Held
        The frames.
    commitment : Commitment
        The target, its baseline and its deadline.
    moves : sequence of Move
        Which way its measures moved.
    given : str
        A financial year to count from, for a target that states no baseline.

    Returns
    -------
    Answer
        The figure held against the target is the last one whose period ended by the deadline. A
        measure with the role "beside" is told and never decides.
    """
    target = commitment.target
    if target is None:
        message = f"{commitment.id} has no target"
        raise ValueError(message)
    due = last_day(commitment.deadline.date) if commitment.deadline.date else None
    beside = _beside(held, moves, target if given else None, given)
    if due is not None and due > held.as_of:
        told = f"the deadline, {commitment.deadline.written}, lies ahead of {_day(held.as_of)}"
        return _answer(NOT_YET_DUE, "", moves, told, _stated(commitment), beside)
    if target.needs_baseline and commitment.baseline == NOT_STATED and not given:
        return _answer(CANNOT, "no baseline", moves, NO_BASELINE_STATED, beside)
    for measure in commitment.of_role("verdict"):
        indicator = indicator_of(held, measure)
        rows = _until(readings(held, measure), due)
        if indicator is None or not rows or rows[-1].value is None:
            continue
        return _against(commitment, indicator, rows, given, due)
    cause: Cause = _missing(commitment)
    needs = f"Needed: {commitment.needs}"
    return _answer(CANNOT, cause, moves, _stated(commitment), needs, beside)


def _against(
    commitment: Commitment,
    indicator: Indicator,
    rows: Sequence[Reading],
    given: str,
    due: date | None,
) -> Answer:
    target, last = commitment.target, rows[-1]
    if target is None or last.value is None:
        message = f"{commitment.id} has nothing to be held against"
        raise ValueError(message)
    if last.flags:
        reason = words.sentence(words.figure_of(last, indicator), f"Flagged: {last.flags}")
        return Answer("target", CANNOT, "flagged data", reason, (last.id,))
    start = _start(commitment, rows, given)
    wanted = _wanted(target, start)
    if wanted is None:
        told = f"the value of {given}, from which it is to be counted, is not among the data"
        return Answer("target", CANNOT, "no baseline", words.sentence(told), (last.id,))
    reached = _is_reached(target, last.value, wanted)
    parts = [_stated(commitment), f"That is {_way(target)} {numbers.value(wanted, indicator)}"]
    parts.append(words.figure_of(last, indicator))
    if given:
        parts.append(f"The baseline, {given}, was given as a parameter and is not the document's")
    verdict = MET if reached else (NOT_MET if due is not None else NOT_YET_DUE)
    if due is None and not reached:
        parts.append("No deadline is stated")
    return Answer("target", verdict, "", words.sentence(*parts), (last.id,))


def _start(commitment: Commitment, rows: Sequence[Reading], given: str) -> float | None:
    if given:
        return next((row.value for row in rows if row.period == given), None)
    return None if isinstance(commitment.baseline, str) else commitment.baseline.value


def _wanted(target: Target, start: float | None) -> float | None:
    if target.kind == "change in per cent":
        return None if start is None else start * (1 + (target.value or 0) / 100)
    return start if target.kind == "falls beside the population" else target.value


def _is_reached(target: Target, value: float, wanted: float) -> bool:
    if target.kind == "at least":
        return value >= wanted
    if target.kind in {"below", "falls beside the population"}:
        return value < wanted
    if target.kind == "change in per cent" and (target.value or 0) > 0:
        return value >= wanted
    return value <= wanted


def _way(target: Target) -> str:
    if target.kind == "at least" or (
        target.kind == "change in per cent" and (target.value or 0) > 0
    ):
        return "at least"
    return "under" if target.kind in {"below", "falls beside the population"} else "at most"


def _beside(held: Held, moves: Sequence[Move], target: Target | None, given: str) -> str:
    """Say which way the measures beside it moved, and what a given baseline would ask of them."""
    told = []
    for move in moves:
        if move.measure.role != "beside" or not move.readings:
            continue
        told += [f"Beside it, {move.title}: {move.text}", move.measure.note]
        start = next((each for each in readings(held, move.measure) if each.period == given), None)
        indicator = indicator_of(held, move.measure)
        if target is not None and indicator is not None and start and start.value is not None:
            wanted = _wanted(target, start.value)
            plain = "" if wanted is None else numbers.value(wanted, indicator)
            told.append(
                f"Counted from {start.when}, which was given as a parameter and is not the "
                f"document's baseline, the target would be {_way(target)} {plain} of that measure"
            )
    return words.sentence(*told)


def _until(rows: Sequence[Reading], due: date | None) -> list[Reading]:
    return [row for row in rows if due is None or row.ends <= due]


def _missing(commitment: Commitment) -> Cause:
    measures: tuple[Measure, ...] = commitment.of_role("verdict")
    if measures:
        return absence(measures[0])
    return "needs local data" if commitment.judged_from == "local data" else "not in the data"


def _stated(commitment: Commitment) -> str:
    target = commitment.target
    written = "" if target is None else target.written
    start = (
        commitment.baseline if isinstance(commitment.baseline, str) else commitment.baseline.written
    )
    return f"The target is written as “{written}”, its baseline as “{start}”"


def _day(day: date) -> str:
    return spoken(day.isoformat())


def _answer(verdict: str, cause: Cause, moves: Sequence[Move], *parts: str) -> Answer:
    used = tuple(dict.fromkeys(each for move in moves for each in move.observations))
    return Answer("target", verdict, cause, words.sentence(*parts), used)
