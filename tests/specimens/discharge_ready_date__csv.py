"""The same month as NHS England's CSV gives it: one row a measure, for four kinds of area."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

BASE = runpy.run_path(str(Path(__file__).with_name("discharge_ready_date.py")))

FILE_NAME = "Discharge-Ready-Date-monthly-data-csv-March-2025-Revised"
HEADER = [
    "Data Type",
    "Upper Tier Local Authority Code",
    "Upper Tier Local Authority",
    "Region (of Provider)",
    "ICB (of Provider)",
    "Code",
    "Organisation Name",
    "Measure",
    "Value",
]
START = (
    "Number of patients discharged where, between the Discharge Ready Date and Discharge Date, "
    "there is "
)
DELAYS = [
    "a 1 day delay",
    "a 2-3 day delay",
    "a 4-6 day delay",
    "a 7-13 day delay",
    "a 14-20 day delay",
    "a delay of 21 days or more",
]
AREAS = [
    ("National", "[z]", "[z]", "ENGLAND", "England"),
    ("ICB", "[z]", "[z]", "QYG", "NHS CHESHIRE AND MERSEYSIDE INTEGRATED CARE BOARD"),
    ("Provider", "[z]", "[z]", "RBL", "WIRRAL UNIVERSITY TEACHING HOSPITAL"),
    ("UTLA Aggregate", "[z]", "[z]", "[z]", "[z]"),
    ("UTLA x Provider", "E08000015", "Wirral", "RBL", "WIRRAL UNIVERSITY TEACHING HOSPITAL"),
]


def _measures(place: int, kind: str) -> list[tuple[str, Any]]:
    counts = BASE["figures"](place)
    discharges, bed_days = counts["discharges"], counts["bed days"]
    if place == 1:
        return [("Total Discharges for UTLA from acceptable trusts", "[x]")]
    of_council = kind == "UTLA Aggregate"
    total = (
        "Total Discharges for UTLA from acceptable trusts"
        if of_council
        else "Number of patients discharged in total"
    )
    bands = zip(DELAYS, BASE["BANDS"][1:], strict=True)
    return [
        (total, discharges),
        ("Total bed days lost due to delayed discharge", bed_days),
        ("Date of discharge is same as Discharge Ready Date", counts["no delay"] / discharges),
        (f"{START}No delay", counts["no delay"]),
        *((START + words, counts[band]) for words, band in bands),
        (
            "Average days from Discharge Ready Date to date of discharge (exc 0 day delays)",
            bed_days / counts["delayed"],
        ),
        ("Total bed days after Discharge Ready Date for patients discharged within 1 day", 5),
    ]


def sheets() -> dict[str, list[list[Any]]]:
    """Return the cells of the one sheet of a CSV."""
    councils = [
        ("UTLA Aggregate", area.code, area.name, "[z]", "[z]") for area in BASE["all_areas"]()
    ]
    # England and the one board have the same figures, since boards make England.
    places = [7, 7, 8, 9, 10, *range(len(councils))]
    rows = [
        [kind, code, name, "[z]", "[z]", other, other_name, measure, value]
        for (kind, code, name, other, other_name), place in zip(
            [*AREAS, *councils], places, strict=True
        )
        for measure, value in _measures(place, kind)
    ]
    return {"": [HEADER, *rows]}
