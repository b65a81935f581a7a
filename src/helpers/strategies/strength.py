"""How strong the evidence on a promise is: one stated ladder, from a judged change to no figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from helpers.strategies.verdicts import (
    ADDS_UP,
    AS_PROMISED,
    DOES_NOT_ADD_UP,
    MET,
    NO_CLEAR_CHANGE,
    NOT_MET,
    OTHER_WAY,
    STARTING_POINT,
    Judged,
)

JUDGED = frozenset({AS_PROMISED, OTHER_WAY, NO_CLEAR_CHANGE})
RECORDED = frozenset({ADDS_UP, DOES_NOT_ADD_UP, MET, NOT_MET, "done", "not done", "superseded"})


@dataclass(frozen=True)
class Rung:
    """One rung of the ladder.

    Attributes
    ----------
    number : int
        From 1, the strongest.
    name, meaning : str
        In words.
    has_figure : bool
        Whether a published figure of the thing promised stands there.
    """

    number: int
    name: str
    meaning: str
    has_figure: bool = False


LADDER = (
    Rung(
        1,
        "A change judged with its margin or interval",
        "At least two comparable figures, one of them collected since the strategy began, and how "
        "far chance alone would move them is known.",
        has_figure=True,
    ),
    Rung(
        2,
        "A change judged without a margin",
        "As above, but the publisher gives no margin: only a change that stands out among all "
        "councils would be seen.",
        has_figure=True,
    ),
    Rung(
        3,
        "A starting point",
        "A figure that can be compared with England's, and not yet one that was collected since "
        "the strategy began.",
        has_figure=True,
    ),
    Rung(
        4,
        "A level alone",
        "A figure is published. Its series is broken, has no year to count from or is flagged, or "
        "no change was promised.",
        has_figure=True,
    ),
    Rung(
        5,
        "The documents' own word",
        "Sums that can be checked within the document, or a milestone with evidence registered.",
    ),
    Rung(
        6,
        "Figures beside it alone",
        "What is published stands near the promise and is not the thing promised.",
    ),
    Rung(
        7,
        "No figure and no word yet",
        "What would answer is held by the council, published elsewhere or not collected.",
    ),
)


def rung_of(judged: Judged) -> Rung:
    """Return the rung on which the evidence for a promise stands."""
    deciding = [move for move in judged.moves if move.measure.role == "verdict"]
    decides = "direction" in judged.commitment.types
    found = [move for move in deciding if move.verdict in JUDGED] if decides else []
    if any(move.rule != "spread" for move in found):
        return LADDER[0]
    if found:
        return LADDER[1]
    if decides and any(move.verdict == STARTING_POINT for move in deciding):
        return LADDER[2]
    levels = {level.measure.role for level in judged.levels if not level.cause}
    if "verdict" in levels:
        return LADDER[3]
    if any(answer.verdict in RECORDED for answer in judged.answers):
        return LADDER[4]
    return LADDER[5] if levels else LADDER[6]


def on_rungs(judged: Sequence[Judged]) -> dict[Rung, tuple[Judged, ...]]:
    """Put promises on the ladder, each on one rung; those that rest on most people first."""
    found: dict[Rung, list[Judged]] = {rung: [] for rung in LADDER}
    for each in judged:
        found[rung_of(each)].append(each)
    return {rung: tuple(sorted(those, key=_people)) for rung, those in found.items()}


def strongest(judged: Sequence[Judged]) -> tuple[Rung, tuple[Judged, ...]] | None:
    """Return the highest rung on which a promise stands with a figure, and those on it."""
    rungs = [(rung, those) for rung, those in on_rungs(judged).items() if those]
    return next((pair for pair in rungs if pair[0].has_figure), None)


def weakest(judged: Sequence[Judged]) -> tuple[Rung, tuple[Judged, ...]] | None:
    """Return the lowest rung on which a promise stands with a figure, if not the highest."""
    rungs = [(r, those) for r, those in on_rungs(judged).items() if those and r.has_figure]
    return rungs[-1] if len(rungs) > 1 else None


def smallest_count(judged: Judged) -> float | None:
    """Fewest people or things on which a latest figure that decides rests."""
    counts = [
        level.reading.denominator
        for level in judged.levels
        if level.measure.role == "verdict"
        and level.reading is not None
        and level.reading.denominator is not None
    ]
    return min(counts, default=None)


def _people(judged: Judged) -> float:
    return -(smallest_count(judged) or 0)
