"""What happened to the figures between two versions, in plain sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from helpers.base.counted import counted
from helpers.indicators.editions import FigureChange, Kind
from helpers.indicators.moves import Verdict
from helpers.publication.differences import Chance, Differences
from helpers.publication.figure_words import (
    amount,
    figure_words,
    name_of,
    period_words,
    says,
)

NAMED = 3
"""Figures that a sentence names; more are counted, and stand in the table."""

Sentences = Iterator[str]
Changes = Sequence[FigureChange]


def figure_sentences(found: Differences, *, amounts: bool = True) -> Sentences:
    """Say what happened to the figures, kind by kind; nothing where nothing did.

    Parameters
    ----------
    found : Differences
        The record.
    amounts : bool
        Whether values are said. They are left out of what outlives its version on other
        pages, because a later edition may suppress them.
    """
    by_kind: dict[Kind, list[FigureChange]] = {}
    for change in found.figures:
        by_kind.setdefault(change.kind, []).append(change)
    if found.chance is not None:
        yield from _moves(by_kind[Kind.MOVED], found.chance, amounts=amounts)
    for kind, words in _COUNTED.items():
        if changes := by_kind.get(kind):
            said = words if amounts or kind != Kind.REVISED else _revised_in_brief
            yield from said(changes)
    yield from _beside(found)


def _moves(moves: Changes, chance: Chance, *, amounts: bool) -> Sentences:
    periods = list(dict.fromkeys(period_words(move.period) for move in moves))
    when = f" ({', '.join(periods)})" if len(periods) <= NAMED else ""
    verb = "has a newer figure" if len(moves) == 1 else "have a newer figure"
    yield f"{counted(len(moves), 'measure')} {verb}{when}"
    if chance.compared:
        yield _of_compared(chance)
        yield _perspective(chance)
    beyond = [move for move in moves if move.verdict == Verdict.BEYOND]
    if len(beyond) <= NAMED:
        yield from (_moved(move, amounts=amounts) for move in beyond)
    if chance.not_judged:
        yield (
            f"For {counted(chance.not_judged, 'measure')} no direction can be said: the series "
            "breaks, a figure is flagged or no margin is published"
        )


def _of_compared(chance: Chance) -> str:
    if chance.compared == 1:
        verb = "moved" if chance.beyond else "did not move"
        return (
            f"The one that can be compared with its earlier figure {verb} by more than its margin"
        )
    if chance.beyond == chance.compared:
        return f"All {chance.compared} that can be compared moved by more than their margin"
    if not chance.beyond:
        return f"None of the {chance.compared} that can be compared moved by more than its margin"
    return (
        f"Of the {chance.compared} that can be compared, {chance.beyond} moved by more than "
        f"{'its' if chance.beyond == 1 else 'their'} margin and {chance.inside} did not"
    )


def _perspective(chance: Chance) -> str:
    expected = chance.expected_by_chance
    many = "fewer than one" if expected < 1 else f"about {expected:.0f}"
    count = counted(chance.compared, "comparison")
    return (
        "Where nothing has changed, about one figure in twenty still goes beyond its margin by "
        f"chance: with {count}, {many}"
    )


def _moved(move: FigureChange, *, amounts: bool) -> str:
    way = "rose" if (move.change or 0) > 0 else "fell"
    before, after = move.before, move.after
    if not amounts or not (before and after) or before.value is None or after.value is None:
        return f"{name_of(move)} {way} by more than its margin ({period_words(move.period)})"
    return (
        f"{name_of(move)} {way} from {amount(before.value, move)} in "
        f"{period_words(before.period)} to {amount(after.value, move)} in "
        f"{period_words(after.period)}, by more than its margin"
    )


def _revised(changes: Changes) -> Sentences:
    if len(changes) <= NAMED:
        for change in changes:
            yield (
                f"{name_of(change)} for {period_words(change.period)} was revised from "
                f"{figure_words(change.before, change)} to {figure_words(change.after, change)}, "
                f"{_REVISED[change.verdict]}"
            )
    else:
        yield _revised_counts(changes)


def _revised_in_brief(changes: Changes) -> Sentences:
    yield f"{_revised_counts(changes)}{_names(changes)}"


def _revised_counts(changes: Changes) -> str:
    each = Counter(change.verdict for change in changes)
    parts = [f"{each[verdict]} {words}" for verdict, words in _REVISED.items() if each[verdict]]
    verb = "was" if len(changes) == 1 else "were"
    count = counted(len(changes), "figure")
    return f"{count} {verb} revised for the same period ({', '.join(parts)})"


_REVISED = {
    Verdict.INSIDE: "inside the interval shown before",
    Verdict.BEYOND: "outside the interval shown before",
    Verdict.NOT_JUDGED: "without a margin to judge it by",
}


def _suppressed(changes: Changes) -> Sentences:
    verb = "is" if len(changes) == 1 else "are"
    yield (
        f"{counted(len(changes), 'figure')} {verb} now suppressed by the publisher and no longer "
        f"shown{_names(changes)}; suppressed is not nought"
    )


def _released(changes: Changes) -> Sentences:
    if len(changes) == 1:
        yield f"1 figure that was suppressed is now published{_names(changes)}"
    else:
        yield f"{len(changes)} figures that were suppressed are now published{_names(changes)}"


def _withdrawn(changes: Changes) -> Sentences:
    verb = "was" if len(changes) == 1 else "were"
    yield (
        f"{counted(len(changes), 'figure')} {verb} withdrawn by the publisher"
        f"{_names(changes)}; no figure is not nought"
    )


def _status(changes: Changes) -> Sentences:
    named = Counter(says(change) for change in changes)
    for words, count in named.items():
        yield f"{counted(count, 'figure')}: {words[:1].lower()}{words[1:]}"


def _plain(one: str, many: str) -> Callable[[Changes], Sentences]:
    def sentences(changes: Changes) -> Sentences:
        words = one if len(changes) == 1 else many.format(count=len(changes))
        yield f"{words}{_names(changes)}"

    return sentences


_COUNTED = {
    Kind.EMPTY: _plain(
        "1 measure has no figure for the new period",
        "{count} measures have no figure for the new period",
    ),
    Kind.REVISED: _revised,
    Kind.RECOUNTED: _plain(
        "1 figure kept its value, with its counts or interval revised",
        "{count} figures kept their value, with their counts or intervals revised",
    ),
    Kind.SUPPRESSED: _suppressed,
    Kind.RELEASED: _released,
    Kind.WITHDRAWN: _withdrawn,
    Kind.ARRIVED: _plain(
        "1 figure that was not there is now published",
        "{count} figures that were not there are now published",
    ),
    Kind.STATUS: _status,
    Kind.FLAGGED: _plain(
        "The data-quality flags of 1 figure changed",
        "The data-quality flags of {count} figures changed",
    ),
    Kind.ADDED: _plain(
        "1 measure is shown that was not shown before",
        "{count} measures are shown that were not shown before",
    ),
    Kind.GONE: _plain("1 figure is no longer shown", "{count} figures are no longer shown"),
}


def _names(changes: Changes) -> str:
    if len(changes) > NAMED:
        return ""
    each = [f"{name_of(change)}, {period_words(change.period)}" for change in changes]
    return f": {'; '.join(each)}"


def _beside(found: Differences) -> Sentences:
    if found.beside:
        count = counted(found.beside, "figure")
        beside = "England, the region or neighbours"
        yield f"What stands beside {count} ({beside}) is new or was revised"
    if found.ranks:
        yield f"The rank of {counted(found.ranks, 'figure')} for the same period changed"
    if found.verdicts:
        count = counted(found.verdicts, "figure")
        yield f"The comparison with England reads differently for {count} of the same period"
