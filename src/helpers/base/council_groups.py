"""Councils by type and by region, the groups that publishers give figures for."""

from __future__ import annotations

from enum import StrEnum

from helpers.base.geography import Area, all_areas, find_area, find_region
from helpers.base.suggest import unknown


class CouncilType(StrEnum):
    """The group that the publisher of ASCOF counts a council in."""

    SHIRE_COUNTY = "shire county"
    UNITARY_AUTHORITY = "unitary authority"
    METROPOLITAN_DISTRICT = "metropolitan district"
    INNER_LONDON = "inner London"
    OUTER_LONDON = "outer London"


def council_types() -> tuple[CouncilType, ...]:
    """Return the five types of council.

    Returns
    -------
    tuple of CouncilType
        Shire counties first, as ASCOF lists them.
    """
    return tuple(CouncilType)


def type_of(area: str) -> CouncilType:
    """Return the type of a council.

    Parameters
    ----------
    area : str
        A council's ONS code, slug or name.

    Returns
    -------
    CouncilType
        North Yorkshire and Somerset became unitary in 2023, and ASCOF still counts them
        among the shire counties.

    Raises
    ------
    ParameterError
        Where no council of today answers to it.
    """
    return CouncilType(find_area(area).council_type)


def councils_of_type(council_type: str) -> tuple[Area, ...]:
    """Return the councils of today of one type.

    Parameters
    ----------
    council_type : str
        A `CouncilType` or its text, whatever the case.

    Returns
    -------
    tuple of Area
        Sorted by code: 23 shire counties, 61 unitary authorities, 36 metropolitan
        districts, 13 inner London and 20 outer London boroughs.

    Raises
    ------
    ParameterError
        Where there is no such type; it names the nearest.
    """
    by_text = {kind.casefold(): kind for kind in CouncilType}
    wanted = by_text.get(council_type.strip().casefold())
    if wanted is None:
        raise unknown("council type", council_type, CouncilType)
    return tuple(area for area in all_areas() if area.council_type == wanted)


def councils_of_region(region: str) -> tuple[Area, ...]:
    """Return the councils of today in one region.

    Parameters
    ----------
    region : str
        A region's ONS code or name.

    Returns
    -------
    tuple of Area
        Sorted by code.

    Raises
    ------
    ParameterError
        Where no region answers to it.
    """
    code = find_region(region)
    return tuple(area for area in all_areas() if area.region_code == code)
