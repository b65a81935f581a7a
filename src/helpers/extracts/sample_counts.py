"""What the makers of sample files share: whole numbers that add up, and files of rows."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from io import StringIO
from typing import Final

from helpers.base.geography import ENGLAND, REGIONS, Area, all_areas, find_area
from helpers.base.samples_mark import SAMPLE_MARK
from helpers.extracts.ods import Cell, ods_bytes
from helpers.extracts.sample_figures import Draws

Rows = list[list[Cell]]

# Of the seeds tried, one whose draws happen to resemble no real indicator (a test holds it).
SEED: Final = 78
# A file with a row for each service or month holds two regions: more would make it too large.
TWO_REGIONS: Final = ("E12000002", "E12000005")
MARK_LINE: Final = f"{SAMPLE_MARK}."
SMALL: Final = 5


@cache
def with_strategies() -> tuple[Area, ...]:
    """Return the councils whose own files are invented: those that `strategies/` names."""
    return tuple(find_area(name) for name in ("sefton", "wirral", "worcestershire"))


@cache
def of_two_regions() -> tuple[Area, ...]:
    """Return the councils of the regions in which those with a strategy lie."""
    return tuple(area for area in all_areas() if area.region_code in TWO_REGIONS)


def shared_out(total: int, weights: Sequence[float]) -> list[int]:
    """Share a whole number out so that the parts add up to it.

    Parameters
    ----------
    total : int
        What is shared out.
    weights : sequence of float
        How much each part gets of it, in any unit.

    Returns
    -------
    list of int
        The parts, each within one of its exact share (largest remainders).
    """
    whole = sum(weights)
    exact = [total * weight / whole for weight in weights]
    parts = [int(share) for share in exact]
    order = sorted(range(len(parts)), key=lambda place: (parts[place] - exact[place], place))
    for place in order[: total - sum(parts)]:
        parts[place] += 1
    return parts


def part_of(draws: Draws, of: int, level: float, between: float, *key: str | int) -> int:
    """Return a share of a number, drawn around a level; both in per cent.

    Parameters
    ----------
    draws : Draws
        The random numbers.
    of : int
        The whole.
    level, between : float
        Usual share and its spread, per cent.
    *key : str or int
        What the draw is for.
    """
    percent = min(max(level + between * draws.normal(*key), 0.5), 99.0)
    return round(of * percent / 100)


def with_totals(councils: Mapping[str, Sequence[int]]) -> dict[str, list[int]]:
    """Add England and the regions, each the sum of its councils.

    Parameters
    ----------
    councils : mapping of str to sequence of int
        Counts by ONS code of every council, as many for each.

    Returns
    -------
    dict of str to list of int
        England, the regions and the councils, in this order.
    """
    region_of = {area.code: area.region_code for area in all_areas()}
    found = {ENGLAND: _added(councils.values())}
    for region in REGIONS:
        found[region] = _added(own for code, own in councils.items() if region_of[code] == region)
    return found | {code: list(own) for code, own in councils.items()}


def name_of(code: str) -> str:
    """Return the name of England, a region or a council."""
    if code == ENGLAND:
        return "England"
    return REGIONS.get(code) or find_area(code).name


def level_of(code: str) -> str:
    """Return "England", "Region" or "Council"."""
    if code == ENGLAND:
        return "England"
    return "Region" if code in REGIONS else "Council"


def text_bytes(rows: Iterable[Sequence[Cell]], mark: str = MARK_LINE) -> bytes:
    """Return rows as a CSV file below a line that says that they are invented."""
    stream = StringIO()
    csv.writer(stream, lineterminator="\n").writerows([[mark], *rows])
    return stream.getvalue().encode()


def sheet_bytes(rows: Iterable[Sequence[Cell]], sheet: str, mark: str = MARK_LINE) -> bytes:
    """Return rows as a spreadsheet of one sheet, below the same line."""
    return ods_bytes({sheet: [[mark], *rows]})


def _added(several: Iterable[Sequence[int]]) -> list[int]:
    return [sum(each) for each in zip(*several, strict=True)]
