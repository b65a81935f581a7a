"""The invented time series that the project ships, as its generator makes it."""

from __future__ import annotations

from typing import Any

from helpers.extracts.samples import invent_workbook


def sheets() -> dict[str, list[list[Any]]]:
    """Return the cells of every sheet."""
    return {name: [list(row) for row in rows] for name, rows in invent_workbook().items()}
