"""England and the regions as sums of their councils, and councils as sums of those before them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import polars as pl

from helpers.base.geography import ENGLAND
from helpers.base.records import Level
from helpers.indicators.columns import AREA, END, KIND, LEVEL, NOTE, PERIOD, RECEIPTS, STATUS
from helpers.indicators.terms import GIVEN
from helpers.indicators.territories import add_merged, covered, merged, regions

SUMMED = "sum of its councils"


def with_totals(
    given: pl.DataFrame, adds_up: Collection[int], of: Sequence[str], summed: Sequence[str]
) -> pl.DataFrame:
    """Add regions and England where they are missing, and councils that others went into.

    Parameters
    ----------
    given : DataFrame
        Counts by area and period, each with its status (a grade) and a note.
    adds_up : collection of int
        Numbers in the first column of `of` for which England and the regions are the sums of
        their councils. They are added only where every council of them has a figure, under
        its code of the time, and the publisher gives none.
    of : sequence of str
        Columns that say what is counted, a number first.
    summed : sequence of str
        Columns of counts.

    Returns
    -------
    DataFrame
        The rows and the added ones, whose note says what was added up. Councils that were
        merged stand no longer beside the one that they are added up to.
    """
    keys = [*of, PERIOD, KIND, END]
    whole = _merged(given, keys, summed)
    parts = [code for codes in merged().values() for code in codes]
    # Once a sum stands for them, the merged councils would count twice in a rank.
    counted = whole.select(keys).unique()
    former = given.filter(pl.col(AREA).is_in(parts)).join(counted, on=keys, how="anti")
    own = given.filter(
        (pl.col(LEVEL) == Level.COUNCIL.value)
        & (pl.col(STATUS) <= GIVEN)
        & pl.col(of[0]).is_in(list(adds_up))
    )
    totals = [_totals(own, given, keys, summed)] if own.height else []
    return pl.concat([given.filter(~pl.col(AREA).is_in(parts)), former, whole, *totals])


def _totals(
    councils: pl.DataFrame, given: pl.DataFrame, keys: Sequence[str], summed: Sequence[str]
) -> pl.DataFrame:
    """Sums of the councils of each region, and of all, where no row is there for it."""
    of_region = regions()
    codes = {code: of_region.get(code, "") for code in councils[AREA].unique()}
    once = councils.with_columns(
        pl.col(AREA).replace_strict(codes, return_dtype=pl.String).alias("_region"),
        pl.lit(ENGLAND).alias("_england"),
    )
    there = once.group_by(keys, maintain_order=True).agg(pl.col(AREA))
    complete = pl.DataFrame(
        [
            (*row[:-1], area)
            for row in there.iter_rows()
            for area in sorted(covered(frozenset(row[-1])))
        ],
        schema=there.select(keys).schema | {AREA: pl.String},
        orient="row",
    )
    added = pl.concat(
        [
            once.group_by(*keys, pl.col(name).alias("_whole"), maintain_order=True)
            .agg(pl.col(*summed).sum(), pl.col(STATUS).max(), pl.col(RECEIPTS).explode().unique())
            .rename({"_whole": AREA})
            for name in ("_region", "_england")
        ]
    ).join(complete, on=[*keys, AREA], how="semi")
    level = pl.when(pl.col(AREA) == ENGLAND).then(pl.lit(Level.ENGLAND.value))
    empty = [name for name in given.columns if name not in (*added.columns, LEVEL, NOTE)]
    return (
        added.join(given, on=[*keys, AREA], how="anti")
        .with_columns(
            level.otherwise(pl.lit(Level.REGION.value)).alias(LEVEL),
            pl.lit(SUMMED).alias(NOTE),
            *(pl.lit(None, dtype=given.schema[name]).alias(name) for name in empty),
        )
        .select(given.columns)
    )


def _merged(given: pl.DataFrame, keys: Sequence[str], summed: Sequence[str]) -> pl.DataFrame:
    """Councils of today as sums of those that were merged into them, in the years before."""
    rows = []
    for council, parts in merged().items():
        own = given.filter(pl.col(AREA).is_in([council, *parts]))
        if not own[AREA].is_in(parts).any():
            continue
        for key, group in own.group_by(keys, maintain_order=True):
            held = {row[AREA]: row for row in group.to_dicts()}
            if council in held:
                continue
            values, notes = {}, set()
            for name in summed:
                known = {c: r[name] if r[STATUS] <= GIVEN else None for c, r in held.items()}
                values[name], note = add_merged(known, council)
                notes.add(note)
            if any(value is None for value in values.values()):
                continue
            rows.append(
                {
                    **dict.fromkeys(given.columns),
                    **dict(zip(keys, key, strict=True)),
                    **values,
                    AREA: council,
                    LEVEL: Level.COUNCIL.value,
                    STATUS: max(row[STATUS] for row in held.values()),
                    RECEIPTS: sorted({each for row in held.values() for each in row[RECEIPTS]}),
                    NOTE: "; ".join(sorted(notes - {""})),
                }
            )
    return pl.DataFrame(rows, schema=given.schema)
