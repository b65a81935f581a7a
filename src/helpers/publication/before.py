"""Which earlier version a new one says what changed since."""

from __future__ import annotations

import contextlib
from pathlib import Path

from helpers.base.errors import PublicationError
from helpers.publication.manifest import Since
from helpers.publication.sides import name_since
from helpers.publication.versions import Version, latest, versions
from helpers.publication.versions_found import is_period


def version_before(place: Path, below: int | None = None) -> Since | None:
    """Return the version that the next one of a place follows.

    The latest whole version of the same period; where there is none, that of the latest
    period before. A version whose files are not as published is none.

    Parameters
    ----------
    place : Path
        Folder of the area, theme and period of the version to be made.
    below : int, optional
        Number of a version that is there already, whose predecessor is asked for.
    """
    for period in (place, *_earlier(place)):
        found = up_to_latest(period)
        if period == place and below is not None:
            found = tuple(version for version in found if version.number < below)
        for version in reversed(found):
            # What was damaged after it was published is no ground to compare from.
            with contextlib.suppress(PublicationError):
                return name_since(version.folder)
    return None


def up_to_latest(place: Path) -> tuple[Version, ...]:
    """Return the versions of a place in order of number, none after the latest."""
    last = latest(place)
    return tuple(one for one in versions(place) if last and one.number <= last.number)


def _earlier(place: Path) -> list[Path]:
    if not place.parent.is_dir():
        return []
    found = [
        folder
        for folder in place.parent.iterdir()
        if is_period(folder.name) and folder.name < place.name
    ]
    return sorted(found, reverse=True)
