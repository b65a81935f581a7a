"""Each council's figures beside England's, its region's and all councils'."""

from __future__ import annotations

from functools import cache

import numpy as np
import polars as pl

from helpers.base.geography import REGIONS, all_areas
from helpers.base.records import ENGLAND_CODE, Level, Status
from helpers.contracts.columns import Obs
from helpers.indicators.calculation import ALL
from helpers.indicators.columns import KIND, LEVEL, MARGIN, NOTE, SERIES
from helpers.indicators.definitions import Indicator
from helpers.indicators.registry import Registry
from helpers.indicators.slices import by_group
from helpers.methods.benchmark import against_reference
from helpers.methods.ranking import percentile_of, rank_from_highest
from helpers.methods.survey import difference

ENGLAND_NUMERATOR = "england_numerator"
ENGLAND_DENOMINATOR = "england_denominator"
ENGLAND_MARGIN = "england_margin"
ENGLAND_NOTE, REGION_NOTE = "_england_note", "_region_note"
SPREAD = (Obs.VALUE.value, Obs.NUMERATOR.value, Obs.DENOMINATOR.value)
KEYS = [SERIES, Obs.BREAKDOWN.value, Obs.PERIOD.value]


def compared(figures: pl.DataFrame) -> pl.DataFrame:
    """Set every council's figures beside England, region and the other councils.

    Parameters
    ----------
    figures : DataFrame
        Figures of councils, regions and England for the same series.

    Returns
    -------
    DataFrame
        Councils only, with `england`, `region`, `rank`, `ranked` and `percentile`
        added; ranks count from the highest value among the councils that have one for the
        same period, and stand for every series: which of them may be shown is decided with
        the flags.
    """
    england = figures.filter(pl.col(LEVEL) == Level.ENGLAND.value).select(
        *KEYS,
        pl.col(Obs.VALUE).alias(Obs.ENGLAND),
        pl.col(Obs.NUMERATOR).alias(ENGLAND_NUMERATOR),
        pl.col(Obs.DENOMINATOR).alias(ENGLAND_DENOMINATOR),
        pl.col(MARGIN).alias(ENGLAND_MARGIN),
        pl.col(NOTE).alias(ENGLAND_NOTE),
    )
    region = figures.filter(pl.col(LEVEL) == Level.REGION.value).select(
        *KEYS,
        pl.col(Obs.AREA_CODE).alias("region_code"),
        pl.col(Obs.VALUE).alias(Obs.REGION),
        pl.col(NOTE).alias(REGION_NOTE),
    )
    regions_of = pl.DataFrame(
        [(area.code, area.region_code) for area in all_areas()],
        schema={Obs.AREA_CODE.value: pl.String, "region_code": pl.String},
        orient="row",
    )
    councils = (
        figures.filter(pl.col(LEVEL) == Level.COUNCIL.value)
        .join(regions_of, on=Obs.AREA_CODE.value, how="left")
        .join(england, on=KEYS, how="left")
        .join(region, on=[*KEYS, "region_code"], how="left")
        .sort([*KEYS, Obs.AREA_CODE.value])
    )
    value = Obs.VALUE.value
    return councils.with_columns(
        by_group(councils, KEYS, value, rank_from_highest).cast(pl.Int64).alias(Obs.RANK),
        pl.col(value).count().over(KEYS).cast(pl.Int64).alias(Obs.RANKED),
        by_group(councils, KEYS, value, lambda x: np.round(percentile_of(x))).alias(Obs.PERCENTILE),
    )


def with_verdicts(councils: pl.DataFrame, registry: Registry) -> pl.DataFrame:
    """Add `comparison`: higher, lower or similar, against England; empty where nobody can say.

    Parameters
    ----------
    councils : DataFrame
        Councils' figures with England's beside them, their limits and their flags.
    registry : Registry
        What the indicators mean.
    """
    of = {series.number: series.indicator for series in registry.series}
    columns = (SERIES, Obs.FLAGS, Obs.VALUE, Obs.ENGLAND, Obs.LOWER, Obs.UPPER)
    verdicts = [
        "" if flags or value is None or england is None else _verdict(of[number], *row)
        for number, flags, *row in councils.select(*columns, MARGIN, ENGLAND_MARGIN).iter_rows()
        for value, england in (row[:2],)
    ]
    return councils.with_columns(pl.Series(Obs.COMPARISON.value, verdicts, dtype=pl.String))


def _verdict(
    indicator: Indicator,
    value: float,
    england: float,
    lower: float | None,
    upper: float | None,
    margin: float | None,
    of_england: float | None,
) -> str:
    """Judge a figure against England's by its interval, or by both margins for a survey."""
    if indicator.is_survey:
        if margin is None or of_england is None:
            return ""
        judged = difference(england, of_england, value, margin, indicator.decimals)
        if not judged.clear:
            return "similar"
        return "higher" if judged.change > 0 else "lower"
    if lower is None or upper is None:
        return ""
    return against_reference(lower, upper, england)


def with_area_names(figures: pl.DataFrame) -> pl.DataFrame:
    """Name areas as this project does."""
    return figures.join(_names(), on=Obs.AREA_CODE.value, how="left", maintain_order="left")


@cache
def _names() -> pl.DataFrame:
    return pl.DataFrame(
        [(ENGLAND_CODE, "England"), *REGIONS.items(), *((a.code, a.name) for a in all_areas())],
        schema={Obs.AREA_CODE.value: pl.String, Obs.AREA_NAME.value: pl.String},
        orient="row",
    )


def spread(figures: pl.DataFrame) -> pl.DataFrame:
    """Values and counts of all councils, for ranks, strips and funnels.

    Parameters
    ----------
    figures : DataFrame
        Figures of every area.

    Returns
    -------
    DataFrame
        Figures of councils that have one, breakdowns left out, by series, period and council.
    """
    councils = figures.filter(
        (pl.col(LEVEL) == Level.COUNCIL.value)
        & (pl.col(Obs.STATUS) == Status.OK.value)
        & (pl.col(Obs.BREAKDOWN) == ALL)
    )
    return (
        with_area_names(councils)
        .select(*KEYS, KIND, Obs.AREA_CODE.value, Obs.AREA_NAME.value, *SPREAD)
        # Councils that are no more have no code of today: they stay in the order that they had.
        .sort([*KEYS, Obs.AREA_CODE.value], maintain_order=True)
    )
