"""An invented detailed series (sheet MYEB1): years as columns, sexes as letters, no totals."""

from __future__ import annotations

from typing import Any

AREAS = [("E06000001", "Hartlepool"), ("E08000011", "Knowsley")]
YEARS = range(2011, 2014)


def sheets() -> dict[str, list[list[Any]]]:
    """Return the cells."""
    rows: list[list[Any]] = [
        ["Population estimates by sex and single year of age (invented figures)"],
        ["ladcode23", "laname23", "country", "sex", "age", *(f"population_{y}" for y in YEARS)],
    ]
    for code, name in AREAS:
        for sex in ("F", "M"):
            for age in range(91):
                figures = [50 + (7 * age + year) % 23 for year in YEARS]
                rows.append([code, name, "E", sex, age, *figures])
    return {"MYEB1": rows}
