"""Error cells of a spreadsheet (#REF!, #N/A) as text, so that they are seen and named.

The library that reads spreadsheets gives such a cell as a blank one, and a blank may stand
for "not available". An error is not that.
"""

from __future__ import annotations

import io
import re
import zipfile

_EXCEL_SHEET = re.compile(r"^xl/worksheets/[^/]+\.xml$")
_OPEN_DOCUMENT = "content.xml"
_EXCEL_ERROR = re.compile(rb'(<c\b[^>]*?\s)t="e"')
_OPEN_CELL = re.compile(rb"<table:table-cell\b[^>]*?calcext:value-type=\"error\"[^>]*>")
_VALUE = re.compile(rb'\soffice:string-value="[^"]*"')
# Errors are looked for in files of a size that people make by hand.
LOOKED_FOR_AT_MOST = 150 * 1024**2


def errors_as_text(content: bytes) -> bytes:
    """Return a spreadsheet's container in which its error cells are cells of text.

    Parameters
    ----------
    content : bytes
        An ODS or XLSX file whose container is sound.

    Returns
    -------
    bytes
        The same bytes where there are no error cells.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        changed: dict[str, bytes] = {}
        for entry in archive.infolist():
            if entry.file_size <= LOOKED_FOR_AT_MOST and _is_table(entry.filename):
                text = archive.read(entry)
                mended = _mended(entry.filename, text)
                if mended is not text:
                    changed[entry.filename] = mended
        return _rewritten(archive, changed) if changed else content


def _is_table(name: str) -> bool:
    return name == _OPEN_DOCUMENT or _EXCEL_SHEET.match(name) is not None


def _mended(name: str, text: bytes) -> bytes:
    if name == _OPEN_DOCUMENT:
        if b'calcext:value-type="error"' not in text:
            return text
        return _OPEN_CELL.sub(lambda cell: _VALUE.sub(b"", cell[0]), text)
    return _EXCEL_ERROR.sub(rb'\1t="str"', text) if b't="e"' in text else text


def _rewritten(archive: zipfile.ZipFile, changed: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
        for entry in archive.infolist():
            new.writestr(entry.filename, changed.get(entry.filename) or archive.read(entry))
    return out.getvalue()
