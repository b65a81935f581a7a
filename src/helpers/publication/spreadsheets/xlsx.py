"""A workbook of tables as XLSX, by gptables: its workbook, its theme, its mark-up of tables.

The cells are written here. gptables' own `produce_workbook` puts every table through some thirty
pandas frames, about ten times the work; it also makes a link of any cell that holds
"[words](address)", whatever the address, and refuses a cell without a Latin letter or digit.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape
from zipfile import ZipFile

from helpers.publication.spreadsheets.model import (
    Book,
    Cell,
    Grid,
    Level,
    Link,
    Number,
    Sheet,
    Side,
)
from helpers.publication.spreadsheets.packed import packed
from helpers.publication.spreadsheets.widths import column_widths, is_broken, row_heights

if TYPE_CHECKING:
    from gptables import GPWorkbook
    from gptables.core.wrappers import GPWorksheet

LANGUAGE = "en-GB"
A4 = 9

Properties = Mapping[str, Any]

_CORE = "docProps/core.xml"
_RUNS_AS_FORMULA = ("=", "+", "-", "@")
_RISKY = frozenset({*_RUNS_AS_FORMULA, "<"})
# gptables' own colour and line of a link.
_LINKED = {"underline": True, "font_color": "blue"}
_SIDES: Mapping[Side, Properties] = {
    Side.LEFT: {"align": "left"},
    Side.APART: {"align": "left", "indent": 1},
    Side.RIGHT: {"align": "right"},
}
_NO_STYLE = {"header_row": True, "autofilter": False, "style": None}


def xlsx_bytes(book: Book) -> bytes:
    """Write a workbook of tables as XLSX.

    Parameters
    ----------
    book : Book

    Returns
    -------
    bytes
        The same for the same book, on any system and at any hour.
    """
    # Brings pandas along, which a process that only plans has no use for.
    from gptables import GPWorkbook

    stream = io.BytesIO()
    workbook = GPWorkbook(stream, options=_options())
    for sheet in book.sheets:
        _write_sheet(workbook, sheet)
    workbook.close()
    with ZipFile(stream) as made:
        parts = [(name, made.read(name)) for name in made.namelist() if name != _CORE]
    return packed([*parts, (_CORE, _core(book))])


def _options() -> dict[str, Any]:
    """Text alone is text, and columns are measured in digits of Arial.

    XlsxWriter's usual font, Calibri, is not on every system, and what takes its place there makes
    every column wider. It also adds to the properties that it is given, so they are new each time.
    """
    return {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "default_format_properties": {
            "font_name": "Arial",
            "font_size": 12,
            # Otherwise Excel would show the font of its theme in Arial's place.
            "font_scheme": "none",
        },
        "default_column_width": 80,
        "default_row_height": 21,
    }


def _write_sheet(workbook: GPWorkbook, sheet: Sheet) -> None:
    theme = workbook.theme
    is_cover = sheet.grid is None
    written = workbook.add_worksheet(
        sheet.name, gridlines="hide_all" if is_cover else "hide_printed"
    )
    formats = (
        {
            Level.TITLE: theme.cover_title_format,
            Level.HEADING: theme.cover_subtitle_format,
            Level.TEXT: {**theme.cover_text_format, "valign": "top"},
        }
        if is_cover
        else {
            Level.TITLE: theme.title_format,
            Level.HEADING: {**theme.subtitle_format, "bold": True},
            Level.TEXT: theme.instructions_format,
        }
    )
    for row, line in enumerate(sheet.lines):
        look = formats[line.level]
        if is_broken(line.text):
            look = {**look, "text_wrap": True, "valign": "top"}
        _write_text(workbook, written, row, 0, line.text, look)
    widths = column_widths(sheet)
    for place, width in enumerate(widths):
        written.set_column_pixels(place, place, width)
    for row, height in enumerate(row_heights(sheet, widths)):
        if height is not None:
            written.set_row(row, height)
    if sheet.grid is not None:
        _write_grid(workbook, written, len(sheet.lines), sheet.grid)
    if not is_cover:
        written.set_landscape()
    written.set_paper(A4)
    written.fit_to_pages(1, 0)


def _write_grid(workbook: GPWorkbook, written: GPWorksheet, first: int, grid: Grid) -> None:
    theme = workbook.theme
    sides = [_SIDES[side] for side in grid.sides]
    data = {**theme.data_format, "valign": "top"}
    columns = [
        _Column(workbook, written, place, {**data, **side}) for place, side in enumerate(sides)
    ]
    for row, cells in enumerate(grid.rows, start=first + 1):
        for column, cell in zip(columns, cells, strict=True):
            column.write(row, cell)
    headings = [
        {
            "header": heading.label,
            "header_format": workbook.add_format({**theme.column_heading_format, **side}),
        }
        for heading, side in zip(grid.headings, sides, strict=True)
    ]
    last = first + len(grid.rows), len(grid.headings) - 1
    written.add_table(first, 0, *last, {**_NO_STYLE, "columns": headings, "name": grid.name})
    written.repeat_rows(first)


class _Column:
    """Writes the cells of one column, keeping each look that it has made."""

    def __init__(
        self, workbook: GPWorkbook, written: GPWorksheet, place: int, look: Properties
    ) -> None:
        self._workbook, self._written, self._place, self._look = workbook, written, place, look
        self._plain = workbook.add_format(look)
        self._numbers: dict[tuple[int | None, bool], Any] = {}

    def write(self, row: int, cell: Cell) -> None:
        if isinstance(cell, Number):
            self._written.write_number(row, self._place, cell.value, self._number(cell))
        elif isinstance(cell, Link):
            look = self._workbook.add_format({**self._look, **_LINKED})
            address = f"internal:'{cell.sheet}'!A1"
            self._written.write_url(row, self._place, address, look, cell.text)
        elif cell[:1] in _RISKY:
            _write_text(self._workbook, self._written, row, self._place, cell, self._look)
        else:
            self._written.write_string(row, self._place, cell, self._plain)

    def _number(self, number: Number) -> Any:
        kind = number.decimals, number.grouped
        if kind not in self._numbers:
            look = {**self._look, "text_wrap": False, "num_format": _number_format(number)}
            self._numbers[kind] = self._workbook.add_format(look)
        return self._numbers[kind]


def _write_text(
    workbook: GPWorkbook, written: GPWorksheet, row: int, place: int, text: str, look: Properties
) -> None:
    if text.startswith(_RUNS_AS_FORMULA):
        # Text it is anyway; so it stays when someone edits the cell.
        look = {**look, "quote_prefix": True}
    if text.startswith("<r>") and text.endswith("</r>"):
        # The library takes this for the inside of a rich text, and would write it unescaped.
        text = f'<r><t xml:space="preserve">{escape(text)}</t></r>'
    written.write_string(row, place, text, workbook.add_format(look))


def _number_format(number: Number) -> str:
    if number.decimals is None:
        return "General"
    whole = "#,##0" if number.grouped else "0"
    return f"{whole}.{'0' * number.decimals}" if number.decimals else whole


def _core(book: Book) -> bytes:
    """What the file says of itself: no time of making, and its language."""
    return "".join(_core_lines(book)).encode()


def _core_lines(book: Book) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    yield (
        "<cp:coreProperties "
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
    )
    yield f"<dc:title>{escape(book.title)}</dc:title>"
    yield f"<dc:subject>{escape(book.subject)}</dc:subject>"
    yield f"<dc:creator>{escape(book.author)}</dc:creator>"
    yield f"<dc:language>{LANGUAGE}</dc:language>"
    yield "</cp:coreProperties>"
