"""Several extracts of one dataset as one table: its months, its editions, its vintages."""

from __future__ import annotations

import polars as pl

from helpers.base.errors import ParameterError
from helpers.contracts.translation import STATUS_ENDING
from helpers.gate.store.records import Receipt
from helpers.gate.store.shelf import Shelf

PLACE = ("sheet", "sheet_row")
RECEIPT = "receipt"


def combined(receipts: tuple[Receipt, ...], shelf: Shelf) -> pl.DataFrame:
    """Rows of several accepted extracts of one dataset, each key once.

    Where two extracts hold one key, the row of the later edition stands: a revised month
    replaces the first one. Rows whose figures are the same in both are no matter, though the
    publishers may describe them in different words, or one of them not at all.

    Parameters
    ----------
    receipts : tuple of Receipt
        Extracts of one dataset.
    shelf : Shelf
        Where their tables are.

    Returns
    -------
    DataFrame
        The contract's columns and `receipt`, the id of the receipt that a row comes from.

    Raises
    ------
    ParameterError
        When two extracts of the same edition, or that state none, contradict each other in a
        figure, or in whether there is one.
    """
    frames = [
        shelf.table(receipt).with_columns(
            pl.lit(receipt.id).alias(RECEIPT), pl.lit(receipt.edition).alias("_edition")
        )
        for receipt in sorted(receipts, key=lambda r: (r.edition, r.file_name))
    ]
    key = list(receipts[0].key)
    every = pl.concat(frames).rechunk()
    if not key or len(frames) == 1:
        return every.drop("_edition")
    several = pl.struct(key).is_duplicated()
    alone, held = every.filter(~several), every.filter(several)
    if held.is_empty():
        return alone.drop("_edition")
    latest = held.filter(pl.col("_edition") == pl.col("_edition").max().over(key))
    said = [
        name
        for name, kind in latest.schema.items()
        if name not in (*key, *PLACE, RECEIPT, "_edition")
        and (kind.is_numeric() or kind.is_temporal() or name.endswith(STATUS_ENDING))
    ]
    differ = latest.unique([*key, *said]).filter(pl.struct(key).is_duplicated())
    if differ.height:
        row = differ.sort(key, nulls_last=True).row(0, named=True)
        names = {receipt.id: receipt.file_name for receipt in receipts}
        both = differ.filter(
            pl.all_horizontal(pl.col(name).eq_missing(pl.lit(row[name])) for name in key)
        )
        files = " and ".join(sorted({names[each] for each in both[RECEIPT]}))
        raise ParameterError(
            files,
            f"they contradict each other at {', '.join(str(row[name]) for name in key)}",
            "one figure for each key, or editions that say which is the later",
            "take the older file out of the inbox",
        )
    once = latest.unique(key, keep="last", maintain_order=True)
    return pl.concat([alone, once]).drop("_edition")
