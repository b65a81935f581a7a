"""Broken mid-year estimates: each case adds rows to the Nomis sheet that break one rule only.

A figure changed in place would break the sums over ages and over sexes at once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Sheets = dict[str, list[list[Any]]]
Row = tuple[Any, ...]
ENGLAND = ("England", "E92000001")
NEW = ("Newtown", "E07999999")
ALL, OLDEST, FORTY = "All Ages", "Aged 90+", "Age 40"


def _added(*rows: Row) -> Callable[[Sheets], int]:
    def case(sheets: Sheets) -> int:
        first = len(sheets["Nomis"]) + 1
        sheets["Nomis"] += [list(row) for row in rows]
        return first

    return case


def _table_case(change: Callable[[Sheets], int]) -> Callable[[Sheets], None]:
    def case(sheets: Sheets) -> None:
        change(sheets)

    return case


def _few_rows(sheets: Sheets) -> None:
    header = sheets["Nomis"][0]
    rows = [[*ENGLAND, "2019", "Total", age, 5] for age in (ALL, OLDEST)]
    sheets.clear()
    sheets["Nomis"] = [header, *rows]


CASES: dict[str, Callable[[Sheets], int | None]] = {
    "year_given": _added((*ENGLAND, "", "Total", ALL, 5)),
    "year_form": _added((*ENGLAND, "year 2019", "Total", ALL, 5)),
    "area_code_given": _added(
        ("England", "", "2019", "Total", ALL, 5), ("England", "", "2019", "Total", OLDEST, 5)
    ),
    "area_code_form": _added(
        ("England", "E9200001", "2019", "Total", ALL, 5),
        ("England", "E9200001", "2019", "Total", OLDEST, 5),
    ),
    "sex_given": _added((*ENGLAND, "2019", "", ALL, 5)),
    "sex_known": _added((*ENGLAND, "2019", "Unknown", ALL, 5)),
    "age_given": _added((*ENGLAND, "2019", "Total", "", 5)),
    "age_form": _added((*ENGLAND, "2019", "Total", "Aged 65+", 5)),
    "persons_range": _added((*ENGLAND, "2019", "Total", FORTY, -1)),
    "key_unique": _added(
        (*ENGLAND, "2019", "Total", FORTY, 5), (*ENGLAND, "2019", "Total", FORTY, 5)
    ),
    "enough_rows": _few_rows,
    "all_ages_given": _table_case(_added((*NEW, "2019", "Total", OLDEST, 5))),
    "oldest_age_given": _table_case(_added((*NEW, "2019", "Total", ALL, 5))),
    "persons_are_given": _table_case(
        _added((*NEW, "2019", "Male", ALL, 5), (*NEW, "2019", "Male", OLDEST, 5))
    ),
    "ages_add_up": _added(
        (*ENGLAND, "2019", "Total", ALL, 6), (*ENGLAND, "2019", "Total", OLDEST, 5)
    ),
    "sexes_add_up": _added(
        (*ENGLAND, "2019", "Total", FORTY, 5),
        (*ENGLAND, "2019", "Male", FORTY, 3),
        (*ENGLAND, "2019", "Female", FORTY, 1),
    ),
    "vintage_of_published_rates": _added((*ENGLAND, "2023", "Total", ALL, 5)),
    "no_other_vintage": _added((*ENGLAND, "2018", "Total", ALL, 5)),
}
