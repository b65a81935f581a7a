"""Small numbers of people kept back, and every figure from which one could be worked out."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from helpers.base.records import Level, Status
from helpers.disclosure.primary import KNOWN, controlled
from helpers.indicators.columns import (
    AREA,
    BREAKDOWN,
    DENOMINATOR,
    LEVEL,
    NUMBERS,
    NUMERATOR,
    PERIOD,
    SERIES,
    STATUS,
    VALUE,
)
from helpers.indicators.giving_away import RULE, dimension, giving_away
from helpers.indicators.registry import Registry, Series
from helpers.indicators.tables import Tables

PEOPLE = "people"
DIMENSION = "_dimension"
_SUPPRESSED = Status.SUPPRESSED.value


def kept_back(figures: pl.DataFrame, registry: Registry, tables: Tables) -> pl.DataFrame:
    """Suppress small numbers of people, and the figures from which they could be worked out.

    Parameters
    ----------
    figures : DataFrame
        Figures of all series with their counts; status in words.
    registry : Registry
        What each series is, and from which rows of its dataset.
    tables : Tables
        Whose contracts say which data are about people, and which sums hold between their
        counts.

    Returns
    -------
    DataFrame
        The same rows, in another order.
    """
    about_people = {
        series.number: series
        for series in registry.series
        if tables.have(series.dataset) and tables.outline(series.dataset).policy == PEOPLE
    }
    ours = pl.col(SERIES).is_in(list(about_people)) & (pl.col(LEVEL) == Level.COUNCIL.value)
    local = figures.filter(ours)
    if local.is_empty():
        return figures
    held = _secondary(_primary(local, about_people), about_people, tables)
    held = _with_siblings(held, about_people)
    # A share that is not available may have a denominator, and that is a number of people too.
    told = pl.col(STATUS).is_in(KNOWN)
    held = held.with_columns(
        pl.when(told).then(pl.col(name)).alias(name) for name in NUMBERS if name in held.columns
    )
    return pl.concat([figures.filter(~ours), held.select(figures.columns)])


def _primary(local: pl.DataFrame, about_people: Mapping[int, Series]) -> pl.DataFrame:
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
    return controlled(
        local.with_columns(
            where(numbers, pl.col(VALUE), "_number"),
            where(people, above, "_above"),
            where(list(each), below, "_below"),
            # The rest of a whole is a number of people too.
            where(shares, below - above, "_rest"),
        ),
        ["_number", "_above", "_below", "_rest"],
        RULE,
    )


def _secondary(
    held: pl.DataFrame, about_people: Mapping[int, Series], tables: Tables
) -> pl.DataFrame:
    """Hide the figures from which a small number of their dataset could be worked out."""
    datasets = sorted({about_people[number].dataset for number in held[SERIES].unique()})
    telling = pl.concat([giving_away(tables, name, about_people) for name in datasets])
    marked = held.join(
        telling.with_columns(pl.lit(value=True).alias("_tells")),
        on=telling.columns,
        how="left",
        maintain_order="left",
    )
    tells = pl.col("_tells").fill_null(value=False) & pl.col(STATUS).is_in(KNOWN)
    status = pl.when(tells).then(pl.lit(_SUPPRESSED)).otherwise(pl.col(STATUS))
    return marked.with_columns(status.alias(STATUS)).drop("_tells")


def _with_siblings(held: pl.DataFrame, about_people: Mapping[int, Series]) -> pl.DataFrame:
    """Hide all parts of a split of which one is hidden: it is what the others leave over."""
    dimensions = pl.DataFrame(
        [
            (number, part.name, dimension(part))
            for number, series in about_people.items()
            for part in series.computation.parts
        ],
        schema={SERIES: pl.Int64, BREAKDOWN: pl.String, DIMENSION: pl.String},
        orient="row",
    )
    held = held.join(dimensions, on=[SERIES, BREAKDOWN], how="left", maintain_order="left")
    hidden = pl.col(STATUS) == _SUPPRESSED
    siblings = hidden.any().over(SERIES, AREA, PERIOD, DIMENSION) & pl.col(DIMENSION).is_not_null()
    status = pl.when(siblings).then(pl.lit(_SUPPRESSED)).otherwise(pl.col(STATUS))
    return held.with_columns(status.alias(STATUS))
