"""Observations of all real files: contracted, each in its own series, repeatable from receipts."""

from __future__ import annotations

import polars as pl
import pytest

from helpers.base.errors import ParameterError
from helpers.base.parameters import check_request
from helpers.base.spans import last_day
from helpers.base.themes import THEMES
from helpers.contracts.columns import Obs
from helpers.contracts.facts import facts
from helpers.contracts.model import load_contract
from helpers.disclosure.policy import withheld
from helpers.indicators.calculation import figures
from helpers.indicators.columns import SERIES
from helpers.indicators.source import Source
from helpers.workbook.book import Book
from indicators.conftest import ROOT

pytestmark = pytest.mark.slow

AREAS = (
    "wirral",
    "worcestershire",
    "trafford",
    "bournemouth-christchurch-and-poole",
    "isles-of-scilly",
)
THEME_SLUGS = [theme.slug for theme in THEMES]
REUSED = ("1A", "1B", "3A", "4A", "4B")


def evidence(source: Source, theme: str, area: str, **more):
    period, beside = more.get("period", "latest"), more.get("compare_with", "region")
    return source.evidence(check_request(theme, area, period, beside, ""))


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("theme", THEME_SLUGS)
def test_observations_keep_their_contract(whole, theme, area) -> None:
    rows = evidence(whole, theme, area, compare_with="neighbours").observations
    contract = load_contract(ROOT / "data_contracts" / "observations.odcs.yaml")
    assert list(rows.columns) == [column.name for column in contract.columns]
    counted = facts(rows, contract.rules)
    broken = {rule: count for rule, count in counted.row(0, named=True).items() if count}
    assert broken == {}


@pytest.mark.parametrize("theme", THEME_SLUGS)
def test_no_council_has_two_figures_of_one_kind_for_one_period(whole, theme) -> None:
    """All 153 councils: what the contract of observations forbids must not come about."""
    _, councils = whole.figures_of(theme)
    known = councils.filter(pl.col(Obs.AREA_CODE).is_not_null())
    twice = known.filter(
        pl.struct(SERIES, Obs.BREAKDOWN, Obs.PERIOD, Obs.AREA_CODE).is_duplicated()
    )
    assert twice.is_empty(), twice.select(SERIES, Obs.PERIOD, Obs.AREA_CODE).unique().rows()


@pytest.mark.parametrize("area", ["gateshead", "northumberland"])
def test_a_year_in_which_a_council_got_a_new_code_is_whole(whole, area) -> None:
    rows = evidence(whole, "bcf-outcomes", area).of(whole.registry.find("DTOC-days", "nhs-dtoc"))
    year = rows.filter((pl.col(Obs.PERIOD) == "2013-14") & (pl.col(Obs.BREAKDOWN) == "all"))
    assert year["status"].to_list() == ["ok"] and year["value"][0] > 0


@pytest.mark.parametrize("theme", THEME_SLUGS)
def test_figures_of_the_engine_hold_no_code_that_could_be_mixed_up(whole, theme) -> None:
    every, councils = whole.figures_of(theme)
    for frame in (every, councils):
        assert SERIES in frame.columns
        assert not {"indicator", "framework", "code", "measure"} & set(frame.columns)


@pytest.mark.parametrize("code", REUSED)
def test_a_reused_code_never_meets_its_other_meaning(whole, code) -> None:
    new, old = whole.registry.find(code), whole.registry.find(code, "ascof-2014")
    for theme in sorted(set(new.themes) | set(old.themes)):
        seen = evidence(whole, theme, "kirklees")
        for item in (new, old):
            rows = seen.of(item)
            if rows.height:
                assert set(rows[Obs.FRAMEWORK.value]) == {item.framework}
                assert set(rows[Obs.TITLE.value]) == {item.title}
                assert rows[Obs.DATASET.value].n_unique() == 1
                assert not rows.select("period", "breakdown").is_duplicated().any()


def test_trying_to_join_them_fails_or_keeps_them_apart(whole) -> None:
    """Control in 2020-21 is 1B by its old code and 3A by its new one; satisfaction is old 3A."""
    book = Book(evidence(whole, "direct-payments", "kirklees"), None)
    new = book.series("3A")
    assert set(new["framework"]) == {"ascof-2023"} and set(new["title"]) == {
        "People with control over their daily life"
    }
    control = book.series("1B", framework="ascof-2014")
    in_2020 = control[control["period"] == "2020-21"]["value"].iloc[0]
    assert new[new["period"] == "2020-21"]["value"].iloc[0] == in_2020
    # Old 3A is satisfaction, which direct payments do not hold: it cannot be had by its code.
    with pytest.raises(ParameterError, match="not one of direct payments"):
        book.series("3A", framework="ascof-2014")
    with pytest.raises(ParameterError, match="no framework in force has this code"):
        book.series("1C(2A)")


