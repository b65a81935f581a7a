"""A version on two pages for board papers: position, direction, what is not known, data to collect.

Everything is taken from the version's own notebook, figures and manifest, in the
words that were published; nothing is computed anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from helpers.base.period_kinds import PeriodKind, spoken_period
from helpers.base.periods import spoken
from helpers.base.text_width import wrapped_to
from helpers.contracts.columns import Obs
from helpers.display.sentences import CLEAR, NO_CHANCE, NO_DIRECTION
from helpers.publication.emitted import RowKey, Table
from helpers.publication.figure_list import NumberedFigure, numbered_figures
from helpers.publication.published_words import (
    TO_COLLECT,
    Caveat,
    PublishedWords,
    Reading,
    published_words,
)
from helpers.publication.summary_card import Card, card_of, first_wanted
from helpers.publication.version_read import ReadVersion

MOST_POSITION = 8
DIRECTION_LINES = 26
"""Lines that the directions may take on the first page, beside the chart."""

OPEN_LINES = 21
"""Lines that missing figures and caveats may take on the second page."""

CARD_LINES = 14
"""The same for a scorecard, whose data to collect are said in more words."""

ONE_BY_ONE = 3
"""So many datasets are named each with its file; more of them in one line after the other."""

# Pixels of a line on paper and the size of its letters; a wider font than ours has room to spare.
_BESIDE, _WHOLE, _SIZE = 370.0, 600.0, 12.0
_FIRST_SENTENCE = re.compile(r".+?[.?!](?=\s|\Z)", re.S)

_VERDICTS = {"higher": "higher", "lower": "lower", "similar": NO_CHANCE.removesuffix(" from")}
_NOT_COMPARED = "not compared"
_NO_CLEAR = "no clear change"
_SILENT = 9
_TOLD = ("value", "interval", "counts", "england", "region")


@dataclass(frozen=True)
class Position:
    """One headline measure, in the display strings of the page's own table.

    Attributes
    ----------
    key : RowKey
        The observation, for the disclosure scan.
    measure : str
        Title and code, with the year where it is not the page's.
    cells : tuple of (column, text)
        Value, interval, counts, England and region.
    verdict : str
        How it stands beside England.
    """

    key: RowKey
    measure: str
    cells: tuple[tuple[str, str], ...]
    verdict: str


@dataclass(frozen=True)
class Directions:
    """What can be said of the change since the round before.

    Attributes
    ----------
    clear, unclear : tuple of Reading
        Measures with and without a clear change.
    unsaid : tuple of (reason, measures)
        Why nothing can be said, and of which measures.
    more : int
        Measures that had no room.
    """

    clear: tuple[Reading, ...]
    unclear: tuple[Reading, ...]
    unsaid: tuple[tuple[str, tuple[str, ...]], ...]
    more: int


@dataclass(frozen=True)
class Summary:
    """What stands on the two pages.

    Attributes
    ----------
    lead : str
        What the page asks: its first sentence, in Markdown.
    year : str
        Reporting year in words.
    columns : tuple of (name, label)
        Columns of the position.
    absent : tuple of (reason, measures)
        Measures without a usable figure.
    caveats : tuple of Caveat
        What the figures cannot say; those of the headline measures first.
    more_caveats : int
        Caveats that had no room.
    collect : Table or None
        Data that would answer what stayed open.
    sources : tuple of str
        Where the figures of the position are from.
    figure : NumberedFigure or None
        The first chart of a headline measure whose figure can be used.
    card : Card or None
        What a scorecard says in place of position and direction; None for a theme's page.
    more_collect : int
        Data to collect that had no room.
    """

    version: ReadVersion
    lead: str
    year: str
    columns: tuple[tuple[str, str], ...]
    positions: tuple[Position, ...]
    more_positions: int
    directions: Directions
    absent: tuple[tuple[str, tuple[str, ...]], ...]
    caveats: tuple[Caveat, ...]
    more_caveats: int
    collect: Table | None
    sources: tuple[str, ...]
    figure: NumberedFigure | None
    card: Card | None = None
    more_collect: int = 0


def summarise(version: ReadVersion) -> Summary:
    """Gather what the summary of a version says.

    Parameters
    ----------
    version : ReadVersion
        The version, opened.

    Raises
    ------
    PublicationError
        When a table or figure of its notebook has not the agreed shape.
    """
    words = published_words(version.notebook)
    rows = _by_name(version.observations.to_dicts())
    tables = [table for table in words.tables if _is_of_figures(table)]
    headline = [key for key in words.headline if _find(key, tables) is not None]
    codes = {key.indicator for key in words.headline}
    positions = tuple(
        _position(key, tables, rows.get(_of_key(key), {}), version.manifest.period)
        for key in headline[:MOST_POSITION]
    )
    absent = _absent(tables, rows)
    caveats = sorted(words.caveats, key=lambda one: not codes & set(one.codes))
    taken = sum(_lines(f"{why}: {'; '.join(titles)}", _WHOLE) for why, titles in absent)
    taken += 3 if absent else 0  # their heading
    # Many datasets take lines of the same sheet to be named.
    titles = {one.title: "" for one in version.manifest.inputs}
    taken += _lines("; ".join(titles), _WHOLE) + 1 if len(titles) > ONE_BY_ONE else 0
    card = card_of(version.notebook, words.tables)
    kept = tuple(_up_to(caveats, (CARD_LINES if card else OPEN_LINES) - taken))
    first = _FIRST_SENTENCE.match(words.lead)
    collect = next((table for table in words.tables if table.id == TO_COLLECT), None)
    collect, more_collect = first_wanted(collect)
    return Summary(
        version=version,
        lead=first[0] if first else words.lead,
        year=spoken(version.manifest.period),
        columns=_columns(tables),
        positions=positions,
        more_positions=len(headline) - len(positions),
        directions=_directions(words, codes),
        absent=absent,
        caveats=kept,
        more_caveats=len(caveats) - len(kept),
        collect=collect,
        sources=_sources(tables, headline),
        figure=_chart(version, {_of_key(key) for key in headline}, rows),
        card=card,
        more_collect=more_collect,
    )


def _is_of_figures(table: Table) -> bool:
    names = {column.name for column in table.columns}
    return {"measure", *_TOLD} <= names


def _columns(tables: Sequence[Table]) -> tuple[tuple[str, str], ...]:
    if not tables:
        return ()
    labels = {column.name: column.label for column in tables[0].columns}
    return tuple((name, labels[name]) for name in _TOLD)


def _find(key: RowKey, tables: Iterable[Table]) -> tuple[Table, dict[str, str]] | None:
    for table in tables:
        for known, cells in zip(table.keys, table.rows, strict=False):
            if known is not None and _of_key(known) == _of_key(key):
                names = (column.name for column in table.columns)
                return table, dict(zip(names, cells, strict=True))
    return None


def _position(
    key: RowKey, tables: Iterable[Table], row: Mapping[str, Any], period: str
) -> Position:
    found = _find(key, tables)
    assert found is not None
    _, cells = found
    kind = str(row.get(Obs.PERIOD_KIND) or PeriodKind.FINANCIAL_YEAR)
    year = "" if key.period == period else f", {spoken_period(key.period, kind)}"
    verdict = _VERDICTS.get(str(row.get(Obs.COMPARISON) or ""), _NOT_COMPARED)
    if row.get(Obs.FLAGS) or row.get(Obs.POLARITY) == "context":
        verdict = _NOT_COMPARED
    told = tuple((name, cells[name]) for name in _TOLD)
    return Position(key, f"{cells['measure']}{year}", told, verdict)


def _directions(words: PublishedWords, codes: set[str]) -> Directions:
    """Sort the headline measures by what is said of them; a clear change of any measure counts."""
    room, more = DIRECTION_LINES, 0
    clear: list[Reading] = []
    unclear: list[Reading] = []
    unsaid: dict[str, list[str]] = {}
    for one in sorted(words.readings, key=lambda one: _rank(one, codes)):
        if _rank(one, codes) == _SILENT:
            continue
        reason = one.direction.removeprefix(f"{NO_DIRECTION}. ")
        told = f"{one.title} ({one.code}): {'' if reason in unsaid else reason}"
        room -= _lines(told, _BESIDE)
        if room < 0:
            more += 1
        elif CLEAR in one.direction:
            clear.append(one)
        elif _NO_CLEAR in one.direction:
            unclear.append(one)
        else:
            unsaid.setdefault(reason, []).append(f"{one.title} ({one.code})")
    shared = tuple((reason, tuple(titles)) for reason, titles in unsaid.items())
    return Directions(tuple(clear), tuple(unclear), shared, more)


def _rank(one: Reading, codes: set[str]) -> int:
    """Clear changes of headline measures first, then other clear ones, then what is not clear."""
    own = one.code in codes
    if CLEAR in one.direction:
        return 0 if own else 1
    return 2 if own and one.direction else _SILENT


def _absent(
    tables: Iterable[Table], rows: Mapping[tuple[str, ...], Mapping[str, Any]]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Measures without a figure that can be used, by what the page says of them."""
    found: dict[str, list[str]] = {}
    for table in tables:
        names = [column.name for column in table.columns]
        for key, cells in zip(table.keys, table.rows, strict=False):
            told = dict(zip(names, cells, strict=True))
            row = rows.get(_of_key(key), {}) if key else {}
            flags = str(row.get(Obs.FLAGS) or "")
            if not any(letter.isdigit() for letter in told["value"]):
                reason = told["value"]
            elif flags:
                reason = flags
            else:
                continue
            measures = found.setdefault(reason[:1].upper() + reason[1:], [])
            measures += [told["measure"]] if told["measure"] not in measures else []
    return tuple((reason, tuple(measures)) for reason, measures in found.items())


