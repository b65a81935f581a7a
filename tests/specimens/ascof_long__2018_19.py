"""An invented long ASCOF file in the layout to 2018-19: `ONS Area Code`, and blank cells."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

BASE = runpy.run_path(str(Path(__file__).with_name("ascof_long.py")))

FILE_NAME = "meas-from-asc-of-eng-1819-open-data-csv-v2"


def sheets() -> dict[str, list[list[Any]]]:
    """Return the cells, every marker a blank cell."""
    header, *rows = BASE["sheets"]()[BASE["OLD_SHEET"]]
    header = ["ONS Area Code" if name == "ONS Code" else name for name in header]
    return {"": [header, *([_blank(cell) for cell in row] for row in rows)]}


def _blank(cell: Any) -> Any:
    return "" if str(cell).startswith("[") else cell
