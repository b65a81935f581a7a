"""Every commitment of a strategy held against observations: levels, moves, answers, counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from helpers.base.errors import ParameterError
from helpers.base.periods import check_period
from helpers.strategies.deadlines import deadline_told
from helpers.strategies.judge_direction import combine, judge_direction, judge_move, reasons
from helpers.strategies.judge_fact import judge_fact
from helpers.strategies.judge_level import judge_level
from helpers.strategies.judge_milestone import judge_milestone
from helpers.strategies.judge_money import judge_money
from helpers.strategies.judge_target import judge_target
from helpers.strategies.model import Commitment, Strategy
from helpers.strategies.readings import Held, readings
from helpers.strategies.verdicts import (
    CANNOT,
    NOT_YET_DUE,
    STARTING_POINT,
    Answer,
    Judged,
    Level,
    Move,
)

# Words that say only that the answer is still to come.
OPEN = frozenset({CANNOT, STARTING_POINT, NOT_YET_DUE, "council to confirm"})


@dataclass(frozen=True)
class Made:
    """How many comparisons were made: chance alone makes one in twenty look like a finding.

    Attributes
    ----------
    changes : int
        Changes between two values of the council that a rule judged.
    levels : int
        Values held against England's by their interval or margin.
    """

    changes: int
    levels: int


def judge(
    strategy: Strategy, held: Held, baselines: Mapping[str, str] | None = None
) -> tuple[Judged, ...]:
    """Judge every commitment of a strategy.

    Parameters
    ----------
    strategy : Strategy
        What was promised.
    held : Held
        What was observed.
    baselines : mapping of str to str or None
        For targets that state no baseline, a financial year to count from, by commitment.

    Returns
    -------
    tuple of Judged
        One for each commitment, in the order of the file.

    Raises
    ------
    ParameterError
        When a baseline is given to what is no target without one, or is no financial year.
    """
    given = _checked(strategy, baselines or {})
    return tuple(
        judge_one(strategy, each, held, given.get(each.id, "")) for each in strategy.commitments
    )


def judge_one(strategy: Strategy, commitment: Commitment, held: Held, given: str = "") -> Judged:
    """Judge one commitment.

    Parameters
    ----------
    strategy, commitment : Strategy, Commitment
        What was promised.
    held : Held
        What was observed.
    given : str
        A financial year to count its target from, where the document states none.
    """
    document = strategy.document_of(commitment)
    levels = tuple(judge_level(held, measure) for measure in commitment.measures)
    moves = tuple(judge_move(held, measure, document) for measure in commitment.measures)
    answers = tuple(
        _answer(strategy, commitment, held, levels, moves, kind, given) for kind in commitment.types
    )
    decided = "direction" in commitment.types and commitment.of_role("verdict")
    aside = [move for move in moves if move.measure.role == "beside"]
    known = [move for move in aside if move.readings and move.measure.way != "none"]
    known = [] if decided else known
    return Judged(
        commitment=commitment,
        document=document,
        levels=levels,
        moves=moves,
        answers=answers,
        beside=combine(known) if known else "",
        aside=reasons(known) if known else "",
        deadline=deadline_told(commitment.deadline, held.as_of),
        series={each.name: readings(held, each) for each in commitment.measures},
    )


def comparisons(judged: Sequence[Judged]) -> Made:
    """Count the comparisons made, each once, however many promises use it."""
    changes = {move.observations for each in judged for move in each.moves if move.judged}
    levels = {
        level.reading.id
        for each in judged
        for level in each.levels
        if level.reading is not None and level.reading.comparison
    }
    return Made(len(changes), len(levels))


def verdicts(judged: Sequence[Judged]) -> Counter[str]:
    """Count the verdicts of all answers."""
    return Counter(answer.verdict for each in judged for answer in each.answers)


def is_answered(judged: Judged) -> bool:
    """Whether any of its answers says which way, or that something is done, met or adds up."""
    return any(answer.verdict not in OPEN and not answer.cause for answer in judged.answers)


def _answer(
    strategy: Strategy,
    commitment: Commitment,
    held: Held,
    levels: Sequence[Level],
    moves: Sequence[Move],
    kind: str,
    given: str,
) -> Answer:
    if kind == "direction":
        return judge_direction(commitment, moves)
    if kind == "milestone":
        return judge_milestone(commitment)
    if kind == "target":
        return judge_target(held, commitment, moves, given)
    if kind == "money":
        return judge_money(strategy, commitment)
    return judge_fact(strategy, commitment, levels)


def _checked(strategy: Strategy, baselines: Mapping[str, str]) -> dict[str, str]:
    known = [each.id for each in strategy.commitments if each.target and each.target.needs_baseline]
    for name in baselines:
        if name not in known:
            raise ParameterError(
                f'baseline of "{name}"',
                "it is no target that is counted from a baseline",
                ", ".join(known) or "none in this strategy",
                "give baselines to these alone",
            )
    return {name: check_period(year) for name, year in baselines.items()}
