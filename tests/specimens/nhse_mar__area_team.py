"""The Monthly Activity Return of 2014 to 2015: area teams, another order, not revised yet."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

BASE = runpy.run_path(str(Path(__file__).with_name("nhse_mar.py")))

NAMES = {"Region Code": "Area Team Code", "Region Name": "Area Team Name"}


def sheets() -> dict[str, list[list[Any]]]:
    """Return the cells with the older headers, the names before the codes."""
    rows = BASE["sheets"]()["Commissioner"]
    header = rows.index(BASE["HEADER"])
    moved = [[*row[:3], row[4], row[3], *row[5:]] if len(row) > 5 else row for row in rows[header:]]
    moved[0] = [NAMES.get(cell, cell).upper() for cell in moved[0]]
    above = [["", "Revised:", ""] if row[1:2] == ["Revised:"] else row for row in rows[1:header]]
    return {"Commissioner": [*above, *moved]}
