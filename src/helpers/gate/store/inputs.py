"""From what `inputs` says to the receipts that a workbook stands on."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from helpers.base import digests
from helpers.base.errors import ParameterError
from helpers.base.settings import INBOX, INPUTS_VARIABLE, Settings
from helpers.extracts.folder import extract_files
from helpers.gate.store.records import TOGETHER, Receipt, Refusal
from helpers.gate.store.shelf import Shelf, answer_key, contract_digests

RECEIPT_PREFIX = "receipt:"


@dataclass(frozen=True)
class Evidence:
    """What the gate let through, and what it did not.

    Attributes
    ----------
    receipts : tuple of Receipt
        The extract used of each dataset, in order of dataset.
    refusals : tuple of Refusal
        The files refused.
    notes : tuple of str
        Which files were left alone, and why.
    unanswered : tuple of Path
        Files that the gate has not been asked about yet.
    """

    receipts: tuple[Receipt, ...]
    refusals: tuple[Refusal, ...]
    notes: tuple[str, ...]
    unanswered: tuple[Path, ...]

    @property
    def sample(self) -> bool:
        """Whether the evidence is invented."""
        return any(receipt.sample for receipt in self.receipts)


def folder_of(inputs: str, settings: Settings) -> Path:
    """Folder that `inputs` names: as it is, from the working folder, or from the project.

    Raises
    ------
    ParameterError
        When there is no such folder, or it is an address: those are read by a run alone.
    """
    if "://" in inputs:
        raise ParameterError(
            "parameter inputs",
            f"{inputs} is an address",
            "a folder on this machine, where a notebook is run by hand",
            "copy the extracts into a folder, or use workbooks run --inputs, which reads addresses",
        )
    given = Path(inputs).expanduser()
    # The default means the project's own inbox, from whatever folder a notebook is run.
    places = (settings.inbox,) if inputs == INBOX else (given, settings.root / given)
    for place in places:
        if place.is_dir():
            return place.resolve()
    raise ParameterError(
        "parameter inputs",
        f"there is no folder {inputs}",
        'a folder of extracts, such as "data/inbox"',
        "check the spelling, or leave it out to use data/inbox",
    )


def files_of(inputs: str, settings: Settings) -> tuple[Path, ...]:
    """Extracts of the folder; the bundled sample where the project's own inbox is empty.

    `workbooks lab --inputs` puts its folder in the inbox's place, by the environment of its
    kernels. A run is not touched by it: its workbooks are given receipts.

    Raises
    ------
    ParameterError
        When a folder other than the inbox holds no extract.
    """
    by_hand = os.environ.get(INPUTS_VARIABLE) if inputs == INBOX else None
    folder = folder_of(by_hand or inputs, settings)
    files = extract_files(folder)
    if files:
        return files
    if folder != settings.inbox.resolve():
        raise ParameterError(
            "parameter inputs",
            f"the folder {folder.name} holds no extract",
            "at least one published file",
            "put the file there, or leave inputs out to use data/inbox",
        )
    return extract_files(settings.samples)


def find_evidence(inputs: str, settings: Settings) -> Evidence:
    """Return what the gate has said of every extract that `inputs` names.

    Parameters
    ----------
    inputs : str
        A folder, or ``receipt:<id>,<id>`` for receipts of the store.
    settings : Settings
        Where the store and the contracts are.
    """
    shelf = Shelf(settings.store)
    if inputs.startswith(RECEIPT_PREFIX):
        ids = [part.strip() for part in inputs.removeprefix(RECEIPT_PREFIX).split(",")]
        return Evidence(tuple(shelf.receipt(part) for part in ids if part), (), (), ())
    receipts: list[Receipt] = []
    refusals: list[Refusal] = []
    unanswered: list[Path] = []
    contracts = contract_digests(settings.contracts)
    for path in files_of(inputs, settings):
        try:
            sha256 = digests.of_file(path)
        except OSError as reason:
            refusals.append(Refusal.of_held_file(path.name, reason))
            continue
        answer = shelf.find_answer(answer_key(path.name, sha256, contracts))
        if isinstance(answer, Receipt):
            receipts.append(answer)
        elif isinstance(answer, Refusal):
            refusals.append(answer)
        else:
            unanswered.append(path)
    chosen, notes = choose(receipts)
    return Evidence(chosen, tuple(refusals), notes, tuple(unanswered))


def choose(receipts: list[Receipt]) -> tuple[tuple[Receipt, ...], tuple[str, ...]]:
    """Choose which extracts are used; real extracts before invented ones.

    Of a dataset whose contract says "together" all are used (its months, its vintages); of
    any other the newest alone.

    Raises
    ------
    ParameterError
        When two different extracts of a dataset end with the same period, and one must do.
    """
    notes = []
    accepted = [receipt for receipt in receipts if receipt.accepted]
    if any(receipt.sample for receipt in accepted) and not all(r.sample for r in accepted):
        notes += [
            f"{r.file_name}: sample data, not used beside real data" for r in accepted if r.sample
        ]
        accepted = [receipt for receipt in accepted if not receipt.sample]
    chosen: dict[str, list[Receipt]] = {}
    for receipt in sorted(
        accepted, key=lambda r: (r.dataset, r.latest_period, r.edition, r.file_name)
    ):
        rivals = chosen.setdefault(receipt.dataset, [])
        same = next((r for r in rivals if r.table_sha256 == receipt.table_sha256), None)
        if same is not None:
            notes.append(f"{receipt.file_name}: the same rows as {same.file_name}")
        elif receipt.combine == TOGETHER or not rivals:
            rivals.append(receipt)
        else:
            notes.append(_older(rivals.pop(), receipt))
            rivals.append(receipt)
    used = tuple(receipt for dataset in sorted(chosen) for receipt in chosen[dataset])
    return used, tuple(notes)


def _older(rival: Receipt, receipt: Receipt) -> str:
    if (rival.latest_period, rival.edition) == (receipt.latest_period, receipt.edition):
        raise ParameterError(
            f"{rival.file_name} and {receipt.file_name}",
            f"two different extracts of one dataset end in {receipt.latest_period or 'no period'}",
            "one",
            "take the older one out of the inbox",
        )
    return f"{rival.file_name}: older than {receipt.file_name}, not used"
