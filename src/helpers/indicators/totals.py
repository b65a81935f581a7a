"""England and the regions as sums of their councils, where the publisher gives none."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from helpers.base.geography import ENGLAND
from helpers.base.records import Level
from helpers.indicators.columns import (
    AREA,
    CELL,
    END,
    KIND,
    LEVEL,
    NOTE,
    PERIOD,
    RECEIPTS,
    STATUS,
    VALUE,
)
from helpers.indicators.terms import GIVEN
from helpers.indicators.territories import add_merged, covered, merged, regions

SUMMED = "sum of its councils"
OF = [CELL, PERIOD, KIND, END]


def with_totals(sums: pl.DataFrame, adds_up: Collection[int]) -> pl.DataFrame:
    """Add regions and England where they are missing, and councils that others went into.

    Parameters
    ----------
    sums : DataFrame
        Sums by area and period, as `helpers.indicators.terms.sums` gives them.
    adds_up : collection of int
        The sums of which England's and the regions' are those of their councils. They are
        added only where every council of them has a figure, under its code of the time.

    Returns
    -------
    DataFrame
        The sums and the added ones, with a column `note` that says what was added up.
    """
    given = sums.with_columns(pl.lit("").alias(NOTE))
    councils = given.filter((pl.col(LEVEL) == Level.COUNCIL.value) & (pl.col(STATUS) <= GIVEN))
    whole = _merged(given)
    parts = [code for codes in merged().values() for code in codes]
    # Once a sum stands for them, the merged councils would count twice in a rank.
    counted = whole.select(CELL, PERIOD).unique()
    alone = pl.concat(
        [
            given.filter(~pl.col(AREA).is_in(parts)),
            given.filter(pl.col(AREA).is_in(parts)).join(counted, on=[CELL, PERIOD], how="anti"),
        ]
    )
    own = councils.filter(pl.col(CELL).is_in(list(adds_up)))
    return pl.concat([alone, whole, *([_totals(own, given)] if own.height else [])])


def _totals(councils: pl.DataFrame, given: pl.DataFrame) -> pl.DataFrame:
    """Sums of the councils of each region, and of all, where no row is there for it."""
    of_region = regions()
    codes = councils[AREA].unique().to_list()
    region = pl.col(AREA).replace_strict(
        {code: of_region.get(code, "") for code in codes}, return_dtype=pl.String
    )
    once = councils.with_columns(region.alias("_region"), pl.lit(ENGLAND).alias("_england"))
    whole = once.group_by(OF, maintain_order=True).agg(pl.col(AREA))
    reached = [
        (*row[:4], area) for row in whole.iter_rows() for area in sorted(covered(frozenset(row[4])))
    ]
    complete = pl.DataFrame(
        reached, schema=whole.select(OF).schema | {AREA: pl.String}, orient="row"
    )
    added = pl.concat(
        [
            once.group_by(*OF, pl.col(name).alias("_whole"), maintain_order=True)
            .agg(
                pl.col(VALUE).sum(),
                pl.col(STATUS).max(),
                pl.col(RECEIPTS).explode().unique(),
            )
            .rename({"_whole": AREA})
            for name in ("_region", "_england")
        ]
    ).join(complete, on=[*OF, AREA], how="semi")
    published = given.filter(pl.col(LEVEL) != Level.COUNCIL.value).select(CELL, PERIOD, AREA)
    return (
        added.join(published, on=[CELL, PERIOD, AREA], how="anti")
        .with_columns(
            pl.when(pl.col(AREA) == ENGLAND)
            .then(pl.lit(Level.ENGLAND.value))
            .otherwise(pl.lit(Level.REGION.value))
            .alias(LEVEL),
            pl.lit(SUMMED).alias(NOTE),
        )
        .select(given.columns)
    )


def _merged(given: pl.DataFrame) -> pl.DataFrame:
    """Councils of today as sums of those that were merged into them, in the years before."""
    rows = []
    for council, parts in merged().items():
        own = given.filter(pl.col(AREA).is_in([council, *parts]))
        for key, group in own.group_by(OF, maintain_order=True):
            held = {row[AREA]: row for row in group.to_dicts()}
            if council in held:
                continue
            values = {
                code: row[VALUE] if row[STATUS] <= GIVEN else None for code, row in held.items()
            }
            value, note = add_merged(values, council)
            if value is not None:
                receipts = sorted({each for row in held.values() for each in row[RECEIPTS]})
                status = max(row[STATUS] for row in held.values())
                of = dict(zip(OF, key, strict=True))
                row = {AREA: council, LEVEL: Level.COUNCIL.value, VALUE: value, STATUS: status}
                rows.append({**of, **row, RECEIPTS: receipts, NOTE: note})
    return pl.DataFrame(rows, schema=given.schema)
