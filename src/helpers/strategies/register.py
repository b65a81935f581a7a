"""Reading the strategies: which council, which documents, from when to when."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from helpers.base import digests
from helpers.base.errors import ContractError
from helpers.base.geography import Area, find_area
from helpers.base.suggest import unknown

ENDING = ".yaml"


class Document(BaseModel):
    """One published document of a strategy."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    title: str
    publisher: str
    published: str
    file: str
    standing: Literal["in force", "closed"]


class Strategy(BaseModel):
    """A council's published strategy.

    Attributes
    ----------
    council : str
        ONS code of the council.
    title : str
        Title of the document in force, or of the last one.
    starts, ends : str
        Years as the document gives them.
    documents : tuple of Document
        Where it was published.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    strategy_version: Literal[1]
    council: str
    title: str
    starts: str
    ends: str
    documents: tuple[Document, ...]

    @property
    def area(self) -> Area:
        """The council that published the strategy."""
        return find_area(self.council)

    @property
    def digest(self) -> str:
        """SHA-256 over what the file says, whatever its layout and comments."""
        return digests.of_value(self.model_dump(mode="json"))

    @property
    def in_force(self) -> bool:
        """Whether any of its documents is in force."""
        return any(document.standing == "in force" for document in self.documents)


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
        When the file is not a strategy, with the place.
    """
    path = folder / f"{name}{ENDING}"
    if Path(name).name != name or not path.is_file():
        raise unknown("strategy", name, strategy_names(folder))
    try:
        strategy = Strategy.model_validate(yaml.safe_load(path.read_text("utf-8")))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as reason:
        raise ContractError(path.name, str(reason), "YAML in UTF-8", "mend the file") from reason
    except ValidationError as reason:
        first = reason.errors()[0]
        place = "/".join(str(step) for step in first["loc"])
        raise ContractError(
            f"{path.name}, {place}", first["msg"], "a known key and value", "mend the file"
        ) from reason
    find_area(strategy.council)
    return strategy


def strategy_of(folder: Path, area: Area) -> str:
    """Name of the strategy of a council, empty where there is none."""
    for name in strategy_names(folder):
        if load_strategy(folder, name).council == area.code:
            return name
    return ""