def test_direct_payments_before_and_after_the_change_are_two_series(whole) -> None:
    seen = evidence(whole, "direct-payments", "wirral")
    new = seen.of(whole.registry.find("3D(2a)")).filter(pl.col(Obs.VALUE).is_not_null())
    old = seen.of(whole.registry.find("1C(2A)", "ascof-2014")).filter(
        pl.col(Obs.BREAKDOWN) == "all"
    )
    assert new.select("period", "value", "numerator", "denominator").rows() == [
        ("2024-25", 6.6, 415, 6_273)
    ]
    assert old.select("period", "value", "numerator", "denominator").rows() == [
        ("2020-21", 20.7, 572, 2_763)
    ]


@pytest.mark.parametrize("theme", THEME_SLUGS)
def test_the_receipts_named_are_enough_to_make_it_again(whole, theme) -> None:
    """A version is verified from the receipts it names, and from no others."""
    seen = evidence(whole, theme, "wirral", compare_with="neighbours")
    again = Source(seen.receipts, whole.settings)
    assert evidence(again, theme, "wirral", compare_with="neighbours").digest == seen.digest
    named = {part for cell in seen.observations["receipt"] for part in cell.split()}
    assert named <= {receipt.id for receipt in seen.receipts}
    assert len(seen.receipts) < len(whole.tables.receipts)


