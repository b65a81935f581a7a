"""Census tables: bands that stand beside their parts, told apart so that neither counts twice."""

from __future__ import annotations

import polars as pl

from helpers.contracts.columns import Care, CensusAge

WIDE_BANDS = ("19 hours or less", "1 to 19 hours", "20 to 49 hours")
NARROW_BANDS = ("9 hours or less", "10 to 19 hours", "20 to 34 hours", "35 to 49 hours")
ALL, TOTAL, BAND, SINGLE = "all", "total", "band", "single year"
OLDEST = 100
_FIRST = r"^(\d+)"
_LAST = r"^\d+ to (\d+)$"


def sets_of_bands(frame: pl.DataFrame, name: str) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Add which set of bands of hours an area has: wide, narrow, or both.

    Parameters
    ----------
    frame : DataFrame
        One row an area, band and measure.
    name : str
        Name of the file; not used.

    Returns
    -------
    tuple of DataFrame and notes
        The rows with the set of bands, which says of what parts a total is the sum.
    """
    group = [Care.CENSUS, Care.AREA_CODE, Care.MEASURE]
    wide = pl.col(Care.BAND).is_in(WIDE_BANDS).any().over(group)
    narrow = pl.col(Care.BAND).is_in(NARROW_BANDS).any().over(group)
    sets = (
        pl.when(wide & narrow)
        .then(pl.lit("both"))
        .when(wide)
        .then(pl.lit("wide"))
        .when(narrow)
        .then(pl.lit("narrow"))
    )
    return frame.with_columns(sets.alias(Care.BANDS)), ()


def ages_and_bands(frame: pl.DataFrame, name: str) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Say of each age whether it is a single year, a band or the total, and its band.

    Parameters
    ----------
    frame : DataFrame
        One row an area and age, in the publisher's words.
    name : str
        Name of the file; not used.

    Returns
    -------
    tuple of DataFrame and notes
        The rows with short ages ("0", "5 to 9", "85 and over", "all"), their kind, and the
        band that a single year lies in, where the file has bands.
    """
    frame = frame.with_columns(_short_age(pl.col(CensusAge.AGE)).alias(CensusAge.AGE))
    ages = frame.select(CensusAge.AGE).unique(maintain_order=True).with_columns(_kind())
    frame = frame.join(_with_bands(ages), on=CensusAge.AGE, how="left", maintain_order="left")
    return frame, ()


def _short_age(age: pl.Expr) -> pl.Expr:
    low = age.str.to_lowercase()
    number = low.str.extract(r"^aged (\d+)\b", 1)
    to = low.str.extract(r"^aged \d+ to (\d+) years$", 1)
    return (
        pl.when(low.is_in(["total", "all ages", "all categories: age"]))
        .then(pl.lit(ALL))
        .when(low == "aged under 1 year")
        .then(pl.lit("0"))
        .when(low.str.contains(r"^aged \d+ years? and under$"))
        .then(pl.format("0 to {}", number))
        .when(low.str.contains(r"^aged \d+ years? and over$") & (number == str(OLDEST)))
        .then(number)
        .when(low.str.contains(r"^aged \d+ years? and over$"))
        .then(pl.format("{} and over", number))
        .when(to.is_not_null())
        .then(pl.format("{} to {}", number, to))
        .when(low.str.contains(r"^aged \d+ years?$"))
        .then(number)
        .otherwise(age)
    )


def _kind() -> pl.Expr:
    age = pl.col(CensusAge.AGE)
    return (
        pl.when(age == ALL)
        .then(pl.lit(TOTAL))
        .when(age.str.contains(r"^\d+$"))
        .then(pl.lit(SINGLE))
        .when(age.str.contains(r"^\d+ (to \d+|and over)$"))
        .then(pl.lit(BAND))
        .alias(CensusAge.KIND)
    )


def _with_bands(ages: pl.DataFrame) -> pl.DataFrame:
    first = pl.col(CensusAge.AGE).str.extract(_FIRST, 1).cast(pl.Int64)
    last = pl.col(CensusAge.AGE).str.extract(_LAST, 1).cast(pl.Int64).fill_null(OLDEST)
    bands = ages.filter(pl.col(CensusAge.KIND) == BAND).select(
        pl.col(CensusAge.AGE).alias(CensusAge.BAND), first.alias("_from"), last.alias("_to")
    )
    singles = ages.filter(pl.col(CensusAge.KIND) == SINGLE).with_columns(first.alias("_year"))
    of_singles = singles.join_where(
        bands, pl.col("_year") >= pl.col("_from"), pl.col("_year") <= pl.col("_to")
    ).select(CensusAge.AGE, CensusAge.BAND)
    of_bands = bands.select(pl.col(CensusAge.BAND).alias(CensusAge.AGE), CensusAge.BAND)
    both = pl.concat([of_singles, of_bands]).unique(CensusAge.AGE, keep="first")
    return ages.join(both, on=CensusAge.AGE, how="left")
