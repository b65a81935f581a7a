"""Mutations of the Monthly Activity Return that must leave its sums whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Sheets = dict[str, list[list[Any]]]
Case = Callable[[Sheets], int | None]
SHEET = "Commissioner"
CODE, NAME, FIRST = 5, 6, 7
IDLE = "006"
(ORDINARY, DAYCASE, ELECTIVE, PLANNED_ORDINARY, PLANNED_DAYCASE, PLANNED) = range(7, 13)
NON_ELECTIVE, MADE, MADE_GA = 14, 15, 17
LAST = 20
KEPT = 60


def _rows(sheets: Sheets) -> list[list[Any]]:
    return sheets[SHEET]


def _row(sheets: Sheets, code: str) -> int:
    return next(n for n, row in enumerate(_rows(sheets)) if row[CODE : CODE + 1] == [code])


def _move(sheets: Sheets, amounts: dict[int, int]) -> int:
    """Give Wirral amounts and take them from South Sefton, so that England stays the same."""
    here, there = _row(sheets, "12F"), _row(sheets, "01T")
    for column, amount in amounts.items():
        _rows(sheets)[here][column] += amount
        _rows(sheets)[there][column] -= amount
    return here + 1


def moved(*columns: int, amount: int) -> Case:
    """Move an amount in columns between two commissioners."""
    return lambda sheets: _move(sheets, dict.fromkeys(columns, amount))


def idle(column: int, value: int, *blank: int) -> Case:
    """Put a small figure into the row without activity, where no sum notices it."""

    def change(sheets: Sheets) -> int:
        number = _row(sheets, IDLE)
        _rows(sheets)[number][column] = value
        for other in blank:
            _rows(sheets)[number][other] = ""
        return number + 1

    return change


def england_off(*columns: int) -> Case:
    """Raise figures of England that no commissioner raised."""

    def change(sheets: Sheets) -> int:
        rows = _rows(sheets)
        number = next(n for n, row in enumerate(rows) if row[NAME : NAME + 1] == ["England"])
        for column in columns:
            rows[number][column] += 7
        return number + 1

    return change


def cell(code: str, column: int, text: Any) -> Case:
    """Put a text into one cell."""

    def change(sheets: Sheets) -> int:
        number = _row(sheets, code)
        _rows(sheets)[number][column] = text
        return number + 1

    return change


def doubled(sheets: Sheets) -> int:
    """Give the commissioner without activity a second time."""
    number = _row(sheets, IDLE)
    _rows(sheets).insert(number, list(_rows(sheets)[number]))
    return number + 1


def untitled_month(sheets: Sheets) -> int:
    """Spoil the line above the table that says the month."""
    row = next(row for row in _rows(sheets) if row[1:2] == ["Period:"])
    row[2] = "Mrach 2017"
    return _row(sheets, "12F") + 1


def few(sheets: Sheets) -> None:
    """Keep some commissioners, and let England be their sum."""
    rows = _rows(sheets)
    england = next(n for n, row in enumerate(rows) if row[NAME : NAME + 1] == ["England"])
    kept = rows[england + 2 : england + 2 + KEPT]
    sums = [sum(row[place] for row in kept) for place in range(FIRST, LAST + 1)]
    rows[england][FIRST:] = sums
    sheets[SHEET] = [*rows[: england + 2], *kept]


CASES: dict[str, Case] = {
    "period_form": untitled_month,
    "org_code_given": cell(IDLE, CODE, ""),
    "key_unique": doubled,
    "enough_rows": few,
    **{
        f"{name}_range": idle(column, -1)
        for name, column in {
            "elective_ordinary": ORDINARY,
            "elective_daycase": DAYCASE,
            "planned_ordinary": PLANNED_ORDINARY,
            "planned_daycase": PLANNED_DAYCASE,
            "planned_total": PLANNED,
            "treatment_centres": 13,
            "non_elective": NON_ELECTIVE,
            "referrals_seen": 16,
            "referrals_made_ga": MADE_GA,
            "referrals_seen_ga": 18,
            "other_referrals_ga": 19,
            "first_attendances_ga": LAST,
        }.items()
    },
    "elective_total_range": idle(ELECTIVE, -1, PLANNED),
    "referrals_made_range": idle(MADE, -1, MADE_GA),
    "elective_total_adds_up": england_off(ELECTIVE, ORDINARY),
    "elective_parts": moved(ELECTIVE, amount=7),
    "planned_parts": moved(PLANNED, amount=7),
    "planned_within_elective": idle(PLANNED, 2),
    "general_within_all": idle(MADE_GA, 1),
}
