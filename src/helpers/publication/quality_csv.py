"""CSV files of the data-quality pages, as a spreadsheet may safely open them."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

import polars as pl
import polars.selectors as cs

_LINE_END = "\r\n"
# A spreadsheet may take these for the start of a formula.
_STARTS = r"^[=+\-@\t\r]"
_NUMBER = r"^[-+]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?([eE][-+]?\d+)?%?$"


def safe_frame(frame: pl.DataFrame) -> pl.DataFrame:
    """Return text columns with an apostrophe before what could run as a formula.

    Parameters
    ----------
    frame : DataFrame, shape (rows, columns)

    Returns
    -------
    DataFrame, shape (rows, columns)
        Numbers such as -5 stay as they are.
    """
    text = cs.string()
    runs = text.str.contains(_STARTS) & ~text.str.contains(_NUMBER)
    return frame.with_columns(pl.when(runs).then(pl.lit("'") + text).otherwise(text).name.keep())


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
