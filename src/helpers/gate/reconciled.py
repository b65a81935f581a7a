"""What a reconciliation needs and gives: tables by dataset, and a result with differences."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import polars as pl

from helpers.gate.store.combined import combined
from helpers.gate.store.records import Receipt
from helpers.gate.store.shelf import Shelf


@dataclass(frozen=True)
class Difference:
    """One place where two sides do not agree, or a figure that wants a question.

    Attributes
    ----------
    area, period : str
        Where and when.
    found, expected : str
        What one side says, and what the other, in words.
    """

    area: str
    period: str
    found: str
    expected: str


@dataclass(frozen=True)
class Reconciled:
    """The result of one reconciliation on one pair of files.

    Attributes
    ----------
    rule : str
        Its name.
    meaning : str
        What it asks, in words for an analyst.
    files : tuple of str
        The files compared.
    unit : str
        What was compared: "councils", "months", "lines".
    compared, agree : int
        How many were compared, and how many agree.
    differences : tuple of Difference
        The others, complete, in order of area and period.
    note : str
        What to make of a difference, or what could not be compared.
    """

    rule: str
    meaning: str
    files: tuple[str, ...]
    unit: str
    compared: int
    agree: int
    differences: tuple[Difference, ...]
    note: str = ""


class Tables:
    """Canonical tables of accepted extracts, read once each."""

    def __init__(self, receipts: tuple[Receipt, ...], shelf: Shelf) -> None:
        self._receipts = receipts
        self._shelf = shelf
        self._read: dict[str, pl.DataFrame] = {}

    def have(self, dataset: str) -> bool:
        """Whether an extract of the dataset is there."""
        return any(receipt.dataset == dataset for receipt in self._receipts)

    def each(self, dataset: str) -> Iterator[tuple[Receipt, pl.DataFrame]]:
        """Every extract of the dataset with its table."""
        for receipt in self._receipts:
            if receipt.dataset == dataset:
                if receipt.id not in self._read:
                    self._read[receipt.id] = self._shelf.table(receipt)
                yield receipt, self._read[receipt.id]

    def together(self, dataset: str) -> pl.DataFrame:
        """All extracts of the dataset as one table, later editions before earlier ones."""
        return combined(tuple(r for r in self._receipts if r.dataset == dataset), self._shelf)


@dataclass(frozen=True)
class Reconciliation:
    """A named rule across datasets."""

    needs: tuple[str, ...]
    run: Callable[[Tables], list[Reconciled]] = field(repr=False)
