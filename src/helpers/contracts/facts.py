"""Each rule as a Polars expression: one pass over the rows gives a count a rule."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl

from helpers.base.coded_text import is_coded, words_of
from helpers.base.records import Status
from helpers.contracts.rules import Rule

# Beside the contract's columns a reader notes here which cells of a row it could not read.
UNREADABLE = "_unreadable"
# Half a unit of the last digit is a tie that floating point can put on either side.
TIE = 1e-6


def violation(rule: Rule) -> pl.Expr:
    """Expression that is true for each row that breaks the rule, and never null.

    It is for frames that went through `judged`.

    Parameters
    ----------
    rule : Rule
        A rule that is broken by single rows.
    """
    broken = _ROW_KINDS[rule.kind](rule)
    for column, values in rule.where.items():
        broken = broken & pl.col(column).is_in(list(values))
    return broken.fill_null(value=False)


def fact(rule: Rule) -> pl.Expr:
    """Expression for the number of times that the rule is broken, named by the rule."""
    if rule.counts_rows:
        count = violation(rule).sum()
    else:
        count = _TABLE_KINDS[rule.kind](rule)
    return count.cast(pl.Int64).alias(rule.id)


def facts(frame: pl.DataFrame, rules: tuple[Rule, ...]) -> pl.DataFrame:
    """Count the violations of every rule in one pass.

    Parameters
    ----------
    frame : DataFrame, shape (rows, columns)
        An extract in its contract's columns.
    rules : tuple of Rule
        The contract's rules.

    Returns
    -------
    DataFrame, shape (1, number of rules)
        One integer column a rule.
    """
    return judged(frame).select(fact(rule) for rule in rules).collect(engine="in-memory")


def judged(frame: pl.DataFrame) -> pl.LazyFrame:
    """Rows as the rules see them: a NaN is missing, as it is for Great Expectations."""
    # A table that no reader made holds nothing that could not be read.
    whole = (
        frame if UNREADABLE in frame.columns else frame.with_columns(pl.lit("").alias(UNREADABLE))
    )
    # Only what holds one is copied.
    seen = frame.select(pl.selectors.float().is_nan().any()).to_dict(as_series=False)
    holding = [name for name, (holds,) in seen.items() if holds]
    return whole.lazy().with_columns(pl.col(holding).fill_nan(None))


def _not_null(rule: Rule) -> pl.Expr:
    return _missing(rule.columns[0])


def _unique(rule: Rule) -> pl.Expr:
    key = pl.col(rule.columns[0]) if len(rule.columns) == 1 else pl.struct(list(rule.columns))
    return key.map_batches(_repeated, return_dtype=pl.Boolean)


def _repeated(keys: pl.Series) -> pl.Series:
    """Which keys stand there more than once."""
    # Two keys of one hash may still differ; only those that share one are compared.
    hashes = keys.hash()
    ordered = hashes.sort()
    shared = ordered.filter(ordered == ordered.shift(1)).unique()
    repeated = np.zeros(len(keys), dtype=bool)
    if len(shared):
        places = hashes.is_in(shared.implode()).arg_true()
        repeated[places.filter(keys.gather(places).is_duplicated()).to_numpy()] = True
    return pl.Series(keys.name, repeated)


def _in_set(rule: Rule) -> pl.Expr:
    values = list(rule.arguments["values"])
    return _each_word(rule.columns[0], lambda text: ~text.is_in(values))


def _matches(rule: Rule) -> pl.Expr:
    pattern = rule.arguments["pattern"]
    return _each_word(rule.columns[0], lambda text: ~text.str.contains(pattern))


def _each_word(name: str, wrong: Callable[[pl.Expr], pl.Expr]) -> pl.Expr:
    """Judge each different text once where a column is coded."""

    def judge(column: pl.Series) -> pl.Series:
        verdicts = words_of(column).to_frame().select(wrong(pl.col(column.name))).to_series()
        if not is_coded(column):
            return verdicts
        return column.to_physical().is_in(verdicts.arg_true().to_list())

    return pl.col(name).map_batches(judge, return_dtype=pl.Boolean, is_elementwise=True)


def _between(rule: Rule) -> pl.Expr:
    column = pl.col(rule.columns[0])
    low, high = rule.arguments.get("minimum"), rule.arguments.get("maximum")
    broken = pl.lit(value=False)
    if low is not None:
        broken = broken | (column < low)
    if high is not None:
        broken = broken | (column > high)
    return broken


def _given_when_ok(rule: Rule) -> pl.Expr:
    value, status = rule.columns
    return _missing(value) == (pl.col(status) == Status.OK.value)


def _recomputes(rule: Rule) -> pl.Expr:
    outcome, numerator, denominator = (pl.col(name) for name in rule.columns)
    multiplier = float(rule.arguments["multiplier"])
    slack = float(rule.arguments["tolerance"]) + TIE
    half = float(rule.arguments.get("rounded_to", 0)) / 2
    least = (numerator - half) / (denominator + half) * multiplier
    most = (numerator + half) / (denominator - half) * multiplier
    off = (outcome < least - slack) | ((outcome > most + slack) & (denominator > half))
    return off & (denominator > 0)


def _at_most(rule: Rule) -> pl.Expr:
    smaller, larger = rule.columns
    return pl.col(smaller) > pl.col(larger)


def _sums(rule: Rule) -> pl.Expr:
    whole, *parts = (pl.col(name) for name in rule.columns)
    slack = float(rule.arguments.get("tolerance", 0)) + TIE
    # A part that is not published makes the sum unknown, not smaller.
    total = parts[0]
    for part in parts[1:]:
        total = total + part
    off: pl.Expr = (whole - total).abs() > slack
    return off


def _adds_up(rule: Rule) -> pl.Expr:
    value, member = (pl.col(name) for name in rule.columns[:2])
    groups = [pl.col(name) for name in rule.columns[2:]]
    slack = float(rule.arguments.get("tolerance", 0)) + TIE
    is_whole = member == rule.arguments["whole"]
    apart = [str(name) for name in rule.arguments.get("apart", ())]
    is_part = ~is_whole & ~member.is_in(apart)
    total = pl.when(is_part).then(value).sum().over(groups)
    parts = is_part.sum().over(groups)
    unknown = pl.when(is_part).then(value.is_null()).otherwise(statement=False).any().over(groups)
    off: pl.Expr = is_whole & (parts > 0) & ~unknown & ((value - total).abs() > slack)
    return off


def _ratio_of(rule: Rule) -> pl.Expr:
    ratio, numerator, denominator = (pl.col(name) for name in rule.columns)
    slack = float(rule.arguments["tolerance"]) + TIE
    multiplier = float(rule.arguments.get("multiplier", 1))
    apart = (ratio - numerator / denominator * multiplier).abs()
    off: pl.Expr = (denominator > 0) & (apart > slack)
    return off


def _carries_forward(rule: Rule) -> pl.Expr:
    count, came, left = (pl.col(name) for name in rule.columns[:3])
    date, groups = pl.col(rule.columns[3]), list(rule.columns[4:])
    month = date.dt.year().cast(pl.Int32) * 12 + date.dt.month().cast(pl.Int32)
    before = count.shift(1).over(groups, order_by=date)
    # A month left out makes the count before it unknown; nothing is carried over the gap.
    next_month = (month - month.shift(1).over(groups, order_by=date)) == 1
    off: pl.Expr = count != before + came - left
    return next_month & off


def _month_end(rule: Rule) -> pl.Expr:
    date = pl.col(rule.columns[0])
    return date != date.dt.month_end()


def _readable(rule: Rule) -> pl.Expr:
    named: pl.Expr = pl.col(UNREADABLE).str.split(",").list.contains(rule.columns[0])
    return named


def _row_count(rule: Rule) -> pl.Expr:
    least = int(rule.arguments["minimum"])
    return (pl.len() < least).cast(pl.Int64)


def _present_in_each(rule: Rule) -> pl.Expr:
    group = pl.col(rule.arguments["group"])
    present = pl.col(rule.columns[0]) == rule.arguments["value"]
    # A row without a group breaks the rule that it is given, and no other.
    return group.drop_nulls().n_unique() - group.filter(present).drop_nulls().n_unique()


def _present(rule: Rule) -> pl.Expr:
    found = pl.col(rule.columns[0]) == rule.arguments["value"]
    absent: pl.Expr = ~found.any().fill_null(value=False)
    return absent.cast(pl.Int64)


def _missing(column: str) -> pl.Expr:
    return pl.col(column).is_null()


_ROW_KINDS: dict[str, Callable[[Rule], pl.Expr]] = {
    "not_null": _not_null,
    "unique": _unique,
    "in_set": _in_set,
    "matches": _matches,
    "between": _between,
    "given_when_ok": _given_when_ok,
    "recomputes": _recomputes,
    "at_most": _at_most,
    "sums": _sums,
    "adds_up": _adds_up,
    "ratio_of": _ratio_of,
    "carries_forward": _carries_forward,
    "month_end": _month_end,
    "readable": _readable,
}
_TABLE_KINDS: dict[str, Callable[[Rule], pl.Expr]] = {
    "row_count": _row_count,
    "present_in_each": _present_in_each,
    "present": _present,
}
