"""Every kind of rule: the verdict and the rows of stock Great Expectations on the raw rows.

Kinds that Great Expectations has no expectation for are given to it as a column worked out
by pandas, apart from our code, and judged by a stock expectation on that column.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import polars as pl
import pytest

from contracts.stock import judged as stock
from helpers.contracts.expectations import on_rows
from helpers.contracts.facts import UNREADABLE, facts, judged, violation
from helpers.contracts.rules import KINDS, Rule
from helpers.gate.judge import judge

NAN = float("nan")
ROWS: dict[str, list[Any]] = {
    "code": ["E1", "E2", "E2", None, "e3", "E4 ", "", "xE1y"],
    "kind": ["a", "b", "b", "a", "b", "a", "a", "b"],
    "part": [1.0, 5.0, 5.0, None, NAN, -2.0, 9.0, 2.5],
    "rest": [1.0, -1.0, 0.0, 3.0, 1.0, 4.0, None, 2.5],
    "whole": [2.0, 4.0, 5.0, 3.0, 1.0, 2.5, 9.0, 5.0],
    "share": [50.0, 125.0, 100.0, None, 50.0, -80.0, 100.0, 50.1],
    "status": ["ok", "ok", "suppressed", "suppressed", "ok", "ok", None, "ok"],
    "group": ["g", "g", "g", "h", "h", "h", "i", "i"],
    "age": ["0", "1", "all", "0", "1", "all", "0", "all"],
    "people": [1.0, 5.0, 6.0, 2.0, None, 7.0, 9.0, 8.0],
    "people_now": [10.0, 12.0, 9.0, 4.0, 6.0, 6.0, 3.0, 3.0],
    "came": [2.0, 3.0, 1.0, 1.0, 2.0, None, 0.0, 0.0],
    "left": [1.0, 1.0, 1.0, 1.0, 0.0, 1.0, 0.0, 0.0],
    "date": [
        "2025-01-31",
        "2025-02-28",
        "2025-03-31",
        "2025-01-31",
        "2025-02-27",
        "2025-03-31",
        "2025-01-31",
        "2025-03-31",
    ],
    "raw": ["1", "5", "5", "", "twelve", "-2", "9", "1,5"],
}
FRAME = pl.DataFrame(ROWS, strict=False).with_columns(
    pl.col("date").str.to_date(), pl.Series(UNREADABLE, ["", "", "", "", "part", "", "", "part"])
)
CLEAN = FRAME.head(1)
EMPTY = FRAME.clear()
Stock = tuple[pd.DataFrame, str, dict[str, Any]]


def _rows(frame: pl.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {name: pd.Series(frame[name].to_list(), dtype=_dtype(frame[name])) for name in ROWS}
    )


def _dtype(series: pl.Series) -> str:
    return "float64" if series.dtype == pl.Float64 else "object"


def _sums(rows: pd.DataFrame) -> Stock:
    rows["off"] = (rows["whole"] - (rows["part"] + rows["rest"])).abs()
    return rows, "expect_column_values_to_be_between", {"column": "off", "max_value": 0.1}


def _ratio(rows: pd.DataFrame) -> Stock:
    rows["off"] = (
        (rows["share"] - rows["part"] / rows["whole"] * 100).abs().where(rows["whole"] > 0)
    )
    return rows, "expect_column_values_to_be_between", {"column": "off", "max_value": 0.05}


def _adds_up(rows: pd.DataFrame) -> Stock:
    parts = rows[rows["age"] != "all"].groupby("group")["people"]
    known = parts.apply(lambda people: people.sum() if people.notna().all() else NAN)
    whole = rows["people"].where(rows["age"] == "all")
    rows["off"] = (whole - rows["group"].map(known)).abs()
    return rows, "expect_column_values_to_be_between", {"column": "off", "max_value": 0.0}


def _given(rows: pd.DataFrame) -> Stock:
    # No value where one is said to be published, or one where none is.
    rows["agrees"] = rows["part"].notna() == (rows["status"] == "ok")
    known = rows["status"].notna()
    rows["agrees"] = rows["agrees"].where(known)
    return rows, "expect_column_values_to_be_in_set", {"column": "agrees", "value_set": [True]}


def _carried(rows: pd.DataFrame) -> Stock:
    month = pd.to_datetime(rows["date"]).dt.to_period("M").apply(lambda period: period.ordinal)
    before = rows.groupby("group")["people_now"].shift(1)
    follows = month - month.groupby(rows["group"]).shift(1) == 1
    rows["off"] = (rows["people_now"] - before - rows["came"] + rows["left"]).where(follows).abs()
    return rows, "expect_column_values_to_be_between", {"column": "off", "max_value": 0}


def _month_end(rows: pd.DataFrame) -> Stock:
    rows["last"] = pd.to_datetime(rows["date"]).dt.is_month_end.astype(object)
    return rows, "expect_column_values_to_be_in_set", {"column": "last", "value_set": [True]}


def _readable(rows: pd.DataFrame) -> Stock:
    rows["raw"] = rows["raw"].where(rows["raw"] != "")
    pattern = r"^-?\d+(\.\d+)?$"
    return rows, "expect_column_values_to_match_regex", {"column": "raw", "regex": pattern}


def _present_in_each(rows: pd.DataFrame) -> Stock:
    has = rows.groupby("group")["age"].apply(lambda ages: "1" in set(ages))
    groups = pd.DataFrame({"has": has.astype(object)}).reset_index(drop=True)
    return groups, "expect_column_values_to_be_in_set", {"column": "has", "value_set": [True]}


def _present(rows: pd.DataFrame) -> Stock:
    return (
        rows,
        "expect_column_distinct_values_to_contain_set",
        {"column": "code", "value_set": ["E9"]},
    )


CASES: tuple[tuple[Rule, Callable[[pd.DataFrame], Stock] | None], ...] = (
    (Rule("given_text", "not_null", ("code",)), None),
    (Rule("given_number", "not_null", ("part",)), None),
    (Rule("once", "unique", ("whole",)), None),
    (Rule("once_together", "unique", ("code", "group")), None),
    (Rule("known", "in_set", ("code",), arguments={"values": ("E1", "E2")}), None),
    (Rule("form", "matches", ("code",), arguments={"pattern": "^E[0-9]$"}), None),
    (Rule("range", "between", ("part",), arguments={"minimum": 0, "maximum": 6}), None),
    (Rule("most", "between", ("part",), arguments={"maximum": 6}), None),
    (Rule("ordered", "at_most", ("part", "whole")), None),
    (Rule("enough", "row_count", (), arguments={"minimum": 9}), None),
    (
        Rule("some", "in_set", ("code",), arguments={"values": ("E1",)}, where={"kind": ("b",)}),
        None,
    ),
    (Rule("low", "between", ("part",), arguments={"minimum": 4}, where={"kind": ("a", "b")}), None),
    (Rule("parts", "sums", ("whole", "part", "rest"), arguments={"tolerance": 0.1}), _sums),
    (
        Rule(
            "ratio", "ratio_of", ("share", "part", "whole"),
            arguments={"multiplier": 100, "tolerance": 0.05},
        ),
        _ratio,
    ),
    (
        Rule(
            "again", "recomputes", ("share", "part", "whole"),
            arguments={"multiplier": 100, "tolerance": 0.05},
        ),
        _ratio,
    ),
    (Rule("ages", "adds_up", ("people", "age", "group"), arguments={"whole": "all"}), _adds_up),
    (Rule("carried", "carries_forward", ("people_now", "came", "left", "date", "group")), _carried),
    (Rule("last_day", "month_end", ("date",)), _month_end),
    (Rule("stated", "given_when_ok", ("part", "status")), _given),
    (Rule("part_readable", "readable", ("part",)), _readable),
    (
        Rule("each", "present_in_each", ("age",), arguments={"value": "1", "group": "group"}),
        _present_in_each,
    ),
    (Rule("one", "present", ("code",), arguments={"value": "E9"}), _present),
)  # fmt: skip


def test_every_kind_of_rule_has_a_case() -> None:
    assert {rule.kind for rule, _ in CASES} == set(KINDS)


@pytest.mark.parametrize("frame", [FRAME, CLEAN, EMPTY], ids=["faulty", "clean", "empty"])
@pytest.mark.parametrize(("rule", "derive"), CASES, ids=lambda value: getattr(value, "id", ""))
def test_the_gate_says_what_stock_great_expectations_says(rule, derive, frame) -> None:
    if derive is None:
        expectation = on_rows(rule)
        assert expectation is not None, "this kind has a stock expectation"
        rows, kind, arguments = _rows(frame), expectation.type, expectation.arguments
    else:
        rows, kind, arguments = derive(_rows(frame))
    expected, broken = stock(rows, kind, arguments)
    (verdict,) = judge(facts(frame, (rule,)), (rule,))
    assert verdict.passed == expected
    if not rule.counts_rows:
        return
    numbered = judged(frame).collect().with_row_index("number")
    assert numbered.filter(violation(rule))["number"].to_list() == broken
    assert verdict.violations == len(broken)
