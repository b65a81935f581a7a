"""The spreadsheet writer: what is written is what is read, in both formats."""

from __future__ import annotations

import time
import zipfile
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from helpers.base.errors import ParameterError
from helpers.extracts.ods import Sheets, ods_bytes, write_spreadsheet, xlsx_bytes

SHEETS: Sheets = {
    "Table_2d(1)": [
        ["code", "", "a & <b> \"c\" 'd'", "", "", "end"],
        [],
        [102, "Z9D4Z", 23.599999999999998, "[c]", "51,230 (35,415)", 0.0],
        ["", "  two  spaces  ", "first\nsecond\n\nlast", "=1+1", "102", "’–é"],
        [1, 1.0, 1e21, -4.5, 0.1, ""],
    ],
    "Empty": [],
    "Notes": [["one"], ["", "two"]],
}

both = pytest.mark.parametrize("make", [ods_bytes, xlsx_bytes])


def read(content: bytes) -> dict[str, Sequence[Sequence[object]]]:
    """Read every sheet with the reader that the project uses."""
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return {
        name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        for name in book.sheet_names
    }


def squared(rows: Sequence[Sequence[object]]) -> list[list[object]]:
    """Fill the rows to one width, as a reader returns them."""
    width = max((len(row) for row in rows), default=0)
    return [[*row, *[""] * (width - len(row))] for row in rows]


@both
def test_cells_are_read_as_they_were_written(make: Callable[[Sheets], bytes]) -> None:
    """Texts keep their spaces and lines, numbers every digit, text codes stay text."""
    expected = {name: squared(rows) for name, rows in SHEETS.items()}
    assert read(make(SHEETS)) == expected


def test_texts_and_numbers_keep_their_kind() -> None:
    """A number that is a text stays a text."""
    for make in (ods_bytes, xlsx_bytes):
        rows = read(make(SHEETS))["Table_2d(1)"]
        assert isinstance(rows[3][4], str)
        assert isinstance(rows[2][0], float)


def test_a_text_with_an_equals_sign_is_no_formula() -> None:
    """A text is never run."""
    sheet = openpyxl.load_workbook(BytesIO(xlsx_bytes(SHEETS)))["Table_2d(1)"]
    assert sheet["D4"].value == "=1+1"
    assert sheet["D4"].data_type == "s"


def test_an_ods_is_a_sound_package() -> None:
    """The media type comes first and uncompressed; the parts are well-formed and listed."""
    with zipfile.ZipFile(BytesIO(ods_bytes(SHEETS))) as archive:
        first = archive.infolist()[0]
        assert first.filename == "mimetype"
        assert first.compress_type == zipfile.ZIP_STORED
        assert not first.extra
        assert archive.read("mimetype") == b"application/vnd.oasis.opendocument.spreadsheet"
        manifest = archive.read("META-INF/manifest.xml").decode()
        for name in archive.namelist():
            if name.endswith(".xml"):
                ElementTree.fromstring(archive.read(name))
            assert name in manifest or name in ("mimetype", "META-INF/manifest.xml")


def test_the_same_rows_give_the_same_ods() -> None:
    """Nothing of the time or the machine is in the file."""
    content = ods_bytes(SHEETS)
    assert content == ods_bytes(SHEETS)
    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.create_system for entry in archive.infolist()} == {3}


@both
@pytest.mark.parametrize("value", [float("nan"), float("inf"), True, "\x00", "a\tb", "a\r\nb"])
def test_what_a_cell_cannot_hold_is_refused(
    make: Callable[[Sheets], bytes], value: str | float
) -> None:
    """Better no file than one that reads back otherwise."""
    with pytest.raises(ValueError, match="sheet Bad"):
        make({"Bad": [[value]]})


def test_the_file_name_chooses_the_format(tmp_path: Path) -> None:
    """ODS and XLSX are written, anything else is refused."""
    for name in ("book.ods", "book.XLSX"):
        write_spreadsheet(SHEETS, tmp_path / name)
        assert set(read((tmp_path / name).read_bytes())) == set(SHEETS)
    with pytest.raises(ParameterError, match=r"ends in \.ods or \.xlsx"):
        write_spreadsheet(SHEETS, tmp_path / "book.csv")


def test_a_large_workbook_is_written_in_seconds() -> None:
    """A workbook as large as the publisher's takes seconds, where a document tree takes minutes."""
    sheets: Sheets = {
        f"Sheet {n}": [[f"row {i}", *(i * j / 10 for j in range(30))] for i in range(175)]
        for n in range(29)
    }
    start = time.perf_counter()
    ods_bytes(sheets)
    assert time.perf_counter() - start < 8
