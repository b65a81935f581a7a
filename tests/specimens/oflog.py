"""An invented file of the Office for Local Government: seven measures, every council of today."""

from __future__ import annotations

from typing import Any

from helpers.base.geography import all_areas

HEADER = [
    "Financial year",
    "Local authority code",
    "Local authority name",
    "Grouping",
    "Entity_Name",
    "Region",
    "Measure",
    "Code",
    "Value",
    "MEDIAN",
    "MADs_from_median",
    "rank_order",
]
TYPES = {
    "shire county": "Counties",
    "unitary authority": "Unitary Authorities",
    "metropolitan district": "Metropolitan Districts",
}
REGIONS = {"Yorkshire and the Humber": "Yorkshire and The Humber", "East of England": "Eastern"}
MEASURES = {
    "ASC1": ("Outcome, ASC Carer Quality of Life", 5, 7.3, "desc"),
    "ASC2": ("Outcome, ASC User Quality of Life", 15, 18.5, "desc"),
    "ASC3": ("Outcome, ASC Information (users)", 60, 66.0, "desc"),
    "ASC4": ("Outcome, ASC Information (carers)", 50, 57.0, "desc"),
    "ASC5": ("Outcome, ASC Short-term service", 70, 79.0, "desc"),
    "ASC6": ("Output, ASC Requests per 100,000", 2900, 3100.0, "desc"),
    "ASC7": ("Workforce turnover rate", 24, 29.5, "asc"),
}


def sheets() -> dict[str, list[list[Any]]]:
    """Return the cells; every ninth figure is blank."""
    rows: list[list[Any]] = []
    for code, (name, base, median, order) in MEASURES.items():
        for number, area in enumerate(all_areas()[::6]):
            value: Any = "" if number % 9 == 4 else base + number % 5
            away = "" if value == "" else round((value - median) / 2, 3)
            kind = TYPES.get(area.council_type, "London Boroughs")
            region = REGIONS.get(area.region, area.region)
            place = ["2021-22", area.code, area.name, "LA_Raw", kind, region]
            rows.append([*place, name, code, value, median, away, order])
    return {"": [HEADER, *rows]}
