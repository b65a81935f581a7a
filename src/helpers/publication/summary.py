"""A version on two pages for board papers: position, direction, what is not known, data to collect.

Everything is taken from the version's own notebook, figures and manifest, in the
words that were published; nothing is computed anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

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
from helpers.publication.version_read import ReadVersion

MOST_POSITION = 8
MOST_CLEAR = 6
CAVEAT_LINES = 24
"""Lines that the caveats may take on the second page, with room for a wider font."""

LINE_WIDTH, LINE_SIZE = 600.0, 12.0
"""Pixels of a line of caveats on paper, and the size of its letters."""

HIGHEST_CHART = 340.0
"""Pixels of the highest chart that has room on the first page."""

_VERDICTS = {"higher": "higher", "lower": "lower", "similar": NO_CHANCE.removesuffix(" from")}
_NOT_COMPARED = "not compared"
_NO_CLEAR = "no clear change"
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
        Clear changes that had no room.
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
        What the page is about, in Markdown.
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
        The first chart of the page.
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
    rows = {_named(row): row for row in version.observations.to_dicts()}
    tables = [table for table in words.tables if _is_of_figures(table)]
    headline = [key for key in words.headline if _find(key, tables) is not None]
    codes = {key.indicator for key in words.headline}
    positions = tuple(
        _position(key, tables, rows.get(_of_key(key), {}), version.manifest.period)
        for key in headline[:MOST_POSITION]
    )
    caveats = sorted(words.caveats, key=lambda one: not codes & set(one.codes))
    kept = tuple(_up_to(caveats, CAVEAT_LINES))
    charts = [one for one in numbered_figures(version.notebook) if isinstance(one, NumberedFigure)]
    return Summary(
        version=version,
        lead=words.lead,
        year=spoken(version.manifest.period),
        columns=_columns(tables),
        positions=positions,
        more_positions=len(headline) - len(positions),
        directions=_directions(words, codes),
        absent=_absent(tables, rows),
        caveats=kept,
        more_caveats=len(caveats) - len(kept),
        collect=next((table for table in words.tables if table.id == TO_COLLECT), None),
        sources=_sources(tables, headline),
        figure=charts[0] if charts else None,
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
    year = "" if key.period == period else f", {spoken(key.period)}"
    verdict = _VERDICTS.get(str(row.get(Obs.COMPARISON) or ""), _NOT_COMPARED)
    if row.get(Obs.FLAGS) or row.get(Obs.POLARITY) == "context":
        verdict = _NOT_COMPARED
    told = tuple((name, cells[name]) for name in _TOLD)
    return Position(key, f"{cells['measure']}{year}", told, verdict)


def _directions(words: PublishedWords, codes: set[str]) -> Directions:
    clear = [one for one in words.readings if CLEAR in one.direction]
    unclear = [one for one in words.readings if one.code in codes and _NO_CLEAR in one.direction]
    unsaid: dict[str, list[str]] = {}
    for one in words.readings:
        if one.code in codes and one.direction and one not in clear and one not in unclear:
            reason = one.direction.removeprefix(f"{NO_DIRECTION}. ")
            unsaid.setdefault(reason, []).append(f"{one.title} ({one.code})")
    clear.sort(key=lambda one: one.code not in codes)
    return Directions(
        tuple(clear[:MOST_CLEAR]),
        tuple(unclear),
        tuple((reason, tuple(titles)) for reason, titles in unsaid.items()),
        len(clear[MOST_CLEAR:]),
    )


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


def _up_to(caveats: Sequence[Caveat], lines: int) -> Iterator[Caveat]:
    for one in caveats:
        lines -= len(wrapped_to(f"{one.text} ({', '.join(one.codes)})", LINE_WIDTH, LINE_SIZE))
        if lines < 0:
            return
        yield one


def _sources(tables: Sequence[Table], keys: Sequence[RowKey]) -> tuple[str, ...]:
    found = (_find(key, tables) for key in keys)
    said = [one[0].source for one in found if one is not None and one[0].source]
    return tuple(dict.fromkeys(said))


def _of_key(key: RowKey) -> tuple[str, ...]:
    return key.area_code, key.indicator, key.period, key.breakdown or "all"


def _named(row: Mapping[str, Any]) -> tuple[str, ...]:
    columns = (Obs.AREA_CODE, Obs.INDICATOR, Obs.PERIOD, Obs.BREAKDOWN)
    return tuple(str(row[column]) for column in columns)
