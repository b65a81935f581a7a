"""The same verdict and the same rows as stock Great Expectations, over planted faults."""

from __future__ import annotations

import polars as pl
import pytest

from helpers.contracts.expectations import Expectation, on_rows
from helpers.contracts.facts import facts, judged, violation
from helpers.contracts.rules import Rule
from helpers.gate.judge import judge, validate

NAN = float("nan")
FRAME = pl.DataFrame(
    {
        "code": ["E1", "E2", "E2", None, "e3", "E4 ", ""],
        "part": [1.0, 5.0, 5.0, None, NAN, -2.0, 9.0],
        "whole": [2.0, 4.0, 5.0, 3.0, 1.0, None, 9.0],
        "year": ["a", "b", "b", "c", "d", "e", "f"],
    }
)
CLEAN = pl.DataFrame(
    {"code": ["E1", "E2"], "part": [1.0, 2.0], "whole": [2.0, 4.0], "year": ["a", "b"]}
)
RULES = (
    Rule("given_text", "not_null", ("code",)),
    Rule("given_number", "not_null", ("part",)),
    Rule("once", "unique", ("code",)),
    Rule("once_together", "unique", ("code", "year")),
    Rule("known", "in_set", ("code",), arguments={"values": ("E1", "E2")}),
    Rule("form", "matches", ("code",), arguments={"pattern": "^E[0-9]$"}),
    Rule("range", "between", ("part",), arguments={"minimum": 0, "maximum": 6}),
    Rule("least", "between", ("part",), arguments={"minimum": 0}),
    Rule("ordered", "at_most", ("part", "whole")),
    Rule("enough", "row_count", (), arguments={"minimum": 3}),
)


@pytest.mark.parametrize("frame", [FRAME, CLEAN, FRAME.clear()], ids=["faulty", "clean", "empty"])
def test_the_judge_and_stock_great_expectations_agree(frame) -> None:
    verdicts = judge(facts(frame, RULES), RULES)
    stock = [on_rows(rule) for rule in RULES]
    assert all(stock), "each of these kinds has a stock expectation"
    expected = validate(frame, [item for item in stock if item is not None])
    assert {v.rule: v.passed for v in verdicts} == dict(
        zip([rule.id for rule in RULES], expected, strict=True)
    )


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.counts_rows], ids=lambda r: r.id)
def test_a_count_is_the_number_of_rows_that_break_the_rule(rule) -> None:
    counted = facts(FRAME, (rule,)).item()
    assert counted == judged(FRAME).filter(violation(rule)).collect().height


def test_a_count_that_is_missing_is_a_failure() -> None:
    rule = RULES[0]
    (verdict,) = judge(pl.DataFrame({rule.id: [None]}, schema={rule.id: pl.Int64}), (rule,))
    assert not verdict.passed


def test_severity_is_handed_on() -> None:
    rule = Rule("soft", "not_null", ("code",), severity="warning")
    (verdict,) = judge(facts(FRAME, (rule,)), (rule,))
    assert (verdict.severity, verdict.passed, verdict.violations) == ("warning", False, 1)


@pytest.mark.parametrize(
    ("numerator", "denominator", "outcome", "broken"),
    [
        (453.0, 74114.0, 611.2, False),
        (453.0, 74114.0, 611.3, True),
        (453.0, 74114.0, 611.1, True),
        (None, 74114.0, 611.2, False),
        (0.0, 10.0, 0.0, False),
    ],
)
def test_a_rate_recomputes_within_rounding(numerator, denominator, outcome, broken) -> None:
    rule = Rule(
        "again",
        "recomputes",
        ("outcome", "numerator", "denominator"),
        arguments={"multiplier": 100_000, "tolerance": 0.05},
    )
    frame = pl.DataFrame(
        {"outcome": [outcome], "numerator": [numerator], "denominator": [denominator]},
        schema={"outcome": pl.Float64, "numerator": pl.Float64, "denominator": pl.Float64},
    )
    assert facts(frame, (rule,)).item() == int(broken)


def test_counts_rounded_to_five_allow_what_they_allow_and_no_more() -> None:
    rule = Rule(
        "about",
        "recomputes",
        ("outcome", "numerator", "denominator"),
        arguments={"multiplier": 100, "tolerance": 0.05, "rounded_to": 5},
    )
    frame = pl.DataFrame(
        {"outcome": [91.9, 80.0], "numerator": [330.0, 330.0], "denominator": [355.0, 355.0]}
    )
    assert frame.filter(violation(rule))["outcome"].to_list() == [80.0]


def test_expectations_are_named_as_great_expectations_names_them() -> None:
    assert on_rows(RULES[0]) == Expectation(
        "given_text", "expect_column_values_to_not_be_null", {"column": "code"}
    )
