"""Telling datasets apart by content, and reading each by its contract."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from helpers.base.errors import ExtractRefused
from helpers.contracts.model import Contract
from helpers.extracts import ascof_timeseries
from helpers.extracts.containers import Workbook, open_workbook_file
from helpers.extracts.reading import Extract


@dataclass(frozen=True)
class Reader:
    """How one layout is recognised and read."""

    looks_like: Callable[[Workbook, Contract], bool]
    read: Callable[[Workbook, Contract], Extract]


READERS: dict[str, Reader] = {
    "ascof-timeseries": Reader(ascof_timeseries.looks_like, ascof_timeseries.read),
}


def recognise(path: Path, contracts: tuple[Contract, ...]) -> tuple[Contract, Workbook]:
    """Find the contract that a file falls under.

    Raises
    ------
    ExtractRefused
        When the file cannot be opened, or no contract knows its content.
    """
    workbook = open_workbook_file(path)
    for contract in contracts:
        reader = READERS.get(str(contract.facts.get("layout", {}).get("reader")))
        if reader is not None and reader.looks_like(workbook, contract):
            return contract, workbook
    titles = "; ".join(contract.title for contract in contracts if "layout" in contract.facts)
    raise ExtractRefused(
        path.name,
        f"no contract knows this file (its sheets: {', '.join(workbook.sheets[:5])})",
        titles,
        "take it out of the inbox, or check that it is the document that the README names",
    )


def read(workbook: Workbook, contract: Contract) -> Extract:
    """Read a recognised workbook by its contract."""
    return READERS[contract.fact("layout")["reader"]].read(workbook, contract)
