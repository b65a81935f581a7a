"""The long ASCOF file: its year, its framework, its codes cut in two, and the parts of an outcome.

The file gives numerator, denominator, base and margin of error as rows of their own. Beside
each outcome they are columns here, so that a rule can recompute it.
"""

from __future__ import annotations

from enum import StrEnum

import polars as pl

from helpers.base.geography import ENGLAND
from helpers.extracts.opened import ROW


class Long(StrEnum):
    """Columns of the contract `ascof_long` that this step reads or makes."""

    PERIOD = "period"
    FRAMEWORK = "framework"
    MEASURE = "measure"
    MEASURE_CODE = "measure_code"
    DISAGGREGATION = "disaggregation"
    SUFFIX_AND_LEVEL = "suffix_and_level"
    AREA_CODE = "area_code"
    SOURCE_CODE = "source_code"
    LEVEL = "level"
    MEASURE_TYPE = "measure_type"
    VALUE = "value"
    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"
    RESPONDENTS = "respondents"
    MARGIN = "margin"


OLD, NEW = "ascof-2014", "ascof-2023"
# Codes were used again with other meanings from this year on.
FIRST_NEW_YEAR = "2023-24"
LEVEL_BY_CODE = {"E06": "council", "E08": "council", "E09": "council", "E10": "council"}
REGION_START = "E12"
NO_CODE = ("[z]", "[x]", "z", "x", ":")
SUFFIX_WORDS = "1864|65OV|64U|6584|6574|7584|85OV|M|F"
# A digit, a letter, a part such as (2A), 2A, (1) or 1, a variant of 2014-15, then the suffix.
_CODE = rf"^(\d[A-Z])\(?([123][AB]?)?\)?(_1415)?({SUFFIX_WORDS})?$"
PARTS = {
    Long.NUMERATOR: "Numerator",
    Long.DENOMINATOR: "Denominator",
    Long.RESPONDENTS: "Base",
    Long.MARGIN: "Margin Of Error",
}
OUTCOME = "Outcome"


def ascof_long(frame: pl.DataFrame, name: str) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Add what the rows of the long file imply.

    Parameters
    ----------
    frame : DataFrame
        Rows as read.
    name : str
        Name of the file; not used, since the contract says how the year is found.

    Returns
    -------
    tuple of DataFrame and notes
        The rows with period, framework, area, level, measure, suffix and parts of the outcome.
    """
    frame = frame.with_columns(_period().alias(Long.PERIOD), _area_code().alias(Long.AREA_CODE))
    frame = frame.with_columns(
        pl.when(pl.col(Long.PERIOD) >= FIRST_NEW_YEAR)
        .then(pl.lit(NEW))
        .when(pl.col(Long.PERIOD).is_not_null())
        .then(pl.lit(OLD))
        .alias(Long.FRAMEWORK)
    )
    if Long.LEVEL not in frame.columns:
        frame = frame.with_columns(_level().alias(Long.LEVEL))
    frame = frame.with_columns(_measure().alias(Long.MEASURE), _cut().alias(Long.SUFFIX_AND_LEVEL))
    return _with_parts(frame), ()


def _period() -> pl.Expr:
    text = pl.col(Long.PERIOD)
    pair = r"^(?:20)?(\d\d)\D*(?:20)?(\d\d)$"
    first = text.str.extract(pair, 1).cast(pl.Int32, strict=False)
    second = text.str.extract(pair, 2).cast(pl.Int32, strict=False)
    # "2022" in a file's name is the year to March 2022, since no year runs from 2020 to 2022.
    ends = text.str.extract(r"^20(\d\d)$", 1).cast(pl.Int32, strict=False)
    start = pl.when(second == first + 1).then(first).otherwise(ends - 1)
    two_digits = [year.cast(pl.String).str.zfill(2) for year in (start, start + 1)]
    return pl.concat_str(pl.lit("20"), two_digits[0], pl.lit("-"), two_digits[1])


def _area_code() -> pl.Expr:
    code = pl.col(Long.AREA_CODE)
    given = pl.when(~code.str.to_lowercase().is_in(list(NO_CODE))).then(code)
    return pl.coalesce(given, pl.col(Long.SOURCE_CODE))


def _level() -> pl.Expr:
    start = pl.col(Long.AREA_CODE).str.slice(0, 3)
    return (
        pl.when(pl.col(Long.AREA_CODE) == ENGLAND)
        .then(pl.lit("england"))
        .when(start == REGION_START)
        .then(pl.lit("region"))
        .otherwise(start.replace_strict(LEVEL_BY_CODE, default="council_type"))
    )


def _part_of_code(number: int) -> pl.Expr:
    return pl.col(Long.MEASURE_CODE).str.to_uppercase().str.extract(_CODE, number)


def _measure() -> pl.Expr:
    part = _part_of_code(2)
    # The framework of 2023-24 writes 3D(1a) where that of before wrote 1C(1A).
    part = pl.when(pl.col(Long.FRAMEWORK) == NEW).then(part.str.to_lowercase()).otherwise(part)
    bracket = pl.when(part.is_not_null()).then(pl.concat_str(pl.lit("("), part, pl.lit(")")))
    made = pl.concat_str(_part_of_code(1), bracket.fill_null(""), _part_of_code(3).fill_null(""))
    return pl.coalesce(made, pl.col(Long.MEASURE_CODE))


def _cut() -> pl.Expr:
    suffix = _part_of_code(4).fill_null("no suffix")
    cut = pl.concat_str(suffix, pl.lit(" = "), pl.col(Long.DISAGGREGATION))
    return pl.when(_part_of_code(1).is_not_null()).then(cut)


def _with_parts(frame: pl.DataFrame) -> pl.DataFrame:
    key = [
        Long.PERIOD,
        Long.FRAMEWORK,
        Long.MEASURE_CODE,
        Long.DISAGGREGATION,
        Long.AREA_CODE,
    ]
    kind, value = pl.col(Long.MEASURE_TYPE), pl.col(Long.VALUE)
    parts = frame.group_by([str(column) for column in key]).agg(
        value.filter(kind == word).first().alias(column) for column, word in PARTS.items()
    )
    joined = frame.join(parts, on=[str(column) for column in key], how="left", nulls_equal=True)
    beside = (pl.when(kind == OUTCOME).then(pl.col(column)).alias(column) for column in PARTS)
    return joined.with_columns(beside).sort(ROW)
