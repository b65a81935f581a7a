"""Sums divided by sums: shares, means, and rates of a population or of another count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from helpers.base.spans import year_of
from helpers.indicators.columns import (
    AGES,
    AREA,
    BREAKDOWN,
    CELL,
    DENOMINATOR,
    END,
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
from helpers.indicators.computation import PopulationRate, Reference
from helpers.indicators.registry import Series
from helpers.indicators.terms import GIVEN, GRADE, MISSING
from helpers.indicators.totals import SUMMED

MULTIPLIER = "_multiplier"
NOT_APPLICABLE = GRADE["not_applicable"]
SHARE, COUNT = "share", "count"


@dataclass(frozen=True)
class Figure:
    """One figure to be made of sums: which series and part, and the numbers of its sums.

    Attributes
    ----------
    series : Series
        Whose.
    breakdown : str
        Part of the whole; "all" for the whole.
    above : int
        Number of the sum above the line, or of the sum itself.
    below : int or None
        Number of the sum below the line.
    people : int or None
        Number of the group of ages below the line.
    """

    series: Series
    breakdown: str
    above: int
    below: int | None = None
    people: int | None = None


def divided(sums: pl.DataFrame, figures: Sequence[Figure], people: pl.DataFrame) -> pl.DataFrame:
    """Make figures of sums.

    Parameters
    ----------
    sums : DataFrame
        Sums by area and period, with their notes.
    figures : sequence of Figure
        What is divided by what.
    people : DataFrame
        Populations by group of ages, mid-year and area.

    Returns
    -------
    DataFrame
        One row a series, breakdown, area and period: value, counts, status (its grade).
    """
    made = pl.DataFrame(
        [_row(figure) for figure in figures],
        schema={
            SERIES: pl.Int64,
            BREAKDOWN: pl.String,
            "_kind": pl.String,
            "_above": pl.Int64,
            "_below": pl.Int64,
            AGES: pl.Int64,
            "_reference": pl.Boolean,
            MULTIPLIER: pl.Float64,
        },
        orient="row",
    )
    above = made.join(sums, left_on="_above", right_on=CELL, how="inner")
    ways = (
        (pl.col("_kind") == COUNT, _numbers),
        (pl.col("_below").is_not_null() & ~pl.col("_reference"), lambda x: _over_sums(x, sums)),
        (pl.col("_reference"), lambda x: _over_reference(x, sums)),
        (pl.col(AGES).is_not_null(), lambda x: _over_people(x, people)),
    )
    parts = [(above.filter(chosen), way) for chosen, way in ways]
    made_of = [way(rows) for rows, way in parts if rows.height]
    return pl.concat(made_of) if made_of else pl.DataFrame(schema={SERIES: pl.Int64})


def _row(figure: Figure) -> tuple[object, ...]:
    computation = figure.series.computation
    reference = isinstance(computation, PopulationRate) and isinstance(computation.per, Reference)
    return (
        figure.series.number,
        figure.breakdown,
        computation.kind,
        figure.above,
        figure.below,
        figure.people,
        reference,
        figure.series.indicator.multiplier,
    )


def _numbers(above: pl.DataFrame) -> pl.DataFrame:
    empty = pl.lit(None, dtype=pl.Float64)
    return _picked(
        above.with_columns(
            (_known(VALUE, STATUS) * pl.col(MULTIPLIER)).alias(VALUE),
            empty.alias(NUMERATOR),
            empty.alias(DENOMINATOR),
        )
    )


def _over_sums(above: pl.DataFrame, sums: pl.DataFrame) -> pl.DataFrame:
    below = sums.select(CELL, AREA, PERIOD, KIND, VALUE, STATUS, RECEIPTS)
    both = above.join(
        below,
        left_on=["_below", AREA, PERIOD, KIND],
        right_on=[CELL, AREA, PERIOD, KIND],
        how="left",
        suffix="_d",
        maintain_order="left",
    )
    return _picked(_quotient(both))


def _over_reference(above: pl.DataFrame, sums: pl.DataFrame) -> pl.DataFrame:
    below = sums.select(
        pl.col(CELL).alias("_below"),
        AREA,
        END,
        pl.col(VALUE).alias(f"{VALUE}_d"),
        pl.col(STATUS).alias(f"{STATUS}_d"),
        pl.col(RECEIPTS).alias(f"{RECEIPTS}_d"),
    )
    both = above.sort(END).join_asof(
        below.sort(END), on=END, by=["_below", AREA], strategy="backward", check_sortedness=False
    )
    return _picked(_quotient(both))


def _over_people(above: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    ends = above[END].unique().to_list()
    years = {end: int(year_of(end)[:4]) for end in ends}
    below = people.select(
        AGES,
        YEAR,
        AREA,
        pl.col(PERSONS).alias(f"{VALUE}_d"),
        pl.lit(GRADE["ok"], dtype=pl.Int64).alias(f"{STATUS}_d"),
        pl.col(RECEIPTS).alias(f"{RECEIPTS}_d"),
    )
    both = (
        above.with_columns(
            pl.col(END).replace_strict(years, return_dtype=pl.Int64).alias(YEAR),
        )
        # What a sum leaves out of a territory, its population does not.
        .filter(pl.col(NOTE).is_in(["", SUMMED]))
        # Without an estimate for the year nothing can be said of any area.
        .filter(pl.col(YEAR).is_in(people[YEAR].unique().to_list()))
        .join(below, on=[AGES, YEAR, AREA], how="left", maintain_order="left")
    )
    return _picked(_quotient(both))


def _quotient(both: pl.DataFrame) -> pl.DataFrame:
    numerator = _known(VALUE, STATUS)
    denominator = _known(f"{VALUE}_d", f"{STATUS}_d")
    status = pl.max_horizontal(STATUS, pl.col(f"{STATUS}_d").fill_null(MISSING))
    known = (status <= GIVEN) & (denominator > 0)
    # A share above its whole is a fault of recording, and no figure.
    impossible = (pl.col("_kind") == SHARE) & (numerator > denominator)
    receipts = pl.col(RECEIPTS).list.set_union(
        pl.col(f"{RECEIPTS}_d").fill_null(pl.lit([], dtype=pl.List(pl.UInt16)))
    )
    return both.with_columns(
        pl.when(known & ~impossible)
        .then(numerator / denominator * pl.col(MULTIPLIER))
        .otherwise(None)
        .alias(VALUE),
        numerator.alias(NUMERATOR),
        denominator.alias(DENOMINATOR),
        pl.when(status > GIVEN)
        .then(status)
        .when(impossible | ~(denominator > 0))
        .then(NOT_APPLICABLE)
        .otherwise(status)
        .alias(STATUS),
        receipts.alias(RECEIPTS),
    )


def _known(value: str, status: str) -> pl.Expr:
    return pl.when(pl.col(status) <= GIVEN).then(pl.col(value)).otherwise(None)


def _picked(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(
        SERIES,
        BREAKDOWN,
        AREA,
        LEVEL,
        PERIOD,
        KIND,
        END,
        VALUE,
        NUMERATOR,
        DENOMINATOR,
        STATUS,
        RECEIPTS,
        NOTE,
    )
