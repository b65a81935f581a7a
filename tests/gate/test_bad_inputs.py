"""Bad extracts are refused with place, found and mend, and leave everything else alone."""

from __future__ import annotations

import copy
import zipfile
from pathlib import Path

import polars as pl
import pytest

from helpers.base.settings import Settings
from helpers.contracts.model import load_contracts
from helpers.extracts.ods import write_spreadsheet
from helpers.gate.passing import gate_file, gate_inputs
from helpers.gate.store.records import Receipt, Refusal
from helpers.gate.store.shelf import Shelf

HEADER_2C = 6
SEFTON = "E08000014"


@pytest.fixture
def sheets(sample_sheets):
    return copy.deepcopy(sample_sheets)


@pytest.fixture
def settings(project_root, tmp_path) -> Settings:
    return Settings(root=project_root, outputs=tmp_path / "outputs")


@pytest.fixture
def gate(settings, project_root, tmp_path):
    contracts = load_contracts(project_root / "data_contracts")

    def ask(sheets=None, *, content: bytes | None = None, name: str = "extract.ods"):
        path = tmp_path / name
        if content is not None:
            path.write_bytes(content)
        else:
            write_spreadsheet(sheets, path)
        return gate_file(path, contracts, settings)

    return ask


def row_of(sheet, code: str) -> list:
    return next(row for row in sheet if code in row)


def test_the_sample_passes_and_says_that_it_is_invented(gate, sheets) -> None:
    receipt = gate(sheets)
    assert isinstance(receipt, Receipt)
    assert receipt.accepted and receipt.sample
    assert receipt.latest_period == "2024-25"


def test_a_file_saved_again_by_excel_passes_with_the_same_rows(gate, sheets) -> None:
    first, second = gate(sheets), gate(sheets, name="saved-again.xlsx")
    assert isinstance(second, Receipt)
    assert second.table_sha256 == first.table_sha256


def test_a_missing_sheet(gate, sheets) -> None:
    del sheets["Table_2c"]
    refusal = gate(sheets)
    assert isinstance(refusal, Refusal)
    assert "Table_2c" in refusal.found and "sheets" in refusal.place and refusal.mend


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("2024 to 2025 - numerator", "2024 to 2025 - numeratr", "D7"),
        ("2024 to 2025 - outcome", "outcome", "row 7"),
        ("ONS area code", "Area code", "rows 1 to 40"),
        ("2024 to 2025 - outcome", "2024 to 2026 - outcome", "F7"),
    ],
)
def test_a_renamed_column(gate, sheets, old, new, place) -> None:
    header = sheets["Table_2c"][HEADER_2C]
    header[header.index(old)] = new
    refusal = gate(sheets)
    assert isinstance(refusal, Refusal)
    assert "Table_2c" in refusal.place and place in refusal.place
    assert refusal.expected and refusal.mend


def test_text_in_a_number_is_named_by_its_cell(gate, sheets, settings) -> None:
    row_of(sheets["Table_2c"], SEFTON)[3] = "about 500"
    refusal = gate(sheets)
    assert isinstance(refusal, Refusal)
    assert "about 500" in refusal.found
    assert "sheet Table_2c" in refusal.place and "cell D" in refusal.place
    faults = pl.read_csv(Shelf(settings.store).quarantine_path(refusal.receipt))
    row = faults.row(by_predicate=pl.col("rule") == "numerator_readable", named=True)
    assert (row["sheet"], row["found"], row["area"]) == ("Table_2c", "about 500", "Sefton")


def test_a_blank_cell_is_not_a_number(gate, sheets) -> None:
    row_of(sheets["Table_2c"], SEFTON)[5] = ""
    refusal = gate(sheets)
    assert isinstance(refusal, Refusal)
    assert "(blank)" in refusal.found


def test_a_council_twice(gate, sheets, settings) -> None:
    table = sheets["Table_2c"]
    table.append(list(row_of(table, SEFTON)))
    refusal = gate(sheets)
    assert isinstance(refusal, Refusal)
    assert "key_unique" in refusal.found
    faults = pl.read_csv(Shelf(settings.store).quarantine_path(refusal.receipt))
    assert faults.filter(pl.col("rule") == "key_unique").height == 2


def test_an_outcome_that_does_not_recompute(gate, sheets) -> None:
    row = row_of(sheets["Table_2c"], SEFTON)
    row[5] = round(row[5] + 0.2, 1)
    refusal = gate(sheets)
    assert isinstance(refusal, Refusal)
    assert "rates_recompute" in refusal.found


def test_a_column_of_one_table_cut_off_is_noticed(gate, sheets) -> None:
    for row in sheets["Table_6a"][4:]:
        row[4:] = []
    refusal = gate(sheets)
    assert isinstance(refusal, Refusal)
    assert "Table_6a" in refusal.place and "2023-24" in refusal.found


