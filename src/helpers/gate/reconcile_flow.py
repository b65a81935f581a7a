"""Hospital discharge: coverage that moves, and delayed days from two kinds of file."""

from __future__ import annotations

from itertools import product

import polars as pl

from helpers.base.period_kinds import PeriodKind, spoken_period
from helpers.contracts.columns import Drd, Dtoc
from helpers.gate.reconciled import Difference, Reconciled, Tables

# A month that moves by more than this share, or stays under this share of the largest, is
# asked about as coverage before it is read as performance.
MOVE = 0.5
HALF = 0.5
COUNCILS = "utla"
MONTHLY = "month"
TOTAL, BY_REASON = "total", "reason"


def coverage_of_discharges(tables: Tables) -> list[Reconciled]:
    """Councils whose discharges jump from month to month, and those with a month under half."""
    files = tuple(receipt.file_name for receipt, _ in tables.each("discharge_ready_date"))
    months = (
        tables.together("discharge_ready_date")
        .filter((pl.col(Drd.LEVEL) == COUNCILS) & (pl.col(Drd.SPAN) == MONTHLY))
        .filter(pl.col(Drd.DISCHARGES).is_not_null())
        .sort(Drd.AREA_NAME.value, Drd.PERIOD.value)
    )
    before = pl.col(Drd.DISCHARGES).shift(1).over(Drd.AREA_CODE.value)
    moved = months.with_columns(before.alias("before")).filter(
        (pl.col("before") > 0) & ((pl.col(Drd.DISCHARGES) / pl.col("before") - 1).abs() > MOVE)
    )
    largest = pl.col(Drd.DISCHARGES).max().over(Drd.AREA_CODE.value)
    under = months.with_columns(largest.alias("largest")).filter(
        pl.col(Drd.DISCHARGES) < HALF * pl.col("largest")
    )
    councils = months[Drd.AREA_CODE.value].n_unique()
    note = "Trusts join the collection as their data become good enough: ask about coverage first."
    return [
        Reconciled(
            rule="discharges_move_by_half",
            meaning="Discharges of a council's residents move by no more than half from one month "
            "to the next.",
            files=files,
            unit="councils",
            compared=councils,
            agree=councils - moved[Drd.AREA_CODE.value].n_unique(),
            differences=_months(moved, "before", "in the month before"),
            note=note,
        ),
        Reconciled(
            rule="discharges_under_half_of_largest",
            meaning="No month of a council has under half of the discharges of its largest month.",
            files=files,
            unit="councils",
            compared=councils,
            agree=councils - under[Drd.AREA_CODE.value].n_unique(),
            differences=_months(under, "largest", "in its largest month"),
            note=note,
        ),
    ]


def _months(frame: pl.DataFrame, other: str, words: str) -> tuple[Difference, ...]:
    return tuple(
        Difference(
            row[Drd.AREA_NAME],
            spoken_period(row[Drd.PERIOD], PeriodKind.MONTH),
            f"{row[Drd.DISCHARGES]:,} discharges",
            f"{row[other]:,} {words}",
        )
        for row in frame.to_dicts()
    )


def native_and_compiled_delays(tables: Tables) -> list[Reconciled]:
    """Delayed days of the publisher's workbooks beside those of a compiled table."""
    every = list(tables.each("nhse_dtoc"))
    native = [(r, t) for r, t in every if set(t[Dtoc.COMPILED].unique()) == {"no"}]
    compiled = [(r, t) for r, t in every if set(t[Dtoc.COMPILED].unique()) == {"yes"}]
    results = []
    for (ours, workbook), (theirs, table) in product(native, compiled):
        left, right = _totals(workbook), _totals(table)
        if left.is_empty() or right.is_empty():
            continue
        both = _same_places(left, right)
        off = both.filter(pl.col(Dtoc.DAYS) != pl.col("days_compiled")).sort(
            Dtoc.AREA_NAME.value, Dtoc.PERIOD.value
        )
        results.append(
            Reconciled(
                rule="delayed_days_native_and_compiled",
                meaning="A council's delayed days in the publisher's workbook are those of the "
                "compiled table.",
                files=(ours.file_name, theirs.file_name),
                unit="councils",
                compared=both.height,
                agree=both.height - off.height,
                differences=tuple(
                    Difference(
                        row[Dtoc.AREA_NAME],
                        spoken_period(row[Dtoc.PERIOD], PeriodKind.MONTH),
                        f"{row['days_compiled']:,} in the compiled table",
                        f"{row[Dtoc.DAYS]:,} in the workbook",
                    )
                    for row in off.to_dicts()
                ),
                note="The publisher revised some months after a table was compiled.",
            )
        )
    return results


def _totals(table: pl.DataFrame) -> pl.DataFrame:
    return (
        table.filter(
            (pl.col(Dtoc.SPLIT) == BY_REASON)
            & (pl.col(Dtoc.PART) == TOTAL)
            & pl.col(Dtoc.DAYS).is_not_null()
        )
        .select(Dtoc.AREA_CODE.value, Dtoc.AREA_NAME.value, Dtoc.PERIOD.value, Dtoc.DAYS.value)
        .unique([Dtoc.AREA_NAME.value, Dtoc.PERIOD.value], maintain_order=True)
    )


def _same_places(left: pl.DataFrame, right: pl.DataFrame) -> pl.DataFrame:
    # Codes changed between eras and names between files: a council is found by either.
    code, name, period = Dtoc.AREA_CODE.value, Dtoc.AREA_NAME.value, Dtoc.PERIOD.value
    by_code = left.join(right, on=[code, period], suffix="_compiled").select(
        name, period, Dtoc.DAYS.value, "days_compiled"
    )
    rest = left.join(by_code, on=[name, period], how="anti")
    by_name = rest.join(right, on=[name, period], suffix="_compiled")
    return pl.concat([by_code, by_name.select(by_code.columns)])
