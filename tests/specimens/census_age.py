"""An invented census table of ages, bands and single years side by side as in the real file."""

from __future__ import annotations

from typing import Any

BANDS = [(0, 4), (5, 9), (10, 15), (16, 19), (20, 24), (25, 34), (35, 49), (50, 64), (65, 74)]
BANDS += [(75, 84), (85, 100)]
AREAS = [("Hartlepool", "E06000001", 40), ("Knowsley", "E08000011", 60), ("Bury", "E08000002", 90)]


def _band(first: int, last: int) -> str:
    if first == 0:
        return f"Aged {last} years and under"
    return f"Aged {first} years and over" if last == 100 else f"Aged {first} to {last} years"


def _single(age: int) -> str:
    words = {0: "Aged under 1 year", 1: "Aged 1 year", 100: "Aged 100 years and over"}
    return words.get(age, f"Aged {age} years")


def sheets() -> dict[str, list[list[Any]]]:
    """Return the cells; every figure is invented."""
    labels = ["Total"]
    for first, last in BANDS:
        labels += [_band(first, last), *(_single(age) for age in range(first, last + 1))]
    place = ["date", "geography", "geography code", "Rural Urban"]
    rows: list[list[Any]] = [[*place, *(f"Age: {label}; measures: Value" for label in labels)]]
    for name, code, start in AREAS:
        ages = [start + age % 7 for age in range(101)]
        figures = [sum(ages)]
        for first, last in BANDS:
            own = ages[first : last + 1]
            figures += [sum(own), *own]
        rows.append(["2021", name, code, "Total", *figures])
    return {"": rows}
