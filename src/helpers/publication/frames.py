"""A data frame shown by a notebook, rebuilt as a table that everyone can read.

pandas writes an index without headings and spans that mean "as above"; a screen
reader makes nothing of either.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from helpers.publication.emitted import Column, Table

NO_VALUE = "no value"

_NUMBER = re.compile(r"[-+\N{MINUS SIGN}]?[\d,]*\.?\d+(e[-+]?\d+)?%?")
_EMPTY = frozenset({"", "NaN", "None", "NaT", "<NA>", "null"})


@dataclass
class _Cell:
    heading: bool
    across: int
    down: int
    text: str = ""


@dataclass
class _Reader(HTMLParser):
    """Collect the cells of the first table, and the words after it."""

    head: list[list[_Cell]] = field(default_factory=list)
    body: list[list[_Cell]] = field(default_factory=list)
    after: str = ""
    is_frame: bool = False

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._rows = self.body
        self._cell: _Cell | None = None
        self._place = "before"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "table" and self._place == "before":
            self._place = "inside"
            self.is_frame = "dataframe" in (named.get("class") or "").split()
        elif self._place != "inside":
            return
        elif tag in {"thead", "tbody"}:
            self._rows = self.head if tag == "thead" else self.body
        elif tag == "tr":
            self._rows.append([])
        elif tag in {"td", "th"} and self._rows:
            across, down = (_span(named.get(name)) for name in ("colspan", "rowspan"))
            self._cell = _Cell(tag == "th", across, down)
            self._rows[-1].append(self._cell)

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"}:
            self._cell = None
        elif tag == "table" and self._place == "inside":
            self._place = "after"

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.text += data
        elif self._place == "after":
            self.after += data


def read_frame(html: str, *, identifier: str, caption: str) -> Table | None:
    """Rebuild a data frame's HTML as a table, or return None where it is not one.

    A plain row count as index is left out. A frame that pandas shortened says so
    in its note.
    """
    reader = _Reader()
    reader.feed(html)
    if not reader.is_frame or not reader.head or not reader.body:
        return None
    labels = _labels([row for row in reader.head if any(cell.heading for cell in row)])
    rows = _grid(reader.body)
    index_width = sum(cell.heading for cell in reader.body[0])
    if any(len(row) != len(labels) for row in rows):
        return None
    if index_width == 1 and not labels[0] and _counts([row[0] for row in rows]):
        labels, rows, index_width = labels[1:], [row[1:] for row in rows], 0
    if not labels:
        return None
    numeric = [
        place >= index_width and _all_numbers([row[place] for row in rows])
        for place in range(len(labels))
    ]
    return Table(
        id=identifier,
        caption=caption,
        columns=tuple(
            Column(name=f"column_{place}", label=label or "Row", numeric=numeric[place])
            for place, label in enumerate(labels)
        ),
        rows=tuple(tuple(NO_VALUE if cell in _EMPTY else cell for cell in row) for row in rows),
        note=_shortened(rows, reader.after),
    )


def _span(value: str | None) -> int:
    return max(1, min(int(value), 1000)) if value and value.isdigit() else 1


def _grid(rows: list[list[_Cell]]) -> list[list[str]]:
    """Cells with spans written out, so that each row stands by itself."""
    open_spans: dict[int, tuple[int, str]] = {}
    grid: list[list[str]] = []
    for row in rows:
        line: list[str] = []
        waiting = iter(row)
        while True:
            place = len(line)
            if place in open_spans:
                left, text = open_spans.pop(place)
                if left > 1:
                    open_spans[place] = (left - 1, text)
                line.append(text)
                continue
            cell = next(waiting, None)
            if cell is None:
                break
            text = " ".join(cell.text.split())
            for offset in range(cell.across):
                if cell.down > 1:
                    open_spans[place + offset] = (cell.down - 1, text)
                line.append(text)
        grid.append(line)
    return grid


def _labels(head: list[list[_Cell]]) -> list[str]:
    """One label per column out of one or more heading rows."""
    grid = _grid(head)
    width = max((len(row) for row in grid), default=0)
    columns = ([row[place] for row in grid if place < len(row)] for place in range(width))
    return [", ".join(dict.fromkeys(text for text in column if text)) for column in columns]


def _counts(index: list[str]) -> bool:
    return index == [str(number) for number in range(len(index))]


def _all_numbers(cells: list[str]) -> bool:
    filled = [cell for cell in cells if cell not in _EMPTY]
    return bool(filled) and all(_NUMBER.fullmatch(cell) for cell in filled)


def _shortened(rows: list[list[str]], after: str) -> str:
    if any(row and set(row) <= {"...", "…"} for row in rows):
        size = re.search(r"(\d+) rows", after)
        return f"Shortened by the notebook{f': {size[1]} rows in all' if size else ''}."
    return ""
