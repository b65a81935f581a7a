"""The index of everything published: one page that opens from a folder or a web server."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from helpers import __version__
from helpers.base.files import write_whole
from helpers.base.samples_mark import SAMPLE_MARK
from helpers.publication.observations import OBSERVATION_FILES
from helpers.publication.templates import as_text, environment
from helpers.publication.versions_found import Damaged, Found, Series, find_versions

INDEX = "index.html"

MANY_COUNCILS = 20
"""From here on the councils are grouped by letter, with contents that lead to each."""


@dataclass(frozen=True)
class ThemeEntry:
    """One theme of a council: its newest page and all that came before."""

    newest: Found
    before: tuple[Found, ...]


@dataclass(frozen=True)
class CouncilEntry:
    """One council and its themes."""

    name: str
    code: str
    slug: str
    themes: tuple[ThemeEntry, ...]

    @property
    def letter(self) -> str:
        """The letter under which the council stands."""
        return self.name[:1].upper() or "?"


@dataclass(frozen=True)
class Group:
    """The councils of one letter, or all of them where they are few."""

    heading: str
    anchor: str
    councils: tuple[CouncilEntry, ...]


@dataclass(frozen=True)
class SiteView:
    """The index as its template sees it."""

    groups: tuple[Group, ...]
    damaged: tuple[Damaged, ...]
    versions: int
    samples: int
    data_files: tuple[str, ...]
    product_version: str = __version__
    sample_sentence: str = SAMPLE_MARK

    @property
    def by_letter(self) -> bool:
        """Whether there are contents by letter."""
        return len(self.groups) > 1


def build_site(outputs: Path) -> Path:
    """Write `index.html`: every council, theme and version, one click away.

    A folder that cannot be read as a version is named on the page with the reason.

    Parameters
    ----------
    outputs : Path
        The folder of published versions.

    Returns
    -------
    Path
        The index, written whole or not at all.

    Raises
    ------
    PublicationError
        When the file cannot be written.
    """
    series, damaged = find_versions(outputs)
    councils = _councils(series)
    view = SiteView(
        groups=_groups(councils),
        damaged=tuple(damaged),
        versions=len(series),
        samples=sum(one.latest.sample for one in series),
        data_files=tuple(name for name in OBSERVATION_FILES if (outputs / name).is_file()),
    )
    html = environment().get_template("site.html.j2").render(site=view)
    index = outputs / INDEX
    write_whole(index, as_text(html).encode())
    return index


def _councils(series: Iterable[Series]) -> list[CouncilEntry]:
    """Gather the series by council and theme; they come in that order."""
    entries = []
    for slug, of_council in groupby(series, key=lambda one: one.latest.area_slug):
        themes = []
        for _, of_theme in groupby(of_council, key=lambda one: one.latest.theme_slug):
            # The newest period speaks for the theme; older ones join the history.
            newest, *older = sorted(of_theme, key=lambda one: one.latest.period, reverse=True)
            before = [*newest.earlier]
            for one in older:
                before += [one.latest, *one.earlier]
            themes.append(ThemeEntry(newest.latest, tuple(before)))
        first = themes[0].newest
        entries.append(CouncilEntry(first.area_name, first.area_code, slug, tuple(themes)))
    return entries


def _groups(councils: list[CouncilEntry]) -> tuple[Group, ...]:
    if len(councils) < MANY_COUNCILS:
        return (Group("Councils", "councils", tuple(councils)),) if councils else ()
    return tuple(
        Group(letter, f"letter-{letter.lower()}", tuple(found))
        for letter, found in groupby(councils, key=lambda council: council.letter)
    )
