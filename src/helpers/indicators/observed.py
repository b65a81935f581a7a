"""Observations of one area: figures with definition, comparison, breaks, source and receipts."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from helpers.base.parameters import Request
from helpers.base.samples_mark import IN_THE_LAYOUT_OF
from helpers.base.spans import first_day
from helpers.contracts.columns import Obs
from helpers.indicators.columns import END, KIND, MARGIN, RECEIPTS, SERIES
from helpers.indicators.comparison import (
    ENGLAND_DENOMINATOR,
    ENGLAND_NOTE,
    ENGLAND_NUMERATOR,
    KEYS,
    REGION_NOTE,
)
from helpers.indicators.limits import INTERVAL_NAMES
from helpers.indicators.neighbours import COUNT, OF, POOLED, Peers
from helpers.indicators.registry import Registry, Series
from helpers.indicators.tables import Tables
from helpers.indicators.totals import SUMMED

WHOLE_NUMBERS = (Obs.NUMERATOR.value, Obs.DENOMINATOR.value)
NAMES = [Obs.FRAMEWORK.value, Obs.INDICATOR.value, Obs.DATASET.value]
EXTRA = [ENGLAND_NUMERATOR, ENGLAND_DENOMINATOR, MARGIN]


def observed(
    own: pl.DataFrame,
    neighbours: pl.DataFrame,
    peers: Peers,
    request: Request,
    registry: Registry,
    tables: Tables,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Make observations of an area's figures.

    Parameters
    ----------
    own : DataFrame
        The area's figures with limits, flags and verdicts.
    neighbours : DataFrame
        The neighbours' values.
    peers : Peers
        Who the neighbours are.
    request : Request
        The area and theme.
    registry : Registry
        What the indicators mean.
    tables : Tables
        Whose receipts the figures have.

    Returns
    -------
    observations : DataFrame
        The columns of `Obs`, in order of the registry, breakdown and period.
    extras : DataFrame
        For each of them the margin of error and England's counts.
    """
    made = own.join(neighbours.drop(KIND, END), on=KEYS, how="left", maintain_order="left").sort(
        SERIES, Obs.BREAKDOWN, END, maintain_order=True
    )
    made = named(made, registry)
    titles = {
        each.number: _source(each, registry, tables)
        for each in registry.series
        if tables.have(each.dataset)
    }
    number = pl.col(SERIES)
    of = {each.number: each.indicator for each in registry.series}
    full = made.with_columns(
        pl.lit(request.area.name).alias(Obs.AREA_NAME),
        pl.lit(request.theme.slug).alias(Obs.THEME),
        pl.col(KIND).alias(Obs.PERIOD_KIND),
        number.replace_strict({n: each.title for n, each in of.items()}).alias(Obs.TITLE),
        number.replace_strict({n: each.unit for n, each in of.items()}).alias(Obs.UNIT),
        number.replace_strict({n: each.polarity for n, each in of.items()}).alias(Obs.POLARITY),
        number.replace_strict({n: INTERVAL_NAMES[each.interval] for n, each in of.items()}).alias(
            Obs.INTERVAL
        ),
        number.replace_strict(titles, return_dtype=pl.String).alias(Obs.SOURCE),
        pl.Series(Obs.RECEIPT.value, [tables.ids(each) for each in made[RECEIPTS]], pl.String),
        pl.Series(Obs.BREAK_BEFORE.value, list(_breaks(made, registry)), pl.String),
        pl.Series(Obs.NOTES.value, list(_notes(made, peers)), pl.String),
        pl.col(*WHOLE_NUMBERS).round().cast(pl.Int64),
    )
    keys = [*NAMES, Obs.BREAKDOWN.value, Obs.PERIOD.value]
    return full.select(column.value for column in Obs), full.select(*keys, *EXTRA)


def named(frame: pl.DataFrame, registry: Registry) -> pl.DataFrame:
    """Add framework, code and dataset of each row's series."""
    number = pl.col(SERIES)
    return frame.with_columns(
        number.replace_strict({s.number: s.indicator.framework for s in registry.series}).alias(
            Obs.FRAMEWORK
        ),
        number.replace_strict({s.number: s.indicator.code for s in registry.series}).alias(
            Obs.INDICATOR
        ),
        number.replace_strict({s.number: s.dataset for s in registry.series}).alias(Obs.DATASET),
    )


def _source(series: Series, registry: Registry, tables: Tables) -> str:
    receipt = tables.of(series.dataset)[0]
    layout = IN_THE_LAYOUT_OF if receipt.sample else ""
    collection = registry.collection_of(series.indicator).title
    # Some datasets are named for their collection: once is enough.
    both = dict.fromkeys((receipt.title, collection))
    return layout + "; ".join(both)


def _breaks(made: pl.DataFrame, registry: Registry) -> Iterator[str]:
    """Why a series breaks before a period: at the first period that begins after a break."""
    last: dict[tuple[int, str], tuple[str, str]] = {}
    for number, breakdown, period, kind in made.select(
        SERIES, Obs.BREAKDOWN, Obs.PERIOD, KIND
    ).iter_rows():
        before = last.get((number, breakdown))
        last[number, breakdown] = (period, kind)
        start = first_day(period, kind)
        whys: list[str] = []
        latest = ""
        for gap in registry.breaks_of(registry.series[number].indicator):
            since = first_day(gap.before, "financial year")
            crossed = before is not None and first_day(*before) < since <= start
            if start == since or crossed:
                # The last break stands for those before it; one year may have several reasons.
                whys = [*whys, gap.why] if gap.before == latest else [gap.why]
                latest = gap.before
        yield " ".join(whys)


def _notes(made: pl.DataFrame, peers: Peers) -> Iterator[str]:
    """What was added up for England, the region and the neighbours."""
    columns = (Obs.ENGLAND, ENGLAND_NOTE, Obs.REGION, REGION_NOTE, Obs.NEIGHBOURS, COUNT, OF)
    for england, its_note, region, whose, value, count, made_how in made.select(
        *columns
    ).iter_rows():
        summed = [
            name
            for name, figure, note in (("England", england, its_note), ("region", region, whose))
            if figure is not None and note == SUMMED
        ]
        parts = [f"{' and '.join(summed)}: {SUMMED}"] if summed else []
        if value is not None:
            how = "pooled rate" if made_how == POOLED else "median"
            parts.append(f"neighbours: {how} of {count} of {len(peers.areas)} ({peers.words})")
        yield "; ".join(parts)
