"""Refusals of a strategy file: file, line, what was found there and the mend."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Any, get_args

import yaml
from pydantic import BaseModel, ValidationError

from helpers.base.errors import ContractError
from helpers.base.personal_prose import NOTHING_PERSONAL, TAKE_OUT, Found
from helpers.strategies.yaml_text import Lines, Place, TwiceError

UNKNOWN = "extra_forbidden"
SHORT = "too_short"
AT = "at"
WORDS = {
    SHORT: "the list is empty",
    "model_type": "this is not a set of keys with values",
    "tuple_type": "this is not a list",
    "string_type": "this is not a text",
    "float_parsing": '"{}" is not a number',
}
DESCRIBED = "keys and values as docs/strategies.md describes them"


def not_yaml(name: str, reason: Exception) -> ContractError:
    """Error for a file that cannot be read as YAML."""
    line = ""
    found = str(reason)
    if isinstance(reason, TwiceError):
        line, mend = f", line {reason.line}", "keep one of the two"
    elif isinstance(reason, yaml.MarkedYAMLError) and reason.problem_mark is not None:
        line = f", line {reason.problem_mark.line + 1}"
        found = str(reason.problem)
        mend = "look for a missing quote, colon or blank at that line or the one above"
    else:
        mend = "save the file as UTF-8 text"
    return ContractError(f"{name}{line}", found, "YAML in UTF-8", mend)


def refused(
    name: str, read: Lines, reason: ValidationError, model: type[BaseModel]
) -> ContractError:
    """Error for a file that says something a strategy cannot hold.

    Parameters
    ----------
    name : str
        File name.
    read : Lines
        What the file says, with lines.
    reason : ValidationError
        What the schema found. An unknown key is told first, because it is often why another
        is missing; then the first finding by line.
    model : type of BaseModel
        The schema, for the nearest known key.
    """
    every = reason.errors()
    # Of a list with a fault inside it is also said that it is too short.
    inside = {each["loc"][:length] for each in every for length in range(len(each["loc"]))}
    told = [each for each in every if each["type"] != SHORT or each["loc"] not in inside]
    findings = [(_place(each, read.value), each) for each in told]
    place, first = min(
        findings, key=lambda pair: (pair[1]["type"] != UNKNOWN, read.line_of(pair[0]))
    )
    found, expected, mend = _told(first)
    if first["type"] == UNKNOWN:
        missing = [str(found[-1]) for found, each in findings if each["type"] == "missing"]
        key, known = str(place[-1]), _keys(model, place[:-1])
        absent = [name for name in known if name in missing]
        near = difflib.get_close_matches(key, absent, n=1) or difflib.get_close_matches(
            key, known, n=1
        )
        mend = f"did you mean {near[0]}?" if near else mend
    return ContractError(_at(name, read, place), found, expected, mend)


def personal(name: str, read: Lines, place: Place, found: Found) -> ContractError:
    """Error for a text that points to a single person; it is named by its place alone."""
    return ContractError(_at(name, read, place), found.told, NOTHING_PERSONAL, TAKE_OUT)


def unfinished(name: str, read: Lines, place: Place) -> ContractError:
    """Error for a text that stands there as `workbooks new strategy` wrote it."""
    return ContractError(
        _at(name, read, place),
        "this is still to be filled in",
        "what the published document says",
        "fill in every line that ends in “fill in”, or leave the file out of the folder",
    )


def _at(name: str, read: Lines, place: Place) -> str:
    return f"{name}, line {read.line_of(place)}{_named(place, read.value)}"


def _told(finding: Any) -> tuple[str, str, str]:
    """Say what was found, what was expected and what to do."""
    if finding["type"] == UNKNOWN:
        return "this key is not known", DESCRIBED, "take it out"
    if finding["type"] == "missing":
        return "this key is missing", DESCRIBED, "add the key"
    if finding["type"] in WORDS:
        return WORDS[finding["type"]].format(finding["input"]), DESCRIBED, "mend the value there"
    if finding["type"] == "literal_error":
        return f'"{finding["input"]}"', finding["ctx"]["expected"], "choose one of these"
    told = finding["msg"].removeprefix("Value error, ")
    return told, DESCRIBED, "mend the value at that line"


def _place(finding: Any, value: Any) -> Place:
    inside = finding.get("ctx", {}).get(AT, ())
    return _plain_place((*finding["loc"], *inside), value)


def _plain_place(loc: Iterable[Any], value: Any) -> Place:
    """Leave out the steps that pydantic adds for the members of a union."""
    place: list[Any] = []
    for step in loc:
        inside = (isinstance(value, dict) and step in value) or (
            isinstance(value, list) and isinstance(step, int) and step < len(value)
        )
        if inside:
            value = value[step]
            place.append(step)
        elif isinstance(value, dict) and isinstance(step, str) and step.isidentifier():
            place.append(step)
            break
    return tuple(place)


def _named(place: Place, value: Any) -> str:
    """Name the commitment or document that a place lies in, because a number tells nobody."""
    steps = place
    name = ""
    try:
        name = str(value[place[0]][place[1]]["id"])
        steps = place[2:]
    except (KeyError, IndexError, TypeError):
        pass
    words = [name] if name else []
    words += ["/".join(str(step) for step in steps)] if steps else []
    return "".join(f", {word}" for word in words)


def _keys(model: Any, place: Place) -> list[str]:
    """Known keys of the part that a place names."""
    for step in place:
        if isinstance(step, int):
            continue
        field = model.model_fields.get(step) if _is_model(model) else None
        inner = _inner(field.annotation) if field is not None else None
        if inner is None:
            return []
        model = inner
    return list(model.model_fields) if _is_model(model) else []


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _inner(kind: Any) -> Any:
    if _is_model(kind):
        return kind
    return next((found for each in get_args(kind) if (found := _inner(each)) is not None), None)
