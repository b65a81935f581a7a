"""Ten facts about these data that have cost analysts a wrong chart: each is tried, none succeeds."""

from __future__ import annotations

import re

import pandas as pd
import polars as pl
import pytest

from helpers.base.errors import ParameterError
from helpers.base.parameters import check_request
from helpers.base.records import Status
from helpers.base.themes import THEMES
from helpers.contracts.columns import Obs
from helpers.display.figures import Figure
from helpers.display.passages import Notice
from helpers.workbook.book import Book

COUNCILS = ("wirral", "sefton", "worcestershire")
DIRECTION = re.compile(r"a clear (?:rise|fall)|than chance would make")


@pytest.fixture(scope="module")
def book(whole):
    """Return a function that opens the evidence of every real file for a theme and a council."""
    made: dict[tuple[str, str], Book] = {}

    def open_book(theme: str, area: str = "wirral") -> Book:
        if (theme, area) not in made:
            request = check_request(theme, area, "latest", "region", "")
            made[theme, area] = Book(whole.evidence(request), None)
        return made[theme, area]

    return open_book


def drawn(figure: Figure) -> str:
    return str(figure.plain()["wide"])


def values(spec: object) -> list[dict[str, object]]:
    if isinstance(spec, dict):
        own = spec.get("data", {})
        rows = list(own.get("values", [])) if isinstance(own, dict) else []
        for shared in spec.get("datasets", {}).values():
            rows += shared
        return rows + [row for part in spec.values() for row in values(part)]
    return [row for part in spec for row in values(part)] if isinstance(spec, list) else []


def test_1_a_code_that_was_used_again_never_joins_its_two_meanings(book):
    for theme in THEMES:
        opened = book(theme.slug)
        for indicator in opened._evidence.registry.of_theme(theme.slug):
            series = opened.series(indicator.code, framework=indicator.framework)
            assert set(series["title"]) <= {indicator.title}
            assert series["dataset"].nunique() <= 1
    payments = book("direct-payments")
    assert "control" in payments.observations("3A")["title"].iloc[0]
    assert "2020-21" not in set(payments.observations("3A")["period"])
    with pytest.raises(ParameterError, match=re.escape('framework="ascof-2014"')):
        book("bcf-outcomes").observations("2B(1)")


@pytest.mark.parametrize("area", COUNCILS)
def test_2_no_change_is_said_across_the_change_of_source(book, area):
    opened = book("direct-payments", area)
    now, before = (
        opened.observations("3D(2a)"),
        opened.observations("1C(2A)", framework="ascof-2014"),
    )
    for frame in (now, before):
        assert not DIRECTION.search(str(opened.reading(frame)))
    assert "No direction can be said" in str(opened.reading(now))
    apart = opened.counts(before, now)
    assert isinstance(apart, Figure)
    assert "'line'" not in drawn(apart) and "cannot be compared" in apart.note
    if area == "wirral":
        assert apart.title == (
            "572 of 2,763 (2020 to 2021), 415 of 6,273 (2024 to 2025): not comparable"
        )
    for draw in (opened.trend, opened.months):
        with pytest.raises(ParameterError, match="never joined"):
            draw(pd.concat([before, now]))


@pytest.mark.parametrize("area", COUNCILS)
def test_3_carers_direct_payments_have_no_national_figure_of_today(book, area):
    opened = book("carers", area)
    for code in ("3D(1b)", "3D(2b)"):
        assert opened.observations(code)["value"].notna().sum() == 0
    former = opened.observations("1C(2B)", framework="ascof-2014")
    assert set(former["period"]) == {"2020-21"}
    assert "(until 2022 to 2023)" in str(opened.reading(former))
    own = opened.table(opened.observations("carers-direct-payment"))
    assert isinstance(own, Notice) and "kept by the council (its columns" in own.text


@pytest.mark.parametrize("area", COUNCILS)
def test_4_years_without_a_round_are_neither_nought_nor_bridged(book, area):
    opened = book("carers", area)
    series = opened.series("1C")
    between = series[series["status"] == Status.NOT_APPLICABLE.value]
    assert len(between) > 3 and between["value"].isna().all()
    figure = opened.trend(series)
    assert isinstance(figure, Figure)
    points = [row for row in values(figure.plain()["wide"]) if row.get("key")]
    own = [row for row in points if "run" in row]
    assert own and all(row["value"] > 0 for row in own)
    assert len({row["run"] for row in own}) == len({row["year"] for row in own})


