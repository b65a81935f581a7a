"""The mirrors that this process has open, found by the files that are asked for."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from helpers.base.errors import ParameterError
from helpers.base.stores.opening import open_objects
from helpers.publication.mirror import Mirror

MIRROR_VARIABLE = "CARE_WORKBOOKS_MIRROR"
"""Folder that keeps mirrors from one run to the next, for whoever wants them kept."""

PREFIX = "workbooks-mirror-"

_open: dict[Path, Mirror] = {}


@contextlib.contextmanager
def open_mirror(address: str) -> Iterator[Mirror]:
    """Have a folder of this machine stand for an address; nothing is brought yet.

    The folder is private and goes when the command ends, unless a variable names one to keep.

    Raises
    ------
    ParameterError
        When the address is none that outputs can be kept at.
    """
    store = open_objects(address)
    kept = os.environ.get(MIRROR_VARIABLE)
    with contextlib.ExitStack() as stack:
        if kept:
            name = hashlib.sha256(store.address.encode()).hexdigest()[:16]
            folder = Path(kept).expanduser().resolve() / name
            try:
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            except OSError as reason:
                raise ParameterError(
                    f"{MIRROR_VARIABLE}={kept}",
                    f"the folder cannot be made ({reason.strerror or reason})",
                    "a folder that this user may write",
                    "name another, or take the variable away",
                ) from reason
        else:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix=PREFIX))).resolve()
        mirror = _open[folder] = Mirror(store, folder)
        try:
            yield mirror
        finally:
            del _open[folder]
            if kept:
                mirror.remember()


def mirror_of(outputs: Path) -> Mirror | None:
    """Return the mirror that an outputs folder is; None for a folder of this machine."""
    return _open.get(outputs)


def ensure(paths: Iterable[Path]) -> None:
    """See that files are here, where their folder is a mirror and left them on the store."""
    if not _open:
        return
    every = list(paths)
    for folder, mirror in _open.items():
        mirror.ensure(path for path in every if path.is_relative_to(folder))


def ensure_folders(folders: Iterable[Path]) -> None:
    """See that every file of some versions is here."""
    if _open:
        ensure(path for folder in folders for path in folder.iterdir())


def spoken_place(path: Path) -> str:
    """Return where a file lies, for people: its address, where its folder is a mirror."""
    for folder, mirror in _open.items():
        if path == folder:
            return mirror.store.address
        if path.is_relative_to(folder):
            return mirror.address_of(path)
    return str(path)
