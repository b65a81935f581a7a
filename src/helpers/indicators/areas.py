"""From what a dataset calls an area to councils, regions and England, by ONS code."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import polars as pl

from helpers.base.area_kinds import is_district
from helpers.base.councils_by_year import council_code
from helpers.base.errors import ParameterError
from helpers.base.geography import ENGLAND, REGIONS, all_areas, find_area, find_region
from helpers.base.records import Level
from helpers.indicators.columns import AREA, LEVEL, MADE_OF, SOURCE

ENGLAND_WORDS = ("england", ENGLAND.casefold())

PLACES = pl.Schema(
    {SOURCE: pl.String, AREA: pl.String, LEVEL: pl.String, MADE_OF: pl.Int64},
)


def places(sources: Iterable[str | None], found: Callable[[str], str | None]) -> pl.DataFrame:
    """Say of each area that a dataset names which council, region or England it is.

    Parameters
    ----------
    sources : iterable of str or None
        The areas, as the dataset names them.
    found : function
        From a name to an ONS code, None where the area is none that is used here.

    Returns
    -------
    DataFrame
        The columns of `PLACES`: an area that is made of several in the dataset stands once
        for each of them, with their number; areas that are not used here are left out.
    """
    rows = []
    for source in sorted({text for text in sources if text}):
        code = found(source)
        level = level_of(code) if code else None
        if code and level:
            rows.append((source, code, level, 1))
    return pl.DataFrame(rows, schema=PLACES, orient="row")


def added_up(parts: Iterable[tuple[str, Sequence[str]]], known: Iterable[str]) -> pl.DataFrame:
    """Say which of a dataset's areas are added up to which council.

    Parameters
    ----------
    parts : iterable of (council, areas)
        ONS code of a council, and the areas of the dataset that it is made of.
    known : iterable of str
        The areas that the dataset names.

    Returns
    -------
    DataFrame
        The columns of `PLACES`.
    """
    there = set(known)
    rows = [
        (source, council, Level.COUNCIL.value, len(sources))
        for council, sources in parts
        for source in sources
        if source in there
    ]
    return pl.DataFrame(rows, schema=PLACES, orient="row")


def level_of(code: str) -> str | None:
    """Level of an ONS code: council, region or England; None for any other area."""
    if code == ENGLAND:
        return Level.ENGLAND.value
    if code in REGIONS:
        return Level.REGION.value
    return Level.COUNCIL.value if by_code(code) else None


def by_code(text: str) -> str | None:
    """Code used here for a council, region or England, by any ONS code of it."""
    if text == ENGLAND or text in REGIONS:
        return text
    try:
        return council_code(text)
    except ParameterError:
        return None


def by_name(text: str) -> str | None:
    """Code of a council, region or England by its name."""
    if text.casefold() in ENGLAND_WORDS:
        return ENGLAND
    try:
        return find_area(text).code
    except ParameterError:
        pass
    try:
        return find_region(text)
    except ParameterError:
        return None


def by_return_code(text: str) -> str | None:
    """Code of a council by its code in the social care returns."""
    return {area.source_code: area.code for area in all_areas()}.get(text)


def counties(tiers: Iterable[tuple[str, str]]) -> list[tuple[str, list[str]]]:
    """Counties with their districts.

    Parameters
    ----------
    tiers : iterable of (district, council)
        ONS codes of lower-tier authorities and of the upper-tier ones they lie in.
    """
    found: dict[str, list[str]] = {}
    for lower, upper in tiers:
        if is_district(lower) and by_code(upper):
            found.setdefault(upper, []).append(lower)
    return sorted(found.items())
