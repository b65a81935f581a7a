"""Files packed into one by ZIP, the same bytes at any hour and on any system."""

from __future__ import annotations

import io
from collections.abc import Iterable
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

# The earliest time that the format knows: a file says when its data are from, not when it was made.
_TIME = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_READABLE = 0o100644 << 16


def packed(parts: Iterable[tuple[str, bytes]], *, stored: str = "") -> bytes:
    """Pack files in the order given.

    Parameters
    ----------
    parts : iterable of (name, content)
    stored : str
        Name of a file that is not compressed.
    """
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as whole:
        for name, content in parts:
            part = ZipInfo(name, _TIME)
            # Python writes its own system here, so that Windows would give other bytes.
            part.create_system = _UNIX
            part.external_attr = _READABLE
            part.compress_type = ZIP_STORED if name == stored else ZIP_DEFLATED
            whole.writestr(part, content)
    return stream.getvalue()
