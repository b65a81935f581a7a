"""Building files as they come from inboxes: saved oddly, cut, padded, or made to do harm."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from typing import Any

from helpers.base.geography import all_areas
from helpers.extracts.ods import xlsx_bytes

Rows = list[list[Any]]
OFLOG = ["Financial year", "Local authority code", "Local authority name", "Grouping",
         "Entity_Name", "Region", "Measure", "Code", "Value", "MEDIAN", "MADs_from_median",
         "rank_order"]  # fmt: skip
WAITS = ["Area code", "Month end", "People waiting", "Hours waiting"]
SHEET = "xl/worksheets/sheet1.xml"


def oflog_rows() -> Rows:
    """An invented row a council, in the office's layout."""
    rows = [
        ["2022/23", area.code, area.name, "LA_Raw", "Unitary Authorities", "North West",
         "Workforce turnover", "ASC7", round(20 + number / 10, 1), 28.5, 0.4, "Low"]
        for number, area in enumerate(all_areas())
    ]  # fmt: skip
    return [OFLOG, *rows]


def waits_rows() -> Rows:
    """Three invented rows of a home care waiting list."""
    return [
        WAITS,
        ["E08000015", "31/03/2025", 12, 140.5],
        ["E08000014", "31/03/2025", 9, 97],
        ["E10000034", "31/03/2025", 1204, 9000],
    ]


def text_of(rows: Rows, separator: str = ",", end: str = "\n") -> str:
    """Rows as delimited text."""
    stream = io.StringIO()
    csv.writer(stream, delimiter=separator, lineterminator=end).writerows(rows)
    return stream.getvalue()


def workbook(rows: Rows) -> bytes:
    """Rows as an Excel workbook of one sheet."""
    return xlsx_bytes({"Sheet1": rows})


def patched(
    content: bytes, changes: dict[str, Callable[[bytes], bytes]], added: dict[str, bytes]
) -> bytes:
    """A ZIP container with some entries changed and some added."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, changes.get(name, lambda text: text)(old.read(name)))
        for name, text in added.items():
            new.writestr(name, text)
    return out.getvalue()


def with_cell(content: bytes, place: str, cell: bytes) -> bytes:
    """A workbook with the XML of one cell of its sheet replaced."""

    def change(text: bytes) -> bytes:
        start = text.index(b'<c r="%s"' % place.encode())
        end = text.index(b"</c>", start) + len(b"</c>")
        return text[:start] + cell + text[end:]

    return patched(content, {SHEET: change}, {})


def with_stray(content: bytes, place: str, row: int) -> bytes:
    """A workbook with one more cell, far below and beside its table."""
    stray = b'<row r="%d"><c r="%s"><v>1</v></c></row></sheetData>' % (row, place.encode())
    return patched(content, {SHEET: lambda text: text.replace(b"</sheetData>", stray)}, {})
