"""Observations as files: CSV that Excel opens rightly, and Parquet."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from helpers.contracts.columns import Obs
from helpers.publication.formula_cells import safe_frame

NUMBERS = {
    Obs.VALUE,
    Obs.LOWER,
    Obs.UPPER,
    Obs.ENGLAND,
    Obs.REGION,
    Obs.NEIGHBOURS,
    Obs.PERCENTILE,
}
WHOLE_NUMBERS = {Obs.NUMERATOR, Obs.DENOMINATOR, Obs.RANK, Obs.RANKED}
SCHEMA = pl.Schema(
    {
        column.value: pl.Float64
        if column in NUMBERS
        else pl.Int64
        if column in WHOLE_NUMBERS
        else pl.String
        for column in Obs
    }
)


def observations_frame(handed: Mapping[str, Any]) -> pl.DataFrame:
    """Return handed-over observations as a frame in the contract's columns."""
    rows: Sequence[Sequence[Any]] = handed["rows"]
    columns: list[str] = handed["columns"]
    return pl.DataFrame(
        [dict(zip(columns, row, strict=True)) for row in rows], schema=SCHEMA, orient="row"
    )


def csv_bytes(observations: pl.DataFrame) -> bytes:
    """Return observations as CSV, UTF-8 with a byte-order mark for Excel.

    Text that a spreadsheet would run as a formula has an apostrophe before it.
    """
    stream = io.BytesIO()
    safe_frame(observations).write_csv(stream, include_bom=True)
    return stream.getvalue()


def parquet_bytes(observations: pl.DataFrame) -> bytes:
    """Return observations as Parquet."""
    stream = io.BytesIO()
    observations.write_parquet(stream, compression="zstd", statistics=False)
    return stream.getvalue()
