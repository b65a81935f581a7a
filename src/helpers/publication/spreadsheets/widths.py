"""Widths of columns: as wide as what stands in them, and no wider than an eye can hold."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.publication.spreadsheets.model import Cell, Grid, Number, Sheet

COVER_PIXELS = 820
"""About ninety characters of 12 point Arial, the longest line that reads well."""

WIDEST, NARROWEST = 380, 84
TITLE_ROOM = 1_200
"""Pixels along which a line above a table may run on; a longer one is broken."""

BROKEN_LINE = 420
"""Least width of the first column where a line in it is broken."""

_LETTER, _BOLD, _DIGIT, _PADDING = 8.2, 9.2, 9.2, 16


def column_widths(sheet: Sheet) -> tuple[int, ...]:
    """Width of each column of a sheet, in pixels."""
    if sheet.grid is None:
        return (COVER_PIXELS,)
    widths = [
        _width(heading.label, [row[place] for row in sheet.grid.rows])
        for place, heading in enumerate(sheet.grid.headings)
    ]
    if len(widths) == 2 and not any(heading.numeric for heading in sheet.grid.headings):
        # Two columns of words are read as sentences, so the second has room for them.
        widths[1] = max(widths[1], _room(sheet.grid, COVER_PIXELS))
    if any(is_broken(line.text) for line in sheet.lines):
        widths[0] = max(widths[0], BROKEN_LINE)
    return tuple(widths)


def is_broken(text: str) -> bool:
    """Whether a line above a table is too long to run on, or has several lines itself."""
    return "\n" in text or len(text) * _LETTER > TITLE_ROOM


def _width(label: str, cells: Sequence[Cell]) -> int:
    longest_word = max((len(word) for word in label.split()), default=0)
    # A heading may take three lines before it makes its column wider.
    wanted = max(longest_word * _BOLD, len(label) * _BOLD / 3)
    for cell in cells:
        wanted = max(wanted, _cell_width(cell))
    return int(min(max(wanted + _PADDING, NARROWEST), WIDEST))


def _cell_width(cell: Cell) -> float:
    if isinstance(cell, Number):
        return len(cell.shown) * _DIGIT
    text = cell if isinstance(cell, str) else cell.text
    return max(map(len, text.split("\n")), default=0) * _LETTER


def _room(grid: Grid, most: int) -> int:
    return int(min(most, max(_cell_width(row[1]) for row in grid.rows) + _PADDING))
