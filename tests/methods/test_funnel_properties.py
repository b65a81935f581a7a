"""What must always hold of funnels, with and without overdispersion, whatever the areas."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from helpers.methods.funnel import (
    proportion_funnel,
    rate_funnel,
    ratio_funnel,
    standardised_rate_funnel,
)
from helpers.methods.funnel_grid import axis_ends, whole_steps
from helpers.methods.funnel_lines import event_curve, proportion_lines, rate_lines
from helpers.methods.limits import positions
from helpers.methods.overdispersion import overdispersed_funnel, overdispersed_lines
from helpers.methods.trimming import mean_ranks, truncated, winsorised

LEVELS = ("95", "998")
KINDS = ("proportion", "shmi", "cqc", "counts")


@st.composite
def areas(draw, fewest=1, most_events=3000):
    size = draw(st.integers(fewest, 12))
    denominator = draw(st.lists(st.integers(1, 10**5), min_size=size, max_size=size))
    numerator = [draw(st.integers(0, min(one, most_events))) for one in denominator]
    return np.array(numerator, dtype=float), np.array(denominator, dtype=float)


def near_a_line(value, lines) -> np.ndarray:
    """Whether a value lies so close to a line that the rounding of doubles decides."""
    ends = [getattr(lines, f"{side}_{level}") for side in ("lower", "upper") for level in LEVELS]
    return np.any([np.isclose(value, end, rtol=1e-9, atol=1e-12) for end in ends], axis=0)


def narrows(lines, average) -> bool:
    gaps = [getattr(lines, f"upper_{level}") - average for level in LEVELS]
    gaps += [average - getattr(lines, f"lower_{level}") for level in LEVELS]
    return all(np.all(np.diff(gap) <= 1e-9 * average) and np.all(gap >= 0) for gap in gaps)


@given(pair=areas())
def test_a_proportion_is_outside_exactly_when_its_interval_leaves_out_the_average(pair) -> None:
    funnel = proportion_funnel(*pair)
    assume(not near_a_line(funnel.value, funnel.lines).any())
    assert funnel.position.tolist() == positions(funnel.value, funnel.lines).tolist()


@given(pair=areas())
@settings(max_examples=60)
def test_a_rate_is_outside_exactly_when_its_interval_leaves_out_the_average(pair) -> None:
    funnel = rate_funnel(*pair)
    assume(not near_a_line(funnel.value, funnel.lines).any())
    assert funnel.position.tolist() == positions(funnel.value, funnel.lines).tolist()


@pytest.mark.parametrize("observed", [0, 1, 5, 9, 10, 11, 12, 100, 10**6, 10**9])
def test_a_ratio_is_outside_exactly_when_its_interval_leaves_out_one(observed) -> None:
    expected = np.concatenate(
        [np.linspace(0.001, 40, 400), observed * np.linspace(0.5, 1.5, 401) + 1e-3]
    )
    funnel = ratio_funnel(np.full(expected.size, observed), expected)
    clear = ~near_a_line(funnel.value, funnel.lines)
    assert clear.sum() > 300
    placed = positions(funnel.value, funnel.lines)
    assert np.array_equal(funnel.position[clear], placed[clear])


@given(average=st.floats(0, 1), start=st.integers(1, 1000))
def test_lines_of_a_proportion_enclose_the_average_and_narrow(average, start) -> None:
    lines = proportion_lines(start * np.arange(1, 60), average)
    assert narrows(lines, average)
    assert np.all(lines.lower_998 <= lines.lower_95) and np.all(lines.upper_95 <= lines.upper_998)
    assert lines.lower_998.min() >= 0 and lines.upper_998.max() <= 1


@given(average=st.floats(1e-5, 10))
@settings(max_examples=40)
def test_lines_of_a_rate_enclose_the_average_and_narrow(average) -> None:
    lines = rate_lines(np.geomspace(1, 1e7, 80), average)
    ratios = [getattr(lines, f"{side}_{level}") for side in ("lower", "upper") for level in LEVELS]
    lower, outer_lower, upper, outer_upper = ratios
    assert np.all(outer_lower <= lower) and np.all(lower <= average)
    assert np.all(average <= upper) and np.all(upper <= outer_upper)
    assert np.all(np.diff(upper) <= 1e-9 * average) and np.all(np.diff(lower) >= -1e-9 * average)


def test_the_curve_through_counts_and_the_lines_agree() -> None:
    curve = event_curve(np.arange(1, 2000))
    for side in ("lower", "upper"):
        for level in LEVELS:
            expected = getattr(curve.expected, f"{side}_{level}")
            line = getattr(rate_lines(expected, 1.0), f"{side}_{level}")
            ratio = getattr(curve.ratio, f"{side}_{level}")
            assert line[:8] == pytest.approx(ratio[:8], rel=1e-9), "both exact below ten"
            assert line == pytest.approx(ratio, rel=0.01)
            assert line[100:] == pytest.approx(ratio[100:], rel=3e-4)


def test_a_funnel_carries_its_units() -> None:
    per_cent = proportion_funnel([30, 50], [100, 100])
    shares = proportion_funnel([30, 50], [100, 100], multiplier=1)
    assert per_cent.average == pytest.approx(40) and shares.average == pytest.approx(0.4)
    assert per_cent.lines.upper_95 == pytest.approx(shares.lines.upper_95 * 100)
    assert per_cent.own.lower_998 == pytest.approx(shares.own.lower_998 * 100)
    thousand = proportion_funnel([999, 1], [1000, 1], multiplier=1000)
    assert thousand.lines.upper_998.max() == 1000, "cut at the whole, not at the number 100"


def test_missing_areas_have_no_place_and_count_for_nothing() -> None:
    funnel = rate_funnel([10, np.nan, 30], [1000, 10**6, np.nan])
    assert funnel.average == pytest.approx(1000)
    assert np.isnan(funnel.position).tolist() == [False, True, True]
    assert np.isnan(funnel.lines.upper_95).tolist() == [False, True, True]
    nobody = proportion_funnel([np.nan], [np.nan])
    assert np.isnan(nobody.average) and np.isnan(nobody.position).all()


def test_lines_about_an_unknown_average_are_unknown() -> None:
    for lines in (rate_lines([10, 1000], np.nan), proportion_lines([10, 1000], np.nan)):
        assert np.isnan([lines.lower_95, lines.upper_95, lines.lower_998, lines.upper_998]).all()


def test_expected_numbers_of_the_mortality_kind_are_rounded_to_two_decimals() -> None:
    pairs = [8, 12, 9], np.array([10.004, 9.996, 11.0]), np.array([10.0, 10.0, 11.0])
    fine, round_ = (overdispersed_funnel(pairs[0], one, "shmi") for one in pairs[1:])
    assert np.array_equal(fine.z, round_.z) and fine.phi == round_.phi
    other = overdispersed_funnel(pairs[0], pairs[1], "cqc")
    assert other.z[0] != other.z[0].round(2) and other.transformed[0] == np.sqrt(8 / 10.004)
    tiny = overdispersed_funnel([1, 2], [0.001, 2], "shmi")
    assert np.isfinite(tiny.z).all(), "an expected number is never rounded to nought"


def test_no_events_anywhere_put_nobody_outside() -> None:
    for funnel in (rate_funnel([0, 0], [50, 10**6]), proportion_funnel([0, 0], [50, 10**6])):
        assert funnel.average == 0 and funnel.position.tolist() == [0, 0]
        assert funnel.lines.upper_998 == pytest.approx([0, 0])


def test_a_single_area_is_its_own_average() -> None:
    assert rate_funnel([7], [1000]).position.tolist() == [0]
    assert proportion_funnel([7], [1000]).position.tolist() == [0]


def test_a_given_average_is_used() -> None:
    assert rate_funnel([100], [1000], average=0.05).position.tolist() == [2]
    assert proportion_funnel([100], [1000], average=0.2).position.tolist() == [-2]


def test_standardised_rates_below_ten_events_have_no_place() -> None:
    events, rate = [400, 9, 0, 20], [800, 50, 0, 90]
    funnel = standardised_rate_funnel(events, rate)
    assert np.isnan(funnel.position).tolist() == [False, True, True, False]
    assert funnel.denominator[0] == pytest.approx(50_000)
    assert funnel.value[[0, 3]] == pytest.approx([800, 90])
    population = 400 / 800 + 9 / 50 + 20 / 90
    assert funnel.average == pytest.approx(429 / population), "of every area with a rate"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda: proportion_funnel([5], [4]), "larger than its denominator"),
        (lambda: rate_funnel([-1], [4]), "numerator is negative"),
        (lambda: rate_funnel([1], [0]), "zero or negative"),
        (lambda: proportion_lines([10], 1.2), "no proportion"),
        (lambda: proportion_lines([0], 0.2), "zero or negative"),
        (lambda: rate_lines([10], -1), "average rate is negative"),
        (lambda: event_curve([0]), "starts at one event"),
        (lambda: standardised_rate_funnel([10], [-2]), "is negative"),
        (lambda: overdispersed_funnel([1], [2], "other"), "kinds of funnel"),
        (lambda: overdispersed_funnel([1], [2], "cqc", trim_by=0.5), "one half"),
        (lambda: overdispersed_funnel([3], [2], "proportion"), "larger than its denominator"),
        (lambda: axis_ends([np.nan]), "above zero"),
        (lambda: whole_steps(10, 5), "later last number"),
    ],
)
def test_what_cannot_be_is_refused(wrong, words) -> None:
    with pytest.raises(ValueError, match=words):
        wrong()


@given(numbers=st.lists(st.floats(1, 1e7), min_size=1, max_size=9))
def test_an_axis_takes_in_every_area(numbers) -> None:
    start, end = axis_ends(numbers)
    assert 0 <= start <= min(numbers) and end >= max(numbers) * 1.05 * (1 - 1e-12)
    assert (start == 0) or max(numbers) <= 2 * min(numbers)


@given(first=st.integers(0, 500), more=st.integers(150, 10**6))
def test_steps_are_whole_rising_and_reach_the_end(first, more) -> None:
    steps = whole_steps(first, max(first, 1) + more)
    assert steps.size == 100 and np.all(steps == np.round(steps)) and np.all(np.diff(steps) >= 1)
    assert steps[0] == max(first, 1) and steps[-1] == max(first, 1) + more


@pytest.mark.parametrize("kind", KINDS)
@given(pair=areas(fewest=2))
@settings(max_examples=60)
def test_lines_with_overdispersion_are_never_narrower(kind, pair) -> None:
    funnel = overdispersed_funnel(*pair, kind)
    assert funnel.tau2 >= 0
    for level in LEVELS:
        wide = getattr(funnel.lines, f"upper_{level}"), getattr(funnel.lines, f"lower_{level}")
        plain = (
            getattr(funnel.plain_lines, f"upper_{level}"),
            getattr(funnel.plain_lines, f"lower_{level}"),
        )
        assert np.all(wide[0] >= plain[0]) and np.all(wide[1] <= plain[1])
        if funnel.tau2 == 0:
            assert np.array_equal(wide, plain)
    assert np.all(funnel.lines.lower_998 <= funnel.lines.lower_95)
    assert np.all(funnel.lines.upper_95 <= funnel.lines.upper_998)


@pytest.mark.parametrize("kind", KINDS)
@given(tau2=st.floats(1e-6, 0.5), average=st.floats(0.01, 0.99))
@settings(max_examples=40)
def test_more_spread_between_areas_widens_and_more_people_narrow(kind, tau2, average) -> None:
    n = np.geomspace(5, 1e6, 40)
    plain, wide = (overdispersed_lines(n, average, between, kind) for between in (0.0, tau2))
    assert np.all(wide.upper_95 >= plain.upper_95) and np.all(wide.lower_95 <= plain.lower_95)
    assert np.all(np.diff(wide.upper_998) <= 1e-12) and np.all(np.diff(wide.lower_998) >= -1e-12)
    assert np.all(wide.lower_95 <= average) and np.all(average <= wide.upper_95)


def test_a_spread_larger_than_chance_is_found_and_chance_alone_is_not() -> None:
    chance = np.random.default_rng(20)
    n = chance.integers(200, 4000, 150).astype(float)
    same = overdispersed_funnel(chance.binomial(n.astype(int), 0.3), n, "proportion")
    assert 0.4 < same.phi < 1.2 and same.tau2 < 1e-4
    shares = np.clip(chance.normal(0.3, 0.06, 150), 0.05, 0.9)
    apart = overdispersed_funnel(chance.binomial(n.astype(int), shares), n, "proportion")
    assert apart.phi > 3 and apart.tau2 > 1e-3
    outside = np.count_nonzero(np.abs(apart.position) == 2)
    plain = np.count_nonzero(np.abs(positions(apart.value, apart.plain_lines)) == 2)
    assert outside < plain / 4


@pytest.mark.parametrize("kind", KINDS)
def test_single_areas_empty_lists_and_missing_areas(kind) -> None:
    one = overdispersed_funnel([30], [40], kind)
    assert one.tau2 == 0 and one.areas <= 1
    none = overdispersed_funnel([], [], kind)
    assert none.value.size == 0 and none.areas == 0 and np.isnan(none.phi)
    numerator, denominator = [30, 20, np.nan, 35, 28], [40, 45, 40, np.nan, 41]
    found = overdispersed_funnel(numerator, denominator, kind)
    assert np.isnan(found.position).tolist() == [False, False, True, True, False]
    alone = overdispersed_funnel([30, 20, 28], [40, 45, 41], kind)
    assert (found.phi, found.tau2, found.areas) == (alone.phi, alone.tau2, alone.areas)


@pytest.mark.parametrize("kind", KINDS)
def test_areas_without_events(kind) -> None:
    numerator, denominator = [0, 12, 15, 9, 11, 14], [10, 13, 16, 10, 12, 15]
    found = overdispersed_funnel(numerator, denominator, kind)
    assert np.isfinite([found.phi, found.tau2]).all()
    assert np.isnan(found.position[0]) == (kind in {"shmi", "counts"})
    nobody = overdispersed_funnel([0, 0], [10, 20], kind)
    assert nobody.tau2 >= 0 and nobody.value.tolist() == [0, 0]


@pytest.mark.parametrize("kind", KINDS)
def test_very_many_events_and_areas_all_the_same(kind) -> None:
    many = overdispersed_funnel([5e8, 6e8, 7e8], [1e9, 1e9, 1e9], kind)
    assert np.isfinite([many.phi, many.tau2]).all() and many.tau2 > 0
    same = overdispersed_funnel([50] * 5, [60] * 5, kind)
    assert same.areas == 5 and same.tau2 >= 0
    if kind in {"proportion", "counts"}:
        assert same.phi == pytest.approx(0, abs=1e-3) and same.tau2 == 0


def test_areas_worlds_apart_have_lines_without_end() -> None:
    found = overdispersed_funnel([1, 1], [1, 1861], "shmi")
    assert found.tau2 > 1e4 and np.isinf(found.lines.upper_998).all()
    assert found.position.tolist() == [0, 0]


def test_lines_of_a_proportion_never_turn_back() -> None:
    n = np.array([2, 5, 10, 50.0])
    lines = overdispersed_lines(n, 0.97, 0.05, "proportion", 100)
    assert lines.upper_998.tolist() == [100] * 4
    theirs = overdispersed_lines(n, 0.97, 0.05, "proportion", 100, as_reference=True)
    assert theirs.upper_998[0] < 97, "the reference's upper line comes back below the average"


def test_lines_of_a_ratio_of_counts_use_the_error_of_their_own_scale() -> None:
    n = np.full(4000, 400.0)
    drawn = np.random.default_rng(7).poisson(n * 0.8)
    over = np.random.default_rng(8).poisson(n)
    lines = overdispersed_lines(n, 0.8, 0.0, "counts")
    outside = np.mean((drawn / over < lines.lower_95) | (drawn / over > lines.upper_95))
    assert outside == pytest.approx(0.05, abs=0.012)
    theirs = overdispersed_lines(n, 0.8, 0.0, "counts", as_reference=True)
    alarms = np.mean((drawn / over < theirs.lower_95) | (drawn / over > theirs.upper_95))
    assert alarms > 0.4, "with the reference's lines nearly half lie outside by chance"


@given(
    scores=st.lists(st.floats(-50, 50), min_size=1, max_size=40),
    trim_by=st.sampled_from([0.0, 0.05, 0.1, 0.25]),
)
def test_trimming_draws_in_or_leaves_out_the_furthest_alone(scores, trim_by) -> None:
    z = np.array(scores)
    _, inward = winsorised(z, trim_by)
    assert np.all(np.abs(inward - np.median(z)) <= np.abs(z - np.median(z)) + 1e-9)
    left_out, kept = truncated(z, trim_by)
    assert np.array_equal(np.isnan(kept), left_out)
    if trim_by == 0:
        assert not left_out.any() and np.array_equal(inward, z)
    if left_out.any() and not left_out.all():
        inner, outer = z[~left_out], z[left_out]
        assert np.all((outer <= inner.min()) | (outer >= inner.max()))


def test_trimming_a_hundred_areas_takes_ten_at_each_end() -> None:
    z = np.arange(99.0)
    left_out, _ = truncated(z, 0.1)
    assert np.flatnonzero(~left_out).tolist() == list(range(9, 89))
    drawn_in, scores = winsorised(np.arange(101.0), 0.1)
    assert scores.min() == 10 and scores.max() == 90 and drawn_in.sum() == 22


def test_scores_without_an_end_rank_lowest_and_are_never_kept() -> None:
    left_out, kept = truncated(np.array([-np.inf, 1, 2, 3, np.nan]), 0.0)
    assert left_out.tolist() == [True, False, False, False, False]
    assert np.isnan(kept).tolist() == [True, False, False, False, True]
    assert mean_ranks(np.array([3, 1, 3.0])).tolist() == [2.5, 1, 2.5]


def test_areas_where_all_are_counted_do_not_differ_from_an_average_of_all() -> None:
    """The last bit of an upper limit of 100 per cent must not make it low."""
    whole = np.array([269_247.0, *range(1, 3_000)])
    assert not proportion_funnel(whole, whole).position.any()
    assert not proportion_funnel(np.zeros(3), [7, 269_247, 10**12]).position.any()
