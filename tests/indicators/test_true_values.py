"""Figures of the three councils, as published, and what is said beside them."""

from __future__ import annotations

import polars as pl
import pytest

from helpers.base.parameters import check_request
from helpers.contracts.columns import Obs

VALUES = [
    # theme, council, code, period, value, numerator, denominator
    ("placements", "wirral", "2A", "2024-25", 37.6, 175, 465),
    ("placements", "wirral", "2B", "2024-25", 38.7, 73, 188_536),
    ("placements", "wirral", "2C", "2024-25", 611.2, 453, 74_114),
    ("placements", "sefton", "2A", "2024-25", 78.1, 1277, 1636),
    ("placements", "sefton", "2B", "2024-25", 26.3, 43, 163_658),
    ("placements", "sefton", "2C", "2024-25", 806.0, 547, 67_863),
    ("placements", "worcestershire", "2A", "2024-25", 13.0, 83, 637),
    ("placements", "worcestershire", "2B", "2024-25", 22.8, 81, 355_690),
    ("placements", "worcestershire", "2C", "2024-25", 544.8, 793, 145_551),
    ("placements", "wirral", "2E(1)", "2024-25", 65.8, 599, 910),
    ("placements", "sefton", "2E(2a)", "2024-25", 84.9, 1570, 1849),
    ("placements", "worcestershire", "2E(2b)", "2024-25", 62.3, 3682, 5910),
    ("placements", "wirral", "6B", "2024-25", 65.1, 69, 106),
    ("placements", "sefton", "6B", "2024-25", 82.6, 95, 115),
    ("direct-payments", "wirral", "3D(1a)", "2024-25", 6.6, 415, 6273),
    ("direct-payments", "wirral", "3D(2a)", "2024-25", 6.6, 415, 6273),
    ("direct-payments", "sefton", "3D(1a)", "2024-25", 100.0, 2838, 2838),
    ("direct-payments", "worcestershire", "3D(2a)", "2024-25", 22.5, 1033, 4599),
    ("workforce", "wirral", "6A", "2024-25", 22.5, None, None),
    ("workforce", "sefton", "6A", "2024-25", 21.4, None, None),
    ("workforce", "worcestershire", "6A", "2024-25", 24.2, None, None),
    ("workforce", "worcestershire", "6A", "2023-24", 28.3, None, None),
    ("bcf-outcomes", "sefton", "2D(1)", "2024-25", 65.95, 672, 1019),
    ("bcf-outcomes", "wirral", "2D(1)", "2024-25", 50.74, 137, 270),
    ("bcf-outcomes", "wirral", "2D(2)", "2024-25", 2.04, 270, 13_227),
    ("bcf-outcomes", "worcestershire", "2D(2)", "2024-25", 7.53, 1950, 25_887),
    ("carers", "wirral", "1C", "2023-24", 6.8, None, 95),
    ("carers", "wirral", "1C", "2021-22", 7.9, None, 225),
    ("carers", "sefton", "1E", "2023-24", 31.0, None, 250),
    ("carers", "worcestershire", "3B", "2023-24", 68.2, None, 215),
    ("carers", "wirral", "3C(2)", "2021-22", 46.6, None, 130),
    ("carers", "worcestershire", "5A(2)", "2023-24", 34.3, None, 315),
]
ENGLAND = {
    "2A": (77.1, {"wirral": 78.5, "worcestershire": 68.5}),
    "2B": (17.0, {"wirral": 21.3, "worcestershire": 20.4}),
    "2C": (592.5, {"wirral": 672.0, "worcestershire": 639.0}),
    "2E(2b)": (60.3, {"wirral": 61.7, "worcestershire": 58.0}),
    "6B": (81.7, {"wirral": 79.5, "worcestershire": 77.1}),
}


def evidence(source, theme, area, period="latest", **more):
    return source.evidence(
        check_request(theme, area, period, more.get("compare_with", "region"), "")
    )


def figure(source, theme, area, code, period, breakdown="all") -> dict:
    rows = evidence(source, theme, area).observations.filter(
        (pl.col(Obs.INDICATOR) == code)
        & (pl.col(Obs.PERIOD) == period)
        & (pl.col(Obs.BREAKDOWN) == breakdown)
    )
    return rows.row(0, named=True)


@pytest.mark.parametrize(
    ("theme", "area", "code", "period", "value", "numerator", "denominator"),
    VALUES,
    ids=[f"{v[1]} {v[2]} {v[3]}" for v in VALUES],
)
def test_published_figures(real_source, theme, area, code, period, value, numerator, denominator):
    row = figure(real_source, theme, area, code, period)
    assert row["value"] == value
    assert (row["numerator"], row["denominator"]) == (numerator, denominator)
    if row["lower"] is not None:
        assert row["lower"] <= value <= row["upper"]


