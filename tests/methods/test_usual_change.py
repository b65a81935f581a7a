"""How far figures without a margin usually move: a worked example, and what must always hold."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.methods.usual_change import usual_change

CHANGES = [-6.0, -3.0, -1.0, 0.0, 1.0, 2.0, 4.0]
numbers = st.lists(st.floats(-50, 50), min_size=30, max_size=60)


def test_a_worked_example():
    # The median of these is 0 and their median distance from it 2.
    earlier = np.full(42, 20.0)
    told = usual_change(earlier, earlier + np.tile(CHANGES, 6))
    assert told is not None
    assert (told.middle, told.areas) == (0.0, 42)
    assert told.reach == pytest.approx(1.959964 * 1.4826 * 2, rel=1e-6)


def test_for_a_normal_spread_it_is_that_of_its_standard_deviation():
    drawn = np.random.default_rng(7).normal(3, 2, 200_000)
    told = usual_change(np.zeros(drawn.size), drawn)
    assert told is not None
    assert told.middle == pytest.approx(3, abs=0.03)
    assert told.reach == pytest.approx(1.96 * 2, rel=0.02)


def test_one_far_area_does_not_widen_it():
    earlier = np.full(42, 20.0)
    later = earlier + np.tile(CHANGES, 6)
    wild = later.copy()
    wild[0] = 5000
    plain, outlying = usual_change(earlier, later), usual_change(earlier, wild)
    assert plain is not None and outlying is not None
    assert outlying.reach < 2 * plain.reach


def test_areas_without_both_figures_are_left_out():
    earlier, later = np.full(42, 20.0), np.full(42, 20.0) + np.tile(CHANGES, 6)
    earlier[0], later[1] = math.nan, math.nan
    told = usual_change(earlier, later)
    assert told is not None and told.areas == 40


@pytest.mark.parametrize("areas", [0, 1, 29])
def test_few_areas_say_nothing(areas):
    assert usual_change(np.zeros(areas), np.arange(areas)) is None


def test_areas_that_hardly_ever_move_say_nothing():
    later = np.zeros(40)
    later[:5] = 3
    assert usual_change(np.zeros(40), later) is None


def test_both_periods_have_the_same_areas():
    with pytest.raises(ValueError, match="same areas"):
        usual_change(np.zeros(30), np.zeros(31))


@given(numbers, st.floats(-100, 100), st.floats(0.1, 50))
def test_it_moves_with_the_scale_and_not_with_the_place(changes, place, scale):
    base = usual_change(np.zeros(len(changes)), changes)
    moved = usual_change(np.full(len(changes), place), place + scale * np.asarray(changes))
    if base is None or base.reach < 1e-6:
        return
    assert moved is not None
    assert moved.reach == pytest.approx(scale * base.reach, rel=1e-6, abs=1e-9)
    assert moved.middle == pytest.approx(scale * base.middle, rel=1e-6, abs=1e-9)


@given(numbers)
def test_the_other_way_round_it_reaches_as_far(changes):
    there = usual_change(np.zeros(len(changes)), changes)
    back = usual_change(changes, np.zeros(len(changes)))
    assert (there is None) == (back is None)
    if there is not None and back is not None:
        assert there.reach == pytest.approx(back.reach)
        assert there.middle == pytest.approx(-back.middle)
