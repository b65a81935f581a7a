"""Mutations of active locations: beds where no care home lacks them then."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Sheets = dict[str, list[list[Any]]]
SHEET = "HSCA_Active_Locations"
CARE_HOME = "Care home?"
BEDS = "Care homes beds"


def beds_in_words(sheets: Sheets) -> int:
    """Write beds in words for a service that is no care home."""
    header, *rows = sheets[SHEET]
    number = next(n for n, row in enumerate(rows) if row[header.index(CARE_HOME)] == "N")
    rows[number][header.index(BEDS)] = "twelve"
    return number + 2


CASES: dict[str, Callable[[Sheets], int]] = {"beds_readable": beds_in_words}
