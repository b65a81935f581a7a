"""Finding one published version by its folder, or by council, theme and period."""

from __future__ import annotations

from pathlib import Path

from helpers.base.errors import ParameterError
from helpers.base.geography import find_area
from helpers.base.periods import LATEST, check_period
from helpers.base.suggest import unknown
from helpers.base.themes import find_theme
from helpers.publication.manifest import FILE, read_manifest
from helpers.publication.versions import Version, latest, place_of, versions

_OTHER_THEMES = ("scorecard",)


def find_version(text: str, outputs: Path) -> Version:
    """Find a version.

    Parameters
    ----------
    text : str
        A version's folder; or `area/theme`, `area/theme/period` or
        `area/theme/period/version`, where the latest stands for what is left out. A
        version may be shortened to its number ("v0002").
    outputs : Path
        The folder of published versions.

    Raises
    ------
    ParameterError
        When there is none, with the nearest that there is.
    PublicationError
        When the version's manifest cannot be read.
    """
    folder = Path(text).expanduser()
    for place in (folder, folder.parent):
        if (place / FILE).is_file():
            return _read(place.resolve())
    if folder.is_dir() and folder.resolve().is_relative_to(outputs.resolve()):
        text = folder.resolve().relative_to(outputs.resolve()).as_posix()
    area, theme, period, version = _parts(text, outputs)
    return _in(place_of(outputs, area, theme, period), version, text, outputs)


def published(outputs: Path) -> list[str]:
    """Name every version that lies in an outputs folder, as `find_version` takes it."""
    return [
        f"{place.relative_to(outputs).as_posix()}/{version.name}"
        for place in sorted(outputs.glob("*/*/*"))
        if not place.relative_to(outputs).parts[0].startswith(".")
        for version in versions(place)
    ]


def _parts(text: str, outputs: Path) -> tuple[str, str, str, str]:
    given = [part for part in text.replace("\\", "/").strip("/").split("/") if part]
    if not 2 <= len(given) <= 4:
        raise _none(text, outputs)
    area = find_area(given[0]).slug
    theme = given[1] if given[1] in _OTHER_THEMES else find_theme(given[1]).slug
    period = given[2] if len(given) > 2 else LATEST
    if period == LATEST:
        period = _latest_period(outputs / area / theme, text, outputs)
    else:
        period = check_period(period)
    return area, theme, period, given[3] if len(given) > 3 else ""


def _latest_period(theme: Path, text: str, outputs: Path) -> str:
    periods = [place.name for place in theme.iterdir() if versions(place)] if theme.is_dir() else []
    if not periods:
        raise _none(text, outputs)
    return max(periods)


def _in(place: Path, named: str, text: str, outputs: Path) -> Version:
    if not named:
        found = latest(place)
    else:
        found = next(
            (one for one in versions(place) if one.name == named or one.name[:-9] == named), None
        )
    if found is None:
        raise _none(text, outputs)
    return found


def _none(text: str, outputs: Path) -> ParameterError:
    known = published(outputs)
    if not known:
        return ParameterError(
            f'version "{text}"',
            f"nothing is published in {outputs.name}",
            "a version that was made here",
            "make versions first: workbooks run",
        )
    # As many parts as were given: a council and its theme, or down to the version itself.
    parts = min(max(text.strip("/").count("/") + 1, 2), 4)
    return unknown("version", text, sorted({"/".join(name.split("/")[:parts]) for name in known}))


def _read(folder: Path) -> Version:
    manifest = read_manifest((folder / FILE).read_text("utf-8"), folder.name)
    number = folder.name[1:].partition("-")[0]
    return Version(folder, int(number) if number.isdigit() else 0, manifest)
