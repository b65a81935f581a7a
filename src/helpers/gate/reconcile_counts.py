"""Counts within one file that should differ, or should add up, and may not."""

from __future__ import annotations

import polars as pl

from helpers.base.periods import spoken
from helpers.base.records import Level, Status
from helpers.contracts.columns import Ascof, BcfBudget
from helpers.gate.reconciled import Difference, Reconciled, Tables

SELF_DIRECTED, DIRECT = "3D(1a)", "3D(2a)"
EVERYONE = "All"
POOL, SCHEME, COUNTED = "pooled total", "scheme", "yes"
# Lines are printed in pounds, in thousands or to three decimals of a million.
ROUNDING = 500.0


def equal_direct_payment_counts(tables: Tables) -> list[Reconciled]:
    """Councils whose self-directed support is no more than their direct payments."""
    results = []
    keys = [Ascof.AREA_CODE.value, Ascof.AREA_NAME.value, Ascof.PERIOD.value]
    for receipt, table in tables.each("ascof_timeseries"):
        councils = table.filter(
            (pl.col(Ascof.LEVEL) == Level.COUNCIL.value)
            & (pl.col(Ascof.NUMERATOR_STATUS) == Status.OK.value)
        ).select(*keys, Ascof.MEASURE.value, Ascof.NUMERATOR.value)
        wide = councils.filter(pl.col(Ascof.MEASURE) == SELF_DIRECTED).join(
            councils.filter(pl.col(Ascof.MEASURE) == DIRECT), on=keys, suffix="_direct"
        )
        same = wide.filter(pl.col(Ascof.NUMERATOR) == pl.col("numerator_direct")).sort(keys[1:])
        results.append(
            Reconciled(
                rule="direct_payments_not_all_of_self_directed_support",
                meaning=f"Self-directed support ({SELF_DIRECTED}) counts managed personal budgets "
                f"beside direct payments ({DIRECT}), so its count is the larger.",
                files=(receipt.file_name,),
                unit="councils",
                compared=wide.height,
                agree=wide.height - same.height,
                differences=tuple(
                    Difference(
                        row[Ascof.AREA_NAME],
                        spoken(row[Ascof.PERIOD]),
                        f"{row[Ascof.NUMERATOR]:,.0f} in both",
                        f"more in {SELF_DIRECTED} than in {DIRECT}",
                    )
                    for row in same.to_dicts()
                ),
                note="Where the two are equal, managed budgets may not be recorded: "
                f"{SELF_DIRECTED} then says nothing of choice.",
            )
        )
    return results


def pool_and_its_parts(tables: Tables) -> list[Reconciled]:
    """The schemes of a Better Care Fund plan beside its pooled total; a gap is stated."""
    results = []
    keys = [
        BcfBudget.AREA_NAME.value,
        BcfBudget.FINANCIAL_YEAR.value,
        BcfBudget.PLAN_OR_OUTTURN.value,
        BcfBudget.SOURCE_DOCUMENT.value,
    ]
    pounds = pl.col(BcfBudget.AMOUNT_GBP)
    for receipt, table in tables.each("bcf_budget"):
        schemes = (
            table.filter(
                (pl.col(BcfBudget.LINE_KIND) == SCHEME) & (pl.col(BcfBudget.COUNTED) == COUNTED)
            )
            .group_by(keys)
            .agg(pounds.sum().alias("schemes"), pl.len().alias("lines"))
        )
        pools = table.filter(
            (pl.col(BcfBudget.LINE_KIND) == POOL) & (pl.col(BcfBudget.ORGANISATION) == EVERYONE)
        ).select(*keys, pounds.alias("pool"))
        both = pools.join(schemes, on=keys, nulls_equal=True).sort(keys)
        gaps = both.filter((pl.col("pool") - pl.col("schemes")).abs() > ROUNDING)
        results.append(
            Reconciled(
                rule="bcf_parts_against_pool",
                meaning="The schemes listed in a Better Care Fund plan add up to its pooled total.",
                files=(receipt.file_name,),
                unit="plans",
                compared=both.height,
                agree=both.height - gaps.height,
                differences=tuple(
                    _gap(
                        row[keys[0]],
                        spoken(row[keys[1]]),
                        row["lines"],
                        row["schemes"],
                        row["pool"],
                    )
                    for row in gaps.to_dicts()
                ),
                note="A gap is stated and never balanced: the document has to say what it covers.",
            )
        )
    return results


def _gap(area: str, year: str, lines: int, schemes: float, pool: float) -> Difference:
    words = "is not listed" if pool > schemes else "more is listed"
    return Difference(
        area,
        year,
        f"{lines} schemes add up to £{schemes:,.0f}",
        f"the pool is £{pool:,.0f}: £{abs(pool - schemes):,.0f} {words}",
    )
