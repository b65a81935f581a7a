"""Figures and the sums of a contract as equations between the cells of one council's file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import polars as pl

from helpers.base.errors import ParameterError
from helpers.base.period_kinds import PeriodKind
from helpers.base.records import Status
from helpers.base.spans import last_day, year_of
from helpers.contracts.identities import AddsUp, CarriesForward
from helpers.indicators.columns import (
    AREA,
    AS_AT,
    BREAKDOWN,
    DENOMINATOR,
    NUMERATOR,
    PERIOD,
    VALUE,
)
from helpers.indicators.computation import (
    ALL,
    Count,
    Locations,
    Mean,
    Population,
    PopulationRate,
    Published,
    Term,
    Where,
    wholes_and_parts,
)
from helpers.indicators.registry import Series
from helpers.indicators.tables import Tables
from helpers.indicators.terms import period_of
from helpers.methods.recoverable import Equation

Cell = tuple[int, str]
"""Row of the file and column."""
Sum = dict[Cell, float]


class CountCells:
    """The cells of one council's rows of a dataset, and what is said of them.

    Parameters
    ----------
    tables : Tables
        The canonical tables.
    dataset : str
        Whose rows.
    area : str
        ONS code of the council.
    """

    def __init__(self, tables: Tables, dataset: str, area: str) -> None:
        self._outline = tables.outline(dataset)
        self._at_total = {name: (word,) for name, word in tables.at_total(dataset).items()}
        self._table = tables.placed(dataset).filter(pl.col(AREA) == area)
        self._rows: list[dict[str, Any]] = self._table.to_dicts()
        self._by_period: dict[tuple[str, str, str], dict[str, list[int]]] = {}

    def number(self, cell: Cell) -> float | None:
        """Return the count of a cell, None where the file does not give it."""
        found = self._rows[cell[0]][cell[1]]
        return None if found is None else float(found)

    def result(self, total: Sum) -> float:
        """Return what a sum of cells comes to, NaN where one of them is not given."""
        numbers = [(factor, self.number(cell)) for cell, factor in total.items()]
        if any(number is None for _, number in numbers):
            return float("nan")
        return sum(factor * (number or 0.0) for factor, number in numbers)

    def small(self, total: Sum, threshold: int) -> bool:
        """Whether a sum is of so few people that it must not be known, or hidden by its source."""
        result = self.result(total)
        return 0 < result < threshold or any(self.hidden_by_source(cell) for cell in total)

    def given(self, total: Sum) -> bool:
        """Whether the file gives every cell of a sum, so that a figure is made of it."""
        return all(self.number(cell) is not None for cell in total)

    def hidden_by_source(self, cell: Cell) -> bool:
        """Whether the file itself withholds a count."""
        name = self._outline.status_of(cell[1])
        return bool(name) and self._rows[cell[0]][name] == Status.SUPPRESSED.value

    def sums(self, series: Series, figure: Mapping[str, Any]) -> dict[str, Sum]:
        """Return the sums of people that a figure tells, by the column of the figure.

        Parameters
        ----------
        series : Series
            The figure's.
        figure : mapping
            Its breakdown and period.
        """
        computation, indicator = series.computation, series.indicator
        if isinstance(computation, Locations | Population):
            return {}
        if isinstance(computation, Published):
            wholes = {ALL: computation.where} if computation.whole else {}
            where = wholes | {p.name: computation.where | p.where for p in computation.parts}
            columns = {DENOMINATOR: computation.denominator}
            if not indicator.is_average:
                columns[NUMERATOR] = computation.numerator
                if indicator.multiplier == 1:
                    columns[VALUE] = computation.value
            rows = where[figure[BREAKDOWN]]
            return {
                name: self._sum(series, Term(column=column), rows, figure[PERIOD])
                for name, column in columns.items()
                if column
            }
        part = next(each for each in wholes_and_parts(computation) if each[0] == figure[BREAKDOWN])
        _, selected, counted, own = part
        terms: dict[str, tuple[Term, Where]] = {}
        if isinstance(computation, Count) and not indicator.is_average:
            terms[VALUE] = (computation.count, counted)
        elif isinstance(computation, Count):
            return {}
        elif isinstance(computation, PopulationRate):
            terms[NUMERATOR] = (computation.count, counted)
        else:
            terms[DENOMINATOR] = (computation.denominator, selected)
            if not isinstance(computation, Mean):
                terms[NUMERATOR] = (computation.numerator, counted)
        if own and (first := next((n for n in (VALUE, NUMERATOR) if n in terms), "")):
            terms[first] = (terms[first][0].model_copy(update={"column": own}), terms[first][1])
        return {
            name: self._sum(series, term, rows, figure[PERIOD])
            for name, (term, rows) in terms.items()
        }

    def _sum(self, series: Series, term: Term, where: Where, period: str) -> Sum:
        selected = self._at_total | where | term.where
        found: Sum = {}
        for sign, wanted in ((1.0, selected), (-1.0, selected | term.less)):
            if sign < 0 and not term.less:
                continue
            for row in self._periods(series).get(period, ()):
                if all(self._rows[row][name] in values for name, values in wanted.items()):
                    found[row, term.column] = found.get((row, term.column), 0.0) + sign
        return {cell: factor for cell, factor in found.items() if factor}

    def periods(self, series: Series) -> Sequence[str]:
        """Return the periods in which a series may have a figure, in order."""
        return sorted(self._periods(series))

    def _periods(self, series: Series) -> Mapping[str, Sequence[int]]:
        own = series.computation.period
        column, kind, quarter = self._outline.period_column, self._outline.period_kind, ""
        if own is not None:
            column, kind, quarter = own.column, own.kind, own.quarter
        if kind == PeriodKind.NONE:
            column, kind = AS_AT, PeriodKind.DATE.value
        over = str(getattr(series.computation, "over", ""))
        key = (column, quarter, over)
        if key not in self._by_period:
            texts = self._table.select(period_of(column, quarter)).to_series().to_list()
            by: dict[str, list[int]] = {}
            for row, text in enumerate(texts):
                by.setdefault(_year(text, kind) if over else str(text), []).append(row)
            self._by_period[key] = by
        return self._by_period[key]

    def identities(self) -> Iterator[Equation]:
        """Sums of the contract over these rows, each with what it comes to in the file."""
        for identity in self._outline.identities:
            if isinstance(identity, AddsUp):
                sums = self._added(identity)
            else:
                sums = self._carried(identity)
            for each in sums:
                yield Equation(each, self.result(each))

    def _told(self, cell: Cell) -> bool:
        return self.number(cell) is not None or self.hidden_by_source(cell)

    def _groups(self, keys: Sequence[str], rows: Sequence[int]) -> Iterator[list[int]]:
        groups: dict[tuple[Any, ...], list[int]] = {}
        for row in rows:
            groups.setdefault(tuple(self._rows[row][key] for key in keys), []).append(row)
        yield from groups.values()

    def _added(self, rule: AddsUp) -> Iterator[Sum]:
        meant = [
            number
            for number, row in enumerate(self._rows)
            if row[rule.by] not in rule.apart
            and all(str(row[name]) in words for name, words in rule.where.items())
        ]
        for rows in self._groups(rule.keys, meant):
            words = {self._rows[row][rule.by] for row in rows}
            if rule.whole not in words or len(words) == 1 or not rule.parts <= words:
                continue
            signs = {
                (row, rule.column): 1.0 if self._rows[row][rule.by] == rule.whole else -1.0
                for row in rows
            }
            told = {cell: sign for cell, sign in signs.items() if self._told(cell)}
            if 1.0 in told.values() and -1.0 in told.values():
                yield told

    def _carried(self, rule: CarriesForward) -> Iterator[Sum]:
        for rows in self._groups(rule.keys, range(len(self._rows))):
            in_order = sorted(rows, key=lambda row: self._rows[row][rule.period])
            for before, now in pairwise(in_order):
                change: Sum = {
                    (now, rule.stock): 1.0,
                    (before, rule.stock): -1.0,
                    (now, rule.came): -1.0,
                    (now, rule.left): 1.0,
                }
                if all(self._told(cell) for cell in change):
                    yield change


def _year(text: Any, kind: str) -> str:
    try:
        return year_of(last_day(str(text), kind))
    except (ParameterError, ValueError):
        return ""
