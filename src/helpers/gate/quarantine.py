"""The faults of an extract, row by row, in a form that its supplier can act on."""

from __future__ import annotations

import polars as pl

from helpers.base.coded_text import in_words
from helpers.base.counted import counted
from helpers.contracts.facts import judged, violation
from helpers.contracts.model import Contract
from helpers.contracts.rules import Rule
from helpers.extracts.reading import Extract

SCHEMA = pl.Schema(
    {
        "sheet": pl.String,
        "row": pl.Int64,
        "cell": pl.String,
        "record": pl.String,
        "area": pl.String,
        "period": pl.String,
        "column": pl.String,
        "rule": pl.String,
        "severity": pl.String,
        "found": pl.String,
        "expected": pl.String,
    }
)


# Columns by which a supplier finds the area of a row, the first that a contract has.
AREA_COLUMNS = ("area_name", "area_code", "organisation_name", "location_name")


def quarantine(extract: Extract, contract: Contract, counts: dict[str, int]) -> pl.DataFrame:
    """Collect every row that breaks a rule; nothing is fetched for rules that hold.

    Parameters
    ----------
    extract : Extract
        The rows as read.
    contract : Contract
        Its rules, and the columns that name a row.
    counts : dict of str to int
        Violations by rule.

    Returns
    -------
    DataFrame, shape (faults, 11)
        Sorted by sheet, row, rule and period; complete, however many there are.
    """
    broken = [rule for rule in contract.rules if counts[rule.id] != 0]
    faulty = _faulty(extract.frame, [rule for rule in broken if rule.counts_rows])
    parts = [
        _rows(faulty[rule.id], extract, contract, rule)
        if rule.counts_rows
        else _table(extract, rule)
        for rule in broken
    ]
    if not parts:
        return pl.DataFrame(schema=SCHEMA)
    return pl.concat(parts).sort(
        "sheet", "row", "rule", "record", "period", "cell", "found", nulls_last=True
    )


def _faulty(frame: pl.DataFrame, rules: list[Rule]) -> dict[str, pl.DataFrame]:
    """Rows that break a rule, by rule; the whole table is gone through once."""
    if not rules:
        return {}
    verdicts = judged(frame).select(violation(rule).alias(rule.id) for rule in rules)
    breaks = verdicts.collect(engine="in-memory")
    in_any = breaks.select(pl.any_horizontal(pl.all())).to_series()
    # In one piece: Polars stops where it joins texts of rows that lie in different pieces.
    rows = in_words(judged(frame.filter(in_any)).collect()).collect().rechunk()
    breaks = breaks.filter(in_any)
    return {rule.id: rows.filter(breaks[rule.id]) for rule in rules}


def _rows(faulty: pl.DataFrame, extract: Extract, contract: Contract, rule: Rule) -> pl.DataFrame:
    names = [column.name for column in contract.columns]
    area = next((name for name in AREA_COLUMNS if name in names), None)
    period = contract.facts.get("period", {}).get("column")
    key = [column.name for column in contract.columns if column.key]
    found = pl.concat_str(
        [
            pl.format("{} = {}", pl.lit(name), pl.col(name).cast(pl.String).fill_null("(none)"))
            for name in rule.columns
        ],
        separator=", ",
    )
    rows = faulty.select(
        pl.col("sheet"),
        pl.col("sheet_row").alias("row"),
        _words(key).alias("record"),
        (pl.col(area) if area else pl.lit(None, pl.String)).alias("area"),
        (pl.col(period).cast(pl.String) if period else pl.lit(None, pl.String)).alias("period"),
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


def _words(columns: list[str]) -> pl.Expr:
    if not columns:
        return pl.lit(None, pl.String)
    return pl.concat_str(
        [pl.col(name).cast(pl.String).fill_null("(none)") for name in columns], separator=", "
    )


def _table(extract: Extract, rule: Rule) -> pl.DataFrame:
    sheets = [sheet for sheet in extract.frame["sheet"].unique().sort() if sheet]
    row = {name: None for name in SCHEMA} | {
        "sheet": ", ".join(sheets) or None,
        "column": ", ".join(rule.columns) or None,
        "rule": rule.id,
        "severity": rule.severity,
        "found": _found_in_table(extract.frame, rule),
        "expected": rule.meaning,
    }
    return pl.DataFrame([row], schema=SCHEMA)


def _found_in_table(frame: pl.DataFrame, rule: Rule) -> str:
    if rule.kind == "row_count":
        return counted(frame.height, "row")
    wanted = f"{rule.columns[0]} = {rule.arguments['value']}"
    if rule.kind == "present_in_each":
        group = rule.arguments["group"]
        has = frame.filter(pl.col(rule.columns[0]) == rule.arguments["value"])[group].unique()
        every = set(frame[group].unique().drop_nulls().cast(pl.String))
        lacking = sorted(every - set(has.drop_nulls().cast(pl.String)))
        return f"no row with {wanted} where {group} is {', '.join(lacking)}"
    return f"no row with {wanted}"
