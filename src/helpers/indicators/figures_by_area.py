"""Figures cut by area and by series once, so that each page of a run takes its own out of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Protocol

import polars as pl

from helpers.contracts.columns import Obs
from helpers.indicators.columns import END, PERIOD, RECEIPTS, SERIES

Key = tuple[int, str]
"""A series and a period of it."""


class Cut(Protocol):
    """Figures from which pages are cut."""

    def of_council(self, code: str) -> pl.DataFrame:
        """Described figures of one council, by series, breakdown and period."""
        ...

    def of_areas(self, codes: Iterable[str]) -> pl.DataFrame:
        """Figures of some areas, in no particular order."""
        ...

    def spread_of(self, keys: Iterable[Key]) -> pl.DataFrame:
        """Values of all councils for some series and periods, in their order."""
        ...

    def receipts_of(self, numbers: Sequence[int], until: date) -> set[int]:
        """Numbers of the receipts that hold a figure of a series up to a day, for any area."""
        ...


@dataclass(frozen=True)
class FiguresByArea:
    """Figures of one theme.

    Attributes
    ----------
    every : DataFrame
        Figures of councils, regions and England, with limits and names.
    councils : DataFrame
        Those of councils, described, by series, breakdown and period.
    spread : DataFrame
        Those that councils are ranked by, by series, period and council.
    """

    every: pl.DataFrame
    councils: pl.DataFrame
    spread: pl.DataFrame

    def of_council(self, code: str) -> pl.DataFrame:
        """Described figures of one council, by series, breakdown and period."""
        found = self._councils.get(code)
        return found if found is not None else self.councils.clear()

    def of_areas(self, codes: Iterable[str]) -> pl.DataFrame:
        """Figures of some areas, in the order in which they are named."""
        parts = [self._areas[code] for code in dict.fromkeys(codes) if code in self._areas]
        return pl.concat(parts) if parts else self.every.clear()

    def spread_of(self, keys: Iterable[Key]) -> pl.DataFrame:
        """Values of all councils for some series and periods, in their order."""
        parts = [self.by_key[key] for key in sorted(set(keys)) if key in self.by_key]
        return pl.concat(parts) if parts else self.spread.clear()

    def receipts_of(self, numbers: Sequence[int], until: date) -> set[int]:
        """Numbers of the receipts that hold a figure of a series up to a day, for any area."""
        rows = self.held.filter((pl.col(END) <= until) & pl.col(SERIES).is_in(list(numbers)))
        return set(rows[RECEIPTS])

    @cached_property
    def by_key(self) -> dict[Key, pl.DataFrame]:
        """The spread, cut by series and period."""
        parts = self.spread.partition_by(SERIES, PERIOD, as_dict=True, maintain_order=True)
        return {(int(str(number)), str(period)): part for (number, period), part in parts.items()}

    @cached_property
    def held(self) -> pl.DataFrame:
        """Which receipt holds a figure of which series, and of which end of a period."""
        return self.every.select(SERIES, END, RECEIPTS).explode(RECEIPTS).drop_nulls().unique()

    @cached_property
    def _councils(self) -> dict[str, pl.DataFrame]:
        return _by_area(self.councils)

    @cached_property
    def _areas(self) -> dict[str, pl.DataFrame]:
        return _by_area(self.every)


@dataclass(frozen=True)
class Together:
    """Figures of several themes, of each some series.

    Attributes
    ----------
    parts : tuple of (FiguresByArea, frozenset of int)
        The figures of a theme, and which of its series.
    """

    parts: tuple[tuple[FiguresByArea, frozenset[int]], ...]

    def of_council(self, code: str) -> pl.DataFrame:
        """Described figures of one council, by series, breakdown and period."""
        rows = pl.concat([_of(part.of_council(code), own) for part, own in self.parts])
        return rows.sort(SERIES, Obs.BREAKDOWN.value, END, maintain_order=True)

    def of_areas(self, codes: Iterable[str]) -> pl.DataFrame:
        """Figures of some areas, theme by theme."""
        named = list(codes)
        return pl.concat([_of(part.of_areas(named), own) for part, own in self.parts])

    def spread_of(self, keys: Iterable[Key]) -> pl.DataFrame:
        """Values of all councils for some series and periods, in their order."""
        wanted = list(keys)
        rows = [part.spread_of([k for k in wanted if k[0] in own]) for part, own in self.parts]
        return pl.concat(rows).sort(SERIES, PERIOD, maintain_order=True)

    def receipts_of(self, numbers: Sequence[int], until: date) -> set[int]:
        """Numbers of the receipts that hold a figure of a series up to a day, for any area."""
        held = [
            part.receipts_of([n for n in numbers if n in own], until) for part, own in self.parts
        ]
        return set().union(*held)


def _of(rows: pl.DataFrame, numbers: frozenset[int]) -> pl.DataFrame:
    return rows.filter(pl.col(SERIES).is_in(list(numbers)))


def _by_area(frame: pl.DataFrame) -> dict[str, pl.DataFrame]:
    parts = frame.partition_by(Obs.AREA_CODE.value, as_dict=True, maintain_order=True)
    # What is a council no more has no code of today, and no page.
    return {str(code): part for (code,), part in parts.items() if code is not None}
