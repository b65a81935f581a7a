"""One invented month of the Monthly Activity Return, as NHS England's workbook lays it out."""

from __future__ import annotations

from typing import Any

HEADER = [
    "",
    "Year",
    "Period",
    "Region Code",
    "Region Name",
    "Org Code",
    "Org Name",
    "Elective G&A Ordinary Admissions (FFCEs)",
    "Elective G&A Daycase Admissions (FFCEs)",
    "Elective G&A Total Admissions (FFCEs)",
    "Elective G&A Planned Ordinary Admissions (FFCEs)",
    "Elective G&A Planned Daycase Admissions (FFCEs)",
    "Elective G&A Planned Total Admissions (FFCEs)",
    "Elective G&A Admissions (FFCEs) -NHS Treatment Centres (TCs) ",
    "Total Non-elective G&A Admissions (FFCEs)",
    "GP Referrals Made (All specialties) ",
    "GP Referrals Seen (All specialties) ",
    "GP Referrals Made (G&A) ",
    "GP Referrals Seen (G&A) ",
    "Other Referrals Made (G&A) ",
    "All 1st Outpatient Attendances (G&A) ",
]
KNOWN = [
    ("12F", "NHS WIRRAL CCG"),
    ("01T", "NHS SOUTH SEFTON CCG"),
    ("01V", "NHS SOUTHPORT AND FORMBY CCG"),
    ("X24", "NHS ENGLAND"),
]
COMMISSIONERS = [*KNOWN, *((f"{n:03d}", f"NHS INVENTED {n} CCG") for n in range(1, 107))]
# A commissioner without activity: doubling or losing its row changes no sum.
IDLE = "006"


def _measures(place: int) -> list[int]:
    ordinary, daycase = 300 + 7 * place, 1500 + 31 * place
    planned_ordinary, planned_daycase = 40 + place, 400 + 3 * place
    made = 5000 + 17 * place
    return [
        ordinary,
        daycase,
        ordinary + daycase,
        planned_ordinary,
        planned_daycase,
        planned_ordinary + planned_daycase,
        place % 9,
        2000 + 13 * place,
        made,
        made - 600,
        made - 200,
        made - 750,
        2500 + 5 * place,
        6000 + 11 * place,
    ]


def sheets() -> dict[str, list[list[Any]]]:
    """Return the cells of the one sheet that is read, and of one that is not."""
    rows = []
    for place, (code, name) in enumerate(COMMISSIONERS):
        figures = [0] * 14 if code == IDLE else _measures(place)
        rows.append(
            ["", "2016-17", "MARCH ", "Y54", "NORTH OF ENGLAND REGION", code, name, *figures]
        )
    england = [sum(row[place] for row in rows) for place in range(7, 21)]
    title = [
        [],
        ["", "Title:", "Monthly Hospital Activity"],
        ["", "Summary:", "Invented figures, made for tests"],
        [],
        ["", "Period:", "March 2017"],
        ["", "Source:", "NHS England: Monthly Activity Return"],
        ["", "Basis:", "Commissioner"],
        ["", "Published:", "11th May 2017"],
        ["", "Revised:", "9th February 2018"],
        ["", "Status:", "Public"],
        [],
        [],
        ["", "Commissioner Level Data"],
        HEADER,
        ["", "2016-17", "MARCH ", "", "", "", "England", *england],
        [],
    ]
    return {
        "Commissioner": [
            *title,
            *rows,
            [],
            ["", "Note:"],
            ["", "One invented trust sent nothing."],
        ],
        "Notes": [["Revisions"], ["Invented figures, made for tests"]],
    }
