"""Each rule as a Polars expression: one pass over the rows gives a count a rule."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from helpers.base.records import Status
from helpers.contracts.rules import Rule

# Half a unit of the last digit is a tie that floating point can put on either side.
TIE = 1e-6


def violation(rule: Rule) -> pl.Expr:
    """Expression that is true for each row that breaks the rule, and never null.

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
    return frame.lazy().select(fact(rule) for rule in rules).collect()


def _not_null(rule: Rule) -> pl.Expr:
    return _missing(rule.columns[0])


def _unique(rule: Rule) -> pl.Expr:
    return pl.struct(list(rule.columns)).is_duplicated()


def _in_set(rule: Rule) -> pl.Expr:
    return ~pl.col(rule.columns[0]).is_in(list(rule.arguments["values"]))


def _matches(rule: Rule) -> pl.Expr:
    return ~pl.col(rule.columns[0]).str.contains(rule.arguments["pattern"])


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


def _row_count(rule: Rule) -> pl.Expr:
    least = int(rule.arguments["minimum"])
    return (pl.len() < least).cast(pl.Int64)


def _present_in_each(rule: Rule) -> pl.Expr:
    group = pl.col(rule.arguments["group"])
    present = pl.col(rule.columns[0]) == rule.arguments["value"]
    return group.n_unique() - group.filter(present).n_unique()


def _missing(column: str) -> pl.Expr:
    # A floating-point NaN counts as missing, as it does for Great Expectations on pandas.
    not_a_number = pl.col(column).cast(pl.String) == "NaN"
    return pl.col(column).is_null() | not_a_number.fill_null(value=False)


_ROW_KINDS: dict[str, Callable[[Rule], pl.Expr]] = {
    "not_null": _not_null,
    "unique": _unique,
    "in_set": _in_set,
    "matches": _matches,
    "between": _between,
    "given_when_ok": _given_when_ok,
    "recomputes": _recomputes,
    "at_most": _at_most,
}
_TABLE_KINDS: dict[str, Callable[[Rule], pl.Expr]] = {
    "row_count": _row_count,
    "present_in_each": _present_in_each,
}
