"""One published cell: a number, a marker, two numbers, or something unreadable."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from helpers.base.records import Status
from helpers.extracts.opened import Cell

UNREADABLE = "unreadable"
# Figures are published to three decimals at the most; the rest is dust of binary numbers.
DUST = 6

_NUMBER = re.compile(r"^-?\d{1,3}(,\d{3})*(\.\d+)?$|^-?\d+(\.\d+)?$")
_TWO_NUMBERS = re.compile(r"^([\d,.]+)\s*\(([\d,.]+|:)\)$")


@dataclass(frozen=True)
class Reading:
    """What one cell says.

    Attributes
    ----------
    value : float or None
        The number, None where there is none.
    status : str
        "ok", the meaning of the marker, or "unreadable".
    former : float or None
        The number in brackets, for the eligible population of before.
    """

    value: float | None
    status: str
    former: float | None = None


def read_cell(cell: Cell, markers: dict[str, str], former_missing: str) -> Reading:
    """Read one cell of figures.

    Parameters
    ----------
    cell : object
        As the spreadsheet library gives it.
    markers : dict of str to str
        The publisher's markers and the status that each stands for.
    former_missing : str
        The mark for "no number" inside brackets.
    """
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if math.isfinite(cell):
            return Reading(round(float(cell), DUST), Status.OK)
        return Reading(None, UNREADABLE)
    if not isinstance(cell, str):
        return Reading(None, UNREADABLE)
    text = cell.strip()
    if text.lower() in markers:
        return Reading(None, markers[text.lower()])
    if _NUMBER.match(text):
        return Reading(_number(text), Status.OK)
    both = _TWO_NUMBERS.match(text)
    if both and _NUMBER.match(both[1]):
        former = None if both[2] == former_missing else _number(both[2])
        return Reading(_number(both[1]), Status.OK, former)
    return Reading(None, UNREADABLE)


def code_text(cell: Cell) -> str:
    """Return a code as text: spreadsheets turn 319 into 319.0."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def cell_name(row: int, column: int) -> str:
    """Name of a cell as a spreadsheet program shows it, from zero-based row and column."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"


def _number(text: str) -> float:
    return round(float(text.replace(",", "")), DUST)
