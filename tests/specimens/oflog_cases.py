"""Broken files of the Office for Local Government that a general mutation cannot make."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Sheets = dict[str, list[list[Any]]]
CODE, VALUE = 7, 8


def _rate_below_zero(sheets: Sheets) -> int:
    rows = sheets[""]
    index = next(i for i, row in enumerate(rows) if row[CODE] == "ASC6" and row[VALUE] != "")
    rows[index][VALUE] = -1
    return index + 1


CASES: dict[str, Callable[[Sheets], int | None]] = {"value_range": _rate_below_zero}
