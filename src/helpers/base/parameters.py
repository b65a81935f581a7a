"""The parameters of a workbook, checked before a kernel starts.

`workbooks run`, `workbooks lab` and the first helper call of every notebook use
the same check, so a wrong parameter is answered in the same words everywhere.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass

from helpers.base.errors import ParameterError
from helpers.base.geography import Area, find_area
from helpers.base.periods import LATEST, check_period
from helpers.base.suggest import unknown
from helpers.base.themes import Theme, find_theme

PARAMETERS_TAG = "parameters"
COMPARISONS = ("region", "neighbours")

Default = str | int | float | bool | list[str] | None


@dataclass(frozen=True)
class Parameter:
    """One line of a `parameters` cell: name, default and trailing comment."""

    name: str
    default: Default
    meaning: str


@dataclass(frozen=True)
class Request:
    """What one workbook is asked for, every part of it checked.

    Attributes
    ----------
    theme : Theme
    area : Area
    period : str
        A financial year, or "latest".
    compare_with : str or tuple of Area
        "region", "neighbours" or the councils to compare with.
    strategy : str
        Name of a file in `strategies/` without its ending; empty for none.
    """

    theme: Theme
    area: Area
    period: str
    compare_with: str | tuple[Area, ...]
    strategy: str


def check_request(
    theme: str, area: str, period: str, compare_with: object, strategy: object
) -> Request:
    """Check the parameters that every workbook has.

    Raises
    ------
    ParameterError
        For the first parameter that cannot be used, with what was meant where it is near.
    """
    wanted = _text("period", period)
    return Request(
        theme=find_theme(_text("theme", theme)),
        area=find_area(_text("area", area)),
        period=LATEST if wanted == LATEST else check_period(wanted),
        compare_with=_comparison(compare_with),
        strategy=_text("strategy", strategy),
    )


def _text(name: str, value: object) -> str:
    if isinstance(value, str):
        return value
    raise ParameterError(
        f"parameter {name}",
        f"{value!r} is {_kind(value)}",
        "text",
        f'write it in quotes: {name} = "{value}"; with papermill: -r {name} {value}',
    )


def _comparison(value: object) -> str | tuple[Area, ...]:
    if isinstance(value, str):
        if value in COMPARISONS:
            return value
        if value.startswith("["):
            return _comparison(_as_list(value))
        if "," in value:
            return _comparison([part.strip() for part in value.split(",") if part.strip()])
        try:
            return (find_area(value),)
        except ParameterError as council:
            near = unknown("compare_with", value, COMPARISONS).mend
            raise ParameterError(
                f'compare_with "{value}"',
                "this is no comparison and no council",
                "region, neighbours, or councils by name or code",
                near if near.startswith("did you mean") else council.mend,
            ) from None
    if isinstance(value, list | tuple) and value and all(isinstance(part, str) for part in value):
        return tuple(find_area(part) for part in value)
    raise ParameterError(
        "parameter compare_with",
        f"{value!r} is {_kind(value)}",
        '"region", "neighbours" or a list of councils',
        'for example compare_with=["sefton", "liverpool"]',
    )


def _as_list(text: str) -> object:
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError):
        raise ParameterError(
            "parameter compare_with",
            f"{text} is not a list that can be read",
            '["sefton", "liverpool"], or sefton,liverpool',
            "close the brackets and quotes, or write the councils with commas",
        ) from None


def _kind(value: object) -> str:
    kinds: dict[type, str] = {
        str: "text",
        bool: "yes or no",
        int: "a whole number",
        float: "a number",
    }
    kinds |= {list: "a list", tuple: "a list", dict: "a set of names", type(None): "nothing"}
    return kinds.get(type(value), f"a {type(value).__name__}")


def read_parameters(source: str) -> tuple[Parameter, ...]:
    """Read the source of a `parameters` cell without running it.

    Raises
    ------
    ParameterError
        When a line is not one name with a plain default.
    """
    lines = source.splitlines()
    found = []
    for node in ast.parse(source).body:
        line = lines[node.lineno - 1]
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        value = getattr(node, "value", None)
        if not isinstance(target, ast.Name) or value is None:
            raise ParameterError(
                "parameters cell",
                line.strip(),
                "one name = one default a line",
                "move other code to a later cell",
            )
        try:
            default = ast.literal_eval(value)
        except ValueError:
            raise ParameterError(
                "parameters cell",
                line.strip(),
                "a plain default: text, a number, yes or no, or a list",
                "compute it in a later cell",
            ) from None
        comment = line.partition("#")[2].strip()
        found.append(Parameter(target.id, default, comment))
    return tuple(found)


def check_values(known: tuple[Parameter, ...], given: Mapping[str, object]) -> dict[str, object]:
    """Check values for a workbook's parameters against names and kinds of its defaults.

    A value that arrives as text, as it does from the command line, is turned into
    the kind of the default.

    Raises
    ------
    ParameterError
        For an unknown name or a value of another kind.
    """
    by_name = {parameter.name: parameter for parameter in known}
    checked: dict[str, object] = {}
    for name, value in given.items():
        if name not in by_name:
            raise unknown("parameter", name, by_name)
        checked[name] = _as_default(by_name[name], value)
    return checked


def _as_default(parameter: Parameter, value: object) -> object:
    default = parameter.default
    if parameter.name == "compare_with":
        _comparison(value)
        return value
    if default is None or type(value) is type(default):
        return value
    if isinstance(default, float) and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, str) and not isinstance(default, str):
        try:
            read = ast.literal_eval(value)
        except (ValueError, SyntaxError):
            read = value
        if not isinstance(read, str):
            return _as_default(parameter, read)
    wanted = _kind(default)
    raise ParameterError(
        f"parameter {parameter.name}",
        f"{value!r} is {_kind(value)}",
        f"{wanted}, such as {default!r}",
        f"give {parameter.name} as {wanted}{' in quotes' if isinstance(default, str) else ''}",
    )
