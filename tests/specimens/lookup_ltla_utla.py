"""An invented lookup: every council of today, and five districts of no real place a county."""

from __future__ import annotations

from typing import Any

from helpers.base.geography import all_areas


def sheets() -> dict[str, list[list[Any]]]:
    """Return the cells."""
    rows: list[list[Any]] = [["LTLA23CD", "LTLA23NM", "UTLA23CD", "UTLA23NM", "ObjectId"]]
    district = 800
    for area in all_areas():
        if not area.code.startswith("E10"):
            rows.append([area.code, area.name, area.code, area.name, len(rows)])
            continue
        for _ in range(5):
            district += 1
            name = f"Invented district {district}"
            rows.append([f"E07000{district}", name, area.code, area.name, len(rows)])
    for number in range(1, 23):
        code, name = f"W060000{number:02d}", f"Welsh council {number}"
        rows.append([code, name, code, name, len(rows)])
    return {"": rows}
