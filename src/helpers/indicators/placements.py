"""Placements of one council by age beside its residents: what changed, and how fast.

The number is a stock, counted on the last day of a financial year; the residents are those
of the mid-year in which that year starts. Years on two sides of a break are never compared.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from helpers.base.geography import Area
from helpers.base.periods import first_year
from helpers.contracts.columns import Obs
from helpers.indicators.columns import AGES, AREA, PERSONS, YEAR
from helpers.indicators.computation import Ages
from helpers.indicators.demand_definitions import Band, Demand, Split
from helpers.indicators.population import populations
from helpers.indicators.registry_check import POPULATION
from helpers.indicators.stock_source import StockSource
from helpers.methods.decomposition import Decomposition, size_structure_rate
from helpers.methods.growth import GrowthRatio, Kept, grew_no_faster, growth_ratio
from helpers.methods.intervals import Numbers
from helpers.methods.rounding import half_up


@dataclass(frozen=True)
class Unanswered:
    """Why a question about placements has no answer, and which data would give one.

    Attributes
    ----------
    why : str
        A sentence for a page.
    needs : tuple of str
        Datasets.
    """

    why: str
    needs: tuple[str, ...]


@dataclass(frozen=True)
class Stock:
    """People in placements and residents, by year and age.

    Attributes
    ----------
    bands : tuple of Band
        The ages, youngest first.
    periods : tuple of str
        Financial years, earliest first; none lies before a break.
    people, residents : ndarray, shape (periods, bands)
        People counted on the last day of the year, and residents at its mid-year.
    """

    bands: tuple[Band, ...]
    periods: tuple[str, ...]
    people: Numbers
    residents: Numbers


@dataclass(frozen=True)
class PlacementsChange:
    """A change in placements, split into the population's size, its ages and the rate.

    Attributes
    ----------
    earlier, later : str
        Financial years.
    split : Decomposition
        Effects `size`, `structure` and `rate`, in people; they add up to the change.
    """

    earlier: str
    later: str
    split: Decomposition

    @property
    def table(self) -> pl.DataFrame:
        """Number at the start, each effect and number at the end, in whole people.

        The effects are rounded one by one, so they may miss the change by one.
        """
        start, end = self.split.crude
        parts = [(self.earlier, start), *self.split.effects.items(), (self.later, end)]
        return pl.DataFrame(
            [(name, int(half_up(value))) for name, value in parts],
            schema={Split.PART.value: pl.String, Split.PEOPLE.value: pl.Int64},
            orient="row",
        )


@dataclass(frozen=True)
class PlacementsBesidePopulation:
    """Whether placements grew no faster than older residents.

    Attributes
    ----------
    earlier, later : str
        Financial years.
    ratios : dict of int to GrowthRatio
        Growth beside that of residents from each age upwards.
    verdict : {"yes", "no", "cannot tell"}
        Whether it grew no faster than any of them.
    """

    earlier: str
    later: str
    ratios: dict[int, GrowthRatio]
    verdict: Kept


def stock_of(
    source: StockSource, area: Area, first_age: int = 0, until: str = ""
) -> Stock | Unanswered:
    """Count placements and residents of one council by age, year by year.

    Parameters
    ----------
    source : StockSource
        The evidence of a run.
    area : Area
        A council.
    first_age : int
        Bands that start below it are left out.
    until : str
        Financial year after which nothing is counted; all of them if left out.
    """
    demand = source.registry.demand
    indicator = source.registry.find(demand.code, demand.framework)
    datasets = tuple(computation.dataset for computation in indicator.computed)
    if not any(source.tables.have(dataset) for dataset in datasets):
        return Unanswered("No file that counts placements by age is among the inputs.", datasets)
    if not source.tables.have(POPULATION):
        return Unanswered("No population by age is among the inputs.", (POPULATION,))
    rows = source.councils_of(indicator).filter(
        (pl.col(Obs.AREA_CODE) == area.code) & pl.col(Obs.VALUE).is_not_null()
    )
    since = max((gap.before for gap in source.registry.breaks_of(indicator)), default="")
    people = {
        (period, part): value
        for period, part, value in rows.select(Obs.PERIOD, Obs.BREAKDOWN, Obs.VALUE).iter_rows()
        if period >= since and (not until or period <= until)
    }
    for way in demand.bands:
        bands = tuple(band for band in way if band.first >= first_age)
        periods = sorted({period for period, _ in people})
        whole = tuple(p for p in periods if all((p, b.breakdown) in people for b in bands))
        if bands and whole:
            return _beside_residents(source, area, bands, whole, people)
    return Unanswered(
        f"No year since {since or 'the series starts'} has every age band of {area.name}: "
        "one is missing or suppressed.",
        datasets,
    )


def placements_change(
    source: StockSource, area: Area, earlier: str = "", later: str = "", until: str = ""
) -> PlacementsChange | Unanswered:
    """Split a change in long-term placements into population size, age structure and rate.

    Parameters
    ----------
    source, area, until
        As in `stock_of`.
    earlier, later : str
        Financial years; the first and the last that may be compared if left out.

    Notes
    -----
    Das Gupta's decomposition of the total (`methods.decomposition.size_structure_rate`).
    """
    stock = stock_of(source, area, until=until)
    if isinstance(stock, Unanswered):
        return stock
    ends = _ends(source, stock, area, earlier, later)
    if isinstance(ends, Unanswered):
        return ends
    start, end = ends
    split = size_structure_rate(
        stock.people[start], stock.residents[start], stock.people[end], stock.residents[end]
    )
    return PlacementsChange(stock.periods[start], stock.periods[end], split)


def placements_beside_population(
    source: StockSource, area: Area, earlier: str = "", later: str = "", until: str = ""
) -> PlacementsBesidePopulation | Unanswered:
    """Ask whether older people's placements grew no faster than older residents.

    Parameters
    ----------
    source, area, until
        As in `stock_of`.
    earlier, later : str
        Financial years; the first and the last that may be compared if left out.

    Notes
    -----
    A test that a published strategy sets itself: placements are to grow no faster than older
    residents. The ages, and what still counts as in step, stand in the registry.
    """
    demand = source.registry.demand
    stock = stock_of(source, area, demand.older_from, until)
    if isinstance(stock, Unanswered):
        return stock
    ends = _ends(source, stock, area, earlier, later)
    if isinstance(ends, Unanswered):
        return ends
    start, end = ends
    people = float(stock.people[start].sum()), float(stock.people[end].sum())
    groups = [Ages(first=age) for age in demand.beside]
    residents = _residents(source, area, groups)
    ratios: dict[int, GrowthRatio] = {}
    for number, age in enumerate(demand.beside):
        both = [residents.get((number, first_year(stock.periods[place]))) for place in ends]
        if both[0] is None or both[1] is None:
            return Unanswered(
                f"The residents aged {age} and over of both years are not known.", (POPULATION,)
            )
        ratios[age] = growth_ratio(
            people,
            (both[0], both[1]),
            rounded_to=demand.rounded_to * len(stock.bands),
            within=demand.in_step_within,
        )
    return PlacementsBesidePopulation(
        stock.periods[start], stock.periods[end], ratios, grew_no_faster(tuple(ratios.values()))
    )


def _beside_residents(
    source: StockSource,
    area: Area,
    bands: tuple[Band, ...],
    periods: tuple[str, ...],
    people: dict[tuple[str, str], float],
) -> Stock | Unanswered:
    residents = _residents(source, area, [band.residents for band in bands])
    places = range(len(bands))
    known = tuple(
        period
        for period in periods
        if all((place, first_year(period)) in residents for place in places)
    )
    if not known:
        return Unanswered(
            f"No mid-year population of {area.name} fits {' or '.join(periods)}.", (POPULATION,)
        )
    return Stock(
        bands,
        known,
        np.array([[people[period, band.breakdown] for band in bands] for period in known]),
        np.array([[residents[place, first_year(period)] for place in places] for period in known]),
    )


def _residents(source: StockSource, area: Area, groups: list[Ages]) -> dict[tuple[int, int], float]:
    """Residents by group of ages and mid-year."""
    rows = populations(source.tables, groups).filter(pl.col(AREA) == area.code)
    return {
        (number, year): people
        for number, year, people in rows.select(AGES, YEAR, PERSONS).iter_rows()
    }


def _ends(
    source: StockSource, stock: Stock, area: Area, earlier: str, later: str
) -> tuple[int, int] | Unanswered:
    demand: Demand = source.registry.demand
    datasets = tuple(
        computation.dataset
        for computation in source.registry.find(demand.code, demand.framework).computed
    )
    start, end = earlier or stock.periods[0], later or stock.periods[-1]
    for period in (start, end):
        if period not in stock.periods:
            return Unanswered(
                f"{area.name} has no placements by age for {period} that may be compared.", datasets
            )
    if start >= end:
        return Unanswered(f"One year, {end}, can be counted so far; a change needs two.", datasets)
    return stock.periods.index(start), stock.periods.index(end)
