"""The engine: figures of every area, from the computations that the registry states."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from helpers.base.records import Level
from helpers.indicators.columns import CELL, NOTE, VALUE
from helpers.indicators.computation import (
    ALL,
    Ages,
    Count,
    Locations,
    Mean,
    Population,
    PopulationRate,
    Published,
    Reference,
    Share,
    Summed,
    Term,
    Where,
    wholes_and_parts,
)
from helpers.indicators.finishing import finished
from helpers.indicators.locations import located
from helpers.indicators.population import counted_people, populations
from helpers.indicators.published import published
from helpers.indicators.ratios import Figure, divided
from helpers.indicators.registry import Registry, Series
from helpers.indicators.registry_check import datasets_read
from helpers.indicators.tables import Tables
from helpers.indicators.terms import Cell, cell_of, sums
from helpers.indicators.totals import with_totals

LEVELS = (Level.COUNCIL.value, Level.REGION.value, Level.ENGLAND.value)


@dataclass
class Plan:
    """Every sum that some series need, by dataset, each once; and what is made of them."""

    cells: dict[str, dict[Cell, int]] = field(default_factory=dict)
    ages: dict[Ages, int] = field(default_factory=dict)
    figures: list[Figure] = field(default_factory=list)
    adds_up: set[int] = field(default_factory=set)
    count: int = 0

    def cell(self, dataset: str, cell: Cell, *, adds_up: bool) -> int:
        """Number of a sum; the same one where it is already wanted."""
        known = self.cells.setdefault(dataset, {})
        if cell not in known:
            known[cell] = self.count
            self.count += 1
        if adds_up:
            self.adds_up.add(known[cell])
        return known[cell]


def computable(series: Series, tables: Tables, registry: Registry) -> bool:
    """Whether all datasets that a series needs are there; a lookup of tiers may be missing."""
    wanted = datasets_read(series.computation, registry.datasets)
    own = [name for name in wanted if name in registry.datasets or name == "ons_mye"]
    return all(tables.have(name) for name in own)


def figures(tables: Tables, registry: Registry, wanted: Sequence[Series]) -> pl.DataFrame:
    """Compute the figures of some series for every council, region and England.

    Parameters
    ----------
    tables : Tables
        The canonical tables of the inputs.
    registry : Registry
        What is computed, and how.
    wanted : sequence of Series
        Which; those whose datasets are not all there are left out.

    Returns
    -------
    DataFrame
        The columns of `helpers.indicators.finishing.FIGURES`, sorted by series, breakdown,
        area and period. Values carry the published number of decimals and never more.
    """
    there = [series for series in wanted if computable(series, tables, registry)]
    direct = [series for series in there if isinstance(series.computation, Published)]
    places = [series for series in there if isinstance(series.computation, Locations)]
    counts = [series for series in there if isinstance(series.computation, Population)]
    plan = _plan([s for s in there if s not in direct + places + counts], tables)
    parts = [published(tables, direct), located(tables, places), counted_people(tables, counts)]
    if plan.figures:
        frames = []
        for dataset, cells in plan.cells.items():
            numbers = list(cells.values())
            added = sums(tables.placed(dataset), tables.outline(dataset), list(cells))
            frames.append(
                added.with_columns(
                    pl.col(CELL).replace_strict(dict(enumerate(numbers)), return_dtype=pl.Int64)
                )
            )
        sums_of_all = pl.concat(frames).with_columns(pl.lit("").alias(NOTE))
        whole = with_totals(sums_of_all, plan.adds_up, [CELL], [VALUE])
        parts.append(divided(whole, plan.figures, populations(tables, plan.ages)))
    return finished(pl.concat(parts, how="diagonal"), registry, tables)


def _plan(wanted: Sequence[Series], tables: Tables) -> Plan:
    plan = Plan()
    for series in wanted:
        computation = series.computation
        assert isinstance(computation, Share | Mean | Count | PopulationRate)
        for breakdown, where, counted, column in wholes_and_parts(computation):
            plan.figures.append(
                _figure(plan, series, computation, tables, breakdown, where, counted, column)
            )
    return plan


def _figure(
    plan: Plan,
    series: Series,
    computation: Summed,
    tables: Tables,
    breakdown: str,
    where: Where,
    counted: Where,
    column: str,
) -> Figure:
    by_year = bool(computation.over)
    adds_up = series.indicator.adds_up

    def number(term: Term, selected: Where, *, own: str = "") -> int:
        taken = term.model_copy(update={"column": own}) if own else term
        cell = cell_of(
            taken,
            selected,
            tables.outline(series.dataset),
            tables.at_total(series.dataset),
            computation.period,
            by_year=by_year,
        )
        return plan.cell(series.dataset, cell, adds_up=adds_up)

    if isinstance(computation, Count):
        return Figure(series, breakdown, number(computation.count, counted, own=column))
    if isinstance(computation, PopulationRate):
        above = number(computation.count, counted, own=column)
        per = computation.per
        if isinstance(per, Ages):
            people = plan.ages.setdefault(per, len(plan.ages))
            return Figure(series, breakdown, above, people=people)
        return Figure(series, breakdown, above, _reference(plan, per, tables, adds_up=adds_up))
    above = number(computation.numerator, counted, own=column)
    return Figure(series, breakdown, above, number(computation.denominator, where))


def _reference(plan: Plan, per: Reference, tables: Tables, *, adds_up: bool) -> int:
    outline = tables.outline(per.dataset)
    cell = cell_of(per.count, {}, outline, tables.at_total(per.dataset))
    return plan.cell(per.dataset, cell, adds_up=adds_up)


__all__ = ["ALL", "LEVELS", "Figure", "computable", "figures"]
