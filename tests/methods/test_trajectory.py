"""Paths to a target: known answers, ends, gaps and the chance of meeting it."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.methods.trajectory import (
    chance_of_meeting,
    constant_percentage,
    gap,
    standing,
    straight_line,
)
from methods.answer_files import Comparing, table


def test_known_answers(shared):
    rows = table(shared, "target_trajectory", "cases.csv")
    compared = Comparing()
    for name in dict.fromkeys(row["case"] for row in rows):
        case = [row for row in rows if row["case"] == name]
        ends = [
            (float(row["period"]), float(row["linear_trajectory"])) for row in (case[0], case[-1])
        ]
        for row in case:
            period = float(row["period"])
            line = straight_line(*ends, period)
            compared.near(line, row["linear_trajectory"], row)
            compared.near(
                constant_percentage(*ends, period), row["constant_percentage_trajectory"], row
            )
            actual = float(row["actual"]) if row["actual"] else math.nan
            compared.near(gap(actual, line), row["gap_to_linear"], row)
    assert set(rows[0]) == {"case", "period", "linear_trajectory", "constant_percentage_trajectory", "actual", "gap_to_linear"}  # fmt: skip
    assert compared.count == 10 * 3


values = st.floats(0.001, 1e6)
spans = st.tuples(st.integers(2010, 2030), st.integers(1, 30)).map(lambda s: (s[0], s[0] + s[1]))


@given(start=values, end=values, span=spans)
def test_paths_start_and_end_exactly_at_their_ends(start, end, span):
    for path in (straight_line, constant_percentage):
        assert path((span[0], start), (span[1], end), span).tolist() == [start, end]


@given(start=values, end=values, span=spans, share=st.floats(0, 1))
def test_paths_stay_between_their_ends_and_the_percentage_is_never_above_the_line(
    start, end, span, share
):
    period = span[0] + share * (span[1] - span[0])
    line = float(straight_line((span[0], start), (span[1], end), period))
    bent = float(constant_percentage((span[0], start), (span[1], end), period))
    low, high = min(start, end) * (1 - 1e-12), max(start, end) * (1 + 1e-12)
    assert low <= bent <= line * (1 + 1e-9) <= high * (1 + 1e-8)


def test_steps_are_equal_in_amount_and_in_percentage():
    line = straight_line((2020, 100), (2023, 160), [2020, 2021, 2022, 2023])
    assert line.tolist() == [100, 120, 140, 160]
    bent = constant_percentage((2020, 100), (2022, 121), [2020, 2021, 2022])
    assert bent == pytest.approx([100, 110, 121])


@pytest.mark.parametrize(
    ("difference", "polarity", "words"),
    [
        (2.0, "higher", "ahead"),
        (-2.0, "higher", "behind"),
        (-2.0, "lower", "ahead"),
        (2.0, "lower", "behind"),
        (2.0, "context", "above"),
        (-2.0, "context", "below"),
        (0.04, "lower", "on the path"),
        (-0.04, "higher", "on the path"),
        (0.05, "higher", "ahead"),
        (-0.05, "higher", "behind"),
        (0.0, "context", "on the path"),
        (math.nan, "higher", None),
    ],
)
def test_the_sign_of_a_gap_depends_on_which_way_is_better(difference, polarity, words):
    assert standing(difference, polarity, decimals=1) == words


@given(
    expected=st.floats(-1e4, 1e4), low=st.floats(0.01, 1e3), high=st.floats(0.01, 1e3),
    confidence=st.sampled_from([0.8, 0.95, 0.998]),
)  # fmt: skip
def test_the_chance_is_what_the_limits_say_of_themselves(expected, low, high, confidence):
    limits = expected - low, expected + high
    for target, below in [(limits[0], (1 - confidence) / 2), (expected, 0.5), (limits[1], (1 + confidence) / 2)]:  # fmt: skip
        lower = chance_of_meeting(expected, limits, target, "lower", confidence)
        higher = chance_of_meeting(expected, limits, target, "higher", confidence)
        assert lower.chance == pytest.approx(below, abs=1e-6)
        assert higher.chance == pytest.approx(1 - below, abs=1e-6)
        assert (lower.expected, lower.lower, lower.upper) == (expected, *limits)


@given(target=st.floats(-100, 100), harder=st.floats(0, 100))
def test_a_harder_target_is_never_likelier(target, harder):
    easy, hard = (
        chance_of_meeting(0, (-10, 20), value, "higher").chance
        for value in (target, target + harder)
    )
    assert 0 <= hard <= easy <= 1


def test_without_an_interval_there_is_no_chance():
    assert math.isnan(chance_of_meeting(5, (math.nan, math.nan), 6, "higher").chance)
    assert math.isnan(chance_of_meeting(5, (4, 6), math.nan, "higher").chance)
    with pytest.raises(ValueError, match="apart"):
        chance_of_meeting(5, (5, 5), 6, "higher")


def test_an_expected_figure_at_its_own_limit_cannot_go_beyond_it():
    assert chance_of_meeting(0, (0, 10), -1, "lower").chance == 0
    assert chance_of_meeting(10, (0, 10), 11, "lower").chance == 1
    assert chance_of_meeting(0, (0, 10), 0, "lower").chance == 0.5


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: straight_line((2025, 1), (2025, 2), 2025), "not after"),
        (lambda: straight_line((2025, 1), (2026, 2), 2024), "before the baseline"),
        (lambda: constant_percentage((2025, 1), (2026, 2), [2025, 2027]), "after the target"),
        (lambda: constant_percentage((2025, 0), (2026, 2), 2025), "above nought"),
        (lambda: constant_percentage((2025, 3), (2026, 0), 2025), "above nought"),
        (lambda: chance_of_meeting(5, (4, 6), 5, "context"), "neither"),
        (lambda: chance_of_meeting(7, (4, 6), 5, "lower"), "either side"),
    ],
)
def test_what_cannot_be_a_path_or_a_chance_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
