"""Several extracts of one dataset: which are used, and what stands where two hold one row."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from helpers.base import digests
from helpers.base.errors import ParameterError
from helpers.base.settings import Settings
from helpers.gate.passing import gate_inputs
from helpers.gate.store.combined import combined
from helpers.gate.store.inputs import choose
from helpers.gate.store.records import LATEST_ONLY, TOGETHER, Receipt
from helpers.gate.store.shelf import Shelf

ROOT = Path(__file__).resolve().parents[2]
HEADER = "Area code,Area name,Month end,People waiting,Hours waiting"


def _receipt(
    shelf: Shelf, name: str, edition: str, rows: dict[str, list[object]], **facts
) -> Receipt:
    table = shelf.folder / "made.parquet"
    shelf.folder.mkdir(parents=True, exist_ok=True)
    pl.DataFrame(rows).write_parquet(table)
    content = table.read_bytes()
    receipt = Receipt(
        **{
            "dataset": "months", "title": "", "publisher": "", "licence": "", "landing_page": "",
            "file_name": name, "extract_sha256": name, "contract_version": "1",
            "contract_sha256": "", "reader_sha256": "", "sample": False, "period_kind": "month",
            "first_period": "2025-01", "latest_period": "2025-02", "edition": edition,
            "combine": TOGETHER, "serves": (), "key": ("area", "period"), "rows": 2,
            "statuses": {}, "rules": (), "quarantined": 0, "notes": (), "accepted": True,
            "table_sha256": digests.of_bytes(content),
        }
        | facts
    )  # fmt: skip
    shelf.keep(receipt, content, pl.DataFrame())
    return receipt


FIRST = {"area": ["A", "A"], "period": ["2025-01", "2025-02"], "value": [1, 2]}
REVISED = {"area": ["A", "B"], "period": ["2025-02", "2025-02"], "value": [3, 9]}


def test_a_revised_month_replaces_the_first_one(tmp_path) -> None:
    shelf = Shelf(tmp_path)
    receipts = (
        _receipt(shelf, "revised.csv", "2025-06-01", REVISED),
        _receipt(shelf, "first.csv", "2025-04-01", FIRST),
    )
    table = combined(receipts, shelf).sort("area", "period")
    assert table.select("area", "period", "value").rows() == [
        ("A", "2025-01", 1),
        ("A", "2025-02", 3),
        ("B", "2025-02", 9),
    ]
    assert table["receipt"].to_list() == [receipts[1].id, receipts[0].id, receipts[0].id]


def test_two_files_of_one_edition_that_contradict_each_other_are_named(tmp_path) -> None:
    shelf = Shelf(tmp_path)
    receipts = (_receipt(shelf, "a.csv", "", FIRST), _receipt(shelf, "b.csv", "", REVISED))
    with pytest.raises(ParameterError) as caught:
        combined(receipts, shelf)
    assert caught.value.place == "a.csv and b.csv"
    assert "A, 2025-02" in caught.value.found


def test_the_same_rows_in_two_files_are_no_matter(tmp_path) -> None:
    shelf = Shelf(tmp_path)
    part = {name: values[:1] for name, values in FIRST.items()}
    receipts = (_receipt(shelf, "a.csv", "", FIRST), _receipt(shelf, "b.csv", "", part))
    assert combined(receipts, shelf).height == 2


def test_together_keeps_all_and_latest_keeps_the_newest(tmp_path) -> None:
    shelf = Shelf(tmp_path)
    receipts = [
        _receipt(shelf, "a.csv", "", FIRST),
        _receipt(shelf, "b.csv", "", REVISED, latest_period="2025-03"),
    ]
    used, notes = choose(receipts)
    assert [receipt.file_name for receipt in used] == ["a.csv", "b.csv"] and notes == ()
    alone = [receipt.model_copy(update={"combine": LATEST_ONLY}) for receipt in receipts]
    used, notes = choose(alone)
    assert [receipt.file_name for receipt in used] == ["b.csv"]
    assert notes == ("a.csv: older than b.csv, not used",)


def test_months_in_files_and_folders_of_the_inbox_are_all_found(tmp_path) -> None:
    inbox = tmp_path / "inbox"
    for month, people in (("2025-01-31", 12), ("2025-02-28", 9)):
        folder = inbox / month[:7]
        folder.mkdir(parents=True)
        text = f"{HEADER}\nE08000015,Wirral,{month},{people},80\n"
        (folder / "waits.csv").write_text(text, "utf-8")
    settings = Settings(root=ROOT, outputs=tmp_path / "outputs")
    evidence = gate_inputs(str(inbox), settings)
    assert evidence.refusals == ()
    assert [receipt.latest_period for receipt in evidence.receipts] == ["2025-01-31", "2025-02-28"]
    table = combined(evidence.receipts, Shelf(settings.store))
    assert table["people_waiting"].to_list() == [12, 9]


def test_a_changed_extract_contract_or_reader_is_gated_again(tmp_path, monkeypatch) -> None:
    import shutil

    from helpers.gate.store import shelf as shelf_module

    contracts = tmp_path / "project" / "data_contracts"
    shutil.copytree(ROOT / "data_contracts", contracts)
    (tmp_path / "project" / "notebooks").mkdir()
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    path = inbox / "waits.csv"
    path.write_text(f"{HEADER}\nE08000015,Wirral,2025-01-31,12,80\n", "utf-8")
    settings = Settings(root=tmp_path / "project", outputs=tmp_path / "outputs")
    first = gate_inputs(str(inbox), settings).receipts[0]
    assert gate_inputs(str(inbox), settings).receipts[0].id == first.id

    path.write_text(f"{HEADER}\nE08000015,Wirral,2025-01-31,13,80\n", "utf-8")
    second = gate_inputs(str(inbox), settings).receipts[0]
    assert second.extract_sha256 != first.extract_sha256 and second.id != first.id

    contract = contracts / "home_care_waits.odcs.yaml"
    contract.write_text(contract.read_text("utf-8") + "# a word\n", "utf-8")
    third = gate_inputs(str(inbox), settings).receipts[0]
    assert third.contract_sha256 != second.contract_sha256 and third.id != second.id

    monkeypatch.setattr(shelf_module, "reader_digest", lambda: "another reader")
    monkeypatch.setattr("helpers.gate.passing.reader_digest", lambda: "another reader")
    fourth = gate_inputs(str(inbox), settings).receipts[0]
    assert fourth.reader_sha256 == "another reader" and fourth.id != third.id
