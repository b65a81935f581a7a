"""Broken tables of unpaid care: rows of a new area are added to the sheet of the API."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Sheets = dict[str, list[list[Any]]]
SHEET = "API"
NEW = ("2021", "Newtown", "E07999999")
TOTAL = "Total: All usual residents aged 5 and over"
NONE = "Provides no unpaid care"


def _hours(band: str) -> str:
    return f"Provides {band} unpaid care a week"


def _added(*rows: tuple[Any, ...]) -> Callable[[Sheets], int]:
    def case(sheets: Sheets) -> int:
        first = len(sheets[SHEET]) + 1
        sheets[SHEET] += [list(row) for row in rows]
        return first

    return case


def _counts(**bands: int) -> Callable[[Sheets], int]:
    return _added(*((*NEW, WORDS[band], "Value", figure) for band, figure in bands.items()))


WORDS = {
    "total": TOTAL,
    "none": NONE,
    "up_to_19": _hours("19 hours or less"),
    "up_to_9": _hours("9 hours or less"),
    "ten": _hours("10 to 19 hours"),
    "twenty": _hours("20 to 49 hours"),
    "up_to_34": _hours("20 to 34 hours"),
    "up_to_49": _hours("35 to 49 hours"),
}


def _other_census(sheets: Sheets) -> int:
    row = sheets["2011"][1]
    row[0] = "2021"
    # Another area, since this one stands among those of 2021 too.
    row[1:3] = ["Blackpool", "E06000009"]
    return 2


def _few_rows(sheets: Sheets) -> None:
    header = sheets[SHEET][0]
    sheets.clear()
    sheets[SHEET] = [header, [*NEW, NONE, "Value", 5]]


def _no_none(sheets: Sheets) -> None:
    _counts(ten=5)(sheets)


CASES: dict[str, Callable[[Sheets], int | None]] = {
    "census_given": _added(("", *NEW[1:], NONE, "Value", 5)),
    "census_known": _added(("1911", *NEW[1:], NONE, "Value", 5)),
    "area_code_given": _added(("2021", "Newtown", "", NONE, "Value", 5)),
    "area_code_form": _added(("2021", "Newtown", "E0799", NONE, "Value", 5)),
    "aged_5_and_over_in_2021": _other_census,
    "all_residents_in_2011": _added(("2011", *NEW[1:], NONE, "Value", 5)),
    "band_given": _added((*NEW, "", "Value", 5), (*NEW, NONE, "Value", 5)),
    "band_known": _added((*NEW, "Provides a lot", "Value", 5), (*NEW, NONE, "Value", 5)),
    "measure_given": _added((*NEW, NONE, "", 5)),
    "measure_known": _added((*NEW, NONE, "Rate", 5)),
    "value_range": _counts(none=-1),
    "percentages_up_to_100": _added((*NEW, NONE, "Percent", 101)),
    "key_unique": _added((*NEW, NONE, "Value", 5), (*NEW, NONE, "Value", 5)),
    "enough_rows": _few_rows,
    "none_given": _no_none,
    "wide_bands_add_up": _counts(total=10, none=5, twenty=4),
    "narrow_bands_add_up": _counts(total=10, none=5, up_to_34=4),
    "up_to_19_hours_add_up": _counts(up_to_19=5, up_to_9=3, ten=1, none=1),
    "from_20_to_49_hours_add_up": _counts(twenty=5, up_to_34=3, up_to_49=1, none=1),
}
