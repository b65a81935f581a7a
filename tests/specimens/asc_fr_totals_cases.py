"""Broken files of totals: each figure is bound to others, so several are moved together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Sheets = dict[str, list[list[Any]]]
CASSR, REGION, KEYS = 1, 3, 4
TOTAL, INCOME, NET, GROSS, NET_CURRENT, GROSS_CURRENT = range(11, 17)
ENGLAND = "E92000001"
# Which figures move with each, so that all other rules still hold.
TOGETHER = {
    "total_expenditure": {TOTAL: 7, NET: 7, NET_CURRENT: 7},
    "total_income": {INCOME: 7, NET: -7, NET_CURRENT: -7},
    "gross_total": {GROSS: 7, NET_CURRENT: -7},
    "gross_current": {GROSS_CURRENT: 7, NET_CURRENT: 7},
}


def _move(england: bool, changes: dict[int, int]) -> Callable[[Sheets], int]:
    def change(sheets: Sheets) -> int:
        for number, row in enumerate(sheets[""][1:], start=2):
            if not row[CASSR] and (row[REGION] == ENGLAND) == england:
                for column, amount in changes.items():
                    row[column] += amount
                return number
        raise LookupError("no such row")

    return change


def _net_moved(sheets: Sheets) -> int:
    row = sheets[""][60]
    row[NET] += 7
    row[NET_CURRENT] += 7
    return 61


def _gap_moved(sheets: Sheets) -> int:
    sheets[""][60][NET_CURRENT] += 7
    return 61


def _twice(sheets: Sheets) -> int:
    # The second combination of keys, which no region and not England sums up.
    row = next(row for row in sheets[""] if row[KEYS : KEYS + 3] == ["2", "2", "6"])
    sheets[""].append(list(row))
    return len(sheets[""])


CASES: dict[str, Callable[[Sheets], int | None]] = {
    **{f"regions_add_up_{name}": _move(False, moved) for name, moved in TOGETHER.items()},
    **{f"england_adds_up_{name}": _move(True, moved) for name, moved in TOGETHER.items()},
    "net_is_total_less_income": _net_moved,
    "gross_and_net_leave_out_the_same": _gap_moved,
    "key_unique": _twice,
}
