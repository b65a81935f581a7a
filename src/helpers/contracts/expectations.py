"""Each rule as a Great Expectations expectation, as plain data.

Two translations. `on_facts` judges the violation count of a rule in the one-row table
of facts; the gate uses it. `on_rows` is the stock expectation for the same rule on the
raw rows; the differential test holds the two against each other. Great Expectations
itself is imported by neither: it lives in `helpers.gate.judge`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from helpers.contracts.rules import Rule

GX_SEVERITY = {"error": "critical", "warning": "warning"}


@dataclass(frozen=True)
class Expectation:
    """One expectation by its Great Expectations type and arguments."""

    rule: str
    type: str
    arguments: dict[str, Any]


def on_facts(rule: Rule) -> Expectation:
    """Expectation on the table of facts: the rule's count is there, and it is nought.

    The maximum of a column without values is no number, and so is not between the limits.
    """
    limits = {"column": rule.id, "max_value": 0, "severity": GX_SEVERITY[rule.severity]}
    return Expectation(rule.id, "expect_column_max_to_be_between", limits)


def on_rows(rule: Rule) -> Expectation | None:
    """Stock expectation on the raw rows, or None where Great Expectations has none."""
    build = _STOCK.get(rule.kind)
    if build is None:
        return None
    kind, arguments = build(rule)
    if rule.where:
        wanted = (f"{column}.isin({list(values)!r})" for column, values in rule.where.items())
        arguments |= {"row_condition": " & ".join(wanted), "condition_parser": "pandas"}
    return Expectation(rule.id, kind, arguments)


def _not_null(rule: Rule) -> tuple[str, dict[str, Any]]:
    return "expect_column_values_to_not_be_null", {"column": rule.columns[0]}


def _unique(rule: Rule) -> tuple[str, dict[str, Any]]:
    if len(rule.columns) == 1:
        return "expect_column_values_to_be_unique", {"column": rule.columns[0]}
    return "expect_compound_columns_to_be_unique", {"column_list": list(rule.columns)}


def _in_set(rule: Rule) -> tuple[str, dict[str, Any]]:
    values = list(rule.arguments["values"])
    return "expect_column_values_to_be_in_set", {"column": rule.columns[0], "value_set": values}


def _matches(rule: Rule) -> tuple[str, dict[str, Any]]:
    pattern = rule.arguments["pattern"]
    return "expect_column_values_to_match_regex", {"column": rule.columns[0], "regex": pattern}


def _between(rule: Rule) -> tuple[str, dict[str, Any]]:
    limits = {
        "min_value": rule.arguments.get("minimum"),
        "max_value": rule.arguments.get("maximum"),
    }
    return "expect_column_values_to_be_between", {"column": rule.columns[0], **limits}


def _row_count(rule: Rule) -> tuple[str, dict[str, Any]]:
    return "expect_table_row_count_to_be_between", {"min_value": rule.arguments["minimum"]}


def _at_most(rule: Rule) -> tuple[str, dict[str, Any]]:
    smaller, larger = rule.columns
    return "expect_column_pair_values_a_to_be_greater_than_b", {
        "column_A": larger,
        "column_B": smaller,
        "or_equal": True,
        "ignore_row_if": "either_value_is_missing",
    }


_STOCK = {
    "not_null": _not_null,
    "unique": _unique,
    "in_set": _in_set,
    "matches": _matches,
    "between": _between,
    "row_count": _row_count,
    "at_most": _at_most,
}
