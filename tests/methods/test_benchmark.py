"""Comparison with a reference value: known answers, polarity, two levels, and ranks under ties."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.methods import intervals
from helpers.methods.benchmark import against_reference, compare, judgement, sides
from helpers.methods.ranking import percentile_of, rank_from_highest
from methods.answer_files import Comparing, table


def limits(kind, numerator, denominator, confidence=0.95):
    """Value and limits in the answers' unit."""
    if kind.startswith("percent"):
        lower, upper = intervals.wilson(numerator, denominator, confidence)
        return numerator / denominator * 100, float(lower) * 100, float(upper) * 100
    lower, upper = intervals.rate(numerator, denominator, confidence=confidence)
    return numerator / denominator * 100_000, float(lower), float(upper)


def test_known_answers(shared):
    compared = Comparing()
    rows = table(shared, "benchmark_comparison", "cases.csv")
    for row in rows:
        counts = float(row["numerator"]), float(row["denominator"])
        value, lower, upper = limits(row["kind"], *counts)
        compared.near(value, row["value"], row)
        compared.near(lower, row["lower95"], row)
        compared.near(upper, row["upper95"], row)
        verdict = against_reference(lower, upper, float(row["benchmark"]))
        compared.same(verdict, row["statistical_result"], row)
        compared.same(judgement(verdict, "higher"), row["label_high_is_good"], row)
        compared.same(judgement(verdict, "lower"), row["label_low_is_good"], row)
        compared.same(judgement(verdict, "context"), row["label_no_polarity"], row)
        strict = limits(row["kind"], *counts, 0.998)[1:]
        both = compare((lower, upper), strict, float(row["benchmark"]), "lower")
        compared.same(both.judgement, row["label_low_is_good"], row)
    assert len(rows[0]) == 12, "five columns are what goes in, seven what comes out"
    assert compared.count == 9 * 8


@pytest.mark.parametrize(
    ("reference", "verdict", "words", "level"),
    [
        (3.0, "higher", "worse", 0.998),
        (4.0, "higher", "worse", 0.95),
        (4.5, "higher", "worse", 0.95),
        (5.0, "similar", "similar", math.nan),
        (7.0, "similar", "similar", math.nan),
        (9.5, "lower", "better", 0.95),
        (10.5, "lower", "better", 0.998),
    ],
)
def test_two_levels_of_confidence(reference, verdict, words, level):
    found = compare((5, 9), (4, 10), reference, "lower")
    assert (found.verdict, found.judgement) == (verdict, words)
    assert found.level == pytest.approx(level, nan_ok=True)


limit_pairs = st.tuples(st.integers(-50, 50), st.integers(0, 20), st.integers(0, 20)).map(
    lambda t: (t[0], t[0] + t[1], t[0] - t[2], t[0] + t[1] + t[2])
)


@given(numbers=limit_pairs, reference=st.integers(-100, 100))
def test_the_strict_level_never_says_more_than_the_other(numbers, reference):
    lower, upper, strict_lower, strict_upper = numbers
    found = compare((lower, upper), (strict_lower, strict_upper), reference, "higher")
    strict = against_reference(strict_lower, strict_upper, reference)
    assert strict in {found.verdict, "similar"}
    assert math.isnan(found.level) == (found.verdict == "similar")


@given(numbers=limit_pairs, reference=st.integers(-100, 100))
def test_polarity_turns_words_and_nothing_else(numbers, reference):
    verdict = against_reference(numbers[0], numbers[1], reference)
    opposite = {"better": "worse", "worse": "better", "similar": "similar"}
    assert judgement(verdict, "lower") == opposite[judgement(verdict, "higher")]
    assert judgement(verdict, "context") == verdict


def test_many_areas_at_once_with_missing_ones():
    found = sides([1, 4, 2, np.nan, 1], [2, 5, 4, 5, 2], [3, 3, 3, 3, np.nan])
    assert found[:3].tolist() == [-1, 1, 0]
    assert np.isnan(found[3:]).all()


@pytest.mark.parametrize("missing", [(math.nan, 2, 1), (1, math.nan, 1), (1, 2, math.nan)])
def test_a_missing_number_is_never_similar(missing):
    with pytest.raises(ValueError, match="missing"):
        against_reference(*missing)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: sides([2], [1], 0), "above the upper"),
        (lambda: compare((1, 5), (2, 6), 3, "higher"), "narrower"),
        (lambda: compare((1, 5), (0, 4), 3, "higher"), "narrower"),
    ],
)
def test_limits_the_wrong_way_round_are_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()


few_values = st.lists(st.sampled_from([1.0, 2.0, 3.0, math.nan]), min_size=1, max_size=30)


@given(values=few_values, seed=st.integers(0, 99))
def test_ranks_and_percentiles_are_stable_under_ties(values, seed):
    """Few different values, so that nearly all are ties: same value, same place, in any order."""
    order = np.random.default_rng(seed).permutation(len(values))
    for place in (rank_from_highest, percentile_of):
        found = place(values)
        assert np.array_equal(found[order], place(np.array(values)[order]), equal_nan=True)
        for value in {v for v in values if not math.isnan(v)}:
            assert len({r for r, v in zip(found, values, strict=True) if v == value}) == 1
    ranks = rank_from_highest(values)
    for rank, value in zip(ranks, values, strict=True):
        if not math.isnan(value):
            assert rank == 1 + sum(other > value for other in values)
