"""An invented long ASCOF file in the layout of 2014-15: no spaces, no column for the level."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

BASE = runpy.run_path(str(Path(__file__).with_name("ascof_long.py")))

FILE_NAME = "2014-15 ASCOF open data csv file"


def sheets() -> dict[str, list[list[Any]]]:
    """Return the cells; the column named for the level holds the area's name."""
    header, *rows = BASE["sheets"]()[BASE["OLD_SHEET"]]
    names = ["ONSAreaCode" if name == "ONS Code" else name.replace(" ", "") for name in header]
    names[1:3] = ["GeographicalLevel"]
    return {"": [names, *([_blank(cell) for cell in (*row[:1], row[1], *row[3:])] for row in rows)]}


def _blank(cell: Any) -> Any:
    return " " if str(cell).startswith("[") else cell
