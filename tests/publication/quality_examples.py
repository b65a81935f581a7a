"""Invented receipts, faults and refusals, and the pages that are written of them."""

from __future__ import annotations

import csv
from pathlib import Path

import polars as pl

from helpers.base.settings import Settings
from helpers.gate.quarantine import SCHEMA
from helpers.gate.reconciled import Difference, Reconciled
from helpers.gate.store.inputs import Evidence
from helpers.gate.store.records import Receipt, Refusal, RuleResult
from helpers.gate.store.shelf import Shelf
from helpers.publication.quality_page import write_quality_page

HOSTILE = "=cmd|<script>alert(1)</script>\u202egnp.\u05d0 " + "x" * 260 + ".csv"


def rule(name: str = "value_given", severity: str = "error", broken: int = 0) -> RuleResult:
    return RuleResult(
        rule=name,
        severity=severity,
        passed=not broken,
        violations=broken,
        meaning=f"The meaning of {name}",
    )


def receipt(*rules: RuleResult, **changes) -> Receipt:
    plain = {
        "dataset": "ons_mye",
        "title": "Invented estimates",
        "publisher": "An invented office",
        "licence": "Open Government Licence v3.0",
        "landing_page": "https://example.org/estimates",
        "file_name": "invented.csv",
        "extract_sha256": "a" * 64,
        "contract_version": "1.0.0",
        "contract_sha256": "b" * 64,
        "reader_sha256": "c" * 64,
        "sample": False,
        "period_kind": "financial year",
        "first_period": "2015-16",
        "latest_period": "2024-25",
        "edition": "",
        "combine": "together",
        "serves": ("PL1", "PL9"),
        "key": ("area_code", "period"),
        "rows": 1234,
        "statuses": {"not_available": 2, "ok": 1230, "suppressed": 2},
        "rules": rules or (rule(),),
        "quarantined": 0,
        "notes": (),
        "accepted": all(each.passed or each.severity != "error" for each in rules),
        "table_sha256": "d" * 64,
    }
    return Receipt(**(plain | changes))


def fault(row: int | None = 2, **changes) -> dict[str, object]:
    plain = dict.fromkeys(SCHEMA.names(), None) | {
        "row": row,
        "record": f"E0{row}",
        "column": "persons",
        "rule": "value_given",
        "severity": "error",
        "found": "persons = (none)",
        "expected": "The meaning of value_given",
    }
    return plain | changes


def refusal(**changes) -> Refusal:
    plain = {
        "file_name": "unread.csv",
        "dataset": "",
        "place": "unread.csv, row 1",
        "found": "no contract knows this file",
        "expected": "one of the datasets",
        "mend": "take it out of the inbox",
    }
    return Refusal(**(plain | changes))


class Bench:
    """The store and the pages of one outputs folder."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def keep(self, held: Receipt, *faults: dict[str, object]) -> Receipt:
        """Keep a receipt and its faults in the store."""
        table = pl.DataFrame(list(faults), schema=SCHEMA)
        Shelf(self.settings.store).keep(held, b"", table)
        return held

    def refuse(self, *faults: dict[str, object], rules=None, **changes) -> Refusal:
        """Keep a receipt with faults, and return the refusal that names it."""
        broken = rules or (rule(broken=len(faults)), rule("other"))
        held = self.keep(receipt(*broken, quarantined=len(faults), **changes), *faults)
        return refusal(file_name=held.file_name, dataset=held.dataset, receipt=held.id)

    def write(self, *answers: Receipt | Refusal, reconciled=(), notes=(), unanswered=()) -> Path:
        """Write the pages, and return their folder."""
        evidence = Evidence(
            tuple(each for each in answers if isinstance(each, Receipt)),
            tuple(each for each in answers if isinstance(each, Refusal)),
            notes,
            unanswered,
        )
        return write_quality_page(evidence, self.settings, reconciled).parent


def only(folder, pattern: str):
    found = list(folder.glob(pattern))
    assert len(found) == 1, found
    return found[0]


def cells_of(path) -> list[dict[str, str]]:
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def crowd(settings: Settings) -> Path:
    """Write a hundred extracts, one of them hostile, with reconciliations, and return the folder."""
    bench = Bench(settings)
    answers = [bench.keep(receipt(file_name=f"month-{n:03}.csv", rows=n)) for n in range(97)]
    faults = [
        fault(n, sheet="People", cell=f"C{n}", area="Wirral", found=HOSTILE) for n in range(2, 62)
    ]
    hostile = bench.refuse(*faults, file_name=HOSTILE)
    many = tuple(Difference(HOSTILE, "2024 to 2025", "1", "2") for _ in range(60))
    found = (Reconciled("r", "These differ.", (HOSTILE, "b.csv"), "councils", 150, 90, many, "N"),)
    return bench.write(*answers, hostile, refusal(), reconciled=found, notes=(HOSTILE,))
