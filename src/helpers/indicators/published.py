"""Figures as their publisher computed them, with the counts and margins that stand beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

import polars as pl

from helpers.base.period_kinds import PeriodKind
from helpers.indicators.columns import (
    AREA,
    AS_AT,
    BREAKDOWN,
    DENOMINATOR,
    KIND,
    LEVEL,
    LOWER_GIVEN,
    MADE_OF,
    MARGIN,
    NOTE,
    NUMBERS,
    NUMERATOR,
    PERIOD,
    RECEIPTS,
    SERIES,
    SOURCE,
    STATUS,
    UPPER_GIVEN,
    VALUE,
)
from helpers.indicators.computation import ALL, Published
from helpers.indicators.registry import Series
from helpers.indicators.tables import Tables
from helpers.indicators.terms import MISSING, grade_of, period_of, with_ends
from helpers.indicators.totals import with_totals

TAKEN = ("value", "status", "numerator", "denominator", "margin", "respondents", "lower", "upper")
ONCE = [SERIES, BREAKDOWN, AREA, PERIOD, KIND]


def published(tables: Tables, wanted: Sequence[Series]) -> pl.DataFrame:
    """Take published figures from their tables.

    Parameters
    ----------
    tables : Tables
        The canonical tables.
    wanted : sequence of Series
        Series whose computation is `Published`.

    Returns
    -------
    DataFrame
        One row a series, breakdown, area and period: value, margin, limits, counts, status
        (its grade).
    """
    groups: dict[tuple[object, ...], list[Series]] = {}
    for series in wanted:
        computation = series.computation
        assert isinstance(computation, Published)
        names = tuple(sorted(set(computation.where).union(*(p.where for p in computation.parts))))
        taken = tuple(getattr(computation, name) for name in TAKEN)
        period = computation.period
        key = (series.dataset, names, taken, period.model_dump_json() if period else "")
        groups.setdefault(key, []).append(series)
    frames = [_group(tables, group) for group in groups.values()]
    if not frames:
        return pl.DataFrame(schema={SERIES: pl.Int64})
    found = pl.concat(frames).unique([*ONCE, VALUE, STATUS], maintain_order=True)
    # Two rows that differ are no figure: nobody knows which of them it is.
    differ = pl.struct(ONCE).is_duplicated()
    once = (
        found.with_columns(
            pl.when(differ).then(None).otherwise(pl.col(name)).alias(name) for name in NUMBERS
        )
        .with_columns(
            pl.when(differ)
            .then(pl.max_horizontal(STATUS, pl.lit(MISSING)))
            .otherwise(pl.col(STATUS))
            .alias(STATUS)
        )
        .unique(ONCE, keep="first", maintain_order=True)
    )
    return _with_sums(once, wanted)


def _with_sums(found: pl.DataFrame, wanted: Sequence[Series]) -> pl.DataFrame:
    """Add what exact counts add up to: merged councils, and regions where the registry says so."""
    exact = {
        series.number: series.indicator
        for series in wanted
        if series.indicator.has_exact_counts and not series.indicator.is_number
    }
    both = pl.col(NUMERATOR).is_not_null() & (pl.col(DENOMINATOR) > 0)
    counts = found.filter(pl.col(SERIES).is_in(list(exact)) & both)
    if counts.is_empty():
        return found
    adds_up = [number for number, indicator in exact.items() if indicator.adds_up]
    multiplier = pl.col(SERIES).replace_strict({n: i.multiplier for n, i in exact.items()})
    place = [SERIES, BREAKDOWN, AREA, PERIOD, KIND]
    summed = with_totals(counts, adds_up, [SERIES, BREAKDOWN], [NUMERATOR, DENOMINATOR])
    added = summed.join(found, on=place, how="anti").with_columns(
        (pl.col(NUMERATOR) / pl.col(DENOMINATOR) * multiplier).alias(VALUE)
    )
    gone = counts.join(summed, on=place, how="anti")
    return pl.concat([found.join(gone, on=place, how="anti"), added])


def _group(tables: Tables, group: Sequence[Series]) -> pl.DataFrame:
    first = group[0].computation
    assert isinstance(first, Published)
    outline = tables.outline(first.dataset)
    table = tables.placed(first.dataset)
    names = sorted(set(first.where).union(*(part.where for part in first.parts)))
    chosen = pl.DataFrame(
        [row for series in group for row in _choices(series, names)],
        schema={SERIES: pl.Int64, BREAKDOWN: pl.String}
        | {name: table.schema[name] for name in names},
        orient="row",
    )
    period, kind, quarter = outline.period_column, outline.period_kind, ""
    if first.period is not None:
        period, kind, quarter = first.period.column, first.period.kind, first.period.quarter
    if kind == PeriodKind.NONE:
        period, kind = AS_AT, PeriodKind.DATE.value
    rows = table.filter((pl.col(MADE_OF) == 1) | (pl.col(SOURCE) == pl.col(AREA)))
    if names:
        joined = rows.join(chosen, on=names, how="inner", nulls_equal=True)
    else:
        joined = rows.join(chosen, how="cross")
    return with_ends(
        joined.select(
            SERIES,
            BREAKDOWN,
            AREA,
            LEVEL,
            period_of(period, quarter).alias(PERIOD),
            pl.lit(kind).alias(KIND),
            _number(first.value).alias(VALUE),
            _number(first.margin).alias(MARGIN),
            _number(first.lower).alias(LOWER_GIVEN),
            _number(first.upper).alias(UPPER_GIVEN),
            _number(first.numerator).alias(NUMERATOR),
            _number(first.respondents or first.denominator).alias(DENOMINATOR),
            grade_of(first.value, outline, first.status).alias(STATUS),
            pl.concat_list(RECEIPTS).alias(RECEIPTS),
            pl.lit("").alias(NOTE),
        ).filter(pl.col(PERIOD).is_not_null())
    )


def _choices(series: Series, names: Sequence[str]) -> Iterator[tuple[object, ...]]:
    computation = series.computation
    wholes = [(ALL, computation.where)] if computation.whole else []
    parts = [(part.name, computation.where | part.where) for part in computation.parts]
    for breakdown, where in (*wholes, *parts):
        for values in product(*(where.get(name, (None,)) for name in names)):
            yield (series.number, breakdown, *values)


def _number(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.Float64) if column else pl.lit(None, dtype=pl.Float64)
