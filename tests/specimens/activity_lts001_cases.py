"""Broken activity files of LTS001 that a general mutation cannot make."""

from __future__ import annotations

import runpy
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

SHARED = runpy.run_path(str(Path(__file__).with_name("_activity.py")))

CASES: dict[str, Callable[[dict[str, list[list[Any]]]], int | None]] = {
    "key_unique": SHARED["twice"],
    "gender_adds_up": partial(SHARED["above"], SHARED["GENDER"], 50),
    "setting_adds_up": partial(SHARED["above"], SHARED["SETTING"], 50),
}
