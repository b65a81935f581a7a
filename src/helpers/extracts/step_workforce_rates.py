"""Skills for Care's rates: proportions in some editions, per cent in others.

A vacancy rate cannot be above 1 as a proportion, and the highest of thousands is never below
1 per cent, so the highest rate of the file tells its scale.
"""

from __future__ import annotations

from enum import StrEnum

import polars as pl


class Workforce(StrEnum):
    """Columns of the contract `sfc_workforce` that the step reads or makes."""

    SECTOR = "sector"
    SERVICE = "service"
    ROLE_GROUP = "job_role_group"
    ROLE = "job_role"
    IS_TOTAL = "is_total"
    RATE_SCALE = "rate_scale"
    VACANCY = "vacancy_percent"
    TURNOVER = "turnover_percent"


PROPORTION, PER_CENT = "proportion", "per cent"
HIGHEST_PROPORTION = 1
ALL = "all"


def workforce_rates(frame: pl.DataFrame, name: str) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Turn rates into per cent, declare their scale, and mark each area's row of the whole.

    Parameters
    ----------
    frame : DataFrame
        Rows as read.
    name : str
        Name of the file; not used.

    Returns
    -------
    tuple of DataFrame and notes
        The rows, and a note that says which scale was found.
    """
    highest = frame[Workforce.VACANCY].max()
    is_share = isinstance(highest, float) and highest <= HIGHEST_PROPORTION
    scale = PROPORTION if is_share else PER_CENT
    whole = [
        pl.col(column).str.to_lowercase().str.starts_with(ALL).fill_null(value=True)
        for column in (Workforce.SECTOR, Workforce.SERVICE, Workforce.ROLE_GROUP, Workforce.ROLE)
        if column in frame.columns
    ]
    rates = [pl.col(rate) for rate in (Workforce.VACANCY, Workforce.TURNOVER)]
    return frame.with_columns(
        *((rate * 100).round(6) if is_share else rate for rate in rates),
        pl.lit(scale).alias(Workforce.RATE_SCALE),
        pl.when(pl.all_horizontal(whole))
        .then(pl.lit("yes"))
        .otherwise(pl.lit("no"))
        .alias(Workforce.IS_TOTAL),
    ), (f"rates are read as {scale}, by the highest vacancy rate of the file",)
