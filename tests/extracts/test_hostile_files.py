"""Whatever lies in an inbox is read rightly or refused clearly, and never as a traceback."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from extracts.hostile import (
    OFLOG,
    oflog_rows,
    text_of,
    waits_rows,
    workbook,
)
from helpers.extracts.ods import ods_bytes

pytest_plugins = ["extracts.hostile_gate"]


@pytest.mark.parametrize("rows", [oflog_rows, waits_rows])
@pytest.mark.parametrize(
    "encoding", ["utf-8-sig", "utf-16", "utf-16-le with a mark", "utf-16-be with a mark"]
)
def test_byte_order_marks(table, rows, encoding) -> None:
    text = text_of(rows())
    plain = table(text)
    marked = "\ufeff" + text if "mark" in encoding else text
    assert table(marked.encode(encoding.split(" with")[0])).equals(plain)


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
@pytest.mark.parametrize("separator", [",", "\t", ";", "|"])
def test_separators_and_line_ends(table, separator, end) -> None:
    plain = table(text_of(oflog_rows()))
    assert table(text_of(oflog_rows(), separator, end)).equals(plain)
    assert table(text_of(waits_rows(), separator, end)).height == 3


def test_a_line_that_tells_excel_the_separator(table) -> None:
    assert table("sep=;\r\n" + text_of(waits_rows(), ";", "\r\n")).height == 3


def test_letters_of_windows(table, gate) -> None:
    rows = [[*row, "note"] for row in waits_rows()]
    rows[1][-1] = "£140 – an estimate"
    frame = table(text_of(rows).encode("cp1252"))
    assert frame.equals(table(text_of(waits_rows())))
    answer = gate(text_of(rows).encode("cp1252"))
    assert any("cp1252" in note for note in answer.notes)


def test_letters_beyond_the_first_part_of_the_file(table) -> None:
    rows = [[*row, "note"] for row in oflog_rows()]
    rows[-1][-1] = "£"
    for row in rows[1:-1]:
        row[-1] = "x" * 3_000
    with_letter = text_of(rows).encode("cp1252")
    assert table(with_letter).height == len(rows) - 1


def test_thousands_separators_and_spaces_that_do_not_break(table) -> None:
    rows = waits_rows()
    rows[3][2:] = ["1,204", " 9,000.0 "]
    rows[0] = ["\u00a0Area code", "Month\u00a0end", "People  waiting", "Hours waiting "]
    rows[1][0] = "E08000015\u00a0"
    assert table(text_of(rows)).equals(table(text_of(waits_rows())))


@pytest.mark.parametrize("kind", ["file.csv", "file.xlsx", "file.ods"])
def test_blank_lines_blank_columns_titles_and_notes(table, kind) -> None:
    plain = table(text_of(waits_rows()))
    header, *rows = [[*row, *[""] * 200] for row in waits_rows()]
    padded = [
        ["Home care waits, invented"], [""], header, rows[0], [""], rows[1], [""] * 204, rows[2],
        [""], ["Notes: these figures are invented for a test of reading files."], [""],
    ]  # fmt: skip
    make = {"file.csv": text_of, "file.xlsx": workbook, "file.ods": lambda r: ods_bytes({"A": r})}
    assert table(make[kind](padded), kind).equals(plain)


def test_cells_with_line_ends_within(table) -> None:
    rows = waits_rows()
    rows[0][2] = "People\nwaiting"
    rows = [['A title in "two"\nlines'], *[[*row, 'a note\r\nin "two" lines'] for row in rows]]
    assert table(text_of(rows)).equals(table(text_of(waits_rows())))


def test_a_name_that_lies_about_the_kind(table) -> None:
    plain = table(text_of(waits_rows()))
    assert table(workbook(waits_rows()), "file.csv").equals(plain)
    assert table(text_of(waits_rows()), "file.xlsx").equals(plain)
    assert table(ods_bytes({"A": waits_rows()}), "file.xls").equals(plain)


def test_a_column_twice_is_refused(refused) -> None:
    rows = [[*row, row[2]] for row in waits_rows()]
    answer = refused(text_of(rows))
    assert "C1 and E1" in answer.place and "twice" in answer.found


@pytest.mark.parametrize("rows", [oflog_rows, waits_rows])
def test_a_row_with_more_cells_than_the_header_is_refused(refused, rows) -> None:
    changed = rows()
    changed[2] = [*changed[2], "more"]
    answer = refused(text_of(changed))
    width = len(changed[0])
    assert (
        "row 3" in answer.place
        and f"{width + 1} cells where the header has {width}" in answer.found
    )


def test_a_comma_in_a_figure_without_quotation_marks_is_refused(refused) -> None:
    text = text_of(waits_rows()).replace("1204,9000", "1,204,9000")
    assert "5 cells where the header has 4" in refused(text).found


@pytest.mark.parametrize("rows", [oflog_rows, waits_rows])
def test_a_quotation_mark_that_is_never_closed_is_named_by_its_line(refused, rows) -> None:
    lines = text_of(rows()).splitlines(keepends=True)
    cells = lines[2].split(",")
    lines[2] = ",".join([cells[0], '"' + cells[1], *cells[2:]])
    answer = refused("".join(lines))
    assert answer.place == "file.csv, line 3"
    assert "a quotation mark that is never closed" in answer.found
    assert "quotation mark" in answer.mend


def test_a_quotation_mark_within_a_cell_is_a_letter(table) -> None:
    rows = [[*row, "note"] for row in waits_rows()]
    text = text_of(rows).replace("140.5,note", '140.5,a 5" pipe')
    assert table(text).equals(table(text_of(waits_rows())))


def test_every_cell_in_quotation_marks_also_the_blank_ones(table) -> None:
    rows = [["Invented", "", "", ""], *waits_rows(), [""] * 4, ["", " ", "", " "]]
    text = "".join(",".join(f'"{cell}"' for cell in row) + "\n" for row in rows)
    assert table(text).equals(table(text_of(waits_rows())))


@pytest.mark.parametrize(
    "content",
    [
        text_of(waits_rows()).replace("12", "1\x002").encode(),
        text_of(waits_rows()).encode("utf-16-le"),
        b"\x00" * 5000,
        text_of(oflog_rows()).encode() + b"\x00" * 5000,
    ],
    ids=["within a cell", "no mark", "nothing else", "after the rows"],
)
def test_nul_bytes_are_refused(refused, content) -> None:
    answer = refused(content)
    assert "file.csv" in answer.place
    assert "encoding" in answer.found or "not a spreadsheet" in answer.found


def test_a_zip_of_files_is_refused_with_what_to_do(refused) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.csv", text_of(waits_rows()))
        archive.writestr("b.csv", text_of(oflog_rows()))
    assert "unpack it" in refused(stream.getvalue(), "pack.zip").mend


@pytest.mark.parametrize(
    "content",
    [b"", b"   \r\n\r\n", b"\xef\xbb\xbf", b"\xff\xfe", b"\xef\xbb\xbf\r\n", b",,,\n,,\n"],
)
def test_a_file_of_nothing_is_refused(refused, content) -> None:
    answer = refused(content)
    assert "empty" in answer.found or "no contract knows" in answer.found


@pytest.mark.parametrize("rows", [oflog_rows, waits_rows])
@pytest.mark.parametrize("kind", ["file.csv", "file.xlsx", "file.ods"])
def test_a_header_alone_is_refused_as_empty(refused, rows, kind) -> None:
    make = {"file.csv": text_of, "file.xlsx": workbook, "file.ods": lambda r: ods_bytes({"A": r})}
    answer = refused(make[kind](rows()[:1]), kind)
    assert "0 rows" in answer.found and answer.expected


def test_a_header_too_far_down_is_not_found(refused) -> None:
    answer = refused(text_of([["x"]] * 70 + waits_rows()))
    assert "no contract knows this file" in answer.found


@pytest.mark.parametrize(
    "content",
    [
        b"[" * 200_000,
        b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
        b'{"rows": [1, 2',
        b'{"rows": NaN}',
        b'{"n": ' + b"9" * 5000 + b"}",
        b'{"caf\xe9": 1}',
        json.dumps([{"a": 1}] * 10).encode(),
        b"\xef\xbb\xbf[]",
        "[1]".encode("utf-16"),
    ],
    ids=["deep list", "deep object", "cut", "not a number", "long number", "cp1252", "unknown",
         "empty list", "utf-16"],
)  # fmt: skip
def test_json_that_nobody_knows_is_refused(refused, content) -> None:
    answer = refused(content, "file.json")
    assert "JSON" in answer.found or "no contract knows" in answer.found
    assert len(answer.found) < 300


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"%PDF-1.7\n" + bytes(range(256)) * 20, "file.csv"),
        (b"\x89PNG\r\n\x1a\n" + bytes(500), "file.xlsx"),
        (b"PAR1" + bytes(500) + b"PAR1", "file.parquet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000), "file.xls"),
        (b"PK\x03\x04" + bytes(5000), "file.xlsx"),
        (b"<html><body>Sign in to continue</body></html>", "file.csv"),
    ],
)
def test_other_kinds_of_file_are_refused(refused, content, name) -> None:
    assert refused(content, name).found


def test_oflog_columns_are_those_of_the_contract(two_contracts) -> None:
    names = two_contracts[0].facts["layouts"][0]["columns"].values()
    assert [column["names"][0] for column in names] == OFLOG
