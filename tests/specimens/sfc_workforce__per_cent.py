"""An edition whose rates are per cent, and that has no column for groups of job roles."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

BASE = runpy.run_path(str(Path(__file__).with_name("sfc_workforce.py")))
RATES = (BASE["HEADER"].index("Turnover rate"), BASE["HEADER"].index("Vacancy rate"))
GROUP = BASE["HEADER"].index("Job role group")


def sheets() -> dict[str, list[list[Any]]]:
    """Return the cells of the sheet of data."""
    header, *rows = BASE["sheets"]()["Local area 2024-25"]
    for row in rows:
        for place in RATES:
            row[place] = row[place] * 100 if isinstance(row[place], float) else row[place]
    return {"LA level data": [row[:GROUP] + row[GROUP + 1 :] for row in (header, *rows)]}
