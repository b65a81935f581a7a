"""Invented neighbours of every council of today: the next ones in order of code."""

from __future__ import annotations

from typing import Any

from helpers.base.geography import all_areas


def sheets() -> dict[str, list[list[Any]]]:
    """Return the cells, below three rows of title."""
    areas = all_areas()
    codes = [area.code for area in areas]
    header = ["Upper tier local authority code", "Upper tier local authority name"]
    header += [f"Neighbour {rank}" for rank in range(1, len(codes))]
    rows: list[list[Any]] = [["Invented neighbours"], [""], ["One row a council"], header]
    for number, area in enumerate(areas):
        others = codes[number + 1 :] + codes[:number]
        rows.append([area.code, area.name, *others])
    return {"Upper tier": rows}
