"""Amounts in pounds, from amounts in the unit that each row or its column states."""

from __future__ import annotations

import polars as pl

AMOUNT, UNIT, UNIT_IN_HEAD, POUNDS = "amount", "unit", "unit_in_head", "amount_gbp"
POUNDS_BY_UNIT = {"GBP": 1, "GBP thousand": 1_000, "GBP million": 1_000_000}
# Printed in millions with three decimals, an amount in pounds is whole; this drops binary dust.
DECIMALS = 2


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
        With `unit` and `amount_gbp`, which is empty where the unit is not known.
    notes : tuple of str
        None.
    """
    have = [pl.col(column) for column in (UNIT, UNIT_IN_HEAD) if column in frame.columns]
    factor = pl.col(UNIT).replace_strict(POUNDS_BY_UNIT, default=None, return_dtype=pl.Float64)
    return (
        frame.with_columns(pl.coalesce(have).alias(UNIT)).with_columns(
            (pl.col(AMOUNT) * factor).round(DECIMALS).alias(POUNDS)
        ),
        (),
    )
