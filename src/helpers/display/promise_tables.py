"""Tables of promises: with both answers, counted, on the ladder of evidence, and what they lack."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from helpers.base.themes import THEMES
from helpers.display.numbers import DASH
from helpers.display.promise_words import answers_in_brief, where_in_brief
from helpers.display.tables import Column, Table
from helpers.strategies.counting import SOURCES, Counted
from helpers.strategies.model import ALL_THEMES, OUTSIDE
from helpers.strategies.strength import Rung
from helpers.strategies.verdicts import Judged

GROUP_TITLES: Mapping[str, str] = {theme.slug: theme.title for theme in THEMES} | {
    OUTSIDE: "Outside the five themes",
    ALL_THEMES: "All themes",
}
PROMISE_COLUMNS = (
    Column("promise", "Promise"),
    Column("where", "Where are we?"),
    Column("answer", "Which way, or is it done?"),
    Column("judged_from", "To be judged from"),
)


@dataclass(frozen=True)
class Wanted:
    """Data that would answer promises: what, which promises, and who holds it."""

    data: str
    promises: tuple[str, ...]
    where: str


def promises_table(judged: Sequence[Judged], table_id: str, caption: str) -> Table:
    """Table of promises with both answers in brief, one row each.

    Parameters
    ----------
    judged : sequence of Judged
        The promises, in order.
    table_id, caption : str
        Name within the page, and caption.
    """
    return _table(
        table_id,
        caption,
        PROMISE_COLUMNS,
        [
            (
                f"{each.id}. {each.commitment.says}",
                where_in_brief(each),
                answers_in_brief(each),
                each.commitment.judged_from,
            )
            for each in judged
        ],
    )


def counts_table(groups: Mapping[str, Counted], whole: Counted, caption: str) -> Table:
    """Table of how many promises there are, by theme and by what they can be judged from.

    Parameters
    ----------
    groups : mapping of str to Counted
        Each group's count.
    whole : Counted
        All of them.
    caption : str
        What is counted.
    """
    columns = (
        Column("theme", "Theme"),
        Column("promises", "Promises", numeric=True),
        *(Column(name.replace(" ", "_"), _capital(name), numeric=True) for name in SOURCES),
        Column("answered", "Answered now", numeric=True),
    )
    rows = [(GROUP_TITLES[name], *_numbers(each)) for name, each in groups.items()]
    return _table("promises-counted", caption, columns, [*rows, ("All", *_numbers(whole))])


def _numbers(counted: Counted) -> tuple[str, ...]:
    by_source = (str(counted.by_source[name]) for name in SOURCES)
    return (str(counted.promises), *by_source, str(counted.answered))


def ladder_table(rungs: Mapping[Rung, Sequence[Judged]]) -> Table:
    """Table of the ladder of evidence, from the strongest rung, with the promises on each."""
    return _table(
        "evidence-ladder",
        "How strong the evidence is, from the strongest down",
        (
            Column("evidence", "Evidence"),
            Column("meaning", "What it means"),
            Column("promises", "Promises", numeric=True),
            Column("which", "Which"),
        ),
        [
            (
                f"{rung.number}. {rung.name}",
                rung.meaning,
                str(len(those)),
                ", ".join(each.id for each in those) or DASH,
            )
            for rung, those in rungs.items()
        ],
    )


def wanted_table(wanted: Sequence[Wanted]) -> Table:
    """Table of the data that would answer what stays open, and the promises that it would."""
    return _table(
        "to-collect",
        "Data that would answer what stays open",
        (Column("data", "Data"), Column("promises", "Promises"), Column("where", "Where it is")),
        [(each.data, ", ".join(each.promises), each.where) for each in wanted],
    )


def _table(
    table_id: str, caption: str, columns: tuple[Column, ...], rows: Sequence[tuple[str, ...]]
) -> Table:
    return Table(table_id, caption, columns, tuple(rows), tuple(None for _ in rows))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
