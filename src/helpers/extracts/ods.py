"""Plain spreadsheets, ODS and XLSX, from rows of cells.

The ODS is written as XML into a zip file directly: a library that builds a document
tree takes minutes for a workbook of this size. Times are left out, so that the same
rows always give the same file.
"""

from __future__ import annotations

import math
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from helpers.base.errors import ParameterError

Cell = str | int | float
Sheets = Mapping[str, Sequence[Sequence[Cell]]]

_MEDIA_TYPE: Final = "application/vnd.oasis.opendocument.spreadsheet"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_XML: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACES: Final = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text")
)
_MANIFEST: Final = (
    f"{_XML}<manifest:manifest"
    ' xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
    ' manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:version="1.3"'
    f' manifest:media-type="{_MEDIA_TYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)
# Neither XML nor every reader of spreadsheets keeps these: control characters and tabs.
_NOT_TEXT: Final = re.compile(r"[^\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_spreadsheet(sheets: Sheets, path: Path) -> None:
    """Write sheets to a spreadsheet file, ODS or XLSX by the file's name.

    Parameters
    ----------
    sheets : mapping of str to rows
        The rows of each sheet, in order; an empty text is an empty cell.
    path : Path
        The file to write.

    Raises
    ------
    ParameterError
        Where the name ends neither in `.ods` nor in `.xlsx`.
    """
    makers = {".ods": ods_bytes, ".xlsx": xlsx_bytes}
    make = makers.get(path.suffix.lower())
    if make is None:
        raise ParameterError(
            f'file "{path.name}"',
            f'its name ends in "{path.suffix}"',
            "a name that ends in .ods or .xlsx",
            "give the file one of these endings",
        )
    path.write_bytes(make(sheets))


def ods_bytes(sheets: Sheets) -> bytes:
    """Return sheets as an OpenDocument spreadsheet.

    Parameters
    ----------
    sheets : mapping of str to rows
        The rows of each sheet, in order.

    Returns
    -------
    bytes
        The file, the same for the same rows.
    """
    content = "".join(_content(sheets))
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        # The format wants the media type first and uncompressed, for tools that sniff it.
        _add(archive, "mimetype", _MEDIA_TYPE, zipfile.ZIP_STORED)
        _add(archive, "META-INF/manifest.xml", _MANIFEST, zipfile.ZIP_DEFLATED)
        _add(archive, "content.xml", content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def xlsx_bytes(sheets: Sheets) -> bytes:
    """Return sheets as an Excel workbook.

    Parameters
    ----------
    sheets : mapping of str to rows
        The rows of each sheet, in order.

    Returns
    -------
    bytes
        The file; it holds the time at which it was made.
    """
    workbook = Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            cells = []
            for value in row:
                text = isinstance(_checked(value, name), str)
                cell = WriteOnlyCell(sheet, value if text else repr(value))
                # Said outright: "=1" is no formula, and a number keeps its last digit.
                cell.data_type = "s" if text else "n"
                cells.append(cell if value != "" else None)
            sheet.append(cells)
    buffer = BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def _add(archive: zipfile.ZipFile, name: str, text: str, compression: int) -> None:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type = compression
    # Fixed, because Windows and Linux would each write their own mark.
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, text.encode(), compresslevel=9)


def _content(sheets: Sheets) -> Iterator[str]:
    yield f'{_XML}<office:document-content {_NAMESPACES} office:version="1.3">'
    yield "<office:body><office:spreadsheet>"
    for name, rows in sheets.items():
        width = max((len(row) for row in rows), default=1) or 1
        yield f"<table:table table:name={quoteattr(name)}>"
        yield f'<table:table-column table:number-columns-repeated="{width}"/>'
        for row in rows or [[]]:
            yield "<table:table-row>"
            for value, run in groupby(row or [""]):
                # Only emptiness is run together: 1 and 1.0 are equal, but not written alike.
                repeats = list(run)
                if value == "":
                    yield f'<table:table-cell table:number-columns-repeated="{len(repeats)}"/>'
                else:
                    yield from (_cell(_checked(each, name)) for each in repeats)
            yield "</table:table-row>"
        yield "</table:table>"
    yield "</office:spreadsheet></office:body></office:document-content>"


def _cell(value: Cell) -> str:
    if isinstance(value, str):
        paragraphs = "".join(f"<text:p>{_spaced(line)}</text:p>" for line in value.split("\n"))
        return f'<table:table-cell office:value-type="string">{paragraphs}</table:table-cell>'
    number = repr(int(value)) if value == int(value) else repr(value)
    return (
        f'<table:table-cell office:value-type="float" office:value="{number}">'
        f"<text:p>{number}</text:p></table:table-cell>"
    )


def _spaced(line: str) -> str:
    """Escape a line, and keep the runs of spaces that readers would fold into one."""
    return re.sub(
        r"^ +| {2,}| +$", lambda run: f'<text:s text:c="{len(run.group())}"/>', escape(line)
    )


def _checked(value: Cell, sheet: str) -> Cell:
    """Refuse what a spreadsheet cannot hold, before it becomes a broken file."""
    if isinstance(value, str):
        sound = not _NOT_TEXT.search(value)
    else:
        sound = not isinstance(value, bool) and math.isfinite(value)
    if not sound:
        raise ValueError(f"sheet {sheet}: {value!r} cannot be written to a cell")
    return value
