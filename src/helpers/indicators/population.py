"""Pinned populations: the mid-year estimates that a rate of a financial year stands on.

The estimate is that of 30 June in the year in which the financial year starts. Where the
inputs hold several vintages of it, the one whose figures the contract pins is taken: the
office re-issues its estimates, and a rate that was published before then would not tie.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

from helpers.base.added_counts import add_counts
from helpers.base.councils_by_year import FIRST_PERIOD, LAST_PERIOD
from helpers.base.errors import ParameterError
from helpers.base.period_kinds import PeriodKind
from helpers.base.periods import financial_year
from helpers.base.records import Level
from helpers.contracts.columns import Mye
from helpers.indicators.areas import by_code, level_of
from helpers.indicators.columns import (
    AGES,
    AREA,
    BREAKDOWN,
    DENOMINATOR,
    KIND,
    LEVEL,
    NOTE,
    NUMERATOR,
    PERIOD,
    PERSONS,
    RECEIPTS,
    SERIES,
    STATUS,
    VALUE,
    YEAR,
)
from helpers.indicators.computation import ALL, Ages, Population
from helpers.indicators.registry import Series
from helpers.indicators.registry_check import POPULATION
from helpers.indicators.tables import Tables
from helpers.indicators.terms import GRADE, with_ends

OLDEST = 90
SCHEMA = pl.Schema(
    {
        AGES: pl.Int64(),
        YEAR: pl.Int64(),
        AREA: pl.String(),
        PERSONS: pl.Float64(),
        RECEIPTS: pl.List(pl.UInt16()),
    }
)


def populations(tables: Tables, groups: Iterable[Ages]) -> pl.DataFrame:
    """Population of every council, region and England, by group of ages and mid-year.

    Parameters
    ----------
    tables : Tables
        The canonical tables.
    groups : iterable of Ages
        Whom to count; their places are the numbers in column `_ages`.

    Returns
    -------
    DataFrame
        The columns of `SCHEMA`. Councils stand under the codes of the file and, where those
        can be made by addition, under those of the financial year that starts then.

    Raises
    ------
    ParameterError
        Where two files of one vintage contradict each other.
    """
    wanted = tuple(groups)
    if not wanted or not tables.have(POPULATION):
        return pl.DataFrame(schema=SCHEMA)
    people = tables.once(POPULATION, lambda: _of_vintage(tables))
    parts = [_of_group(people, number, ages) for number, ages in enumerate(wanted)]
    return pl.concat([pl.concat([part, _of_the_year(part)]) for part in parts])


def _of_vintage(tables: Tables) -> pl.DataFrame:
    """Single years of age of one vintage a year, each area once."""
    rank = {name: place for place, (_, name) in enumerate(tables.outline(POPULATION).vintages)}
    last = len(rank)
    frames = [
        table.filter((pl.col(Mye.AGE) != "all") & pl.col(Mye.AREA_CODE).is_in(_used(table))).select(
            pl.col(Mye.VINTAGE).replace_strict(rank, default=last).cast(pl.Int64).alias("_rank"),
            Mye.VINTAGE,
            pl.col(Mye.YEAR).cast(pl.Int64).alias(YEAR),
            pl.col(Mye.AREA_CODE),
            Mye.SEX,
            pl.col(Mye.AGE).cast(pl.Int64),
            Mye.PERSONS,
            RECEIPTS,
        )
        for table in tables.each(POPULATION)
    ]
    every = pl.concat(frames)
    key = [YEAR, Mye.AREA_CODE.value, Mye.SEX.value, Mye.AGE.value]
    best = every.filter(pl.col("_rank") == pl.col("_rank").min().over(YEAR, Mye.AREA_CODE))
    once = best.unique([*key, Mye.PERSONS.value], keep="first", maintain_order=True)
    twice = once.filter(pl.struct(key).is_duplicated())
    if twice.height:
        row = twice.row(0, named=True)
        raise ParameterError(
            f"mid-year estimates of {row[YEAR]}",
            f"two files differ for {row[Mye.AREA_CODE]} ({row[Mye.VINTAGE]})",
            "one figure for each area, sex and age",
            "take the older file out of the inbox",
        )
    return once


def _used(table: pl.DataFrame) -> list[str]:
    """Codes of councils, regions and England among those of a table."""
    return [code for code in table[Mye.AREA_CODE.value].unique() if by_code(code)]


def _of_group(people: pl.DataFrame, number: int, ages: Ages) -> pl.DataFrame:
    chosen = people.filter(
        (pl.col(Mye.SEX) == ages.sex) & pl.col(Mye.AGE).is_between(ages.first, ages.last)
    )
    codes = {code: by_code(code) for code in chosen[Mye.AREA_CODE.value].unique()}
    return (
        chosen.with_columns(
            pl.col(Mye.AREA_CODE).replace_strict(codes, return_dtype=pl.String).alias(AREA)
        )
        .filter(pl.col(AREA).is_not_null())
        .group_by(YEAR, AREA, maintain_order=True)
        .agg(
            pl.len().alias("_found"),
            pl.col(Mye.PERSONS).sum().cast(pl.Float64),
            pl.col(RECEIPTS).unique(),
        )
        # An age that a file leaves out makes no smaller population, but none.
        .filter(pl.col("_found") == ages.last - ages.first + 1)
        .select(pl.lit(number, dtype=pl.Int64).alias(AGES), YEAR, AREA, PERSONS, RECEIPTS)
    )


def _of_the_year(part: pl.DataFrame) -> pl.DataFrame:
    """Councils of each financial year that the file, made on later boundaries, does not name."""
    found = []
    for (year,), rows in part.group_by([YEAR], maintain_order=True):
        period = financial_year(int(str(year)))
        if not FIRST_PERIOD <= period <= LAST_PERIOD:
            continue
        every = rows.select(AREA, PERSONS).iter_rows()
        values = {code: people for code, people in every if level_of(code) == Level.COUNCIL}
        receipts = rows[RECEIPTS].explode().unique().to_list()
        found += [
            (part[AGES][0], int(str(year)), code, float(added.value), receipts)
            for code, added in add_counts(values, period).items()
            if code not in values and added.value is not None and not added.note
        ]
    return pl.DataFrame(found, schema=SCHEMA, orient="row")


def counted_people(tables: Tables, wanted: Sequence[Series]) -> pl.DataFrame:
    """Populations as figures of their own.

    Parameters
    ----------
    tables : Tables
        The canonical tables.
    wanted : sequence of Series
        Series whose computation is `Population`.

    Returns
    -------
    DataFrame
        One row a series, area and mid-year.
    """
    groups = [each.computation for each in wanted if isinstance(each.computation, Population)]
    people = populations(tables, [computation.people for computation in groups])
    if people.is_empty():
        return pl.DataFrame(schema={SERIES: pl.Int64})
    numbers = {place: series.number for place, series in enumerate(wanted)}
    levels = {code: level_of(code) for code in people[AREA].unique()}
    empty = pl.lit(None, dtype=pl.Float64)
    return with_ends(
        people.select(
            pl.col(AGES).replace_strict(numbers, return_dtype=pl.Int64).alias(SERIES),
            pl.lit(ALL).alias(BREAKDOWN),
            AREA,
            pl.col(AREA).replace_strict(levels, return_dtype=pl.String).alias(LEVEL),
            pl.col(YEAR).cast(pl.String).alias(PERIOD),
            pl.lit(PeriodKind.MID_YEAR.value).alias(KIND),
            pl.col(PERSONS).alias(VALUE),
            empty.alias(NUMERATOR),
            empty.alias(DENOMINATOR),
            pl.lit(GRADE["ok"], dtype=pl.Int64).alias(STATUS),
            RECEIPTS,
            pl.lit("").alias(NOTE),
        )
    )
