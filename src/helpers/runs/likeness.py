"""Whether a worker elsewhere would make the same bytes: the same code, Python and packages."""

from __future__ import annotations

import platform
import re
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import helpers
from helpers.publication.compression import compression
from helpers.runs.fingerprints import LOCK, helpers_digest

CODE = "the code of this project"
_TALKING = ("cloudpickle", "dask", "distributed")
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==", re.MULTILINE)
_SHOWN = 5


def packages_of(root: Path) -> tuple[str, ...]:
    """Name the packages on which bytes and talk depend: the lock's, and the cluster's own."""
    lock = root / LOCK
    pinned = _PIN.findall(lock.read_text("utf-8")) if lock.is_file() else []
    return (*dict.fromkeys([*pinned, *_TALKING]),)


def likeness(packages: tuple[str, ...]) -> dict[str, str]:
    """Say what this process is made of, in words that can be compared.

    Parameters
    ----------
    packages : tuple of str
        Whose versions are told; one that is not installed has none.
    """
    return {
        CODE: f"{helpers.__version__} ({helpers_digest()[:12]})",
        "Python": platform.python_version(),
        "the compressor": compression(),
        **{name: _version(name) for name in packages},
    }


def unlike(ours: Mapping[str, str], theirs: Mapping[str, str]) -> str:
    """Say what differs, in a few words; nothing where nothing does."""
    differing = [name for name in ours if ours[name] != theirs.get(name, "")]
    told = [f"{n}: {theirs.get(n) or 'none'} there, {ours[n]} here" for n in differing[:_SHOWN]]
    more = len(differing) - _SHOWN
    return "; ".join([*told, f"and {more} more"] if more > 0 else told)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        # A package of another system's: then none of the two has it.
        return ""
