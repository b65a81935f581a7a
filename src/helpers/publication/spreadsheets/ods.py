"""A workbook of tables as ODS, written here.

No library marks up tables, names a language and is quick at once: odfpy builds a tree of objects
and was last released in 2020, odswriter knows neither styles nor links.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from xml.sax.saxutils import escape, quoteattr

from helpers.publication.spreadsheets.model import (
    Book,
    Cell,
    Grid,
    Level,
    Line,
    Link,
    Number,
    Sheet,
    Side,
)
from helpers.publication.spreadsheets.ods_styles import (
    NAMESPACES,
    SETTINGS,
    STYLES,
    cell_styles,
    column_style,
    number_style_name,
    row_style,
    row_style_name,
)
from helpers.publication.spreadsheets.packed import packed
from helpers.publication.spreadsheets.widths import column_widths, is_broken, row_heights

MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
LANGUAGE = "en-GB"

_DECLARED = '<?xml version="1.0" encoding="UTF-8"?>\n'
_RUNS_AS_FORMULA = ("=", "+", "-", "@")
_MANIFEST = f"""{_DECLARED}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">
<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{MEDIA_TYPE}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="settings.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/>
</manifest:manifest>
"""  # noqa: E501


def ods_bytes(book: Book) -> bytes:
    """Write a workbook of tables as ODS.

    Parameters
    ----------
    book : Book

    Returns
    -------
    bytes
        The same for the same book, on any system and at any hour.
    """
    parts = (
        ("mimetype", MEDIA_TYPE),
        ("content.xml", "".join(_content(book))),
        ("meta.xml", _meta(book)),
        ("settings.xml", SETTINGS.format(cover=quoteattr(book.sheets[0].name))),
        ("styles.xml", STYLES),
        ("META-INF/manifest.xml", _MANIFEST),
    )
    return packed(((name, text.encode()) for name, text in parts), stored="mimetype")


def _content(book: Book) -> Iterator[str]:
    widths = {sheet.name: column_widths(sheet) for sheet in book.sheets}
    heights = {sheet.name: [*row_heights(sheet, widths[sheet.name])] for sheet in book.sheets}
    yield f'{_DECLARED}<office:document-content {NAMESPACES} office:version="1.3">'
    yield "<office:automatic-styles>"
    yield from map(column_style, sorted({width for row in widths.values() for width in row}))
    yield from map(row_style, sorted({h for rows in heights.values() for h in rows if h}))
    yield cell_styles(_number_kinds(book))
    yield "</office:automatic-styles><office:body><office:spreadsheet>"
    for sheet in book.sheets:
        yield from _sheet(sheet, widths[sheet.name], heights[sheet.name])
    yield "<table:database-ranges>"
    yield from (_range(sheet, sheet.grid) for sheet in book.sheets if sheet.grid)
    yield "</table:database-ranges></office:spreadsheet></office:body></office:document-content>"


def _number_kinds(book: Book) -> list[tuple[int | None, bool]]:
    kinds = {
        (cell.decimals, cell.grouped)
        for sheet in book.sheets
        if sheet.grid
        for row in sheet.grid.rows
        for cell in row
        if isinstance(cell, Number)
    }
    return sorted(kinds, key=lambda kind: (kind[0] is None, kind[0] or 0, kind[1]))


def _sheet(sheet: Sheet, widths: Sequence[int], heights: Sequence[float | None]) -> Iterator[str]:
    style = "sheet" if sheet.grid else "cover"
    yield f'<table:table table:name={quoteattr(sheet.name)} table:style-name="{style}">'
    yield from (f'<table:table-column table:style-name="w{width}"/>' for width in widths)
    rows = [f'<table:table-row table:style-name="{row_style_name(h)}">' for h in heights]
    for row, line in zip(rows, sheet.lines, strict=False):
        yield f"{row}{_line(line, on_cover=sheet.grid is None)}</table:table-row>"
    if sheet.grid:
        yield from _grid(sheet.grid, rows[len(sheet.lines) :])
    yield "</table:table>"


def _grid(grid: Grid, rows: Sequence[str]) -> Iterator[str]:
    yield f"<table:table-header-rows>{rows[0]}"
    sides = grid.sides
    for heading, side in zip(grid.headings, sides, strict=True):
        yield _text_cell(heading.label, f"head{side}")
    yield "</table:table-row></table:table-header-rows>"
    for row, cells in zip(rows[1:], grid.rows, strict=True):
        yield row
        yield from map(_cell, cells, sides)
        yield "</table:table-row>"


def _cell(cell: Cell, side: Side) -> str:
    if isinstance(cell, Number):
        name = number_style_name(cell.decimals, cell.grouped)
        return (
            f'<table:table-cell table:style-name="{name}" office:value-type="float" '
            f'office:value="{cell.value!r}"><text:p>{cell.shown}</text:p></table:table-cell>'
        )
    if isinstance(cell, Link):
        target = quoteattr(f"#'{cell.sheet}'.A1")
        return (
            '<table:table-cell table:style-name="link" office:value-type="string"><text:p>'
            f'<text:a xlink:type="simple" xlink:href={target}>{escape(cell.text)}</text:a>'
            "</text:p></table:table-cell>"
        )
    # A cell of the format "text" stays text when someone edits it.
    return _text_cell(cell, f"{side}only" if cell.startswith(_RUNS_AS_FORMULA) else side)


def _line(line: Line, *, on_cover: bool) -> str:
    name = {Level.TITLE: "title", Level.HEADING: "heading", Level.TEXT: "line"}[line.level]
    return _text_cell(line.text, f"{name}wrapped" if on_cover or is_broken(line.text) else name)


@lru_cache(maxsize=4096)
def _text_cell(text: str, style: str) -> str:
    paragraphs = "".join(f"<text:p>{escape(part)}</text:p>" for part in text.split("\n"))
    return (
        f'<table:table-cell table:style-name="{style}" office:value-type="string">'
        f"{paragraphs}</table:table-cell>"
    )


def _range(sheet: Sheet, grid: Grid) -> str:
    """Mark the table up: its name, where it stands, and that its first row is of headings."""
    first = len(sheet.lines) + 1
    last = _letters(len(grid.headings) - 1), first + len(grid.rows)
    name = sheet.name.replace("'", "''")
    address = quoteattr(f"'{name}'.A{first}:'{name}'.{last[0]}{last[1]}")
    return (
        f"<table:database-range table:name={quoteattr(grid.name)} "
        f'table:target-range-address={address} table:contains-header="true"/>'
    )


def _letters(column: int) -> str:
    """Letters of a column: 0 is A, 26 is AA."""
    more, here = divmod(column, 26)
    return (_letters(more - 1) if more else "") + chr(ord("A") + here)


def _meta(book: Book) -> str:
    return (
        f'{_DECLARED}<office:document-meta {NAMESPACES} office:version="1.3"><office:meta>'
        f"<dc:title>{escape(book.title)}</dc:title>"
        f"<dc:subject>{escape(book.subject)}</dc:subject>"
        f"<meta:initial-creator>{escape(book.author)}</meta:initial-creator>"
        f"<dc:creator>{escape(book.author)}</dc:creator>"
        f"<dc:language>{LANGUAGE}</dc:language>"
        "</office:meta></office:document-meta>"
    )
