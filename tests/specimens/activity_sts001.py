"""An invented activity file of STS001."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

SHARED = runpy.run_path(str(Path(__file__).with_name("_activity.py")))
MEASURES = ["STS001"]
VIEWS = ["1- 18 to 64", "2-65 and over", "3-unknown age"]


def sheets() -> dict[str, list[list[Any]]]:
    """Return the cells."""
    return {"": SHARED["rows_of"](MEASURES, VIEWS)}
