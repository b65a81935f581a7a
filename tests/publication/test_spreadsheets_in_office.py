"""Both files opened by LibreOffice: no repair, every sheet, every cell as it was written."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from helpers.publication.spreadsheets.ods import ods_bytes
from helpers.publication.spreadsheets.xlsx import xlsx_bytes
from publication.sheet_rules import cells
from publication.test_spreadsheet_hostile import hostile  # noqa: F401  a fixture
from publication.test_spreadsheets import book_of

pytestmark = [pytest.mark.office, pytest.mark.slow]

# Comma, double quote, UTF-8, from the first line, all as text, as shown, each sheet in its file.
EACH_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"
KINDS = ("xlsx", "ods")
SECONDS = 240


def libreoffice():
    """The program; a machine without it fails the test, because files must be opened."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if not found:
        pytest.fail("These tests open spreadsheets in LibreOffice, and there is none on the path.")
    return found


def converted(files, to, folder):
    """Open files in one LibreOffice without a window or a person, and save them as something else."""
    folder.mkdir(exist_ok=True)
    profile = (folder / "profile").as_uri()
    done = subprocess.run(
        [
            libreoffice(),
            f"-env:UserInstallation={profile}",
            "--headless",
            "--convert-to",
            to,
            "--outdir",
            str(folder),
            *map(str, files),
        ],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def books(hostile):  # noqa: F811
    return {"tame": book_of(), "sample": book_of(sample=True), "hostile": hostile}


@pytest.fixture(scope="module")
def files(books, tmp_path_factory):
    """Every workbook in both formats, and one of each that is damaged."""
    folder = tmp_path_factory.mktemp("written")
    made = {}
    for name, book in books.items():
        for kind, write in (("xlsx", xlsx_bytes), ("ods", ods_bytes)):
            made[name, kind] = folder / f"{name}-{kind}.{kind}"
            made[name, kind].write_bytes(write(book))
    for kind in KINDS:
        whole = made["tame", kind].read_bytes()
        made["damaged", kind] = folder / f"damaged-{kind}.{kind}"
        made["damaged", kind].write_bytes(whole[: len(whole) * 2 // 3])
    return made


@pytest.fixture(scope="module")
def as_csv(files, tmp_path_factory):
    folder = tmp_path_factory.mktemp("csv")
    said = converted(files.values(), EACH_SHEET, folder)
    return folder, said


@pytest.fixture(scope="module")
def as_pdf(files, tmp_path_factory):
    folder = tmp_path_factory.mktemp("pdf")
    said = converted([files["sample", kind] for kind in KINDS], "pdf", folder)
    return folder, said


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["tame", "sample", "hostile"])
def test_every_sheet_opens_and_holds_what_was_written(files, as_csv, books, name, kind) -> None:
    folder, said = as_csv
    written = cells(files[name, kind].read_bytes())
    assert list(written) == [sheet.name for sheet in books[name].sheets]
    for sheet in books[name].sheets:
        path = folder / f"{name}-{kind}-{sheet.name}.csv"
        assert path.is_file(), said
        assert read(path) == told(sheet), sheet.name


def read(path):
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8"), newline="")))
    return [[cell.replace("\r\n", "\n") for cell in row] for row in rows]


def told(sheet):
    """What a reader of a sheet sees, row by row, each as wide as the sheet."""
    width = len(sheet.grid.headings) if sheet.grid else 1
    rows = [[line.text] for line in sheet.lines]
    if sheet.grid:
        rows.append([heading.label for heading in sheet.grid.headings])
        rows += [[shown(cell) for cell in row] for row in sheet.grid.rows]
    return [row + [""] * (width - len(row)) for row in rows]


def shown(cell):
    return cell if isinstance(cell, str) else getattr(cell, "shown", None) or cell.text


@pytest.mark.parametrize("kind", KINDS)
def test_a_damaged_file_is_not_opened(as_csv, kind) -> None:
    """What the other tests would see if LibreOffice wanted to repair a file."""
    folder, _ = as_csv
    assert not list(folder.glob(f"damaged-{kind}*.csv"))


@pytest.mark.parametrize("kind", KINDS)
def test_it_prints(as_pdf, kind) -> None:
    folder, said = as_pdf
    path = Path(folder) / f"sample-{kind}.pdf"
    assert path.is_file(), said
    content = path.read_bytes()
    assert content.startswith(b"%PDF-")
    pages = len(re.findall(rb"/Type\s*/Page\b", content))
    # Nine sheets, each as wide as one page.
    assert pages == 9
