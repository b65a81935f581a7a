"""Amounts in pounds, from amounts in the unit that each row or its column states."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from helpers.contracts.columns import BcfBudget

AMOUNT, UNIT, UNIT_IN_HEAD, POUNDS = "amount", "unit", "unit_in_head", "amount_gbp"
POUNDS_BY_UNIT = {"GBP": 1, "GBP thousand": 1_000, "GBP million": 1_000_000}
# Printed in millions with three decimals, an amount in pounds is whole; this drops binary dust.
DECIMALS = 2
COUNTED = BcfBudget.COUNTED.value
EVERYONE, SCHEME = "All", "scheme"
OF_ONE_LINE = (
    BcfBudget.AREA_CODE,
    BcfBudget.FINANCIAL_YEAR,
    BcfBudget.PLAN_OR_OUTTURN,
    BcfBudget.LINE_KIND,
    BcfBudget.LINE_NAME,
)
"""What the amounts of one line by all and by each payer have in common."""


def pounds(frame: pl.DataFrame, name: str) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Take the unit from the column's head where a row states none, and make pounds.

    Parameters
    ----------
    frame : DataFrame
        With `amount`, and `unit` or `unit_in_head`.
    name : str
        File name; not used.

    Returns
    -------
    frame : DataFrame
        With `unit`, `amount_gbp`, which is empty where the unit is not known, and `counted`.
    notes : tuple of str
        None.
    """
    have = [pl.col(column) for column in (UNIT, UNIT_IN_HEAD) if column in frame.columns]
    factor = pl.col(UNIT).replace_strict(POUNDS_BY_UNIT, default=None, return_dtype=pl.Float64)
    return (
        frame.with_columns(pl.coalesce(have).alias(UNIT)).with_columns(
            (pl.col(AMOUNT) * factor).round(DECIMALS).alias(POUNDS), _counted(frame.columns)
        ),
        (),
    )


def _counted(columns: Sequence[str]) -> pl.Expr:
    """Whether a line adds to the sum of its kind: no part of a scheme that stands whole beside."""
    payer = BcfBudget.ORGANISATION.value
    line = [each.value for each in OF_ONE_LINE if each.value in columns]
    whole = (pl.col(payer) == EVERYONE).any().over(line)
    scheme = pl.col(BcfBudget.LINE_KIND) == SCHEME
    part = (scheme & whole & (pl.col(payer) != EVERYONE)).fill_null(value=False)
    return pl.when(part).then(pl.lit("no")).otherwise(pl.lit("yes")).alias(COUNTED)
