"""Writing files whole or not at all, with a plain message where a file is locked."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

from helpers.base.errors import PublicationError

PART = ".part-"
"""How a file begins that is being written beside its place."""


def locked(path: Path, reason: OSError) -> PublicationError:
    """Build the error for a file or folder that the system will not let us replace."""
    return PublicationError(
        path.name,
        f"it could not be written or moved ({reason.strerror or reason})",
        "a file that no other program holds open, on a disk with room",
        "close it in Excel or the viewer that shows it, check the disk, and run again; "
        "nothing published before was changed",
    )


def write_whole(path: Path, content: bytes) -> None:
    """Write a file beside its place and move it there in one step.

    Raises
    ------
    PublicationError
        When the place cannot be written, for example because Excel holds the file.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=PART, dir=path.parent)
        beside = Path(name)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            beside.chmod(0o644)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as reason:
        raise locked(path, reason) from reason


def write_if_other(path: Path, content: bytes) -> bool:
    """Write a file whole unless it holds these bytes already; say whether it was written.

    Raises
    ------
    PublicationError
        When the place cannot be written.
    """
    try:
        if path.read_bytes() == content:
            return False
    except OSError:
        # Not there, or not readable: writing it whole puts that right or says what is wrong.
        pass
    write_whole(path, content)
    return True


def write_json(path: Path, value: object) -> None:
    """Write a plain value as readable JSON, whole or not at all."""
    text = json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    write_whole(path, text.encode())
