"""An invented part of Skills for Care's local area download; rates are proportions."""

from __future__ import annotations

from typing import Any

FILE_NAME = "Current-year-data-download-local-area-2024-25"
HEADER = [
    "Year",
    "Area code",
    "Area Level",
    "Region",
    "Area",
    "Sector",
    "Service",
    "Job role group",
    "Job role",
    "Total posts",
    "Filled posts",
    "FTE Filled post",
    "FTE Ratio",
    "Employees",
    "Turnover rate",
    "Leavers",
    "Vacancy rate",
    "Vacant posts",
]
AREAS = [
    ("E08000015", "Local authority", "North West", "Wirral"),
    ("E08000014", "Local authority", "North West", "Sefton"),
    ("E10000034", "Local authority", "West Midlands", "Worcestershire"),
    ("E10000006", "Local authority", "North West", "Cumbria"),
]
ALL = ("All sectors - LA, IND and DPR", "All services", "All job roles", "All job roles")
ROWS = [
    (*ALL, 9000),
    ("Independent", "All services", "All job roles", "All job roles", 7600),
    ("Independent", "CQC care home with nursing", "Direct care", "Care worker", 1900),
    ("Local authority", "All services", "Regulated profession", "Social worker", 260),
    ("Independent", "CQC non-residential", "Manager", "Registered manager", 40),
]
SMALL = 100


def _figures(total: int, place: int) -> list[Any]:
    vacant = total * (5 + place) // 100
    filled = total - vacant
    if total < SMALL:
        return [total, filled, "", "", "", "*", "*", "*", "*"]
    leavers = filled * (20 + place) // 100
    return [total, filled, "", "", filled, leavers / filled, leavers, vacant / total, vacant]


def sheets() -> dict[str, list[list[Any]]]:
    """Return the cells of the sheet of data, and of one of notes."""
    rows = [
        ["2024/25", *area, *words, *_figures(total + 10 * place, place)]
        for place, area in enumerate(AREAS)
        for *words, total in ROWS
    ]
    return {
        "Notes": [["Invented figures, made for tests"]],
        "Local area 2024-25": [HEADER, *rows],
    }
