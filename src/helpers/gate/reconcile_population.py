"""Published denominators beside the population that they are made of."""

from __future__ import annotations

import polars as pl

from helpers.base.periods import first_year, spoken
from helpers.base.records import Level, Status
from helpers.contracts.columns import Ascof, AscofLong, Mye
from helpers.gate.reconciled import Difference, Reconciled, Tables
from helpers.gate.store.records import Receipt

AGED_18_TO_64 = tuple(str(age) for age in range(18, 65))
AGED_65_AND_OVER = tuple(str(age) for age in range(65, 91))
# Measure of the time series, its name in words, and the ages of its denominator.
SERIES = (
    ("2B", "18 to 64", AGED_18_TO_64),
    ("2C", "65 and over", AGED_65_AND_OVER),
)
LONG_MEASURE = "2A(2)"
# From so many councils on a population file is a national one, and a gap in it is a finding.
NATIONAL = 100
AREA, PERIOD, NAME, COUNT = "area", "period", "name", "count"


def series_and_population(tables: Tables) -> list[Reconciled]:
    """Denominators of 2B and 2C beside the mid-year estimates of the year they begin in."""
    results = []
    for series, table in tables.each("ascof_timeseries"):
        for measure, ages, listed in SERIES:
            wanted = table.filter(
                (pl.col(Ascof.MEASURE) == measure)
                & (pl.col(Ascof.LEVEL) == Level.COUNCIL.value)
                & (pl.col(Ascof.DENOMINATOR_STATUS) == Status.OK.value)
            ).select(
                pl.col(Ascof.AREA_CODE).alias(AREA),
                pl.col(Ascof.AREA_NAME).alias(NAME),
                pl.col(Ascof.PERIOD).alias(PERIOD),
                pl.col(Ascof.DENOMINATOR).alias(COUNT),
            )
            name = f"population_of_{measure.lower()}"
            meaning = f"The denominator of {measure} is the population aged {ages} at mid-year."
            results += _beside(tables, series, wanted, listed, name, meaning)
    return results


def long_file_and_population(tables: Tables) -> list[Reconciled]:
    """Denominators of the former 2A(2) beside the mid-year estimates aged 65 and over."""
    results = []
    for long_file, table in tables.each("ascof_long"):
        wanted = table.filter(
            (pl.col(AscofLong.MEASURE) == LONG_MEASURE)
            & (pl.col(AscofLong.MEASURE_TYPE) == "Denominator")
            & (pl.col(AscofLong.LEVEL) == Level.COUNCIL.value)
            & (pl.col(AscofLong.VALUE_STATUS) == Status.OK.value)
        ).select(
            pl.col(AscofLong.AREA_CODE).alias(AREA),
            pl.col(AscofLong.AREA_NAME).alias(NAME),
            pl.col(AscofLong.PERIOD).alias(PERIOD),
            pl.col(AscofLong.VALUE).alias(COUNT),
        )
        meaning = (
            f"The denominator of the former {LONG_MEASURE} is the population aged 65 and over at "
            "mid-year."
        )
        results += _beside(
            tables, long_file, wanted, AGED_65_AND_OVER, "population_of_former_2a2", meaning
        )
    return results


def _beside(
    tables: Tables,
    source: Receipt,
    wanted: pl.DataFrame,
    ages: tuple[str, ...],
    rule: str,
    meaning: str,
) -> list[Reconciled]:
    results = []
    for estimates, people in tables.each("ons_mye"):
        population = (
            people.filter((pl.col(Mye.SEX) == "persons") & pl.col(Mye.AGE).is_in(list(ages)))
            .group_by(pl.col(Mye.AREA_CODE).alias(AREA), pl.col(Mye.YEAR).alias("year"))
            .agg(pl.col(Mye.PERSONS).sum().alias("people"))
        )
        years = {period: str(first_year(period)) for period in wanted[PERIOD].unique()}
        held = set(population["year"])
        of_year = wanted.with_columns(
            pl.col(PERIOD).replace_strict(years, return_dtype=pl.String).alias("year")
        ).filter(pl.col("year").is_in(list(held)))
        both = of_year.join(population, on=[AREA, "year"], how="left").sort(NAME, PERIOD)
        given = both.filter(pl.col("people").is_not_null())
        off = given.filter(pl.col("people") != pl.col(COUNT))
        absent = both.filter(pl.col("people").is_null())
        national = given[AREA].n_unique() >= NATIONAL
        differences = [
            Difference(
                row[NAME],
                spoken(row[PERIOD]),
                f"{row[COUNT]:,.0f}",
                f"{row['people']:,} in the estimates",
            )
            for row in off.to_dicts()
        ]
        if national:
            differences += [
                Difference(
                    row[NAME],
                    spoken(row[PERIOD]),
                    f"{row[COUNT]:,.0f}",
                    "not in the estimates by its code",
                )
                for row in absent.to_dicts()
            ]
        results.append(
            Reconciled(
                rule=rule,
                meaning=meaning,
                files=(source.file_name, estimates.file_name),
                unit="councils",
                compared=given.height + (absent.height if national else 0),
                agree=given.height - off.height,
                differences=tuple(differences),
                note="A difference in every council is another vintage of the estimates; one in a "
                "single council is a change of its boundary or code, or a slip.",
            )
        )
    return results
