"""Workbooks with formulas, errors, macros and stray cells; and what the gate takes in memory."""

from __future__ import annotations

import datetime
import io
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest

from extracts.hostile import (
    WAITS,
    oflog_rows,
    patched,
    text_of,
    waits_rows,
    with_cell,
    with_stray,
    workbook,
)
from helpers.extracts.ods import ods_bytes
from helpers.gate.store.records import Receipt, Refusal

pytest_plugins = ["extracts.hostile_gate"]

# What a run of the gate takes in memory, its libraries included, whatever of 50 MB lies in the
# inbox: 80 MB of libraries, and the file twice.
MEMORY_AT_MOST_MB = 300


def test_dates_of_excel_and_a_merged_title(table) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Home care waits, invented"])
    sheet.merge_cells("A1:D1")
    sheet.append([])
    sheet.append(WAITS)
    for row in waits_rows()[1:]:
        sheet.append([row[0], datetime.datetime(2025, 3, 31), *row[2:]])
    sheet.append([])
    sheet.append(["Source: invented for tests, and not to be quoted."])
    stream = io.BytesIO()
    book.save(stream)
    assert table(stream.getvalue(), "waits.xlsx").equals(table(text_of(waits_rows())))


def test_rows_cut_short_at_their_blank_end(table) -> None:
    rows = [[*WAITS, "People with a package", "Longest wait in days"], *waits_rows()[1:]]
    frame = table(text_of(rows))
    assert frame["people_waiting"].to_list() == [12, 9, 1204]
    assert frame["people_with_package_status"].to_list() == ["not_available"] * 3


