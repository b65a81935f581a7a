"""From the standard's quality entries to rules, or an error that says what is unknown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from helpers.base.errors import ContractError
from helpers.base.records import Status
from helpers.contracts.rules import KINDS, Rule, Severity

ENGINE = "care-workbooks"
SEVERITIES: dict[str, Severity] = {"error": "error", "warning": "warning"}
COLUMN_OPTIONS = {"minimum", "maximum", "pattern"}
OWN_ARGUMENTS: dict[str, set[str]] = {
    "given_when_ok": set(),
    "recomputes": {"multiplier", "tolerance", "rounded_to"},
    "at_most": set(),
    "not_null": set(),
    "unique": set(),
    "in_set": {"values"},
    "matches": {"pattern"},
    "between": {"minimum", "maximum"},
    "present_in_each": {"value", "group"},
    "present": {"value"},
    "sums": {"tolerance"},
    "adds_up": {"whole", "apart", "tolerance"},
    "ratio_of": {"multiplier", "tolerance"},
    "carries_forward": set(),
    "month_end": set(),
}
NEEDED_ARGUMENTS: dict[str, set[str]] = {
    "recomputes": {"multiplier", "tolerance"},
    "in_set": {"values"},
    "matches": {"pattern"},
    "present_in_each": {"value", "group"},
    "present": {"value"},
    "adds_up": {"whole"},
    "ratio_of": {"tolerance"},
}
SPOKEN_TYPES = {"number": "number", "integer": "whole number", "date": "date"}
# Columns of these tags are made by the reader, so that no file can break a rule on them.
MADE_BY_READER = {"place", "derived"}
STATUS_ENDING = "_status"


def rules_of(table: Mapping[str, Any], name: str) -> tuple[Rule, ...]:
    """Translate every rule of a contract's table.

    Parameters
    ----------
    table : mapping
        One entry of the document's `schema`.
    name : str
        File name of the contract, for messages.

    Raises
    ------
    ContractError
        For a rule that has no translation, or two rules of one name.
    """
    columns = [entry["name"] for entry in table["properties"]]
    rules = [
        rule
        for entry in table["properties"]
        for rule in (*_reading_rules(entry, table), *_column_rules(entry, name))
    ]
    key = sorted(
        (entry for entry in table["properties"] if entry.get("primaryKey")),
        key=lambda entry: entry.get("primaryKeyPosition", 0),
    )
    if key:
        names = tuple(entry["name"] for entry in key)
        rules.append(
            Rule(
                "key_unique", "unique", names, meaning="each row is given once: " + ", ".join(names)
            )
        )
    rules.extend(_quality_rule(entry, None, name) for entry in table.get("quality", []))
    seen: set[str] = set()
    for rule in rules:
        if rule.id in seen:
            raise _cannot(name, rule.id, "two rules of this name", "a name of its own")
        seen.add(rule.id)
        for column in (*rule.columns, *rule.where):
            if column not in columns:
                raise _cannot(name, rule.id, f"column {column}", ", ".join(columns))
    return tuple(rules)


def _reading_rules(entry: Mapping[str, Any], table: Mapping[str, Any]) -> Iterator[Rule]:
    column = entry["name"]
    if MADE_BY_READER & set(entry.get("tags", [])):
        return
    columns = {other["name"]: other for other in table["properties"]}
    status = columns.get(f"{column}{STATUS_ENDING}")
    if status is not None:
        if not status.get("quality"):
            words = f"{column} is a number or one of the publisher's markers"
            known = {"values": tuple(known.value for known in Status)}
            yield Rule(f"{column}_readable", "in_set", (status["name"],), "error", known, {}, words)
    elif entry.get("logicalType") in SPOKEN_TYPES:
        words = f"{column}, where it is given, is a {SPOKEN_TYPES[entry['logicalType']]}"
        yield Rule(f"{column}_readable", "readable", (column,), meaning=words)


def _column_rules(entry: Mapping[str, Any], name: str) -> Iterator[Rule]:
    column = entry["name"]
    if entry.get("required"):
        yield Rule(f"{column}_given", "not_null", (column,), meaning=f"{column} is always given")
    if entry.get("unique"):
        yield Rule(f"{column}_unique", "unique", (column,), meaning=f"{column} is given once")
    options = dict(entry.get("logicalTypeOptions", {}))
    if unknown := set(options) - COLUMN_OPTIONS:
        raise _cannot(name, column, f"option {sorted(unknown)[0]}", ", ".join(COLUMN_OPTIONS))
    if "pattern" in options:
        pattern = _anchored(options["pattern"], name, column)
        yield Rule(
            f"{column}_form",
            "matches",
            (column,),
            arguments={"pattern": pattern},
            meaning=_form(entry, pattern),
        )
    limits = {key: options[key] for key in ("minimum", "maximum") if key in options}
    if limits:
        words = " and ".join(f"{key} {value}" for key, value in limits.items())
        yield Rule(
            f"{column}_range", "between", (column,), arguments=limits, meaning=f"{column}: {words}"
        )
    for quality in entry.get("quality", []):
        yield _quality_rule(quality, column, name)


def _form(entry: Mapping[str, Any], pattern: str) -> str:
    # The reader of a message is an analyst: an example says more than a pattern.
    examples = " or ".join(str(each) for each in entry.get("examples", []))
    if examples:
        return f"{entry['name']} is written as in {examples}"
    return f"{entry['name']} has the form {pattern}"


def _quality_rule(entry: Mapping[str, Any], column: str | None, name: str) -> Rule:
    rule_id = entry.get("name") or entry.get("id")
    if not rule_id:
        raise _cannot(name, column or "the table", "a rule without a name", "a name")
    severity = entry.get("severity", "error")
    if severity not in SEVERITIES:
        raise _cannot(name, rule_id, f"severity {severity}", " or ".join(SEVERITIES))
    if entry.get("type", "library") == "custom":
        kind, columns, arguments, where = _own(entry, column, name, rule_id)
    elif entry.get("type", "library") == "library":
        kind, columns, arguments, where = _library(entry, column, name, rule_id)
    else:
        raise _cannot(name, rule_id, f"type {entry['type']}", "library or custom")
    return Rule(
        id=rule_id,
        kind=kind,
        columns=columns,
        severity=SEVERITIES[severity],
        arguments=arguments,
        where=where,
        meaning=entry.get("description", KINDS[kind]),
    )


Translated = tuple[str, tuple[str, ...], dict[str, Any], dict[str, tuple[str, ...]]]


def _library(entry: Mapping[str, Any], column: str | None, name: str, rule_id: str) -> Translated:
    metric = entry["metric"]
    arguments = dict(entry.get("arguments", {}))
    if metric == "rowCount" and column is None and "mustBeGreaterOrEqualTo" in entry:
        return "row_count", (), {"minimum": entry["mustBeGreaterOrEqualTo"]}, {}
    if entry.get("mustBe") != 0:
        raise _cannot(name, rule_id, f"{metric} without mustBe: 0", "mustBe: 0")
    if metric == "duplicateValues":
        columns = tuple(arguments.pop("properties", [column] if column else []))
        if columns and not arguments:
            return "unique", columns, {}, {}
    elif column is not None:
        if metric == "nullValues" and not arguments:
            return "not_null", (column,), {}, {}
        if metric == "invalidValues" and set(arguments) == {"validValues"}:
            return "in_set", (column,), {"values": tuple(arguments["validValues"])}, {}
        if metric == "invalidValues" and set(arguments) == {"pattern"}:
            pattern = _anchored(arguments["pattern"], name, rule_id)
            return "matches", (column,), {"pattern": pattern}, {}
    raise _cannot(
        name, rule_id, f"{metric} with {sorted(arguments) or 'no arguments'}", "a known metric"
    )


def _own(entry: Mapping[str, Any], column: str | None, name: str, rule_id: str) -> Translated:
    if entry["engine"] != ENGINE or not isinstance(entry["implementation"], Mapping):
        raise _cannot(name, rule_id, f"engine {entry['engine']}", f"engine {ENGINE}")
    asked = dict(entry["implementation"])
    kind = asked.pop("rule", None)
    if kind not in OWN_ARGUMENTS:
        raise _cannot(name, rule_id, f"rule {kind}", ", ".join(OWN_ARGUMENTS))
    columns = tuple(asked.pop("columns", [column] if column else []))
    where = {key: tuple(values) for key, values in asked.pop("where", {}).items()}
    if unknown := set(asked) - OWN_ARGUMENTS[kind]:
        raise _cannot(
            name, rule_id, f"argument {sorted(unknown)[0]}", ", ".join(OWN_ARGUMENTS[kind])
        )
    if lacking := NEEDED_ARGUMENTS.get(kind, set()) - set(asked):
        raise _cannot(name, rule_id, f"no {sorted(lacking)[0]}", ", ".join(sorted(lacking)))
    if "pattern" in asked:
        asked["pattern"] = _anchored(asked["pattern"], name, rule_id)
    return kind, columns, asked, where


def _anchored(pattern: str, name: str, rule_id: str) -> str:
    # Great Expectations matches from the start and Polars searches: only a pattern
    # with both anchors means the same to both.
    if pattern.startswith("^") and pattern.endswith("$"):
        return pattern
    raise _cannot(name, rule_id, f"pattern {pattern}", "a pattern from ^ to $")


def _cannot(name: str, place: str, found: str, expected: str) -> ContractError:
    return ContractError(
        f"{name}, {place}",
        f"this rule cannot be checked: {found}",
        expected,
        "mend the rule, or add its kind to helpers.contracts",
    )
