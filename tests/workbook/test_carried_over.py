"""People at a month's end are described; people who start in a month are judged by the same rules."""

from __future__ import annotations

import re

import numpy as np
import pytest

from helpers.base.parameters import check_request
from helpers.base.settings import Settings
from helpers.display.figures import Figure
from helpers.gate.passing import gate_inputs
from helpers.indicators.registry import load_registry
from helpers.indicators.source import Source
from helpers.workbook.book import Book
from methods.test_carry_over import carried

MONTHS = 36
HEADER = (
    "Area code,Area name,Month end,Client or carer,Age band,Support reason,People with a direct "
    "payment,Starters,Leavers,People in community support,People with a direct payment for short "
    "breaks,Spend"
)
STOCK, FLOW = "dp-people", "dp-starters"


@pytest.fixture(scope="module")
def book(tmp_path_factory, project_root) -> Book:
    """Three years of month ends, whose numbers each test puts in place of these."""
    folder = tmp_path_factory.mktemp("stock")
    ends = np.datetime64("2022-05") + np.arange(MONTHS)
    days = [str(np.datetime64(month, "D") - 1) for month in ends]
    rows = [
        f"E08000015,Wirral,{day},client,All,All,{300 + place % 3},{30 + place % 3},,,,"
        for place, day in enumerate(days)
    ]
    (folder / "own.csv").write_text("\n".join([HEADER, *rows]) + "\n", "utf-8")
    settings = Settings(root=project_root, outputs=folder / "outputs")
    gated = gate_inputs(str(folder), settings)
    assert not gated.refusals, gated.refusals
    request = check_request("direct-payments", "wirral", "latest", "region", "")
    return Book(Source(gated.receipts, settings).evidence(request), None)


def shown(book: Book, code: str, values) -> tuple[Figure, str]:
    frame = book.series(code).tail(len(values)).copy()
    frame["value"] = np.round(np.asarray(values, dtype=float))
    figure = book.months(frame)
    assert isinstance(figure, Figure)
    return figure, str(book.months_reading(frame))


WALK = 4 * carried(np.random.default_rng(7), MONTHS, 1.0)
STEPPED = [100, 101, 102, 101, 100, 102, 120, 121, 123, 122, 120, 124]
# Independent, with one month far outside.
SPIKE = np.where(
    np.arange(MONTHS) == 20, 400, 300 + np.random.default_rng(5).integers(-6, 7, MONTHS)
)


@pytest.mark.parametrize("values", [STEPPED, WALK[:24], WALK], ids=["12", "24", "36"])
def test_a_stock_that_wanders_is_described_and_a_flow_with_the_same_numbers_is_judged(
    book, values
) -> None:
    figure, said = shown(book, STOCK, values)
    assert "who is counted at one may be counted again at the next" in said
    assert "no rule tests them" in said and " than " in figure.title
    for claim in ("moved", "usual swing", "chance", "one side", "outside", "median"):
        assert claim not in f"{figure.title} {figure.note} {said}", claim
    assert "no lasting move" not in figure.title
    _, judged = shown(book, FLOW, values)
    assert re.search("the level moved|did not stay put|one usual swing", judged)
    assert "counted again" not in judged


def test_an_independent_series_still_claims_also_of_a_stock(book) -> None:
    for code in (STOCK, FLOW):
        figure, said = shown(book, code, SPIKE)
        assert "one lies outside" in said and "counted again" not in said
        assert figure.title.endswith("inside its usual swing")


def test_a_title_says_no_less_than_the_sentence_of_a_flow_whose_level_moved(book) -> None:
    luck = np.random.default_rng(11).integers(-9, 10, MONTHS)
    figure, said = shown(book, FLOW, np.where(np.arange(MONTHS) < MONTHS // 2, 300, 309) + luck)
    assert "its level did not stay put" in said
    assert figure.title.endswith(": the level moved")


def test_a_month_far_outside_neither_hides_nor_makes_a_level_that_moved(book) -> None:
    luck = np.random.default_rng(11).integers(-9, 10, MONTHS)
    level = np.where(np.arange(MONTHS) < MONTHS // 2, 300, 309) + luck
    figure, said = shown(book, FLOW, np.where(np.arange(MONTHS) == 20, 400, level))
    assert "one lies outside" in said and "its level did not stay put" in said
    assert figure.title.endswith(": the level moved")
    _, calm = shown(book, FLOW, SPIKE)
    assert "one lies outside" in calm and "stay put" not in calm


def test_too_few_months_for_the_autocorrelation_are_described(book) -> None:
    _, said = shown(book, STOCK, SPIKE[:23])
    assert "no rule tests them" in said
    same, steady = shown(book, STOCK, [300.0] * MONTHS)
    assert "it ended where it began, at 300 people" in steady
    assert same.title.endswith(": as many as a year before")


def test_the_change_over_a_year_is_computed_from_the_same_month_a_year_before(book) -> None:
    values = np.arange(MONTHS) * 2 + 300
    figure, said = shown(book, STOCK, values)
    assert "From 31 March 2024 until 31 March 2025 it went from 346 people to 370 people" in said
    assert "24 more (6.9%)" in said and figure.title.endswith("24 more than a year before")
    assert "between 300 people on 30 April 2022 and 370 people on 31 March 2025" in said
    fewer, told = shown(book, STOCK, values[::-1])
    assert "24 fewer" in told and fewer.title.endswith("24 fewer than a year before")
    short, since = shown(book, STOCK, values[-5:])
    assert "From 30 November 2024 until 31 March 2025 it went from 362 people to 370" in since
    assert short.title.endswith("8 more than on 30 November 2024")


def test_a_leap_is_a_question_about_counting(book) -> None:
    _, said = shown(book, STOCK, [300.0] * 12 + [800.0] * 12)
    assert "ask first whether the counting changed" in said


def test_no_interval_of_a_change_is_given_where_most_were_counted_before(book) -> None:
    said = str(book.reading(book.observations(STOCK)))
    assert "some may be counted in both" in said and "clear" not in said
    flow = str(book.reading(book.observations(FLOW)))
    assert "counted a period before" not in flow


def test_every_count_at_a_months_end_is_known_to_carry_over(project_root) -> None:
    registry = load_registry(project_root / "data_contracts")
    stocks = {item.code for item in registry.indicators if item.carries_over}
    named = [item for item in registry.indicators if "at the month's end" in item.title]
    assert {item.code for item in named} == {"dp-people", "dp-carers", "home-care-waiting"}
    assert {item.code for item in named} <= stocks
    flows = {"dp-starters", "dp-leavers", "DTOC-days-month", "NEA-month", "DRD-discharges-month"}
    assert not flows & stocks
