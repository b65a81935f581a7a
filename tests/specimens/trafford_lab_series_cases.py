"""Broken series of the lab for rules whose fault would break a second one elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Sheets = dict[str, list[list[Any]]]
INDICATOR = 3


def _of_england(text: str) -> Callable[[Sheets], int]:
    # In any other row the series of that name would lack England too.
    def change(sheets: Sheets) -> int:
        sheets["yearly"][1][INDICATOR] = text
        return 2

    return change


CASES: dict[str, Callable[[Sheets], int | None]] = {
    "indicator_given": _of_england(""),
    "indicator_known": _of_england("no such thing"),
}
