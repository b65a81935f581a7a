"""The versions that lie in an outputs folder, read from their manifests."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from helpers.base.errors import ParameterError
from helpers.base.periods import spoken
from helpers.base.themes import THEMES

MANIFEST = "manifest.json"
REPORT = "report.html"

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_PERIOD = re.compile(r"\d{4}-\d{2}(-Q[1-4])?")
_VERSION = re.compile(r"v\d{4,}-[0-9a-f]{8}")
_ORDER = {theme.slug: place for place, theme in enumerate(THEMES)}


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


class _Manifest(_Part):
    area: _Area
    theme: _Theme
    period: str
    sample: bool
    headline: str
    title: str


class _Latest(_Part):
    version: str


@dataclass(frozen=True)
class Found:
    """One version and what its manifest says.

    Attributes
    ----------
    folder : str
        Its folder below the outputs, with forward slashes.
    """

    area_code: str
    area_name: str
    area_slug: str
    theme_slug: str
    theme_title: str
    period: str
    version: str
    title: str
    headline: str
    sample: bool
    folder: str

    @property
    def page(self) -> str:
        """Address of its page from the outputs folder."""
        return f"{self.folder}/{REPORT}"

    @property
    def period_label(self) -> str:
        """Period for people."""
        try:
            return spoken(self.period)
        except ParameterError:
            return self.period

    @property
    def theme_order(self) -> tuple[int, str]:
        """Themes in their usual order, anything else after them."""
        return _ORDER.get(self.theme_slug, len(_ORDER)), self.theme_title


@dataclass(frozen=True)
class Series:
    """The latest version of one area, theme and period, and those before it, newest first."""

    latest: Found
    earlier: tuple[Found, ...]


@dataclass(frozen=True)
class Damaged:
    """A folder that cannot be read as a version, and why."""

    folder: str
    reason: str


def find_versions(outputs: Path) -> tuple[list[Series], list[Damaged]]:
    """Find every area, theme and period that has a latest version.

    One damaged folder does not hide the others: it is returned with its reason.

    Parameters
    ----------
    outputs : Path
        The folder of published versions.
    """
    series: list[Series] = []
    damaged: list[Damaged] = []
    for pointer in sorted(outputs.glob("*/*/*/latest.json")):
        folder = pointer.parent
        name = folder.relative_to(outputs).as_posix()
        try:
            series.append(_series(outputs, folder))
        except (OSError, ValueError) as reason:
            damaged.append(Damaged(name, _in_words(reason)))
    series.sort(
        key=lambda one: (
            one.latest.area_name.casefold(),
            one.latest.area_slug,
            one.latest.theme_order,
            one.latest.period,
        )
    )
    return series, damaged


def _series(outputs: Path, folder: Path) -> Series:
    area, theme, period = folder.relative_to(outputs).parts
    if not (_SLUG.fullmatch(area) and _SLUG.fullmatch(theme) and _PERIOD.fullmatch(period)):
        raise ValueError("its folders are not named area/theme/period")
    pointer = _Latest.model_validate(_json(folder / "latest.json"))
    if not _VERSION.fullmatch(pointer.version):
        raise ValueError("latest.json does not name a version such as v0001-1f2e3d4c")
    latest = _found(outputs, folder / pointer.version)
    return Series(latest, tuple(_earlier(outputs, folder, latest)))


def _earlier(outputs: Path, folder: Path, latest: Found) -> Iterator[Found]:
    names = [path.name for path in folder.iterdir() if _VERSION.fullmatch(path.name)]
    for name in sorted(names, key=_numbered, reverse=True):
        if _numbered(name) < _numbered(latest.version):
            try:
                yield _found(outputs, folder / name)
            except (OSError, ValueError):
                # A folder without a whole manifest is no version: a run died there.
                continue


def _numbered(version: str) -> tuple[int, str]:
    number, _, digest = version[1:].partition("-")
    return int(number), digest


def _found(outputs: Path, folder: Path) -> Found:
    if not folder.resolve().is_relative_to(outputs.resolve()):
        raise ValueError("it leads out of the outputs folder")
    manifest = _Manifest.model_validate(_json(folder / MANIFEST))
    area, theme, period, version = folder.relative_to(outputs).parts
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
        folder=folder.relative_to(outputs).as_posix(),
    )


def _json(path: Path) -> object:
    value: object = json.loads(path.read_text(encoding="utf-8"))
    return value


def _in_words(reason: OSError | ValueError) -> str:
    """Say what is wrong without the machine's own paths."""
    if isinstance(reason, OSError):
        return f"{Path(str(reason.filename)).name} cannot be read"
    if isinstance(reason, ValidationError):
        fault = reason.errors()[0]
        where = ".".join(str(part) for part in fault["loc"])
        return f"{where or 'its JSON'}: {fault['msg'].lower()}"
    if isinstance(reason, json.JSONDecodeError | UnicodeDecodeError):
        return "its JSON cannot be read"
    return str(reason)
