"""Making, for a rule of a contract, an extract that breaks it: in the file, not in the table."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import polars as pl

from helpers.contracts.model import Contract
from helpers.contracts.rules import Rule
from helpers.extracts.headers import find_header
from helpers.extracts.layout import layout_of
from helpers.extracts.reading import Extract
from helpers.extracts.recognise import Recognised

Sheets = dict[str, list[list[Any]]]
NOT_A_VALUE = "twelve"
NOT_A_WORD = "no such thing"
NOT_A_FORM = "?!"
STATUS = "_status"


@dataclass(frozen=True)
class Mutant:
    """A broken extract, and where the fault must be found.

    Attributes
    ----------
    sheets : Sheets
        The cells.
    rows : frozenset of int
        Rows of which at least one must be named, empty for a rule about the whole table.
    """

    sheets: Any
    rows: frozenset[int] = frozenset()


class NoMutation(Exception):
    """A rule that this engine cannot break by itself: it needs a case of its own."""


class Mutator:
    """Breaks one extract, one rule at a time."""

    def __init__(self, content: Sheets, known: Recognised, extract: Extract) -> None:
        self.content = content
        self.known = known
        self.frame = extract.frame
        self.contract: Contract = known.contract

    def mutant(self, rule: Rule) -> Mutant:
        """Return an extract that breaks the rule.

        Raises
        ------
        NoMutation
            Where the engine does not know how.
        """
        make = _BY_KIND.get(rule.kind)
        if make is None:
            raise NoMutation(rule.kind)
        return make(self, rule)

    def record(self, rule: Rule, *given: str) -> dict[str, Any]:
        """A row that the rule speaks of, with values in the given columns."""
        rows = self.frame
        for column, values in rule.where.items():
            rows = rows.filter(pl.col(column).is_in(list(values)))
        for column in given:
            rows = rows.filter(pl.col(column).is_not_null())
        if rows.is_empty():
            raise NoMutation(f"no row of the specimen has {given} where {dict(rule.where)}")
        return rows.row(rows.height // 2, named=True)

    def put(self, record: dict[str, Any], column: str, text: Any) -> Mutant:
        """Put a text into the cell that a column of a row came from."""
        sheets = copy.deepcopy(self.content)
        row = sheets[record["sheet"] or ""][record["sheet_row"] - 1]
        index = self.place(record, column)
        row.extend([""] * (index + 1 - len(row)))
        row[index] = text
        return Mutant(sheets, frozenset({record["sheet_row"]}))

    def place(self, record: dict[str, Any], column: str) -> int:
        """Zero-based column of the file that a column of a row came from."""
        if not self.known.matches:
            return self._wide_place(record, column)
        for match in self.known.matches:
            if match.sheet != (record["sheet"] or ""):
                continue
            if column in match.places:
                return match.places[column]
            unpivot = match.layout.unpivot
            if unpivot is not None and column == unpivot.value:
                return next(i for i, label in match.pivoted if label == record[unpivot.into])
        raise NoMutation(f"column {column} has no header")

    def _wide_place(self, record: dict[str, Any], column: str) -> int:
        layout = layout_of(self.contract)
        table = next(t for t in layout.tables if t.sheet == record["sheet"])
        header = find_header(self.content[record["sheet"]], table, layout, "")
        identity = dict(
            zip(("source_code", "area_name", "area_code"), header.identity, strict=True)
        )
        if column in identity:
            return identity[column]
        parts = {"margin": "margin of error", "respondents": "number of respondents"}
        wanted = (record["period"], record["rating"], parts.get(column, column))
        for place in header.columns:
            if (place.period, place.rating, place.part) == wanted:
                return place.index
        raise NoMutation(f"column {column} has no header")

    def without(self, keep: Callable[[dict[str, Any]], bool]) -> Mutant:
        """Take out the rows of the file that a test of their record does not keep."""
        sheets = copy.deepcopy(self.content)
        drop = {(r["sheet"] or "", r["sheet_row"]) for r in self.frame.to_dicts() if not keep(r)}
        for sheet, rows in sheets.items():
            sheets[sheet] = [row for n, row in enumerate(rows, 1) if (sheet, n) not in drop]
        return Mutant(sheets)


def _source(rule: Rule) -> str:
    return rule.columns[0].removesuffix(STATUS)


def _blank(it: Mutator, rule: Rule) -> Mutant:
    return it.put(it.record(rule, rule.columns[0]), rule.columns[0], "")


def _unreadable(it: Mutator, rule: Rule) -> Mutant:
    return it.put(it.record(rule, _source(rule)), _source(rule), NOT_A_VALUE)


def _unknown(it: Mutator, rule: Rule) -> Mutant:
    if rule.columns[0].endswith(STATUS) and rule.id.endswith("_readable"):
        return _unreadable(it, rule)
    return it.put(it.record(rule, rule.columns[0]), rule.columns[0], NOT_A_WORD)


def _malformed(it: Mutator, rule: Rule) -> Mutant:
    return it.put(it.record(rule, rule.columns[0]), rule.columns[0], NOT_A_FORM)


def _outside(it: Mutator, rule: Rule) -> Mutant:
    record = it.record(rule, rule.columns[0])
    limits = rule.arguments
    value = limits["maximum"] + 1 if "maximum" in limits else limits["minimum"] - 1
    return it.put(record, rule.columns[0], value)


def _twice(it: Mutator, rule: Rule) -> Mutant:
    record = it.record(rule, *rule.columns)
    sheets = copy.deepcopy(it.content)
    rows = sheets[record["sheet"] or ""]
    number = record["sheet_row"]
    rows.insert(number, list(rows[number - 1]))
    return Mutant(sheets, frozenset({number, number + 1}))


def _cut(it: Mutator, rule: Rule) -> Mutant:
    sheets = sorted({(r or "") for r in it.frame["sheet"]})
    rows = it.frame.select("sheet", "sheet_row").unique(maintain_order=True).to_dicts()
    per_row = it.frame.height / len(rows)
    keep_rows = max(int((rule.arguments["minimum"] - 1) / per_row), 1)
    kept: set[tuple[str, int]] = set()
    for sheet in sheets:
        own = [r for r in rows if (r["sheet"] or "") == sheet]
        share = max(1, keep_rows * len(own) // len(rows)) if rule.arguments["minimum"] > 1 else 0
        kept |= {(sheet, r["sheet_row"]) for r in own[:share]}
    return it.without(lambda r: ((r["sheet"] or ""), r["sheet_row"]) in kept)


def _lacking_in_one(it: Mutator, rule: Rule) -> Mutant:
    column, value, group = rule.columns[0], rule.arguments["value"], rule.arguments["group"]
    one = it.frame.filter(pl.col(column) == value)[group][0]
    return it.without(lambda r: not (r[column] == value and r[group] == one))


def _lacking(it: Mutator, rule: Rule) -> Mutant:
    column, value = rule.columns[0], rule.arguments["value"]
    return it.without(lambda r: r[column] != value)


def _larger(it: Mutator, rule: Rule) -> Mutant:
    smaller, larger = rule.columns
    record = it.record(rule, smaller, larger)
    return it.put(record, smaller, record[larger] + 1)


def _off(it: Mutator, rule: Rule) -> Mutant:
    record = it.record(rule, *rule.columns)
    value = record[rule.columns[0]]
    return it.put(
        record, rule.columns[0], value + 7 if value + 7 <= 100 or value > 107 else value - 7
    )


def _whole_off(it: Mutator, rule: Rule) -> Mutant:
    column, member = rule.columns[:2]
    rows = it.frame.filter(
        (pl.col(member) == rule.arguments["whole"]) & pl.col(column).is_not_null()
    )
    for key, values in rule.where.items():
        rows = rows.filter(pl.col(key).is_in(list(values)))
    if rows.is_empty():
        raise NoMutation("no row of the whole")
    record = rows.row(0, named=True)
    return it.put(record, column, record[column] + 7)


def _value_without_status(it: Mutator, rule: Rule) -> Mutant:
    value, _ = rule.columns
    return it.put(it.record(rule, value), value, "")


_BY_KIND: dict[str, Callable[[Mutator, Rule], Mutant]] = {
    "not_null": _blank,
    "readable": _unreadable,
    "in_set": _unknown,
    "matches": _malformed,
    "between": _outside,
    "unique": _twice,
    "row_count": _cut,
    "present_in_each": _lacking_in_one,
    "present": _lacking,
    "at_most": _larger,
    "sums": _off,
    "ratio_of": _off,
    "recomputes": _off,
    "adds_up": _whole_off,
    "given_when_ok": _value_without_status,
}
