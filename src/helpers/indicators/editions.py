"""Two editions of one council's observations, figure by figure: what is not as it was.

A figure that is suppressed now is never given with what it was, and nothing that was taken
away is repeated: an earlier page must not answer what the later one withholds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import polars as pl
from pydantic import BaseModel, ConfigDict

from helpers.base.period_kinds import PeriodKind
from helpers.base.records import Status
from helpers.base.spans import first_day
from helpers.indicators.computation import ALL
from helpers.indicators.moves import (
    Judgement,
    Row,
    Verdict,
    is_suppressed,
    judge_move,
    judge_revision,
)
from helpers.indicators.observations import Obs
from helpers.indicators.registry import Break, Indicator, Registry

COUNTS = (Obs.LOWER, Obs.UPPER, Obs.NUMERATOR, Obs.DENOMINATOR)
BESIDE = (Obs.ENGLAND, Obs.REGION, Obs.NEIGHBOURS)
NO_START = "the earlier figure is no longer shown"
RANKS = (Obs.RANK, Obs.RANKED, Obs.PERCENTILE)
DEFINED = {
    Obs.TITLE: "title",
    Obs.UNIT: "unit",
    Obs.INTERVAL: "method of its interval",
    Obs.POLARITY: "direction that counts as better",
    Obs.BREAK_BEFORE: "break in its series",
}

Series = tuple[str, str, str, str]
Rows = Mapping[str, Row]


class Kind(StrEnum):
    """What happened to a figure."""

    MOVED = "moved"
    EMPTY = "no figure for a new period"
    REVISED = "revised"
    RECOUNTED = "counts or interval revised"
    SUPPRESSED = "suppressed"
    RELEASED = "no longer suppressed"
    WITHDRAWN = "withdrawn"
    ARRIVED = "now there"
    STATUS = "status changed"
    FLAGGED = "flags changed"
    ADDED = "measure added"
    GONE = "no longer shown"


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Figure(_Strict):
    """One figure as an edition shows it."""

    period: str
    value: float | None
    lower: float | None
    upper: float | None
    numerator: int | None
    denominator: int | None
    status: str
    flags: str


class FigureChange(_Strict):
    """One figure that is not as it was.

    Attributes
    ----------
    kind : Kind
        What happened to it.
    framework, indicator, title, breakdown, part, unit : str
        Which figure, by the later edition where that holds it; `part` is the breakdown in words.
    decimals : int or None
        Digits published after the point; None where the register does not hold the measure.
    before, after : Figure or None
        As it was and as it is, as far as the later edition lets it be shown.
    verdict : Verdict
        For a move, whether it is beyond its margin; for a revision, whether it is outside the
        interval that was shown before.
    why : str
        Why nothing can be said, where nothing can.
    change, lower, upper : float or None
        The difference and the 95 per cent limits of a move, in the unit.
    """

    kind: Kind
    framework: str
    indicator: str
    title: str
    breakdown: str
    part: str
    unit: str
    decimals: int | None
    before: Figure | None
    after: Figure | None
    verdict: Verdict = Verdict.NOT_JUDGED
    why: str = ""
    change: float | None = None
    lower: float | None = None
    upper: float | None = None

    @property
    def period(self) -> str:
        """Period that the figure is about; the later one of a move."""
        figure = self.after or self.before
        return figure.period if figure else ""


class Definition(_Strict):
    """Something in the definition of a measure that is not as it was."""

    framework: str
    indicator: str
    title: str
    what: str
    period: str
    before: str
    after: str


@dataclass(frozen=True)
class Editions:
    """What differs between two editions.

    Attributes
    ----------
    figures : tuple of FigureChange
        In the order of the later edition.
    definitions : tuple of Definition
        Likewise.
    beside, ranks, verdicts : int
        Figures whose comparators, rank or verdict against England changed for the same period.
    """

    figures: tuple[FigureChange, ...]
    definitions: tuple[Definition, ...]
    beside: int
    ranks: int
    verdicts: int


def compare_editions(old: pl.DataFrame, new: pl.DataFrame, registry: Registry) -> Editions:
    """Compare two editions of the observations of one council and theme.

    Parameters
    ----------
    old, new : DataFrame
        `Obs` columns; one that an earlier release did not write counts as empty.
    registry : Registry
        What the measures mean; it judges moves by their margins.
    """
    before, after = _series(old), _series(new)
    both = [
        (earlier, row)
        for series, rows in after.items()
        for period, row in rows.items()
        if (earlier := before.get(series, {}).get(period)) is not None
    ]
    # A rank or verdict that went with its figure is told with the figure.
    shown = [pair for pair in both if all(row[Obs.VALUE] is not None for row in pair)]
    return Editions(
        figures=tuple(
            change
            for series in dict.fromkeys([*after, *before])
            for change in _of_series(
                before.get(series, {}), after.get(series, {}), _find(registry, series), registry
            )
        ),
        definitions=tuple(dict.fromkeys(item for pair in both for item in _definitions(*pair))),
        beside=sum(_differ(earlier, row, BESIDE) for earlier, row in both),
        ranks=sum(_differ(earlier, row, RANKS) for earlier, row in shown),
        verdicts=sum(_differ(earlier, row, (Obs.COMPARISON,)) for earlier, row in shown),
    )


def _series(observations: pl.DataFrame) -> dict[Series, dict[str, Row]]:
    missing = [name.value for name in Obs if name.value not in observations.columns]
    whole = observations.with_columns(pl.lit(None).alias(name) for name in missing)
    found: dict[Series, dict[str, Row]] = defaultdict(dict)
    for row in whole.iter_rows(named=True):
        series = (
            str(row[Obs.FRAMEWORK]),
            str(row[Obs.INDICATOR]),
            str(row[Obs.DATASET]),
            str(row[Obs.BREAKDOWN] or ALL),
        )
        found[series][str(row[Obs.PERIOD])] = row
    return found


def _find(registry: Registry, series: Series) -> Indicator | None:
    framework, code, *_ = series
    return next(
        (i for i in registry.indicators if (i.framework, i.code) == (framework, code)), None
    )


def _of_series(
    before: Rows, after: Rows, indicator: Indicator | None, registry: Registry
) -> Iterator[FigureChange]:
    if not before:
        yield _change(Kind.ADDED, indicator, None, after[_last_valued(after) or max(after)])
        return
    shown, last = _last_valued(before), _last_valued(after)
    moved_to = last if shown and last and last > shown else None
    if shown and moved_to:
        yield _move(after, (shown, moved_to), indicator, registry)
    for period, row in after.items():
        earlier = before.get(period)
        if earlier is not None:
            yield from _same_period(earlier, row, indicator, moved=period == moved_to)
        elif period > max(before) and row[Obs.VALUE] is None and _is_missing(row):
            yield _change(Kind.EMPTY, indicator, None, row)
        elif row[Obs.VALUE] is not None and period != moved_to:
            yield _change(Kind.ARRIVED, indicator, None, row)
    for period, row in before.items():
        if period not in after:
            yield _change(Kind.GONE, indicator, _bare(row), None)


def _move(
    after: Rows, periods: tuple[str, str], indicator: Indicator | None, registry: Registry
) -> FigureChange:
    shown, moved_to = periods
    row = after[moved_to]
    # The later edition's own figure for the period shown before: what was revised since is told
    # apart, and what was suppressed or left out since is not repeated.
    start = after.get(shown)
    if start is None or start[Obs.VALUE] is None:
        told = Judgement(Verdict.NOT_JUDGED, NO_START)
        return _change(Kind.MOVED, indicator, None, row, told)
    kind = str(row[Obs.PERIOD_KIND] or PeriodKind.FINANCIAL_YEAR)
    since, until = (first_day(period, kind) for period in periods)
    gaps = registry.breaks_of(indicator) if indicator else ()
    gap = next((item.why for item in gaps if since < _begins(item) <= until), "")
    return _change(Kind.MOVED, indicator, start, row, judge_move(start, row, indicator, gap))


def _begins(gap: Break) -> date:
    return first_day(gap.before, PeriodKind.FINANCIAL_YEAR)


def _same_period(
    before: Row, after: Row, indicator: Indicator | None, *, moved: bool
) -> Iterator[FigureChange]:
    was, now = before[Obs.VALUE], after[Obs.VALUE]
    if is_suppressed(before) != is_suppressed(after):
        kind = Kind.SUPPRESSED if is_suppressed(after) else Kind.RELEASED
        yield _change(kind, indicator, _bare(before), after)
    elif was is not None and now is not None:
        if was != now:
            yield _change(Kind.REVISED, indicator, before, after, judge_revision(before, after))
        elif _differ(before, after, COUNTS):
            yield _change(Kind.RECOUNTED, indicator, before, after)
        elif before[Obs.STATUS] != after[Obs.STATUS]:
            yield _change(Kind.STATUS, indicator, before, after)
    elif now is not None:
        # The figure that moved the series on is told as a move.
        if not moved:
            yield _change(Kind.ARRIVED, indicator, _bare(before), after)
    elif was is not None:
        yield _change(Kind.WITHDRAWN, indicator, _bare(before), after)
    elif before[Obs.STATUS] != after[Obs.STATUS]:
        yield _change(Kind.STATUS, indicator, _bare(before), after)
    if (before[Obs.FLAGS] or "") != (after[Obs.FLAGS] or ""):
        yield _change(Kind.FLAGGED, indicator, _bare(before), after)


def _definitions(before: Row, after: Row) -> Iterator[Definition]:
    for column, what in DEFINED.items():
        was, now = str(before[column] or ""), str(after[column] or "")
        if was != now:
            yield Definition(
                framework=str(after[Obs.FRAMEWORK]),
                indicator=str(after[Obs.INDICATOR]),
                title=str(after[Obs.TITLE] or ""),
                what=what,
                # A break stands at one period; anything else holds for the whole series.
                period=str(after[Obs.PERIOD]) if column == Obs.BREAK_BEFORE else "",
                before=was,
                after=now,
            )


def _last_valued(rows: Rows) -> str | None:
    return max((period for period, row in rows.items() if row[Obs.VALUE] is not None), default=None)


def _is_missing(row: Row) -> bool:
    return bool(row[Obs.STATUS] != Status.NOT_APPLICABLE.value)


def _differ(before: Row, after: Row, columns: tuple[Obs, ...]) -> bool:
    return any(before[column] != after[column] for column in columns)


def _bare(row: Row) -> Row:
    """Return an observation without its figures."""
    hidden = dict.fromkeys((Obs.VALUE, *COUNTS))
    return {**row, **{column.value: None for column in hidden}}


def _change(
    kind: Kind,
    indicator: Indicator | None,
    before: Row | None,
    after: Row | None,
    told: Judgement | None = None,
) -> FigureChange:
    row = after if after is not None else before
    assert row is not None
    told = told or Judgement(Verdict.NOT_JUDGED)
    breakdown = str(row[Obs.BREAKDOWN] or ALL)
    return FigureChange(
        kind=kind,
        framework=str(row[Obs.FRAMEWORK]),
        indicator=str(row[Obs.INDICATOR]),
        title=str(row[Obs.TITLE] or ""),
        breakdown=breakdown,
        part="" if breakdown == ALL or not indicator else indicator.label_of(breakdown),
        unit=str(row[Obs.UNIT] or ""),
        decimals=indicator.decimals if indicator else None,
        before=_figure(before),
        after=_figure(after),
        verdict=told.verdict,
        why=told.why,
        change=told.change,
        lower=told.lower,
        upper=told.upper,
    )


def _figure(row: Row | None) -> Figure | None:
    if row is None:
        return None
    row = _bare(row) if is_suppressed(row) else row
    return Figure(
        period=str(row[Obs.PERIOD]),
        value=row[Obs.VALUE],
        lower=row[Obs.LOWER],
        upper=row[Obs.UPPER],
        numerator=row[Obs.NUMERATOR],
        denominator=row[Obs.DENOMINATOR],
        status=str(row[Obs.STATUS]),
        flags=str(row[Obs.FLAGS] or ""),
    )
