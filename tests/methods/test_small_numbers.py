"""Rounding to a base and small numbers: known answers, and that hiding never tells more."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.methods.rounding import half_up, half_up_each, to_base
from helpers.methods.small_numbers import (
    DEFAULT,
    HES,
    SmallNumberRule,
    is_small,
    possible_counts,
    shown_counts,
    shown_percentages,
)
from methods.answer_files import Comparing, table

FOLDER = "rounding_suppression"


def test_known_answers_of_counts(shared):
    compared = Comparing()
    for row in table(shared, FOLDER, "counts.csv"):
        count = float(row["count"])
        compared.near(to_base(count), row["nearest5"], row)
        shown = shown_counts([count], HES)
        display = "*" if shown.hidden[0] else f"{shown.values[0]:.0f}"
        compared.same(display, row["hes_subnational_display"], row)
        assert np.isnan(shown.values[0]) == shown.hidden[0]
    assert compared.count == 35 * 2


def test_known_answers_of_halves(shared):
    compared = Comparing()
    for row in table(shared, FOLDER, "half_values.csv"):
        value = float(row["value"])
        compared.near(to_base(value), row["nearest5_half_up"], row)
        compared.near(to_base(value, ties="even"), row["nearest5_half_even"], row)
    assert compared.count == 6 * 2


def test_known_answers_of_percentages(shared):
    compared = Comparing()
    for row in table(shared, FOLDER, "percent_1dp.csv"):
        percent = float(row["numerator"]) / float(row["denominator"]) * 100
        compared.near(percent, row["percent_unrounded"], row)
        compared.near(half_up(percent, 1), row["percent_1dp_half_away"], row)
        compared.near(half_up_each([percent], 1)[0], row["percent_1dp_half_away"], row)
    assert compared.count == 5 * 3


def test_halves_of_negative_numbers():
    assert to_base([-2.5, -7.5, -7.6, -0.1]).tolist() == [0, -5, -10, 0]
    assert not np.signbit(to_base(-0.1)), "no minus in front of nought"
    assert half_up(-2.25, 1) == -2.3


@given(count=st.integers(0, 10**9), base=st.sampled_from([1, 2, 3, 5, 10, 100]))
def test_rounded_counts_are_the_nearest_multiples(count, base):
    rounded = float(to_base(count, base))
    assert rounded % base == 0
    assert abs(rounded - count) <= base / 2
    if base % 2:
        assert float(to_base(count, base, ties="even")) == rounded


@st.composite
def rules(draw):
    base = draw(st.sampled_from([1, 2, 3, 5, 10]))
    threshold = draw(st.integers(max(3, (base + 1) // 2), 30))
    return SmallNumberRule(threshold, base, draw(st.booleans()))


counts = st.lists(st.integers(0, 200), min_size=1, max_size=30)


@given(counts=counts, rule=rules())
def test_nothing_hidden_is_a_nought_and_nothing_shown_is_small(counts, rule):
    shown = shown_counts(counts, rule)
    assert np.isnan(shown.values[shown.hidden]).all()
    for count, value, hidden in zip(counts, shown.values, shown.hidden, strict=True):
        if count == 0:
            assert hidden != rule.zeros_shown
        else:
            assert hidden == (count < rule.threshold)
            assert hidden or value > 0, "a count of people is never shown as nobody"


@given(counts=counts, rule=rules())
def test_suppression_never_increases_precision(counts, rule):
    """Every count that could be behind a cell would be shown alike, and a hidden one is several."""
    shown = shown_counts(counts, rule)
    lowest, highest = possible_counts(shown, rule)
    for i, count in enumerate(counts):
        assert lowest[i] <= count <= highest[i]
        alike = shown_counts(np.arange(lowest[i], highest[i] + 1), rule)
        assert (alike.hidden == shown.hidden[i]).all()
        assert shown.hidden[i] or (alike.values == shown.values[i]).all()
        if shown.hidden[i]:
            assert highest[i] > lowest[i]


@given(counts=counts, rule=rules(), more=st.integers(0, 20))
def test_a_higher_threshold_hides_all_that_a_lower_one_does(counts, rule, more):
    stricter = SmallNumberRule(rule.threshold + more, rule.base, rule.zeros_shown)
    assert (is_small(counts, stricter) >= is_small(counts, rule)).all()


@given(
    pairs=st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), min_size=1, max_size=20),
    rule=rules(),
)
def test_percentages_tell_no_more_than_the_counts_that_are_shown(pairs, rule):
    part, rest = (np.array(column) for column in zip(*pairs, strict=True))
    found = shown_percentages(part, part + rest, rule)
    top, whole = shown_counts(part, rule), shown_counts(part + rest, rule)
    for i, percent in enumerate(found):
        small = top.hidden[i] or whole.hidden[i] or is_small(rest[i], rule)
        assert np.isnan(percent) == (small or part[i] + rest[i] == 0)
        if not np.isnan(percent):
            assert percent == half_up_each(top.values[i] / whole.values[i] * 100, 1)


def test_defaults_and_preset():
    assert (DEFAULT.threshold, DEFAULT.base, DEFAULT.zeros_shown) == (5, 5, True)
    assert (HES.threshold, HES.base, HES.zeros_shown) == (8, 5, True)
    assert shown_counts([4, 5, 7]).hidden.tolist() == [True, False, False]


def test_missing_counts_stay_missing_and_are_not_hidden():
    shown = shown_counts([np.nan, 3, 12])
    assert np.isnan(shown.values[0]) and not shown.hidden[0]
    assert shown.values[2] == 10 and shown.hidden.tolist() == [False, True, False]
    assert np.isnan(possible_counts(shown)[0][0])
    assert np.isnan(shown_percentages([np.nan, 10], [20, np.nan])).all()


def test_the_rest_of_a_whole_is_a_count_too():
    assert np.isnan(shown_percentages([98], [100])[0])
    assert shown_percentages([100], [100])[0] == 100
    assert shown_percentages([90], [100])[0] == 90


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: SmallNumberRule(threshold=2, base=1), "single number"),
        (lambda: SmallNumberRule(threshold=0, base=1, zeros_shown=False), "single number"),
        (lambda: SmallNumberRule(threshold=-1), "nought or more"),
        (lambda: SmallNumberRule(base=0), "one or more"),
        (lambda: SmallNumberRule(threshold=1, base=5), "rounded to nought"),
        (lambda: SmallNumberRule(threshold=4, base=10), "rounded to nought"),
        (lambda: is_small([-1]), "negative"),
        (lambda: shown_percentages([3], [2]), "larger than its denominator"),
        (lambda: to_base(1, 0), "above nought"),
    ],
)
def test_rules_and_counts_that_cannot_be_are_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
