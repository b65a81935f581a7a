"""Figures as they may leave the engine: published precision, small numbers kept back."""

from __future__ import annotations

import polars as pl

from helpers.base.records import Level, Status
from helpers.disclosure.primary import controlled
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
from helpers.indicators.computation import Part
from helpers.indicators.registry import Registry
from helpers.indicators.tables import Tables
from helpers.indicators.terms import ORDER
from helpers.indicators.territories import with_today
from helpers.methods.rounding import half_up_each
from helpers.methods.small_numbers import SmallNumberRule

PEOPLE = "people"
DIMENSION = "_dimension"
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
    whole = _kept_back(whole, registry, tables).with_columns(
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


def _kept_back(figures: pl.DataFrame, registry: Registry, tables: Tables) -> pl.DataFrame:
    """Suppress small numbers of people, and the parts from which they could be worked out."""
    about_people = {
        series.number: series
        for series in registry.series
        if tables.have(series.dataset) and tables.outline(series.dataset).policy == PEOPLE
    }
    ours = pl.col(SERIES).is_in(list(about_people))
    local = figures.filter(ours & (pl.col(LEVEL) == Level.COUNCIL.value))
    if local.is_empty():
        return figures
    rest = figures.filter(~(ours & (pl.col(LEVEL) == Level.COUNCIL.value)))
    each = {number: series.indicator for number, series in about_people.items()}

    def where(chosen: list[int], count: pl.Expr, name: str) -> pl.Expr:
        return pl.when(pl.col(SERIES).is_in(chosen) & (count >= 0)).then(count).alias(name)

    # Above the line of a share or a rate stand people, whether or not an interval is given;
    # above that of a mean, days or pounds.
    people = [number for number, indicator in each.items() if not indicator.is_average]
    shares = [number for number, indicator in each.items() if indicator.interval == "wilson"]
    numbers = [
        number
        for number, indicator in each.items()
        if not indicator.is_average and (indicator.is_number or indicator.multiplier == 1)
    ]
    above, below = pl.col(NUMERATOR), pl.col(DENOMINATOR)
    # Deliberately without rounding: a goal such as "below 25" could not be judged by fives.
    held = controlled(
        local.with_columns(
            where(numbers, pl.col(VALUE), "_number"),
            where(people, above, "_above"),
            where(list(each), below, "_below"),
            # The rest of a whole is a number of people too.
            where(shares, below - above, "_rest"),
        ),
        ["_number", "_above", "_below", "_rest"],
        SmallNumberRule(base=1),
    )
    dimensions = pl.DataFrame(
        [
            (number, part.name, _dimension(part))
            for number, series in about_people.items()
            for part in series.computation.parts
        ],
        schema={SERIES: pl.Int64, BREAKDOWN: pl.String, DIMENSION: pl.String},
        orient="row",
    )
    held = held.join(dimensions, on=[SERIES, BREAKDOWN], how="left", maintain_order="left")
    hidden = pl.col(STATUS) == Status.SUPPRESSED.value
    # One hidden part among parts that add up is found by subtraction: so all of them are.
    siblings = hidden.any().over(SERIES, AREA, PERIOD, DIMENSION) & pl.col(DIMENSION).is_not_null()
    held = held.with_columns(
        pl.when(siblings)
        .then(pl.lit(Status.SUPPRESSED.value))
        .otherwise(pl.col(STATUS))
        .alias(STATUS)
    )
    return pl.concat([rest, held.select(figures.columns)])


def _dimension(part: Part) -> str:
    return "|".join(sorted({*part.where, *part.counted, *(["column"] if part.column else [])}))
