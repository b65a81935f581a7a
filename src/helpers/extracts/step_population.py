"""Mid-year estimates: ages as numbers, and the totals that the detailed series leaves out."""

from __future__ import annotations

import polars as pl

from helpers.contracts.columns import Mye
from helpers.contracts.facts import UNREADABLE
from helpers.extracts.opened import ROW

ALL_AGES = "all"
PERSONS = "persons"
_AGE = r"(?i)^age\s*(\d{1,2})$"
_OLDEST = r"(?i)^aged?\s*(90)\s*\+$"


def ages_in_words(frame: pl.DataFrame, name: str) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Turn "Age 0" and "Aged 90+" into 0 and 90, and "All Ages" into the contract's word.

    Parameters
    ----------
    frame : DataFrame
        Rows as read.
    name : str
        Name of the file; not used.

    Returns
    -------
    tuple of DataFrame and notes
        The rows; an age in other words stays, and breaks the rule on the form of an age.
    """
    age = pl.col(Mye.AGE)
    is_all = age.str.to_lowercase().str.replace_all(r"[\s_]", "") == "allages"
    number = pl.coalesce(age.str.extract(_AGE, 1), age.str.extract(_OLDEST, 1))
    words = pl.when(is_all).then(pl.lit(ALL_AGES)).otherwise(pl.coalesce(number, age))
    return frame.with_columns(words.alias(Mye.AGE)), ()


def with_totals(frame: pl.DataFrame, name: str) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Add both sexes together and all ages, which the detailed series does not give.

    Parameters
    ----------
    frame : DataFrame
        Rows by sex and single year of age.
    name : str
        Name of the file; not used.

    Returns
    -------
    tuple of DataFrame and notes
        The rows and their totals. A total stands at the first row that it is made of.
    """
    frame = frame.select(
        ROW, Mye.SHEET, Mye.YEAR, Mye.AREA_CODE, Mye.AREA_NAME, Mye.SEX, Mye.AGE, Mye.PERSONS,
        UNREADABLE,
    )  # fmt: skip
    both = _total(frame, Mye.SEX, PERSONS)
    with_both = pl.concat([frame, both])
    every = pl.concat([with_both, _total(with_both, Mye.AGE, ALL_AGES)])
    return every.sort(ROW, maintain_order=True), (
        "the rows for persons and for all ages were added up from males, females and ages",
    )


def _total(frame: pl.DataFrame, over: str, word: str) -> pl.DataFrame:
    kept = [Mye.SHEET, Mye.YEAR, Mye.AREA_CODE, Mye.AREA_NAME, Mye.SEX, Mye.AGE]
    by = [column for column in kept if column != over]
    totals = frame.group_by(by, maintain_order=True).agg(
        pl.col(ROW).min(), pl.col(Mye.PERSONS).sum(), pl.lit(word).alias(over)
    )
    return totals.with_columns(pl.lit(None, pl.String).alias(UNREADABLE)).select(frame.columns)
