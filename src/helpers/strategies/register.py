"""Reading the strategies: which council, which documents, what they promise."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import ValidationError

from helpers.base.errors import ContractError, ParameterError
from helpers.base.geography import Area, find_area
from helpers.base.personal_prose import personal_text
from helpers.base.scaffold_mark import TO_FILL_IN
from helpers.base.suggest import unknown
from helpers.strategies.model import Document, Strategy
from helpers.strategies.refusals import not_yaml, personal, refused, unfinished
from helpers.strategies.yaml_text import Lines, read_yaml

__all__ = [
    "Document",
    "Strategy",
    "load_finished",
    "load_strategy",
    "strategy_names",
    "strategy_of",
]

ENDING = ".yaml"
# Their values are numbers by the schema; a sum in pounds may have the digits of an NHS number.
NUMBERS = frozenset({"value", "step"})


def strategy_names(folder: Path) -> tuple[str, ...]:
    """Names of the strategies in a folder, in order."""
    return tuple(sorted(path.stem for path in folder.glob(f"*{ENDING}")))


def load_strategy(folder: Path, name: str) -> Strategy:
    """Read one strategy by the name of its file, without ending.

    Raises
    ------
    ParameterError
        When there is no such file.
    ContractError
        When the file is not a strategy, with its line and the mend.
    """
    return parse_strategy(_text_of(folder, name), f"{name}{ENDING}")


def load_finished(folder: Path, name: str) -> Strategy:
    """Read a strategy that a page is to show: nothing in it may be left to be filled in.

    Raises
    ------
    ParameterError
        When there is no such file.
    ContractError
        When the file is not a strategy, or holds words of the empty file that `workbooks new
        strategy` makes; with its line and the mend.
    """
    strategy = load_strategy(folder, name)
    text = _text_of(folder, name)
    if TO_FILL_IN in text:
        read = read_yaml(text)
        for place, each in read.texts():
            if TO_FILL_IN in each:
                raise unfinished(f"{name}{ENDING}", read, place)
    return strategy


def _text_of(folder: Path, name: str) -> str:
    path = folder / f"{name}{ENDING}"
    if Path(name).name != name or not path.is_file():
        raise unknown("strategy", name, strategy_names(folder))
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as reason:
        raise not_yaml(path.name, reason) from reason


@lru_cache(maxsize=64)
def parse_strategy(text: str, name: str) -> Strategy:
    """Read a strategy from its text; the same text is read once in a process.

    Parameters
    ----------
    text : str
        YAML.
    name : str
        File name, for errors.

    Raises
    ------
    ContractError
        When the text is not a strategy, or something in it points to a single person; with its
        line and the mend.
    """
    try:
        read = read_yaml(text)
    except (ValueError, yaml.YAMLError) as reason:
        raise not_yaml(name, reason) from reason
    _refuse_personal(read, name)
    try:
        strategy = Strategy.model_validate(read.value)
    except ValidationError as reason:
        raise refused(name, read, reason, Strategy) from reason
    try:
        find_area(strategy.council)
    except ParameterError as reason:
        raise ContractError(
            f"{name}, line {read.line_of(('council',))}, council",
            reason.found,
            reason.expected,
            reason.mend,
        ) from reason
    return strategy


def _refuse_personal(read: Lines, name: str) -> None:
    # Before the schema, whose refusals repeat what they found.
    for place, text in read.texts():
        found = None if place and place[-1] in NUMBERS else personal_text(text)
        if found is not None:
            raise personal(name, read, place, found)


def strategy_of(folder: Path, area: Area) -> str:
    """Name of the strategy of a council, empty where there is none."""
    for name in strategy_names(folder):
        if load_strategy(folder, name).council == area.code:
            return name
    return ""
