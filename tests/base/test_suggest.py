"""What is asked back when a name is unknown."""

from __future__ import annotations

import pytest

from helpers.base.suggest import unknown
from helpers.base.themes import THEMES

NAMES = [*(theme.slug for theme in THEMES), "scorecard"]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("placement", "placements"),
        ("Work force", "workforce"),
        ("payments", "direct-payments"),
        ("payment", "direct-payments"),
        ("BCF", "bcf-outcomes"),
        ("outcome", "bcf-outcomes"),
        ("homecare", None),
        ("home-care", None),
        ("", None),
    ],
)
def test_a_name_is_asked_back_only_where_one_is_near(text, meant) -> None:
    mend = unknown("theme", text, NAMES).mend
    assert mend == (f"did you mean {meant}?" if meant else "use one of the names above")


def test_a_part_of_a_place_is_asked_back_whole() -> None:
    places = ["sefton/carers", "wirral/direct-payments", "wirral/carers"]
    assert unknown("version", "wirral", places).mend == "did you mean wirral/carers?"
