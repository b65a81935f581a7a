"""Mutations of Fingertips data that must leave the interval out of it."""

from __future__ import annotations

from changed_cells import Case, changed

FIRST = "Indicator ID"
BARE = {"Lower CI 95.0 limit": "", "Upper CI 95.0 limit": ""}

CASES: dict[str, Case] = {
    "percentages_up_to_100": changed(FIRST, {"Area Name": "Wirral"}, {"Value": 101, **BARE}),
}
