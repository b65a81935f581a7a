"""Baselines and facts: what the document states, and the same today."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.strategies import words
from helpers.strategies.judge_money import sums_of
from helpers.strategies.model import Commitment, Strategy
from helpers.strategies.parts import Figure
from helpers.strategies.verdicts import THEN_AND_NOW, Answer, Cause, Level

NO_FIGURE = "the document states no figure"


def judge_fact(strategy: Strategy, commitment: Commitment, levels: Sequence[Level]) -> Answer:
    """Set a stated figure beside what is known today.

    Parameters
    ----------
    strategy, commitment : Strategy, Commitment
        What is stated.
    levels : sequence of Level
        Where its measures stand; those with the role "verdict" are the same thing today.

    Returns
    -------
    Answer
        The cause says why there is no figure for today, where there is none.
    """
    then = "; ".join(_stated(each) for each in commitment.stated) or NO_FIGURE
    deciding = [level for level in levels if level.measure.role == "verdict"]
    known = [level for level in deciding if not level.cause]
    now = " ".join(f"{level.title}: {level.text}" for level in known)
    cause: Cause = ""
    if not known:
        cause = deciding[0].cause if deciding else _cause(commitment)
        now = f"not among the data. {words.sentence(f'Needed: {commitment.needs}')}"
    checked = " ".join(each.text for each in sums_of(strategy, commitment))
    reason = f"Then: {then.rstrip('.')}. Now: {now} {checked}".strip()
    used = tuple(dict.fromkeys(each for level in known for each in level.observations))
    return Answer("baseline", THEN_AND_NOW, cause, reason, used)


def _cause(commitment: Commitment) -> Cause:
    return "needs local data" if commitment.judged_from == "local data" else "not in the data"


def _stated(figure: Figure) -> str:
    said = figure.written
    if figure.unit not in {"per cent", "pounds"} and figure.unit not in said:
        said = f"{said} {figure.unit}"
    name = "" if figure.name == figure.unit else f"{figure.name}: "
    when = f" ({figure.period})" if figure.period else ""
    return f"{name}{said}{when}"
