"""Mutations of delayed transfers that must leave all sums but one whole."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

Sheets = dict[str, list[list[Any]]]
Case = Callable[[Sheets], int | None]
SHEET = "LA - by type of care"
ONS_CODE, CODE, NAME = 2, 3, 4
ACUTE, OTHER_CARE, TOTAL = 5, 6, 7
IDLE = "Resident in Scotland"
KEPT = 14
COMPILED = "nhse_dtoc__compiled_reasons.csv"


def _row(sheets: Sheets, name: str, sheet: str = SHEET) -> int:
    return next(n for n, row in enumerate(sheets[sheet]) if row[NAME : NAME + 1] == [name])


def _move(sheets: Sheets, amounts: dict[int, int]) -> int:
    """Give Wirral days and take them from Sefton, so that England stays the same."""
    here, there = (_row(sheets, name) for name in ("Wirral", "Sefton"))
    for column, amount in amounts.items():
        sheets[SHEET][here][column] += amount
        sheets[SHEET][there][column] -= amount
    return here + 1


def below_zero(sheets: Sheets) -> int:
    """Make acute days -1, and the other days more by as much."""
    amount = sheets[SHEET][_row(sheets, "Wirral")][ACUTE] + 1
    return _move(sheets, {ACUTE: -amount, OTHER_CARE: amount})


def wrong_totals(sheets: Sheets) -> int:
    """Move days between the totals of two councils, not between their parts."""
    return _move(sheets, {TOTAL: 7})


def wrong_england(sheets: Sheets) -> int:
    """Raise a part and the total of England, which no council raised."""
    number = _row(sheets, "England")
    sheets[SHEET][number][ACUTE] += 7
    sheets[SHEET][number][TOTAL] += 7
    return number + 1


def codeless(sheets: Sheets) -> int:
    """Take the code of a row that no name finds, and that has no days."""
    number = _row(sheets, IDLE)
    sheets[SHEET][number][ONS_CODE : CODE + 1] = ["", ""]
    return number + 1


def short_code(sheets: Sheets) -> int:
    """Take a digit from a code, and misspell the name that would have found it."""
    number = _row(sheets, "Wirral")
    sheets[SHEET][number][ONS_CODE : NAME + 1] = ["E0800015", "319", "Wyrrall"]
    return number + 1


def doubled(sheets: Sheets) -> int:
    """Give a row without days a second time."""
    number = _row(sheets, IDLE)
    sheets[SHEET].insert(number, list(sheets[SHEET][number]))
    return number + 1


def untitled_month(sheets: Sheets) -> int:
    """Spoil the line above one table that says the month."""
    row = next(row for row in sheets[SHEET] if row[1:2] == ["Period:"])
    row[2] = "Dec-emb-er 2019"
    return _row(sheets, "Wirral") + 1


def monthless(sheets: Sheets) -> int:
    """Take the month of England's row from the compiled file, where each row has its own."""
    with Path(__file__).with_name(COMPILED).open(encoding="utf-8", newline="") as lines:
        rows: list[list[Any]] = list(csv.reader(lines))
    sheets.clear()
    sheets[""] = rows
    number = next(n for n, row in enumerate(rows) if row[1] == "Wirral")
    rows[number][-1] = ""
    return number + 1


def few(sheets: Sheets) -> None:
    """Keep the first councils of each sheet, and let England be their sum."""
    for sheet in [name for name in sheets if name.startswith("LA")]:
        rows = sheets[sheet]
        england = _row(sheets, "England", sheet)
        kept = rows[england + 2 : england + 2 + KEPT]
        width = rows[england - 1].index("Total") + 1
        for place in range(ACUTE, width):
            figures = (row[place] for row in kept)
            rows[england][place] = sum(days for days in figures if isinstance(days, int))
        sheets[sheet] = [*rows[: england + 2], *kept]


CASES: dict[str, Case] = {
    "period_given": monthless,
    "period_form": untitled_month,
    "area_code_given": codeless,
    "area_code_form": short_code,
    "key_unique": doubled,
    "days_range": below_zero,
    "parts_add_up": wrong_totals,
    "areas_add_up": wrong_england,
    "enough_rows": few,
}
