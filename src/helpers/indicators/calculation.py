"""From canonical tables to figures: value, interval, counts and status of every area."""

from __future__ import annotations

import numpy as np
import polars as pl

from helpers.base.records import Level, Status
from helpers.contracts.columns import Ascof, Obs
from helpers.indicators.registry import Indicator, Registry
from helpers.methods import intervals
from helpers.methods.rounding import half_up

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
        Obs.LOWER.value: pl.Float64,
        Obs.UPPER.value: pl.Float64,
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
    DataFrame, shape (rows, 13)
        The columns of `FIGURES`, sorted by indicator, breakdown, area and period. Values and
        limits carry the published number of decimals and never more.
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
        lower, upper = value - margin, value + margin
    else:
        lower, upper = _interval(indicator, value, numerator, denominator)
    breakdown = pl.when(pl.col(Ascof.RATING) == "total").then(pl.lit(ALL)).otherwise(Ascof.RATING)
    return rows.select(
        pl.col(Ascof.AREA_CODE).alias(Obs.AREA_CODE),
        pl.col(Ascof.AREA_NAME).alias(Obs.AREA_NAME),
        pl.col(Ascof.LEVEL).alias(LEVEL),
        pl.col(Ascof.PERIOD).alias(Obs.PERIOD),
        pl.lit(indicator.code).alias(Obs.INDICATOR),
        breakdown.alias(Obs.BREAKDOWN),
        _column(Obs.VALUE, value, indicator.decimals),
        _column(Obs.LOWER, lower, indicator.decimals),
        _column(Obs.UPPER, upper, indicator.decimals),
        _column(MARGIN, margin, indicator.decimals),
        _column(Obs.NUMERATOR, numerator, 0),
        _column(Obs.DENOMINATOR, denominator, 0),
        pl.col(Ascof.OUTCOME_STATUS).alias(Obs.STATUS),
    )


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
    if indicator.interval == "wilson":
        low, high = intervals.wilson(x, n)
        lower[known], upper[known] = low * indicator.multiplier, high * indicator.multiplier
    elif indicator.interval == "byar":
        lower[known], upper[known] = intervals.rate(x, n, indicator.multiplier)
    return lower, upper


def _numbers(rows: pl.DataFrame, column: Ascof) -> intervals.Numbers:
    return rows[column.value].cast(pl.Float64).fill_null(float("nan")).to_numpy().copy()


def _column(name: str, numbers: intervals.Numbers, decimals: int) -> pl.Series:
    rounded = [None if np.isnan(number) else half_up(number, decimals) for number in numbers]
    return pl.Series(str(name), rounded, dtype=pl.Float64)


def is_published(status: str) -> bool:
    """Whether a status means that there is a number to show."""
    return status in {Status.OK, Status.PROVISIONAL, Status.ROUNDED}
