"""Opening a spreadsheet file safely: what it is by its bytes, not by its name."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl
import python_calamine

from helpers.base.errors import ExtractRefused
from helpers.extracts.archive import check_archive, protected
from helpers.extracts.error_cells import errors_as_text
from helpers.extracts.opened import Cell, Grid, frame_of_cells

ZIP_START = b"PK\x03\x04"
OLE_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
SAVE_AGAIN = "download the file again from the publisher, or ask the supplier to send it again"

__all__ = ["OLE_START", "ZIP_START", "Cell", "Grid", "Workbook", "open_workbook_file"]


@dataclass(frozen=True)
class Workbook:
    """An open spreadsheet: its sheets as grids of cells, read when asked for."""

    path: Path
    sheets: tuple[str, ...]
    source: Any
    notes: tuple[str, ...] = ()
    heads: dict[tuple[str, int], Grid] = field(default_factory=dict, compare=False)

    @property
    def name(self) -> str:
        """File name, for messages."""
        return self.path.name

    def head(self, sheet: str, rows: int) -> Grid:
        """First rows of a sheet; kept, since every contract looks at them."""
        if (sheet, rows) not in self.heads:
            self.heads[sheet, rows] = self._cells(sheet, rows)
        return self.heads[sheet, rows]

    def grid(self, sheet: str) -> Grid:
        """Cells of a sheet, row by row from its very first row.

        Raises
        ------
        ExtractRefused
            When the sheet cannot be read.
        """
        return self._cells(sheet, None)

    def strings(self, sheet: str, first_row: int, columns: tuple[int, ...]) -> pl.LazyFrame:
        """Some columns of a sheet as text."""
        return frame_of_cells(self.grid(sheet), first_row, columns)

    exact_strings = strings

    def _cells(self, sheet: str, rows: int | None) -> Grid:
        try:
            table = self.source.get_sheet_by_name(sheet)
            cells: Grid = table.to_python(skip_empty_area=False, nrows=rows)
        except (python_calamine.CalamineError, OSError, ValueError) as reason:
            raise ExtractRefused(
                f"{self.name}, sheet {sheet}", f"it cannot be read ({reason})", "", SAVE_AGAIN
            ) from reason
        return cells


def open_workbook_file(path: Path) -> Workbook:
    """Open an ODS, XLSX or XLS file by its content.

    Raises
    ------
    ExtractRefused
        When the file is cut short, protected by a password, not a spreadsheet at all,
        unpacks to more than can be trusted, or holds formulas without results.
    """
    content = path.read_bytes()
    notes: tuple[str, ...] = ()
    if content.startswith(ZIP_START):
        notes = check_archive(path.name, content)
        content = errors_as_text(content)
    elif ENCRYPTED_PACKAGE in content:
        raise protected(path.name)
    try:
        source = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    except python_calamine.PasswordError as reason:
        raise protected(path.name) from reason
    except Exception as reason:  # calamine raises a class of its own for each fault of a file
        raise ExtractRefused(
            path.name,
            f"it is damaged or of another kind ({reason})",
            "a whole ODS or Excel workbook",
            SAVE_AGAIN,
        ) from reason
    return Workbook(path, tuple(source.sheet_names), source, notes)


def is_spreadsheet_archive(path: Path) -> bool:
    """Whether a ZIP file is a spreadsheet, rather than a pack of other files.

    A damaged one counts as a spreadsheet, so that the damage is what is reported.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError):
        return True
    return bool(names & {"[Content_Types].xml", "META-INF/manifest.xml", "content.xml"})
