"""What the questions about placements need of the evidence of a run, and no more."""

from __future__ import annotations

from typing import Protocol

import polars as pl

from helpers.indicators.definitions import Indicator
from helpers.indicators.registry import Registry
from helpers.indicators.tables import Tables


class StockSource(Protocol):
    """The evidence of a run, as far as placements and residents are counted from it."""

    registry: Registry
    tables: Tables

    def councils_of(self, indicator: Indicator) -> pl.DataFrame:
        """Compared figures of every council for one indicator."""
        ...
