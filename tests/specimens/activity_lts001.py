"""An invented activity file of LTS001."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

SHARED = runpy.run_path(str(Path(__file__).with_name("_activity.py")))
MEASURES = ["LTS001A", "LTS001B", "LTS001C"]
VIEWS = ["1 - Clients", "4(Funding status)"]


def sheets() -> dict[str, list[list[Any]]]:
    """Return the cells."""
    return {"": SHARED["rows_of"](MEASURES, VIEWS)}
