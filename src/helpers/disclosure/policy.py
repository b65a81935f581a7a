"""What a contract's disclosure policy means for the figures of a version."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from helpers.base.records import Status
from helpers.contracts.columns import Obs

# Any two of value, numerator and denominator give the third, so one of them is already a clue.
HIDDEN = (
    Obs.VALUE,
    Obs.LOWER,
    Obs.UPPER,
    Obs.NUMERATOR,
    Obs.DENOMINATOR,
    Obs.RANK,
    Obs.PERCENTILE,
    Obs.COMPARISON,
)


@dataclass(frozen=True)
class Withheld:
    """One observation whose figures its source suppresses."""

    area_code: str
    indicator: str
    period: str
    breakdown: str

    @property
    def words(self) -> str:
        """Name of the observation for a message."""
        part = "" if self.breakdown == "all" else f", {self.breakdown}"
        return f"{self.indicator}{part} in {self.period}"


def withheld(observations: pl.DataFrame) -> frozenset[Withheld]:
    """List the observations whose source suppresses them.

    Parameters
    ----------
    observations : DataFrame
        `Obs` columns, as computed from the gated extract.
    """
    rows = observations.filter(pl.col(Obs.STATUS) == Status.SUPPRESSED.value)
    columns = (Obs.AREA_CODE, Obs.INDICATOR, Obs.PERIOD, Obs.BREAKDOWN)
    return frozenset(Withheld(*row) for row in rows.select(*columns).iter_rows())
