"""Intervals and rounding against the reference packages' answers."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from helpers.methods import intervals
from helpers.methods.rounding import half_up

TOLERANCE = 1e-6


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def answers(shared: Path) -> Path:
    return shared / "data" / "known_answers"


@pytest.mark.parametrize(
    "limits", [("lower95_0cl", "upper95_0cl", 0.95), ("lower99_8cl", "upper99_8cl", 0.998)]
)
def test_wilson_of_percentages(answers: Path, limits: tuple[str, str, float]) -> None:
    low, high, confidence = limits
    for row in rows(answers / "wilson" / "fresh_percent.csv"):
        lower, upper = intervals.wilson(
            float(row["numerator"]), float(row["denominator"]), confidence
        )
        assert float(lower) * 100 == pytest.approx(float(row[low]), rel=TOLERANCE, abs=1e-9), row
        assert float(upper) * 100 == pytest.approx(float(row[high]), rel=TOLERANCE), row


def test_wilson_of_proportions(answers: Path) -> None:
    for row in rows(answers / "wilson" / "wilson_raw.csv"):
        confidence = float(row["confidence"].rstrip("%")) / 100
        lower, upper = intervals.wilson(float(row["x"]), float(row["n"]), confidence)
        assert float(lower) == pytest.approx(float(row["lowercl"]), rel=TOLERANCE)
        assert float(upper) == pytest.approx(float(row["uppercl"]), rel=TOLERANCE)


@pytest.mark.parametrize(
    "limits", [("lower95_0cl", "upper95_0cl", 0.95), ("lower99_8cl", "upper99_8cl", 0.998)]
)
def test_rates_per_100000(answers: Path, limits: tuple[str, str, float]) -> None:
    low, high, confidence = limits
    for row in rows(answers / "rate_byar_exact" / "fresh_per_100000.csv"):
        lower, upper = intervals.rate(
            float(row["numerator"]), float(row["denominator"]), 100_000, confidence
        )
        assert float(lower) == pytest.approx(float(row[low]), rel=TOLERANCE, abs=1e-9), row
        assert float(upper) == pytest.approx(float(row[high]), rel=TOLERANCE), row


def test_counts_by_byar(answers: Path) -> None:
    for row in rows(answers / "rate_byar_exact" / "byar_counts.csv"):
        count, confidence = float(row["x"]), float(row["confidence"].rstrip("%")) / 100
        if count < intervals.BYAR_FROM:
            continue
        lower, upper = intervals.poisson_count(count, confidence)
        assert float(lower) == pytest.approx(float(row["lowercl"]), rel=TOLERANCE)
        assert float(upper) == pytest.approx(float(row["uppercl"]), rel=TOLERANCE)


def test_percentages_round_halves_away_from_zero(answers: Path) -> None:
    found = rows(answers / "rounding_suppression" / "percent_1dp.csv")
    assert len(found) > 3
    for row in found:
        percent = float(row["numerator"]) / float(row["denominator"]) * 100
        assert half_up(percent, 1) == float(row["percent_1dp_half_away"]), row


def test_nothing_counted_has_a_lower_limit_of_nought() -> None:
    lower, upper = intervals.rate([0], [1000])
    assert float(lower[0]) == 0
    assert 0 < float(upper[0]) < np.inf
