"""The layout that a contract states for a plain table: one header row, rows below it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from helpers.base.errors import ContractError
from helpers.base.records import Status
from helpers.contracts.model import Column, Contract
from helpers.extracts.layout import fold

Kind = Literal[
    "text",
    "code",
    "number",
    "integer",
    "date",
    "financial year",
    "financial year end",
    "month",
    "month end",
    "quarter",
    "calendar year",
    "yes or no",
]


class ColumnLayout(BaseModel):
    """Where one column of the contract comes from. Exactly one source is named.

    Attributes
    ----------
    names : tuple of str
        Accepted headers, compared without case, spaces and underscores.
    header : str
        A regular expression for the header, where it carries a year or the like.
    constant : str
        The value of every row, where the file does not say it.
    title : str
        A regular expression whose first group is the value, searched in the text above the
        header: cells of a row joined by tabs, rows by line ends.
    sheet : str
        A regular expression whose first group is the value, matched to the sheet's name.
    header_row : str
        A regular expression whose first group is the value, searched in the header row: cells
        joined by tabs.
    known_copies : dict of str to str
        Value by SHA-256 of the file, for files that do not say it at all.
    file_name : str
        A regular expression whose first group is the value, where neither of these helps.
    otherwise : str
        The value where none of these says it; without it such a file is refused.
    kind : str
        How the text is read.
    status : bool
        Whether markers may stand in its cells; the contract then has `<column>_status`.
    blank : str
        The status that a blank cell stands for, "" where a blank is unreadable.
    optional : bool
        Whether an edition may lack the header.
    values : dict of str to tuple of str
        The contract's word for each of the publisher's, where they differ.
    dates : tuple of str
        Formats of a date, tried in order.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    names: tuple[str, ...] = ()
    header: str = ""
    constant: str | None = None
    title: str = ""
    sheet: str = ""
    header_row: str = ""
    known_copies: dict[str, str] = {}
    file_name: str = ""
    otherwise: str = ""
    kind: Kind = "text"
    status: bool = False
    blank: str = ""
    optional: bool = False
    values: dict[str, tuple[str, ...]] = {}
    dates: tuple[str, ...] = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d %B %Y", "%d-%b-%Y")

    @property
    def in_header(self) -> bool:
        """Whether the column has a header in the file."""
        return bool(self.names or self.header)

    @property
    def is_said(self) -> bool:
        """Whether the file says the value once for all its rows."""
        return bool(
            self.title or self.sheet or self.header_row or self.known_copies or self.file_name
        )

    def takes(self, cell: str) -> bool:
        """Whether a header cell names this column."""
        text = " ".join(cell.split())
        if self.header and re.search(self.header, text, re.IGNORECASE):
            return True
        return fold(text) in self.folded

    @cached_property
    def folded(self) -> frozenset[str]:
        """Accepted headers, folded."""
        return frozenset(fold(name) for name in self.names)

    @cached_property
    def synonyms(self) -> dict[str, str]:
        """The contract's word by the publisher's, folded."""
        return {fold(word): own for own, words in self.values.items() for word in (own, *words)}


