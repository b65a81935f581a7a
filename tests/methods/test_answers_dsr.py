"""Directly standardised rates against the reference package's shared, whole files."""

from __future__ import annotations

import numpy as np
import pytest

from helpers.methods.direct_standardisation import (
    StandardisedRate,
    directly_standardised,
    directly_standardised_repeat_events,
)
from helpers.methods.standard_population import ESP2013, esp2013_weights
from methods.answer_tables import Table


def by_area(table: Table, areas: list[str], column: str) -> np.ndarray:
    return np.array([table.by("area", area, column) for area in areas])


def joined(parts: list[StandardisedRate], name: str) -> np.ndarray:
    return np.concatenate([getattr(part, name) for part in parts])


def statistics(shown, multipliers) -> list[str]:
    return [
        f"dsr per {multiplier}" if enough else "dsr NA for total count < 10"
        for enough, multiplier in zip(shown, multipliers, strict=True)
    ]


def test_rates_of_people_of_65_and_over(shared) -> None:
    given, expected = (
        Table(shared, "dsr", f"asc65plus_{part}.csv") for part in ("input", "expected")
    )
    areas = expected.texts("area")
    found = directly_standardised(
        *(by_area(given, areas, column) for column in ("count", "pop", "stdpop"))
    )
    expected.compare("total_count", found.events)
    expected.compare("total_pop", found.population)
    expected.compare("value", found.value)
    expected.compare_limits(found.limits)
    expected.compare_texts("statistic", statistics(found.shown, [100000] * 3))
    assert set(expected.texts("confidence")) == {"95%, 99.8%"}
    assert set(expected.texts("method")) == {"Dobson"}
    expected.whole("area", "confidence", "method", values=3 * 8)


def test_the_standard_weights_give_the_same_rates(shared) -> None:
    given = Table(shared, "dsr", "asc65plus_input.csv")
    bands = given.texts("ageband")[:6]
    assert np.array_equal(esp2013_weights(bands), given.numbers("stdpop")[:6])


def test_rates_of_the_packages_own_tests(shared) -> None:
    given = Table(shared, "dsr", "package_tests_input.csv")
    expected = Table(shared, "dsr", "package_tests_expected.csv")
    areas = ["testdata_big", "testdata_tiny"]
    assert expected.texts("area") == areas * 2
    count, population, weights = (
        by_area(given, areas, column) for column in ("count", "pop", "stdpop")
    )
    assert np.isnan(count).any(), "the file has a missing count, which the package reads as nought"
    multipliers = [10_000, 100_000]
    parts = [
        directly_standardised(count, population, weights, multiplier, missing_is_zero=True)
        for multiplier in multipliers
    ]
    expected.compare("total_count", joined(parts, "events"))
    expected.compare("total_pop", joined(parts, "population"))
    expected.compare("value", joined(parts, "value"))
    for level in ("95", "998"):
        for end in ("lower", "upper"):
            column = f"{end}{level[:2]}_{level[2:] or '0'}cl"
            limits = [getattr(part.limits, f"{end}_{level}") for part in parts]
            expected.compare(column, np.concatenate(limits))
    each = np.repeat(multipliers, 2)
    expected.compare_texts("statistic", statistics(joined(parts, "shown"), each))
    assert set(expected.texts("method")) == {"Dobson"}
    expected.whole("area", "method", values=4 * 8)


def test_events_that_a_person_may_have_several_times(shared) -> None:
    given = Table(shared, "dsr", "package_tests_nonindependent_input.csv")
    expected = Table(shared, "dsr", "package_tests_nonindependent_expected.csv")
    people = np.column_stack([given.numbers(f"f{times}") for times in range(1, 5)])
    assert np.array_equal(people @ np.arange(1, 5), given.numbers("count"))
    found = directly_standardised_repeat_events(
        people[np.newaxis], given.numbers("pop"), given.numbers("stdpop")
    )
    expected.compare("total_count", found.events)
    expected.compare("total_pop", found.population)
    expected.compare("value", found.value)
    expected.compare_limits(found.limits)
    expected.compare_texts("statistic", statistics(found.shown, [100000]))
    assert "non-independent" in expected.rows[0]["method"]
    expected.whole("area", "method", values=8)
    simple = directly_standardised(
        given.numbers("count"), given.numbers("pop"), given.numbers("stdpop")
    )
    assert simple.value == pytest.approx(found.value[0])
    assert simple.limits.lower_95 > found.limits.lower_95[0], "clusters make a rate less certain"


def test_the_european_standard_population(shared) -> None:
    expected = Table(shared, "dsr", "esp2013.csv")
    expected.compare_texts("ageband", list(ESP2013))
    expected.compare("esp2013", esp2013_weights(expected.texts("ageband")))
    expected.whole(values=2 * 19)
