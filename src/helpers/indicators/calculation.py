"""From canonical tables to figures: value, interval, counts and status of every area."""

from __future__ import annotations

import numpy as np
import polars as pl

from helpers.base.records import Level
from helpers.contracts.columns import Ascof, Obs
from helpers.indicators.registry import Indicator, Registry
from helpers.methods import intervals
from helpers.methods.rounding import half_up_each

LEVEL = "level"
MARGIN = "margin"
ALL = "all"
LEVELS = (Level.COUNCIL.value, Level.REGION.value, Level.ENGLAND.value)
INTERVAL_NAMES = {
    "wilson": "Wilson 95%",
    "byar": "Byar 95% (exact Poisson below 10)",
    "margin": "publisher's 95% margin of error",
    "none": "no margin published",
}

FIGURES = pl.Schema(
    {
        Obs.AREA_CODE.value: pl.String,
        Obs.AREA_NAME.value: pl.String,
        LEVEL: pl.String,
        Obs.PERIOD.value: pl.String,
        Obs.INDICATOR.value: pl.String,
        Obs.BREAKDOWN.value: pl.String,
        Obs.VALUE.value: pl.Float64,
        MARGIN: pl.Float64,
        Obs.NUMERATOR.value: pl.Float64,
        Obs.DENOMINATOR.value: pl.Float64,
        Obs.STATUS.value: pl.String,
    }
)


def figures(table: pl.DataFrame, registry: Registry, codes: tuple[str, ...]) -> pl.DataFrame:
    """Compute the figures of some indicators for every council, region and England.

    Parameters
    ----------
    table : DataFrame
        Canonical rows of the outcomes framework (`Ascof` columns).
    registry : Registry
        What the codes mean.
    codes : tuple of str
        Indicator codes.

    Returns
    -------
    DataFrame, shape (rows, 11)
        The columns of `FIGURES`, sorted by indicator, breakdown, area and period. Values carry
        the published number of decimals and never more; `with_limits` adds their intervals.
    """
    wanted = table.filter(
        pl.col(Ascof.MEASURE).is_in(list(codes)) & pl.col(Ascof.LEVEL).is_in(list(LEVELS))
    )
    parts = [
        _of_indicator(wanted.filter(pl.col(Ascof.MEASURE) == code), registry.find(code))
        for code in codes
    ]
    order = [Obs.INDICATOR.value, Obs.BREAKDOWN.value, Obs.AREA_CODE.value, Obs.PERIOD.value]
    return pl.concat(parts).sort(order) if parts else pl.DataFrame(schema=FIGURES)


def _of_indicator(rows: pl.DataFrame, indicator: Indicator) -> pl.DataFrame:
    value = _numbers(rows, Ascof.OUTCOME)
    numerator = _numbers(rows, Ascof.NUMERATOR)
    denominator = _numbers(rows, Ascof.DENOMINATOR)
    margin = _numbers(rows, Ascof.MARGIN)
    if indicator.is_survey:
        denominator = _numbers(rows, Ascof.RESPONDENTS)
    breakdown = pl.when(pl.col(Ascof.RATING) == "total").then(pl.lit(ALL)).otherwise(Ascof.RATING)
    return rows.select(
        pl.col(Ascof.AREA_CODE).alias(Obs.AREA_CODE),
        pl.col(Ascof.AREA_NAME).alias(Obs.AREA_NAME),
        pl.col(Ascof.LEVEL).alias(LEVEL),
        pl.col(Ascof.PERIOD).alias(Obs.PERIOD),
        pl.lit(indicator.code).alias(Obs.INDICATOR),
        breakdown.alias(Obs.BREAKDOWN),
        _column(Obs.VALUE, value, indicator.decimals),
        _column(MARGIN, margin, indicator.decimals),
        _column(Obs.NUMERATOR, numerator, 0),
        _column(Obs.DENOMINATOR, denominator, 0),
        pl.col(Ascof.OUTCOME_STATUS).alias(Obs.STATUS),
    )


def with_limits(rows: pl.DataFrame, registry: Registry) -> pl.DataFrame:
    """Add `lower` and `upper` to the figures that a page shows.

    Parameters
    ----------
    rows : DataFrame
        Figures of any areas.
    registry : Registry
        What the indicators mean.

    Returns
    -------
    DataFrame
        The same rows in the same order, with limits at published precision.
    """
    if rows.is_empty():
        empty = pl.lit(None, dtype=pl.Float64)
        return rows.with_columns(empty.alias(Obs.LOWER), empty.alias(Obs.UPPER))
    numbered = rows.with_row_index("place")
    parts = []
    for (code,), group in numbered.group_by([Obs.INDICATOR.value], maintain_order=True):
        indicator = registry.find(str(code))
        value, margin = _numbers(group, Obs.VALUE), _numbers(group, MARGIN)
        if indicator.is_survey:
            lower, upper = value - margin, value + margin
        else:
            counts = _numbers(group, Obs.NUMERATOR), _numbers(group, Obs.DENOMINATOR)
            lower, upper = _interval(indicator, value, *counts)
        parts.append(
            group.with_columns(
                _column(Obs.LOWER, lower, indicator.decimals),
                _column(Obs.UPPER, upper, indicator.decimals),
            )
        )
    return pl.concat(parts).sort("place").drop("place")


def _interval(
    indicator: Indicator,
    value: intervals.Numbers,
    numerator: intervals.Numbers,
    denominator: intervals.Numbers,
) -> tuple[intervals.Numbers, intervals.Numbers]:
    lower, upper = np.full(value.shape, np.nan), np.full(value.shape, np.nan)
    # Without a published value an interval would hand out what the publisher withholds.
    known = ~(np.isnan(value) | np.isnan(numerator) | np.isnan(denominator)) & (denominator > 0)
    x, n = numerator[known], denominator[known]
    if indicator.counts_rounded_to:
        # The outcome was computed before the counts were rounded: it stands, and the smallest
        # denominator that rounds to the published one gives the widest interval.
        n = np.maximum(n - indicator.counts_rounded_to / 2, 1.0)
        x = np.clip(value[known] / indicator.multiplier, 0.0, 1.0) * n
    if indicator.interval == "wilson":
        low, high = intervals.wilson(x, n)
        lower[known], upper[known] = low * indicator.multiplier, high * indicator.multiplier
    elif indicator.interval == "byar":
        lower[known], upper[known] = intervals.rate(x, n, indicator.multiplier)
    return lower, upper


def _numbers(rows: pl.DataFrame, column: str) -> intervals.Numbers:
    return rows[str(column)].cast(pl.Float64).fill_null(float("nan")).to_numpy().copy()


def _column(name: str, numbers: intervals.Numbers, decimals: int) -> pl.Series:
    return pl.Series(str(name), half_up_each(numbers, decimals), dtype=pl.Float64).fill_nan(None)
