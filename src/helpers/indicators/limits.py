"""Intervals of the figures that a page shows, by the method that the registry names."""

from __future__ import annotations

import numpy as np
import polars as pl

from helpers.contracts.columns import Obs
from helpers.indicators.columns import LOWER_GIVEN, MARGIN, SERIES, UPPER_GIVEN
from helpers.indicators.definitions import Indicator
from helpers.indicators.registry import Registry
from helpers.methods import intervals
from helpers.methods.rounding import half_up_each

INTERVAL_NAMES = {
    "wilson": "Wilson 95%",
    "byar": "Byar 95% (exact Poisson below 10)",
    "margin": "publisher's 95% margin of error",
    "published": "publisher's 95% interval",
    "none": "no margin published",
    "not given": "no interval",
}


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
    # Series whose limits are made alike are taken together: a page has many series and few ways.
    ways: dict[tuple[object, ...], Indicator] = {}
    way_of = {}
    for number in rows[SERIES].unique().to_list():
        indicator = registry.series[number].indicator
        ways.setdefault(_way(indicator), indicator)
        way_of[number] = list(ways).index(_way(indicator))
    way = pl.col(SERIES).replace_strict(way_of, return_dtype=pl.UInt32)
    numbered = rows.with_row_index("place")
    parts = []
    for place, indicator in enumerate(ways.values()):
        group = numbered.filter(way == place)
        lower, upper = _limits(group, indicator)
        parts.append(
            group.with_columns(
                _column(Obs.LOWER, lower, indicator.decimals),
                _column(Obs.UPPER, upper, indicator.decimals),
            )
        )
    return pl.concat(parts).sort("place").drop("place")


def _way(indicator: Indicator) -> tuple[object, ...]:
    """All of an indicator that its limits follow from, beside the figures."""
    return (
        indicator.interval,
        indicator.unit,
        indicator.maximum,
        indicator.multiplier,
        indicator.decimals,
        indicator.counts_rounded_to,
    )


def _limits(
    group: pl.DataFrame, indicator: Indicator
) -> tuple[intervals.Numbers, intervals.Numbers]:
    value = _numbers(group, Obs.VALUE)
    if indicator.interval == "margin":
        margin = _numbers(group, MARGIN)
        highest = indicator.maximum if indicator.unit != "per cent" else 100.0
        if highest is None:
            return value - margin, value + margin
        # A share of everybody is no more than all of them, however wide the margin.
        return np.maximum(value - margin, 0.0), np.minimum(value + margin, highest)
    if indicator.interval == "published":
        return _numbers(group, LOWER_GIVEN), _numbers(group, UPPER_GIVEN)
    counts = _numbers(group, Obs.NUMERATOR), _numbers(group, Obs.DENOMINATOR)
    return _interval(indicator, value, *counts)


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
        # Where more are counted above the line than below it, it is no proportion.
        part = x <= n
        known[known] = part
        x, n = x[part], n[part]
        low, high = intervals.wilson(x, n)
        lower[known], upper[known] = low * indicator.multiplier, high * indicator.multiplier
    elif indicator.interval == "byar":
        lower[known], upper[known] = intervals.rate(x, n, indicator.multiplier)
    return lower, upper


def _numbers(rows: pl.DataFrame, column: str) -> intervals.Numbers:
    return rows[str(column)].cast(pl.Float64).fill_null(float("nan")).to_numpy().copy()


def _column(name: str, numbers: intervals.Numbers, decimals: int) -> pl.Series:
    return pl.Series(str(name), half_up_each(numbers, decimals), dtype=pl.Float64).fill_nan(None)
