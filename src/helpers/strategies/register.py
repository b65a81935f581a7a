"""Reading the strategies: which council, which documents, what they promise."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import ValidationError

from helpers.base.errors import ContractError, ParameterError
from helpers.base.geography import Area, find_area
from helpers.base.suggest import unknown
from helpers.strategies.model import Document, Strategy
from helpers.strategies.refusals import not_yaml, refused
from helpers.strategies.yaml_text import read_yaml

__all__ = ["Document", "Strategy", "load_strategy", "strategy_names", "strategy_of"]

ENDING = ".yaml"


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
    path = folder / f"{name}{ENDING}"
    if Path(name).name != name or not path.is_file():
        raise unknown("strategy", name, strategy_names(folder))
    try:
        text = path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as reason:
        raise not_yaml(path.name, reason) from reason
    return parse_strategy(text, path.name)


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
        When the text is not a strategy, with its line and the mend.
    """
    try:
        read = read_yaml(text)
    except (ValueError, yaml.YAMLError) as reason:
        raise not_yaml(name, reason) from reason
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


def strategy_of(folder: Path, area: Area) -> str:
    """Name of the strategy of a council, empty where there is none."""
    for name in strategy_names(folder):
        if load_strategy(folder, name).council == area.code:
            return name
    return ""
