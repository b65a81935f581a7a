"""An invented long ASCOF file in the layout of 2024-25, which has eight columns."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

BASE = runpy.run_path(str(Path(__file__).with_name("ascof_long.py")))

FILE_NAME = "dhsc-ascof-england-2024-to-2025-csv"


def sheets() -> dict[str, list[list[Any]]]:
    """Return the cells."""
    return {"": BASE["sheets"]()[BASE["NEW_SHEET"]]}
