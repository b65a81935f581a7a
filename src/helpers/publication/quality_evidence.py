"""From the gate's evidence to the extracts that the data-quality pages show."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.base import digests
from helpers.base.errors import PublicationError
from helpers.base.landing_words import landing_words
from helpers.base.settings import Settings
from helpers.contracts.model import ENDING, Contract, load_contract
from helpers.gate.store.inputs import Evidence
from helpers.gate.store.records import Receipt, Refusal
from helpers.gate.store.shelf import Shelf
from helpers.indicators.registry import Registry
from helpers.publication.quality_extract import Checked, Origin, Verdict
from helpers.publication.quality_faults import NO_FAULTS, read_faults
from helpers.publication.quality_names import stem_of
from helpers.publication.quality_periods import spoken_periods
from helpers.publication.quality_serves import served

ABOUT_PEOPLE = "people"


def each_checked(evidence: Evidence, settings: Settings, registry: Registry) -> Iterator[Checked]:
    """Every extract of the evidence: refused first, then with warnings, each by dataset.

    Parameters
    ----------
    evidence : Evidence
        What the gate said.
    settings : Settings
        Where the store and the contracts are.
    registry : Registry
        Titles of indicators.
    """
    shelf = Shelf(settings.store)
    contracts = _Contracts(settings)
    refusals = dict.fromkeys(evidence.refusals)
    for refusal in sorted(refusals, key=lambda item: (item.dataset, item.file_name)):
        receipt = _receipt(shelf, refusal.receipt)
        yield _checked(refusal, receipt, shelf, contracts, registry, evidence)
    for receipt in sorted(evidence.receipts, key=_order):
        yield _checked(receipt, receipt, shelf, contracts, registry, evidence)


def _order(receipt: Receipt) -> tuple[bool, str, str, str]:
    return not receipt.warnings, receipt.title, receipt.latest_period, receipt.file_name


class _Contracts:
    """Contracts by dataset, read once each; None for a file that no contract knows."""

    def __init__(self, settings: Settings) -> None:
        self._folder = settings.contracts
        self._read: dict[str, Contract | None] = {"": None}

    def find(self, dataset: str) -> Contract | None:
        if dataset not in self._read:
            path = self._folder / f"{dataset}{ENDING}"
            self._read[dataset] = load_contract(path) if path.is_file() else None
        return self._read[dataset]


def _checked(
    answer: Receipt | Refusal,
    receipt: Receipt | None,
    shelf: Shelf,
    contracts: _Contracts,
    registry: Registry,
    evidence: Evidence,
) -> Checked:
    refusal = answer if isinstance(answer, Refusal) else None
    contract = contracts.find(answer.dataset)
    if receipt is not None:
        digest, ids = receipt.id, receipt.serves
        verdict = Verdict.WARNED if receipt.warnings else Verdict.ACCEPTED
    else:
        digest = digests.of_value(answer.model_dump(mode="json"))
        ids = tuple(contract.facts.get("serves", ())) if contract else ()
        verdict = Verdict.REFUSED
    others = [item.file_name for item in evidence.receipts if item.dataset == answer.dataset]
    return Checked(
        file_name=answer.file_name,
        dataset=answer.dataset,
        title=receipt.title if receipt else contract.title if contract else "",
        stem=stem_of(answer.dataset, digest),
        verdict=Verdict.REFUSED if refusal else verdict,
        period=spoken_periods(receipt) if receipt else "",
        receipt=receipt,
        refusal=refusal,
        faults=read_faults(shelf.quarantine_path(receipt.id)) if receipt else NO_FAULTS,
        origin=_origin(receipt, contract),
        serves=served(ids, registry),
        instead=tuple(sorted(others)) if refusal else (),
        about_people=contract is not None and contract.policy == ABOUT_PEOPLE,
    )


def _origin(receipt: Receipt | None, contract: Contract | None) -> Origin | None:
    if receipt is not None:
        return Origin(
            receipt.publisher,
            receipt.licence,
            landing_words(receipt.landing_page),
            receipt.contract_version,
        )
    if contract is None:
        return None
    publisher, licence, page = (
        str(contract.facts.get(name, "")) for name in ("publisher", "licence", "landingPage")
    )
    return Origin(publisher, licence, landing_words(page), contract.version)


def _receipt(shelf: Shelf, receipt_id: str) -> Receipt | None:
    try:
        return shelf.receipt(receipt_id) if receipt_id else None
    except PublicationError:
        return None
