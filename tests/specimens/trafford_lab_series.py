"""Invented series in the lab's layout: a yearly and a monthly one, each on a sheet of its own."""

from __future__ import annotations

from typing import Any

HEADER = ["area_code", "area_name", "period", "indicator", "measure", "unit", "value"]
AREAS = [
    ("E92000001", "England"),
    ("E08000009", "Trafford"),
    ("E08000007", "Stockport"),
    ("E09000003", "Barnet"),
    ("E06000036", "Bracknell Forest"),
    ("E08000029", "Solihull"),
]
ADMISSIONS = (
    "Permanent admissions to residential and nursing care homes aged 65+",
    "Rate per 100,000 aged 65+",
    "Persons",
)
SATISFACTION = (
    "Social Care Service users who are satisfied with their care and support",
    "Percentage",
    "Persons",
)
RATINGS = (
    "Percentage of care homes rated overall as good or outstanding",
    "Percentage",
    "Care Homes",
)
YEARS = ["2019/20", "2020/21", "2021/22", "2022/23"]
MONTHS = ["Feb 2024", "Mar 2024", "Apr 2024"]


def sheets() -> dict[str, list[list[Any]]]:
    """Return the cells; no survey was taken in one year outside England."""
    yearly: list[list[Any]] = []
    for period in YEARS:
        for number, area in enumerate(AREAS):
            missing = period == "2020/21" and number > 2
            yearly.append([*area, period, *SATISFACTION, "NA" if missing else 60 + number / 2])
    for period in YEARS:
        for number, area in enumerate(AREAS):
            yearly.append([*area, period, *ADMISSIONS, 510.5 + 13 * number])
    monthly = [
        [*area, month, *RATINGS, 75 + number]
        for number, area in enumerate(AREAS)
        for month in MONTHS
    ]
    return {"yearly": [HEADER, *yearly], "monthly": [HEADER, *monthly]}
