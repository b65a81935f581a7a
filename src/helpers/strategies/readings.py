"""Observations as a judgement reads them: one dated record each, in order of time."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import polars as pl

from helpers.base.period_kinds import PeriodKind, spoken_period
from helpers.base.periods import first_year
from helpers.base.records import Status
from helpers.base.spans import first_day, last_day
from helpers.indicators.change import Figure
from helpers.indicators.columns import MARGIN
from helpers.indicators.comparison import ENGLAND_DENOMINATOR, ENGLAND_NUMERATOR
from helpers.indicators.evidence import Evidence
from helpers.indicators.observations import Obs
from helpers.indicators.registry import Indicator, Registry
from helpers.strategies.parts import Continues, Measure

SEPARATOR = "|"


@dataclass(frozen=True)
class Held:
    """The frames that judgements are a function of.

    Attributes
    ----------
    observations : DataFrame
        `Obs` columns of one council, all periods.
    extras : DataFrame
        Beside each of them the margin of error and England's counts.
    spread : DataFrame
        Values of all councils for the figures that carry a rank.
    registry : Registry
        What the indicators mean.
    as_of : date
        The day against which deadlines are told.
    """

    observations: pl.DataFrame
    extras: pl.DataFrame
    spread: pl.DataFrame
    registry: Registry
    as_of: date


@dataclass(frozen=True)
class Reading:
    """One observation.

    Attributes
    ----------
    id : str
        Area, framework, indicator, breakdown, period and dataset, divided by bars.
    period, kind : str
        When, and what kind of period it is.
    begins, ends : date
        First and last day of the period.
    value, lower, upper, margin, numerator, denominator : float or None
        The figure.
    england, region, neighbours, england_numerator, england_denominator : float or None
        What stands beside it.
    rank, ranked, percentile : float or None
        Its place from the highest, where one is carried.
    status, comparison, break_before, flags : str
        How it stands.
    """

    id: str
    period: str
    kind: str
    begins: date
    ends: date
    value: float | None
    lower: float | None
    upper: float | None
    margin: float | None
    numerator: float | None
    denominator: float | None
    england: float | None
    region: float | None
    neighbours: float | None
    england_numerator: float | None
    england_denominator: float | None
    rank: float | None
    ranked: float | None
    percentile: float | None
    status: str
    comparison: str
    break_before: str
    flags: str

    @property
    def when(self) -> str:
        """The period in words."""
        return spoken_period(self.period, self.kind)

    @property
    def at(self) -> str:
        """The period as a sentence has it: in a year or month, on a day."""
        return f"{'on' if self.kind == PeriodKind.DATE else 'in'} {self.when}"

    @property
    def figure(self) -> Figure:
        """What it brings to a comparison; only for a reading with a value."""
        return Figure(
            math.nan if self.value is None else self.value, self.lower, self.upper, self.margin
        )

    @property
    def key(self) -> tuple[str, ...]:
        """Parts of the id."""
        return tuple(self.id.split(SEPARATOR))


def hold(evidence: Evidence, as_of: date | None = None) -> Held:
    """Take the frames of a workbook's evidence.

    Parameters
    ----------
    evidence : Evidence
        What the page may show.
    as_of : date or None
        The day against which deadlines are told; left out, the last day of the reporting year,
        so that a page says the same whenever it is made.
    """
    year_end = date(first_year(evidence.request.period) + 1, 3, 31)
    return Held(
        evidence.observations,
        evidence.extras,
        evidence.spread,
        evidence.registry,
        as_of or year_end,
    )


def indicator_of(held: Held, measure: Measure | Continues) -> Indicator | None:
    """Return the registered indicator of a measure, None where there is none."""
    return next(
        (
            each
            for each in held.registry.indicators
            if (each.framework, each.code) == (measure.framework, measure.code)
        ),
        None,
    )


def readings(held: Held, measure: Measure | Continues) -> tuple[Reading, ...]:
    """Return the observations of a measure that were collected, earliest first.

    Years between the rounds of a survey, and years in which there was no figure for England
    either, are left out. A suppressed or missing figure stays, with its status.

    Parameters
    ----------
    held : Held
        The frames.
    measure : Measure or Continues
        Which indicator and breakdown. Of several datasets that carry it, the first in the
        registry's order that has rows is read, and never two together.
    """
    rows = held.observations.filter(_is(measure))
    datasets = rows[Obs.DATASET.value].unique().to_list()
    rows = rows.filter(pl.col(Obs.DATASET) == _first_dataset(held, measure, datasets))
    shared = [name for name in held.extras.columns if name in rows.columns]
    full = rows.join(held.extras.unique(shared), on=shared, how="left", maintain_order="left")
    every = [(_reading(row), _collected(row)) for row in full.to_dicts()]
    kept: list[Reading] = []
    broken = ""
    for reading, collected in sorted(every, key=lambda pair: (pair[0].begins, pair[0].ends)):
        # A break that falls into a year without a figure still lies before the next one.
        broken = reading.break_before or broken
        if collected:
            kept.append(replace(reading, break_before=broken))
            broken = ""
    return tuple(kept)


def councils_values(held: Held, measure: Measure, period: str) -> dict[str, float]:
    """Values of all councils for a measure and period, by area code, from one dataset."""
    rows = held.spread.filter(_is(measure) & (pl.col(Obs.PERIOD) == period))
    datasets = rows[Obs.DATASET.value].unique().to_list()
    rows = rows.filter(pl.col(Obs.DATASET) == _first_dataset(held, measure, datasets))
    return dict(zip(rows[Obs.AREA_CODE.value], rows[Obs.VALUE.value], strict=True))


def _is(measure: Measure | Continues) -> pl.Expr:
    return (
        (pl.col(Obs.FRAMEWORK) == measure.framework)
        & (pl.col(Obs.INDICATOR) == measure.code)
        & (pl.col(Obs.BREAKDOWN) == measure.breakdown)
    )


def _first_dataset(held: Held, measure: Measure | Continues, datasets: list[str]) -> str:
    indicator = indicator_of(held, measure)
    order = [each.dataset for each in indicator.computed] if indicator else []
    return next((name for name in order if name in datasets), min(datasets, default=""))


def _collected(row: Mapping[str, Any]) -> bool:
    status = str(row[Obs.STATUS])
    if row[Obs.NUMERATOR] is not None:
        return True
    nowhere = status == Status.NOT_AVAILABLE and row[Obs.ENGLAND] is None
    return status != Status.NOT_APPLICABLE and not nowhere


def _reading(row: Mapping[str, Any]) -> Reading:
    period = str(row[Obs.PERIOD])
    kind = str(row[Obs.PERIOD_KIND])
    names = (Obs.AREA_CODE, Obs.FRAMEWORK, Obs.INDICATOR, Obs.BREAKDOWN, Obs.PERIOD, Obs.DATASET)
    return Reading(
        id=SEPARATOR.join(str(row[name]) for name in names),
        period=period,
        kind=kind,
        begins=first_day(period, kind),
        ends=last_day(period, kind),
        value=_number(row[Obs.VALUE]),
        lower=_number(row[Obs.LOWER]),
        upper=_number(row[Obs.UPPER]),
        margin=_number(row.get(MARGIN)),
        numerator=_number(row[Obs.NUMERATOR]),
        denominator=_number(row[Obs.DENOMINATOR]),
        england=_number(row[Obs.ENGLAND]),
        region=_number(row[Obs.REGION]),
        neighbours=_number(row[Obs.NEIGHBOURS]),
        england_numerator=_number(row.get(ENGLAND_NUMERATOR)),
        england_denominator=_number(row.get(ENGLAND_DENOMINATOR)),
        rank=_number(row[Obs.RANK]),
        ranked=_number(row[Obs.RANKED]),
        percentile=_number(row[Obs.PERCENTILE]),
        status=str(row[Obs.STATUS]),
        comparison=str(row[Obs.COMPARISON] or ""),
        break_before=str(row[Obs.BREAK_BEFORE] or ""),
        flags=str(row[Obs.FLAGS] or ""),
    )


def _number(value: object) -> float | None:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return None if math.isnan(value) else float(value)
    return None
