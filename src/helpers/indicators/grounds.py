"""What the evidence of a page follows from, as a digest that is quicker had than the evidence.

A new extract moves a few figures, and most pages stay as they are. To cut out and digest the
evidence of each of 765 pages takes a plan several seconds; to see that nothing moved under a page
takes a fraction of that.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import polars as pl

from helpers.base import digests
from helpers.base.parameters import Request
from helpers.base.records import ENGLAND_CODE
from helpers.base.themes import SCORECARD
from helpers.contracts.columns import Obs
from helpers.gate.store.records import Receipt
from helpers.indicators.columns import END, PERIOD, RECEIPTS, SERIES
from helpers.indicators.demand import PROJECTION
from helpers.indicators.figures_by_area import FiguresByArea, Key
from helpers.indicators.neighbours import Peers, peers_of
from helpers.indicators.pool import BUDGET
from helpers.indicators.registry_check import NEIGHBOURS, POPULATION, TIERS
from helpers.indicators.source import Source, Wanted

BESIDE = (NEIGHBOURS, TIERS, POPULATION, PROJECTION, BUDGET)
"""Datasets that pages read beside the figures computed from them."""


class Grounds:
    """Digests of what the pages of one source follow from.

    Pages with one digest have the same evidence, where the registry, the contracts and the code are
    the same too. The reverse does not hold: a figure that the page does not show may be in it.

    Parameters
    ----------
    source : Source
        Canonical tables and the figures computed from them.

    Attributes
    ----------
    source : Source
        The same.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self._themes: dict[str, _Theme] = {}

    def digest(self, request: Request, more: Wanted = frozenset()) -> str | None:
        """Digest what one page follows from.

        Parameters
        ----------
        request : Request
            Which; its period may be "latest".
        more : set of (framework, code)
            What it shows beside its theme's indicators.

        Returns
        -------
        str or None
            SHA-256; None for a page whose figures are of several themes.
        """
        slug = request.theme.slug
        if more or slug == SCORECARD.slug:
            return None
        if slug not in self._themes:
            self._themes[slug] = _Theme(self.source.by_area(slug), self.source.tables.receipts)
        theme = self._themes[slug]
        peers = peers_of(request.area, request.compare_with, self.source.tables)
        return digests.of_value(
            [
                self._of_all,
                theme.receipts,
                theme.council(request.area.code),
                theme.ranked(request.area.code),
                self._compared_with(theme, request, peers),
            ]
        )

    def _compared_with(self, theme: _Theme, request: Request, peers: Peers) -> list[object]:
        beside = (ENGLAND_CODE, request.area.region_code, *peers.codes)
        return [peers.named, *peers.codes, *(theme.area(code) for code in beside)]

    @cached_property
    def _of_all(self) -> list[object]:
        """What every page follows from: titles of the extracts, and those beside the figures."""
        receipts = self.source.tables.receipts
        titles = [[each.dataset, each.title, each.sample] for each in receipts]
        return [titles, [each.id for each in receipts if each.dataset in BESIDE]]


class _Theme:
    """Digests of parts of a theme's figures, each worked out when it is first asked for."""

    def __init__(self, figures: FiguresByArea, receipts: Sequence[Receipt]) -> None:
        self._figures = figures
        self._receipts = receipts
        self._areas: dict[str, str] = {}
        self._keys: dict[Key, str] = {}

    def council(self, code: str) -> str:
        return _digest(self._figures.of_council(code))

    def area(self, code: str) -> str:
        if code not in self._areas:
            self._areas[code] = _digest(self._figures.of_areas([code]))
        return self._areas[code]

    def ranked(self, code: str) -> list[str]:
        """Digests of the councils' values for each figure of a council that carries a rank."""
        keys = self._ranked.get(code, [])
        for key in keys:
            if key not in self._keys:
                self._keys[key] = _digest(self._figures.spread_of([key]))
        return [self._keys[key] for key in keys]

    @cached_property
    def receipts(self) -> str:
        """Digest of which datasets a page's receipts are of, whatever their ids."""
        datasets = {number: each.dataset for number, each in enumerate(self._receipts)}
        samples = {number: each.sample for number, each in enumerate(self._receipts)}
        held = self._figures.held.select(
            SERIES,
            END,
            pl.col(RECEIPTS).replace_strict(datasets, return_dtype=pl.String).alias("dataset"),
            pl.col(RECEIPTS).replace_strict(samples, return_dtype=pl.Boolean).alias("sample"),
        ).unique()
        return _digest(held.sort(pl.all()))

    @cached_property
    def _ranked(self) -> dict[str, list[Key]]:
        rows = self._figures.councils.filter(
            pl.col(Obs.RANK).is_not_null() & pl.col(Obs.AREA_CODE).is_not_null()
        )
        found: dict[str, list[Key]] = {}
        for code, number, period in rows.select(Obs.AREA_CODE, SERIES, PERIOD).iter_rows():
            found.setdefault(code, []).append((number, period))
        return found


def _digest(rows: pl.DataFrame) -> str:
    # Another edition of a file has another receipt, and may have the same figures.
    own = rows.drop(RECEIPTS, Obs.RECEIPT.value, strict=False)
    return digests.of_bytes(own.write_csv().encode())
