"""The lookup of tiers: what kind of area each lower tier is, and if it is its own upper tier."""

from __future__ import annotations

import re

import polars as pl

from helpers.base.area_kinds import area_kind
from helpers.contracts.columns import Tiers

_ONS_CODE = re.compile(r"[A-Z]\d{8}")


def kinds_of_tiers(frame: pl.DataFrame, name: str) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Add what the two codes of each row say of each other.

    Parameters
    ----------
    frame : DataFrame
        One row a lower-tier authority.
    name : str
        Name of the file; not used.

    Returns
    -------
    tuple of DataFrame and notes
        The rows with the kind of the lower tier, and "yes" where both codes are the same.
    """
    codes = frame[Tiers.AREA_CODE].drop_nulls().unique()
    kinds = {code: area_kind(code).value for code in codes if _ONS_CODE.fullmatch(code)}
    same = pl.col(Tiers.AREA_CODE) == pl.col(Tiers.UPPER_CODE)
    return frame.with_columns(
        pl.col(Tiers.AREA_CODE)
        .replace_strict(kinds, default=None, return_dtype=pl.String)
        .alias(Tiers.AREA_KIND),
        pl.when(same)
        .then(pl.lit("yes"))
        .when(~same)
        .then(pl.lit("no"))
        .alias(Tiers.OWN_UPPER_TIER),
    ), ()
