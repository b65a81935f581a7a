"""The site as its templates see it: councils, their themes, regions and what is new."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from helpers import __version__
from helpers.base.geography import REGIONS, all_areas
from helpers.base.samples_mark import SAMPLE_MARK
from helpers.publication.feed import newest
from helpers.publication.found import Damaged, Found, Series, ThemeEntry

MANY_COUNCILS = 20
"""From here on the index groups councils by region, and headlines stand on their own pages."""

MOST_NEWS = 8
ELSEWHERE = "Elsewhere"


@dataclass(frozen=True)
class CouncilEntry:
    """One council and its themes."""

    name: str
    code: str
    slug: str
    region: str
    themes: tuple[ThemeEntry, ...]

    @property
    def address(self) -> str:
        """Address of its page from the outputs folder."""
        return f"{self.slug}/index.html"

    @property
    def versions(self) -> tuple[Found, ...]:
        """Every version of every theme."""
        return tuple(one for theme in self.themes for one in theme.versions)

    @property
    def samples(self) -> int:
        """How many of its newest pages show sample data."""
        return sum(theme.newest.sample for theme in self.themes)

    @property
    def all_sample(self) -> bool:
        """Whether every newest page shows sample data."""
        return self.samples == len(self.themes)

    @property
    def searched(self) -> str:
        """What typing is compared with."""
        return f"{self.name} {self.slug} {self.code} {self.region}"


@dataclass(frozen=True)
class Group:
    """The councils of one region, or all of them where they are few."""

    heading: str
    anchor: str
    councils: tuple[CouncilEntry, ...]


@dataclass(frozen=True)
class SiteView:
    """The index as its template sees it."""

    councils: tuple[CouncilEntry, ...]
    damaged: tuple[Damaged, ...]
    data_files: tuple[str, ...]
    has_feed: bool
    product_version: str = __version__
    sample_sentence: str = SAMPLE_MARK

    @property
    def many(self) -> bool:
        """Whether the councils are too many to show each theme's headline."""
        return len(self.councils) >= MANY_COUNCILS

    @property
    def pages(self) -> int:
        """How many newest pages there are."""
        return sum(len(council.themes) for council in self.councils)

    @property
    def samples(self) -> int:
        """How many of them show sample data."""
        return sum(council.samples for council in self.councils)

    @property
    def all_sample(self) -> bool:
        """Whether every page shows sample data."""
        return bool(self.pages) and self.samples == self.pages

    @property
    def groups(self) -> tuple[Group, ...]:
        """The councils by region where they are many."""
        if not self.many:
            return (Group("Councils", "councils", self.councils),) if self.councils else ()
        groups = []
        for number, region in enumerate((*sorted(REGIONS.values()), ELSEWHERE)):
            inside = tuple(one for one in self.councils if (one.region or ELSEWHERE) == region)
            if inside:
                groups.append(Group(region, f"region-{number}", inside))
        return tuple(groups)

    @property
    def news(self) -> tuple[Found, ...]:
        """The newest of the versions that say what changed."""
        versions = (one for council in self.councils for one in council.versions if one.changes)
        return tuple(one for _, one in newest(versions)[:MOST_NEWS])


@dataclass(frozen=True)
class CouncilView:
    """A council's page as its template sees it."""

    council: CouncilEntry
    has_feed: bool
    product_version: str = __version__
    sample_sentence: str = SAMPLE_MARK


def councils_of(series: Iterable[Series]) -> tuple[CouncilEntry, ...]:
    """Gather series by council and theme; they come in that order."""
    regions = {area.code: area.region for area in all_areas()}
    entries = []
    for slug, of_council in groupby(series, key=lambda one: one.latest.area_slug):
        themes = []
        for _, of_theme in groupby(of_council, key=lambda one: one.latest.theme_slug):
            # The newest period speaks for the theme; older ones join the history.
            first, *older = sorted(of_theme, key=lambda one: one.latest.period, reverse=True)
            before = [*first.earlier]
            for one in older:
                before += [one.latest, *one.earlier]
            themes.append(ThemeEntry(first.latest, tuple(before)))
        found = themes[0].newest
        region = regions.get(found.area_code, "")
        entries.append(CouncilEntry(found.area_name, found.area_code, slug, region, tuple(themes)))
    return tuple(entries)
