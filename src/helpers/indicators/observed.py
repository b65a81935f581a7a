"""Observations of one area: figures with definition, comparison, breaks, source and receipts."""

from __future__ import annotations

import polars as pl

from helpers.base.parameters import Request
from helpers.base.samples_mark import IN_THE_LAYOUT_OF
from helpers.base.spans import first_day
from helpers.contracts.columns import Obs
from helpers.indicators.columns import END, KIND, MARGIN, NAMES, RECEIPTS, SERIES
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

ADDED_UP, BEFORE, KIND_BEFORE = "_added_up", "_before", "_kind_before"
WHOLE_NUMBERS = (Obs.NUMERATOR.value, Obs.DENOMINATOR.value)
EXTRA = [ENGLAND_NUMERATOR, ENGLAND_DENOMINATOR, MARGIN]


def described(councils: pl.DataFrame, registry: Registry, tables: Tables) -> pl.DataFrame:
    """Add to councils' figures all that an observation says, whatever page it stands on.

    Parameters
    ----------
    councils : DataFrame
        Figures with limits, flags and verdicts.
    registry : Registry
        What the indicators mean.
    tables : Tables
        Whose receipts the figures have.

    Returns
    -------
    DataFrame
        By series, breakdown and period; with notes of what was added up.
    """
    made = councils.sort(SERIES, Obs.BREAKDOWN, END, maintain_order=True)
    sources = {
        each.number: _source(each, registry, tables)
        for each in registry.series
        if tables.have(each.dataset)
    }
    number = pl.col(SERIES)
    of = {each.number: each.indicator for each in registry.series}
    return named(made, registry).with_columns(
        number.replace_strict({n: each.title for n, each in of.items()}).alias(Obs.TITLE),
        number.replace_strict({n: each.unit for n, each in of.items()}).alias(Obs.UNIT),
        number.replace_strict({n: each.polarity for n, each in of.items()}).alias(Obs.POLARITY),
        number.replace_strict({n: INTERVAL_NAMES[each.interval] for n, each in of.items()}).alias(
            Obs.INTERVAL
        ),
        number.replace_strict(sources, return_dtype=pl.String).alias(Obs.SOURCE),
        _receipts(made, tables),
        _breaks(made, registry),
        _added_up().alias(ADDED_UP),
        pl.col(*WHOLE_NUMBERS).round().cast(pl.Int64),
    )


def observed(
    own: pl.DataFrame, neighbours: pl.DataFrame, peers: Peers, request: Request
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Make observations of an area's figures.

    Parameters
    ----------
    own : DataFrame
        The area's described figures.
    neighbours : DataFrame
        The neighbours' values.
    peers : Peers
        Who the neighbours are.
    request : Request
        The area and theme.

    Returns
    -------
    observations : DataFrame
        The columns of `Obs`, in order of the registry, breakdown and period.
    extras : DataFrame
        For each of them the margin of error and England's counts.
    """
    made = own.join(neighbours.drop(KIND, END), on=KEYS, how="left", maintain_order="left")
    full = made.with_columns(
        pl.lit(request.area.name).alias(Obs.AREA_NAME),
        pl.lit(request.theme.slug).alias(Obs.THEME),
        _notes(peers).alias(Obs.NOTES),
    )
    keys = [*NAMES, Obs.BREAKDOWN.value, Obs.PERIOD.value]
    return full.select(column.value for column in Obs), full.select(*keys, *EXTRA)


def named(frame: pl.DataFrame, registry: Registry) -> pl.DataFrame:
    """Add framework, code and dataset of each row's series."""
    names = pl.DataFrame(
        [(s.number, s.indicator.framework, s.indicator.code, s.dataset) for s in registry.series],
        schema={SERIES: pl.Int64, **dict.fromkeys(NAMES, pl.String)},
        orient="row",
    )
    return frame.join(names, on=SERIES, how="left", maintain_order="left")


def _source(series: Series, registry: Registry, tables: Tables) -> str:
    receipt = tables.of(series.dataset)[0]
    layout = IN_THE_LAYOUT_OF if receipt.sample else ""
    collection = registry.collection_of(series.indicator).title
    # Some datasets are named for their collection: once is enough.
    both = dict.fromkeys((receipt.title, collection))
    return layout + "; ".join(both)


def _receipts(made: pl.DataFrame, tables: Tables) -> pl.Series:
    """Ids of each row's receipts; many rows have the same."""
    known: dict[tuple[int, ...], str] = {}
    ids = []
    for numbers in made[RECEIPTS].to_list():
        key = tuple(numbers)
        if key not in known:
            known[key] = tables.ids(numbers)
        ids.append(known[key])
    return pl.Series(Obs.RECEIPT.value, ids, pl.String)


def _breaks(made: pl.DataFrame, registry: Registry) -> pl.Series:
    """Why a series breaks before a period: at the first period that begins after a break."""
    series = (SERIES, Obs.BREAKDOWN.value, Obs.AREA_CODE.value)
    taken = made.select(
        SERIES,
        Obs.PERIOD,
        KIND,
        pl.col(Obs.PERIOD).shift(1).over(series).alias(BEFORE),
        pl.col(KIND).shift(1).over(series).alias(KIND_BEFORE),
    )
    # A few hundred steps from period to period make up the series of all councils.
    steps = taken.unique(maintain_order=True)
    whys = [_why(registry, *row) for row in steps.iter_rows()]
    told = steps.with_columns(pl.Series(Obs.BREAK_BEFORE.value, whys, pl.String))
    joined = taken.join(told, on=taken.columns, how="left", nulls_equal=True, maintain_order="left")
    return joined[Obs.BREAK_BEFORE.value]


def _why(
    registry: Registry, number: int, period: str, kind: str, before: str | None, its_kind: str
) -> str:
    start = first_day(period, kind)
    whys: list[str] = []
    latest = ""
    for gap in registry.breaks_of(registry.series[number].indicator):
        since = first_day(gap.before, "financial year")
        crossed = before is not None and first_day(before, its_kind) < since <= start
        if start == since or crossed:
            # The last break stands for those before it; one year may have several reasons.
            whys = [*whys, gap.why] if gap.before == latest else [gap.why]
            latest = gap.before
    return " ".join(whys)


def _added_up() -> pl.Expr:
    """What was added up for England and the region; empty where nothing was."""
    england = pl.col(Obs.ENGLAND).is_not_null() & (pl.col(ENGLAND_NOTE) == SUMMED)
    region = pl.col(Obs.REGION).is_not_null() & (pl.col(REGION_NOTE) == SUMMED)
    return (
        pl.when(england & region)
        .then(pl.lit(f"England and region: {SUMMED}"))
        .when(england)
        .then(pl.lit(f"England: {SUMMED}"))
        .when(region)
        .then(pl.lit(f"region: {SUMMED}"))
        .otherwise(pl.lit(""))
    )


def _notes(peers: Peers) -> pl.Expr:
    """What was added up for England and the region, and how the neighbours' value was made."""
    how = pl.when(pl.col(OF) == POOLED).then(pl.lit("pooled rate")).otherwise(pl.lit("median"))
    neighbours = pl.format(
        "neighbours: {} of {} of {} ({})",
        how,
        pl.col(COUNT),
        pl.lit(len(peers.areas)),
        pl.lit(peers.words),
    )
    both = (
        pl.when(pl.col(ADDED_UP) == "")
        .then(neighbours)
        .otherwise(pl.concat_str(pl.col(ADDED_UP), neighbours, separator="; "))
    )
    return pl.when(pl.col(Obs.NEIGHBOURS).is_null()).then(pl.col(ADDED_UP)).otherwise(both)
