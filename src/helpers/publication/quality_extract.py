"""One extract as its data-quality page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from helpers.base.records import STATUS_WORDS, Status
from helpers.gate.store.records import Receipt, Refusal, RuleResult
from helpers.publication.quality_faults import Fault, Faults
from helpers.publication.quality_letter import letter
from helpers.publication.quality_serves import Served

LONGEST_CELL = 300
# Fields of a fault that the page shows, with their headings.
HEADINGS = {
    "sheet": "Sheet",
    "row": "Row",
    "cell": "Cell",
    "record": "Record",
    "area": "Area",
    "column": "Column",
    "found": "Found",
    "expected": "Expected",
}


class Verdict(StrEnum):
    """What the gate said, in the order in which readers want it."""

    REFUSED = "Refused"
    WARNED = "Accepted, with warnings"
    ACCEPTED = "Accepted"


@dataclass(frozen=True)
class Origin:
    """Where a dataset comes from, by its contract."""

    publisher: str
    licence: str
    landing_page: str
    contract_version: str


@dataclass(frozen=True)
class Checked:
    """One extract and what the gate said of it.

    Attributes
    ----------
    file_name, dataset, title : str
        The file, and its dataset ("" where it was not recognised).
    stem : str
        Beginning of the names of its files.
    verdict : Verdict
        What the gate said.
    period : str
        Its periods in words.
    receipt : Receipt or None
        Where its rows were checked.
    refusal : Refusal or None
        Where it was refused.
    faults : Faults
        What was found, row by row.
    origin : Origin or None
        None where no contract knows the file.
    serves : tuple of Served
        What stands on its dataset.
    instead : tuple of str
        Accepted extracts of the same dataset, where this one was refused.
    about_people : bool
        Whether its contract says that its figures are about people.
    """

    file_name: str
    dataset: str
    title: str
    stem: str
    verdict: Verdict
    period: str
    receipt: Receipt | None
    refusal: Refusal | None
    faults: Faults
    origin: Origin | None
    serves: tuple[Served, ...]
    instead: tuple[str, ...]
    about_people: bool

    @property
    def page(self) -> str:
        """Name of its page."""
        return f"{self.stem}.html"

    @property
    def checks_file(self) -> str:
        """Name of the list of its rules; empty where its rows were not checked."""
        return f"{self.stem}-checks.csv" if self.receipt else ""

    @property
    def faults_file(self) -> str:
        """Name of the list of its faults; empty where there are none."""
        return f"{self.stem}-faults.csv" if self.faults.total else ""

    @property
    def rules(self) -> tuple[RuleResult, ...]:
        """Every rule checked: broken errors, broken warnings, then those that hold."""
        if self.receipt is None:
            return ()
        held = tuple(rule for rule in self.receipt.rules if rule.passed)
        return (*self.receipt.faults, *self.receipt.warnings, *held)

    @property
    def broken(self) -> int:
        """How many rules were broken."""
        return sum(not rule.passed for rule in self.rules)

    @property
    def statuses(self) -> tuple[tuple[str, int], ...]:
        """How many of the main figures have each status, in words."""
        counted = dict(self.receipt.statuses) if self.receipt else {}
        ordered = {name.value: counted.pop(name) for name in Status if name in counted} | counted
        return tuple((STATUS_WORDS.get(name, name), count) for name, count in ordered.items())

    @property
    def headings(self) -> tuple[tuple[str, str], ...]:
        """Headings of the fields that any of the faults shown fills, each with the field."""
        return tuple(
            (words, name)
            for name, words in HEADINGS.items()
            if any(getattr(fault, name) for fault in self.faults.first)
        )

    @property
    def consequence(self) -> str:
        """What the verdict means for the indicators that stand on the dataset."""
        if self.verdict is Verdict.ACCEPTED:
            return "The file was accepted, so figures from it may be published."
        if self.verdict is Verdict.WARNED:
            return "Figures from this file may be published; the warnings above touch them."
        if self.instead:
            files = ", ".join(self.instead)
            return (
                "Nothing is published from this file. Figures come from other files of the same "
                f"dataset that were accepted ({files}); what this file alone holds is withheld."
            )
        return "Nothing is published from this file, so what needs it is withheld."

    @property
    def letter(self) -> str:
        """What to write to the supplier."""
        return letter(self.file_name, self.refusal, self.faults, self.faults_file)

    def cell(self, fault: Fault, name: str) -> str:
        """One field of a fault, cut where it is very long; the CSV has it whole."""
        text = str(getattr(fault, name))
        return text if len(text) <= LONGEST_CELL else f"{text[:LONGEST_CELL]}…"
