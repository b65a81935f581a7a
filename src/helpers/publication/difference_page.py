"""Two published versions compared on a page of their own, beside the versions and in none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from helpers import __version__
from helpers.base.errors import ParameterError
from helpers.base.files import write_if_other
from helpers.base.samples_mark import SAMPLE_MARK
from helpers.base.settings import Settings
from helpers.indicators.registry import load_registry
from helpers.publication.change_words import told
from helpers.publication.changed_block import ChangedBlock
from helpers.publication.differences import DataChange, Differences, Edition, differences
from helpers.publication.figure_words import period_words
from helpers.publication.found import REPORT
from helpers.publication.sides import read_side
from helpers.publication.templates import as_text, environment

FOLDER = "differences"

_UNSAFE = re.compile(r"[^a-z0-9]+")
_LONGEST_PART = 40


@dataclass(frozen=True)
class DifferencePage:
    """The page as its template sees it.

    Attributes
    ----------
    reports : tuple of str
        Addresses of both reports; empty where a version lies outside the outputs.
    """

    block: ChangedBlock
    reports: tuple[str, str]
    product_version: str = __version__
    sample_sentence: str = SAMPLE_MARK

    @property
    def found(self) -> Differences:
        """The record."""
        return self.block.found

    @property
    def title(self) -> str:
        """Heading of the page."""
        return f"What changed: {self.found.theme.title_for(self.found.area.name)}"

    @property
    def editions(self) -> tuple[tuple[str, Edition, str, str], ...]:
        """Both versions: label, edition, its period for people, address of its report."""
        pairs = zip(("Earlier", "Later"), (self.found.old, self.found.new), strict=True)
        return tuple(
            (label, edition, period_words(edition.period), report)
            for (label, edition), report in zip(pairs, self.reports, strict=True)
        )

    @property
    def data(self) -> tuple[DataChange, ...]:
        """Extracts that are not the same."""
        return self.found.data


def compare_versions(old: Path, new: Path, settings: Settings) -> Differences:
    """Compare two published versions.

    Parameters
    ----------
    old, new : Path
        Folders of the earlier and the later version.
    settings : Settings
        Where the register of indicators is.

    Returns
    -------
    Differences
        With sentences; none where nothing differs.

    Raises
    ------
    ParameterError
        When they are about different councils or themes.
    PublicationError
        When one cannot be read, or is not as it was published.
    """
    earlier, later = read_side(old), read_side(new)
    names = [(side.area.slug, side.theme.slug) for side in (earlier, later)]
    if names[0] != names[1]:
        told_names = " and ".join(side.theme.title_for(side.area.name) for side in (earlier, later))
        raise ParameterError(
            f"versions {old.name} and {new.name}",
            f"they are about {told_names}",
            "two versions of one council and one theme",
            "name two versions of the same theme of the same council",
        )
    return told(differences(earlier, later, load_registry(settings.contracts)))


def write_difference_page(found: Differences, old: Path, new: Path, outputs: Path) -> Path:
    """Write the page of a comparison into `differences/` in the outputs folder.

    Parameters
    ----------
    found : Differences
        With sentences.
    old, new : Path
        Folders of the two versions, for links to their reports.
    outputs : Path
        The folder of published versions.

    Returns
    -------
    Path
        The page, written whole.

    Raises
    ------
    PublicationError
        When it cannot be written.
    """
    reports = (_report(old, outputs), _report(new, outputs))
    page = DifferencePage(ChangedBlock(found, ""), reports)
    html = environment().get_template("difference.html.j2").render(page=page)
    path = outputs / FOLDER / f"{_name(found)}.html"
    write_if_other(path, as_text(html).encode())
    return path


def _report(version: Path, outputs: Path) -> str:
    try:
        below = version.resolve().relative_to(outputs.resolve())
    except ValueError:
        return ""
    return f"../{below.as_posix()}/{REPORT}"


def _name(found: Differences) -> str:
    old, new = found.old, found.new
    periods = (old.period, "" if old.period == new.period else new.period)
    parts = (
        found.area.slug,
        found.theme.slug,
        periods[0],
        old.version,
        periods[1],
        new.version,
    )
    plain = [_UNSAFE.sub("-", part.lower()).strip("-")[:_LONGEST_PART] for part in parts]
    return "-".join(part for part in plain if part)
