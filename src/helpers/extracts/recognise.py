"""Telling datasets apart by content, and reading each by its contract."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from helpers.base.errors import ContractError, ExtractRefused
from helpers.contracts.model import Contract
from helpers.extracts import ascof_timeseries, discharge_json
from helpers.extracts.identifiers import personal_headers, refusal
from helpers.extracts.matching import Heads, Match, NearMiss, match_sheet, near_miss
from helpers.extracts.opened import Opened
from helpers.extracts.opening import open_extract
from helpers.extracts.reading import Extract
from helpers.extracts.table_layout import TableLayout, table_layouts
from helpers.extracts.table_reader import read_tables
from helpers.extracts.text_files import TextFile

CONTENTS = {"contents", "table of contents"}
SPREADSHEET_ENDINGS = {".ods", ".xlsx", ".xls", ".xlsm"}


@dataclass(frozen=True)
class Reader:
    """How one layout with a reader of its own is recognised and read."""

    looks_like: Callable[[Opened, Contract], bool]
    read: Callable[[Opened, Contract], Extract]


READERS: Mapping[str, Reader] = MappingProxyType(
    {
        "ascof-timeseries": Reader(ascof_timeseries.looks_like, ascof_timeseries.read),
        "discharge-json": Reader(discharge_json.looks_like, discharge_json.read),
    }
)


@dataclass(frozen=True)
class Recognised:
    """A file whose contract is known.

    Attributes
    ----------
    contract : Contract
        The contract.
    opened : Opened
        The open file.
    matches : tuple of Match
        Its tables, where the contract states plain layouts; empty for a reader of its own.
    """

    contract: Contract
    opened: Opened
    matches: tuple[Match, ...]

    def read(self) -> Extract:
        """Read the file into its contract's columns.

        Raises
        ------
        ExtractRefused
            When a sheet, column or row is not as the contract says.
        """
        if self.matches:
            return read_tables(self.opened, self.contract, self.matches)
        return READERS[str(self.contract.facts["layout"]["reader"])].read(
            self.opened, self.contract
        )


def recognise(path: Path, contracts: tuple[Contract, ...]) -> Recognised:
    """Find the contract that a file falls under.

    Raises
    ------
    ExtractRefused
        When the file cannot be opened, is about single people, or no contract knows it.
    ContractError
        When two contracts know it equally well.
    """
    opened = open_extract(path)
    for contract in contracts:
        reader = READERS.get(str(contract.facts.get("layout", {}).get("reader")))
        if reader is not None and reader.looks_like(opened, contract):
            return Recognised(contract, opened, ())
    heads = Heads(opened)
    fitting = [
        (contract, matches) for contract in contracts if (matches := _matches(heads, contract))
    ]
    if fitting:
        return _best(opened, fitting)
    if (found := personal_headers(opened)) is not None:
        raise refusal(opened.name, *found)
    raise _unknown(heads, contracts)


def _matches(heads: Heads, contract: Contract) -> tuple[Match, ...]:
    opened = heads.opened
    layouts = table_layouts(contract)
    found: list[Match] = []
    for sheet in opened.sheets:
        fits = [fit for layout in layouts if (fit := match_sheet(heads, sheet, layout))]
        if fits:
            found.append(max(fits, key=lambda match: match.score))
    if found:
        _check_required(heads, contract, layouts, found)
    return tuple(found)


def _check_required(
    heads: Heads, contract: Contract, layouts: tuple[TableLayout, ...], found: list[Match]
) -> None:
    opened = heads.opened
    if len(opened.sheets) == 1:
        return
    have = {match.layout.name for match in found}
    for layout in layouts:
        if layout.required and layout.name not in have:
            errors = (near_miss(heads, sheet, layout, contract.title) for sheet in opened.sheets)
            near = max((e for e in errors if e), key=lambda miss: miss.share, default=None)
            raise (
                near.error
                if near
                else ExtractRefused(
                    f"{opened.name}, sheets",
                    f"no sheet holds {layout.name}",
                    f"the sheets of: {contract.title}",
                    "fetch the whole file again; do not delete or rename sheets",
                )
            )


def _best(opened: Opened, fitting: list[tuple[Contract, tuple[Match, ...]]]) -> Recognised:
    def score(item: tuple[Contract, tuple[Match, ...]]) -> int:
        return max(match.score for match in item[1])

    fitting.sort(key=score, reverse=True)
    if len(fitting) > 1 and score(fitting[0]) == score(fitting[1]):
        names = " and ".join(contract.id for contract, _ in fitting[:2])
        raise ContractError(
            f"contracts {names}",
            f"both know {opened.name} equally well",
            "one contract a file",
            "let their layouts differ: title_words, contains, or a further column",
        )
    contract, matches = fitting[0]
    return Recognised(contract, opened, matches)


def _unknown(heads: Heads, contracts: tuple[Contract, ...]) -> ExtractRefused:
    opened = heads.opened
    best: NearMiss | None = None
    for contract in contracts:
        for layout in table_layouts(contract):
            for sheet in opened.sheets:
                near = near_miss(heads, sheet, layout, contract.title)
                if near is not None and (best is None or near.share > best.share):
                    best = near
    if best is not None:
        return best.error
    if isinstance(opened, TextFile) and opened.path.suffix.lower() in SPREADSHEET_ENDINGS:
        return ExtractRefused(
            opened.name,
            f"this is a text file (CSV?) named {opened.path.suffix}",
            "an ODS or Excel workbook",
            "download the file again from the publisher, or ask the supplier to send it again",
        )
    sheets = [sheet for sheet in opened.sheets if sheet]
    if any(sheet.strip().lower() in CONTENTS for sheet in sheets):
        return ExtractRefused(
            opened.name,
            "a workbook for reading: a sheet of contents, and tables laid out for people",
            "the open data file (CSV) of the same publication, or a workbook that a contract knows",
            "fetch the CSV from the publication's page, and take this file out of the inbox",
        )
    inside = f" (its sheets: {', '.join(sheets[:5])})" if sheets else ""
    return ExtractRefused(
        opened.name,
        f"no contract knows this file{inside}",
        "one of the datasets that docs/datasets.md lists",
        "take it out of the inbox, or check that it is the document that the README names",
    )