@pytest.fixture
def sample_bytes(project_root) -> bytes:
    return (project_root / "data" / "samples" / "ascof_timeseries_sample.ods").read_bytes()


def test_a_truncated_file(gate, sample_bytes) -> None:
    refusal = gate(content=sample_bytes[: len(sample_bytes) // 2])
    assert isinstance(refusal, Refusal)
    assert "cut short or damaged" in refusal.found and "again" in refusal.mend


def test_an_empty_file(gate) -> None:
    refusal = gate(content=b"")
    assert isinstance(refusal, Refusal)
    assert "empty" in refusal.found


def test_a_csv_named_ods(gate) -> None:
    refusal = gate(content=b"Code,Name,Value\nE08000015,Wirral,611.2\n")
    assert isinstance(refusal, Refusal)
    assert "text file (CSV?)" in refusal.found


def test_an_ods_with_a_password(gate, sample_bytes, tmp_path) -> None:
    path = tmp_path / "locked.ods"
    path.write_bytes(sample_bytes)
    manifest = (
        b'<?xml version="1.0"?><manifest:manifest><manifest:file-entry>'
        b"<manifest:encryption-data/></manifest:file-entry></manifest:manifest>"
    )
    changed = tmp_path / "changed.ods"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(changed, "w") as new:
        for entry in old.infolist():
            if entry.filename != "META-INF/manifest.xml":
                new.writestr(entry, old.read(entry))
        new.writestr("META-INF/manifest.xml", manifest)
    refusal = gate(content=changed.read_bytes(), name="locked.ods")
    assert isinstance(refusal, Refusal)
    assert "password" in refusal.found and "without a password" in refusal.mend


def test_an_excel_file_with_a_password(gate) -> None:
    container = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    content = container + "EncryptedPackage".encode("utf-16-le") + bytes(600)
    refusal = gate(content=content, name="locked.xlsx")
    assert isinstance(refusal, Refusal)
    assert "password" in refusal.found


def test_another_publication_is_not_mistaken_for_this_one(gate) -> None:
    refusal = gate({"Cover": [["Something else"]], "Data": [["Area", "Value"], ["Wirral", 1]]})
    assert isinstance(refusal, Refusal)
    assert "no contract knows this file" in refusal.found


def test_a_refused_file_withholds_nothing_that_passed(settings, sheets, tmp_path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    write_spreadsheet(sheets, inbox / "good.ods")
    (inbox / "bad.ods").write_bytes(b"a,b\n1,2\n")
    (inbox / "README.md").write_text("notes", "utf-8")
    evidence = gate_inputs(str(inbox), settings)
    assert [receipt.file_name for receipt in evidence.receipts] == ["good.ods"]
    assert [refusal.file_name for refusal in evidence.refusals] == ["bad.ods"]


def test_an_answer_is_asked_once_and_again_when_the_file_changes(
    settings, sheets, tmp_path
) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    write_spreadsheet(sheets, inbox / "a.ods")
    first = gate_inputs(str(inbox), settings).receipts[0]
    assert gate_inputs(str(inbox), settings).receipts[0].id == first.id
    row_of(sheets["Table_2c"], SEFTON)[4] = "[c]"
    row_of(sheets["Table_2c"], SEFTON)[3] = "[c]"
    row_of(sheets["Table_2c"], SEFTON)[5] = "[c]"
    write_spreadsheet(sheets, inbox / "a.ods")
    assert gate_inputs(str(inbox), settings).receipts[0].id != first.id


def test_a_table_that_was_changed_in_the_store_is_not_trusted(settings, sheets, tmp_path) -> None:
    from helpers.base.errors import PublicationError

    inbox = tmp_path / "inbox"
    inbox.mkdir()
    write_spreadsheet(sheets, inbox / "a.ods")
    receipt = gate_inputs(str(inbox), settings).receipts[0]
    shelf = Shelf(settings.store)
    shelf.table_path(receipt).write_bytes(b"PAR1 something else")
    with pytest.raises(PublicationError, match="not the one that its receipt names"):
        shelf.table(receipt)


def test_a_container_that_unpacks_to_more_than_can_be_trusted_is_not_opened(gate, tmp_path) -> None:
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("content.xml", "w", force_zip64=True) as entry:
            for _ in range(450):
                entry.write(bytes(1024 * 1024))
    refusal = gate(content=bomb.read_bytes(), name="bomb.ods")
    assert isinstance(refusal, Refusal)
    assert "unpack to 450 MB" in refusal.found


def test_paths_stay_out_of_messages(gate, sheets, tmp_path: Path) -> None:
    del sheets["Table_1a"]
    refusal = gate(sheets)
    assert isinstance(refusal, Refusal)
    assert str(tmp_path) not in refusal.model_dump_json()
