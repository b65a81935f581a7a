"""Growth of placements beside growth of the population: the verdict and its interval."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from helpers.methods.growth import grew_no_faster, growth_ratio

counts = st.integers(1, 20_000)
populations = st.tuples(st.integers(1, 10**6), st.integers(1, 10**6))


@pytest.mark.parametrize(
    ("people", "population", "verdict"),
    [
        ((2585, 2630), (63_580, 69_710), "slower than population"),
        ((2585, 3000), (63_580, 65_000), "faster than population"),
        ((25_850, 28_340), (63_580, 69_710), "in step with population"),
        ((2585, 2834), (63_580, 69_710), "cannot tell"),
        ((40, 36), (63_580, 69_710), "cannot tell"),
        ((0, 36), (63_580, 69_710), "cannot tell"),
        ((math.nan, 36), (63_580, 69_710), "cannot tell"),
    ],
)
def test_verdicts(people, population, verdict):
    assert growth_ratio(people, population).verdict == verdict


def test_the_ratio_is_that_of_the_rates_for_each_resident():
    found = growth_ratio((2000, 2100), (100_000, 120_000))
    assert found.people_growth == pytest.approx(0.05)
    assert found.population_growth == pytest.approx(0.2)
    assert found.ratio == pytest.approx((2100 / 120_000) / (2000 / 100_000))


@given(start=counts, end=counts, population=populations)
def test_the_limits_are_the_exact_binomial_ones_of_both_counts(start, end, population):
    found = growth_ratio((start, end), population)
    assert found.lower <= found.ratio <= found.upper
    share = binomtest(end, start + end).proportion_ci(0.95, "exact")
    change = population[1] / population[0]
    assert found.lower == pytest.approx(share.low / (1 - share.low) / change, rel=1e-6)
    assert found.upper == pytest.approx(share.high / (1 - share.high) / change, rel=1e-6)


@given(start=counts, end=counts, population=populations)
def test_time_reversed_turns_the_verdict(start, end, population):
    turned = {
        "slower than population": "faster than population",
        "faster than population": "slower than population",
    }
    there = growth_ratio((start, end), population)
    back = growth_ratio((end, start), population[::-1])
    assert back.verdict == turned.get(there.verdict, there.verdict)
    assert back.lower == pytest.approx(1 / there.upper, rel=1e-9)


@given(start=st.integers(10, 20_000), end=counts, population=populations)
def test_rounded_counts_only_widen_the_limits(start, end, population):
    exact, rounded = (growth_ratio((start, end), population, rounded_to=base) for base in (0, 5))
    assert rounded.lower < exact.lower and exact.upper < rounded.upper
    assert rounded.ratio == exact.ratio


@given(start=counts, end=counts, population=populations)
def test_more_confidence_is_more_cautious(start, end, population):
    narrow, wide = (growth_ratio((start, end), population, confidence=c) for c in (0.95, 0.998))
    assert wide.lower <= narrow.lower and narrow.upper <= wide.upper


def test_nobody_left_at_the_end_has_an_upper_limit():
    found = growth_ratio((100, 0), (1000, 1000))
    assert (found.ratio, found.lower) == (0, 0)
    assert 0 < found.upper < 0.1
    assert found.verdict == "slower than population"


def test_nobody_at_the_start_gives_no_ratio():
    found = growth_ratio((0, 50), (1000, 1000))
    assert math.isnan(found.ratio) and math.isnan(found.people_growth)


def test_a_promise_not_to_grow_faster_is_judged_against_every_population():
    slower = growth_ratio((2585, 2630), (63_580, 69_710))
    against_85 = growth_ratio((2585, 2630), (8300, 9500))
    faster = growth_ratio((2585, 2900), (63_580, 64_000))
    unclear = growth_ratio((2585, 2834), (63_580, 69_710))
    in_step = growth_ratio((25_850, 28_340), (63_580, 69_710))
    assert grew_no_faster([slower, against_85]) == "yes"
    assert grew_no_faster([slower, in_step]) == "yes"
    assert grew_no_faster([slower, faster]) == "no"
    assert grew_no_faster([slower, unclear]) == "cannot tell"
    assert grew_no_faster([growth_ratio((np.nan, 1), (1, 1)), slower]) == "cannot tell"
    with pytest.raises(ValueError, match="no population"):
        grew_no_faster([])


def test_more_than_the_margin_ruled_out_is_enough_for_no_faster():
    """Not clearly slower and not in step, yet nobody could call it faster growth."""
    found = growth_ratio((2585, 2720), (63_580, 69_710))
    assert found.verdict == "cannot tell" and 1 < found.upper < 1.05
    assert grew_no_faster([found]) == "yes"


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: growth_ratio((-1, 2), (1, 1)), "people is negative"),
        (lambda: growth_ratio((1, 2), (0, 1)), "zero or negative"),
        (lambda: growth_ratio((1, 2), (1, 1), rounded_to=-5), "setting"),
        (lambda: growth_ratio((1, 2), (1, 1), within=-0.1), "setting"),
    ],
)
def test_what_cannot_be_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
