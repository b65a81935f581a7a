"""Rounding against the reference package's answers, and a trap of the exact limits."""

from __future__ import annotations

import numpy as np

from helpers.methods import intervals
from helpers.methods.rounding import half_up
from methods.answers import Table


def test_percentages_round_halves_away_from_zero(answers) -> None:
    table = Table(answers / "rounding_suppression", "percent_1dp.csv")
    assert len(table.rows) > 3
    for row in table.rows:
        percent = float(row["numerator"]) / float(row["denominator"]) * 100
        assert half_up(percent, 1) == float(row["percent_1dp_half_away"]), row


def test_nothing_counted_has_a_lower_limit_of_nought() -> None:
    lower, upper = intervals.rate([0], [1000])
    assert float(lower[0]) == 0
    assert 0 < float(upper[0]) < np.inf
