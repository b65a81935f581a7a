"""Writing files whole or not at all, with a plain message where a file is locked."""

from __future__ import annotations

import errno
import json
import os
import tempfile
from pathlib import Path

from helpers.base.errors import PublicationError

PART = ".part-"
"""How a file begins that is being written beside its place."""

_ANOTHER = "name another folder (--outputs, or --inputs for what is fetched)"
_UNCHANGED = "nothing published before was changed"


def locked(path: Path, reason: OSError) -> PublicationError:
    """Build the error for a file or folder that the system will not let us replace.

    Parameters
    ----------
    path : Path
        What was to be written, moved or taken away.
    reason : OSError
        What the system said: a folder without the right to write is told from a file that
        another program holds.
    """
    said = reason.strerror or str(reason)
    if isinstance(reason, FileExistsError | NotADirectoryError):
        found = f"a folder is needed, and there is a file in its place ({said})"
        there = reason.filename if isinstance(reason.filename, str) else str(path)
        mend = f"take that file away, or {_ANOTHER}; {_UNCHANGED}"
        return PublicationError(there, found, "a folder", mend)
    folder = _standing(path)
    # Windows says EACCES of a file that is held too, and never EPERM.
    if reason.errno in {errno.EROFS, errno.EPERM} or (
        reason.errno == errno.EACCES and not os.access(folder, os.W_OK | os.X_OK)
    ):
        return PublicationError(
            str(path),
            f"the folder {folder} cannot be written into ({said})",
            "a folder with the right to write",
            f"{_ANOTHER}, or ask for the right to write into this one; {_UNCHANGED}",
        )
    return PublicationError(
        path.name,
        f"it could not be written or moved ({said})",
        "a file that no other program holds open, on a disk with room",
        "close it in Excel or the viewer that shows it, check the disk, and run again; "
        f"{_UNCHANGED}",
    )


def _standing(path: Path) -> Path:
    """Folder that a path lies in: itself if it is one, else the nearest that is there."""
    return next((place for place in (path, *path.parents) if _is_folder(place)), path.parent)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        # It lies in a folder that may not be looked into.
        return False


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