def test_5_no_survey_figure_is_said_without_its_margin_and_its_respondents(book):
    for area in COUNCILS:
        opened = book("carers", area)
        frame = opened.observations("1C", "1E", "3B", "3C(2)", "5A(2)")
        for line in str(opened.reading(frame)).splitlines():
            if line.startswith("- **"):
                assert re.search(r"\(\d+ respondents; margin ±", line), line
    wirral = str(book("carers").reading(book("carers").observations("3B")))
    assert "60.3%" in wirral and "65 respondents; margin ±12.1" in wirral
    assert "than England" not in wirral and "no clear change" in wirral


def test_6_no_marker_ever_becomes_nought(book):
    told = (Status.OK.value, Status.PROVISIONAL.value, Status.ROUNDED.value)
    seen = 0
    for theme in THEMES:
        for area in (*COUNCILS, "isles-of-scilly", "rutland", "city-of-london"):
            rows = book(theme.slug, area)._evidence.observations
            kept_back = rows.filter(~pl.col(Obs.STATUS).is_in(told))
            assert kept_back[Obs.VALUE.value].null_count() == kept_back.height
            seen += kept_back.height
    assert seen > 100


@pytest.mark.parametrize("area", COUNCILS)
def test_7_delayed_transfers_and_discharges_are_two_collections(book, area):
    opened = book("bcf-outcomes", area)
    old, new = (
        opened.series("DTOC-days-month", framework="nhs-dtoc"),
        opened.series("DRD-mean-month"),
    )
    assert old["period"].max() < "2020-03" <= new["period"].min()
    with pytest.raises(ParameterError, match="never joined"):
        opened.months(pd.concat([old, new]))
    said = str(opened.months_reading(new))
    assert not DIRECTION.search(said) or area != "wirral"
    if area == "wirral":
        assert "No rule is applied" in said
        coverage = opened.months(opened.series("DRD-discharges-month"))
        assert "294 discharges in April 2024" in coverage.note
        assert "Ask first whether the counting changed" in coverage.note


def test_8_no_new_council_inherits_a_figure_of_the_one_before_it(book):
    for area in ("cumberland", "westmorland-and-furness", "north-northamptonshire"):
        opened = book("placements", area)
        former = opened.observations("2A(2)", framework="ascof-2014")
        # The last year of the former return was that of the councils before them.
        assert former["value"].notna().sum() == 0
        assert opened.observations("2C")["value"].notna().all()


def test_9_a_record_that_is_not_kept_is_no_performance(book):
    opened = book("direct-payments")
    records = opened.observations("3D(1a)")
    said = str(opened.reading(records))
    assert "managed budgets may not be recorded" in said
    assert "than England" not in said and "At England's rate" not in said
    for draw in (opened.place, opened.funnel):
        assert isinstance(draw(records), Notice)
    reablement = book("placements", "worcestershire")
    assert "check recording before use" in str(reablement.reading(reablement.observations("2A")))
    assert isinstance(reablement.funnel(reablement.observations("2A")), Notice)
    carers = book("carers")
    few = str(carers.reading(carers.observations("1C(2B)", framework="ascof-2014")))
    assert "too few to compare" in few and "than England" not in few


def test_10_published_outcomes_are_shown_and_they_recompute(whole, book):
    checked = 0
    for code, theme in (("2C", "placements"), ("2B", "placements"), ("3D(2a)", "direct-payments")):
        indicator = whole.registry.find(code)
        rows = whole.councils_of(indicator).filter(
            (pl.col(Obs.PERIOD) == "2024-25") & (pl.col(Obs.VALUE).is_not_null())
        )
        for above, below, value in rows.select("numerator", "denominator", "value").iter_rows():
            assert abs(above / below * indicator.multiplier - value) <= 0.051
            checked += 1
        # England's counts are rounded to five: its published outcome stands, not a quotient.
        frame = book(theme).observations(code)
        said = str(book(theme).reading(frame))
        assert f"{frame['england'].iloc[0]:.1f}" in said
    assert checked > 400
