"""The folders of the store: receipts, tables, quarantine, and which file has which answer."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from pathlib import Path

import polars as pl

from helpers.base import digests
from helpers.base.errors import ExtractRefused, PublicationError
from helpers.base.files import write_json, write_whole
from helpers.gate.store.records import Receipt, Refusal

ROOMS_THAT_READ = ("extracts", "contracts", "gate")
NOT_READERS = ("sample", "ods", "fetching", "transport", "part.py", "snapshot", "elsewhere")


def reader_digest() -> str:
    """SHA-256 of the code that turns a file into contracted rows and judges them."""
    house = Path(__file__).resolve().parents[2]
    return digests.of_value(
        [
            [path.relative_to(house).as_posix(), digests.of_text_file(path)]
            for room in ROOMS_THAT_READ
            for path in sorted((house / room).rglob("*.py"))
            if not path.name.startswith(NOT_READERS)
        ]
    )


def contract_digests(folder: Path) -> tuple[str, ...]:
    """Digest of each contract as it lies in a folder, as a contract that is loaded names it."""
    return tuple(_digest(path) for path in folder.glob("*.odcs.yaml"))


def _digest(path: Path) -> str:
    try:
        return digests.of_text_file(path)
    except OSError:
        # No answer has this name: the contracts are loaded, which says what is wrong.
        return f"unreadable {path.name}"


def answer_key(name: str, extract_sha256: str, contracts: Iterable[str]) -> str:
    """Name of the gate's answer for a file.

    Parameters
    ----------
    name, extract_sha256 : str
        The file's name and content.
    contracts : iterable of str
        Digests of the contracts that it is held against, in any order: of those that were
        loaded, since files may have been changed after that.
    """
    return digests.of_value([name, extract_sha256, sorted(contracts), reader_digest()])


class Shelf:
    """The store of one outputs folder.

    Every file in it is named by its content and written whole, so that several
    processes may write the same answer at the same time.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, receipt: Receipt, table: bytes, quarantine: pl.DataFrame) -> None:
        """Keep a receipt with its canonical table and its faults."""
        write_whole(self.table_path(receipt), table)
        if quarantine.height:
            stream = io.BytesIO()
            quarantine.write_csv(stream, include_bom=True)
            write_whole(self.quarantine_path(receipt.id), stream.getvalue())
        write_json(self.receipt_path(receipt.id), receipt.plain())

    def answer(self, key: str, accepted: str, refusal: Refusal | None) -> None:
        """Note the gate's answer for a file."""
        plain = refusal.model_dump(mode="json") if refusal else None
        write_json(self._answer_path(key), {"receipt": accepted, "refusal": plain})

    def find_answer(self, key: str) -> Receipt | Refusal | None:
        """Return the gate's answer for a file, None where it was not asked or is not whole."""
        try:
            noted = json.loads(self._answer_path(key).read_text("utf-8"))
            if noted["refusal"] is not None:
                return Refusal.model_validate(noted["refusal"])
            receipt = self.receipt(noted["receipt"])
            return receipt if self.table_path(receipt).is_file() else None
        except (OSError, ValueError, KeyError, PublicationError):
            return None

    def receipt(self, receipt_id: str) -> Receipt:
        """Return a receipt by its id.

        Raises
        ------
        PublicationError
            When the store does not hold it.
        """
        try:
            text = self.receipt_path(receipt_id).read_text("utf-8")
        except OSError as reason:
            raise PublicationError(
                f"receipt {receipt_id[:12]}",
                "the store does not hold it",
                "an extract that was gated into this outputs folder",
                "put the extract back in the inbox and run workbooks check",
            ) from reason
        return Receipt.model_validate_json(text)

    def table(self, receipt: Receipt) -> pl.DataFrame:
        """Return the canonical table of an accepted extract.

        Raises
        ------
        ExtractRefused
            When the receipt is of an extract that was refused.
        PublicationError
            When the table is gone or was changed.
        """
        if not receipt.accepted:
            raise ExtractRefused(
                receipt.file_name, "it was refused", "", "mend the extract, or ask the supplier"
            )
        path = self.table_path(receipt)
        try:
            content = path.read_bytes()
        except OSError as reason:
            raise PublicationError(
                f"store, {path.name}", "the table is gone", "", "run workbooks check again"
            ) from reason
        if digests.of_bytes(content) != receipt.table_sha256:
            raise PublicationError(
                f"store, {path.name}",
                "the table is not the one that its receipt names",
                receipt.table_sha256[:12],
                "delete outputs/.store and run workbooks check again",
            )
        return pl.read_parquet(io.BytesIO(content))

    def table_path(self, receipt: Receipt) -> Path:
        """Place of a receipt's canonical table."""
        return self.folder / "tables" / f"{receipt.table_sha256}.parquet"

    def quarantine_path(self, receipt_id: str) -> Path:
        """Place of a receipt's faults."""
        return self.folder / "quarantine" / f"{receipt_id}.csv"

    def receipt_path(self, receipt_id: str) -> Path:
        """Place of a receipt."""
        return self.folder / "receipts" / f"{receipt_id}.json"

    def _answer_path(self, key: str) -> Path:
        return self.folder / "answers" / f"{key}.json"
