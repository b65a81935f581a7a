"""Councils of other years, and England and the regions as sums: all of them or none."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from helpers.base.councils_by_year import councils_in
from helpers.base.geography import ENGLAND, all_areas
from helpers.indicators.columns import AREA, CELL, NOTE, STATUS, VALUE
from helpers.indicators.finishing import finished
from helpers.indicators.terms import sums
from helpers.indicators.territories import covered, of_the_time, today
from helpers.indicators.totals import SUMMED, with_totals
from indicators.tables_made import OUTLINE, cell, table

MONTH = "2018-06"
CUMBRIA, NORTHAMPTONSHIRE, OLD_DORSET = "E10000006", "E10000021", "E10000009"
BOURNEMOUTH, POOLE, TOGETHER = "E06000028", "E06000029", "E06000058"
NORTH_WEST = "E12000002"


def totals(codes: list[str], value: float = 2.0, published: list[str] | None = None):
    rows = [(code, MONTH, "total", value, "ok") for code in [*codes, *(published or [])]]
    found = sums(table(rows), OUTLINE, [cell({"part": ("total",)})])
    found = found.with_columns(pl.lit("").alias(NOTE))
    return with_totals(found, {0}, [CELL], [VALUE])


def of(frame: pl.DataFrame, code: str) -> dict:
    rows = frame.filter(pl.col(AREA) == code).to_dicts()
    assert len(rows) <= 1
    return rows[0] if rows else {}


def test_renamed_councils_keep_their_series_and_split_ones_give_none() -> None:
    now = today([CUMBRIA, NORTHAMPTONSHIRE, OLD_DORSET, "E10000002", "E10000023", "E08000038"])
    assert now[CUMBRIA] is now[NORTHAMPTONSHIRE] is now[OLD_DORSET] is None
    assert (now["E10000002"], now["E10000023"]) == ("E06000060", "E06000065")
    assert now["E08000038"] == "E08000016"


@pytest.mark.parametrize(
    "period", ["2014-15", "2018-19", "2019-20", "2020-21", "2022-23", "2024-25"]
)
def test_the_councils_of_a_year_cover_england_and_each_region(period) -> None:
    reached = covered(frozenset(councils_in(period)))
    assert ENGLAND in reached and len(reached) == 10


def test_without_one_council_its_region_and_england_are_not_covered() -> None:
    codes = set(councils_in("2018-19")) - {CUMBRIA}
    assert {ENGLAND, NORTH_WEST}.isdisjoint(covered(frozenset(codes)))
    assert len(covered(frozenset(codes))) == 8


def test_a_former_council_beside_its_successor_makes_no_sum() -> None:
    codes = {*councils_in("2024-25"), CUMBRIA}
    assert {ENGLAND, NORTH_WEST}.isdisjoint(covered(frozenset(codes)))


def test_missing_totals_are_sums_and_say_so() -> None:
    frame = totals(list(councils_in("2018-19")))
    assert of(frame, ENGLAND)[VALUE] == 2.0 * 152 and of(frame, ENGLAND)[NOTE] == SUMMED
    assert of(frame, NORTH_WEST)[VALUE] == 2.0 * 23


def test_a_published_total_stands_whatever_the_sum() -> None:
    frame = totals(list(councils_in("2018-19")), published=[ENGLAND])
    assert of(frame, ENGLAND)[VALUE] == 2.0 and of(frame, ENGLAND)[NOTE] == ""


def test_a_suppressed_council_leaves_its_region_and_england_without_a_sum() -> None:
    rows = [(code, MONTH, "total", 2.0, "ok") for code in councils_in("2018-19")[1:]]
    rows.append((councils_in("2018-19")[0], MONTH, "total", None, "suppressed"))
    found = sums(table(rows), OUTLINE, [cell({"part": ("total",)})])
    frame = with_totals(found.with_columns(pl.lit("").alias(NOTE)), {0}, [CELL], [VALUE])
    assert of(frame, ENGLAND) == {}


def test_what_is_not_said_to_add_up_is_not_added_up() -> None:
    rows = [(code, MONTH, "total", 2.0, "ok") for code in councils_in("2018-19")]
    found = sums(table(rows), OUTLINE, [cell({"part": ("total",)})])
    frame = with_totals(found.with_columns(pl.lit("").alias(NOTE)), set(), [CELL], [VALUE])
    assert of(frame, ENGLAND) == {}


def test_counts_of_merged_councils_add_up_with_the_note_and_count_once() -> None:
    frame = totals([BOURNEMOUTH, POOLE])
    merged = of(frame, TOGETHER)
    assert merged[VALUE] == 4.0 and "Christchurch" in merged[NOTE]
    assert of(frame, BOURNEMOUTH) == of(frame, POOLE) == {}


def test_half_of_a_merged_council_makes_no_sum() -> None:
    frame = totals([BOURNEMOUTH])
    assert of(frame, TOGETHER) == {} and of(frame, BOURNEMOUTH)[STATUS] == 0


def test_a_redrawn_council_is_not_the_one_before_it_though_its_return_code_stayed() -> None:
    """The returns know Dorset by 809, with Christchurch before 2019 and without it since."""
    years = ["2015-16", "2018-19", "2019-20"]
    frame = pl.DataFrame({AREA: ["E06000059"] * 3 + [TOGETHER], "period": [*years, years[0]]})
    found = of_the_time(frame, AREA, "period")[AREA].to_list()
    assert found == [OLD_DORSET, OLD_DORSET, "E06000059", TOGETHER]


def test_all_of_todays_councils_are_their_own() -> None:
    codes = [area.code for area in all_areas()]
    assert today(codes) == {code: code for code in codes}


def test_two_editions_with_two_codes_of_one_council_make_one_figure(invented) -> None:
    """An edition before 2023 has North Yorkshire's former code; a later one beside it has not."""
    former, new, other = "E10000023", "E06000065", "E10000027"
    series = next(each for each in invented.registry.series if each.dataset == "ascof_timeseries")
    rows = [
        (series.number, "all", code, "council", period, value)
        for code, period, value in (
            (former, "2021-22", 1.0),
            (new, "2021-22", 2.0),
            (former, "2020-21", 3.0),
            (other, "2021-22", 4.0),
        )
    ]
    frame = pl.DataFrame(
        rows, schema=["series", "breakdown", AREA, "_level", "period", VALUE], orient="row"
    ).with_columns(
        pl.lit("financial year").alias("period_kind"),
        pl.lit(date(2022, 3, 31)).alias("period_end"),
        pl.lit(0, dtype=pl.Int64).alias(STATUS),
        pl.lit("").alias(NOTE),
        pl.lit([0], dtype=pl.List(pl.UInt16)).alias("_receipt"),
    )
    found = finished(frame, invented.registry, invented.tables)
    assert set(found.select("area_code", "period", VALUE).rows()) == {
        (new, "2021-22", 2.0),
        (new, "2020-21", 3.0),
        ("E06000066", "2021-22", 4.0),
    }
