"""Whether what the warm process imported is still what lies on the disk."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

Stamps = dict[str, tuple[int, int]]

_LEFT_OUT = "__pycache__"

# What an interpreter or a library reads once, when it starts, and a fork can no longer change.
_AT_START = ("PYTHON", "LANG", "LC_", "LD_", "TZ", "MALLOC_", "POLARS_", "RAYON_")
_AT_START_TOO = ("OPENBLAS_", "OMP_", "MKL_", "NUMEXPR_", "MPL", "PYDEVD_")


def stamps(watched: Sequence[str]) -> Stamps:
    """Size and time of change of every file of some folders, and of some files.

    Parameters
    ----------
    watched : sequence of str
        Folders, looked into at any depth, and files; what is not there has no stamp.

    Returns
    -------
    dict of str to (int, int)
        By path: nanoseconds since the epoch, bytes.
    """
    found: Stamps = {}
    for path in watched:
        for entry in _files(path):
            with contextlib.suppress(OSError):
                status = os.stat(entry)
                found[entry] = (status.st_mtime_ns, status.st_size)
    return found


def _files(path: str) -> Iterator[str]:
    if not os.path.isdir(path):
        yield path
        return
    with os.scandir(path) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if entry.is_dir():
                if entry.name != _LEFT_OUT:
                    yield from _files(entry.path)
            else:
                yield entry.path


def first_difference(before: Mapping[str, object], now: Mapping[str, object]) -> str:
    """Name of a file or a variable that is not as it was, or nothing."""
    for name in sorted(before.keys() | now.keys()):
        if before.get(name) != now.get(name):
            return Path(name).name
    return ""


def start_variables(environment: Mapping[str, str]) -> dict[str, str]:
    """Variables of an environment that only count when a process starts."""
    return {
        name: value
        for name, value in environment.items()
        if name.startswith((*_AT_START, *_AT_START_TOO))
    }


def given_variables() -> dict[str, str]:
    """Return the environment that this process was given; Python and imports add to their own."""
    given = Path("/proc/self/environ").read_bytes().split(b"\0")
    pairs = (os.fsdecode(pair).partition("=") for pair in given if pair)
    return {name: value for name, _, value in pairs}
