"""Wilson's, exact and Byar's limits, and means, against the reference package's answers."""

from __future__ import annotations

import numpy as np
import pytest

from helpers.methods import intervals
from helpers.methods.limits import at_both_levels
from helpers.methods.means import mean
from methods.answer_tables import Table

LEVELS = {"95%": 0.95, "99.8%": 0.998}


def method(count) -> list[str]:
    return ["Exact" if one < intervals.BYAR_FROM else "Byars" for one in count]


def lower_case(table: Table) -> Table:
    """Give the files of the package's tests the column names of the others."""
    table.rows = [{key.lower(): value for key, value in row.items()} for row in table.rows]
    table.columns = set(table.rows[0])
    return table


@pytest.mark.parametrize(
    ("file", "given", "values"),
    [
        ("fresh_percent.csv", ("case", "confidence"), 5 * 5),
        ("package_tests.csv", ("area", "multiplier", "source_row"), 8 * 5),
    ],
    ids=["fresh", "package"],
)
def test_wilson_of_proportions_and_percentages(shared, file, given, values) -> None:
    table = lower_case(Table(shared, "wilson", file))
    x, n = table.numbers("numerator"), table.numbers("denominator")
    unit = table.numbers("multiplier") if "multiplier" in given else np.full(x.size, 100.0)
    table.compare("value", x / n * unit)
    table.compare_limits(at_both_levels(lambda level: intervals.wilson(x, n, level)), unit)
    words = {1: "proportion of 1", 100: "percentage"}
    assert table.texts("statistic") == [words[int(one)] for one in unit]
    assert set(table.texts("method")) == {"Wilson"}
    table.whole("numerator", "denominator", "statistic", "method", *given, values=values)


def test_wilson_of_raw_counts(shared) -> None:
    table = Table(shared, "wilson", "wilson_raw.csv")
    limits = [
        intervals.wilson(float(row["x"]), float(row["n"]), LEVELS[row["confidence"]])
        for row in table.rows
    ]
    table.compare("lowercl", [lower for lower, _ in limits])
    table.compare("uppercl", [upper for _, upper in limits])
    table.whole("x", "n", "confidence", "method", values=2 * 2)


@pytest.mark.parametrize(
    ("file", "given", "values"),
    [
        ("fresh_per_100000.csv", ("case", "confidence"), 6 * 6),
        ("package_tests.csv", ("area", "multiplier", "source_row"), 8 * 6),
    ],
    ids=["fresh", "package"],
)
def test_rates_exact_below_ten_and_byar_from_ten(shared, file, given, values) -> None:
    table = lower_case(Table(shared, "rate_byar_exact", file))
    x, n = table.numbers("numerator"), table.numbers("denominator")
    unit = table.numbers("multiplier") if "multiplier" in given else np.full(x.size, 100_000.0)
    assert (x < intervals.BYAR_FROM).any() and (x >= intervals.BYAR_FROM).any()
    table.compare("value", x / n * unit)
    table.compare_limits(at_both_levels(lambda level: intervals.rate(x, n, 1.0, level)), unit)
    table.compare_texts("method", method(x))
    assert table.texts("statistic") == [f"rate per {int(one)}" for one in unit]
    table.whole("numerator", "denominator", "statistic", *given, values=values)


def test_limits_of_counts(shared) -> None:
    table = Table(shared, "rate_byar_exact", "byar_counts.csv")
    limits = [
        intervals.poisson_count(float(row["x"]), LEVELS[row["confidence"]]) for row in table.rows
    ]
    table.compare("lowercl", [lower for lower, _ in limits])
    table.compare("uppercl", [upper for _, upper in limits])
    table.compare_texts("method", method(table.numbers("x")))
    table.whole("x", "confidence", values=3 * 3)


def test_means_with_students_t(shared) -> None:
    given = Table(shared, "mean_t", "package_tests_input.csv")
    table = Table(shared, "mean_t", "package_tests_expected.csv")
    assert table.texts("area") == ["Area1"] and set(given.texts("area")) == {"Area1"}
    found = mean(given.numbers("values")[np.newaxis])
    table.compare("value_sum", found.total)
    table.compare("value_count", found.count)
    table.compare("stdev", found.deviation)
    table.compare("value", found.value)
    table.compare_limits(found.limits)
    assert table.texts("method") == ["Student's t-distribution"]
    table.whole("area", "statistic", "method", values=8)


def test_nothing_counted_has_a_lower_limit_of_nought() -> None:
    lower, upper = intervals.rate([0], [1000])
    assert lower[0] == 0 < upper[0] < np.inf
