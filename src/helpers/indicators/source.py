"""What every page of a run is cut from: canonical tables, and the figures computed from them."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from helpers.base.parameters import Request
from helpers.base.period_kinds import PeriodKind
from helpers.base.records import ENGLAND_CODE
from helpers.base.settings import Settings
from helpers.base.spans import last_day, year_of
from helpers.base.themes import SCORECARD, THEMES
from helpers.contracts.columns import Obs
from helpers.gate.store.records import Receipt
from helpers.indicators.calculation import figures
from helpers.indicators.columns import END, LEVEL, NAMES, RECEIPTS, SERIES
from helpers.indicators.comparison import (
    KEYS,
    SPREAD,
    compared,
    spread,
    with_area_names,
    with_verdicts,
)
from helpers.indicators.definitions import Indicator
from helpers.indicators.demand import PROJECTION, DemandAnswers, demand_answers
from helpers.indicators.evidence import Evidence
from helpers.indicators.figures_by_area import Cut, FiguresByArea, Together
from helpers.indicators.flags import with_flags
from helpers.indicators.limits import with_limits
from helpers.indicators.neighbours import (
    Peers,
    neighbours_values,
    peers_of,
    with_neighbours,
)
from helpers.indicators.observed import described, named, observed
from helpers.indicators.pool import FRAMEWORK, POOL, pool_lines, pool_of
from helpers.indicators.publications import Publication, publications
from helpers.indicators.registry import load_registry
from helpers.indicators.registry_check import NEIGHBOURS, POPULATION, TIERS, datasets_read
from helpers.indicators.reporting_year import sets_the_year, settled_period
from helpers.indicators.tables import Tables

SOURCE = "ascof_timeseries"
# No figure of anybody is handed out for a chart or a table without what it is out of.
COUNTS = [Obs.NUMERATOR.value, Obs.DENOMINATOR.value]
SHOWN = [
    Obs.AREA_CODE.value,
    Obs.AREA_NAME.value,
    LEVEL,
    Obs.PERIOD.value,
    *NAMES,
    Obs.BREAKDOWN.value,
    Obs.VALUE.value,
    Obs.LOWER.value,
    Obs.UPPER.value,
    *COUNTS,
    Obs.STATUS.value,
]

CHARTED = [SERIES, Obs.BREAKDOWN.value, Obs.AREA_CODE.value, Obs.PERIOD.value]

Wanted = frozenset[tuple[str, str]]
"""Indicators, each by its framework and code."""
Figures = tuple[pl.DataFrame, pl.DataFrame]


class Source:
    """The canonical tables of some receipts, with the figures computed from them once.

    One source serves every area of a run; a kernel makes one for itself.

    Parameters
    ----------
    receipts : tuple of Receipt
        The accepted extracts.
    settings : Settings
        Where the store, the contracts and the registry are.
    thorough : bool
        Whether the registry is checked whole, or only as far as these extracts go.
    """

    def __init__(
        self, receipts: tuple[Receipt, ...], settings: Settings, *, thorough: bool = False
    ) -> None:
        self.settings = settings
        datasets = {receipt.dataset for receipt in receipts}
        self.registry = load_registry(settings.contracts, None if thorough else datasets)
        self.tables = Tables(receipts, settings, self.registry)
        self._figures: dict[str, Figures] = {}
        self._by_area: dict[str, FiguresByArea] = {}
        self._missing: dict[tuple[str, ...], tuple[Publication, ...]] = {}

    @property
    def latest_period(self) -> str:
        """Last financial year of the datasets that set the reporting year; empty without one."""
        ends = [
            year_of(last_day(receipt.latest_period, receipt.period_kind))
            for receipt in self.tables.receipts
            if sets_the_year(self.registry, receipt.dataset) and receipt.latest_period
        ]
        return max(ends, default="")

    def figures_of(self, theme: str) -> Figures:
        """Figures of every area for a theme's indicators, and the councils' compared ones.

        Parameters
        ----------
        theme : str
            One of the five; "" for what has no theme.

        Returns
        -------
        every : DataFrame
            Figures of councils, regions and England, with limits.
        councils : DataFrame
            Those of councils, compared, flagged and judged against England.
        """
        if theme not in self._figures:
            series = [s for s in self.registry.series if theme in (s.indicator.themes or ("",))]
            # For every area at once: page by page it would be most of a plan's work.
            every = with_limits(figures(self.tables, self.registry, series), self.registry)
            flagged = with_flags(compared(every), self.registry)
            self._figures[theme] = (every, with_verdicts(flagged, self.registry))
        return self._figures[theme]

    def by_area(self, theme: str) -> FiguresByArea:
        """Figures of a theme as pages are cut from them, named and described."""
        if theme not in self._by_area:
            every, councils = self.figures_of(theme)
            self._by_area[theme] = FiguresByArea(
                named(with_area_names(every), self.registry),
                described(councils, self.registry, self.tables),
                named(spread(every), self.registry),
            )
        return self._by_area[theme]

    def shown(self, theme: str, more: Wanted) -> Cut:
        """Figures that a page stands on: of its theme, and of what its promises name.

        Parameters
        ----------
        theme : str
            The page's theme, or "scorecard".
        more : set of (framework, code)
            What it shows beside its theme's indicators; of the scorecard, all that it shows.
        """
        wanted: dict[str, set[int]] = {}
        for series in self.registry.series:
            indicator = series.indicator
            named_so = (indicator.framework, indicator.code) in more
            if named_so and theme not in indicator.themes:
                wanted.setdefault(_first_theme(indicator), set()).add(series.number)
        if theme != SCORECARD.slug:
            if not wanted:
                return self.by_area(theme)
            own = {s.number for s in self.registry.series if theme in s.indicator.themes}
            wanted = {theme: own, **wanted}
        return self._together(wanted or {"": set()})

    def _everything(self) -> Cut:
        """Figures of all series, each from its first theme."""
        numbers: dict[str, set[int]] = {}
        for series in self.registry.series:
            numbers.setdefault(_first_theme(series.indicator), set()).add(series.number)
        return self._together(numbers)

    def _together(self, numbers: Mapping[str, set[int]]) -> Together:
        return Together(
            tuple((self.by_area(theme), frozenset(own)) for theme, own in numbers.items())
        )

    def councils_of(self, indicator: Indicator) -> pl.DataFrame:
        """Compared figures of every council for one indicator, from the dataset that pages show."""
        _, councils = self.figures_of(_first_theme(indicator))
        there = set(councils[SERIES].unique())
        numbers = [each.number for each in self.registry.series if each.indicator is indicator]
        return councils.filter(
            pl.col(SERIES) == next((number for number in numbers if number in there), -1)
        )

    def evidence(self, request: Request, more: Wanted = frozenset()) -> Evidence:
        """Cut out what one workbook may show.

        Parameters
        ----------
        request : Request
            Which.
        more : set of (framework, code)
            What it shows beside its theme's indicators; of the scorecard, all that it shows.

        Raises
        ------
        ParameterError
            When the data hold nothing at or before the period asked for.
        """
        code = request.area.code
        theme = request.theme.slug
        # The theme's own figures settle the year, and not what a promise wants beside them.
        of_theme = self._everything() if theme == SCORECARD.slug else self.by_area(theme)
        period = settled_period(request, self.registry, of_theme.of_council(code))
        until = last_day(period, PeriodKind.FINANCIAL_YEAR)
        settled = Request(
            request.theme, request.area, period, request.compare_with, request.strategy
        )
        cut = self.shown(theme, more)
        own = cut.of_council(code).filter(pl.col(END) <= until)
        numbers = own[SERIES].unique().to_list()
        seen = (pl.col(END) <= until) & pl.col(SERIES).is_in(numbers)
        peers = peers_of(request.area, request.compare_with, self.tables)
        values = neighbours_values(cut.of_areas(peers.codes).filter(seen), peers, self.registry)
        observations, extras = observed(own, values, peers, settled)
        others = peers.codes if peers.named else ()
        beside = (code, ENGLAND_CODE, request.area.region_code, *others)
        charted = cut.of_areas(beside).filter(seen).sort(CHARTED)
        if request.compare_with == "neighbours":
            charted = with_neighbours(charted, values)
        ranked = own.filter(pl.col(Obs.RANK).is_not_null()).select(SERIES, Obs.PERIOD)
        lines = self._pool_lines(settled)
        used = cut.receipts_of(numbers, until) | set(lines[RECEIPTS])
        receipts = self._receipts(used, numbers, peers, theme)
        return Evidence(
            request=settled,
            registry=self.registry,
            receipts=receipts,
            observations=observations,
            extras=extras,
            comparators=charted.select(SHOWN),
            spread=cut.spread_of(ranked.iter_rows()).select(
                *NAMES, *KEYS[1:], Obs.AREA_CODE.value, Obs.AREA_NAME.value, *SPREAD
            ),
            peers=peers,
            absent=self._absent(theme, receipts),
            demand=self._demand(settled),
            pool=pool_of(lines),
        )

    def _absent(self, theme: str, receipts: tuple[Receipt, ...]) -> tuple[Publication, ...]:
        """Datasets that a theme's page could show and that none of its extracts is of.

        They follow from the page's own extracts, so that whoever makes the page again from
        those alone says the same.
        """
        themes = [one.slug for one in THEMES] if theme == SCORECARD.slug else [theme]
        named = [e.dataset for one in themes for e in self.registry.series_of_theme(one)]
        if self._counts_demand(theme):
            named += [POPULATION, PROJECTION]
        there = {receipt.dataset for receipt in receipts}
        missing = tuple(each for each in dict.fromkeys(named) if each not in there)
        if missing not in self._missing:
            self._missing[missing] = publications(self.settings.contracts, missing)
        return self._missing[missing]

    def _counts_demand(self, theme: str) -> bool:
        demand = self.registry.demand
        return theme in self.registry.find(demand.code, demand.framework).themes

    def _demand(self, request: Request) -> DemandAnswers | None:
        if not self._counts_demand(request.theme.slug):
            return None
        return demand_answers(self, request.area, request.period)

    def _pool_lines(self, request: Request) -> pl.DataFrame:
        """Rows of the council's pool, for the theme that shows it."""
        shown = request.theme.slug in self.registry.find(POOL, FRAMEWORK).themes
        until = request.period if shown else ""
        return pool_lines(self.tables, request.area.code, until)

    def _receipts(
        self, used: set[int], numbers: list[int], peers: Peers, theme: str
    ) -> tuple[Receipt, ...]:
        """Extracts with a row of a series that the area has, or of its pool, and those beside.

        Beside stand the lookup by which districts are added up, and the list of neighbours:
        no figure is theirs, and without them the figures would be others.
        """
        beside = {NEIGHBOURS} if peers.areas and not peers.named else set()
        for number in numbers:
            read = datasets_read(self.registry.series[number].computation, self.registry.datasets)
            beside |= set(read) & {TIERS}
        if self._counts_demand(theme):
            demand = self.registry.demand
            counted = self.registry.find(demand.code, demand.framework).computed
            if any(self.tables.have(each.dataset) for each in counted):
                beside |= {*(each.dataset for each in counted), POPULATION, PROJECTION, TIERS}
        return tuple(
            receipt
            for number, receipt in enumerate(self.tables.receipts)
            if number in used or receipt.dataset in beside
        )


def _first_theme(indicator: Indicator) -> str:
    """First theme of an indicator, empty where it has none."""
    return indicator.themes[0] if indicator.themes else ""
