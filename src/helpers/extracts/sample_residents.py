"""Invented residents by single year of age: mid-year estimates, and a projection of them.

Their adults and older people are those among whom the sample's rates are counted, so that
what a check compares ties.
"""

from __future__ import annotations

import math
from functools import cache
from typing import Final

from helpers.base.geography import REGIONS, all_areas, find_area
from helpers.extracts.sample_counts import (
    MARK_LINE,
    Rows,
    level_of,
    name_of,
    of_two_regions,
    shared_out,
    text_bytes,
    with_strategies,
    with_totals,
)
from helpers.extracts.sample_figures import Draws, populations

OLDEST: Final = 90
LATEST: Final = 2024
ADULT, OLDER, OLD = 18, 65, 85
VARIANT: Final = "migration category"

_BASE, _HORIZON = 2022, 2047
_KINDS: Final = {
    "shire county": "County",
    "unitary authority": "Unitary Authority",
    "metropolitan district": "Metropolitan District",
}
# Growth a year of those from an age upwards, in the projection.
_GROWTH: Final = ((85, 0.026), (75, 0.012), (65, 0.014), (18, 0.002), (0, -0.003))


@cache
def residents(draws: Draws, code: str, year: int) -> tuple[int, ...]:
    """Invent a council's residents of one mid-year.

    Parameters
    ----------
    draws : Draws
        The random numbers.
    code : str
        ONS code of a council.
    year : int
        The year whose 30 June is meant.

    Returns
    -------
    tuple of int
        People of each age from 0 to 89, and of 90 and over.
    """
    adults, older = populations(draws, code, year)
    children = round(adults * 0.34 * draws.factor(0.06, "children", code))
    young = draws.factor(0.3, "slope", code)

    def weights(first: int, last: int) -> list[float]:
        return [
            _weight(age, year, young) * draws.factor(0.03, "born", code, year - age)
            for age in range(first, last + 1)
        ]

    return (
        *shared_out(children, weights(0, ADULT - 1)),
        *shared_out(adults, weights(ADULT, OLDER - 1)),
        *shared_out(older, weights(OLDER, OLDEST)),
    )


def from_age(people: tuple[int, ...], first: int) -> int:
    """Return how many are of an age or over."""
    return sum(people[first:])


def estimates(draws: Draws, year: int) -> bytes:
    """Return the mid-year estimates of one year, as table MYE2 lays them out.

    The latest year has every council; the years before it, those of two regions.

    Parameters
    ----------
    draws : Draws
        The random numbers.
    year : int
        The year whose 30 June is meant.
    """
    title = f"MYE2: Persons by single year of age for local authorities, mid-{year}"
    counts = with_totals({area.code: residents(draws, area.code, year) for area in all_areas()})
    named = {area.code for area in (all_areas() if year == LATEST else of_two_regions())}
    rows: Rows = [["Code", "Name", "Geography", "All ages", *range(OLDEST), "90+"]]
    for code, ages in counts.items():
        if level_of(code) != "Council" or code in named:
            rows.append([code, name_of(code).upper(), _kind(code), sum(ages), *ages])
    return text_bytes(rows, f"{title}. {MARK_LINE}")


def projection(draws: Draws) -> bytes:
    """Return the projection of the councils with a strategy, from 2022 to 2047.

    Parameters
    ----------
    draws : Draws
        The random numbers.
    """
    years = range(_BASE, _HORIZON + 1)
    rows: Rows = [["AREA_CODE", "AREA_NAME", "COMPONENT", "SEX", "AGE_GROUP", *years]]
    for area in with_strategies():
        start = residents(draws, area.code, _BASE)
        pace = draws.factor(0.2, "pace", area.code)
        place = [area.code, area.name, "Population", "persons"]
        by_age = [
            [round(people * (1 + _growth(age) * pace) ** (year - _BASE)) for year in years]
            for age, people in enumerate(start)
        ]
        names = [*(str(age) for age in range(OLDEST)), "90 and over"]
        rows += [[*place, name, *own] for name, own in zip(names, by_age, strict=True)]
        rows.append([*place, "All ages", *(sum(own) for own in zip(*by_age, strict=True))])
    return text_bytes(rows, f"{MARK_LINE} Variant: {VARIANT}")


def _weight(age: int, year: int, young: float) -> float:
    """Return how many there are of an age, beside the others of its group."""
    if age < OLDER:
        return 1.0 + 0.15 * math.sin((age - ADULT) / 8)
    over = age - OLDER
    # The group of 90 and over holds several years of age.
    several = 3.4 if age == OLDEST else 1.0
    grown = 1 + 0.012 * (year - 2024) if age >= OLD else 1.0
    return several * grown * math.exp(-0.02 * young * over - 0.0016 * over * over)


def _growth(age: int) -> float:
    return next(growth for first, growth in _GROWTH if age >= first)


def _kind(code: str) -> str:
    if code.startswith("E92"):
        return "Country"
    if code in REGIONS:
        return "Region"
    return _KINDS.get(find_area(code).council_type, "London Borough")
