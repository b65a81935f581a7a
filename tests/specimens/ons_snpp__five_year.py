"""An invented projection whose variant only the file's name says."""

from __future__ import annotations

from typing import Any

FILE_NAME = "2022 SNPP Population persons 5yr"
YEARS = range(2022, 2048)


def sheets() -> dict[str, list[list[Any]]]:
    """Return the cells."""
    header = ["AREA_CODE", "AREA_NAME", "COMPONENT", "SEX", "AGE_GROUP", *YEARS]
    place = ["E08000011", "Knowsley", "Population", "persons"]
    rows: list[list[Any]] = [[*place, str(age), *[12.125] * len(YEARS)] for age in range(90)]
    rows.append([*place, "90 and over", *[20.5] * len(YEARS)])
    rows.append([*place, "All ages", *[12.125 * 90 + 20.5] * len(YEARS)])
    return {"": [header, *rows]}
