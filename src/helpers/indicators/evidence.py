"""The evidence of one workbook: everything that its page may show, and nothing else.

A run takes the digest of this evidence into the version's fingerprint, and the notebook
is given the same evidence: so no page can show a figure that its fingerprint does not know.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property

import polars as pl

from helpers.base import digests
from helpers.base.errors import ParameterError
from helpers.base.parameters import Request
from helpers.base.period_kinds import PeriodKind
from helpers.base.periods import LATEST, spoken
from helpers.base.records import Status
from helpers.base.settings import Settings
from helpers.base.spans import last_day, year_of
from helpers.base.themes import SCORECARD, THEMES
from helpers.contracts.columns import Obs
from helpers.gate.store.records import Receipt
from helpers.indicators.calculation import figures
from helpers.indicators.columns import END, LEVEL, RECEIPTS, SERIES
from helpers.indicators.comparison import KEYS, comparators, compared, spread, with_verdicts
from helpers.indicators.definitions import Indicator
from helpers.indicators.flags import with_flags
from helpers.indicators.limits import with_limits
from helpers.indicators.neighbours import (
    Peers,
    neighbours_values,
    peers_of,
    with_neighbours,
)
from helpers.indicators.observed import NAMES, named, observed
from helpers.indicators.registry import Registry, load_registry
from helpers.indicators.registry_check import NEIGHBOURS, TIERS, datasets_read
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

Wanted = frozenset[tuple[str, str]]
"""Indicators, each by its framework and code."""
Figures = tuple[pl.DataFrame, pl.DataFrame]


WHOLE = "evidence"
FRAMES = ("observations", "extras", "comparators", "spread")
SERIES_KEYS = (Obs.FRAMEWORK.value, Obs.INDICATOR.value, Obs.DATASET.value)
RANKED = (Obs.RANK.value, Obs.RANKED.value, Obs.PERCENTILE.value)
BESIDE = (
    Obs.ENGLAND.value,
    Obs.REGION.value,
    Obs.NEIGHBOURS.value,
    Obs.COMPARISON.value,
)


@dataclass(frozen=True)
class Evidence:
    """Observations of one area for one theme, with what they are compared with.

    Attributes
    ----------
    request : Request
        What was asked for, with the period settled.
    registry : Registry
        What the indicators mean.
    receipts : tuple of Receipt
        The extracts that its figures come from.
    observations : DataFrame
        `Obs` columns: the area's own figures, all periods up to the request's.
    extras : DataFrame
        Beside each observation the margin of error and England's counts.
    comparators : DataFrame
        Figures of the area, England, region, neighbours and named councils, for charts.
    spread : DataFrame
        Values of all councils for the figures that carry a rank.
    peers : Peers
        The councils whose value stands as the neighbours'.
    """

    request: Request
    registry: Registry
    receipts: tuple[Receipt, ...]
    observations: pl.DataFrame
    extras: pl.DataFrame
    comparators: pl.DataFrame
    spread: pl.DataFrame
    peers: Peers

    @property
    def sample(self) -> bool:
        """Whether the figures are invented."""
        return any(receipt.sample for receipt in self.receipts)

    @property
    def digest(self) -> str:
        """SHA-256 over every row that the page may show, without receipts."""
        return self.digests[WHOLE]

    @property
    def digests(self) -> dict[str, str]:
        """SHA-256 over every row that the page may show, and over those of each kind.

        Returns
        -------
        dict of str to str
            `WHOLE` over everything; "own" over the council's own figures, "beside" over what they
            are compared with, "ranked" over the councils among which they are placed, "notes" over
            what is noted of them, and "neighbours" over the list of those.
        """
        own = self.observations.select(
            pl.exclude(Obs.RECEIPT.value, Obs.NOTES.value, *BESIDE, *RANKED)
        )
        beside = self.observations.select(BESIDE)
        others = self.comparators.filter(pl.col(Obs.AREA_CODE) != self.request.area.code)
        parts = {
            "own": [own.write_csv(), self.extras.select(pl.exclude("^england_.*$")).write_csv()],
            "beside": [
                beside.write_csv(),
                self.extras.select("^england_.*$").write_csv(),
                others.write_csv(),
            ],
            "ranked": [
                self.observations.select(RANKED).write_csv(),
                self.spread.write_csv(),
            ],
            "notes": self.observations[Obs.NOTES.value].to_list(),
            "neighbours": [*self.peers.codes, self.peers.named],
        }
        found = {name: digests.of_value(part) for name, part in parts.items()}
        return {WHOLE: digests.of_value([found, self.sample]), **found}

    def of(self, indicator: Indicator, frame: pl.DataFrame | None = None) -> pl.DataFrame:
        """Rows of one indicator from the one dataset that pages show it from.

        This is the only way to a series: a code alone names none, because codes were used
        again with other meanings, and one measure is published in several datasets.

        Parameters
        ----------
        indicator : Indicator
            Which.
        frame : DataFrame or None
            The observations if left out, or another frame of this evidence.
        """
        rows = self.observations if frame is None else frame
        key = (indicator.framework, indicator.code, self.shown_from(indicator))
        own = next((name for name in FRAMES if getattr(self, name) is rows), "")
        if own:
            found = self._cut(own).get(key)
            return found if found is not None else rows.clear()
        framework, code, dataset = key
        return rows.filter(
            (pl.col(Obs.FRAMEWORK) == framework)
            & (pl.col(Obs.INDICATOR) == code)
            & (pl.col(Obs.DATASET) == dataset)
        )

    def shown_from(self, indicator: Indicator) -> str:
        """Dataset from which pages show an indicator: the registry's first that has rows of it."""
        there = self._cut("observations")
        named = (indicator.framework, indicator.code)
        return next((c.dataset for c in indicator.computed if (*named, c.dataset) in there), "")

    def _cut(self, name: str) -> dict[tuple[str, str, str], pl.DataFrame]:
        """Cut one of its frames into series, once: a page asks for them some hundred times."""
        if name not in self._series:
            frame: pl.DataFrame = getattr(self, name)
            parts = frame.partition_by(*SERIES_KEYS, as_dict=True, maintain_order=True)
            self._series[name] = {
                (str(framework), str(code), str(dataset)): part
                for (framework, code, dataset), part in parts.items()
            }
        return self._series[name]

    @cached_property
    def _series(self) -> dict[str, dict[tuple[str, str, str], pl.DataFrame]]:
        return {}

    def __getstate__(self) -> dict[str, object]:
        # What was worked out on the way is not handed on.
        return {field.name: getattr(self, field.name) for field in fields(self)}


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

    @property
    def latest_period(self) -> str:
        """Last financial year of the datasets that set the reporting year; empty without one."""
        ends = [
            year_of(last_day(receipt.latest_period, receipt.period_kind))
            for receipt in self.tables.receipts
            if self._sets_the_year(receipt.dataset) and receipt.latest_period
        ]
        return max(ends, default="")

    def figures_of(self, theme: str) -> Figures:
        """Figures of every area for a theme's indicators, and the councils' compared ones.

        Parameters
        ----------
        theme : str
            One of the five; "scorecard" for all that is registered, "" for what has no theme.
        """
        if theme not in self._figures:
            self._figures[theme] = (
                self._all_figures() if theme == SCORECARD.slug else self._computed(theme)
            )
        return self._figures[theme]

    def _computed(self, theme: str) -> Figures:
        series = [s for s in self.registry.series if theme in (s.indicator.themes or ("",))]
        every = figures(self.tables, self.registry, series)
        return every, with_flags(compared(every), self.registry)

    def _all_figures(self) -> Figures:
        first = {series.number: _first_theme(series.indicator) for series in self.registry.series}
        names = ("", *(theme.slug for theme in THEMES))
        parts = [
            _of_series(self.figures_of(name), [n for n, theme in first.items() if theme == name])
            for name in names
        ]
        return pl.concat([every for every, _ in parts]), pl.concat([own for _, own in parts])

    def _shown(self, theme: str, more: Wanted) -> Figures:
        """Figures that a page stands on: of its theme, and of what its promises name."""
        named = [
            series
            for series in self.registry.series
            if (series.indicator.framework, series.indicator.code) in more
        ]
        if theme == SCORECARD.slug:
            return _of_series(self.figures_of(theme), [series.number for series in named])
        parts = [self.figures_of(theme)]
        of_others: dict[str, list[int]] = {}
        for series in named:
            if theme not in series.indicator.themes:
                of_others.setdefault(_first_theme(series.indicator), []).append(series.number)
        parts += [_of_series(self.figures_of(name), of) for name, of in of_others.items()]
        if len(parts) == 1:
            return parts[0]
        return pl.concat([every for every, _ in parts]), pl.concat([own for _, own in parts])

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
        every, councils = self.figures_of(request.theme.slug)
        own_code = pl.col(Obs.AREA_CODE) == request.area.code
        period = self._period(request, every, councils.filter(own_code))
        every, councils = self._shown(request.theme.slug, more)
        of_area = councils.filter(own_code)
        until = pl.col(END) <= last_day(period, PeriodKind.FINANCIAL_YEAR)
        settled = Request(
            request.theme, request.area, period, request.compare_with, request.strategy
        )
        own = with_verdicts(with_limits(of_area.filter(until), self.registry), self.registry)
        peers = peers_of(request.area, request.compare_with, self.tables)
        seen = every.filter(until & pl.col(SERIES).is_in(own[SERIES].unique().to_list()))
        values = neighbours_values(seen, peers, self.registry)
        observations, extras = observed(own, values, peers, settled, self.registry, self.tables)
        others = peers.codes if peers.named else ()
        beside = comparators(seen, (request.area.code, *others), request.area.region_code)
        shown = with_limits(beside, self.registry)
        if request.compare_with == "neighbours":
            shown = with_neighbours(shown, values)
        ranks_shown = own.filter(pl.col(Obs.RANK).is_not_null())
        return Evidence(
            request=settled,
            registry=self.registry,
            receipts=self._receipts(seen, peers),
            observations=observations,
            extras=extras,
            comparators=named(shown, self.registry).select(SHOWN),
            spread=named(spread(seen, ranks_shown), self.registry).select(
                *NAMES,
                *KEYS[1:],
                Obs.AREA_CODE.value,
                Obs.AREA_NAME.value,
                Obs.VALUE.value,
                *COUNTS,
            ),
            peers=peers,
        )

    def _sets_the_year(self, dataset: str) -> bool:
        known = self.registry.datasets.get(dataset)
        return known is not None and known.sets_the_year

    def _period(self, request: Request, every: pl.DataFrame, of_area: pl.DataFrame) -> str:
        """Settle the reporting year: as asked for, or the latest of the area's own data."""
        name = request.area.name
        if of_area.is_empty():
            raise ParameterError(
                f'period "{request.period}"',
                f"the data hold nothing for {name}",
                "a council that is in the data",
                "put an extract with its figures in the inbox",
            )
        setting = [
            series.number for series in self.registry.series if self._sets_the_year(series.dataset)
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

    def _receipts(self, seen: pl.DataFrame, peers: Peers) -> tuple[Receipt, ...]:
        """Extracts that hold a row of a series that the area has, and those beside it.

        Beside stand the lookup by which districts are added up, and the list of neighbours:
        no figure is theirs, and without them the figures would be others.
        """
        numbers = set(seen[RECEIPTS].explode().unique().drop_nulls())
        beside = {NEIGHBOURS} if peers.areas and not peers.named else set()
        for number in seen[SERIES].unique():
            read = datasets_read(self.registry.series[number].computation, self.registry.datasets)
            beside |= set(read) & {TIERS}
        return tuple(
            receipt
            for number, receipt in enumerate(self.tables.receipts)
            if number in numbers or receipt.dataset in beside
        )


def _first_theme(indicator: Indicator) -> str:
    """First theme of an indicator, empty where it has none."""
    return indicator.themes[0] if indicator.themes else ""


def _of_series(frames: Figures, numbers: list[int]) -> Figures:
    every, councils = frames
    of = pl.col(SERIES).is_in(numbers)
    return every.filter(of), councils.filter(of)


def shown_period(rows: pl.DataFrame) -> str | None:
    """Latest period in which an indicator was collected at all for the area.

    Years between the rounds of a survey are not applicable and are passed over; a
    suppressed or missing figure is shown as such, and not replaced by an older one.

    Parameters
    ----------
    rows : DataFrame
        Observations of one indicator, as `Evidence.of` gives them.
    """
    not_collected = pl.col(Obs.STATUS) == Status.NOT_APPLICABLE.value
    # A year without a figure for England either was not collected in full.
    nowhere = (pl.col(Obs.STATUS) == Status.NOT_AVAILABLE.value) & pl.col(Obs.ENGLAND).is_null()
    collected = rows.filter(~(not_collected | nowhere) | pl.col(Obs.NUMERATOR).is_not_null())
    return None if collected.is_empty() else str(collected[Obs.PERIOD.value].max())
