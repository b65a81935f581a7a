"""Broken tables of ages: whole columns are added or taken out, so that one sum alone breaks."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

Sheets = dict[str, list[list[Any]]]
TOTAL, FIRST_BAND, UNDER_1, ONE, FIVE = 4, 5, 6, 7, 12
SINGLE = re.compile(r"Aged (under 1 year|\d+ years?|100 years and over);")


def _column(header: str, figure: int) -> Callable[[Sheets], int]:
    def case(sheets: Sheets) -> int:
        sheets[""][0].append(header)
        for row in sheets[""][1:]:
            row.append(figure)
        return 2

    return case


def _cell(text: str) -> Callable[[Sheets], int]:
    def case(sheets: Sheets) -> int:
        sheets[""][1][ONE] = text
        return 2

    return case


def _below_zero(sheets: Sheets) -> int:
    row = sheets[""][1]
    by = row[ONE] + 1
    for index in (TOTAL, FIRST_BAND, ONE):
        row[index] -= by
    return 2


def _keep(sheets: Sheets, wanted: Callable[[str], bool]) -> None:
    header = sheets[""][0]
    kept = [i for i, name in enumerate(header) if i < TOTAL or wanted(name)]
    sheets[""] = [[row[i] for i in kept] for row in sheets[""]]


def _off_without(drop_singles: bool) -> Callable[[Sheets], int]:
    def case(sheets: Sheets) -> int:
        def wanted(name: str) -> bool:
            return "Total" in name or bool(SINGLE.search(name)) != drop_singles

        _keep(sheets, wanted)
        sheets[""][1][TOTAL] += 7
        return 2

    return case


def _moved_between_bands(sheets: Sheets) -> int:
    row = sheets[""][1]
    row[UNDER_1] += 7
    row[FIVE] -= 7
    return 2


def _one_row(sheets: Sheets) -> None:
    _keep(sheets, lambda name: "Total" in name)
    del sheets[""][2:]


def _no_total(sheets: Sheets) -> None:
    _keep(sheets, lambda name: "Total" not in name)


CASES: dict[str, Callable[[Sheets], int | None]] = {
    "age_form": _column("Age: Aged two and a half; measures: Value", 0),
    "persons_given": _cell(""),
    "persons_readable": _cell("twelve"),
    "persons_range": _below_zero,
    "key_unique": _column("Age: Aged 0 years; measures: Value", 0),
    "enough_rows": _one_row,
    "all_ages_given": _no_total,
    "single_years_add_up": _off_without(drop_singles=False),
    "bands_add_up": _off_without(drop_singles=True),
    "years_add_up_to_their_band": _moved_between_bands,
}
