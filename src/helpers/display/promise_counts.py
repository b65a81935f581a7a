"""What the promises come to, in sentences: how many, judged from what, with which answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from helpers.display.promise_words import plain
from helpers.methods.rounding import half_up
from helpers.strategies.counting import SOURCES, counted
from helpers.strategies.judging import Made
from helpers.strategies.model import Type
from helpers.strategies.verdicts import (
    DIRECTIONS,
    MILESTONES,
    MONEY,
    TARGETS,
    THEN_AND_NOW,
    Judged,
)

ORDERS: dict[Type, tuple[str, ...]] = {
    "direction": DIRECTIONS,
    "target": TARGETS,
    "milestone": MILESTONES,
    "money": MONEY,
    "baseline": (THEN_AND_NOW,),
}
KINDS: dict[Type, tuple[str, str]] = {
    "direction": ("promise that something will move", "promises that something will move"),
    "target": ("target with a number", "targets with a number"),
    "milestone": ("milestone", "milestones"),
    "money": ("sum of money", "sums of money"),
    "baseline": ("stated fact", "stated facts"),
}
NEEDS = {
    "other published data": "published data that it does not read",
    "local data": "the council's own data",
    "the council": "the council's word",
}
SEVERAL_KINDS = "A promise may be of several kinds, and counts under each of them"
ONE_IN = 20


def number_of(count: int, one: str, several: str) -> str:
    """Return a number with its noun."""
    return f"{count} {one if count == 1 else several}"


def answers_counted(judged: Sequence[Judged], kind: Type) -> str:
    """Say how many promises of one kind have which answer; empty where there are none."""
    found = Counter(
        answer.verdict for each in judged for answer in each.answers if answer.type == kind
    )
    if not found:
        return ""
    told = ", ".join(f"{found[word]} “{word}”" for word in ORDERS[kind] if found[word])
    return f"{number_of(found.total(), *KINDS[kind])}: {told}"


def causes_counted(judged: Sequence[Judged]) -> str:
    """Say why directions cannot be judged, commonest cause first; empty where all can be."""
    found = Counter(
        answer.cause
        for each in judged
        for answer in each.answers
        if answer.type == "direction" and answer.cause
    )
    ordered = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    return ", ".join(f"{cause} ({count})" for cause, count in ordered)


def sources_told(judged: Sequence[Judged]) -> str:
    """Say how many promises can be judged from published data, and how many need what else."""
    whole = counted(judged)
    by = whole.by_source
    told = [
        f"{by['published data']} can be held against published data that this page reads, of which "
        f"{whole.answered_from_published} have an answer now"
    ]
    needs = [f"{by[name]} {words}" for name, words in NEEDS.items() if by[name]]
    told += [f"{_together(needs)}"] if needs else []
    if alone := by["the document"]:
        told.append(f"{alone} {'rests' if alone == 1 else 'rest'} on the document alone")
    return "; ".join(told)


def _together(parts: Sequence[str]) -> str:
    """Put counted needs together: "3 need this, 2 that and 1 the other"."""
    first, _, rest = parts[0].partition(" ")
    told = [f"{first} {'needs' if first == '1' else 'need'} {rest}", *parts[1:]]
    return told[0] if len(told) == 1 else f"{', '.join(told[:-1])} and {told[-1]}"


def local_told(judged: Sequence[Judged]) -> str:
    """Name the promises that need the council's own data, by the dataset that would hold it."""
    named: dict[str, list[str]] = {}
    for each in judged:
        if each.commitment.judged_from == SOURCES[2]:
            named.setdefault(each.commitment.local_dataset, []).append(each.id)
    if not named:
        return ""
    with_contract = [f"`{name}` ({', '.join(ids)})" for name, ids in sorted(named.items()) if name]
    told = "The council's own data that would answer, by the contract that is ready for them: "
    told = f"{told}{'; '.join(with_contract)}." if with_contract else ""
    if without := named.get("", []):
        told += f" No contract is written yet for {', '.join(without)}."
    return told.strip()


def comparisons_told(made: Made) -> str:
    """State how many comparisons were made, and what chance alone brings among so many."""
    return (
        f"{number_of(made.changes, 'change was', 'changes were')} judged and "
        f"{number_of(made.levels, 'figure was', 'figures were')} held against England's. One "
        f"comparison in {ONE_IN} shows a difference by chance alone: {_expected(made)}."
    )


def _expected(made: Made) -> str:
    """Say how many of the comparisons would show a difference by chance alone."""
    among = int(half_up((made.changes + made.levels) / ONE_IN))
    return (
        f"of so many, about {'one' if among == 1 else among}" if among else "of so few, hardly one"
    )


def listed(judged: Sequence[Judged], most: int) -> str:
    """Name promises with what they say, and how many more there are."""
    told = [f"{each.id}, {plain(each.commitment.says.rstrip('.'))}" for each in judged[:most]]
    more = len(judged) - most
    return "; ".join(told) + (f"; and {more} more" if more > 0 else "")
