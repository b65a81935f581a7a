"""The versions that lie in an outputs folder, read from their manifests and nothing larger."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from helpers.publication.found import REPORT, Damaged, Found, Series

MANIFEST = "manifest.json"
LATEST = "latest.json"
RUN = "run.json"
FIGURES = "indicators.parquet"

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_PERIOD = re.compile(r"\d{4}-\d{2}(-Q[1-4])?")
_VERSION = re.compile(r"v\d{4,}-[0-9a-f]{8}")


class _Part(BaseModel):
    # A manifest says more than an index needs, and later products may say more still.
    model_config = ConfigDict(frozen=True, extra="ignore")


class _Area(_Part):
    code: str
    name: str
    slug: str


class _Theme(_Part):
    slug: str
    title: str


class _Output(_Part):
    path: str
    sha256: str


class _Manifest(_Part):
    area: _Area
    theme: _Theme
    period: str
    sample: bool
    headline: str
    title: str
    fingerprint: str = ""
    changes: tuple[str, ...] = ()
    outputs: tuple[_Output, ...] = ()


class _Latest(_Part):
    version: str


class _Run(_Part):
    finished: datetime


_Read = TypeVar("_Read", bound=_Part)


@dataclass(frozen=True)
class Everything:
    """What lies in an outputs folder.

    Attributes
    ----------
    series : tuple of Series
        By name of council, then theme in its usual order, then period.
    damaged : tuple of Damaged
        What could not be read, with the reason.
    """

    series: tuple[Series, ...]
    damaged: tuple[Damaged, ...]


@dataclass
class _Place:
    """Folder of one area, theme and period, and what lies in it."""

    name: str
    path: Path
    versions: list[str]
    pointed: bool
    damaged: list[Damaged] = field(default_factory=list)


def is_period(name: str) -> bool:
    """Whether a folder is named as a period."""
    return bool(_PERIOD.fullmatch(name))


def find_versions(outputs: Path) -> Everything:
    """Find every area, theme and period that has a version.

    One damaged version does not hide the others: it is left out and returned with its
    reason, and the newest whole one speaks for its place.

    Parameters
    ----------
    outputs : Path
        The folder of published versions.
    """
    series: list[Series] = []
    damaged: list[Damaged] = []
    real = outputs.resolve()
    for place in _places(outputs):
        found = _series(place, real)
        damaged += place.damaged
        if found is not None:
            series.append(found)
    series.sort(
        key=lambda one: (
            one.latest.area_name.casefold(),
            one.latest.area_slug,
            one.latest.theme_order,
            one.latest.period,
        )
    )
    return Everything(tuple(series), tuple(damaged))


def _places(outputs: Path) -> Iterator[_Place]:
    """Look three folders deep, where versions lie; nothing else is opened."""
    for area in _folders(outputs):
        for theme in _folders(area):
            for period in _folders(theme):
                names = os.listdir(period)
                versions = [name for name in names if _VERSION.fullmatch(name)]
                if versions or LATEST in names:
                    name = f"{area.name}/{theme.name}/{period.name}"
                    yield _Place(name, period, versions, LATEST in names)


def _folders(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as entries:
            names = [e.name for e in entries if e.is_dir() and not e.name.startswith(".")]
    except OSError:
        return []
    return [folder / name for name in sorted(names)]


def _series(place: _Place, real: Path) -> Series | None:
    area, theme, period = place.name.split("/")
    if not (_SLUG.fullmatch(area) and _SLUG.fullmatch(theme) and is_period(period)):
        place.damaged.append(Damaged(place.name, "its folders are not named area/theme/period"))
        return None
    named = _named(place)
    found = []
    for name in sorted(place.versions, key=_numbered, reverse=True):
        folder = place.path / name
        # A folder without a manifest is no version: a run died there.
        if name == named or (folder / MANIFEST).exists():
            try:
                found.append(_found(place, name, real))
            except (OSError, ValueError) as reason:
                place.damaged.append(Damaged(f"{place.name}/{name}", _in_words(reason)))
    latest = next((one for one in found if one.version == named), None) or (
        found[0] if found else None
    )
    if latest is None:
        return None
    number = _numbered(latest.version)
    return Series(latest, tuple(one for one in found if _numbered(one.version) < number))


def _named(place: _Place) -> str:
    """Version that `latest.json` names; what is wrong with it is noted."""
    if not place.pointed:
        return ""
    try:
        named = _read(place.path / LATEST, _Latest).version
    except (OSError, ValueError) as reason:
        place.damaged.append(Damaged(f"{place.name}/{LATEST}", _in_words(reason)))
        return ""
    if _VERSION.fullmatch(named) and named in place.versions:
        return named
    wrong = (
        f"it names {named}, which is not there"
        if _VERSION.fullmatch(named)
        else "it does not name a version such as v0001-1f2e3d4c"
    )
    place.damaged.append(Damaged(f"{place.name}/{LATEST}", wrong))
    return ""


def _numbered(version: str) -> tuple[int, str]:
    number, _, digest = version[1:].partition("-")
    return int(number), digest


def _found(place: _Place, version: str, real: Path) -> Found:
    folder = place.path / version
    if not folder.resolve().is_relative_to(real):
        raise ValueError("it leads out of the outputs folder")
    manifest = _read(folder / MANIFEST, _Manifest)
    area, theme, period = place.name.split("/")
    if (manifest.area.slug, manifest.theme.slug, manifest.period) != (area, theme, period):
        raise ValueError("its manifest speaks of another area, theme or period")
    if not (folder / REPORT).is_file():
        raise FileNotFoundError(None, "not there", REPORT)
    return Found(
        area_code=manifest.area.code,
        area_name=manifest.area.name,
        area_slug=area,
        theme_slug=theme,
        theme_title=manifest.theme.title,
        period=period,
        version=version,
        title=manifest.title,
        headline=manifest.headline,
        sample=manifest.sample,
        fingerprint=manifest.fingerprint,
        figures=next((item.sha256 for item in manifest.outputs if item.path == FIGURES), ""),
        changes=manifest.changes,
        finished=_finished(folder),
        folder=f"{place.name}/{version}",
    )


def _finished(folder: Path) -> datetime | None:
    """When a version was made; a version whose `run.json` does not say has no date."""
    try:
        finished = _read(folder / RUN, _Run).finished
    except (OSError, ValueError):
        return None
    # A time without a zone could be any of several moments.
    return finished.astimezone(UTC) if finished.tzinfo else None


def _read(path: Path, kind: type[_Read]) -> _Read:
    return kind.model_validate_json(path.read_bytes())


def _in_words(reason: OSError | ValueError) -> str:
    """Say what is wrong without the machine's own paths."""
    if isinstance(reason, OSError):
        return f"{Path(str(reason.filename)).name} cannot be read"
    if isinstance(reason, ValidationError):
        fault = reason.errors()[0]
        if fault["type"] == "json_invalid":
            return "its JSON cannot be read"
        where = ".".join(str(part) for part in fault["loc"])
        return f"{where or 'its JSON'}: {fault['msg'].lower()}"
    return str(reason)
