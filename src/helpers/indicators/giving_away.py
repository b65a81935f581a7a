"""Which figures of a dataset about people would give a small number away.

It follows from the dataset and the registry alone: never from which figures a page asks for or
which other data are there, so that no page shows what another one hides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from helpers.base.records import Level
from helpers.indicators.columns import (
    AREA,
    BREAKDOWN,
    DENOMINATOR,
    LEVEL,
    NUMERATOR,
    PERIOD,
    SERIES,
)
from helpers.indicators.computation import ALL, Part
from helpers.indicators.count_cells import CountCells, Sum
from helpers.indicators.registry import Series
from helpers.indicators.tables import Tables
from helpers.methods.recoverable import Equation, exposed
from helpers.methods.small_numbers import SmallNumberRule

# Deliberately without rounding: a goal such as "below 25" could not be judged by fives.
RULE = SmallNumberRule(base=1)
KEYS = pl.Schema(
    {SERIES: pl.Int64(), BREAKDOWN: pl.String(), AREA: pl.String(), PERIOD: pl.String()}
)


@dataclass(frozen=True)
class _Figure:
    """A figure that can be made of one council's rows."""

    series: int
    breakdown: str
    period: str
    sums: tuple[Sum, ...]
    split: tuple[object, ...]
    small: bool
    left_over: tuple[Sum, ...] = ()


def giving_away(tables: Tables, dataset: str, about_people: Mapping[int, Series]) -> pl.DataFrame:
    """Find the figures that are small, or from which a small number could be worked out.

    Parameters
    ----------
    tables : Tables
        The canonical tables.
    dataset : str
        One whose policy is people.
    about_people : mapping of int to Series
        Every registered series of such datasets by its number.

    Returns
    -------
    DataFrame
        Series, breakdown, council and period of each.
    """
    return tables.once(f"giving away {dataset}", lambda: _of_dataset(tables, dataset, about_people))


def _of_dataset(tables: Tables, dataset: str, about_people: Mapping[int, Series]) -> pl.DataFrame:
    series = [each for each in about_people.values() if each.dataset == dataset]
    councils = tables.placed(dataset).filter(pl.col(LEVEL) == Level.COUNCIL.value)
    found = []
    for area in sorted(councils[AREA].unique().to_list()):
        cells = CountCells(tables, dataset, area)
        figures = [figure for each in series for figure in _figures(each, cells)]
        for figure in _hidden(figures, cells):
            found.append((figure.series, figure.breakdown, area, figure.period))
    return pl.DataFrame(found, schema=KEYS, orient="row")


def _figures(series: Series, cells: CountCells) -> list[_Figure]:
    computation = series.computation
    parts = {part.name: dimension(part) for part in computation.parts}
    names = [*([ALL] if computation.whole else []), *parts]
    share = series.indicator.interval == "wilson"
    made = []
    for period in cells.periods(series):
        for name in names:
            sums = cells.sums(series, {BREAKDOWN: name, PERIOD: period})
            told = [total for total in sums.values() if total]
            left_over = _rest(sums) if share else []
            small = any(cells.small(t, RULE.threshold) for t in [*told, *left_over])
            split = (series.number, period, parts.get(name) or name)
            figure = (series.number, name, period, tuple(told), split, small, tuple(left_over))
            if told:
                made.append(_Figure(*figure))
    return made


def _rest(sums: Mapping[str, Sum]) -> list[Sum]:
    """What the count above the line leaves of that below."""
    if NUMERATOR not in sums or DENOMINATOR not in sums:
        return []
    above, below = sums[NUMERATOR], sums[DENOMINATOR]
    rest = {cell: below.get(cell, 0) - above.get(cell, 0) for cell in {**below, **above}}
    kept = {cell: factor for cell, factor in rest.items() if factor}
    return [kept] if kept else []


def _hidden(figures: Sequence[_Figure], cells: CountCells) -> list[_Figure]:
    """Hide figures until no small number follows from those that are left."""
    hidden = {number for number, figure in enumerate(figures) if figure.small}
    identities = list(cells.identities())
    targets = [
        total
        for number in sorted(hidden)
        for total in (*figures[number].sums, *figures[number].left_over)
        if cells.small(total, RULE.threshold)
    ]
    every = [equation.sum for equation in identities] + [t for f in figures for t in f.sums]
    alone: dict[Any, None] = dict.fromkeys(cell for total in every for cell in total)
    # A small number that no figure is of must not follow from figures either.
    targets += [{cell: 1.0} for cell in alone if cells.small({cell: 1.0}, RULE.threshold)]
    while targets:
        hidden = _whole_splits(figures, hidden)
        more = _exposing(figures, hidden, identities, targets, cells)
        if not more:
            break
        hidden |= more
    return [figures[number] for number in sorted(hidden)]


def _whole_splits(figures: Sequence[_Figure], hidden: set[int]) -> set[int]:
    splits = {figures[number].split for number in hidden}
    return {number for number, figure in enumerate(figures) if figure.split in splits}


def _exposing(
    figures: Sequence[_Figure],
    hidden: set[int],
    identities: Sequence[Equation],
    targets: Sequence[Sum],
    cells: CountCells,
) -> set[int]:
    """Figures that are to go because a small number follows from them."""
    shown = [
        (number, Equation(total, cells.result(total)))
        for number, figure in enumerate(figures)
        if number not in hidden
        for total in figure.sums
        if cells.given(total)
    ]
    equations = [*(equation for _, equation in shown), *identities]
    uses: dict[Any, int] = {}
    for equation in equations:
        for cell in equation.sum:
            uses[cell] = uses.get(cell, 0) + 1

    def cost(place: int) -> tuple[object, ...]:
        number, equation = shown[place]
        used = max(uses[cell] for cell in equation.sum)
        # Parts go before wholes, then what hangs together with little, then small counts.
        return figures[number].breakdown == ALL, used, equation.result, number

    gone: set[int] = set()
    for _, places in exposed(equations, targets, RULE.threshold):
        choice = [place for place in places if place < len(shown)]
        if choice and not {shown[place][0] for place in choice} & gone:
            gone.add(shown[min(choice, key=cost)][0])
    return gone


def dimension(part: Part) -> str:
    """Name the split that a part belongs to: what its rows differ by."""
    return "|".join(sorted({*part.where, *part.counted, *(["column"] if part.column else [])}))