def test_macros_and_links_are_noticed_and_left_alone(gate) -> None:
    content = patched(
        workbook(waits_rows()),
        {},
        {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0", "xl/externalLinks/externalLink1.xml": b"<x/>"},
    )
    answer = gate(content, "file.xlsm")
    assert isinstance(answer, Receipt)
    assert any("macros" in note for note in answer.notes)
    assert any("other workbooks" in note for note in answer.notes)


@pytest.mark.parametrize(
    "cell",
    [
        b'<c r="C2"><f>6+6</f><v>12</v></c>',
        b'<c r="C2" s="0"><f t="shared" ref="C2:C3" si="0">6+6</f><v>12</v></c>',
        b'<c r="C2" t="str"><f>TEXT(12,"0")</f><v>12</v></c>',
    ],
)
def test_formulas_with_results_are_read_as_their_results(table, cell) -> None:
    content = with_cell(workbook(waits_rows()), "C2", cell)
    assert table(content, "file.xlsx").equals(table(text_of(waits_rows())))


@pytest.mark.parametrize(
    "cell", [b'<c r="C2"><f>6+6</f></c>', b'<c r="C2"><f>6+6</f><v></v></c>',
             b'<c r="C2"><f>6+6</f><v/></c>'],
)  # fmt: skip
def test_formulas_without_results_are_refused_by_their_cell(refused, cell) -> None:
    answer = refused(with_cell(workbook(waits_rows()), "C2", cell), "file.xlsx")
    assert "cell C2" in answer.place and "formula without a result" in answer.found


@pytest.mark.parametrize("error", ["#REF!", "#DIV/0!", "#N/A", "#VALUE!", "#NAME?"])
def test_error_cells_are_named(refused, error) -> None:
    cell = b'<c r="C3" t="e"><f>1/0</f><v>%s</v></c>' % error.encode()
    answer = refused(with_cell(workbook(waits_rows()), "C3", cell), "file.xlsx")
    assert "cell C3" in answer.place and error in answer.found
    answer = refused(text_of(waits_rows()).replace(",9,", f",{error},"))
    assert "cell C3" in answer.place and error in answer.found


def test_an_error_cell_of_an_open_document_is_named(refused) -> None:
    nine = b'<table:table-cell office:value-type="float" office:value="9"><text:p>9</text:p>'
    error = (
        b'<table:table-cell table:formula="of:=1/0" office:value-type="string"'
        b' office:string-value="" calcext:value-type="error"><text:p>#DIV/0!</text:p>'
    )

    def change(text: bytes) -> bytes:
        assert text.count(nine) == 1
        named = text.replace(b"xmlns:text=", b'xmlns:calcext="urn:invented" xmlns:text=', 1)
        return named.replace(nine, error)

    content = patched(ods_bytes({"A": waits_rows()}), {"content.xml": change}, {})
    answer = refused(content, "file.ods")
    assert "cell C3" in answer.place and "#DIV/0!" in answer.found


def test_an_error_cell_in_a_column_whose_blank_says_something_is_not_taken_for_a_blank(
    refused,
) -> None:
    rows = [[*row, 900] for row in waits_rows()]
    rows[0][-1] = "People with a package"
    cell = b'<c r="E3" t="e"><f>1/0</f><v>#REF!</v></c>'
    answer = refused(with_cell(workbook(rows), "E3", cell), "file.xlsx")
    assert "cell E3" in answer.place and "#REF!" in answer.found


def test_an_error_cell_outside_the_columns_read_is_left_alone(table) -> None:
    rows = [[*row, 1] for row in waits_rows()]
    content = with_cell(workbook(rows), "E3", b'<c r="E3" t="e"><f>1/0</f><v>#REF!</v></c>')
    assert table(content, "file.xlsx").equals(table(text_of(waits_rows())))


def test_a_password_is_named(refused) -> None:
    container = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    content = container + "EncryptedPackage".encode("utf-16-le") + bytes(600)
    assert "password" in refused(content, "file.xlsx").found


def test_a_document_of_word_is_no_spreadsheet(refused) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")
    assert refused(stream.getvalue(), "file.docx").found


@pytest.mark.parametrize("cut", [10, 200, 1500, -30])
def test_a_workbook_cut_short_is_refused(refused, cut) -> None:
    assert "damaged" in refused(workbook(oflog_rows())[:cut], "file.xlsx").found


def test_a_sheet_whose_xml_is_damaged_is_refused(refused) -> None:
    half = patched(
        workbook(waits_rows()),
        {"xl/worksheets/sheet1.xml": lambda text: text[: len(text) // 2]},
        {},
    )
    assert refused(half, "file.xlsx").found


def test_a_workbook_of_no_rows_is_refused(refused) -> None:
    assert refused(workbook([]), "file.xlsx").found
    assert refused(ods_bytes({"Empty": [], "Also": []}), "file.ods").found


@pytest.mark.parametrize(("place", "row"), [("ZZ1048576", 1048576), ("XFD1048576", 1048576)])
def test_a_stray_cell_far_away_is_refused_before_room_is_made_for_it(refused, place, row) -> None:
    answer = refused(with_stray(workbook(waits_rows()), place, row), "file.xlsx")
    assert "sheet1.xml" in answer.place and "1,048,576 rows" in answer.found
    assert "Ctrl+End" in answer.mend


def test_a_stray_cell_nearer_by_is_a_fault_of_its_row_alone(table, gate) -> None:
    content = with_stray(workbook(waits_rows()), "A90000", 90_000)
    answer = gate(content, "file.xlsx")
    assert isinstance(answer, Refusal) and "row 90000" in answer.place


MEASURED = """
import sys
from pathlib import Path
from helpers.base.settings import Settings
from helpers.contracts.model import load_contract
from helpers.gate.passing import gate_file

root, outputs, path = (Path(argument) for argument in sys.argv[1:])
contract = load_contract(root / "data_contracts" / "home_care_waits.odcs.yaml")
answer = gate_file(path, (contract,), Settings(root=root, outputs=outputs))
# Not getrusage, whose peak a child inherits from the process that started it.
status = Path("/proc/self/status").read_text(encoding="ascii")
print(next(int(line.split()[1]) // 1024 for line in status.splitlines() if "VmHWM" in line))
print(getattr(answer, "found", "accepted"))
"""


def zeros(megabytes: int) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as entry:
            for _ in range(megabytes):
                entry.write(bytes(1 << 20))
    return stream.getvalue()


@pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="no /proc here to read a process's peak from"
)
@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: zeros(50), "unpack to 50 MB"),
        (lambda: with_stray(workbook(waits_rows()), "XFD1048576", 1048576), "spread over"),
        (lambda: b"[" * (50 << 20), "JSON"),
        (lambda: ("x" * 1000 + "\n").encode() * 50_000, "no contract knows"),
        (lambda: b"x" * (50 << 20), "131,072 letters"),
    ],
    ids=["a bomb", "a stray cell", "deep JSON", "50 MB of lines", "50 MB in one cell"],
)
def test_memory_stays_within_bounds(project_root, tmp_path, make, words) -> None:
    path = tmp_path / "file.bin"
    path.write_bytes(make())
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, str(project_root), str(tmp_path / "outputs"), str(path)],
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    peak, found = done.stdout.splitlines()[:2]
    assert words in found
    assert int(peak) < MEMORY_AT_MOST_MB
