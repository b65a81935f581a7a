"""Distinct places: services on the register of the Care Quality Commission, each counted once."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from helpers.base.period_kinds import PeriodKind
from helpers.indicators.columns import (
    AREA,
    AS_AT,
    BREAKDOWN,
    DENOMINATOR,
    KIND,
    LEVEL,
    NOTE,
    NUMERATOR,
    PERIOD,
    RECEIPTS,
    SERIES,
    STATUS,
    VALUE,
)
from helpers.indicators.computation import ALL, Locations, Where
from helpers.indicators.registry import Series
from helpers.indicators.tables import Tables
from helpers.indicators.terms import GRADE, with_ends

PLACE, ABOVE = "_place", "_above"


def located(tables: Tables, wanted: Sequence[Series]) -> pl.DataFrame:
    """Count places.

    Parameters
    ----------
    tables : Tables
        The canonical tables.
    wanted : sequence of Series
        Series whose computation is `Locations`.

    Returns
    -------
    DataFrame
        One row a series, breakdown and area, on the day that the extract speaks of.
    """
    frames = []
    for series in wanted:
        computation = series.computation
        assert isinstance(computation, Locations)
        wholes = [(ALL, computation.where, computation.counted)] if computation.whole else []
        parts = [
            (part.name, computation.where | part.where, computation.counted | part.counted)
            for part in computation.parts
        ]
        frames += [_count(tables, series, *each) for each in (*wholes, *parts)]
    return pl.concat(frames) if frames else pl.DataFrame(schema={SERIES: pl.Int64})


def _count(
    tables: Tables, series: Series, breakdown: str, where: Where, counted: Where
) -> pl.DataFrame:
    computation = series.computation
    assert isinstance(computation, Locations)
    place = pl.col(computation.distinct)
    if computation.same_as:
        place = pl.coalesce(computation.same_as, computation.distinct)
    amount = pl.col(computation.column) if computation.column else pl.lit(1)
    once = (
        tables.placed(series.dataset)
        .filter(_selected(where))
        .group_by(AREA, LEVEL, AS_AT, place.alias(PLACE), maintain_order=True)
        .agg(
            amount.max().fill_null(0).cast(pl.Float64).alias(VALUE),
            _selected(counted).any().alias(ABOVE),
            pl.col(RECEIPTS).first(),
        )
    )
    share = bool(counted)
    number, above = pl.col(VALUE).sum(), pl.col(VALUE).filter(pl.col(ABOVE)).sum()
    multiplier = series.indicator.multiplier
    empty = pl.lit(None, dtype=pl.Float64)
    added = once.group_by(AREA, LEVEL, AS_AT, maintain_order=True).agg(
        (above / number * multiplier if share else number * multiplier).alias(VALUE),
        (above if share else empty).alias(NUMERATOR),
        (number if share else empty).alias(DENOMINATOR),
        pl.col(RECEIPTS).unique(),
    )
    return with_ends(
        added.select(
            pl.lit(series.number, dtype=pl.Int64).alias(SERIES),
            pl.lit(breakdown).alias(BREAKDOWN),
            AREA,
            LEVEL,
            pl.col(AS_AT).alias(PERIOD),
            pl.lit(PeriodKind.DATE.value).alias(KIND),
            VALUE,
            NUMERATOR,
            DENOMINATOR,
            pl.lit(GRADE["ok"], dtype=pl.Int64).alias(STATUS),
            RECEIPTS,
            pl.lit("").alias(NOTE),
        )
    )


def _selected(where: Where) -> pl.Expr:
    chosen = pl.lit(value=True)
    for column, values in where.items():
        chosen = chosen & pl.col(column).is_in(list(values), nulls_equal=True)
    return chosen
