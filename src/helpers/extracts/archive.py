"""The ZIP container of a spreadsheet, looked over before anything unpacks it."""

from __future__ import annotations

import io
import re
import zipfile

from helpers.base.errors import ExtractRefused

UNPACKED_AT_MOST = 3 * 1024**3
# The fattest published workbooks unpack to some thirty times their size.
SUSPECT_RATIO = 250
SUSPECT_BYTES = 32 * 1024**2
# Formulas are looked for in files of a size that people make by hand.
FORMULAS_LOOKED_FOR = 150 * 1024**2
SAVE_AGAIN = "download the file again from the publisher, or ask the supplier to send it again"

_SHEET = re.compile(r"^xl/worksheets/[^/]+\.xml$")
_NO_RESULT = re.compile(rb'<c r="([A-Z]+\d+)"(?:(?!</c>).)*?<f[ >/](?:(?!</c>).)*?</c>', re.DOTALL)
_RESULT = re.compile(rb"<v>[^<]+</v>|<is>")
# A library that reads a sheet makes room for every cell between the first and the last.
SPREAD_AT_MOST = 30_000_000
SPREAD_RATIO = 10
CHUNK = 1 << 20
OVERLAP = 200
_ROW = re.compile(rb'<row\b[^>]*?\sr="(\d{1,7})"')
_TWO_LETTERS = re.compile(rb' r="[A-Z]{2}\d')
_FAR_CELL = re.compile(rb' r="([A-Z]{3}|[A-Z]{2}(?=\d{6}))(\d{1,7})"')
_WIDE_CELL = re.compile(rb' r="([A-Z]{2,3})(\d{1,7})"')
_COLUMN_Z, _COLUMN_ZZ = 26, 702


def check_archive(name: str, content: bytes) -> tuple[str, ...]:
    """Check a spreadsheet's container; return what was noticed and left alone.

    Raises
    ------
    ExtractRefused
        When it is damaged, protected, a bomb, holds formulas without results, or has cells so
        far from each other that the room between them does not fit into memory.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _check_sizes(name, entries)
            names = {entry.filename for entry in entries}
            if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read(
                "META-INF/manifest.xml"
            ):
                raise protected(name)
            # Reads every entry in pieces: a wrong length or checksum shows here, not later.
            damaged = archive.testzip()
            if damaged is not None:
                raise zipfile.BadZipFile(damaged)
            _check_spread(name, archive, entries)
            _check_formulas(name, archive, entries)
    except (zipfile.BadZipFile, RuntimeError, OSError, EOFError, ValueError) as reason:
        raise ExtractRefused(
            name,
            f"the file is cut short or damaged ({reason})",
            "a whole ODS or Excel workbook",
            SAVE_AGAIN,
        ) from reason
    return tuple(_noticed(name, names))


def protected(name: str) -> ExtractRefused:
    """Error for a file that asks for a password."""
    return ExtractRefused(
        name,
        "the file is protected by a password",
        "a file that opens without one",
        "open it, save it without a password, and put that copy in the inbox",
    )


def _check_sizes(name: str, entries: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(sum(entry.compress_size for entry in entries), 1)
    suspect = unpacked > SUSPECT_BYTES and unpacked / packed > SUSPECT_RATIO
    if unpacked > UNPACKED_AT_MOST or suspect:
        raise ExtractRefused(
            name,
            f"{packed / 1024**2:,.1f} MB that unpack to {unpacked // 1024**2:,} MB",
            f"at most {UNPACKED_AT_MOST // 1024**2:,} MB and {SUSPECT_RATIO} times the file",
            "this does not look like a published table: check where the file came from",
        )


def _check_spread(name: str, archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    for entry in entries:
        if not _SHEET.match(entry.filename):
            continue
        extent = _extent(archive, entry, exact=False)
        if _is_scattered(*extent):
            extent = _extent(archive, entry, exact=True)
        if _is_scattered(*extent):
            cells, rows, columns = extent
            raise ExtractRefused(
                f"{name}, {entry.filename.rpartition('/')[2]}",
                f"{cells:,} cells spread over {rows:,} rows and {columns:,} columns",
                "a table without single cells far away from it",
                "press Ctrl+End in Excel, delete the rows and columns beyond the table, and save",
            )


def _is_scattered(cells: int, rows: int, columns: int) -> bool:
    return rows * columns > SPREAD_AT_MOST and rows * columns > SPREAD_RATIO * cells


def _extent(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, *, exact: bool
) -> tuple[int, int, int]:
    """Number of cells, last row and last column of a sheet; quickly, the column at most."""
    cells, rows, columns, before = 0, 0, _COLUMN_Z, b""
    pattern = _WIDE_CELL if exact else _FAR_CELL
    with archive.open(entry) as stream:
        while chunk := stream.read(CHUNK):
            cells += chunk.count(b"<c ")
            text = before + chunk
            rows = max(rows, max(map(int, _ROW.findall(text)), default=0))
            if not exact and columns < _COLUMN_ZZ and _TWO_LETTERS.search(text):
                columns = _COLUMN_ZZ
            for letters, row in set(pattern.findall(text)):
                columns, rows = max(columns, _number_of(letters)), max(rows, int(row))
            before = chunk[-OVERLAP:]
    return cells, rows, columns


def _number_of(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _check_formulas(name: str, archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    for entry in entries:
        if not _SHEET.match(entry.filename) or entry.file_size > FORMULAS_LOOKED_FOR:
            continue
        text = archive.read(entry)
        if b"<f" not in text:
            continue
        for cell in _NO_RESULT.finditer(text):
            if not _RESULT.search(cell[0]):
                raise ExtractRefused(
                    f"{name}, cell {cell[1].decode()}",
                    "a formula without a result",
                    "values, or formulas that a spreadsheet program has worked out",
                    "open the file in Excel, save it, and put that copy in the inbox",
                )


def _noticed(name: str, names: set[str]) -> list[str]:
    notes = []
    if any(entry.endswith("vbaProject.bin") for entry in names) or any(
        entry.startswith(("Basic/", "Scripts/")) for entry in names
    ):
        notes.append(f"{name}: it holds macros, which are not run")
    if any(entry.startswith("xl/externalLinks/") for entry in names):
        notes.append(f"{name}: it links to other workbooks, which are not opened")
    return notes
