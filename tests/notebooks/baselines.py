"""Figures of three councils, as somebody else read them from the publisher's file.

They stand in a table of the reference material beside the project, so no real figure is
copied into the tests.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

HEADING = "| measure | period | England |"
CELL = re.compile(
    r"(?P<value>[\d.]+)(?: ±(?P<margin>[\d.]+))?"
    r"(?: \((?:n=(?P<asked>\d+)|(?P<above>\d+)/(?P<below>\d+))\))?"
)


@dataclass(frozen=True)
class Baseline:
    """One published figure."""

    value: float
    margin: float | None
    above: int | None
    below: int | None


Baselines = dict[tuple[str, str], dict[str, Baseline]]


def read_baselines(reference: Path) -> Baselines:
    """Read the table: by indicator and period, then by area."""
    lines = (reference / "domain.md").read_text("utf-8").splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith(HEADING))
    areas = _cells(lines[start])[2:]
    found: Baselines = {}
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        measure, period, *values = _cells(line)
        code = measure.split()[0]
        if code == "DRD":
            continue
        found[code, period] = {
            area: _baseline(text) for area, text in zip(areas, values, strict=True)
        }
    return found


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|\n").split("|")]


def _baseline(text: str) -> Baseline:
    cell = CELL.fullmatch(text)
    assert cell, f"{text} is no figure"
    below = cell["below"] or cell["asked"]
    return Baseline(
        float(cell["value"]),
        float(cell["margin"]) if cell["margin"] else None,
        int(cell["above"]) if cell["above"] else None,
        int(below) if below else None,
    )
