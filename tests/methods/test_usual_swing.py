"""The usual swing: what lies far outside neither widens it, nor moves it, nor hides a move."""

from __future__ import annotations

import numpy as np
import pytest

from helpers.methods.usual_swing import IN_A_ROW, usual_swing
from helpers.methods.xmr import xmr_chart

SERIES = 200


def independent(size: int, seed: int = 5) -> np.ndarray:
    """Points of chance alone, none of which can lie outside."""
    return 300.0 + np.random.default_rng(seed).integers(-9, 10, size)


def claims(size: int, change) -> float:
    luck = np.random.default_rng(7)
    found = 0
    for _ in range(SERIES):
        values = luck.normal(300, 6, size)
        change(values)
        swing = usual_swing(np.round(values))
        found += swing.moved or swing.outside.sum() > 0.125 * size
    return found / SERIES


def test_with_nothing_outside_it_is_the_chart_of_all_points() -> None:
    values = independent(36)
    chart = xmr_chart(values)
    assert not chart.outside.any()
    swing = usual_swing(values)
    # The screened average moving range does not hang on where the limits begin.
    assert (swing.mean, swing.lower, swing.upper) == pytest.approx(
        (chart.mean[0], chart.lower[0], chart.upper[0])
    )
    assert not swing.outside.any() and not swing.moved


@pytest.mark.parametrize("times", [1.5, 2.0, 10.0])
def test_one_month_far_outside_leaves_the_others_as_they_are(times) -> None:
    values = independent(36)
    calm = usual_swing(values)
    values[20] *= times
    swing = usual_swing(values)
    assert np.flatnonzero(swing.outside).tolist() == [20]
    assert swing.mean == pytest.approx(np.delete(values, 20).mean())
    assert swing.upper - swing.lower == pytest.approx(calm.upper - calm.lower, rel=0.15)
    assert not swing.moved


def test_a_shift_at_the_end_is_a_move_and_an_isolated_month_is_none() -> None:
    values = independent(60)
    values[-IN_A_ROW:] += 40
    assert usual_swing(values).row == IN_A_ROW and usual_swing(values).moved
    apart = independent(60)
    apart[[10, 30, 50]] += 40
    assert usual_swing(apart).row == 1 and not usual_swing(apart).moved
    opposite = independent(60)
    opposite[[30, 31, 32]] += (40, -40, 40)
    assert usual_swing(opposite).row == 1


@pytest.mark.parametrize("size", [24, 60, 107])
def test_chance_is_called_a_move_as_seldom_in_long_series_as_in_short_ones(size) -> None:
    assert claims(size, lambda values: None) <= 0.12
    assert claims(size, lambda values: values.__setitem__(size // 3, 3000.0)) <= 0.12


@pytest.mark.parametrize(("size", "last", "by"), [(36, 18, 15), (60, 6, 30), (107, 50, 9)])
def test_a_move_is_found(size, last, by) -> None:
    def shift(values: np.ndarray) -> None:
        values[-last:] += by

    assert claims(size, shift) >= 0.7


def test_a_series_that_never_changes_and_one_that_changes_once() -> None:
    same = np.full(30, 12.0)
    assert usual_swing(same).lower == usual_swing(same).upper == 12.0
    assert not usual_swing(same).outside.any()
    same[7] = 20.0
    swing = usual_swing(same)
    assert np.flatnonzero(swing.outside).tolist() == [7] and not swing.moved
