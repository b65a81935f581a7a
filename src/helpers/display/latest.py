"""The latest figure of each of several indicators, as a page shows it."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from helpers.display.shown import Shown, shown
from helpers.indicators.computation import ALL
from helpers.indicators.evidence import Evidence, shown_period
from helpers.indicators.observations import Obs
from helpers.indicators.registry import Indicator


def latest_figures(evidence: Evidence, indicators: Iterable[Indicator]) -> list[Shown]:
    """Return the latest collected figure of each indicator; a missing one with its status."""
    found = []
    for indicator in indicators:
        every = evidence.of(indicator)
        period = shown_period(every)
        rows = every.filter(pl.col(Obs.BREAKDOWN) == ALL)
        rows = rows.filter(pl.col(Obs.PERIOD) == period) if period else rows.tail(1)
        found += [shown(evidence, row) for row in rows.to_dicts()]
    return found
