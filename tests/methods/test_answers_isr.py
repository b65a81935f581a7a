"""Indirectly standardised rates and ratios against the reference package's answers."""

from __future__ import annotations

import numpy as np

from helpers.methods.indirect_standardisation import (
    expected_events,
    indirect_rate,
    indirect_ratio,
)
from helpers.methods.limits import Limits
from methods.answer_tables import Table

FOLDER = "isr"


def by_area(table: Table, areas: list[str], column: str) -> np.ndarray:
    return np.array([table.by("area", area, column) for area in areas])


def method(exact) -> list[str]:
    return ["Exact" if one else "Byars" for one in exact]


def test_rates_per_100000_of_people_of_65_and_over(shared) -> None:
    given = Table(shared, FOLDER, "asc65plus_input.csv")
    expected = Table(shared, FOLDER, "asc65plus_rate_expected.csv")
    areas = expected.texts("area")
    observed = by_area(given, areas, "count").sum(axis=1)
    found = indirect_rate(
        observed, *(by_area(given, areas, name) for name in ("pop", "ref_count", "ref_pop"))
    )
    expected.compare("observed", found.observed)
    expected.compare("expected", found.expected)
    expected.compare("ref_rate", found.reference)
    expected.compare("value", found.value)
    expected.compare_limits(found.limits)
    expected.compare_texts("method", method(found.exact))
    assert set(expected.texts("statistic")) == {"indirectly standardised rate per 100000"}
    assert set(expected.texts("confidence")) == {"95%, 99.8%"}
    expected.whole("area", "confidence", "statistic", values=3 * 9)


def test_ratios_of_people_of_65_and_over(shared) -> None:
    given = Table(shared, FOLDER, "asc65plus_input.csv")
    expected = Table(shared, FOLDER, "asc65plus_ratio_expected.csv")
    areas = expected.texts("area")
    observed = by_area(given, areas, "count").sum(axis=1)
    events = expected_events(*(by_area(given, areas, c) for c in ("pop", "ref_count", "ref_pop")))
    found = indirect_ratio(observed, events, 100)
    expected.compare("observed", found.observed)
    expected.compare("expected", found.expected)
    expected.compare("value", found.value)
    expected.compare_limits(found.limits)
    expected.compare_texts("method", method(found.exact))
    assert set(expected.texts("statistic")) == {"indirectly standardised ratio x 100"}
    assert set(found.reference) == {100}
    expected.whole("area", "confidence", "statistic", values=3 * 8)


def test_rates_and_ratios_of_the_packages_own_tests(shared) -> None:
    given = Table(shared, FOLDER, "package_tests_input.csv")
    expected = Table(shared, FOLDER, "package_tests_expected.csv")
    areas = ["testdata_big", "testdata_tiny"]
    assert expected.texts("area") == areas * 4
    count, population, reference, people = (
        by_area(given, areas, name) for name in ("count", "pop", "refcount", "refpop")
    )
    assert np.isnan(reference).any(), "a missing reference count, which the package reads as nought"
    observed = np.nansum(count, axis=1)
    events = expected_events(population, reference, people, missing_is_zero=True)
    parts = [
        indirect_rate(observed, population, reference, people, unit, missing_is_zero=True)
        for unit in (100_000, 1_000)
    ]
    parts += [indirect_ratio(observed, events, value) for value in (1, 100)]
    for name in ("observed", "expected", "value"):
        expected.compare(name, np.concatenate([getattr(part, name) for part in parts]))
    rates = np.concatenate([part.reference for part in parts[:2]])
    expected.compare("ref_rate", np.concatenate([rates, np.full(4, np.nan)]))
    ends = ("lower_95", "upper_95", "lower_998", "upper_998")
    expected.compare_limits(
        Limits(*(np.concatenate([getattr(part.limits, end) for part in parts]) for end in ends))
    )
    expected.compare_texts("method", method(np.concatenate([part.exact for part in parts])))
    words = ["rate per 100000", "rate per 1000", "ratio x 1", "ratio x 100"]
    titles = [f"indirectly standardised {word}" for word in words for _ in areas]
    assert expected.texts("statistic") == titles
    expected.whole("area", "statistic", values=8 * 9)
