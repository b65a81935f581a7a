"""Invented persons of table MYE2 saved as CSV without its titles: the name says the rest."""

from __future__ import annotations

from typing import Any

FILE_NAME = "mye21_persons"


def sheets() -> dict[str, list[list[Any]]]:
    """Return the cells; this edition has no column for the kind of area."""
    header = ["Code", "Name", "All ages", *(f"{age}.0" for age in range(90)), "90"]
    areas = [("E08000011", "Knowsley", 60), ("E06000001", "Hartlepool", 80)]
    rows = []
    for code, name, start in areas:
        ages = [start + age % 11 for age in range(91)]
        rows.append([code, name, sum(ages), *ages])
    return {"": [header, *rows]}
