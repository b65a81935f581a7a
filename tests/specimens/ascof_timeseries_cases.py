"""Mutations of the time series that need a hand: a row without any name, an unknown area."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Sheets = dict[str, list[list[Any]]]
TABLE = "Table_2c"
NAME_PLACE, CODE_PLACE = 1, 2


def _row_of_wirral(sheets: Sheets) -> int:
    return next(n for n, row in enumerate(sheets[TABLE], 1) if row[NAME_PLACE:][:1] == ["Wirral"])


def nameless(sheets: Sheets) -> int:
    """A row of figures that says of no area that it is its own."""
    number = _row_of_wirral(sheets)
    sheets[TABLE][number - 1][:3] = ["", "", ""]
    return number


def unknown_area(sheets: Sheets) -> int:
    """A council whose code lost a digit."""
    number = _row_of_wirral(sheets)
    sheets[TABLE][number - 1][CODE_PLACE] = "E0800015"
    return number


CASES: dict[str, Callable[[Sheets], int | None]] = {
    "area_code_given": nameless,
    "area_known": unknown_area,
}
