"""Invented estimates in the wide layout of Trafford Data Lab: three sexes, broad bands beside."""

from __future__ import annotations

from typing import Any


def sheets() -> dict[str, list[list[Any]]]:
    """Return the cells."""
    broad = ["all_ages", "aged_0_to_15", "aged_16_to_64", "aged_65_and_over"]
    header = ["period", "area_code", "area_name", "geography", "sex", *broad, *range(90), "90+"]
    males = [40 + age % 9 for age in range(91)]
    females = [42 + age % 7 for age in range(91)]
    both = [m + f for m, f in zip(males, females, strict=True)]
    rows = []
    for sex, ages in (("Persons", both), ("Females", females), ("Males", males)):
        bands = [sum(ages), sum(ages[:16]), sum(ages[16:65]), sum(ages[65:])]
        place = ["2021-06-30", "E08000011", "Knowsley", "Local authority", sex]
        rows.append([*place, *bands, *ages])
    return {"": [header, *rows]}
