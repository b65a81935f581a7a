"""The layout that a contract states for a file with years as columns."""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from helpers.base.errors import ContractError
from helpers.contracts.model import Contract

PartKind = Literal["survey", "counts", "outcome only", "ratings"]


class Table(BaseModel):
    """One sheet of the file and the measure that it holds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sheet: str
    measure: str
    parts: PartKind


class Successor(BaseModel):
    """The council that an abolished one's code stands for, and from which year."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    since: str


class WideLayout(BaseModel):
    """How a workbook with a sheet a measure and years as columns is laid out."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reader: Literal["ascof-timeseries"]
    titleWords: tuple[str, ...]
    headerCells: tuple[str, str, str]
    yearHeader: str
    markers: dict[str, str]
    formerPopulationMissing: str
    councilTypeCodes: tuple[str, ...]
    successors: dict[str, Successor] = {}
    parts: dict[PartKind, tuple[str, ...]]
    ratings: tuple[str, ...]
    ratingTotal: str
    tables: tuple[Table, ...]

    @cached_property
    def by_sheet(self) -> dict[str, Table]:
        """Tables by the folded name of their sheet."""
        return {fold(table.sheet): table for table in self.tables}


def layout_of(contract: Contract) -> WideLayout:
    """Read the layout that a contract states.

    Raises
    ------
    ContractError
        When a key of the layout is unknown, missing or of another kind.
    """
    try:
        return WideLayout.model_validate(contract.fact("layout"))
    except ValidationError as reason:
        first = reason.errors()[0]
        place = "/".join(str(step) for step in first["loc"])
        raise ContractError(
            f"contract {contract.id}, layout/{place}",
            first["msg"],
            "a layout that the reader knows",
            "mend the contract",
        ) from reason


def fold(text: object) -> str:
    """Text without case, spaces and underscores, for comparing names that people type."""
    return "".join(str(text).lower().replace("_", " ").split())
