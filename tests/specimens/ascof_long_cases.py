"""Broken long ASCOF files for the rules whose columns the reader makes from others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Sheets = dict[str, list[list[Any]]]
OLD, NEW = "ASCOF 2020-21", "ASCOF 2024-25"
ENGLAND, REGION = "England", "North West"
NAME, ONS, CODE, GROUP, KIND, VALUE = 1, 3, 4, 5, 6, 7


def _find(sheets: Sheets, sheet: str, area: str, code: str, kind: str) -> int:
    for index, row in enumerate(sheets[sheet]):
        if (row[NAME], row[CODE], row[KIND]) == (area, code, kind):
            return index
    raise LookupError(f"{area}, {code}, {kind}")


def _put(
    sheet: str, area: str, code: str, kind: str, column: int, text: Any
) -> Callable[[Sheets], int]:
    def change(sheets: Sheets) -> int:
        index = _find(sheets, sheet, area, code, kind)
        sheets[sheet][index][column] = text
        return index + 1

    return change


def _above_whole(sheet: str, code: str) -> Callable[[Sheets], int]:
    def change(sheets: Sheets) -> int:
        whole = sheets[sheet][_find(sheets, sheet, REGION, code, "Denominator")][VALUE]
        sheets[sheet][_find(sheets, sheet, REGION, code, "Numerator")][VALUE] = whole + 1
        return _find(sheets, sheet, REGION, code, "Outcome") + 1

    return change


def _no_year(sheets: Sheets) -> int:
    sheets["ASCOF 2020-23"] = sheets.pop(OLD)
    return 2


CASES: dict[str, Callable[[Sheets], int | None]] = {
    "period_given": _no_year,
    "measure_code_given": _put(OLD, ENGLAND, "1B", "Base", CODE, ""),
    "value_range": _put(OLD, REGION, "2A1", "Outcome", VALUE, -2),
    "counts_not_negative": _put(OLD, REGION, "1B", "Base", VALUE, -1),
    "suffix_as_disaggregation": _put(OLD, REGION, "1BM", "Outcome", GROUP, "Female"),
    "old_measure_known": _put(OLD, ENGLAND, "1F", "Outcome", CODE, "9Z"),
    "new_measure_known": _put(NEW, ENGLAND, "1C", "Base", CODE, "9Z"),
    "old_percentages_up_to_100": _put(OLD, REGION, "1B", "Outcome", VALUE, 101),
    "new_percentages_up_to_100": _put(NEW, REGION, "2A", "Outcome", VALUE, 101),
    "user_quality_of_life_up_to_24": _put(OLD, REGION, "1A", "Outcome", VALUE, 25),
    "old_part_not_above_whole": _above_whole(OLD, "1C2A"),
    "new_part_not_above_whole": _above_whole(NEW, "2A"),
}
