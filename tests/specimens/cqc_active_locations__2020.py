"""The older workbook: its header on row 7, the sheet's name with spaces, fewer columns."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

BASE = runpy.run_path(str(Path(__file__).with_name("cqc_active_locations.py")))
ABOVE = 6


def sheets() -> dict[str, list[list[Any]]]:
    """Return the cells, without the columns for service users and brands."""
    rows = BASE["sheets"]()["HSCA_Active_Locations"]
    keep = [
        place
        for place, name in enumerate(BASE["HEADER"])
        if not name.startswith(("Service user band", "Brand"))
    ]
    above = [["Invented figures, made for tests"], *([[]] * (ABOVE - 1))]
    return {"HSCA Active Locations": [*above, *([row[place] for place in keep] for row in rows)]}
