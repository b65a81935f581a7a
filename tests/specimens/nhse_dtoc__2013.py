"""The workbook of 2013: no ONS codes, no reason "other", headers in capitals, names with UA."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

BASE = runpy.run_path(str(Path(__file__).with_name("nhse_dtoc.py")))

FILE_NAME = "LA-Type-B-April-2013"
REASONS = [
    "A) COMPLETION OF ASSESSMENT",
    "B) PUBLIC FUNDING",
    "C) WAITING FURTHER NHS NON-ACUTE CARE",
    "DI) AWAITING RESIDENTIAL HOME PLACEMENT OR AVAILABILITY",
    "DII) AWAITING NURSING HOME PLACEMENT OR AVAILABILITY",
    "E) AWAITING CARE PACKAGE IN OWN HOME",
    "F) AWAITING COMMUNITY EQUIPMENT AND ADAPTIONS",
    "G) PATIENT OR FAMILY CHOICE",
    "H) DISPUTES",
    "I) HOUSING - PATIENTS NOT COVERED BY NHS AND COMMUNITY CARE ACT",
    "TOTAL",
]
ONS_CODE, NAME = 2, 4
# Territories of today under the names that their councils had in 2013.
FORMER = {
    "Bournemouth, Christchurch and Poole": "Poole UA",
    "Cumberland": "Cumbria",
    "North Northamptonshire": "Northamptonshire",
    "Derby": "Derby UA",
}
DROPPED = ("Westmorland and Furness", "West Northamptonshire")


def _older(rows: list[list[Any]], sheet: str) -> list[list[Any]]:
    made = []
    for row in rows:
        if row[1:2] == ["Period:"]:
            row[2] = "April 2013"
        if row[1:2] in (["Published:"], ["Revised:"]):
            row[2] = {"Published:": "24th May 2013", "Revised:": "25th April 2014"}[row[1]]
        if len(row) <= NAME or row[NAME] in ("", *DROPPED):
            made.append(row if len(row) <= NAME or row[NAME] == "" else [])
            continue
        row[NAME] = FORMER.get(row[NAME], row[NAME])
        row[ONS_CODE] = ""
        if sheet == BASE["REASONS"]:
            made.append(_without_other(row))
        else:
            made.append(row)
    return made


def _without_other(row: list[Any]) -> list[Any]:
    if row[NAME] == "Name":
        return [*row[: BASE["FIRST_FIGURE"]], *REASONS]
    *parts, other, total = row[BASE["FIRST_FIGURE"] :]
    if isinstance(other, int):
        parts[0] += other
    return [*row[: BASE["FIRST_FIGURE"]], *parts, total]


def sheets() -> dict[str, list[list[Any]]]:
    """Return the cells of the three sheets, with England as the sum of who is left."""
    made = {}
    for sheet, rows in BASE["sheets"]().items():
        if sheet == "England":
            continue
        name = sheet.replace("type of care", "Type of Care")
        made[name] = _summed(_older(rows, sheet))
    return made


def _summed(rows: list[list[Any]]) -> list[list[Any]]:
    first = BASE["FIRST_FIGURE"]
    header = next(n for n, row in enumerate(rows) if row[NAME : NAME + 1] == ["Name"])
    width = next(n for n, cell in enumerate(rows[header]) if str(cell).lower() == "total") + 1
    below = [row for row in rows[header + 2 :] if len(row) > NAME]
    rows[header][width:] = []
    for row in (rows[header + 1], *below):
        row[width:] = []
    for place in range(first, width):
        rows[header + 1][place] = sum(row[place] for row in below if isinstance(row[place], int))
    return rows
