"""Mutations of the workforce download: rates are written as proportions there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Sheets = dict[str, list[list[Any]]]
Case = Callable[[Sheets], int]
SHEET = "Local area 2024-25"
CODE, AREA, SECTOR, ROLE, TOTAL, FILLED, TURNOVER, VACANCY, VACANT = 1, 4, 5, 8, 9, 10, 14, 16, 17
CARE_WORKER, EVERYONE = "Care worker", "All job roles"


def cells(role: str, values: dict[int, Any]) -> Case:
    """Put cells into a row of Sefton."""

    def change(sheets: Sheets) -> int:
        rows = sheets[SHEET]
        number = next(
            n for n, row in enumerate(rows) if row[AREA] == "Sefton" and row[ROLE] == role
        )
        for place, value in values.items():
            rows[number][place] = value
        return number + 1

    return change


def again(role: str, values: dict[int, Any]) -> Case:
    """Give a row of Sefton a second time, with other cells."""

    def change(sheets: Sheets) -> int:
        rows = sheets[SHEET]
        number = next(
            n for n, row in enumerate(rows) if row[AREA] == "Sefton" and row[ROLE] == role
        )
        copy = list(rows[number])
        for place, value in values.items():
            copy[place] = value
        rows.insert(number + 1, copy)
        return number + 2

    return change


CASES: dict[str, Case] = {
    "area_code_given": again(EVERYONE, {CODE: ""}),
    "area_code_form": again(EVERYONE, {CODE: "E0800014"}),
    "key_unique": again(CARE_WORKER, {}),
    "whole_given_once": again(EVERYONE, {SECTOR: "All sectors"}),
    "vacancy_percent_range": cells(CARE_WORKER, {VACANCY: -0.01}),
    "turnover_percent_range": cells(CARE_WORKER, {TURNOVER: 4.01}),
    "total_posts_range": cells(CARE_WORKER, {TOTAL: -1, FILLED: "*", VACANT: "*"}),
    "vacancy_is_plausible": cells(EVERYONE, {VACANCY: 0.31}),
    "turnover_is_plausible": cells(EVERYONE, {TURNOVER: 0.81}),
}
