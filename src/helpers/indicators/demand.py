"""Demand for placements in years to come: the rate of each age on the projected residents."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from helpers.base.geography import Area
from helpers.base.periods import first_year
from helpers.contracts.columns import Snpp, Tiers
from helpers.indicators import areas
from helpers.indicators.demand_definitions import Band, Projected, Scenario
from helpers.indicators.placements import (
    PlacementsBesidePopulation,
    PlacementsChange,
    Stock,
    Unanswered,
    placements_beside_population,
    placements_change,
    stock_of,
)
from helpers.indicators.registry_check import TIERS
from helpers.indicators.stock_source import StockSource
from helpers.indicators.tables import Tables
from helpers.methods.intervals import Numbers
from helpers.methods.projection import Projection, project
from helpers.methods.rounding import half_up_each

PROJECTION = "ons_snpp"
PERSONS, ALL_AGES = "persons", "all"


@dataclass(frozen=True)
class ProjectedResidents:
    """Residents of one council by variant, year and age band.

    Attributes
    ----------
    base : int
        Year that the projection starts from.
    years : tuple of int
        Mid-years, earliest first.
    variants : dict of str to ndarray, each of shape (years, bands)
        Residents.
    """

    base: int
    years: tuple[int, ...]
    variants: dict[str, Numbers]


@dataclass(frozen=True)
class PlacementsDemand:
    """Placements to the projection's horizon, each scenario and variant apart.

    Attributes
    ----------
    counted : str
        Financial year whose placements it starts from.
    base : int
        Year that the population projection starts from.
    superseded : bool
        Whether a later projection exists, so that this is an example and no outlook.
    years : tuple of int
        Years projected.
    scenarios : dict of Scenario to Projection
        In the registry's order.
    """

    counted: str
    base: int
    superseded: bool
    years: tuple[int, ...]
    scenarios: dict[Scenario, Projection]

    @property
    def table(self) -> pl.DataFrame:
        """One row a scenario, variant and year, in whole people, with each uncertainty apart."""
        parts = []
        for scenario, projection in self.scenarios.items():
            for variant, path in projection.paths.items():
                columns = {
                    Projected.PEOPLE: path.total,
                    Projected.CHANCE_LOWER: path.chance.lower,
                    Projected.CHANCE_UPPER: path.chance.upper,
                    Projected.PREVALENCE_LOWER: path.prevalence.lower,
                    Projected.PREVALENCE_UPPER: path.prevalence.upper,
                    Projected.LOWER: path.combined.lower,
                    Projected.UPPER: path.combined.upper,
                }
                numbers = {
                    name.value: pl.Series(half_up_each(values)).cast(pl.Int64)
                    for name, values in columns.items()
                }
                parts.append(
                    pl.DataFrame({Projected.YEAR.value: list(self.years), **numbers}).select(
                        pl.lit(scenario.name).alias(Projected.SCENARIO),
                        pl.lit(variant).alias(Projected.VARIANT),
                        pl.all(),
                    )
                )
        return pl.concat(parts)


@dataclass(frozen=True)
class DemandAnswers:
    """What can be said of one council's placements and its residents, for a page.

    Attributes
    ----------
    change : PlacementsChange or Unanswered
        Its split into size, ages and rate.
    beside : PlacementsBesidePopulation or Unanswered
        Whether placements grew no faster than older residents.
    ahead : PlacementsDemand or Unanswered
        The projection.
    """

    change: PlacementsChange | Unanswered
    beside: PlacementsBesidePopulation | Unanswered
    ahead: PlacementsDemand | Unanswered

    @property
    def plain(self) -> list[object]:
        """Everything that a page may show of it, to be digested."""
        change, beside, ahead = self.change, self.beside, self.ahead
        return [
            repr(change) if isinstance(change, Unanswered) else change.table.write_csv(),
            repr(beside),
            repr(ahead) if isinstance(ahead, Unanswered) else ahead.table.write_csv(),
        ]


def demand_answers(source: StockSource, area: Area, until: str) -> DemandAnswers:
    """Ask all three questions of one council's placements, none beyond a financial year."""
    return DemandAnswers(
        placements_change(source, area, until=until),
        placements_beside_population(source, area, until=until),
        placements_demand(source, area, until=until),
    )


