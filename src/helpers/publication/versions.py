"""Version folders: built beside their place, scanned, and moved there whole."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from helpers.base.errors import PublicationError
from helpers.base.files import PART, locked, write_json, write_whole
from helpers.disclosure.leaks import check
from helpers.disclosure.policy import Withheld
from helpers.publication.manifest import FILE, Manifest, read_manifest

LATEST = "latest.json"
RUN_FILE = "run.json"
BUILDING = ".building-"
PATIENCE = (0.2, 1.0)
"""Seconds before a disk that would not be written to is tried again."""

_NAME = re.compile(r"^v(\d{4,})-[0-9a-f]{8}$")


@dataclass(frozen=True)
class Version:
    """One published version."""

    folder: Path
    number: int
    manifest: Manifest

    @property
    def name(self) -> str:
        """Name of the version's folder."""
        return self.folder.name


def place_of(outputs: Path, area: str, theme: str, period: str) -> Path:
    """Folder of all versions of one area, theme and period."""
    return outputs / area / theme / period


def version_name(number: int, fingerprint: str) -> str:
    """Name of a version: its number, and the start of its fingerprint."""
    return f"v{number:04d}-{fingerprint[:8]}"


def versions(place: Path) -> tuple[Version, ...]:
    """Every whole version of a place, in order of number; a folder without manifest is none."""
    found = []
    if place.is_dir():
        for folder in place.iterdir():
            named = _NAME.match(folder.name)
            if named and (folder / FILE).is_file():
                # A damaged version is none: it is left as it lies, and the next is made beside it.
                with contextlib.suppress(PublicationError, OSError, UnicodeDecodeError):
                    text = (folder / FILE).read_text("utf-8")
                    found.append(Version(folder, int(named[1]), read_manifest(text, folder.name)))
    return tuple(sorted(found, key=lambda version: version.number))


def latest(place: Path) -> Version | None:
    """Return the version that `latest.json` names, the highest number where it names none."""
    every = versions(place)
    named = _named(place)
    return next((version for version in every if version.name == named), None) or (
        every[-1] if every else None
    )


def next_number(place: Path) -> int:
    """Return the number after the highest that was ever used, whole or not."""
    if not place.is_dir():
        return 1
    used = [int(named[1]) for folder in place.iterdir() if (named := _NAME.match(folder.name))]
    return max(used, default=0) + 1


def publish(
    place: Path,
    name: str,
    files: Mapping[str, bytes],
    manifest: Manifest,
    run: Mapping[str, Any],
    hidden: frozenset[Withheld],
) -> Path:
    """Publish a version whole or not at all.

    Parameters
    ----------
    place : Path
        Folder of the area, theme and period.
    name : str
        Name of the version.
    files : mapping of str to bytes
        The files that the manifest lists.
    manifest : Manifest
        Written last.
    run : mapping
        Times, host and commit; the one file that is not a function of the manifest.
    hidden : frozenset of Withheld
        Observations that may not be shown.

    Returns
    -------
    Path
        The version's folder.

    Raises
    ------
    DisclosureRefused
        When a file shows a figure that its source suppresses.
    PublicationError
        When the folder cannot be written; earlier versions are untouched.
    """
    final = place / name
    _patiently(lambda: _build(place, final, files, manifest, run, hidden))
    _patiently(lambda: write_json(place / LATEST, {"version": name}))
    return final


def _build(
    place: Path,
    final: Path,
    files: Mapping[str, bytes],
    manifest: Manifest,
    run: Mapping[str, Any],
    hidden: frozenset[Withheld],
) -> None:
    """Write a version beside its place, scan it and move it there in one step."""
    beside = place / f"{BUILDING}{final.name}-{os.getpid()}"
    try:
        beside.mkdir(parents=True, exist_ok=True)
        for file_name, content in files.items():
            write_whole(beside / file_name, content)
        check(beside, hidden)
        write_json(beside / RUN_FILE, dict(run))
        write_whole(beside / FILE, manifest.text())
        try:
            beside.rename(final)
        except OSError as reason:
            raise locked(final, reason) from reason
    except OSError as reason:
        raise locked(beside, reason) from reason
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _patiently(work: Callable[[], None]) -> None:
    """Do what writes to a disk again where the system would not: a moment later it may."""
    for seconds in (*PATIENCE, None):
        try:
            work()
        except PublicationError as error:
            if seconds is None or not isinstance(error.__cause__, OSError):
                raise
            time.sleep(seconds)
        else:
            return


def sweep(outputs: Path) -> None:
    """Remove what an interrupted run left beside the versions, and finish what it had begun.

    A version is whole once it lies in its place. Where the run ended before `latest.json` named
    it, it is named now.
    """
    for depth in range(4):
        for left in outputs.glob("/".join(["*"] * depth + [f"{PART}*"])):
            left.unlink(missing_ok=True)
    for left in outputs.glob(f"*/*/*/{BUILDING}*"):
        shutil.rmtree(left, ignore_errors=True)
    for pointer in outputs.glob(f"*/*/*/{LATEST}"):
        place, named = pointer.parent, _named(pointer.parent)
        newest = max((path.name for path in place.iterdir()), key=_number, default="")
        if named and _number(newest) > _number(named):
            # What cannot be read is no version, and is not pointed at.
            write_json(pointer, {"version": versions(place)[-1].name})


def _number(name: str) -> int:
    matched = _NAME.match(name)
    return int(matched[1]) if matched else 0


def _named(place: Path) -> str:
    try:
        return str(json.loads((place / LATEST).read_text("utf-8"))["version"])
    except (OSError, ValueError, KeyError):
        return ""
