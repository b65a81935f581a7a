"""One invented month of delayed transfers, as NHS England's workbook of 2019 lays it out."""

from __future__ import annotations

from typing import Any

from helpers.base.geography import Area, all_areas

FILE_NAME = "LA-Type-B-December-2019"
SHEETS = {
    "LA - by type of care": ["Acute", "Non-Acute"],
    "LA - by responsible org": ["NHS", "Social Care", "Both"],
    "LA - by reason": [
        "A) Awaiting completion of assessment",
        "B) Awaiting public funding",
        "C) Awaiting further non-acute NHS care",
        "Di) Awaiting residential home placement or availability",
        "Dii) Awaiting nursing home placement or availability",
        "E) Awaiting care package in own home",
        "F) Awaiting community equipment and adaptations",
        "G) Patient or family choice",
        "H) Disputes",
        "I) Housing - patients not covered by Care Act",
        "O) Other",
    ],
}
OUTSIDE = {
    "9901": "Resident in Scotland",
    "9900": "Resident In Wales",
    "9902": "Resident outside GB",
}
REASONS = "LA - by reason"
IDENTITY = 5
FIRST_FIGURE = 5
DAYS = 31
# One council that sent nothing, and one reason that is not collected there.
SILENT, PARTLY = "Isles of Scilly", "Rutland"


def councils() -> list[Area]:
    """Return the councils in the order of the workbook."""
    return sorted(all_areas(), key=lambda area: (area.region, area.name))


def region_of(area: Area) -> str:
    """Return a council's region as this publisher writes it."""
    return area.region.replace(" the Humber", " The Humber")


def _total(place: int) -> int:
    return 120 + 11 * place


def _shares(total: int, parts: int) -> list[int]:
    share = total // parts
    return [total - share * (parts - 1), *[share] * (parts - 1)]


def _row(place: int, identity: list[Any], parts: int, sheet: str) -> list[Any]:
    if identity[-1] == SILENT:
        return ["", *identity, *["-"] * parts, 0]
    total = 0 if identity[-1] == OUTSIDE["9901"] else _total(place)
    shares: list[Any] = _shares(total, parts)
    if identity[-1] == PARTLY and sheet == REASONS:
        shares = [*shares[:-2], shares[-2] + shares[-1], "NA"]
    return ["", *identity, *shares, total]


def _table(sheet: str, parts: list[str]) -> list[list[Any]]:
    rows = []
    for place, area in enumerate(councils()):
        identity = [region_of(area), area.code, area.source_code, area.name]
        rows.append(_row(place, identity, len(parts), sheet))
    for place, (code, name) in enumerate(OUTSIDE.items()):
        rows.append(_row(place, ["-", "-", code, name], len(parts), sheet))
    sums = [
        sum(cell for row in rows if isinstance(cell := row[FIRST_FIGURE + place], int))
        for place in range(len(parts) + 1)
    ]
    england = ["", "-", "-", "-", "England", *sums]
    header = ["", "Region", "ONS Geography", "Code", "Name", *parts, "Total"]
    if sheet == REASONS:
        return [header, england, [], *rows]
    beds = [["", *parts, "Total"], ["", *(cell / DAYS for cell in sums)]]
    more = [["", *("" for _ in sums)] for _ in rows]
    return [
        [*header, *beds[0]],
        [*england, *beds[1]],
        [],
        *([*row, *cells] for row, cells in zip(rows, more, strict=True)),
    ]


def sheets() -> dict[str, list[list[Any]]]:
    """Return the cells of the three sheets that are read, and of the one that is not."""
    title = [
        [],
        ["", "Title:", "Delayed Transfer of Care, NHS Organisations, England"],
        ["", "Summary:", "Invented figures, made for tests"],
        [],
        ["", "Period:", "December 2019"],
        ["", "Source:", "NHS England and NHS Improvement Data Collection - MSitDT"],
        ["", "Basis:", "Local Authority"],
        ["", "Published:", "13th February 2020"],
        ["", "Revised:", ""],
        ["", "Status:", "Published"],
        [],
        ["", "", "", "", "", "Delayed Days"],
    ]
    notes = [[], ["", "Notes:"], ["", "1. Invented figures, made for tests."]]
    made = {
        sheet: [*(list(row) for row in title), *_table(sheet, parts), *notes]
        for sheet, parts in SHEETS.items()
    }
    return {"England": [["", "Invented figures, made for tests"]], **made}