@pytest.mark.parametrize("code", ENGLAND)
@pytest.mark.parametrize("area", ["wirral", "worcestershire"])
def test_england_and_region_stand_beside(real_source, code, area) -> None:
    row = figure(real_source, "placements", area, code, "2024-25")
    england, regions = ENGLAND[code]
    assert (row["england"], row["region"]) == (england, regions[area])


def test_margins_are_the_publishers(real_source) -> None:
    extras = evidence(real_source, "carers", "wirral").extras
    margins = {
        row["period"]: row["margin"]
        for row in extras.filter(pl.col("indicator") == "1C").to_dicts()
        if row["margin"] is not None
    }
    assert (margins["2023-24"], margins["2021-22"]) == (0.5, 0.4)


def test_ranks_count_from_the_highest(real_source) -> None:
    row = figure(real_source, "placements", "sefton", "2C", "2024-25")
    assert (row["rank"], row["ranked"]) == (17, 152)


def test_what_is_far_from_others_is_flagged_and_not_ranked(real_source) -> None:
    row = figure(real_source, "placements", "worcestershire", "2A", "2024-25")
    assert row["flags"] == ("far from other councils (144th of 146): check recording before use")
    assert row["rank"] is None and row["comparison"] == ""


def test_equal_counts_are_flagged_in_twenty_three_councils(real_source) -> None:
    councils = real_source.councils_of(real_source.registry.find("3D(1a)"))
    flagged = councils.filter(pl.col(Obs.FLAGS).str.contains("managed budgets"))
    assert flagged.height == 23
    assert "E08000015" in flagged["area_code"].to_list()
    assert set(flagged["flags"]) == {
        "equal to the direct-payment count: managed budgets may not be recorded"
    }


def test_self_directed_support_never_carries_a_rank(real_source) -> None:
    ranks = real_source.councils_of(real_source.registry.find("3D(1a)"))["rank"]
    assert ranks.null_count() == len(ranks)


def test_flags_come_from_rules_and_not_from_names(real_source) -> None:
    from pathlib import Path

    from helpers.base.geography import all_areas

    house = Path(__file__).resolve().parents[2] / "src" / "helpers"
    rooms = [house / "indicators", house / "display", house / "workbook"]
    text = "\n".join(path.read_text("utf-8") for room in rooms for path in room.rglob("*.py"))
    named = [area.name for area in all_areas() if area.name in text and area.name != "Reading"]
    assert named == []


def test_dorset_is_found_under_the_code_of_the_old_county(real_source) -> None:
    for theme, code in (("workforce", "6A"), ("workforce", "6B"), ("placements", "4B")):
        assert figure(real_source, theme, "dorset", code, "2024-25")["value"] is not None


@pytest.mark.parametrize("area", ["isles-of-scilly", "city-of-london"])
@pytest.mark.parametrize("theme", ["placements", "carers", "direct-payments", "bcf-outcomes"])
def test_nothing_suppressed_or_missing_has_a_number(real_source, area, theme) -> None:
    rows = evidence(real_source, theme, area).observations.filter(pl.col(Obs.STATUS) != "ok")
    assert rows.height
    for column in ("value", "lower", "upper", "rank", "percentile"):
        assert rows[column].null_count() == rows.height, column


def test_three_counts_above_their_whole_are_flagged(real_source) -> None:
    row = figure(real_source, "placements", "wirral", "4B", "2024-25")
    assert row["status"] == "not_applicable" and row["value"] is None
    assert "numerator is above the denominator" in row["flags"]


def test_all_councils_have_evidence_for_every_theme(real_source) -> None:
    from helpers.base.geography import all_areas
    from helpers.base.themes import THEMES

    for theme in THEMES:
        every, _ = real_source.figures_of(theme.slug)
        assert {a.code for a in all_areas()} <= set(every["area_code"]), theme.slug


def test_the_period_asked_for_is_the_last_one_shown(real_source) -> None:
    rows = evidence(real_source, "carers", "wirral", "2021-22").observations
    assert rows["period"].max() == "2021-22"


def test_a_period_that_the_data_do_not_reach_is_refused(real_source) -> None:
    from helpers.base.errors import ParameterError

    with pytest.raises(ParameterError, match="2024-25 or earlier"):
        evidence(real_source, "carers", "wirral", "2030-31")