def test_the_digest_covers_every_observation_and_who_is_beside(whole) -> None:
    from dataclasses import replace

    seen = evidence(whole, "bcf-outcomes", "wirral")
    for place in (0, seen.observations.height // 2, seen.observations.height - 1):
        rows = seen.observations.with_row_index("n")
        changed = rows.with_columns(
            pl.when(pl.col("n") == place).then(pl.lit("x")).otherwise("title").alias("title")
        ).drop("n")
        assert replace(seen, observations=changed).digest != seen.digest
    other = evidence(whole, "bcf-outcomes", "wirral", compare_with=["sefton", "liverpool"])
    assert other.digest != seen.digest


@pytest.mark.parametrize(
    ("period", "last_month", "years"), [("2018-19", "2019-03", 8), ("2013-14", "2014-03", 3)]
)
def test_latest_means_at_or_before_by_the_end_of_each_kind_of_period(
    whole, period, last_month, years
) -> None:
    seen = evidence(whole, "bcf-outcomes", "wirral", period=period)
    ends = [last_day(*pair) for pair in seen.observations.select("period", "period_kind").rows()]
    assert max(ends) <= last_day(period, "financial year")
    months = seen.of(whole.registry.find("DTOC-days-month", "nhs-dtoc"))
    assert months["period"].max() == last_month
    days = seen.of(whole.registry.find("DTOC-days", "nhs-dtoc"))
    assert days.filter(pl.col(Obs.BREAKDOWN) == "all").height == years


def test_a_month_that_looks_like_a_year_says_what_it_is(whole) -> None:
    rows = evidence(whole, "bcf-outcomes", "wirral").observations.filter(
        pl.col(Obs.PERIOD) == "2011-12"
    )
    kinds = rows.select("indicator", "period_kind").unique().rows()
    assert ("DTOC-days", "financial year") in kinds and ("DTOC-days-month", "month") in kinds


def test_the_reporting_year_is_set_by_the_framework_and_not_by_later_extras(whole) -> None:
    for area in ("wirral", "trafford"):
        assert evidence(whole, "placements", area).request.period == "2024-25"
    later = evidence(whole, "placements", "trafford", period="2026-27")
    homes = later.of(whole.registry.find("homes-good-month"))
    assert homes["period"].max() == "2026-04"
    with pytest.raises(ParameterError, match="2024-25 or earlier"):
        evidence(whole, "placements", "wirral", period="2025-26")


@pytest.mark.parametrize("area", ["trafford", "manchester"])
def test_the_break_between_the_censuses_stands_at_the_later_one(whole, area) -> None:
    rows = evidence(whole, "carers", area).observations.filter(
        pl.col(Obs.INDICATOR).is_in(["unpaid-care", "unpaid-carers"])
    )
    told = {row["period"]: row["break_before"] for row in rows.to_dicts()}
    assert told["2011"] == "" and "aged 5 and over" in told["2021"]


def test_every_reason_of_a_break_is_given(whole) -> None:
    row = evidence(whole, "direct-payments", "wirral").of(whole.registry.find("1B"))
    why = row.filter(pl.col(Obs.PERIOD) == "2020-21")["break_before"][0]
    assert "formula was corrected" in why and "voluntary" in why


def test_superseded_projections_are_never_observations(whole) -> None:
    for theme in THEME_SLUGS:
        rows = evidence(whole, theme, "wirral").observations
        assert "ons_snpp" not in set(rows["dataset"])
        assert rows["period"].max() <= "2025-03"


def test_values_carry_the_published_decimals_and_shares_their_denominator(whole) -> None:
    for theme in THEME_SLUGS:
        rows = evidence(whole, theme, "sefton", compare_with="neighbours").observations
        for row in rows.filter(pl.col(Obs.VALUE).is_not_null()).to_dicts():
            item = whole.registry.find(row["indicator"], row["framework"])
            for column in ("value", "lower", "upper", "neighbours"):
                number = row[column]
                assert number is None or round(number, item.decimals) == number, (item.name, row)
            if item.has_counts or item.is_survey:
                assert row["denominator"] is not None, (item.name, row["period"])


def test_breakdowns_of_the_long_file_are_rows_of_their_own(whole) -> None:
    seen = evidence(whole, "direct-payments", "wirral")
    rows = seen.of(whole.registry.find("1C(2A)", "ascof-2014"))
    assert set(rows["breakdown"]) == {"all", "aged 18 to 64", "aged 65 and over"}
    parts = rows.filter(pl.col(Obs.BREAKDOWN) != "all")
    assert parts["numerator"].sum() == 572 and parts["rank"].null_count() == parts.height


def test_the_years_between_rounds_of_a_survey_do_not_apply_and_are_not_nought(whole) -> None:
    rows = evidence(whole, "carers", "wirral").of(whole.registry.find("1C"))
    between = rows.filter(pl.col(Obs.PERIOD).is_in(["2017-18", "2019-20", "2020-21", "2022-23"]))
    assert between.height == 4 and set(between["status"]) <= {"not_applicable", "not_available"}
    assert between["value"].null_count() == 4


def test_carers_measures_of_2024_25_are_registered_and_have_no_figure(whole) -> None:
    for code in ("3D(1b)", "3D(2b)"):
        item = whole.registry.find(code)
        assert "Not published for 2024 to 2025" in item.caveats[0]
        assert evidence(whole, "carers", "wirral").of(item).is_empty()


def test_nothing_that_is_withheld_has_a_number(whole) -> None:
    for theme in THEME_SLUGS:
        rows = evidence(whole, theme, "isles-of-scilly").observations
        hidden = withheld(rows)
        suppressed = rows.filter(pl.col(Obs.STATUS) == "suppressed")
        assert len(hidden) <= suppressed.height
        for column in ("value", "lower", "upper", "numerator", "denominator", "rank"):
            assert suppressed[column].null_count() == suppressed.height, (theme, column)


def test_discharges_that_jump_are_flagged_before_they_are_read(whole) -> None:
    """34 councils have a move of over half from one month to the next; Wirral is one of them."""
    councils = whole.councils_of(whole.registry.find("DRD-mean-month"))
    flagged = councils.filter(pl.col(Obs.FLAGS).str.contains("since the period before"))
    assert flagged["area_code"].n_unique() == 34
    wirral = flagged.filter(pl.col("area_code") == "E08000015")
    assert wirral["period"].to_list() == ["2024-06"]
    assert "from 323 to 2,380" in wirral["flags"][0]


def test_recording_of_personal_budgets_differs_as_the_publisher_warns(whole) -> None:
    councils = whole.councils_of(whole.registry.find("3D(1a)")).filter(
        (pl.col(Obs.PERIOD) == "2024-25") & pl.col(Obs.VALUE).is_not_null()
    )
    assert councils.height == 152
    assert councils.filter(pl.col(Obs.VALUE) < 50).height == 29
    assert councils.filter(pl.col(Obs.VALUE) == 100).height == 60
    assert councils["rank"].null_count() == 152


def test_the_former_county_of_dorset_does_not_speak_for_todays(whole) -> None:
    agreements = whole.registry.find("DPA", "pss-ex1")
    dorset = evidence(whole, agreements.themes[0], "dorset").of(agreements)
    assert dorset["value"].null_count() == dorset.height
    somerset = evidence(whole, agreements.themes[0], "somerset").of(agreements)
    assert somerset["value"].null_count() < somerset.height, "renamed, and the same territory"


def test_a_council_made_of_others_has_their_counts_and_what_they_leave_out_is_said(whole) -> None:
    seen = evidence(whole, "bcf-outcomes", "bournemouth-christchurch-and-poole")
    rows = seen.of(whole.registry.find("DTOC-days", "nhs-dtoc")).filter(
        (pl.col(Obs.BREAKDOWN) == "all") & (pl.col(Obs.PERIOD) == "2017-18")
    )
    days = [s for s in whole.registry.series if s.indicator.code == "DTOC-days"]
    every = figures(whole.tables, whole.registry, days)
    assert rows["value"][0] is not None and "Christchurch" in rows["flags"][0]
    assert rows["rank"][0] is None
    # Once their sum stands for them, the parts are no councils of their own beside it.
    parts = every.filter(
        pl.col("_area").is_in(["E06000028", "E06000029"]) & (pl.col("period") == "2017-18")
    )
    assert parts.is_empty()
    # A rate over a population that holds Christchurch would be too low: there is none.
    rate = seen.of(whole.registry.find("DTOC-rate", "nhs-dtoc"))
    assert rate.filter(pl.col(Obs.PERIOD) < "2019")["value"].null_count() == rate.height
