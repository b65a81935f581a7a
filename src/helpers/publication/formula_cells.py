"""Text that a spreadsheet would run as a formula, kept as text in every CSV.

A number is none: -5 stays -5. Everything else that begins like a formula gets an apostrophe
before it; Parquet keeps the text as it is.
"""

from __future__ import annotations

import re
from typing import Final

import polars as pl
import polars.selectors as cs

# After OWASP, "CSV injection": the signs, what may stand before them unseen, and their wide forms.
_STARTS: Final = r"^[=+\-@\t\r\n\x{FF1D}\x{FF0B}\x{FF0D}\x{FF20}]"
_NUMBER: Final = r"^[-+]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?([eE][-+]?\d+)?%?$"

_FIRST = frozenset(
    "=+-@\t\r\n\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}"
    "\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH COMMERCIAL AT}"
)
_IS_NUMBER = re.compile(_NUMBER)


def runs_as_formula(text: str) -> bool:
    """Whether a spreadsheet that opens a CSV may take a text for a formula."""
    return text[:1] in _FIRST and not _IS_NUMBER.match(text)


def safe_text(text: str) -> str:
    """Return a text with an apostrophe before what could run as a formula."""
    return f"'{text}" if runs_as_formula(text) else text


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
