"""What must always hold of standardised rates, ratios and means, whatever the numbers."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.methods.direct_standardisation import (
    directly_standardised,
    directly_standardised_repeat_events,
)
from helpers.methods.indirect_standardisation import (
    expected_events,
    indirect_rate,
    indirect_ratio,
)
from helpers.methods.intervals import exact_poisson
from helpers.methods.limits import Limits, positions
from helpers.methods.means import mean
from helpers.methods.standard_population import ESP2013, esp2013_weights

CLOSE = 1e-9


@st.composite
def bands(draw, fewest=0):
    size = draw(st.integers(1, 6))
    counts = draw(st.lists(st.integers(fewest, 5000), min_size=size, max_size=size))
    people = draw(st.lists(st.integers(1, 10**6), min_size=size, max_size=size))
    weights = draw(st.lists(st.integers(1, 10**5), min_size=size, max_size=size))
    return np.array(counts), np.array(people), np.array(weights)


def contains_and_widens(value, limits: Limits) -> bool:
    ends = [limits.lower_998, limits.lower_95, value, limits.upper_95, limits.upper_998]
    return all(low <= high * (1 + CLOSE) + CLOSE for low, high in pairwise(ends))


@pytest.mark.parametrize(
    ("count", "people", "weights"),
    [([30], [1e3, 2e3], [1, 1]), ([30, 20], [1e3], [1, 1]), ([30, 20], [1e3, 2e3], [1])],
    ids=["count", "population", "weights"],
)
def test_one_band_is_not_taken_for_every_band(count, people, weights) -> None:
    with pytest.raises(ValueError, match="number of bands"):
        directly_standardised(count, people, weights)
    with pytest.raises(ValueError, match="number of bands"):
        expected_events(people, count, np.multiply(weights, 1e4))


@given(area=bands())
def test_a_direct_rate_lies_within_limits_that_widen_with_confidence(area) -> None:
    found = directly_standardised(*area)
    assert found.shown == (area[0].sum() >= 10)
    if found.shown:
        assert contains_and_widens(found.value, found.limits)
        assert found.limits.lower_998 >= 0
    else:
        assert np.isnan([found.value, found.limits.lower_95, found.limits.upper_998]).all()


@given(area=bands(), part=st.integers(1, 50))
def test_equal_rates_in_all_bands_give_the_crude_rate(area, part) -> None:
    _, people, weights = area
    found = directly_standardised(people * part, people, weights, multiplier=1.0)
    if found.shown:
        assert found.value == pytest.approx(part)


@given(area=bands(fewest=5), factor=st.sampled_from([0.001, 7, 1e6]))
def test_only_the_proportions_of_the_weights_matter(area, factor) -> None:
    count, people, weights = area
    one, other = (directly_standardised(count, people, w) for w in (weights, weights * factor))
    assert one.value == pytest.approx(other.value, nan_ok=True)
    assert one.limits.lower_95 == pytest.approx(other.limits.lower_95, nan_ok=True)


@given(area=bands(fewest=2))
def test_events_in_clusters_make_a_rate_less_certain_and_single_ones_do_not(area) -> None:
    count, people, weights = area
    simple = directly_standardised(count, people, weights)
    single = directly_standardised_repeat_events(count[:, np.newaxis], people, weights)
    assert single.value == pytest.approx(simple.value, nan_ok=True)
    assert single.limits.upper_998 == pytest.approx(simple.limits.upper_998, nan_ok=True)
    pairs = np.column_stack([count % 2, count // 2])
    clustered = directly_standardised_repeat_events(pairs, people, weights)
    assert clustered.value == pytest.approx(simple.value, nan_ok=True)
    if simple.shown:
        assert clustered.limits.upper_95 > simple.limits.upper_95


def test_many_areas_are_judged_each_alone() -> None:
    count = np.array([[10, 20], [0, 9], [np.nan, 50], [3, 7]])
    people = np.array([[100, 100], [100, 100], [100, 100], [50, 200]])
    found = directly_standardised(count, people, [1, 3])
    assert found.shown.tolist() == [True, False, False, True]
    assert found.value[0] == pytest.approx(17_500)
    assert np.isnan(found.value[1:3]).all() and np.isnan(found.limits.upper_95[1:3]).all()
    alone = directly_standardised(count[3], people[3], [1, 3])
    assert found.limits.lower_998[3] == alone.limits.lower_998


def test_a_missing_count_is_not_zero_unless_asked_for() -> None:
    count, people, weights = [np.nan, 30], [100, 100], [1, 1]
    assert np.isnan(directly_standardised(count, people, weights).value)
    asked = directly_standardised(count, people, weights, missing_is_zero=True)
    assert asked.value == pytest.approx(15_000) and asked.events == 30


def test_a_missing_population_gives_a_missing_rate() -> None:
    assert not directly_standardised([20, 30], [np.nan, 100], [1, 1]).shown


def test_a_lower_limit_never_goes_below_nought() -> None:
    found = directly_standardised([1, 9], [10, 10**9], [10**5, 1])
    assert found.limits.lower_95 == 0 < found.value


@pytest.mark.parametrize("events", [10, 10**9])
def test_few_and_very_many_events(events) -> None:
    found = directly_standardised([events], [2 * 10**9], [1])
    assert contains_and_widens(found.value, found.limits)
    assert found.limits.upper_95 / found.value - 1 == pytest.approx(1.96 / np.sqrt(events), rel=0.4)


@pytest.mark.parametrize(
    ("count", "people", "weights", "words"),
    [
        ([-1, 2], [5, 5], [1, 1], "count is negative"),
        ([1, 2], [0, 5], [1, 1], "population of a band is zero"),
        ([1, 2], [5, 5], [0, 0], "all zero"),
        ([1, 2], [5, 5], [np.nan, 1], "missing or negative"),
        ([1, 2], [5, 5], [-1, 2], "missing or negative"),
    ],
)
def test_what_cannot_be_is_refused(count, people, weights, words) -> None:
    with pytest.raises(ValueError, match=words):
        directly_standardised(count, people, weights)


@given(area=bands(fewest=1))
def test_the_reference_population_itself_has_a_ratio_of_one(area) -> None:
    count, people, _ = area
    events = expected_events(people, count, people)
    ratio = indirect_ratio(count.sum(), events)
    assert ratio.value == pytest.approx(1)
    rate = indirect_rate(count.sum(), people, count, people)
    assert rate.value == pytest.approx(rate.reference)
    assert rate.value == pytest.approx(count.sum() / people.sum() * 100_000)


@given(
    observed=st.integers(0, 10**6),
    expected=st.floats(1e-3, 1e6),
    value=st.sampled_from([1, 100]),
)
def test_a_ratio_lies_within_limits_that_widen_with_confidence(observed, expected, value) -> None:
    found = indirect_ratio(observed, expected, value)
    assert contains_and_widens(found.value, found.limits)
    assert found.exact == (observed < 10)


def test_empty_bands_and_empty_areas() -> None:
    reference, people = [5, 10], [100, 100]
    assert expected_events([[0, 100], [0, 0]], reference, people).tolist() == [10, 0]
    found = indirect_rate([4, 0], [[0, 100], [0, 0]], reference, people)
    assert found.value[0] == pytest.approx(0.4 * 7_500)
    assert np.isnan(found.value[1]) and np.isnan(found.limits.upper_95[1])


def test_limits_are_exact_below_ten_events_and_byars_from_ten() -> None:
    assert indirect_ratio([0, 9, 10, 11], 5).exact.tolist() == [True, True, False, False]


def test_missing_numbers_of_a_ratio_stay_missing() -> None:
    found = indirect_ratio([np.nan, 5, 5], [5, np.nan, 5])
    assert np.isnan(found.value).tolist() == [True, True, False]
    assert np.isnan(found.limits.lower_95).tolist() == [True, True, False]
    assert np.isnan(expected_events([1, np.nan], [1, 1], [10, 10]))
    assert np.isnan(expected_events([1, 1], [1, np.nan], [10, 10]))
    filled = expected_events([1, 1], [1, np.nan], [10, 10], missing_is_zero=True)
    assert filled == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("people", "count", "reference", "words"),
    [
        ([-1], [1], [1], "population of a band is negative"),
        ([1], [-1], [1], "count of the reference"),
        ([1], [1], [0], "reference population of a band"),
    ],
)
def test_an_impossible_reference_is_refused(people, count, reference, words) -> None:
    with pytest.raises(ValueError, match=words):
        expected_events(people, count, reference)
    with pytest.raises(ValueError, match="is negative"):
        indirect_ratio(-1, 5)


@given(values=st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=30))
def test_a_mean_lies_within_limits_that_widen_with_confidence(values) -> None:
    found = mean(values)
    assert found.count == len(values)
    assert found.value == pytest.approx(np.mean(values), abs=1e-6)
    assert found.deviation == pytest.approx(np.std(values, ddof=1), abs=1e-6)
    ends = [found.limits.lower_998, found.limits.lower_95, found.value]
    ends += [found.limits.upper_95, found.limits.upper_998]
    assert np.all(np.diff(ends) >= -1e-6)


def test_means_of_groups_with_missing_values_single_values_and_none() -> None:
    groups = [[1, 2, np.nan], [5, np.nan, np.nan], [np.nan] * 3, [4, 4, 4]]
    found = mean(groups)
    assert found.count.tolist() == [2, 1, 0, 3]
    assert found.value[[0, 1, 3]].tolist() == [1.5, 5, 4] and np.isnan(found.value[2])
    assert np.isnan(found.limits.lower_95).tolist() == [False, True, True, False]
    assert found.limits.lower_95[3] == found.limits.upper_998[3] == 4


@given(count=st.integers(0, 10**9))
def test_exact_limits_enclose_the_count_and_widen(count) -> None:
    lower, upper = exact_poisson(count, 0.95)
    wider_lower, wider_upper = exact_poisson(count, 0.998)
    assert 0 <= wider_lower <= lower <= count <= upper <= wider_upper
    assert lower < count or count == 0


def test_exact_limits_of_missing_and_impossible_counts() -> None:
    lower, upper = exact_poisson([np.nan, 0, 3])
    assert np.isnan(lower[0]) and np.isnan(upper[0]) and lower[1] == 0 < lower[2]
    with pytest.raises(ValueError, match="count is negative"):
        exact_poisson([-1])


def test_positions_are_strict_and_missing_where_nothing_is_known() -> None:
    one = np.ones(7)
    limits = Limits(one * 4, one * 6, one * 2, np.array([8, 8, 8, 8, 8, 8, np.nan]))
    found = positions(np.array([1, 3, 4, 6, 7, 9, 5.0]), limits)
    assert found[:6].tolist() == [-2, -1, 0, 0, 1, 2] and np.isnan(found[6])


def test_the_standard_population_is_whole_and_knows_its_bands() -> None:
    assert sum(ESP2013.values()) == 100_000
    assert esp2013_weights(["85-89", "90+"]).tolist() == [1500, 1000]
    with pytest.raises(ValueError, match="no age band 85"):
        esp2013_weights(["85+"])
    with pytest.raises(ValueError, match="twice"):
        esp2013_weights(["90+", "90+"])
