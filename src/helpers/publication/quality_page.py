"""The data-quality page: what was checked, what failed, and what to tell the supplier."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import helpers
from helpers.base.errors import PublicationError
from helpers.base.files import write_whole
from helpers.base.periods import spoken
from helpers.base.samples_mark import SAMPLE_MARK
from helpers.base.settings import Settings
from helpers.gate.store.inputs import Evidence
from helpers.gate.store.records import Receipt, Refusal, RuleResult
from helpers.gate.store.shelf import Shelf
from helpers.publication.templates import as_text, environment

FOLDER = "data-quality"
PAGE = "index.html"


@dataclass(frozen=True)
class AcceptedView:
    """An accepted extract, for the template."""

    receipt: Receipt
    file: str

    @property
    def period(self) -> str:
        """Last year of the extract, for people."""
        return spoken(self.receipt.latest_period)

    @property
    def passed(self) -> int:
        """How many rules passed."""
        return sum(rule.passed for rule in self.receipt.rules)

    @property
    def rules(self) -> tuple[RuleResult, ...]:
        """The rules that were broken."""
        return self.receipt.warnings

    @property
    def faults(self) -> int:
        """Rows in quarantine."""
        return self.receipt.quarantined


@dataclass(frozen=True)
class RefusedView:
    """A refused extract, for the template."""

    refusal: Refusal
    receipt: Receipt | None
    file: str

    @property
    def rules(self) -> tuple[RuleResult, ...]:
        """The rules that were broken, errors first."""
        return (*self.receipt.faults, *self.receipt.warnings) if self.receipt else ()

    @property
    def faults(self) -> int:
        """Rows in quarantine."""
        return self.receipt.quarantined if self.receipt else 0

    @property
    def letter(self) -> str:
        """A paragraph that can be pasted into an e-mail."""
        text = f"We could not accept the file {self.refusal.file_name}. At {self.refusal.place} "
        text += f"we found: {self.refusal.found}. "
        if self.refusal.expected:
            text += f"We expected: {self.refusal.expected}. "
        if self.file:
            text += f"The attached list names every one of the {self.faults} faults. "
        return text + "Please send a corrected file in the same layout."


def write_quality_page(evidence: Evidence, settings: Settings) -> Path:
    """Write the data-quality page and a CSV of faults for each extract that has any.

    Parameters
    ----------
    evidence : Evidence
        What the gate said.
    settings : Settings
        Where outputs and the store are.

    Returns
    -------
    Path
        The page.
    """
    shelf = Shelf(settings.store)
    folder = settings.outputs / FOLDER
    accepted = [AcceptedView(r, _faults(shelf, folder, r.id)) for r in evidence.receipts]
    refused = []
    for refusal in evidence.refusals:
        receipt = _receipt(shelf, refusal.receipt)
        file = _faults(shelf, folder, refusal.receipt) if refusal.receipt else ""
        refused.append(RefusedView(refusal, receipt, file))
    html = (
        environment()
        .get_template("quality.html.j2")
        .render(
            accepted=accepted,
            refused=refused,
            notes=evidence.notes,
            sample=evidence.sample,
            sample_sentence=SAMPLE_MARK,
            product_version=helpers.__version__,
        )
    )
    write_whole(folder / PAGE, as_text(html).encode())
    return folder / PAGE


def _receipt(shelf: Shelf, receipt_id: str) -> Receipt | None:
    try:
        return shelf.receipt(receipt_id) if receipt_id else None
    except PublicationError:
        return None


def _faults(shelf: Shelf, folder: Path, receipt_id: str) -> str:
    source = shelf.quarantine_path(receipt_id)
    if not source.is_file():
        return ""
    name = f"faults-{receipt_id[:12]}.csv"
    write_whole(folder / name, source.read_bytes())
    return name
