"""What must always hold of intervals, ranks and differences, whatever the numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.methods import intervals, outliers, ranking
from helpers.methods.benchmark import against_reference
from helpers.methods.change import mover
from helpers.methods.growth import growth_ratio
from helpers.methods.projection import poisson_quantiles
from helpers.methods.rounding import half_up, half_up_each
from helpers.methods.survey import difference

counts = st.integers(min_value=0, max_value=10**6)


@given(denominator=st.integers(1, 10**6), data=st.data())
def test_wilson_contains_the_estimate_and_stays_within_nought_and_one(denominator, data) -> None:
    """To the last bit: a funnel about 100 per cent asks whether the upper limit is below 1."""
    numerator = data.draw(st.integers(0, denominator) | st.sampled_from([0, denominator]))
    confidence = data.draw(st.sampled_from([0.9, 0.95, 0.99, 0.998]))
    lower, upper = intervals.wilson(numerator, denominator, confidence)
    assert 0 <= lower <= numerator / denominator <= upper <= 1


def test_all_of_many_reach_the_whole() -> None:
    whole = np.array([269_247.0, *range(1, 3_000)])
    lower, upper = intervals.wilson(np.append(whole, 0.0), np.append(whole, 7.0))
    assert (upper[:-1] == 1).all() and lower[-1] == 0


@given(count=counts)
def test_a_count_lies_within_its_limits(count) -> None:
    lower, upper = intervals.poisson_count(count)
    assert lower <= count <= upper


@given(count=st.integers(1, 10**5))
def test_more_confidence_never_narrows_an_interval(count) -> None:
    lower, upper = intervals.poisson_count(count, 0.95)
    wider_lower, wider_upper = intervals.poisson_count(count, 0.998)
    assert wider_lower <= lower and upper <= wider_upper


def test_a_missing_count_has_missing_limits() -> None:
    lower, upper = intervals.rate([np.nan, 12], [100, 100])
    assert np.isnan(lower[0]) and np.isnan(upper[0])
    assert lower[1] < 12_000 < upper[1]


@pytest.mark.parametrize(
    ("numerator", "denominator"), [(5, 0), (-1, 10), (11, 10), (1, -3)], ids=str
)
def test_counts_that_cannot_be_are_refused(numerator, denominator) -> None:
    with pytest.raises(ValueError, match=r"numerator|denominator"):
        intervals.wilson(numerator, denominator)


@pytest.mark.parametrize("confidence", [95, 1.0, 0.0, -0.5, float("nan")])
def test_a_confidence_that_is_none_gives_no_limits(confidence) -> None:
    """95 for 0.95 must not pass for missing limits, nor a negative one turn them round."""
    for limits in (
        lambda: intervals.wilson(3, 10, confidence),
        lambda: intervals.exact_poisson(3, confidence),
        lambda: intervals.poisson_count(30, confidence),
        lambda: poisson_quantiles(3, confidence),
        lambda: growth_ratio((3, 4), (10, 10), confidence=confidence),
    ):
        with pytest.raises(ValueError, match="between nought and one"):
            limits()


@given(values=st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=40), seed=st.integers(0, 9))
def test_ranks_do_not_depend_on_the_order_of_areas(values, seed) -> None:
    order = np.random.default_rng(seed).permutation(len(values))
    ranks = ranking.rank_from_highest(values)
    shuffled = ranking.rank_from_highest(np.asarray(values)[order])
    assert np.array_equal(ranks[order], shuffled)
    assert ranks.min() == 1


def test_ties_share_the_better_rank_and_the_next_is_skipped() -> None:
    assert ranking.rank_from_highest([5, 7, 7, 1]).tolist() == [3, 1, 1, 4]


def test_missing_values_have_no_rank_and_count_for_nobody() -> None:
    ranks = ranking.rank_from_highest([np.nan, 2, 3])
    assert np.isnan(ranks[0]) and ranks[1:].tolist() == [2, 1]
    assert ranking.percentile_of([np.nan, 2, 3])[1:].tolist() == [25, 75]
    assert np.isnan(ranking.percentile_of([np.nan, np.nan])).all()


def test_far_means_beyond_three_and_a_half_of_the_modified_score() -> None:
    values = [70, 72, 74, 75, 76, 78, 80, 13]
    assert outliers.is_far(values).tolist() == [False] * 7 + [True]
    assert not outliers.is_far([5, 5, 5, 5, 9]).any(), "no spread, nothing to say"
    assert not outliers.is_far([np.nan, np.nan]).any()


@pytest.mark.parametrize(
    ("earlier", "later", "clear"),
    [
        ((76.3, 8.7), (64.4, 8.1), False),  # 11.90 against 11.89: not after the worst rounding
        ((7.9, 0.4), (6.8, 0.5), True),
        ((7.2, 0.3), (7.5, 0.3), False),
        ((43.8, 7.2), (33.6, 5.5), True),
        ((24.8, 5.3), (34.3, 4.5), True),
    ],
    ids=["knife edge", "fall", "inside", "clear fall", "clear rise"],
)
def test_survey_differences_count_only_beyond_the_joint_margin(earlier, later, clear) -> None:
    assert difference(*earlier, *later, decimals=1).clear is clear


@given(value=st.floats(-1e4, 1e4, allow_nan=False), margin=st.floats(0, 100))
def test_no_difference_is_never_clear(value, margin) -> None:
    assert not difference(value, margin, value, margin, decimals=1).clear


def test_the_interval_of_a_change_contains_it_and_turns_with_its_sign() -> None:
    up = mover((20, 15, 26), (30, 24, 37))
    down = mover((30, 24, 37), (20, 15, 26))
    assert up.lower < up.change < up.upper
    assert up.lower == pytest.approx(-down.upper)
    assert not mover((20, 15, 26), (24, 18, 31)).clear
    assert mover((20, 18, 22), (40, 37, 43)).clear


def test_an_interval_is_compared_with_a_fixed_value() -> None:
    assert against_reference(1, 2, 3) == "lower"
    assert against_reference(4, 5, 3) == "higher"
    assert against_reference(2, 4, 3) == "similar"
    with pytest.raises(ValueError, match="above the upper"):
        against_reference(5, 4, 3)


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (2.675, 2, 2.68),
        (0.05, 1, 0.1),
        (-0.5, 0, -1),
        (2.25, 1, 2.3),
        (161 / 560 * 100, 1, 28.8),  # 28.75, of which the last bit makes 28.749999999999996
        (0.1 + 0.2, 1, 0.3),
        (1e30, 2, 1e30),
        (float("inf"), 1, float("inf")),
    ],
)
def test_halves_are_rounded_away_from_zero(value, decimals, expected) -> None:
    assert half_up(value, decimals) == expected
    assert half_up_each([value], decimals)[0] == expected


def test_what_rounds_to_nought_has_no_sign() -> None:
    for rounded in (half_up(-0.04, 1), half_up_each([-0.04], 1)[0], half_up(-0.4)):
        assert f"{rounded:.1f}" == "0.0"
    assert np.isnan(half_up(float("nan"), 1))


@given(denominator=st.integers(1, 5_000), data=st.data())
def test_shares_are_rounded_as_the_fraction_is(denominator, data) -> None:
    numerator = data.draw(st.integers(0, denominator))
    tenths = (2_000 * numerator + denominator) // (2 * denominator)
    share = numerator / denominator * 100
    assert half_up(share, 1) == half_up_each([share], 1)[0] == tenths / 10
