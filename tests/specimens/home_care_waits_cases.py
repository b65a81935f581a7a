"""Mutations of the home care waits that need a hand."""

from __future__ import annotations

from changed_cells import Case, changed, doubled

FIRST = "Area code"
WORCESTERSHIRE = {"Area name": "Worcestershire"}

CASES: dict[str, Case] = {
    "month_end_is_last_day": changed(FIRST, WORCESTERSHIRE, {"Month end": "15/04/2024"}),
    "median_days_range": changed(
        FIRST, WORCESTERSHIRE, {"Median wait in days": 3651, "Longest wait in days": ""}
    ),
    "nobody_waits_no_hours": changed(FIRST, {"People waiting": "0"}, {"Hours waiting": 3}),
    "key_unique": doubled(FIRST, WORCESTERSHIRE),
}
