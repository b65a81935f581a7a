"""The faults of an extract, row by row, in a form that its supplier can act on."""

from __future__ import annotations

import polars as pl

from helpers.contracts.columns import Ascof
from helpers.contracts.facts import violation
from helpers.contracts.rules import Rule
from helpers.extracts.reading import Extract

SCHEMA = pl.Schema(
    {
        "sheet": pl.String,
        "row": pl.Int64,
        "cell": pl.String,
        "area": pl.String,
        "period": pl.String,
        "column": pl.String,
        "rule": pl.String,
        "severity": pl.String,
        "found": pl.String,
        "expected": pl.String,
    }
)


def quarantine(extract: Extract, rules: tuple[Rule, ...], counts: dict[str, int]) -> pl.DataFrame:
    """Collect every row that breaks a rule; nothing is fetched for rules that hold.

    Parameters
    ----------
    extract : Extract
        The rows as read.
    rules : tuple of Rule
        The contract's rules.
    counts : dict of str to int
        Violations by rule.

    Returns
    -------
    DataFrame, shape (faults, 10)
        Sorted by sheet, row, rule and period; complete, however many there are.
    """
    broken = [rule for rule in rules if counts[rule.id] != 0]
    parts = [_rows(extract, rule) if rule.counts_rows else _table(rule) for rule in broken]
    if not parts:
        return pl.DataFrame(schema=SCHEMA)
    return pl.concat(parts).sort("sheet", "row", "rule", "period", nulls_last=True)


def _rows(extract: Extract, rule: Rule) -> pl.DataFrame:
    found = pl.concat_str(
        [
            pl.format("{} = {}", pl.lit(name), pl.col(name).cast(pl.String).fill_null("(none)"))
            for name in rule.columns
        ],
        separator=", ",
    )
    rows = extract.frame.filter(violation(rule)).select(
        pl.col(Ascof.SHEET).alias("sheet"),
        pl.col(Ascof.SHEET_ROW).alias("row"),
        pl.col(Ascof.AREA_NAME).alias("area"),
        pl.col(Ascof.PERIOD).alias("period"),
        pl.lit(rule.columns[0]).alias("column"),
        pl.lit(rule.id).alias("rule"),
        pl.lit(rule.severity).alias("severity"),
        found.alias("found"),
        pl.lit(rule.meaning).alias("expected"),
    )
    cells = extract.unreadable.select(
        "sheet",
        pl.col("sheet_row").alias("row"),
        "column",
        "cell",
        pl.col("found").alias("cell_found"),
    )
    joined = rows.join(cells, on=["sheet", "row", "column"], how="left")
    return joined.with_columns(pl.coalesce("cell_found", "found").alias("found")).select(
        pl.col(name).cast(kind) for name, kind in SCHEMA.items()
    )


def _table(rule: Rule) -> pl.DataFrame:
    row = {name: None for name in SCHEMA} | {
        "column": ", ".join(rule.columns),
        "rule": rule.id,
        "severity": rule.severity,
        "found": "the table as a whole",
        "expected": rule.meaning,
    }
    return pl.DataFrame([row], schema=SCHEMA)
