"""Survey figures: stratified estimates as published, and differences on a knife's edge."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from python_calamine import CalamineWorkbook

from helpers.methods.survey import as_published, difference, stratified
from methods.answer_files import Comparing, table

FOLDER = "survey_stratified"
ANSWERS = ["1", "2", "3", "4"]


def test_known_answers(shared):
    people = table(shared, FOLDER, "stratum_population.csv")
    given_answers = table(shared, FOLDER, "respondents.csv")
    expected = table(shared, FOLDER, "expected.csv")
    compared = Comparing()
    for council in ("LA1", "LA2"):
        population = {row["stratum"]: float(row["pop"]) for row in people if row["la"] == council}
        counts = {
            (row["stratum"], row["q1"]): float(row["respondents"])
            for row in given_answers
            if row["la"] == council
        }
        found = stratified(
            [[counts.pop((stratum, answer), 0) for answer in ANSWERS] for stratum in population],
            list(population.values()),
        )
        assert not counts, "every row of the file is used"
        for row in (row for row in expected if row["la"] == council):
            i = ANSWERS.index(row["response"])
            compared.same(row["discrete"], "q1")
            compared.near(found.people[i], row["est_population"], row)
            compared.near(found.percentage[i], row["percentage"], row)
            compared.near(found.margin[i], row["margin_of_error"], row)
            compared.near(found.respondents[i], row["respondents"], row)
            compared.near(found.population, row["supergroup_population"], row)
    assert len(expected[0]) == 8, "la and response name the row, six are compared"
    assert compared.count == 8 * 6


samples = arrays(np.float64, (3, 4), elements=st.integers(0, 60).map(float))


@given(respondents=samples, spare=st.lists(st.integers(0, 900), min_size=3, max_size=3))
def test_percentages_add_up_to_a_hundred_and_margins_are_never_negative(respondents, spare):
    respondents[0, 0] += 1
    population = respondents.sum(axis=1) + spare
    found = stratified(respondents, population)
    assert found.percentage.sum() == pytest.approx(100)
    assert found.people.sum() == pytest.approx(found.population)
    assert (found.margin >= 0).all()
    assert found.population == population[respondents.sum(axis=1) > 0].sum()


@given(respondents=samples)
def test_everybody_asked_leaves_no_margin(respondents):
    respondents[0, 0] += 1
    found = stratified(respondents, respondents.sum(axis=1))
    assert found.margin == pytest.approx(0, abs=1e-9)
    assert found.people == pytest.approx(respondents.sum(axis=0))


def test_one_large_stratum_has_the_margin_of_a_simple_sample():
    found = stratified([[40, 60]], [10**9])
    assert found.margin[0] == pytest.approx(1.96 * math.sqrt(0.4 * 0.6 / 99) * 100, rel=1e-6)


def test_a_stratum_nobody_answered_from_is_left_out():
    both, one = stratified([[5, 5], [0, 0]], [100, 900]), stratified([[5, 5]], [100])
    assert both.percentage.tolist() == one.percentage.tolist()
    assert both.population == 100


def test_a_lone_respondent_adds_nothing_to_the_margin_and_is_counted():
    found = stratified([[5, 5], [1, 0], [1, 0]], [100, 50, 1])
    assert found.lone == 1, "the third stratum has one person, who answered"
    assert found.margin[0] > 0
    assert np.isfinite(found.margin).all()


def test_nobody_answered_is_missing_and_a_missing_count_stays_missing():
    nobody = stratified([[0, 0]], [100])
    assert np.isnan(nobody.percentage).all() and np.isnan(nobody.people).all()
    shown = as_published(nobody)
    assert not shown.hidden and np.isnan(shown.percentage).all() and math.isnan(shown.respondents)
    missing = stratified([[3, np.nan], [5, 5]], [100, 100])
    assert np.isnan(missing.percentage).all()


def test_the_publication_rounds_and_hides():
    found = stratified([[28, 27, 4, 1], [28, 4, 8, 0]], [900, 300])
    shown = as_published(found)
    assert shown.percentage.tolist() == [52.5, 36.3, 10.0, 1.3], "halves away from zero"
    assert shown.margin[:3].tolist() == [9.8, 9.5, 5.5]
    assert math.isnan(shown.margin[3]) and shown.margin_hidden.tolist() == [False] * 3 + [True]
    assert shown.people.tolist() == [630, 440, 120, 20]
    assert shown.respondents == 100
    assert not shown.hidden


@pytest.mark.parametrize(("asked", "hidden"), [(1, True), (2, True), (3, False)])
def test_one_or_two_respondents_are_hidden_and_never_nought(asked, hidden):
    shown = as_published(stratified([[asked, 0]], [50]))
    assert shown.hidden is hidden
    for values in (shown.percentage, shown.people):
        assert np.isnan(values).all() == hidden
    assert math.isnan(shown.respondents) == hidden
    assert shown.margin_hidden.tolist() == [hidden, True]


@given(respondents=samples)
def test_what_is_published_is_never_more_precise_than_the_estimate(respondents):
    respondents[0, 0] += 1
    found = stratified(respondents, respondents.sum(axis=1) + 10)
    shown = as_published(found)
    known = ~np.isnan(shown.percentage)
    assert shown.percentage[known] == pytest.approx(found.percentage[known], abs=0.05 + 1e-6)
    assert (shown.people[known] % 10 == 0).all()
    assert np.isnan(shown.margin[respondents.sum(axis=0) < 2]).all()


@pytest.mark.parametrize(
    ("respondents", "population", "message"),
    [
        ([[5, 5]], [9], "more respondents than people"),
        ([[-1, 5]], [9], "negative"),
        ([[1, 5]], [-9], "negative"),
        ([1, 5], [9], "one row"),
        ([[1, 5]], [9, 9], "one row"),
    ],
)
def test_samples_that_cannot_be_are_refused(respondents, population, message):
    with pytest.raises(ValueError, match=message):
        stratified(respondents, population)


EDGES = [
    # sheet, council, earlier and later year, change, joint margin, clear
    ("Table_3c(1)", "Wirral", "2023 to 2024", "2024 to 2025", -11.9, 11.89, False),
    ("Table_1c", "Sefton", "2018 to 2019", "2023 to 2024", -0.3, 0.28, False),
    ("Table_1e", "Sefton", "2021 to 2022", "2023 to 2024", -8.1, 9.54, False),
    ("Table_1e", "Sefton", "2018 to 2019", "2023 to 2024", -8.1, 6.21, True),
]
PUBLISHED = {
    ("Table_3c(1)", "Wirral"): ((76.3, 8.7), (64.4, 8.1)),
    ("Table_1c", "Sefton"): ((7.2, 0.2), (6.9, 0.2)),
}


@pytest.mark.parametrize("edge", EDGES, ids=lambda edge: f"{edge[1]} {edge[0]} from {edge[2]}")
def test_knife_edges_of_the_published_file(real_ascof, edge):
    sheet, council, before, after, change, margin, clear = edge
    rows = CalamineWorkbook.from_path(real_ascof).get_sheet_by_name(sheet).to_python()
    headings = next(row for row in rows if "ONS area code" in row)
    found = next(row for row in rows if council in row)

    def figure(year):
        return tuple(
            float(found[headings.index(f"{year} - {part}")])
            for part in ("outcome", "margin of error")
        )

    earlier, later = figure(before), figure(after)
    assert PUBLISHED.get((sheet, council), (earlier, later)) == (earlier, later)
    judged = difference(*earlier, *later, decimals=1)
    assert judged.change == change
    assert judged.margin == pytest.approx(margin, abs=0.005)
    assert judged.clear is clear
    assert (abs(judged.change) > judged.margin) or not clear, "rounding never makes a change"


def test_before_rounding_two_of_the_edges_would_have_been_changes():
    """What the rule is for: 11.90 against 11.89 says less than it seems."""
    for earlier, later in PUBLISHED.values():
        judged = difference(*earlier, *later, decimals=1)
        assert abs(judged.change) > judged.margin
        assert not judged.clear


tenths = st.integers(0, 1000).map(lambda n: n / 10)


@given(earlier=tenths, later=tenths, margins=st.tuples(tenths, tenths), data=st.data())
def test_a_clear_change_is_clear_for_every_figure_that_rounds_to_the_published_ones(
    earlier, later, margins, data
):
    judged = difference(earlier, margins[0], later, margins[1], decimals=1)
    off = [data.draw(st.floats(-0.05, 0.05)) for _ in range(4)]
    true_change = abs((later + off[0]) - (earlier + off[1]))
    true_margin = math.hypot(margins[0] + off[2], margins[1] + off[3])
    if judged.clear:
        assert true_change > true_margin
    assert difference(later, margins[1], earlier, margins[0], decimals=1).clear is judged.clear


def test_a_missing_figure_makes_no_change_clear():
    judged = difference(math.nan, 1.0, 50.0, 1.0, decimals=1)
    assert judged.clear is False and math.isnan(judged.change)
    assert difference(10.0, math.nan, 50.0, 1.0, decimals=1).clear is False
    with pytest.raises(ValueError, match="negative"):
        difference(10.0, -1.0, 50.0, 1.0, decimals=1)
