"""What a notebook's cells hand over for publication, read and checked.

A cell output carries one of these beside the usual bundle that JupyterLab shows.
"""

from __future__ import annotations

from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from helpers.base.errors import PublicationError

FIGURE = "application/vnd.care-workbooks.figure+json"
TABLE = "application/vnd.care-workbooks.table+json"
NOTICE = "application/vnd.care-workbooks.notice+json"
FOLDED = "application/vnd.care-workbooks.folded+json"
HANDOVER = "application/vnd.care-workbooks.handover+json"


class _Emitted(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Column(_Emitted):
    """One column: its name in the data, its label for people, and whether it holds numbers."""

    name: str
    label: str
    numeric: bool = False


class RowKey(_Emitted):
    """What number a row shows, for the scan of finished pages."""

    area_code: str
    indicator: str
    period: str
    breakdown: str = ""
    framework: str = ""


class Table(_Emitted):
    """A table of display strings, already rounded."""

    id: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    source: str = ""
    keys: tuple[RowKey | None, ...] = ()

    @model_validator(mode="after")
    def _is_square(self) -> Table:
        if not self.columns:
            raise ValueError("it has no columns")
        for number, row in enumerate(self.rows, start=1):
            if len(row) != len(self.columns):
                raise ValueError(f"row {number} has {len(row)} of {len(self.columns)} cells")
        if self.keys and len(self.keys) != len(self.rows):
            raise ValueError(f"it has {len(self.keys)} keys for {len(self.rows)} rows")
        return self


class Figure(_Emitted):
    """A chart in two cuts, with its finding, its words and its data."""

    id: str
    title: str
    subtitle: str
    description: str
    source: str
    note: str = ""
    wide: dict[str, Any]
    narrow: dict[str, Any]
    table: Table

    @model_validator(mode="after")
    def _can_be_read_by_all(self) -> Figure:
        for name in ("title", "description"):
            if not getattr(self, name).strip():
                raise ValueError(f"it has no {name}")
        return self


class Notice(_Emitted):
    """A sentence that the reader must not miss."""

    kind: Literal["sample", "caution", "gap"]
    text: str


class Folded(_Emitted):
    """Under which words computed sentences are folded away."""

    words: str


Kind = TypeVar("Kind", bound=_Emitted)


def read(kind: type[Kind], value: object, place: str) -> Kind:
    """Read one emitted object.

    Raises
    ------
    PublicationError
        When it has not the shape that a page can publish.
    """
    try:
        return kind.model_validate(value)
    except ValidationError as reason:
        fault = reason.errors()[0]
        where = ".".join(str(part) for part in fault["loc"])
        said = fault["msg"].removeprefix("Value error, ")
        raise PublicationError(
            f"{place}, {kind.__name__.lower()}",
            f"{where}: {said}" if where else said,
            "a figure, table or notice as `helpers.workbook` makes it",
            "make it with the workbook's own functions",
        ) from reason
