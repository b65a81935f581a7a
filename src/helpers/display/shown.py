"""One figure as a cell shows it: the observation, its definition and what stands beside it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from helpers.base.geography import Area
from helpers.base.period_kinds import PeriodKind, spoken_period
from helpers.indicators.columns import MARGIN
from helpers.indicators.computation import ALL
from helpers.indicators.evidence import Evidence
from helpers.indicators.observations import Obs
from helpers.indicators.registry import Indicator


@dataclass(frozen=True)
class Shown:
    """One figure of the area, ready for words and charts.

    Attributes
    ----------
    indicator : Indicator
        Its definition.
    area : Area
        The council.
    row : mapping
        The observation, by column.
    margin : float or None
        The publisher's margin of error, for surveys.
    designation : str
        Standing of the figure, such as "Official statistics in development".
    at_england_rate : float or None
        What the numerator would be at England's rate.
    """

    indicator: Indicator
    area: Area
    row: Mapping[str, Any]
    margin: float | None
    designation: str
    at_england_rate: float | None

    def number(self, column: str) -> float | None:
        """Return a number of the observation, None where there is none."""
        return number(self.row.get(str(column)))

    @property
    def period(self) -> str:
        """Period of the figure, in the form that machines sort."""
        return str(self.row[Obs.PERIOD])

    @property
    def period_kind(self) -> str:
        """What the period is, a value of `PeriodKind`."""
        return str(self.row.get(Obs.PERIOD_KIND) or PeriodKind.FINANCIAL_YEAR)

    @property
    def year(self) -> str:
        """Period in words: a financial year, and whatever else a dataset speaks of."""
        return spoken_period(self.period, self.period_kind)

    @property
    def when(self) -> str:
        """Period as a sentence has it: in a year or month, on a day."""
        return f"{'on' if self.period_kind == PeriodKind.DATE else 'in'} {self.year}"

    @property
    def value(self) -> float | None:
        """The published value."""
        return self.number(Obs.VALUE)

    @property
    def flags(self) -> str:
        """Data-quality flags, empty where there are none."""
        return str(self.row.get(Obs.FLAGS) or "")

    @property
    def breakdown(self) -> str:
        """Breakdown of the figure, "all" for everybody."""
        return str(self.row.get(Obs.BREAKDOWN) or ALL)

    @property
    def key(self) -> dict[str, str]:
        """Name of the observation, for the disclosure scan."""
        return {
            "area_code": str(self.row[Obs.AREA_CODE]),
            "indicator": self.indicator.code,
            "period": self.period,
            "breakdown": self.breakdown,
            "framework": self.indicator.framework,
        }

    @property
    def key_text(self) -> str:
        """Name of the observation as one text, for chart data and sentences."""
        return "|".join(self.key.values())

    @property
    def told(self) -> dict[str, Any]:
        """Record for the disclosure scan: which observation a sentence speaks of, and its value."""
        return {"key": self.key_text, "value": self.value}


def number(value: object) -> float | None:
    """Return a number as a float, None for anything missing."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return None if math.isnan(value) else float(value)
    return None


def shown(evidence: Evidence, row: Mapping[str, Any]) -> Shown:
    """Set an observation beside its definition.

    Parameters
    ----------
    evidence : Evidence
        The evidence that the observation came from.
    row : mapping
        One row of an observations frame, as it now stands.
    """
    indicator = evidence.registry.find(str(row[Obs.INDICATOR]), str(row[Obs.FRAMEWORK]))
    breakdown = str(row.get(Obs.BREAKDOWN) or ALL)
    period = str(row[Obs.PERIOD])
    kind = str(row.get(Obs.PERIOD_KIND) or PeriodKind.FINANCIAL_YEAR)
    found = evidence.of(indicator, evidence.extras).filter(
        (pl.col(Obs.BREAKDOWN) == breakdown) & (pl.col(Obs.PERIOD) == period)
    )
    extra = found.row(0, named=True) if found.height else {}
    return Shown(
        indicator=indicator,
        area=evidence.request.area,
        row=row,
        margin=number(extra.get(MARGIN)),
        designation=evidence.registry.designation(indicator, period, kind),
        at_england_rate=_at_england_rate(row, extra),
    )


def _at_england_rate(row: Mapping[str, Any], extra: Mapping[str, Any]) -> float | None:
    # England's counts are rounded to 5 and still say more than its rate, which is rounded to a
    # tenth; and without the council's own count there is nothing to set the answer beside.
    above = number(extra.get("england_numerator"))
    below = number(extra.get("england_denominator"))
    own, whole = number(row.get(Obs.NUMERATOR)), number(row.get(Obs.DENOMINATOR))
    if above is None or not below or own is None or whole is None:
        return None
    return above / below * whole
