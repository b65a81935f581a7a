"""Councils by type and region."""

from __future__ import annotations

import pytest

from helpers.base.council_groups import (
    CouncilType,
    council_types,
    councils_of_region,
    councils_of_type,
    type_of,
)
from helpers.base.errors import ParameterError
from helpers.base.geography import REGIONS, all_areas


def test_every_council_is_in_one_type_and_one_region() -> None:
    """The groups divide the register, with nothing left over."""
    by_type = [area for kind in council_types() for area in councils_of_type(kind)]
    by_region = [area for region in REGIONS for area in councils_of_region(region)]
    assert sorted(area.code for area in by_type) == [area.code for area in all_areas()]
    assert sorted(area.code for area in by_region) == [area.code for area in all_areas()]


@pytest.mark.parametrize(
    ("text", "council_type", "number"),
    [
        ("shire county", CouncilType.SHIRE_COUNTY, 23),
        ("Unitary Authority", CouncilType.UNITARY_AUTHORITY, 61),
        (" metropolitan district ", CouncilType.METROPOLITAN_DISTRICT, 36),
        (CouncilType.INNER_LONDON, CouncilType.INNER_LONDON, 13),
        ("OUTER LONDON", CouncilType.OUTER_LONDON, 20),
    ],
)
def test_types_have_their_numbers(text: str, council_type: CouncilType, number: int) -> None:
    """Text in any case and the member itself find the same councils."""
    found = councils_of_type(text)
    assert len(found) == number
    assert {type_of(area.code) for area in found} == {council_type}


def test_the_three_councils_of_the_seeds_have_their_types() -> None:
    """Wirral and Sefton in the North West, Worcestershire in the West Midlands."""
    assert type_of("wirral") is type_of("sefton") is CouncilType.METROPOLITAN_DISTRICT
    assert type_of("Worcestershire") is CouncilType.SHIRE_COUNTY
    assert type_of("E06000065") is CouncilType.SHIRE_COUNTY
    assert {"wirral", "sefton"} <= {area.slug for area in councils_of_region("North West")}
    assert "worcestershire" in {area.slug for area in councils_of_region("E12000005")}


def test_mistakes_are_told() -> None:
    """A type or region that does not exist is answered with those that do."""
    with pytest.raises(ParameterError, match="shire county") as caught:
        councils_of_type("shire countys")
    assert caught.value.mend == "did you mean shire county?"
    with pytest.raises(ParameterError, match="East of England"):
        councils_of_region("Mercia")
