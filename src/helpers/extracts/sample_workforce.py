"""Invented files on the workforce: Skills for Care's local areas, and an earlier series."""

from __future__ import annotations

from statistics import median
from typing import Final

from helpers.base.geography import ENGLAND, REGIONS, all_areas, find_area
from helpers.extracts.ods import Cell
from helpers.extracts.sample_counts import (
    Rows,
    level_of,
    name_of,
    part_of,
    sheet_bytes,
    with_totals,
)
from helpers.extracts.sample_figures import TINY, Draws, populations, turnover
from helpers.extracts.sample_layout import councils
from helpers.extracts.sample_surveys import rounded

_YEAR: Final = 2024
_HEADER: Final = [
    "Year", "Area code", "Area Level", "Region", "Area", "Sector", "Service", "Job role group",
    "Job role", "Total posts", "Filled posts", "FTE Filled post", "FTE Ratio", "Employees",
    "Turnover rate", "Leavers", "Vacancy rate", "Vacant posts",
]  # fmt: skip
_EVERY: Final = "All sectors - LA, IND and DPR"
# Sector, service, job role group and job role, and the share of all posts.
_ROWS: Final = (
    (_EVERY, "All services", "All job roles", "All job roles", 1.0),
    ("Independent", "All services", "All job roles", "All job roles", 0.8),
    ("Independent", "CQC care home with nursing", "Regulated profession", "Registered nurse", 0.02),
)

_SERIES_YEARS: Final = range(2018, 2023)
_SERIES: Final = [
    "Financial year", "Local authority code", "Local authority name", "Grouping", "Entity_Name",
    "Region", "Measure", "Code", "Value", "MEDIAN", "MADs_from_median", "rank_order",
]  # fmt: skip
_TYPES: Final = {
    "shire county": "Counties",
    "unitary authority": "Unitary Authorities",
    "metropolitan district": "Metropolitan Districts",
}
_REGION_NAMES: Final = {
    "Yorkshire and the Humber": "Yorkshire and The Humber",
    "East of England": "Eastern",
}


def local_areas(draws: Draws) -> bytes:
    """Return posts, vacancies and leavers of 2024 to 2025; rates are proportions.

    Parameters
    ----------
    draws : Draws
        The random numbers; turnover is that of the sample's table 6a.
    """
    posts = {area.code: _posts(draws, area.code) for area in all_areas()}
    rows: Rows = [list(_HEADER)]
    for code, (total, vacant, employees, leavers) in with_totals(posts).items():
        region = "" if code == ENGLAND else REGIONS.get(code) or find_area(code).region
        level = {"Council": "Local authority"}.get(level_of(code), level_of(code))
        for *words, share in _ROWS:
            figures = [round(number * share) for number in (total, vacant, employees, leavers)]
            place: list[Cell] = [f"{_YEAR}/{(_YEAR + 1) % 100}", code, level, region]
            hidden = code in TINY or figures[2] < 50
            rows.append([*place, name_of(code), *words, *_figures(figures, hidden=hidden)])
    return sheet_bytes(rows, "Local area 2024-25")


def earlier_turnover(draws: Draws) -> bytes:
    """Return turnover of 2018 to 2019 to 2022 to 2023, as the closed office gave it."""
    first = {row.code: row.first for row in councils()}
    rows: Rows = [list(_SERIES)]
    for year in _SERIES_YEARS:
        values = {
            area.code: rounded(turnover(draws, area.code, year), 1)
            for area in all_areas()
            if area.code not in TINY and first.get(area.code, 0) <= year
        }
        middle = median(values.values())
        spread = median(abs(value - middle) for value in values.values())
        for area in all_areas():
            value: Cell = values.get(area.code, "")
            away: Cell = (
                rounded((values[area.code] - middle) / spread, 2) if area.code in values else ""
            )
            place: list[Cell] = [f"{year}-{(year + 1) % 100}", area.code, area.name, "LA_Raw"]
            place += [
                _TYPES.get(area.council_type, "London Boroughs"),
                _REGION_NAMES.get(area.region, area.region),
            ]
            rows.append([*place, "Workforce turnover rate", "ASC7", value, middle, away, "asc"])
    return sheet_bytes(rows, "ASC")


def _posts(draws: Draws, code: str) -> list[int]:
    """Invent total and vacant posts, employees and leavers of a council's area."""
    older = populations(draws, code, _YEAR)[1]
    total = round(older * 0.16 * draws.factor(0.15, "posts", code) / 25) * 25
    vacant = part_of(draws, total, 7.2, 1.6, "vacant", code)
    employees = round((total - vacant) * 0.94)
    return [total, vacant, employees, round(employees * turnover(draws, code, _YEAR) / 100)]


def _figures(numbers: list[int], *, hidden: bool) -> list[Cell]:
    total, vacant, employees, leavers = numbers
    filled = total - vacant
    if hidden:
        return [total, filled, "", "", employees, "*", "*", "*", "*"]
    rates = rounded(leavers / employees, 4), rounded(vacant / total, 4)
    return [total, filled, "", "", employees, rates[0], leavers, rates[1], vacant]
