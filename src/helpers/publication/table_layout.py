"""How a table is set: what is said once, which columns must not break, and where it needs cards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from helpers.publication.emitted import Column, Table

NOTE = "note"
SAID_ONCE = frozenset({"period", NOTE, "plan_document", "outturn_document"})
"""Columns that are said once above the rows, where every row says the same."""

NARROW_ROOM = 270
"""Pixels that a table surely has at 320; one that may want more becomes cards there."""

MOST_BESIDE_NOTES = 6
"""Columns up to which a table has room for a column of notes beside them."""

LONG = 40
"""Rows from which a table is set in several columns on paper."""

_LETTER, _PADDING = 8, 14
_SHORT, _NUMBERS_SHORT, _WORDY = 14, 20, 90
_EASY = 14
"""Letters of a line from which running text is read with ease."""
_NARROW = 45
"""Letters of the longest cell up to which a long table fits several times beside itself."""


@dataclass(frozen=True)
class LaidColumn:
    """One column as it is set.

    Attributes
    ----------
    name, label : str
        Its name in the data and its heading.
    css_class : str
        Whether it holds numbers, must not break, or wants room.
    heads : bool
        Whether its cells head their rows.
    """

    name: str
    label: str
    css_class: str
    heads: bool


@dataclass(frozen=True)
class Laid:
    """A table as it is set.

    Attributes
    ----------
    columns : tuple of LaidColumn
        Those that are shown as columns.
    rows : tuple of tuple of str
        Their cells.
    once : tuple of (label, text)
        What every row says, said once.
    below : tuple of (text, headings)
        Notes that are said under the rows, each with the headings of the rows that it is about.
    cards : bool
        Whether its rows become cards on a telephone, and it scrolls where they do not.
    long : bool
        Whether it is set in several columns on paper: it has many rows, and none is wordy.
    """

    columns: tuple[LaidColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    once: tuple[tuple[str, str], ...]
    below: tuple[tuple[str, tuple[str, ...]], ...]
    cards: bool
    long: bool

    @property
    def heads(self) -> tuple[tuple[str, str], ...]:
        """Heading and class of each column."""
        return tuple((column.label, column.css_class) for column in self.columns)


def lay_out(table: Table) -> Laid:
    """Decide how a table is set."""
    cells = [[row[place] for row in table.rows] for place in range(len(table.columns))]
    kept, once = [], []
    for place, (column, texts) in enumerate(zip(table.columns, cells, strict=True)):
        if column.name in SAID_ONCE and len(set(texts)) == 1 and len(table.columns) > 2:
            once += [(column.label, texts[0])] if texts[0] else []
        else:
            kept.append(place)
    heading = next((place for place in kept if not table.columns[place].numeric), None)
    notes = next((place for place in kept if table.columns[place].name == NOTE), None)
    below: dict[str, tuple[str, ...]] = {}
    if notes is not None and heading is not None and len(kept) > MOST_BESIDE_NOTES:
        kept.remove(notes)
        for words, name in zip(cells[notes], cells[heading], strict=True):
            if words:
                below[words] = (*below.get(words, ()), name)
    columns = tuple(
        LaidColumn(
            table.columns[place].name,
            table.columns[place].label or "Row",
            _css_class(table.columns[place], cells[place]),
            place == heading,
        )
        for place in kept
    )
    return Laid(
        columns=columns,
        rows=tuple(tuple(row[place] for place in kept) for row in table.rows),
        once=tuple(once),
        below=tuple(below.items()),
        cards=_least_width([[table.columns[p].label, *cells[p]] for p in kept]) > NARROW_ROOM,
        long=len(table.rows) >= LONG and _narrow(cells[place] for place in kept),
    )


def _narrow(columns: Iterable[list[str]]) -> bool:
    return all(len(text) <= _NARROW for texts in columns for text in texts)


def _css_class(column: Column, texts: list[str]) -> str:
    longest = max((len(text) for text in texts), default=0)
    if column.numeric:
        return "number short" if longest <= _NUMBERS_SHORT else "number"
    if longest <= _SHORT:
        return "short"
    return "wordy" if longest > _WORDY else ""


def _least_width(columns: list[list[str]]) -> int:
    """Pixels below which a table cannot be read: the longest word, or an easy line, of each."""
    return sum(
        _PADDING + _LETTER * max(_least_letters(text) for text in texts) for texts in columns
    )


def _least_letters(text: str) -> int:
    longest_word = max((len(word) for word in text.split()), default=0)
    return max(longest_word, min(len(text), _EASY))
