"""Widths of columns and heights of rows: enough room for what stands in them, in any program.

Excel makes rows as high as their text needs; LibreOffice, from an XLSX, does not. So the height
of a row with more than one line of text is written down, by an estimate on the safe side.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from math import ceil
from typing import Final

from helpers.publication.spreadsheets.model import Cell, Grid, Level, Line, Number, Sheet, Side

COVER_PIXELS: Final = 640
"""As wide as an upright page between its margins: some eighty characters of 12 point Arial."""

SENTENCES: Final = 820
"""Widest column of sentences, beside their names."""

WIDEST, NARROWEST = 420, 84
TITLE_ROOM: Final = 1_500
"""Pixels along which a line above a table may run on; a longer one is broken."""

BROKEN_LINE: Final = 420
"""Least width of the first column where a line in it is broken."""

PADDING, APART = 14, 10
"""Pixels at the sides of a cell, and more beside numbers."""

LINE_POINTS: Final = {Level.TITLE: 21.0, Level.HEADING: 18.5, Level.TEXT: 15.5}
SPACE_ABOVE: Final = 10.0
"""Points above a heading of the cover, in the place of a blank row."""

# Widths of Arial's letters in thousandths of its size, those of a kind together.
_THOUSANDTHS: Final = {
    **dict.fromkeys("ijl'\N{RIGHT SINGLE QUOTATION MARK}", 222),
    **dict.fromkeys(" ft.,:;!I[]/", 278),
    **dict.fromkeys("r()-\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}", 333),
    **dict.fromkeys("ckszvxyJ", 500),
    **dict.fromkeys("abdeghnopquL0123456789_+=±\N{EN DASH}", 556),
    **dict.fromkeys("ABEKPSVXYTFZ&", 667),
    **dict.fromkeys("wCDHNRU", 722),
    **dict.fromkeys("mMGOQ", 833),
}
_OTHER: Final = 1_000
# Twelve points are sixteen pixels; a twentieth more, because each program sets letters its own way.
_SIZE: Final = 16 * 1.05
_PIXELS: Final = {letter: wide * _SIZE / 1000 for letter, wide in _THOUSANDTHS.items()}
_WIDE: Final = _OTHER * _SIZE / 1000
_BOLD: Final = 1.08
_AVERAGE: Final = 8.5


def column_widths(sheet: Sheet) -> tuple[int, ...]:
    """Width of each column of a sheet, in pixels."""
    if sheet.grid is None:
        return (COVER_PIXELS,)
    widths = [
        _width(heading.label, side, [row[place] for row in sheet.grid.rows])
        for place, (heading, side) in enumerate(
            zip(sheet.grid.headings, sheet.grid.sides, strict=True)
        )
    ]
    if len(widths) == 2 and not any(heading.numeric for heading in sheet.grid.headings):
        # Two columns of words are read as sentences, so the second has room for them.
        widths[1] = max(widths[1], _room(sheet.grid, SENTENCES))
    if any(is_broken(line.text) for line in sheet.lines):
        widths[0] = max(widths[0], BROKEN_LINE)
    return tuple(widths)


def row_heights(sheet: Sheet, widths: Sequence[int]) -> Iterator[float | None]:
    """Height of each row of a sheet in points; None for a row of one plain line.

    Parameters
    ----------
    sheet : Sheet
    widths : sequence of int, shape (columns,)
        Pixels, as `column_widths` gives them.
    """
    for line in sheet.lines:
        yield _line_height(line, widths[0], on_cover=sheet.grid is None)
    if sheet.grid:
        labels = [heading.label for heading in sheet.grid.headings]
        sides = sheet.grid.sides
        rooms = [w - _more(side) for w, side in zip(widths, sides, strict=True)]
        yield _row_height(labels, rooms, _BOLD)
        yield from (_row_height(row, rooms, 1.0) for row in sheet.grid.rows)


def is_broken(text: str) -> bool:
    """Whether a line above a table is too long to run on, or has several lines itself."""
    return "\n" in text or (len(text) * _AVERAGE > TITLE_ROOM and _pixels(text) > TITLE_ROOM)


def _line_height(line: Line, width: int, *, on_cover: bool) -> float | None:
    lines = 1
    if on_cover or is_broken(line.text):
        larger = LINE_POINTS[line.level] / LINE_POINTS[Level.TEXT]
        lines = _lines(line.text, width, larger)
    if lines == 1 and line.level is Level.TEXT:
        return None
    above = SPACE_ABOVE if on_cover and line.level is Level.HEADING else 0.0
    return lines * LINE_POINTS[line.level] + above


def _row_height(cells: Sequence[Cell], widths: Sequence[int], larger: float) -> float | None:
    most = 1
    for cell, width in zip(cells, widths, strict=True):
        if isinstance(cell, str) and (len(cell) * _AVERAGE > width or "\n" in cell):
            most = max(most, _lines(cell, width, larger))
    return None if most == 1 else most * LINE_POINTS[Level.TEXT]


@lru_cache(maxsize=4096)
def _lines(text: str, width: int, larger: float) -> int:
    """Lines that a text takes in a column, broken between words and inside long ones."""
    room = max(width - PADDING + 0.5, 1) / larger
    count = 0
    for part in text.split("\n"):
        count += 1
        filled = 0.0
        for word in part.split(" "):
            long = _pixels(word)
            if filled and filled + _PIXELS[" "] + long > room:
                count += 1
                filled = 0.0
            filled += long + (_PIXELS[" "] if filled else 0.0)
            if filled > room:
                more = int(filled // room)
                count += more
                filled -= more * room
    return count


@lru_cache(maxsize=8192)
def _pixels(text: str) -> float:
    return sum(_PIXELS.get(letter, _WIDE) for letter in text)


def _more(side: Side) -> int:
    return 0 if side is Side.LEFT else APART


def _width(label: str, side: Side, cells: Sequence[Cell]) -> int:
    longest_word = max(map(_pixels, label.split()), default=0.0)
    # A heading may take two lines before it makes its column wider.
    wanted = max(longest_word, _pixels(label) / 1.8) * _BOLD
    wanted = max(wanted, *map(_cell_width, cells)) if cells else wanted
    return min(max(ceil(wanted + PADDING + _more(side)), NARROWEST), WIDEST)


def _cell_width(cell: Cell) -> float:
    if isinstance(cell, Number):
        return len(cell.shown) * _PIXELS["0"]
    text = cell if isinstance(cell, str) else cell.text
    if len(text) > WIDEST:
        return WIDEST
    return max(map(_pixels, text.split("\n")))


def _room(grid: Grid, most: int) -> int:
    return min(most, ceil(max(_cell_width(row[1]) for row in grid.rows) + PADDING))
