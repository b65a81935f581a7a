"""A JSON document as an opened extract."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from helpers.base.errors import ExtractRefused
from helpers.extracts.opened import Grid, frame_of_cells

JSON_AT_MOST = 200 * 1024 * 1024


@dataclass(frozen=True)
class JsonFile:
    """A JSON document; it has no sheets, and only its own readers know it."""

    path: Path
    document: Any
    notes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """File name, for messages."""
        return self.path.name

    @property
    def sheets(self) -> tuple[str, ...]:
        """No sheets."""
        return ()

    def head(self, sheet: str, rows: int) -> Grid:
        """No rows."""
        return []

    def grid(self, sheet: str) -> Grid:
        """No rows."""
        return []

    def strings(self, sheet: str, first_row: int, columns: tuple[int, ...]) -> pl.LazyFrame:
        """No rows."""
        return frame_of_cells(self.grid(sheet), first_row, columns)

    exact_strings = strings


def open_json(path: Path) -> JsonFile:
    """Read a JSON document.

    Raises
    ------
    ExtractRefused
        When it is larger than can be trusted, or no JSON.
    """
    if path.stat().st_size > JSON_AT_MOST:
        raise ExtractRefused(
            path.name,
            f"{path.stat().st_size // 1024**2:,} MB of JSON",
            f"at most {JSON_AT_MOST // 1024**2} MB",
            "check where the file came from",
        )
    try:
        return JsonFile(path, json.loads(path.read_text("utf-8-sig")))
    except (ValueError, RecursionError) as reason:
        raise ExtractRefused(
            path.name, f"this is not whole JSON ({reason})", "a whole file", "fetch it again"
        ) from reason
