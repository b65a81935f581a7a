"""The primary rule on a table of people: small counts hidden, the others rounded."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from helpers.base.records import Status
from helpers.contracts.columns import Obs
from helpers.disclosure.policy import HIDDEN
from helpers.methods.small_numbers import DEFAULT, SmallNumberRule, shown_counts

# What the rule does not touch: a row whose source already withholds or lacks its figure.
KNOWN = (Status.OK.value, Status.PROVISIONAL.value, Status.ROUNDED.value)


def controlled(
    table: pl.DataFrame, counts: Sequence[str], rule: SmallNumberRule = DEFAULT
) -> pl.DataFrame:
    """Hide the rows with a small count and round the counts of the others.

    To be applied where observations are made and before anything is computed from the
    counts, so that values, intervals and ranks tell no more than the counts that are shown.
    It cannot see other tables: whether a hidden count follows from a total is another
    question.

    Parameters
    ----------
    table : DataFrame
        Has the `status` of observations and the columns in `counts`.
    counts : sequence of str
        Columns that hold numbers of people, for example numerator and denominator; where the
        one is a part of the other, the rest is a count too and wants a column of its own.
    rule : SmallNumberRule
        Default: below 5 hidden, others to the nearest 5.

    Returns
    -------
    DataFrame
        The same rows and columns. In a row with a small count every count and every figure
        that observations hide is empty and the status is `suppressed`; never is it nought.
        In the others the counts are rounded and, where that can change one, `ok` becomes
        `rounded`.

    Raises
    ------
    ValueError
        When a count is negative.
    """
    open_row = pl.col(Obs.STATUS).is_in(KNOWN)
    made = {
        name: shown_counts(table[name].cast(pl.Float64).fill_null(float("nan")).to_numpy(), rule)
        for name in counts
    }
    small = pl.Series("small", [False] * table.height, dtype=pl.Boolean)
    for shown in made.values():
        small = small | pl.Series("small", shown.hidden, dtype=pl.Boolean)
    rounded = [
        pl.when(open_row)
        .then(pl.Series(name, shown.values, dtype=pl.Float64).fill_nan(None))
        .otherwise(pl.col(name).cast(pl.Float64))
        .alias(name)
        for name, shown in made.items()
    ]
    hides = open_row & small
    emptied = [name for name in table.columns if name in {*counts, *map(str, HIDDEN)}]
    status = (
        pl.when(hides)
        .then(pl.lit(Status.SUPPRESSED.value))
        .when((pl.col(Obs.STATUS) == Status.OK.value) & pl.lit(rule.base > 1))
        .then(pl.lit(Status.ROUNDED.value))
        .otherwise(pl.col(Obs.STATUS))
        .alias(Obs.STATUS)
    )
    return (
        table.with_columns(hides.alias("_hides"), *rounded)
        .with_columns(
            status,
            *(pl.when("_hides").then(None).otherwise(pl.col(name)).alias(name) for name in emptied),
        )
        .drop("_hides")
    )
