"""Areas of NHS England's monthly tables: England's own code, and one code a council.

England's row has no code, or a dash. Councils have a code of their era: an ONS code from
2014 on, before that the publisher's three digits or an older code of the ONS, and in one
compiled file none at all. Each gets the ONS code that was in force in the month.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache

import polars as pl

from helpers.base.errors import ExtractRefused, ParameterError
from helpers.base.geography import ENGLAND, find_area
from helpers.base.reorganisations import reorganisations
from helpers.contracts.columns import Dtoc

Stepped = tuple[pl.DataFrame, tuple[str, ...]]


class Activity(StrEnum):
    """Columns of `nhse_mar` that the step reads or makes."""

    ORG_CODE = "org_code"
    ORG_NAME = "org_name"
    LEVEL = "level"


ENGLAND_NAME = "england"
NO_CODE = ("", "-")
TOTAL = "total"
OUTSIDE = "resident "
# Scotland, Wales and abroad have codes of the publisher's own.
OUTSIDE_CODES = ("9900", "9901", "9902")
_ONS_CODE = re.compile(r"E(06|08|09|10)\d{6}")
_UNITARY = re.compile(r"\s+UA$")
# NHS England kept the codes and names of 2018-19 for April 2019.
LAST_OF_OLD_CODES = 4


def commissioners(frame: pl.DataFrame, name: str) -> Stepped:
    """Give England's row its code, and say of each row what it speaks of.

    Parameters
    ----------
    frame : DataFrame
        Rows of the Monthly Activity Return.
    name : str
        Name of the file; not used.

    Returns
    -------
    tuple of DataFrame and notes
        The rows with England's code and a level.
    """
    is_england = pl.col(Activity.ORG_NAME).str.to_lowercase() == ENGLAND_NAME
    no_code = pl.col(Activity.ORG_CODE).fill_null("").is_in(list(NO_CODE))
    return frame.with_columns(
        pl.when(is_england & no_code)
        .then(pl.lit(ENGLAND))
        .otherwise(pl.col(Activity.ORG_CODE))
        .alias(Activity.ORG_CODE),
        pl.when(is_england)
        .then(pl.lit("england"))
        .otherwise(pl.lit("commissioner"))
        .alias(Activity.LEVEL),
    ), ()


def councils(frame: pl.DataFrame, name: str) -> Stepped:
    """Give each row of delayed transfers the ONS code of its area in that month.

    Parameters
    ----------
    frame : DataFrame
        Rows of one sheet, one part of a split each.
    name : str
        Name of the file, for messages.

    Returns
    -------
    tuple of DataFrame and notes
        The rows; an area that nobody knows keeps its source code, and breaks the rule.

    Raises
    ------
    ExtractRefused
        When a sheet of the publisher's workbook has no column of totals.
    """
    _check_total(frame, name)
    for column in (Dtoc.AREA_CODE, Dtoc.SOURCE_CODE):
        if column not in frame.columns:
            frame = frame.with_columns(pl.lit(None, pl.String).alias(column))
    key = [Dtoc.PERIOD, Dtoc.AREA_CODE, Dtoc.SOURCE_CODE, Dtoc.AREA_NAME]
    known = frame.select(str(column) for column in key).unique()
    found = [_area(*(row[str(column)] for column in key)) for row in known.iter_rows(named=True)]
    codes = known.with_columns(pl.Series("_code", found, pl.String))
    joined = frame.join(
        codes, on=[str(column) for column in key], how="left", nulls_equal=True,
        maintain_order="left",
    )  # fmt: skip
    return joined.with_columns(
        pl.col("_code").alias(Dtoc.AREA_CODE), _level().alias(Dtoc.LEVEL)
    ).drop("_code"), ()


def _check_total(frame: pl.DataFrame, name: str) -> None:
    if frame.is_empty() or not (sheet := frame[Dtoc.SHEET][0]):
        return
    if not (frame[Dtoc.PART] == TOTAL).any():
        raise ExtractRefused(
            f"{name}, sheet {sheet}",
            'no column "Total" stands beside the parts',
            "the publisher's sheet, with its parts and their total",
            "put the column back, or fetch the file again",
        )


def _level() -> pl.Expr:
    code = pl.col("_code")
    return (
        pl.when(code == ENGLAND)
        .then(pl.lit("england"))
        .when(code.is_in(list(OUTSIDE_CODES)))
        .then(pl.lit("outside england"))
        .otherwise(pl.lit("council"))
    )


def _area(period: str | None, code: str | None, source: str | None, name: str | None) -> str | None:
    given = next((text for text in (code, source) if text and text not in NO_CODE), None)
    if given and _ONS_CODE.fullmatch(given):
        return given
    plain = _UNITARY.sub("", (name or "").strip())
    if plain.lower() == ENGLAND_NAME:
        return ENGLAND
    if plain.lower().startswith(OUTSIDE):
        return given
    return _by_name(plain, _year(period)) or given


@cache
def _by_name(name: str, year: int) -> str | None:
    for step in reorganisations():
        former = step.former_name.removesuffix(" County")
        if year < int(step.since[:4]) and former == name:
            return step.former_code
    try:
        return find_area(name).code
    except ParameterError:
        return None


def _year(period: str | None) -> int:
    found = re.match(r"(\d{4})-(\d{2})$", period or "")
    if found is None:
        return 0
    return int(found[1]) - (int(found[2]) <= LAST_OF_OLD_CODES)
