"""Opening a spreadsheet file safely: what it is by its bytes, not by its name."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import python_calamine

from helpers.base.errors import ExtractRefused

ZIP_START = b"PK\x03\x04"
OLE_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
UNPACKED_AT_MOST = 400 * 1024 * 1024
SAVE_AGAIN = "download the file again from the publisher, or ask the supplier to send it again"

Cell = Any
Grid = list[list[Cell]]


@dataclass(frozen=True)
class Workbook:
    """An open spreadsheet: its sheets as grids of cells, read when asked for."""

    name: str
    sheets: tuple[str, ...]
    source: Any

    def grid(self, sheet: str) -> Grid:
        """Cells of a sheet, row by row from its very first row.

        Raises
        ------
        ExtractRefused
            When the sheet cannot be read.
        """
        try:
            rows: Grid = self.source.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        except (python_calamine.CalamineError, OSError, ValueError) as reason:
            raise ExtractRefused(
                f"{self.name}, sheet {sheet}", f"it cannot be read ({reason})", "", SAVE_AGAIN
            ) from reason
        return rows


def open_workbook_file(path: Path) -> Workbook:
    """Open an ODS, XLSX or XLS file by its content.

    Raises
    ------
    ExtractRefused
        When the file is cut short, protected by a password, not a spreadsheet at all,
        or unpacks to more than can be trusted.
    """
    try:
        content = path.read_bytes()
    except OSError as reason:
        raise ExtractRefused(
            path.name,
            f"it cannot be opened ({reason.strerror})",
            "a file that no other program holds open",
            "close it in Excel and run again",
        ) from reason
    if content.startswith(ZIP_START):
        _check_archive(path.name, content)
    elif content.startswith(OLE_START):
        if ENCRYPTED_PACKAGE in content:
            raise _protected(path.name)
    else:
        raise _not_a_spreadsheet(path, content)
    try:
        source = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    except python_calamine.PasswordError as reason:
        raise _protected(path.name) from reason
    except Exception as reason:  # calamine raises a class of its own for each fault of a file
        raise ExtractRefused(
            path.name,
            f"it is damaged or of another kind ({reason})",
            "a whole ODS or Excel workbook",
            SAVE_AGAIN,
        ) from reason
    return Workbook(path.name, tuple(source.sheet_names), source)


def _check_archive(name: str, content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
            names = archive.namelist()
            manifest = (
                archive.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in names else b""
            )
    except (zipfile.BadZipFile, RuntimeError, OSError, EOFError) as reason:
        raise ExtractRefused(
            name,
            f"the file is cut short or damaged ({reason})",
            "a whole ODS or Excel workbook",
            SAVE_AGAIN,
        ) from reason
    if b"encryption-data" in manifest:
        raise _protected(name)
    if unpacked > UNPACKED_AT_MOST:
        raise ExtractRefused(
            name,
            f"it unpacks to {unpacked // 1024**2:,} MB",
            f"at most {UNPACKED_AT_MOST // 1024**2:,} MB",
            "this does not look like a published table: check where the file came from",
        )


def _protected(name: str) -> ExtractRefused:
    return ExtractRefused(
        name,
        "the file is protected by a password",
        "a file that opens without one",
        "open it, save it without a password, and put that copy in the inbox",
    )


def _not_a_spreadsheet(path: Path, content: bytes) -> ExtractRefused:
    start = content[:200]
    if not content:
        found = "the file is empty"
    elif b"\x00" not in start and (b"," in start or b";" in start or b"\t" in start):
        found = f"this is a text file (CSV?) named {path.suffix}"
    else:
        found = f"this is not a spreadsheet, although it is named {path.suffix or 'without ending'}"
    return ExtractRefused(path.name, found, "an ODS or Excel workbook", SAVE_AGAIN)
