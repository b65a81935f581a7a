"""Lag-one autocorrelation, and the rule by which a stock may be judged at all."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from helpers.methods.carry_over import FEWEST_POINTS, can_be_judged, lag_one
from helpers.methods.xmr import XmrSettings, xmr_chart


def carried(chance: np.random.Generator, points: int, share: float) -> np.ndarray:
    """A series of which each point carries a share of the one before; 1 for a random walk."""
    steps = chance.normal(size=points + 200)
    values = np.zeros_like(steps)
    for place in range(1, steps.size):
        values[place] = share * values[place - 1] + steps[place]
    return 1000 + values[-points:]


def claims(values: np.ndarray) -> bool:
    """Whether a chart with limits says that the level did not stay put."""
    chart = xmr_chart(values, XmrSettings())
    return bool(np.any(chart.outside)) or bool({"shift", "trend"} & set(map(str, chart.cause)))


def test_a_worked_example() -> None:
    # Mean 3; products of neighbours 2 + 0 + 0 + 2, squares 4 + 1 + 0 + 1 + 4.
    assert lag_one([1, 2, 3, 4, 5]) == pytest.approx(0.4)
    # Mean 0; five products of -1 to six squares of 1.
    assert lag_one([1, -1, 1, -1, 1, -1]) == pytest.approx(-5 / 6)


@pytest.mark.parametrize("values", [[], [1.0], [1.0, 2.0], [5.0] * 30])
def test_what_cannot_vary_has_none_and_is_not_judged(values) -> None:
    assert math.isnan(lag_one(values))
    assert not can_be_judged(values)


def test_a_table_is_no_series() -> None:
    with pytest.raises(ValueError, match="one series"):
        lag_one(np.ones((3, 2)))


@given(arrays(float, 30, elements=st.floats(-1000, 1000).map(lambda x: round(x, 3))))
def test_it_knows_neither_level_nor_unit_nor_direction_of_time(values) -> None:
    found = lag_one(values)
    if math.isnan(found):
        return
    assert -1 <= found <= 1
    assert lag_one(values[::-1]) == pytest.approx(found, abs=1e-6)
    if np.ptp(values) > 1:
        assert lag_one(values * 10 + 7) == pytest.approx(found, abs=1e-6)


@pytest.mark.parametrize(("share", "said"), [(0.8, 0.8), (1.0, 0.9)])
def test_what_carries_over_used_to_be_said_to_move_and_is_not_judged(share, said) -> None:
    chance = np.random.default_rng(2026)
    series = [carried(chance, FEWEST_POINTS, share) for _ in range(200)]
    told = np.array([claims(values) for values in series])
    judged = np.array([can_be_judged(values) for values in series])
    assert told.mean() > said
    assert judged.mean() < 0.05
    assert (told & judged).mean() < 0.02


def test_independent_points_are_judged_when_there_are_enough() -> None:
    chance = np.random.default_rng(2026)
    series = [carried(chance, 36, 0.0) for _ in range(200)]
    assert np.mean([can_be_judged(values) for values in series]) > 0.85
    assert not any(can_be_judged(values[: FEWEST_POINTS - 1]) for values in series)
