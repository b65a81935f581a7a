"""Invented mid-year estimates: three sheets of table MYE2, and a Nomis download beside them.

Every figure is invented but one: England's total of mid-2024 is the published one, because
the contract tells the vintage of that year by it.
"""

from __future__ import annotations

from typing import Any

SEXES = {"Persons": "Total", "Males": "Male", "Females": "Female"}
AREAS = [
    ("E92000001", "ENGLAND", "Country"),
    ("E12000002", "NORTH WEST", "Region"),
    ("E08000011", "Knowsley", "Metropolitan District"),
    ("E10000017", "Lancashire", "County"),
    ("E07000117", "Burnley", "Non-metropolitan District"),
]
# Single figure of the publisher: mid-2024, first release.
ENGLAND_2024 = 58_620_101
NOMIS_HEADER = [
    "GEOGRAPHY_NAME",
    "GEOGRAPHY_CODE",
    "DATE_NAME",
    "GENDER_NAME",
    "C_AGE_NAME",
    "OBS_VALUE",
]


def _by_age(start: int) -> dict[str, list[int]]:
    males = [start + 3 * age % 17 for age in range(91)]
    females = [start + 5 * age % 13 for age in range(91)]
    both = [m + f for m, f in zip(males, females, strict=True)]
    return {"Persons": both, "Males": males, "Females": females}


def _table(sex: str) -> list[list[Any]]:
    rows: list[list[Any]] = [
        [f"MYE2: {sex} by single year of age for local authorities, mid-2021. Invented figures."],
        ["This worksheet contains one table."],
        ["Code", "Name", "Geography", "All ages", *range(90), "90+"],
    ]
    for number, (code, name, kind) in enumerate(AREAS):
        ages = _by_age(100 + 40 * number)[sex]
        rows.append([code, name, kind, sum(ages), *ages])
    return rows


def _nomis() -> list[list[Any]]:
    rows: list[list[Any]] = [NOMIS_HEADER]
    england = _by_age(300_000)
    rest = ENGLAND_2024 - sum(england["Persons"])
    for sex in ("Persons", "Females"):
        england[sex][90] += rest
    for name, code, figures in (
        ("England", "E92000001", england),
        ("Knowsley", "E08000011", _by_age(500)),
    ):
        for sex, word in SEXES.items():
            ages = figures[sex]
            place = [name, code, "2024", word]
            rows.append([*place, "All Ages", sum(ages)])
            rows += [[*place, f"Age {age}", ages[age]] for age in range(90)]
            rows.append([*place, "Aged 90+", ages[90]])
    return rows


def sheets() -> dict[str, list[list[Any]]]:
    """Return the cells."""
    return {f"MYE2 - {sex}": _table(sex) for sex in SEXES} | {"Nomis": _nomis()}
