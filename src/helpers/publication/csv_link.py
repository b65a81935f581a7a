"""The data of a figure or table as a CSV that travels inside the page."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from urllib.parse import quote

from helpers.publication.emitted import Table
from helpers.publication.formula_cells import safe_text

_BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
_NUMBER = re.compile(r"[-+\N{MINUS SIGN}]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?%?")
_UNSAFE_IN_A_NAME = re.compile(r"[^a-z0-9]+")


def csv_text(table: Table) -> str:
    """Write a table as CSV: a heading row, then the rows, as a spreadsheet may open it."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([safe_cell(column.label) for column in table.columns])
    writer.writerows([safe_cell(cell) for cell in row] for row in table.rows)
    return _BYTE_ORDER_MARK + stream.getvalue()


def csv_address(text: str) -> str:
    """Put CSV text into a `data:` address, so that no file beside the page is needed."""
    return "data:text/csv;charset=utf-8," + quote(text, safe="!$'()*,/:;=?@~-._")


def csv_name(parts: Sequence[str]) -> str:
    """Name of the file that the link saves: short, plain ASCII, safe on Windows."""
    words = _UNSAFE_IN_A_NAME.sub("-", " ".join(parts).lower()).strip("-")
    return f"{words[:80].strip('-') or 'data'}.csv"


def safe_cell(cell: str) -> str:
    """Keep numbers numbers, and keep text from running as a formula."""
    if _NUMBER.fullmatch(cell):
        return cell.replace(",", "").replace("\N{MINUS SIGN}", "-")
    return safe_text(cell)
