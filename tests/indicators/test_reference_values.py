"""Values that were read or computed independently of this project, by council."""

from __future__ import annotations

import polars as pl
import pytest

from helpers.base.parameters import check_request
from helpers.contracts.columns import Obs

pytestmark = pytest.mark.slow

COUNCILS = ("wirral", "sefton", "worcestershire")
# Former framework, 2020-21: England, then the three councils; with counts where they were read.
FORMER = {
    "2A(2)": (498.2, 680.3, 661.4, 475.8),
    "2A(1)": (13.3, 49.0, 26.2, 14.4),
    "2B(1)": (79.1, 83.0, 85.9, 81.8),
    "2B(2)": (3.1, 1.4, 2.9, 2.7),
    "2D": (74.9, 72.9, 76.5, 76.0),
    "1C(1A)": (92.2, 100.0, 99.4, 98.7),
    "1C(2A)": (26.6, 20.7, 25.6, 23.6),
    "1C(2B)": (75.3, 0.0, 68.8, 100.0),
}
FORMER_COUNTS = {
    ("2A(2)", "wirral"): (485, 71_289),
    ("1C(2A)", "wirral"): (572, 2_763),
    ("1C(2B)", "wirral"): (0, 11),
    ("1C(2B)", "sefton"): (461, 670),
    ("1C(2B)", "worcestershire"): (208, 208),
}
# Discharge ready date, 2024-25: England, then the three councils.
DISCHARGES = {
    "DRD-same-day": (86.46, 90.15, 83.40, 88.57),
    "DRD-if-delayed": (6.09, 6.66, 8.58, 7.69),
    "DRD-mean": (0.82, 0.66, 1.42, 0.88),
}
UNPAID_CARE = (8.76, 11.02, 10.92, 9.19)
DELAYED_DAYS = {  # Wirral
    "2011-12": 1_753, "2012-13": 2_706, "2013-14": 2_009, "2014-15": 2_413, "2015-16": 2_849,
    "2016-17": 9_947, "2017-18": 8_766, "2018-19": 6_883,
}  # fmt: skip
ADMISSIONS = {"2014-15": 48_060, "2015-16": 48_037, "2016-17": 48_309, "2017-18": 50_036}  # Wirral
ENGLAND_ADMISSIONS = {
    "2014-15": 5_691_577, "2015-16": 5_885_604, "2016-17": 6_022_019, "2017-18": 6_243_151,
}  # fmt: skip
# Carers with as much social contact as they want: Wirral, with the publisher's interval.
CONTACT = {
    "2012-13": (45.9, 41.2, 50.6), "2014-15": (43.8, 39.7, 47.9),
    "2016-17": (31.6, 28.2, 35.0), "2018-19": (33.2, 28.5, 37.9),
}  # fmt: skip
BACK_SERIES = (658.5, 628.2, 610.7, 585.6, 577.6, 584.0, 498.2, 538.5, 560.8, 566.0)


@pytest.fixture(scope="module")
def observed(whole):
    def find(theme: str, area: str, code: str, framework: str = "") -> pl.DataFrame:
        evidence = whole.evidence(check_request(theme, area, "latest", "region", ""))
        return evidence.of(whole.registry.find(code, framework))

    return find


def one(rows: pl.DataFrame, period: str, breakdown: str = "all") -> dict:
    return rows.filter((pl.col(Obs.PERIOD) == period) & (pl.col(Obs.BREAKDOWN) == breakdown)).row(
        0, named=True
    )


def theme_of(whole, code: str, framework: str) -> str:
    return whole.registry.find(code, framework).themes[0]


@pytest.mark.parametrize("place", range(3), ids=COUNCILS)
@pytest.mark.parametrize("code", FORMER)
def test_former_measures(whole, observed, code, place) -> None:
    theme = theme_of(whole, code, "ascof-2014")
    row = one(observed(theme, COUNCILS[place], code, "ascof-2014"), "2020-21")
    assert (row["england"], row["value"]) == (FORMER[code][0], FORMER[code][place + 1])
    counts = FORMER_COUNTS.get((code, COUNCILS[place]))
    if counts:
        assert (row["numerator"], row["denominator"]) == counts


@pytest.mark.parametrize("place", range(3), ids=COUNCILS)
@pytest.mark.parametrize("code", DISCHARGES)
def test_discharges(observed, code, place) -> None:
    row = one(observed("bcf-outcomes", COUNCILS[place], code), "2024-25")
    assert (row["england"], row["value"]) == (DISCHARGES[code][0], DISCHARGES[code][place + 1])
    assert row["region"] is not None and "region: sum of its councils" in row["notes"]


def test_the_bands_of_delay_and_those_without_make_up_all_discharges(observed) -> None:
    rows = observed("bcf-outcomes", "wirral", "DRD-delayed")
    delayed = one(rows, "2024-25")
    assert (delayed["numerator"], delayed["denominator"]) == (2_420, 24_581)
    parts = rows.filter(pl.col(Obs.BREAKDOWN) != "all")
    assert parts["numerator"].sum() == 24_581 and parts.height == 7
    assert set(parts["denominator"]) == {24_581}


