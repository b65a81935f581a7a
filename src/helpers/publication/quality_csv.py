"""CSV files of the data-quality pages, as a spreadsheet may safely open them."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

import polars as pl

from helpers.publication.formula_cells import safe_frame

_LINE_END = "\r\n"


def frame_csv(frame: pl.DataFrame) -> bytes:
    """Write a frame as CSV, UTF-8 with a byte-order mark, one line a row."""
    stream = io.BytesIO()
    safe_frame(frame).write_csv(stream, include_bom=True, line_terminator=_LINE_END)
    return stream.getvalue()


def rows_csv(header: Sequence[str], rows: Iterable[Sequence[str | int]]) -> bytes:
    """Write rows under a header as CSV, UTF-8 with a byte-order mark."""
    told = [[_writable(cell) for cell in row] for row in rows]
    return frame_csv(pl.DataFrame(told, schema=dict.fromkeys(header, pl.String), orient="row"))


def _writable(cell: str | int) -> str:
    # A file's name may hold bytes that are no text.
    return str(cell).encode("utf-8", errors="replace").decode("utf-8")
