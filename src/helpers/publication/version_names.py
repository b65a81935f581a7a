"""Finding a version by what an analyst writes: a folder, or area/theme/period/v0001."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable
from pathlib import Path

from helpers.base.errors import ParameterError
from helpers.base.geography import find_area
from helpers.base.periods import check_period
from helpers.base.themes import find_theme
from helpers.publication.before import version_before
from helpers.publication.manifest import FILE
from helpers.publication.versions import LATEST, latest
from helpers.publication.versions_found import is_period

EXPECTED = "the folder of a version, or a name such as wirral/placements/2024-25/v0001"

_SEPARATOR = re.compile(r"[/\\]+")
_NUMBER = re.compile(r"v0*(\d+)(-[0-9a-f]{8})?", re.IGNORECASE)


def find_pair(old: str, new: str | None, outputs: Path) -> tuple[Path, Path]:
    """Find the two versions to compare.

    Parameters
    ----------
    old : str
        The earlier version; where it is the only name, the later one, which is then compared
        with the one before it.
    new : str or None
        The later version.
    outputs : Path
        The folder of published versions.

    Returns
    -------
    tuple of Path
        Folders of the earlier and the later version.

    Raises
    ------
    ParameterError
        When a name finds nothing, or the later one is given first.
    """
    if new is None:
        later = find_version(old, outputs)
        return _before(later, old), later
    earlier, later = find_version(old, outputs), find_version(new, outputs)
    if earlier.parents[1] == later.parents[1] and _place(earlier) > _place(later):
        raise ParameterError(
            f'"{old}" and "{new}"',
            "the later version comes first",
            "the earlier version, then the later one",
            f"workbooks diff {new} {old}",
        )
    return earlier, later


def find_version(text: str, outputs: Path) -> Path:
    """Find one version.

    Parameters
    ----------
    text : str
        Its folder, or area/theme/period/version; without a version the latest is meant, and
        without a period the latest period.
    outputs : Path
        The folder of published versions.

    Raises
    ------
    ParameterError
        When it finds nothing.
    """
    path = Path(text).expanduser()
    for folder in (path, path.parent):
        if (folder / FILE).is_file() and (folder == path or path.is_file()):
            return folder.resolve()
    below = path.resolve()
    if path.is_dir() and below.is_relative_to(outputs.resolve()):
        parts = list(below.relative_to(outputs.resolve()).parts)
    else:
        parts = [part for part in _SEPARATOR.split(text.strip()) if part]
    if not 2 <= len(parts) <= 4 or ".." in parts:
        raise _unknown(text, "it is neither a folder with a manifest nor such a name", EXPECTED)
    theme = _folder(outputs, parts[0], lambda name: find_area(name).slug)
    theme = _folder(theme, parts[1], lambda name: find_theme(name).slug)
    place = theme / check_period(parts[2]) if len(parts) > 2 else _last_period(theme, text)
    if len(parts) == 4:
        return _numbered(place, parts[3], text)
    version = latest(place)
    if version is None:
        raise _unknown(text, "there is no version of it", EXPECTED)
    return version.folder.resolve()


def _folder(parent: Path, name: str, slug_of: Callable[[str], str]) -> Path:
    there = parent / name
    return there if there.is_dir() else parent / slug_of(name)


def _last_period(theme: Path, text: str) -> Path:
    periods = (
        [place for place in theme.iterdir() if is_period(place.name) and (place / LATEST).is_file()]
        if theme.is_dir()
        else []
    )
    if not periods:
        raise _unknown(text, "nothing of it is published in this outputs folder", EXPECTED)
    return max(periods)


def _numbered(place: Path, name: str, text: str) -> Path:
    wanted = _NUMBER.fullmatch(name)
    there = sorted(path.name for path in place.iterdir()) if place.is_dir() else []
    named = {found: match for found in there if (match := _NUMBER.fullmatch(found))}
    matching = [
        found
        for found, match in named.items()
        if wanted and match[1] == wanted[1] and (wanted[2] in {None, match[2]})
    ]
    if len(matching) == 1:
        return (place / matching[0]).resolve()
    known = ", ".join(named) or "none"
    raise _unknown(text, f"there is no version {name} of it", f"one of: {known}")


def _before(later: Path, text: str) -> Path:
    """Return the version before a version: of the same period, or of the one before."""
    since = version_before(later.parent, below=_place(later)[1])
    if since is None:
        raise ParameterError(
            f'version "{text}"',
            "there is no version before it",
            "a version that has one before it, or two names",
            "name both: workbooks diff OLD NEW",
        )
    return later.parents[1] / since.period / since.version


def _place(folder: Path) -> tuple[str, int]:
    match = _NUMBER.fullmatch(folder.name)
    return folder.parent.name, int(match[1]) if match else 0


def _unknown(text: str, found: str, expected: str) -> ParameterError:
    mend = "see the folders below outputs, or outputs/index.html"
    with contextlib.suppress(ParameterError):
        if len(parts := _SEPARATOR.split(text)) > 1:
            mend = f"look into outputs/{find_area(parts[0]).slug}"
    return ParameterError(f'version "{text}"', found, expected, mend)
