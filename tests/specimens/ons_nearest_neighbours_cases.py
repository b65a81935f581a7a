"""Broken tables of neighbours: each case leaves the list of councils whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Sheets = dict[str, list[list[Any]]]
SHEET, HEADER, FIRST = "Upper tier", 3, 4


def _added(code: str) -> Callable[[Sheets], int]:
    def case(sheets: Sheets) -> int:
        rows = sheets[SHEET]
        rows.append([code, "Newtown", *rows[FIRST][2:]])
        return len(rows)

    return case


def _cell(make: Callable[[list[Any]], str]) -> Callable[[Sheets], int]:
    def case(sheets: Sheets) -> int:
        row = sheets[SHEET][FIRST]
        row[3] = make(row)
        return FIRST + 1

    return case


def _last_header(name: str) -> Callable[[Sheets], int]:
    def case(sheets: Sheets) -> int:
        sheets[SHEET][HEADER][-1] = name
        return FIRST + 1

    return case


def _without_last(sheets: Sheets) -> None:
    _last_header("Distance")(sheets)


CASES: dict[str, Callable[[Sheets], int | None]] = {
    "area_code_given": _added(""),
    "area_code_form": _added("E0700000?"),
    "neighbour_code_given": _cell(lambda row: ""),
    "key_unique": _last_header("Neighbour 151"),
    "every_neighbour": _without_last,
    "neighbour_once": _cell(lambda row: str(row[2])),
    "not_its_own_neighbour": _cell(lambda row: str(row[0])),
    "neighbour_in_the_list": _cell(lambda row: "E06999999"),
}
