"""What must always hold of individuals charts and run charts, whatever the series."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import bdtr

from helpers.methods.run_chart import run_chart
from helpers.methods.xmr import XmrSettings, xmr_chart

MIRRORED = {"increase": "decrease", "decrease": "increase", "neutral": "neutral"}
FLAGS = ("side", "outside", "near", "cause", "towards", "short")

# Tenths, as published figures are, with stretches that rise, stay and repeat.
steps = st.lists(st.integers(-30, 30), min_size=1, max_size=45)
moves = st.lists(st.sampled_from([-1, 0, 1, 1, 1, 2, 9]), min_size=1, max_size=45)
series = st.one_of(steps.map(np.array), moves.map(np.cumsum)).map(lambda y: y / 10)
settings = st.builds(
    XmrSettings,
    direction=st.sampled_from(["increase", "decrease", "neutral"]),
    screen=st.booleans(),
    shift=st.integers(2, 9),
    trend=st.integers(3, 8),
    two_in_three=st.booleans(),
    fix_after=st.sampled_from([None, 12, 15]),
)


def flags_of(chart) -> dict[str, list]:
    return {name: getattr(chart, name).tolist() for name in FLAGS}


@given(values=series, settings=settings, by=st.integers(-10_000, 10_000))
def test_moving_a_series_up_or_down_changes_no_flag(values, settings, by) -> None:
    chart, moved = xmr_chart(values, settings), xmr_chart(values + by, settings)
    assert flags_of(chart) == flags_of(moved)
    assert moved.variation == chart.variation
    assert moved.mean - by == pytest.approx(chart.mean, abs=1e-8)


@given(values=series, settings=settings)
def test_a_mirrored_series_has_mirrored_flags(values, settings) -> None:
    chart, mirror = xmr_chart(values, settings), xmr_chart(-values, settings)
    assert mirror.towards.tolist() == (-chart.towards).tolist()
    assert mirror.side.tolist() == (-chart.side).tolist()
    assert mirror.cause.tolist() == chart.cause.tolist()
    assert mirror.upper == pytest.approx(-chart.lower, nan_ok=True)


@given(values=series, direction=st.sampled_from(["increase", "decrease", "neutral"]))
def test_the_other_direction_turns_improvement_into_concern(values, direction) -> None:
    chart = xmr_chart(values, XmrSettings(direction=direction))
    other = xmr_chart(values, XmrSettings(direction=MIRRORED[direction]))
    turned = {
        "special_cause_improvement": "special_cause_concern",
        "special_cause_concern": "special_cause_improvement",
    }
    assert [turned.get(one, one) for one in chart.point_type] == other.point_type.tolist()


@given(values=series, settings=settings, data=st.data())
def test_rebasing_is_the_same_as_separate_series(values, settings, data) -> None:
    points = (
        st.sets(st.integers(1, len(values) - 1), max_size=3) if len(values) > 1 else st.just([])
    )
    rebase = sorted(data.draw(points))
    whole = xmr_chart(values, settings, rebase=rebase)
    parts = [xmr_chart(part, settings) for part in np.split(values, rebase)]
    for name in (*FLAGS, "mean", "lower", "upper", "near_lower", "near_upper", "point_type"):
        joined = np.concatenate([getattr(part, name) for part in parts])
        assert np.array_equal(getattr(whole, name), joined, equal_nan=joined.dtype.kind == "f"), (
            name
        )
    assert whole.left_out == tuple(part.left_out[0] for part in parts)
    assert np.unique(whole.stretch).size == len(parts)


def windows_of(flags: list[bool], size: int) -> list[bool]:
    """Points within any window of so many points that all have a property, the slow way."""
    return [
        any(all(flags[start : start + size]) for start in range(max(0, i - size + 1), i + 1)
            if start + size <= len(flags))
        for i in range(len(flags))
    ]  # fmt: skip


@given(values=series, settings=settings)
def test_every_flag_is_what_a_search_through_all_windows_finds(values, settings) -> None:
    chart = xmr_chart(values, settings)
    y, size = [round(one * 10) for one in values], len(values)
    above = [bool(side == 1) for side in chart.side]
    below = [bool(side == -1) for side in chart.side]
    shift = [
        a or b
        for a, b in zip(
            windows_of(above, settings.shift), windows_of(below, settings.shift), strict=True
        )
    ]

    def steady(start: int, sign: int) -> bool:
        part = y[start : start + settings.trend]
        ups = [(later - earlier) * sign > 0 for earlier, later in pairwise(part)]
        return len(part) == settings.trend and all(ups)

    def in_trend(i: int) -> bool:
        first = max(0, i - settings.trend + 1)
        return any(steady(s, sign) for s in range(first, i + 1) for sign in (1, -1))

    def in_two(i: int) -> bool:
        return settings.two_in_three and bool(chart.near[i]) and any(
            sum(chart.near[s : s + 3]) >= 2 and (all(above[s : s + 3]) or all(below[s : s + 3]))
            for s in range(max(0, i - 2), min(i, size - 3) + 1)
        )  # fmt: skip

    for i in range(size):
        rules = {
            "outside": bool(chart.outside[i]),
            "trend": in_trend(i),
            "two_in_three": in_two(i),
            "shift": shift[i],
        }
        first = next((name for name, holds in rules.items() if holds), "")
        assert chart.cause[i] == first


@given(values=series)
def test_points_on_the_limits_or_between_are_not_outside(values) -> None:
    chart = xmr_chart(values)
    known = ~np.isnan(chart.upper)
    far = (values > chart.upper + 1e-9) | (values < chart.lower - 1e-9)
    assert np.array_equal(chart.outside[known], far[known])
    assert not (chart.outside & chart.near).any()


@pytest.mark.parametrize("value", [0, 0.1, 1e9, -3.3])
def test_a_series_that_never_changes_has_its_limits_on_its_mean(value) -> None:
    chart = xmr_chart([value] * 20, XmrSettings(direction="increase"), target=value + 1)
    assert chart.lower == pytest.approx(np.full(20, value))
    assert chart.upper == pytest.approx(np.full(20, value))
    assert set(chart.cause) == {""} and chart.variation == "common_cause"
    assert chart.assurance == "consistent_fail"


def test_screening_never_takes_all_variation_away() -> None:
    rarely = [5.0] * 20
    rarely[10] = 6.0
    screened = xmr_chart(rarely)
    whole = xmr_chart(rarely, XmrSettings(screen=False))
    assert screened.left_out == whole.left_out == (0,)
    assert screened.upper[0] == whole.upper[0] > screened.mean[0]
    assert not screened.outside[0]


def test_one_large_jump_is_screened_out_of_the_limits() -> None:
    jump = [10, 11, 10, 12, 11, 10, 40, 41, 40, 42, 41, 40]
    screened, whole = (xmr_chart(jump, XmrSettings(screen=one)) for one in (True, False))
    assert screened.left_out == (1,) and whole.left_out == (0,)
    assert screened.upper[0] < whole.upper[0]


def test_a_single_point_has_a_mean_and_no_limits() -> None:
    chart = xmr_chart([7], XmrSettings(direction="increase"), target=9)
    assert chart.mean.tolist() == [7]
    assert np.isnan([chart.lower[0], chart.upper[0], chart.near_upper[0]]).all()
    assert chart.variation == "common_cause" and chart.assurance is None
    assert chart.short.all()


def test_a_series_without_points() -> None:
    for values in ([], [math.nan, math.nan]):
        chart = xmr_chart(values, target=3)
        assert chart.value.size == len(values)
        assert chart.variation == "" and chart.assurance is None
        assert not chart.outside.any() and set(chart.point_type) <= {""}


def test_a_missing_point_breaks_runs_and_has_no_type() -> None:
    up = [30, 10, 40, 20, *range(22, 29), 35, 12, 38]
    gap = [*up[:6], math.nan, *up[7:]]
    assert (xmr_chart(up).cause[4:11] == "trend").all()
    chart = xmr_chart(gap, XmrSettings(screen=False))
    assert not (chart.cause == "trend").any()
    assert chart.point_type[6] == "" and not chart.outside[6] and chart.side[6] == 0
    known = [one for one in gap if not math.isnan(one)]
    assert chart.mean[0] == pytest.approx(np.mean(known))
    ranges = [20, 30, 20, 2, 1, 1, 1, 1, 7, 23, 26]
    assert chart.upper[0] - chart.mean[0] == pytest.approx(2.66 * np.mean(ranges))


def test_the_last_known_point_decides_the_variation() -> None:
    high = [5, 4, 6, 5, 4, 6, 5, 4, 6, 5, 4, 6, 30]
    chart = xmr_chart([*high, math.nan], XmrSettings(direction="decrease"))
    assert chart.variation == "special_cause_concern"


def test_where_a_rise_turns_into_a_fall_the_top_belongs_to_the_fall() -> None:
    wide = [50, -50] * 8

    def trend_of(middle: list[int]) -> list[int]:
        chart = xmr_chart([*wide, *middle, *wide], XmrSettings(screen=False))
        return chart.towards[16:-16].tolist()

    assert trend_of([*range(1, 9), *range(7, 0, -1)])[1:-1] == [1] * 6 + [-1] * 7
    tie = trend_of([*range(1, 9), *range(8, 0, -1)])
    assert tie[1:-1] == [1] * 7 + [-1] * 7, "the last point of a rise is not falling"


def test_the_first_rule_that_applies_names_the_cause() -> None:
    rise = [50, 51] * 10 + [52, 56, 60, 64, 68, 72, 76, 80]
    chart = xmr_chart(rise)
    assert (chart.cause[-8:] == np.where(chart.outside[-8:], "outside", "trend")).all()
    assert {"outside", "trend"} <= set(chart.cause[-8:])
    step = [10, 14, 12] * 4 + [13, 15, 14, 13, 16, 16, 15]
    plain, near = (xmr_chart(step, XmrSettings(two_in_three=one)) for one in (False, True))
    assert (plain.cause[-7:] == "shift").all()
    assert (near.cause[-7:] == np.where(near.near[-7:], "two_in_three", "shift")).all()


def test_rules_and_lengths_are_settings() -> None:
    eight = [1, 5, 3, 1, 5, 3, 1, 5, 6, 9, 6, 9, 6, 9, 6, 9]
    charts = [xmr_chart(eight, XmrSettings(shift=length, screen=False)) for length in (8, 9)]
    assert [np.count_nonzero(chart.cause == "shift") for chart in charts] == [16, 0]
    six = [3, 1, 4, 5, 6, 7, 8, 9, 2, 5, 3, 6]
    assert (xmr_chart(six, XmrSettings(trend=7)).cause == "trend").sum() == 7
    assert (xmr_chart(six, XmrSettings(trend=8)).cause == "trend").sum() == 0


def test_limits_are_fixed_by_the_first_points_of_each_stretch() -> None:
    first = [10, 12, 11, 13, 10, 12, 11, 13, 10, 12, 11, 13]
    chart = xmr_chart(first + [50] * 8, XmrSettings(fix_after=12))
    alone = xmr_chart(first)
    assert chart.upper[-1] == alone.upper[0] and chart.outside[-8:].all()
    both = xmr_chart(first * 2 + [50] * 8, XmrSettings(fix_after=12), rebase=[12])
    assert both.upper[-1] == alone.upper[0]


def test_short_stretches_are_marked() -> None:
    assert xmr_chart(range(12)).short.all() and not xmr_chart(range(13)).short.any()
    with_gap = [*range(12), math.nan]
    assert xmr_chart(with_gap).short.all(), "a missing point does not count"
    chart = xmr_chart(range(30), rebase=[20])
    assert chart.short.tolist() == [False] * 20 + [True] * 10


@pytest.mark.parametrize(
    ("direction", "target", "expected"),
    [
        ("increase", 100, "consistent_fail"),
        ("increase", 0, "consistent_pass"),
        ("decrease", 100, "consistent_pass"),
        ("decrease", 0, "consistent_fail"),
        ("increase", 11, "inconsistent"),
        ("neutral", 100, None),
        ("increase", None, None),
        ("increase", math.nan, None),
        ("increase", [0] * 13 + [100], "consistent_fail"),
    ],
)
def test_assurance_compares_the_last_limits_with_the_target(direction, target, expected) -> None:
    values = [10, 12, 11, 10, 12, 11, 10, 12, 11, 10, 12, 11, 10, 12]
    chart = xmr_chart(values, XmrSettings(direction=direction), target=target)
    assert chart.assurance == expected


@pytest.mark.parametrize(
    ("beyond", "expected"), [(-0.01, "inconsistent"), (0.01, "consistent_fail")]
)
def test_a_target_is_missed_for_sure_only_beyond_the_limit(beyond, expected) -> None:
    values = [10, 12, 11, 10, 12, 11, 10, 12, 11, 10, 12, 11, 10, 12]
    limit = xmr_chart(values).upper[-1]
    chart = xmr_chart(values, XmrSettings(direction="increase"), target=limit + beyond)
    assert chart.assurance == expected
    same = xmr_chart([5] * 13, XmrSettings(direction="increase"), target=5)
    assert same.assurance == "inconsistent", "on the limit is not beyond it"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda: XmrSettings(direction="up"), "increase, decrease or neutral"),
        (lambda: XmrSettings(shift=1), "at least two points"),
        (lambda: XmrSettings(trend=2), "a trend three"),
        (lambda: XmrSettings(fix_after=11), "12 points or more"),
        (lambda: xmr_chart([[1, 2], [3, 4]]), "one series"),
        (lambda: xmr_chart([1, 2, 3], rebase=[0]), "after the first"),
        (lambda: xmr_chart([1, 2, 3], rebase=[3]), "inside the series"),
        (lambda: xmr_chart([1, 2, 3], rebase=[2, 1]), "in order"),
        (lambda: xmr_chart([1, 2, 3], target=[1, 2]), "one target"),
        (lambda: run_chart([[1, 2]]), "one series"),
    ],
)
def test_what_cannot_be_charted_is_refused(wrong, words) -> None:
    with pytest.raises(ValueError, match=words):
        wrong()


@given(values=series, by=st.integers(-10_000, 10_000))
def test_a_run_chart_does_not_change_with_the_level_or_in_the_mirror(values, by) -> None:
    chart, moved, mirror = run_chart(values), run_chart(values + by), run_chart(-values)
    for name in ("longest_run", "crossings", "useful", "signal", "judged"):
        assert getattr(chart, name) == getattr(moved, name) == getattr(mirror, name), name
    assert mirror.side.tolist() == (-chart.side).tolist()


@given(values=series)
def test_a_run_chart_counts_what_a_walk_along_it_finds(values) -> None:
    chart = run_chart(values)
    useful = [side for side in chart.side if side]
    longest = run = 0
    for i, side in enumerate(useful):
        run = run + 1 if i and useful[i - 1] == side else 1
        longest = max(longest, run)
    assert chart.longest_run == longest and chart.useful == len(useful)
    assert chart.crossings == sum(a != b for a, b in pairwise(useful))
    if chart.judged and useful:
        too_long = longest > chart.longest_run_limit
        assert chart.in_long_run.any() == too_long
        assert chart.signal == (too_long or chart.crossings < chart.fewest_crossings)
    else:
        assert not chart.signal and not chart.in_long_run.any()


@pytest.mark.parametrize("trials", [0, 1, 4, 5, 9, 23, 99, 300])
def test_the_fewest_crossings_are_the_five_per_cent_point(trials) -> None:
    chart = run_chart([(-1) ** i * (i + 1.0) for i in range(trials + 1)], centre=0.0)
    assert chart.useful == trials + 1
    reached = bdtr(np.arange(trials + 1), trials, 0.5) >= 0.05
    assert chart.fewest_crossings == np.argmax(reached)


def test_below_ten_points_no_rule_is_applied() -> None:
    nine = [1, 2, 1, 2, 9, 9, 8, 9, 8]
    short, enough = run_chart(nine), run_chart([*nine, 9, 8, 9, 8, 9, 9, 8], centre=5)
    assert not short.judged and not short.signal
    assert enough.judged and enough.signal and enough.in_long_run[-1]
    assert run_chart(nine, fewest_points=9, centre=5).judged


def test_points_on_the_median_and_missing_points_are_passed_over() -> None:
    chart = run_chart([1, 9, 5, math.nan, 9, 1], centre=5)
    assert (chart.points, chart.useful) == (5, 4)
    assert (chart.longest_run, chart.crossings) == (2, 2)


def test_a_run_chart_without_anything_to_judge() -> None:
    for values in ([], [math.nan] * 12, [4.0] * 12):
        chart = run_chart(values)
        assert chart.useful == chart.longest_run == chart.crossings == 0
        assert chart.longest_run_limit is None and not chart.signal
