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
    """One observation whose figures its source suppresses.

    Attributes
    ----------
    area_code, indicator, period, breakdown : str
        Which observation.
    framework : str
        Whose code it is; empty where it is not said, so that it may be any.
    """

    area_code: str
    indicator: str
    period: str
    breakdown: str
    framework: str = ""

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
    columns = (Obs.AREA_CODE, Obs.INDICATOR, Obs.PERIOD, Obs.BREAKDOWN, Obs.FRAMEWORK)
    named = observations.with_columns(pl.col(Obs.FRAMEWORK).cast(pl.String).fill_null(""))
    rows = named.filter(pl.col(Obs.STATUS) == Status.SUPPRESSED.value)
    # What the publisher suppresses in one table and prints in another is not withheld.
    printed = named.filter(pl.col(Obs.VALUE).is_not_null())
    kept = rows.join(printed, on=columns, how="anti")
    return frozenset(Withheld(*row) for row in kept.select(*columns).iter_rows())
