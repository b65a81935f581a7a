"""The receipt: the proof that an extract passed its contract, or why it did not."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict

from helpers.base import digests

RECEIPT_SCHEMA = 2
# How several extracts of one dataset are used: the newest alone, or all side by side.
LATEST_ONLY = "latest"
TOGETHER = "together"


class RuleResult(BaseModel):
    """Great Expectations' verdict on one rule."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rule: str
    severity: str
    passed: bool
    violations: int
    meaning: str


class Receipt(BaseModel):
    """The outcome of one extract against one contract; a pure function of both.

    Attributes
    ----------
    dataset, title, publisher, licence, landing_page : str
        From the contract.
    file_name, extract_sha256 : str
        The file as delivered.
    contract_version, contract_sha256, reader_sha256 : str
        What it was checked with.
    sample : bool
        Whether the figures are invented.
    period_kind : str
        What its periods are, a value of `helpers.base.period_kinds.PeriodKind`.
    first_period, latest_period : str
        First and last period of the extract; empty where it has none.
    edition : str
        What the file says of its own publication or revision.
    combine : {"latest", "together"}
        How several extracts of the dataset are used.
    serves : tuple of str
        Indicators of the catalogue that stand on the dataset.
    key : tuple of str
        Columns that together name a row.
    rows : int
        Rows of the canonical table.
    statuses : dict of str to int
        How many of the main figures are published, suppressed, not available, not applicable.
    rules : tuple of RuleResult
        One a rule, in order of the contract.
    quarantined : int
        Faults written to quarantine.
    notes : tuple of str
        What the reader noticed and left alone.
    accepted : bool
        Whether no rule of severity "error" was broken.
    table_sha256 : str
        Digest of the canonical Parquet file.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    receipt_schema: int = RECEIPT_SCHEMA
    dataset: str
    title: str
    publisher: str
    licence: str
    landing_page: str
    file_name: str
    extract_sha256: str
    contract_version: str
    contract_sha256: str
    reader_sha256: str
    sample: bool
    period_kind: str
    first_period: str
    latest_period: str
    edition: str
    combine: str
    serves: tuple[str, ...]
    key: tuple[str, ...]
    rows: int
    statuses: dict[str, int]
    rules: tuple[RuleResult, ...]
    quarantined: int
    notes: tuple[str, ...]
    accepted: bool
    table_sha256: str

    @property
    def id(self) -> str:
        """Name of the receipt: the digest of its content."""
        return digests.of_value(self.plain())

    def plain(self) -> dict[str, Any]:
        """Return the receipt as plain values, for JSON."""
        return self.model_dump(mode="json")

    @property
    def warnings(self) -> tuple[RuleResult, ...]:
        """Rules of severity "warning" that were broken."""
        return tuple(r for r in self.rules if not r.passed and r.severity == "warning")

    @property
    def faults(self) -> tuple[RuleResult, ...]:
        """Rules of severity "error" that were broken."""
        return tuple(r for r in self.rules if not r.passed and r.severity == "error")


class Refusal(BaseModel):
    """An extract that was not let through: the four parts of its error.

    Attributes
    ----------
    file_name, dataset : str
        The file, and its dataset where it was recognised ("" otherwise).
    place, found, expected, mend : str
        As in every error of the project.
    receipt : str
        Receipt with the broken rules, where the rows were checked.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    file_name: str
    dataset: str
    place: str
    found: str
    expected: str
    mend: str
    receipt: str = ""

    @classmethod
    def of_held_file(cls, name: str, reason: OSError) -> Refusal:
        """Refusal of a file that another program holds; it is asked about again at each run."""
        return cls(
            file_name=name,
            dataset="",
            place=name,
            found=f"it cannot be read ({reason.strerror})",
            expected="a file that no other program holds open",
            mend="close it in Excel and run again",
        )
