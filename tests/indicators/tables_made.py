"""Small invented tables as the engine takes them, with the outline of their contract."""

from __future__ import annotations

from typing import Any

import polars as pl

from helpers.contracts.outline import Outline
from helpers.indicators.areas import level_of
from helpers.indicators.columns import AREA, LEVEL, MADE_OF, RECEIPTS, SOURCE
from helpers.indicators.computation import Term, Where
from helpers.indicators.terms import ORDER, Cell, cell_of, sums

WIRRAL, SEFTON = "E08000015", "E08000014"
OUTLINE = Outline(
    id="made",
    title="Made",
    columns=("area", "month", "part", "days", "days_status"),
    words=(),
    period_column="month",
    period_kind="month",
    policy="as published",
)
Row = tuple[str, str, str, float | None, str]


def table(rows: list[Row], made_of: int = 1, source: list[str] | None = None) -> pl.DataFrame:
    """Rows of area, month, part, days and their status, placed as `Tables.placed` places them."""
    frame = pl.DataFrame(
        rows,
        schema={
            "area": pl.String,
            "month": pl.String,
            "part": pl.String,
            "days": pl.Float64,
            "days_status": pl.String,
        },
        orient="row",
    )
    return frame.with_columns(
        pl.col("area").alias(AREA),
        pl.Series(SOURCE, source) if source else pl.col("area").alias(SOURCE),
        pl.Series(LEVEL, [level_of(code) for code in frame["area"]]),
        pl.lit(made_of, dtype=pl.Int64).alias(MADE_OF),
        pl.lit(0, dtype=pl.UInt16).alias(RECEIPTS),
    )


def cell(where: Where | None = None, **more: Any) -> Cell:
    """A sum of days."""
    by_year = more.pop("by_year", False)
    term = Term(column="days", where=where or {}, **more)
    return cell_of(term, {}, OUTLINE, {}, by_year=by_year)


def summed(frame: pl.DataFrame, *cells: Cell) -> list[tuple[str, str, float, str]]:
    """Area, period, value and status of every sum, in order."""
    found = sums(frame, OUTLINE, cells).sort("cell", AREA, "period")
    return [
        (area, period, value, ORDER[grade].value)
        for area, period, value, grade in found.select(AREA, "period", "value", "status").rows()
    ]


def months(year: int) -> list[str]:
    """The twelve months of a financial year."""
    return [f"{year}-{month:02d}" for month in range(4, 13)] + [
        f"{year + 1}-{month:02d}" for month in range(1, 4)
    ]
