"""Places that chance leaves open: from the counts of all areas, and never without the own ones."""

from __future__ import annotations

import numpy as np
import pytest

from helpers.methods.rank_range import rank_range


def test_areas_that_are_worlds_apart_keep_their_places() -> None:
    found = rank_range(1, [900, 500, 100], [1000, 1000, 1000])
    assert (found.best, found.worst, found.areas) == (2, 2, 3)


def test_areas_of_few_people_could_change_places() -> None:
    found = rank_range(0, [5, 4, 6, 5], [10, 10, 10, 10])
    assert (found.best, found.worst, found.areas) == (1, 4, 4)


def test_an_area_without_counts_is_left_out_and_the_own_must_have_them() -> None:
    found = rank_range(2, [np.nan, 900, 500], [1000, 1000, 1000])
    assert (found.best, found.worst, found.areas) == (2, 2, 2)
    with pytest.raises(ValueError, match="own counts"):
        rank_range(0, [np.nan, 900], [1000, 1000])


def test_more_people_never_widen_the_range() -> None:
    numerator, denominator = np.array([50, 55, 60, 45]), np.array([100, 100, 100, 100])
    widths = [
        found.worst - found.best
        for size in (1, 10, 100, 1000)
        for found in (rank_range(0, numerator * size, denominator * size),)
    ]
    assert widths == sorted(widths, reverse=True) and widths[-1] == 0
