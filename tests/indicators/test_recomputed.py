"""Every published figure computed again from its counts or from the pinned population.

The table is printed with ``pytest -s``: how many figures of how many councils have counts, how
many of them come out as published, how many are published as an outcome only, and how many are
computed here with no published outcome beside them. A figure that does not come out as published is an
exception, and every exception is listed here by council code with its reason: a new one, or
one that is gone, fails.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl
import pytest

from helpers.base.geography import all_areas
from helpers.base.records import Level
from helpers.base.spans import year_of
from helpers.indicators.calculation import figures
from helpers.indicators.columns import (
    AGES,
    AREA,
    BREAKDOWN,
    DENOMINATOR,
    END,
    LEVEL,
    NUMERATOR,
    PERIOD,
    PERSONS,
    SERIES,
    STATUS,
    VALUE,
    YEAR,
)
from helpers.indicators.computation import Ages, Published
from helpers.indicators.population import populations
from helpers.indicators.registry import Series
from helpers.methods.rounding import half_up_each

pytestmark = pytest.mark.slow

HALF_TO_EVEN = "an exact half that the publisher rounded to the even neighbour"
# (framework, code, council, period, breakdown): why it is not as published.
EXCEPTIONS = {
    ("ascof-2023", "6B", "E06000005", "2023-24", "good"): HALF_TO_EVEN,
    ("ascof-2023", "6B", "E06000005", "2023-24", "outstanding"): HALF_TO_EVEN,
    ("ascof-2023", "6B", "E08000012", "2023-24", "outstanding"): HALF_TO_EVEN,
    ("ascof-2023", "6B", "E08000023", "2023-24", "other"): HALF_TO_EVEN,
    ("ascof-2023", "6B", "E09000019", "2023-24", "other"): HALF_TO_EVEN,
    ("ascof-2023", "6B", "E09000019", "2023-24", "outstanding"): HALF_TO_EVEN,
}
# Outcomes whose counts the publisher keeps back for one council, by framework and code.
WITHOUT_COUNTS = {("ascof-2014", "1E"): {"E06000053"}, ("ascof-2014", "1G"): {"E06000053"}}
# Councils without a published figure in the latest year, by code.
REABLEMENT = {
    "E06000017",
    "E06000019",
    "E06000032",
    "E06000040",
    "E06000044",
    "E06000053",
    "E06000058",
    "E06000063",
    "E08000004",
    "E08000005",
    "E08000033",
    "E09000018",
    "E10000015",
    "E10000016",
    "E10000025",
}
WITHHELD = {
    "2A": {"E06000040", "E06000044", "E06000053", "E06000056", "E06000058", "E09000001", "E10000013"},
    "2B": {"E06000017", "E06000053", "E09000001"},
    "2C": {"E06000053"},
    "2D(1)": REABLEMENT,
    "2D(2)": REABLEMENT,
    "2E(1)": {"E06000053", "E08000033"},
    "2E(2a)": {"E06000053"},
    "2E(2b)": {"E06000053"},
    "3D(1a)": {"E06000053"},
    "3D(2a)": {"E06000053"},
    "6A": {"E06000052", "E06000053"},
    "6B": {"E09000001"},
}  # fmt: skip
# Of the former measures in 2020-21, where 151 councils were, and which of them had no figure.
FORMER = {"1C(1A)": 150, "1C(2A)": 150, "1C(1B)": 147, "1C(2B)": 147, "2A(1)": 150, "2A(2)": 150,
          "2B(1)": 147, "2B(2)": 150, "2D": 150, "1G": 150, "1E": 150}  # fmt: skip
HEAD = "councils" + "".join(
    f"{name:>15}"
    for name in ("figures", "computed", "equal", "only published", "computed here", "exceptions")
)


@dataclass(frozen=True)
class Line:
    """One line of the table."""

    name: str
    dataset: str
    councils: int
    figures: int
    computed: int
    equal: int
    only_published: int
    ours: int
    exceptions: tuple[tuple[str, ...], ...]


@pytest.fixture(scope="module")
def every(whole) -> pl.DataFrame:
    found = figures(whole.tables, whole.registry, whole.registry.series)
    return found.filter((pl.col(LEVEL) == Level.COUNCIL.value) & pl.col(VALUE).is_not_null())


@pytest.fixture(scope="module")
def table(whole, every) -> dict[int, Line]:
    with_figures = [s for s in whole.registry.series if s.number in set(every[SERIES].unique())]
    return {series.number: _line(series, every) for series in with_figures}


def _line(series: Series, every: pl.DataFrame) -> Line:
    rows = every.filter(pl.col(SERIES) == series.number)
    counted = rows.filter(pl.col(NUMERATOR).is_not_null() & (pl.col(DENOMINATOR) > 0))
    item = series.indicator
    published = isinstance(series.computation, Published)
    if item.is_survey or not published:
        counted = counted.clear()
    off = counted.filter(
        ~_as_published(counted, item.multiplier, item.decimals, item.counts_rounded_to)
    )
    return Line(
        item.name,
        series.dataset,
        rows[AREA].n_unique(),
        rows.height,
        counted.height,
        counted.height - off.height,
        rows.height - counted.height if published else 0,
        0 if published else rows.height,
        tuple(sorted(off.select(AREA, PERIOD, BREAKDOWN).rows())),
    )  # fmt: skip


def _as_published(rows: pl.DataFrame, multiplier: float, decimals: int, base: int) -> pl.Series:
    above, below, value = rows[NUMERATOR], rows[DENOMINATOR], rows[VALUE]
    if base:
        # Counts rounded to 5 after the outcome was computed: it must lie within what they allow.
        unit = 0.5 * 10**-decimals
        least = (above - base / 2) / (below + base / 2) * multiplier - unit
        most = (above + base / 2) / (below - base / 2) * multiplier + unit
        return (value >= least) & (value <= most)
    computed = half_up_each((above / below * multiplier).to_numpy(), decimals)
    return (pl.Series(computed) - value).abs() < 1e-9


def _numbers(lines: list[Line]) -> str:
    columns = ("figures", "computed", "equal", "only_published", "ours")
    totals = [sum(getattr(line, column) for line in lines) for column in columns]
    totals.append(sum(len(line.exceptions) for line in lines))
    return "".join(f"{number:>15}" for number in totals)


def test_every_figure_with_counts_comes_out_as_published(table) -> None:
    found = {
        (*line.name.split(" ", 1), *exception)
        for line in table.values()
        for exception in line.exceptions
    }
    lines = sorted(table.values(), key=lambda line: (not line.computed, line.name))
    print(f"\n{'indicator':36}{'dataset':22}{HEAD}")
    for line in lines:
        print(f"{line.name:36}{line.dataset:22}{line.councils:>9}{_numbers([line])}")
    print(f"{'all':67}{_numbers(lines)}")
    assert found == set(EXCEPTIONS)


def test_outcomes_without_counts_are_surveys_outcomes_only_or_named(whole, table) -> None:
    for number, line in table.items():
        series = whole.registry.series[number]
        item = series.indicator
        if item.is_survey or not item.has_counts or item.is_number:
            continue
        key = (item.framework, item.code)
        assert line.only_published == len(WITHOUT_COUNTS.get(key, ())), line.name


@pytest.mark.parametrize("key", WITHOUT_COUNTS, ids=" ".join)
def test_the_councils_whose_counts_are_kept_back_are_these(whole, every, key) -> None:
    item = whole.registry.find(key[1], key[0])
    numbers = [series.number for series in whole.registry.series if series.indicator is item]
    rows = every.filter(pl.col(SERIES).is_in(numbers) & pl.col(NUMERATOR).is_null())
    assert set(rows[AREA]) == WITHOUT_COUNTS[key]


@pytest.mark.parametrize("code", WITHHELD)
def test_all_councils_have_a_figure_but_those_named(whole, every, code) -> None:
    item = whole.registry.find(code)
    number = next(series.number for series in whole.registry.series if series.indicator is item)
    rows = every.filter((pl.col(SERIES) == number) & (pl.col(PERIOD) == "2024-25"))
    assert {area.code for area in all_areas()} - set(rows[AREA]) == WITHHELD[code]


@pytest.mark.parametrize("code", FORMER)
def test_so_many_councils_have_a_former_measure(whole, every, code) -> None:
    item = whole.registry.find(code, "ascof-2014")
    number = next(series.number for series in whole.registry.series if series.indicator is item)
    rows = every.filter((pl.col(SERIES) == number) & (pl.col(BREAKDOWN) == "all"))
    assert rows[AREA].n_unique() == FORMER[code]


@pytest.mark.parametrize(
    ("code", "framework", "period", "councils"),
    [
        ("2B", "ascof-2023", "2024-25", 150),
        ("2C", "ascof-2023", "2024-25", 152),
        ("2A(1)", "ascof-2014", "2020-21", 150),
        ("2A(2)", "ascof-2014", "2020-21", 150),
    ],
)
def test_rates_come_out_of_the_pinned_population_too(
    whole, every, code, framework, period, councils
) -> None:
    item = whole.registry.find(code, framework)
    number = next(series.number for series in whole.registry.series if series.indicator is item)
    rows = every.filter((pl.col(SERIES) == number) & (pl.col(PERIOD) == period))
    first, last = item.population
    people = populations(whole.tables, [Ages(first=first, last=last)]).drop(AGES)
    years = {end: int(year_of(end)[:4]) for end in rows[END].unique()}
    both = rows.with_columns(
        pl.col(END).replace_strict(years, return_dtype=pl.Int64).alias(YEAR)
    ).join(people, on=[YEAR, AREA], how="inner")
    assert both.height == councils == rows.height
    assert (both[PERSONS] == both[DENOMINATOR]).all()
    computed = half_up_each((both[NUMERATOR] / both[PERSONS] * 100_000).to_numpy(), 1)
    assert (pl.Series(computed) == both[VALUE]).all()


def test_no_figure_has_a_number_unless_it_is_published(whole) -> None:
    found = figures(whole.tables, whole.registry, whole.registry.series)
    hidden = found.filter(pl.col(STATUS) == "suppressed")
    assert hidden.height
    for column in (VALUE, NUMERATOR, DENOMINATOR, "margin"):
        assert hidden[column].null_count() == hidden.height, column
    missing = found.filter(pl.col(VALUE).is_null())
    assert not set(missing[STATUS]) & {"ok", "rounded", "provisional"}


def test_every_selection_of_a_dataset_that_is_there_finds_something(whole, table) -> None:
    """A word that no row has would be an indicator that is silently empty."""
    empty = {
        series.indicator.name
        for series in whole.registry.series
        if whole.tables.have(series.dataset) and series.number not in table
    }
    one_year_file = {item.name for item in whole.registry.indicators if _not_in_2020_21(item)}
    assert empty <= one_year_file, sorted(empty - one_year_file)


def _not_in_2020_21(item) -> bool:
    """Measures of the long file that its edition of 2020-21, the only one to hand, lacks."""
    of_long = any(isinstance(c, Published) and c.dataset == "ascof_long" for c in item.computed)
    return of_long and (item.framework == "ascof-2023" or bool(item.unconfirmed))
