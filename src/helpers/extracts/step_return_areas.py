"""The areas of a finance return: councils have codes, regions and England have blank ones."""

from __future__ import annotations

from enum import StrEnum

import polars as pl

from helpers.base.geography import ENGLAND


class Return(StrEnum):
    """Columns of the finance return that this step reads or makes."""

    AREA_CODE = "area_code"
    SOURCE_CODE = "source_code"
    REGION_CODE = "region_code"
    LEVEL = "level"
    NET_TOTAL = "net_total"
    NET_CURRENT = "net_current"
    TOTAL_LESS_CURRENT = "total_less_current"


def return_areas(frame: pl.DataFrame, name: str) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Say of each row what kind of area it speaks of, and give regions their code.

    Parameters
    ----------
    frame : DataFrame
        Rows as read.
    name : str
        Name of the file; not used.

    Returns
    -------
    tuple of DataFrame and notes
        The rows with level, code and, in the file of totals, the net total less the net current.
    """
    council = pl.col(Return.SOURCE_CODE).is_not_null()
    region = pl.col(Return.REGION_CODE)
    above = pl.when(region == ENGLAND).then(pl.lit("england")).otherwise(pl.lit("region"))
    code = pl.coalesce(pl.col(Return.AREA_CODE), pl.when(~council).then(region))
    frame = frame.with_columns(
        pl.when(council).then(pl.lit("council")).otherwise(above).alias(Return.LEVEL),
        code.alias(Return.AREA_CODE),
    )
    if Return.NET_TOTAL in frame.columns:
        gap = pl.col(Return.NET_TOTAL) - pl.col(Return.NET_CURRENT)
        frame = frame.with_columns(gap.alias(Return.TOTAL_LESS_CURRENT))
    return frame, ()
