"""The evidence of one workbook: everything that its page may show, and nothing else.

A run takes the digest of this evidence into the version's fingerprint, and the notebook
is given the same evidence: so no page can show a figure that its fingerprint does not know.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from helpers.base import digests
from helpers.base.errors import ExtractRefused, ParameterError
from helpers.base.parameters import Request
from helpers.base.periods import LATEST, spoken
from helpers.base.records import Status
from helpers.base.settings import Settings
from helpers.gate.store.records import Receipt
from helpers.gate.store.shelf import Shelf
from helpers.indicators.calculation import INTERVAL_NAMES, LEVEL, MARGIN, figures, with_limits
from helpers.indicators.comparison import comparators, compared, spread, with_verdicts
from helpers.indicators.flags import with_flags
from helpers.indicators.observations import Obs
from helpers.indicators.registry import Indicator, Registry, load_registry

SOURCE = "ascof_timeseries"
DATASETS = (SOURCE,)
WHOLE_NUMBERS = (Obs.NUMERATOR.value, Obs.DENOMINATOR.value)


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
        The extracts it stands on.
    observations : DataFrame
        `Obs` columns: the area's own figures, all periods up to the request's.
    extras : DataFrame
        Beside each observation the margin of error and England's counts.
    comparators : DataFrame
        Figures of the area, England, region and named councils, for charts.
    spread : DataFrame
        Values of all councils for the figures that carry a rank.
    """

    request: Request
    registry: Registry
    receipts: tuple[Receipt, ...]
    observations: pl.DataFrame
    extras: pl.DataFrame
    comparators: pl.DataFrame
    spread: pl.DataFrame

    @property
    def sample(self) -> bool:
        """Whether the figures are invented."""
        return any(receipt.sample for receipt in self.receipts)

    @property
    def digest(self) -> str:
        """SHA-256 over every row that the page may show, without receipts."""
        frames = (
            self.observations.drop(Obs.RECEIPT.value),
            self.extras,
            self.comparators,
            self.spread,
        )
        return digests.of_value([frame.write_csv() for frame in frames] + [self.sample])