def _up_to(caveats: Sequence[Caveat], room: int) -> Iterator[Caveat]:
    for one in caveats:
        room -= _lines(f"{one.text} ({', '.join(one.codes)})", _WHOLE)
        if room < 0:
            return
        yield one


def _lines(text: str, width: float) -> int:
    return len(wrapped_to(text, width, _SIZE))


def _sources(tables: Sequence[Table], keys: Sequence[RowKey]) -> tuple[str, ...]:
    found = (_find(key, tables) for key in keys)
    said = [one[0].source for one in found if one is not None and one[0].source]
    return tuple(dict.fromkeys(said))


def _chart(
    version: ReadVersion,
    headline: set[tuple[str, ...]],
    rows: Mapping[tuple[str, ...], Mapping[str, Any]],
) -> NumberedFigure | None:
    usable = {
        key
        for key in headline
        if (row := rows.get(key)) and row[Obs.VALUE] is not None and not row[Obs.FLAGS]
    }
    for one in numbered_figures(version.notebook):
        if isinstance(one, NumberedFigure):
            shown = {_of_key(key) for key in one.figure.table.keys if key is not None}
            if shown & usable:
                return one
    return None


def _of_key(key: RowKey) -> tuple[str, ...]:
    return key.area_code, key.indicator, key.period, key.breakdown or "all", key.framework


def _by_name(rows: Iterable[Mapping[str, Any]]) -> dict[tuple[str, ...], Mapping[str, Any]]:
    """Observations by name; also without the framework, which earlier versions do not say."""
    columns = (Obs.AREA_CODE, Obs.INDICATOR, Obs.PERIOD, Obs.BREAKDOWN)
    found: dict[tuple[str, ...], Mapping[str, Any]] = {}
    for row in rows:
        name = tuple(str(row[column]) for column in columns)
        found[*name, str(row[Obs.FRAMEWORK] or "")] = row
        found.setdefault((*name, ""), row)
    return found
