"""A published version as the site tells of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from helpers.base.errors import ParameterError
from helpers.base.period_kinds import MONTHS
from helpers.base.periods import spoken
from helpers.base.themes import SCORECARD, THEMES

REPORT = "report.html"

_ORDER = {SCORECARD.slug: -1} | {theme.slug: place for place, theme in enumerate(THEMES)}


@dataclass(frozen=True)
class Found:
    """One version and what its manifest says.

    Attributes
    ----------
    fingerprint : str
        Digest of what it depends on.
    figures : str
        Digest of its observations, as its manifest names it; empty where that does not.
    changes : tuple of str
        What changed since the version before, in sentences.
    finished : datetime or None
        When it was made, in UTC, from `run.json`; None where that does not say.
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
    fingerprint: str
    figures: str
    changes: tuple[str, ...]
    finished: datetime | None
    folder: str

    @property
    def page(self) -> str:
        """Address of its page from the outputs folder."""
        return f"{self.folder}/{REPORT}"

    @property
    def page_from_area(self) -> str:
        """Address of its page from the council's folder."""
        return self.page.removeprefix(f"{self.area_slug}/")

    @property
    def number(self) -> str:
        """Its running number, as its folder is named."""
        return self.version.partition("-")[0]

    @property
    def period_label(self) -> str:
        """Period for people."""
        try:
            return spoken(self.period)
        except ParameterError:
            return self.period

    @property
    def date(self) -> str:
        """Day on which it was made, for machines; empty where it is not known."""
        return self.finished.date().isoformat() if self.finished else ""

    @property
    def date_label(self) -> str:
        """Day on which it was made, for people; empty where it is not known."""
        if self.finished is None:
            return ""
        return f"{self.finished.day} {MONTHS[self.finished.month - 1]} {self.finished.year}"

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
class ThemeEntry:
    """One theme of a council: its newest page and all that came before, newest first."""

    newest: Found
    before: tuple[Found, ...]

    @property
    def versions(self) -> tuple[Found, ...]:
        """Every version, newest first."""
        return (self.newest, *self.before)


@dataclass(frozen=True)
class Damaged:
    """A folder that cannot be read as a version, or not whole, and why."""

    folder: str
    reason: str
