"""Figures as they may leave the engine: published precision, small numbers kept back."""

from __future__ import annotations

import polars as pl

from helpers.base.records import Status
from helpers.indicators.columns import (
    AREA,
    BREAKDOWN,
    DENOMINATOR,
    END,
    KIND,
    LEVEL,
    LOWER_GIVEN,
    MARGIN,
    NOTE,
    NUMBERS,
    NUMERATOR,
    PERIOD,
    RECEIPTS,
    SERIES,
    STATUS,
    TODAY,
    UPPER_GIVEN,
    VALUE,
)
from helpers.indicators.kept_back import kept_back
from helpers.indicators.registry import Registry
from helpers.indicators.tables import Tables
from helpers.indicators.terms import ORDER
from helpers.indicators.territories import with_today
from helpers.methods.rounding import half_up_each

FIGURES = pl.Schema(
    {
        SERIES: pl.Int64(),
        BREAKDOWN: pl.String(),
        TODAY: pl.String(),
        AREA: pl.String(),
        LEVEL: pl.String(),
        PERIOD: pl.String(),
        KIND: pl.String(),
        END: pl.Date(),
        VALUE: pl.Float64(),
        MARGIN: pl.Float64(),
        LOWER_GIVEN: pl.Float64(),
        UPPER_GIVEN: pl.Float64(),
        NUMERATOR: pl.Float64(),
        DENOMINATOR: pl.Float64(),
        STATUS: pl.String(),
        NOTE: pl.String(),
        RECEIPTS: pl.List(pl.UInt16()),
    }
)


def finished(figures: pl.DataFrame, registry: Registry, tables: Tables) -> pl.DataFrame:
    """Round, keep back small numbers, and put today's councils beside the areas of the data.

    Parameters
    ----------
    figures : DataFrame
        What the computations gave; status as its grade.
    registry : Registry
        Decimals of each indicator.
    tables : Tables
        Whose contracts say which data are about people.

    Returns
    -------
    DataFrame
        The columns of `FIGURES`; no number where the status says that there is none.
    """
    if figures.is_empty():
        return pl.DataFrame(schema=FIGURES)
    missing = [name for name in FIGURES if name not in figures.columns and name != TODAY]
    status = pl.col(STATUS).replace_strict(
        {grade: each.value for grade, each in enumerate(ORDER)}, return_dtype=pl.String
    )
    whole = figures.with_columns(
        status.alias(STATUS), *(pl.lit(None, dtype=FIGURES[name]).alias(name) for name in missing)
    )
    hidden = pl.col(STATUS) == Status.SUPPRESSED.value
    whole = kept_back(whole, registry, tables).with_columns(
        pl.when(hidden).then(None).otherwise(pl.col(name)).alias(name) for name in NUMBERS
    )
    decimals = {series.number: series.indicator.decimals for series in registry.series}
    digits = pl.col(SERIES).replace_strict(decimals, return_dtype=pl.Int64).alias("_decimals")
    rounded = [
        group.with_columns(
            _rounded(group, name, int(str(places)) if name in PRECISE else 0) for name in NUMBERS
        )
        for (places,), group in whole.with_columns(digits).group_by(["_decimals"])
    ]
    return (
        _once(with_today(pl.concat(rounded), AREA))
        .select(pl.col(name).cast(kind) for name, kind in FIGURES.items())
        .sort(SERIES, BREAKDOWN, TODAY, PERIOD, AREA)
    )


def _once(figures: pl.DataFrame) -> pl.DataFrame:
    """Keep one figure of each of today's councils, where two editions give it two codes.

    The later edition is the one that has today's code, and it stands, as it does wherever two
    editions have one key.
    """
    place = [SERIES, BREAKDOWN, TODAY, PERIOD, KIND]
    twice = pl.struct(place).is_duplicated() & pl.col(TODAY).is_not_null()
    under_todays_code = (pl.col(AREA) == pl.col(TODAY)).any().over(place)
    return figures.filter(~twice | ~under_todays_code | (pl.col(AREA) == pl.col(TODAY)))


PRECISE = (VALUE, MARGIN, LOWER_GIVEN, UPPER_GIVEN)


def _rounded(group: pl.DataFrame, name: str, decimals: int) -> pl.Series:
    numbers = group[name].cast(pl.Float64).fill_null(float("nan")).to_numpy()
    return pl.Series(name, half_up_each(numbers, decimals), dtype=pl.Float64).fill_nan(None)