@pytest.mark.parametrize("place", range(3), ids=COUNCILS)
def test_unpaid_care_in_the_census(observed, place) -> None:
    row = one(observed("carers", COUNCILS[place], "unpaid-care"), "2021")
    assert (row["england"], row["value"]) == (UNPAID_CARE[0], UNPAID_CARE[place + 1])
    assert "England and region: sum of its councils" in row["notes"]
    assert row["period_kind"] == "calendar year"


def test_a_county_is_the_sum_of_its_districts_and_a_split_one_gives_nothing(observed) -> None:
    assert one(observed("carers", "worcestershire", "unpaid-carers"), "2021")["value"] == 52_740
    for area in ("cumberland", "westmorland-and-furness"):
        rows = observed("carers", area, "unpaid-carers")
        assert rows.is_empty()


def test_delayed_days_by_year(observed) -> None:
    rows = observed("bcf-outcomes", "wirral", "DTOC-days", "nhs-dtoc")
    whole_years = rows.filter(pl.col(Obs.BREAKDOWN) == "all")
    found = dict(whole_years.select("period", "value").drop_nulls().iter_rows())
    assert found == DELAYED_DAYS
    # Nine months of a year are no year.
    assert one(whole_years, "2019-20")["status"] == "not_available"
    months = observed("bcf-outcomes", "wirral", "DTOC-days-month", "nhs-dtoc")
    in_2019 = months.filter(pl.col(Obs.PERIOD) >= "2019-04")
    assert (in_2019.height, in_2019["value"].sum()) == (9, 4_152)


def test_reasons_and_organisations_add_up_to_the_year(observed) -> None:
    rows = observed("bcf-outcomes", "wirral", "DTOC-days", "nhs-dtoc")
    year = rows.filter(pl.col(Obs.PERIOD) == "2017-18")
    parts = dict(year.select("breakdown", "value").iter_rows())
    by_organisation = sum(value for name, value in parts.items() if name.startswith("responsible"))
    assert by_organisation == parts["all"] == 8_766
    reasons = [v for n, v in parts.items() if not n.startswith("responsible") and n != "all"]
    assert sum(reasons) == 8_766
    # The reason "other" was not collected before 2017: its year is not there, and never nought.
    earlier = one(rows, "2014-15", "other reason")
    assert earlier["value"] is None and earlier["status"] == "not_applicable"


def test_emergency_admissions_by_year(whole, observed) -> None:
    rows = observed("bcf-outcomes", "wirral", "NEA", "nhs-mar")
    assert dict(rows.select("period", "value").iter_rows()) == ADMISSIONS
    assert dict(rows.select("period", "england").iter_rows()) == ENGLAND_ADMISSIONS
    change = ADMISSIONS["2017-18"] / ADMISSIONS["2014-15"] - 1
    assert round(change * 100, 1) == 4.1
    caveats = " ".join(whole.registry.find("NEA", "nhs-mar").caveats)
    assert "By clinical commissioning group" in caveats and "not by council" in caveats


def test_a_council_of_two_commissioners_is_their_sum_and_others_have_none(observed) -> None:
    sefton = observed("bcf-outcomes", "sefton", "NEA", "nhs-mar")
    assert dict(sefton.select("period", "value").iter_rows())["2014-15"] == 35_960
    assert observed("bcf-outcomes", "leeds", "NEA", "nhs-mar").is_empty()


@pytest.mark.parametrize("period", CONTACT)
def test_published_intervals_stand_as_published(observed, period) -> None:
    row = one(observed("carers", "wirral", "90638"), period)
    assert (row["value"], row["lower"], row["upper"]) == CONTACT[period]
    assert row["interval"] == "publisher's 95% interval"


def test_the_back_series_of_admissions(observed) -> None:
    rows = observed("placements", "trafford", "admissions-65")
    assert tuple(rows["england"].to_list()) == BACK_SERIES
    assert observed("placements", "wirral", "admissions-65").is_empty()


def test_turnover_of_two_publishers_is_two_series(observed) -> None:
    ours = observed("workforce", "wirral", "6A")
    theirs = observed("workforce", "wirral", "ASC7", "oflog")
    assert set(ours["dataset"]) == {"ascof_timeseries"} and set(theirs["dataset"]) == {"oflog"}
    assert dict(ours.select("period", "value").drop_nulls().iter_rows())["2024-25"] == 22.5
    assert theirs.filter(pl.col(Obs.PERIOD) == "2022-23")["value"][0] is not None


def test_care_homes_of_the_ratings_file_are_counted_once_each(whole, observed) -> None:
    """Rows by question and group are many; homes are 262, of which 200 good or outstanding."""
    later = check_request("placements", "lincolnshire", "2026-27", "region", "")
    rows = whole.evidence(later).of(whole.registry.find("homes-good"))
    row = one(rows, "2026-05-29")
    assert (row["numerator"], row["denominator"], row["value"]) == (200, 262, 76.3)
    assert row["period_kind"] == "date"
    assert one(rows, "2026-05-29", "outstanding")["numerator"] == 16
    # The ratings of May 2026 are later than the reporting year that the framework sets.
    assert observed("placements", "lincolnshire", "homes-good").is_empty()
