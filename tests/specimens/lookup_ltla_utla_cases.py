"""Broken lookups: a header of another year, and codes that moved to another row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Sheets = dict[str, list[list[Any]]]


def _edition(sheets: Sheets) -> int:
    sheets[""][0] = [name.replace("23", "99") for name in sheets[""][0]]
    return 2


def _upper_code(start: str, code: str) -> Callable[[Sheets], int]:
    def case(sheets: Sheets) -> int:
        index = next(i for i, row in enumerate(sheets[""]) if row[0].startswith(start))
        sheets[""][index][2] = code
        return index + 1

    return case


CASES: dict[str, Callable[[Sheets], int | None]] = {
    "edition_form": _edition,
    "single_tier_is_its_own": _upper_code("E08", "E10000034"),
    "district_lies_in_a_county": _upper_code("E07", "E06000001"),
}
