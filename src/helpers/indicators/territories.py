"""Councils of the years of the data, brought to the councils of today.

A council that only got a new code keeps its series. The counts of merged councils are added
by `helpers.base.added_counts`; rates are never added, and what a split council had is never
given to its parts.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import polars as pl

from helpers.base.added_counts import add_counts
from helpers.base.area_kinds import is_district
from helpers.base.councils_by_year import LAST_PERIOD, same_territory
from helpers.base.geography import ENGLAND, all_areas
from helpers.base.records import Level
from helpers.base.reorganisations import Change, predecessors, reorganisations
from helpers.indicators.areas import level_of
from helpers.indicators.columns import TODAY


@cache
def codes_today() -> frozenset[str]:
    """ONS codes of the councils of today."""
    return frozenset(area.code for area in all_areas())


def today(codes: Iterable[str]) -> dict[str, str | None]:
    """Code of today's council of the same territory, for each code of a council of any year.

    Parameters
    ----------
    codes : iterable of str
        ONS codes of councils.

    Returns
    -------
    dict of str to str or None
        None where the council was merged, split or redrawn.
    """
    now = codes_today()
    return {code: code if code in now else same_territory(code, LAST_PERIOD) for code in codes}


@cache
def merged() -> dict[str, tuple[str, ...]]:
    """Councils of today that others were merged into, with the codes of those councils."""
    found: dict[str, list[str]] = {}
    for step in reorganisations():
        if step.kind is Change.MERGED and not is_district(step.former_code):
            found.setdefault(step.new_code, []).append(step.former_code)
    return {code: tuple(parts) for code, parts in found.items()}


@cache
def redrawn() -> dict[str, tuple[str, str]]:
    """Councils of today that were redrawn: their code before, and the first year after."""
    steps = [step for step in reorganisations() if step.kind is Change.CHANGED]
    return {s.new_code: (s.former_code, s.since) for s in steps if s.new_code not in merged()}


def of_the_time(frame: pl.DataFrame, area: str, period: str) -> pl.DataFrame:
    """Put redrawn councils under their former code in the years before.

    The codes of the social care returns stayed when a council was redrawn, and so do not tell
    its two territories apart.

    Parameters
    ----------
    frame : DataFrame
        Rows of councils by today's code.
    area, period : str
        Columns of the code, and of the financial year.
    """
    code = pl.col(area)
    for new, (former, since) in redrawn().items():
        before = (pl.col(area) == new) & (pl.col(period) < since)
        code = pl.when(before).then(pl.lit(former)).otherwise(code)
    return frame.with_columns(code.alias(area))


def add_merged(values: dict[str, float | None], council: str) -> tuple[float | None, str]:
    """Add up the counts of the councils that were merged into one.

    Parameters
    ----------
    values : dict of str to float or None
        Counts of one period by code; None where there is no figure.
    council : str
        The council of today.

    Returns
    -------
    value : float or None
        The sum; None where a part is missing.
    note : str
        What must be said wherever it is shown.
    """
    added = add_counts(values, LAST_PERIOD, fractions=True).get(council)
    return (added.value, added.note) if added is not None else (None, "")


@cache
def regions() -> dict[str, str]:
    """Region of each council, today's and former ones, by code."""
    found = {area.code: area.region_code for area in all_areas()}
    for step in reorganisations():
        if step.new_code in found and not is_district(step.former_code):
            found.setdefault(step.former_code, found[step.new_code])
    return found


@cache
def _ways(council: str) -> tuple[frozenset[str], ...]:
    """Return the sets of codes, each of which holds all of a council's territory."""
    into = [step for step in predecessors(council) if not is_district(step.former_code)]
    merged_from = frozenset(s.former_code for s in into if s.kind is Change.MERGED)
    if merged_from:
        # What a redrawn neighbour gave to it is still among that neighbour's figures.
        return (frozenset({council}), merged_from)
    return (frozenset({council}), *(frozenset({step.former_code}) for step in into))


@cache
def covered(codes: frozenset[str]) -> frozenset[str]:
    """Regions, and England, whose councils are all among some codes, each in one form or another.

    Parameters
    ----------
    codes : frozenset of str
        ONS codes of the councils of one period that have a figure.
    """
    # Once, and not twice: with a former council's figure beside its successor's none is a sum.
    missing = {
        area.region_code
        for area in all_areas()
        if sum(way <= codes for way in _ways(area.code)) != 1
    }
    whole = {area.region_code for area in all_areas()} - missing
    return frozenset(whole if missing else whole | {ENGLAND})


def with_today(frame: pl.DataFrame, area: str) -> pl.DataFrame:
    """Add the code of today's council, null for a council whose territory is no council's now.

    Parameters
    ----------
    frame : DataFrame
        Rows of councils, regions or England.
    area : str
        Column of their codes.
    """
    codes = frame[area].unique().to_list()
    known = today(code for code in codes if level_of(code) == Level.COUNCIL)
    now = {code: known.get(code, code) for code in codes}
    return frame.with_columns(pl.col(area).replace_strict(now, return_dtype=pl.String).alias(TODAY))
