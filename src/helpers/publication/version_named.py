"""Finding one published version by its folder, or by council, theme and period."""

from __future__ import annotations

from pathlib import Path

from helpers.base.errors import ParameterError
from helpers.base.geography import find_area
from helpers.base.periods import LATEST, check_period
from helpers.base.suggest import LISTED_AT_MOST, unknown
from helpers.base.themes import find_theme
from helpers.publication.manifest import FILE, read_manifest
from helpers.publication.versions import Version, latest, place_of, versions


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
    given = [part for part in text.replace("\\", "/").split("/") if part]
    if not 2 <= len(given) <= 4:
        raise _none(text, outputs)
    area = find_area(given[0]).slug
    theme = find_theme(given[1]).slug
    period = given[2] if len(given) > 2 else LATEST
    version = given[3] if len(given) > 3 else ""
    folder = outputs / area / theme
    if period == LATEST:
        period = max((place.name for place in _periods(folder)), default="")
    found = _in(place_of(outputs, area, theme, check_period(period)), version) if period else None
    if found is None:
        raise _none(text, outputs, area, theme)
    return found


def published(outputs: Path) -> list[str]:
    """Name every version that lies in an outputs folder, as `find_version` takes it."""
    return [version.folder.relative_to(outputs).as_posix() for version in every_version(outputs)]


def every_version(outputs: Path) -> tuple[Version, ...]:
    """Return every whole version that lies in an outputs folder, by council, theme and period."""
    return tuple(
        version
        for place in sorted(outputs.glob("*/*/*"))
        if not place.relative_to(outputs).parts[0].startswith(".")
        for version in versions(place)
    )


def _periods(folder: Path) -> list[Path]:
    return [place for place in folder.iterdir() if versions(place)] if folder.is_dir() else []


def _in(place: Path, named: str) -> Version | None:
    if not named:
        return latest(place)
    return next(
        (one for one in versions(place) if named in {one.name, one.name.partition("-")[0]}), None
    )


def _none(text: str, outputs: Path, area: str = "", theme: str = "") -> ParameterError:
    known = published(outputs)
    own = [name for name in known if name.startswith(f"{area}/{theme}/")] if area else known
    if not own:
        asked = f" of {area}/{theme}" if area else ""
        options = f" --area {area} --theme {theme}" if area else ""
        return ParameterError(
            f'version "{text}"',
            f"nothing{asked} is published in {outputs.name}",
            ", ".join(sorted({_start(name, 2) for name in known})[:LISTED_AT_MOST]),
            f"make it first: workbooks run{options}",
        )
    # As many parts as were given: a council and its theme, or down to the version itself.
    parts = min(max(text.strip("/").count("/") + 1, 2), 4)
    return unknown("version", text, sorted({_start(name, parts) for name in own}))


def _start(name: str, parts: int) -> str:
    return "/".join(name.split("/")[:parts])


def _read(folder: Path) -> Version:
    manifest = read_manifest((folder / FILE).read_text("utf-8"), folder.name)
    number = folder.name[1:].partition("-")[0]
    return Version(folder, int(number) if number.isdigit() else 0, manifest)