def placements_demand(
    source: StockSource, area: Area, first_age: int = 0, until: str = ""
) -> PlacementsDemand | Unanswered:
    """Project placements by age band to the projection's horizon, under stated scenarios.

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

    Notes
    -----
    The residents of the base year are the projection's own, so that an estimate revised since
    does not pass for growth. Chance, the prevalence of the base and the variants are kept
    apart (`methods.projection.project`); how the rate will move is in none of them.
    """
    demand = source.registry.demand
    stock = stock_of(source, area, first_age, until)
    if isinstance(stock, Unanswered):
        return stock
    if not source.tables.have(PROJECTION):
        return Unanswered("No population projection is among the inputs.", (PROJECTION,))
    residents = projected_residents(source.tables, area, stock.bands)
    if isinstance(residents, Unanswered):
        return residents
    counted = first_year(stock.periods[-1])
    if counted not in residents.years or counted == residents.years[-1]:
        return Unanswered(
            f"The projection runs from {residents.years[0]} to {residents.years[-1]}; "
            f"placements were counted for {stock.periods[-1]}.",
            (PROJECTION,),
        )
    return PlacementsDemand(
        stock.periods[-1],
        residents.base,
        residents.base < demand.current_base,
        tuple(year for year in residents.years if year > counted),
        {
            scenario: _projected(stock, residents, counted, scenario)
            for scenario in demand.scenarios
        },
    )


def projected_residents(
    tables: Tables, area: Area, bands: tuple[Band, ...]
) -> ProjectedResidents | Unanswered:
    """Residents of one council by the latest projection, every variant of it.

    Parameters
    ----------
    tables : Tables
        The canonical tables.
    area : Area
        A council; a county that the file does not hold is the sum of its districts.
    bands : tuple of Band
        Ages.
    """
    by_variant: dict[tuple[int, str], dict[int, list[float]]] = {}
    for table in tables.each(PROJECTION):
        own = _rows_of(tables, table, area)
        for (base, variant), rows in own.group_by([Snpp.BASE.value, Snpp.VARIANT.value]):
            years = _by_year(rows, bands)
            if years:
                by_variant[int(str(base)), str(variant)] = years
    if not by_variant:
        return Unanswered(
            f"The projection does not hold every age of {area.name} that is asked about.",
            (PROJECTION, TIERS),
        )
    base = max(base for base, _ in by_variant)
    variants = {name: years for (of, name), years in sorted(by_variant.items()) if of == base}
    common = sorted(set.intersection(*(set(years) for years in variants.values())))
    return ProjectedResidents(
        base,
        tuple(common),
        {name: np.array([years[year] for year in common]) for name, years in variants.items()},
    )


def _projected(
    stock: Stock, residents: ProjectedResidents, counted: int, scenario: Scenario
) -> Projection:
    start = residents.years.index(counted)
    ahead = np.array(residents.years[start + 1 :], dtype=np.float64) - counted
    # Every variant has the same residents in the year that all of them start from; where they
    # differ by then, each grows from its own.
    paths = {
        name: values[start + 1 :] / values[start] * stock.residents[-1]
        for name, values in residents.variants.items()
    }
    return project(stock.people[-1], stock.residents[-1], paths, ahead, scenario.growth)


def _rows_of(tables: Tables, table: pl.DataFrame, area: Area) -> pl.DataFrame:
    """Rows of persons of a council, or those of its districts where it is not in the file."""
    persons = table.filter((pl.col(Snpp.SEX) == PERSONS) & (pl.col(Snpp.AGE) != ALL_AGES))
    codes = persons[Snpp.AREA_CODE.value].unique().to_list()
    own = [code for code in codes if areas.by_code(code) == area.code]
    if not own and tables.have(TIERS):
        tiers = tables.raw(TIERS).select(Tiers.AREA_CODE, Tiers.UPPER_CODE).rows()
        districts = dict(areas.counties(tiers)).get(area.code, [])
        # A county without one of its districts is no smaller county.
        own = districts if set(districts) <= set(codes) else []
    return persons.filter(pl.col(Snpp.AREA_CODE).is_in(own))


def _by_year(rows: pl.DataFrame, bands: tuple[Band, ...]) -> dict[int, list[float]]:
    """Residents of each band by year; a year that lacks an age is left out."""
    ages = rows.select(
        pl.col(Snpp.YEAR).cast(pl.Int64),
        pl.col(Snpp.AGE).cast(pl.Int64),
        pl.col(Snpp.PERSONS),
    )
    found: dict[int, list[float]] = {}
    for (year,), group in ages.group_by([Snpp.YEAR.value], maintain_order=True):
        by_age = dict(group.group_by(Snpp.AGE.value).agg(pl.col(Snpp.PERSONS).sum()).iter_rows())
        wanted = [range(band.first, band.last + 1) for band in bands]
        if all(age in by_age for each in wanted for age in each):
            found[int(str(year))] = [sum(by_age[age] for age in each) for each in wanted]
    return found
