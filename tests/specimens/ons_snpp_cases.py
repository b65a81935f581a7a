"""Broken projections: rows of another area are added, so that the sums of the rest stay whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Sheets = dict[str, list[list[Any]]]
YEARS = 26
OLD = "E12000005"
NEW = "E06999999"
FIRST_OLDEST = 93


def _added(*rows: tuple[str, str, str, float]) -> Callable[[Sheets], int]:
    def case(sheets: Sheets) -> int:
        first = len(sheets[""]) + 1
        for code, sex, age, figure in rows:
            sheets[""].append([code, "Newtown", "Population", sex, age, *[figure] * YEARS])
        return first

    return case


def _no_total(sheets: Sheets) -> None:
    _added((NEW, "persons", "90 and over", 5))(sheets)


def _totals_only(sheets: Sheets) -> None:
    rows = sheets[""]
    sheets[""] = rows[:2] + [row for row in rows[2:] if row[4] == "All ages"]


def _earlier_base(sheets: Sheets) -> int:
    header = sheets[""][1]
    header[5:] = [year - 4 for year in header[5:]]
    return FIRST_OLDEST


def _no_variant(sheets: Sheets) -> int:
    sheets[""][0] = ["Invented figures."]
    return FIRST_OLDEST


CASES: dict[str, Callable[[Sheets], int | None]] = {
    "base_current": _earlier_base,
    "variant_confirmed": _no_variant,
    "area_code_given": _added(("", "persons", "All ages", 5)),
    "area_code_form": _added(("X1", "persons", "All ages", 5)),
    "sex_given": _added((OLD, "", "All ages", 5)),
    "sex_known": _added((NEW, "unknown", "All ages", 5)),
    "age_given": _added((OLD, "persons", "", 5)),
    "age_form": _added((NEW, "persons", "Under 1", 5), (NEW, "persons", "All ages", 5)),
    "persons_range": _added((NEW, "persons", "All ages", -1)),
    "key_unique": _added((NEW, "persons", "All ages", 5), (NEW, "persons", "All ages", 5)),
    "enough_rows": _totals_only,
    "all_ages_given": _no_total,
    "ages_add_up": _added((NEW, "persons", "All ages", 6), (NEW, "persons", "0", 5)),
    "sexes_add_up": _added(
        (NEW, "persons", "All ages", 5),
        (NEW, "males", "All ages", 3),
        (NEW, "females", "All ages", 1),
    ),
}
