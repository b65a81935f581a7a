"""The reporting year of a page: as asked for, or the latest of the area's own data."""

from __future__ import annotations

import polars as pl

from helpers.base.errors import ParameterError
from helpers.base.parameters import Request
from helpers.base.period_kinds import PeriodKind
from helpers.base.periods import LATEST, spoken
from helpers.base.spans import last_day, year_of
from helpers.indicators.columns import END, SERIES
from helpers.indicators.registry import Registry


def sets_the_year(registry: Registry, dataset: str) -> bool:
    """Whether a dataset is one of those whose last year is the year of a page."""
    known = registry.datasets.get(dataset)
    return known is not None and known.sets_the_year


def settled_period(request: Request, registry: Registry, of_area: pl.DataFrame) -> str:
    """Settle the reporting year of a page.

    Parameters
    ----------
    request : Request
        What was asked for; its period may be "latest".
    registry : Registry
        Which datasets set the year.
    of_area : DataFrame
        Every figure of the area.

    Raises
    ------
    ParameterError
        When the data hold nothing for the area, or not for the year asked for.
    """
    name = request.area.name
    if of_area.is_empty():
        raise ParameterError(
            f'period "{request.period}"',
            f"the data hold nothing for {name}",
            "a council that is in the data",
            "put an extract with its figures in the inbox",
        )
    setting = [
        series.number for series in registry.series if sets_the_year(registry, series.dataset)
    ]
    sets = of_area.filter(pl.col(SERIES).is_in(setting))
    reach = year_of(max(of_area[END]))
    latest = year_of(max((sets if sets.height else of_area)[END]))
    period = latest if request.period == LATEST else request.period
    if period > reach:
        raise ParameterError(
            f'period "{period}"',
            "the data do not reach it",
            f"{reach} or earlier",
            f'use period="{latest}", or put a newer edition in the inbox',
        )
    if min(of_area[END]) > last_day(period, PeriodKind.FINANCIAL_YEAR):
        raise ParameterError(
            f'period "{period}"',
            f"there is nothing for {name} at or before {spoken(period)}",
            f"{year_of(min(of_area[END]))} or later",
            f'use period="{latest}"',
        )
    return period