class Source:
    """The canonical tables of some receipts, with the figures computed from them once.

    One source serves every area of a run; a kernel makes one for itself.
    """

    def __init__(self, receipts: tuple[Receipt, ...], settings: Settings) -> None:
        # Other datasets may stand in the inbox: a page names only what its figures come from.
        self.receipts = {r.dataset: r for r in receipts if r.dataset in DATASETS}
        self.settings = settings
        self.registry = load_registry(settings.contracts)
        self._tables: dict[str, pl.DataFrame] = {}
        self._figures: dict[str, tuple[pl.DataFrame, pl.DataFrame]] = {}

    @property
    def latest_period(self) -> str:
        """Last financial year of the evidence."""
        return max(receipt.latest_period for receipt in self.receipts.values())

    def figures_of(self, theme: str) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Figures of every area for a theme's indicators, and the councils' compared ones.

        Raises
        ------
        ExtractRefused
            When no extract of the dataset passed the gate.
        """
        if theme not in self._figures:
            codes = tuple(indicator.code for indicator in self.registry.of_theme(theme))
            every = figures(self._table(SOURCE), self.registry, codes)
            councils = with_flags(compared(every, self.registry), self.registry)
            self._figures[theme] = (every, councils)
        return self._figures[theme]

    def _table(self, dataset: str) -> pl.DataFrame:
        if dataset not in self.receipts:
            raise ExtractRefused(
                f"dataset {dataset}",
                "no extract of it passed the gate",
                "one accepted extract",
                "see workbooks check",
            )
        if dataset not in self._tables:
            self._tables[dataset] = Shelf(self.settings.store).table(self.receipts[dataset])
        return self._tables[dataset]

    def evidence(self, request: Request) -> Evidence:
        """Cut out what one workbook may show.

        Raises
        ------
        ParameterError
            When the data hold nothing at or before the period asked for.
        """
        every, councils = self.figures_of(request.theme.slug)
        period = self.latest_period if request.period == LATEST else request.period
        if period > self.latest_period:
            raise ParameterError(
                f'period "{period}"',
                "the data do not reach it",
                f"{self.latest_period} or earlier",
                f'use period="{self.latest_period}", or put a newer edition in the inbox',
            )
        settled = Request(
            request.theme, request.area, period, request.compare_with, request.strategy
        )
        own = councils.filter(
            (pl.col(Obs.AREA_CODE) == request.area.code) & (pl.col(Obs.PERIOD) <= period)
        )
        if own.is_empty():
            earliest = str(every[Obs.PERIOD.value].min())
            raise ParameterError(
                f'period "{period}"',
                f"there is nothing for {request.area.name} at or before {spoken(period)}",
                f"{earliest} or later",
                f'use period="{self.latest_period}"',
            )
        own = with_verdicts(with_limits(own, self.registry), self.registry)
        observations, extras = self._observed(own, settled)
        named = request.compare_with if isinstance(request.compare_with, tuple) else ()
        codes = (request.area.code, *(area.code for area in named))
        ranks_shown = own.filter(pl.col(Obs.RANK).is_not_null())
        return Evidence(
            request=settled,
            registry=self.registry,
            receipts=tuple(self.receipts.values()),
            observations=observations,
            extras=extras,
            comparators=with_limits(
                comparators(
                    every.filter(pl.col(Obs.PERIOD) <= period), codes, request.area.region_code
                ),
                self.registry,
            ).select(
                Obs.AREA_CODE.value,
                Obs.AREA_NAME.value,
                LEVEL,
                Obs.PERIOD.value,
                Obs.INDICATOR.value,
                Obs.BREAKDOWN.value,
                Obs.VALUE.value,
                Obs.LOWER.value,
                Obs.UPPER.value,
                Obs.STATUS.value,
            ),
            spread=spread(every, ranks_shown),
        )

    def _observed(self, own: pl.DataFrame, request: Request) -> tuple[pl.DataFrame, pl.DataFrame]:
        registry = self.registry
        receipt = self.receipts[SOURCE]
        indicators = {code: registry.find(code) for code in own[Obs.INDICATOR.value].unique()}
        code = pl.col(Obs.INDICATOR)
        breaks = {
            (item.code, gap.before): gap.why
            for item in indicators.values()
            for gap in registry.breaks_of(item)
        }
        pairs = zip(own[Obs.INDICATOR.value], own[Obs.PERIOD.value], strict=True)
        layout = "Invented, in the layout of: " if receipt.sample else ""
        titles = {
            item.code: f"{layout}{receipt.title}; {registry.collection_of(item).title}"
            for item in indicators.values()
        }
        order = {item.code: number for number, item in enumerate(registry.indicators)}
        full = own.with_columns(
            pl.lit(request.area.name).alias(Obs.AREA_NAME),
            pl.lit(request.theme.slug).alias(Obs.THEME),
            code.replace_strict(_of(indicators, "framework")).alias(Obs.FRAMEWORK),
            code.replace_strict(_of(indicators, "title")).alias(Obs.TITLE),
            code.replace_strict(_of(indicators, "unit")).alias(Obs.UNIT),
            code.replace_strict(_of(indicators, "polarity")).alias(Obs.POLARITY),
            code.replace_strict(
                {item.code: INTERVAL_NAMES[item.interval] for item in indicators.values()}
            ).alias(Obs.INTERVAL),
            pl.lit(None, dtype=pl.Float64).alias(Obs.NEIGHBOURS),
            pl.Series(Obs.BREAK_BEFORE.value, [breaks.get(pair, "") for pair in pairs]),
            code.replace_strict(titles).alias(Obs.SOURCE),
            pl.lit(receipt.id).alias(Obs.RECEIPT),
            pl.col(*WHOLE_NUMBERS).cast(pl.Int64),
            code.replace_strict(order).alias("order"),
        ).sort("order", Obs.BREAKDOWN.value, Obs.PERIOD.value)
        columns = [name.value for name in Obs]
        extra_columns = ["england_numerator", "england_denominator", MARGIN]
        keys = [Obs.INDICATOR.value, Obs.BREAKDOWN.value, Obs.PERIOD.value]
        return full.select(columns), full.select(*keys, *extra_columns)


def _of(indicators: dict[str, Indicator], name: str) -> dict[str, str]:
    return {code: str(getattr(item, name)) for code, item in indicators.items()}


def shown_period(observations: pl.DataFrame, code: str) -> str | None:
    """Latest year in which an indicator was collected at all for the area.

    Years between the rounds of a survey are not applicable and are passed over; a
    suppressed or missing figure is shown as such, and not replaced by an older one.
    """
    not_collected = pl.col(Obs.STATUS) == Status.NOT_APPLICABLE.value
    # A year without a figure for England either was not collected in full.
    nowhere = (pl.col(Obs.STATUS) == Status.NOT_AVAILABLE.value) & pl.col(Obs.ENGLAND).is_null()
    rows = observations.filter(
        (pl.col(Obs.INDICATOR) == code)
        & (~(not_collected | nowhere) | pl.col(Obs.NUMERATOR).is_not_null())
    )
    if rows.is_empty():
        return None
    return str(rows[Obs.PERIOD.value].max())
