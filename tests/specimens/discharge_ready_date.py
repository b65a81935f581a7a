"""One invented month of discharge ready dates, as NHS England's workbook lays it out."""

from __future__ import annotations

from typing import Any

from helpers.base.geography import all_areas

BANDS = [
    "No delay",
    "1 day delay",
    "2-3 day delay",
    "4-6 day delay",
    "7-13 day delay",
    "14-20 day delay",
    "21 days or more",
]
HEADER = [
    "Summary Type",
    "UTLA Code",
    "UTLA",
    "Provider Code",
    "Provider",
    "% of all UTLA discharges that are from acceptable trusts",
    "Total Discharges of UTLA patients from provider",
    "Total Discharges for UTLA from acceptable trusts",
    "Total bed days lost due to delayed discharge",
    "",
    "Date of discharge is same as Discharge Ready Date",
    "Date of Discharge is 1+ days after Discharge Ready Date",
    "",
    *BANDS,
    "",
    # The shares of the bands follow under the same names.
    *BANDS,
    "",
    "Average days from Discharge Ready Date to date of discharge (inc 0 day delays)",
    "Average days from Discharge Ready Date to date of discharge (exc 0 day delays)",
]
AGGREGATE = "UTLA Aggregate"
# Councils with a marker in place of each of their figures.
MARKED = {"Isles of Scilly": "-", "Rutland": "*", "City of London": ".."}


def figures(place: int) -> dict[str, int]:
    """Return invented counts of one area: its bands, their sum and the bed days."""
    delayed = [60 + place, 40 + place % 7, 20, 9 + place % 5, 4, 1 + place % 3]
    same_day = 900 + 11 * place
    return {
        "no delay": same_day,
        **dict(zip(BANDS[1:], delayed, strict=True)),
        "delayed": sum(delayed),
        "discharges": same_day + sum(delayed),
        "bed days": 6 * sum(delayed) + place,
    }


def _row(kind: str, code: str, name: str, place: int) -> list[Any]:
    counts = figures(place)
    bands = [counts["no delay"], *(counts[band] for band in BANDS[1:])]
    discharges, bed_days = counts["discharges"], counts["bed days"]
    if name in MARKED:
        mark = MARKED[name]
        blank = [mark] * len(BANDS)
        return [kind, code, name, "-", "-", 0, "-", mark, mark, "", mark, mark, "", *blank, "",
                *blank, "", mark, mark]  # fmt: skip
    return [
        kind,
        code,
        name,
        "-",
        "-",
        0.985,
        "-",
        discharges,
        bed_days,
        "",
        counts["no delay"] / discharges,
        counts["delayed"] / discharges,
        "",
        *bands,
        "",
        *(band / discharges for band in bands),
        "",
        bed_days / discharges,
        bed_days / counts["delayed"],
    ]


def sheets() -> dict[str, list[list[Any]]]:
    """Return the cells of the sheet that is read, and of two that are not."""
    title = [
        [],
        ["Title:", "Timeliness of Acute Hospital Discharges completed within the month"],
        ["Summary:", "Invented figures, made for tests"],
        ["Period:", "2025-03-01"],
        ["Source:", "Invented"],
        ["Published:", "8th May 2025"],
        ["Revised:", "10th July 2025"],
        *([[]] * 7),
        HEADER,
    ]
    rows = [_row(AGGREGATE, area.code, area.name, place) for place, area in enumerate(all_areas())]
    rows.append(_row(AGGREGATE, "#N/A", "#N/A", 5))
    rows.append(_row("UTLA x Provider", "E08000015", "Wirral", 3))
    return {
        "Cover Sheet": [["Title:", "Invented figures, made for tests"]],
        "UTLA Acceptable": [*title, *rows, [], ["Invented figures, made for tests."]],
        "UTLA Unacceptable": [["Invented figures, made for tests"]],
    }
