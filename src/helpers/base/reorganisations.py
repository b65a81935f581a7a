"""Local government reorganisations: which council's code gave way to which, when and how.

The list is `reorganisations.csv`, checked by tests against the codes that publishers used
in each year. No council in it was reorganised twice, and a test holds that, because what
reads the list follows one step and no chains.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

from helpers.base.area_kinds import code_text

_LIST: Final = Path(__file__).with_name("reorganisations.csv")


class Change(StrEnum):
    """What became of a council's territory."""

    RENAMED = "renamed"
    MERGED = "merged"
    SPLIT = "split"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Reorganisation:
    """One step from a former code to a new one.

    Parameters
    ----------
    former_code, former_name : str
        The council as it was. Christchurch alone was a district.
    new_code, new_name : str
        The council that has its territory, or a part of it.
    since : str
        The first financial year of the new code.
    kind : Change
        `RENAMED`: same territory, new code. `MERGED`: the whole of it went into the new
        council. `SPLIT`: the new council has a part, and its siblings the rest.
        `CHANGED`: the territory was redrawn, so neither can stand for the other.
    note : str
        What a reader of a figure must know; empty where there is nothing.
    """

    former_code: str
    former_name: str
    new_code: str
    new_name: str
    since: str
    kind: Change
    note: str


@cache
def reorganisations() -> tuple[Reorganisation, ...]:
    """Return every step, earliest first.

    Returns
    -------
    tuple of Reorganisation
    """
    with _LIST.open(encoding="utf-8", newline="") as lines:
        rows = [
            Reorganisation(kind=Change(row.pop("kind")), **row) for row in csv.DictReader(lines)
        ]
    return tuple(sorted(rows, key=lambda row: row.since))


def successors(code: object) -> tuple[Reorganisation, ...]:
    """Return the steps by which a council gave way to others.

    Parameters
    ----------
    code : object
        A council's ONS code, of any year.

    Returns
    -------
    tuple of Reorganisation
        Empty for a council of today.

    Raises
    ------
    ParameterError
        Where it is no code: see `helpers.base.area_kinds.code_text`.
    """
    wanted = code_text(code)
    return tuple(step for step in reorganisations() if step.former_code == wanted)


def predecessors(code: object) -> tuple[Reorganisation, ...]:
    """Return the steps by which a council came out of others.

    Parameters
    ----------
    code : object
        A council's ONS code, of any year.

    Returns
    -------
    tuple of Reorganisation
        Empty for a council that has kept its code and territory.

    Raises
    ------
    ParameterError
        Where it is no code: see `helpers.base.area_kinds.code_text`.
    """
    wanted = code_text(code)
    return tuple(step for step in reorganisations() if step.new_code == wanted)
