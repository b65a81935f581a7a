"""Opening any extract by its first bytes, never by its name."""

from __future__ import annotations

from pathlib import Path

from helpers.base.errors import ExtractRefused
from helpers.extracts.containers import (
    OLE_START,
    ZIP_START,
    is_spreadsheet_archive,
    open_workbook_file,
)
from helpers.extracts.json_files import open_json
from helpers.extracts.opened import Opened
from helpers.extracts.text_files import open_text

EXTRACT_AT_MOST = 2 * 1024**3
TEXT_SNIFFED = 1 << 16
# No text has these; a tab, the ends of lines and pages, and an old end of file it may have.
CONTROLS = bytes(set(range(32)) - {9, 10, 12, 13, 26})


def open_extract(path: Path) -> Opened:
    """Open a spreadsheet, a delimited text or a JSON document.

    Raises
    ------
    ExtractRefused
        When the file cannot be opened, or is none of these.
    """
    try:
        with path.open("rb") as stream:
            start = stream.read(TEXT_SNIFFED)
        size = path.stat().st_size
    except OSError as reason:
        raise ExtractRefused(
            path.name,
            f"it cannot be opened ({reason.strerror})",
            "a file that no other program holds open",
            "close it in Excel and run again",
        ) from reason
    if size > EXTRACT_AT_MOST:
        raise _refused(path, f"{size / 1024**3:,.1f} GB", "at most 2 GB")
    if start.startswith(ZIP_START):
        if is_spreadsheet_archive(path):
            return open_workbook_file(path)
        raise ExtractRefused(
            path.name,
            "a ZIP file that holds other files",
            "one file at a time",
            "unpack it, and put the files that it holds in the inbox",
        )
    if start.startswith(OLE_START):
        return open_workbook_file(path)
    if not start.strip():
        raise _refused(path, "the file is empty")
    if start.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        return open_json(path)
    if _is_text(start):
        return open_text(path)
    raise _refused(
        path, f"this is not a spreadsheet, although it is named {path.suffix or 'without ending'}"
    )


def _is_text(start: bytes) -> bool:
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return len(start.translate(None, CONTROLS)) == len(start)


def _refused(path: Path, found: str, expected: str = "") -> ExtractRefused:
    return ExtractRefused(
        path.name,
        found,
        expected or "an ODS or Excel workbook, a CSV or a JSON file as published",
        "download the file again from the publisher, or ask the supplier to send it again",
    )