class Unpivot(BaseModel):
    """Columns that hold one figure each for a year, an age or a reason.

    Attributes
    ----------
    header : str
        A regular expression for the header of these columns; its first group, or the whole
        header where it has none, becomes the value of `into`.
    into : str
        Column of the contract that receives it.
    value : str
        Column of the contract that receives the figure.
    values : dict of str to tuple of str
        The contract's word for each header, where they differ.
    only_listed : bool
        Whether a header outside `values` is left alone.
    first_only : bool
        Whether of columns that stand for the same value only the first is read: a second
        table to the right repeats the headers.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    header: str
    into: str
    value: str
    values: dict[str, tuple[str, ...]] = {}
    only_listed: bool = False
    first_only: bool = False

    @cached_property
    def synonyms(self) -> dict[str, str]:
        """The contract's word by the publisher's, folded."""
        return {fold(word): own for own, words in self.values.items() for word in (own, *words)}

    def label(self, cell: str) -> str | None:
        """Return the value that a header stands for, None where it is not one of these."""
        text = " ".join(cell.split())
        found = re.search(self.header, text, re.IGNORECASE)
        if found is None:
            return None
        label = found[1] if found.re.groups and found[1] is not None else text
        if self.only_listed and fold(label) not in self.synonyms:
            return None
        return self.synonyms.get(fold(label), label.strip())


class TableLayout(BaseModel):
    """One way in which a dataset is laid out.

    Attributes
    ----------
    name : str
        For messages: "NHS England's monthly workbook".
    sheets : tuple of str
        Regular expressions for the sheet's name; none means any sheet.
    required : bool
        Whether a workbook recognised by another layout of the contract must have this one too.
    title_words : tuple of str
        Words that must stand above the header, in any case.
    contains : dict of str to tuple of str
        Column of the contract and the words of which one must stand in its first rows.
    columns : dict of str to ColumnLayout
        Columns of the contract.
    unpivot : Unpivot, optional
        Columns that become rows.
    markers : dict of str to str
        The publisher's markers and the status each stands for.
    step : str
        A named step of `helpers.extracts.steps` applied to the rows.
    working : dict of str to str
        Columns that only the step needs, with their logical type; the contract has none such.
    edition : str
        A regular expression for what the file says of its revision, searched above the header.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = ""
    sheets: tuple[str, ...] = ()
    required: bool = False
    title_words: tuple[str, ...] = ()
    contains: dict[str, tuple[str, ...]] = {}
    columns: dict[str, ColumnLayout]
    unpivot: Unpivot | None = None
    markers: dict[str, str] = {}
    step: str = ""
    working: dict[str, Literal["string", "number", "integer", "date"]] = {}
    edition: str = ""

    @field_validator("markers")
    @classmethod
    def _known_statuses(cls, markers: dict[str, str]) -> dict[str, str]:
        for status in markers.values():
            Status(status)
        return {mark.strip().lower(): status for mark, status in markers.items()}

    def fits_sheet(self, sheet: str) -> bool:
        """Whether the sheet's name is one that the layout knows."""
        return not self.sheets or any(
            re.search(pattern, sheet, re.IGNORECASE) for pattern in self.sheets
        )

    def read_columns(self, contract: Contract) -> dict[str, Column]:
        """Columns by name that may be read: those of the contract, and those of the step."""
        own = {name: Column(name, kind, "", required=False) for name, kind in self.working.items()}
        return {column.name: column for column in contract.columns} | own

    @cached_property
    def needed_names(self) -> tuple[frozenset[str], ...]:
        """Accepted headers, folded, of each column that every edition has under a plain name."""
        columns = (self.columns[name] for name in self.needed)
        return tuple(column.folded for column in columns if not column.header)

    @cached_property
    def needed(self) -> tuple[str, ...]:
        """Columns of the contract whose header every edition has."""
        return tuple(
            name
            for name, column in self.columns.items()
            if column.in_header and not column.optional
        )


def table_layouts(contract: Contract) -> tuple[TableLayout, ...]:
    """Read the layouts that a contract states, and check them against its columns.

    Raises
    ------
    ContractError
        When a key is unknown, missing or of another kind, or a column is not of the contract.
    """
    if contract.digest not in _READ:
        _READ[contract.digest] = tuple(_layouts(contract))
    return _READ[contract.digest]


# By the digest of the contract's text: every file of an inbox is held against every contract.
_READ: dict[str, tuple[TableLayout, ...]] = {}


def _layouts(contract: Contract) -> Iterator[TableLayout]:
    for number, plain in enumerate(contract.facts.get("layouts", [])):
        try:
            layout = TableLayout.model_validate(plain)
        except (ValidationError, ValueError) as reason:
            raise _wrong(contract, number, _first(reason)) from reason
        _check(contract, number, layout)
        yield layout


def _check(contract: Contract, number: int, layout: TableLayout) -> None:
    known = {column.name for column in contract.columns} | set(layout.working)
    named = set(layout.columns)
    named |= {
        f"{name}_status"
        for name, column in layout.columns.items()
        if column.status and name not in layout.working
    }
    if layout.unpivot is not None:
        named |= {layout.unpivot.into, layout.unpivot.value}
    if extra := sorted(named - known):
        raise _wrong(contract, number, f"column {extra[0]} is not one of the contract")
    for name, column in layout.columns.items():
        sources = (
            column.in_header,
            column.constant is not None,
            column.is_said,
        )
        is_figure = layout.unpivot is not None and name == layout.unpivot.value
        if sum(sources) != 1 and not is_figure:
            raise _wrong(contract, number, f"column {name} must have one source")


def _first(reason: Any) -> str:
    if isinstance(reason, ValidationError):
        fault = reason.errors()[0]
        return "/".join(str(step) for step in fault["loc"]) + ": " + fault["msg"]
    return str(reason)


def _wrong(contract: Contract, number: int, found: str) -> ContractError:
    return ContractError(
        f"contract {contract.id}, layouts/{number}",
        found,
        "a layout that the table reader knows",
        "mend the contract",
    )
