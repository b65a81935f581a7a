"""An invented projection in the office's layout, with a line above that says its variant."""

from __future__ import annotations

from typing import Any

YEARS = range(2022, 2048)
# The region and the metropolitan county share a name, as in the real file.
AREAS = [("E12000005", "West Midlands", 90.25), ("E11000005", "West Midlands", 40.5)]
AGES = [*(str(age) for age in range(90)), "90 and over"]


def sheets() -> dict[str, list[list[Any]]]:
    """Return the cells."""
    rows: list[list[Any]] = [
        ["Invented figures. Variant: migration category"],
        ["AREA_CODE", "AREA_NAME", "COMPONENT", "SEX", "AGE_GROUP", *YEARS],
    ]
    for code, name, start in AREAS:
        figures: dict[str, list[list[float]]] = {}
        for sex, step in (("males", 1), ("females", 2)):
            figures[sex] = [
                [start + (step * age + year) % 19 / 8 for year in YEARS] for age in range(91)
            ]
        pairs = zip(figures["males"], figures["females"], strict=True)
        figures["persons"] = [[m + f for m, f in zip(*pair, strict=True)] for pair in pairs]
        for sex, by_age in figures.items():
            place = [code, name, "Population", sex]
            rows += [[*place, age, *own] for age, own in zip(AGES, by_age, strict=True)]
            rows.append([*place, "All ages", *(sum(year) for year in zip(*by_age, strict=True))])
    return {"": rows}
