"""The council's comment on a page: its own words, dated, by role, held to the page's figures."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl
from markupsafe import Markup

from helpers.base import digests
from helpers.base.errors import ContractError
from helpers.base.geography import Area
from helpers.base.period_kinds import PeriodKind, spoken_period
from helpers.base.settings import Settings
from helpers.disclosure.personal_text import refuse_personal
from helpers.publication.comment_numbers import first_unknown
from helpers.publication.identifiers import Identifiers
from helpers.publication.markdown import Prose

FOLDER = "commentary"
FENCE = "---"
KEYS = ("date", "role")
FORM = "a first line ---, then date: and role:, then --- and the comment"
_ENTRY = re.compile(r"^(?P<key>[A-Za-z_]+)\s*:\s*(?P<value>.*?)\s*$")
_HEADING = re.compile(r"^\s{0,3}(#|=+\s*$)")
_PICTURE = re.compile(r"!\[")
# One of these words makes it a role; without one it may be a name.
ROLES = frozenset(
    "analyst assistant board cabinet chair chief commissioner commissioning committee council "
    "deputy director executive head lead leader manager member officer partnership performance "
    "principal senior service services team unit".split()
)


@dataclass(frozen=True)
class Comment:
    """A council's comment.

    Attributes
    ----------
    day : date
        When it was written.
    role : str
        By whom, as a role.
    text : str
        Markdown without headings and pictures.
    first_line : int
        Line of the file on which the text begins.
    name : str
        Place of the file within the project, for messages.
    """

    day: date
    role: str
    text: str
    first_line: int
    name: str

    @property
    def told(self) -> str:
        """Role and date in words."""
        return f"{self.role}, {spoken_period(self.day.isoformat(), PeriodKind.DATE)}"

    @property
    def html(self) -> Markup:
        """The text as HTML: escaped, without scripts, links only where they are safe."""
        return Prose(Identifiers()).html(self.text)


def comment_path(settings: Settings, area: Area, theme: str) -> Path:
    """Return where a council's comment on a theme is kept: `commentary/<area>/<theme>.md`."""
    return settings.root / FOLDER / area.slug / f"{theme}.md"


def comment_digest(settings: Settings, area: Area, theme: str) -> str:
    """SHA-256 of a council's comment, empty where there is none."""
    path = comment_path(settings, area, theme)
    return digests.of_text_file(path) if path.is_file() else ""


def comment_on(
    settings: Settings, area: Area, theme: str, observations: pl.DataFrame
) -> Comment | None:
    """Return a council's comment, checked against its page.

    Parameters
    ----------
    settings : Settings
        Where the project is.
    area : Area
        The council.
    theme : str
        Slug of the theme.
    observations : DataFrame
        What the page may show.

    Returns
    -------
    Comment or None
        None where the council has written none.

    Raises
    ------
    ContractError
        When the file has not the form, or holds a number that is no figure of the page and not
        marked as quoted; with the line and the mend.
    DisclosureRefused
        When something in it points to a single person.
    """
    path = comment_path(settings, area, theme)
    if not path.is_file():
        return None
    name = f"{FOLDER}/{area.slug}/{path.name}"
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as reason:
        mend = "save the file as UTF-8 text"
        raise ContractError(name, "it is not UTF-8", "text in UTF-8", mend) from reason
    refuse_personal(text, name)
    comment = read_comment(text, name)
    unknown = first_unknown(comment.text, observations)
    if unknown is not None:
        raise ContractError(
            f"{name}, line {unknown.line + comment.first_line - 1}",
            f"the number {unknown.written} is no figure of this page",
            "a figure as the page shows it, or words and numbers marked as quoted",
            "write the page's own figure, or put the number with its source into “quotation marks”",
        )
    return comment


def read_comment(text: str, name: str) -> Comment:
    """Read a comment from its text.

    Parameters
    ----------
    text : str
        Date and role between two lines of three hyphens, then Markdown.
    name : str
        Place of the file, for messages.

    Raises
    ------
    ContractError
        When it has not the form, with the line and the mend.
    """
    lines = text.splitlines()
    ends = [at for at, line in enumerate(lines) if line.strip() == FENCE]
    if len(ends) < 2 or ends[0] != 0:
        raise ContractError(f"{name}, line 1", "there is no date and no role", FORM, "begin so")
    entries = _entries(lines[1 : ends[1]], name)
    body = lines[ends[1] + 1 :]
    for at, line in enumerate(body, start=ends[1] + 2):
        if _HEADING.match(line) or _PICTURE.search(line):
            what = "a picture" if _PICTURE.search(line) else "a heading"
            mend = "take it out: the page gives the comment its heading"
            raise ContractError(f"{name}, line {at}", what, "paragraphs and lists", mend)
    if not "".join(body).strip():
        mend = "write it, or take the file away"
        raise ContractError(f"{name}, line {len(lines)}", "no words", "the comment", mend)
    return Comment(
        day=_day(*entries["date"], name),
        role=_role(*entries["role"], name),
        text="\n".join(body),
        first_line=ends[1] + 2,
        name=name,
    )


def _entries(lines: list[str], name: str) -> dict[str, tuple[str, int]]:
    found: dict[str, tuple[str, int]] = {}
    for at, line in enumerate(lines, start=2):
        if not line.strip():
            continue
        entry = _ENTRY.match(line)
        if entry is None or entry["key"] not in KEYS or entry["key"] in found:
            key = entry["key"] if entry else line.strip()
            near = difflib.get_close_matches(key, KEYS, n=1)
            mend = f"did you mean {near[0]}?" if near else "take it out"
            raise ContractError(f"{name}, line {at}", f'"{key}" is no key here', FORM, mend)
        found[entry["key"]] = (entry["value"].strip("\"'"), at)
    for key in KEYS:
        if not found.get(key, ("", 0))[0]:
            raise ContractError(f"{name}, line 1", f"{key} is missing", FORM, f"add {key}:")
    return found


def _day(written: str, line: int, name: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError as reason:
        expected = "a day such as 2026-11-20"
        raise ContractError(f"{name}, line {line}", written, expected, "write it so") from reason


def _role(written: str, line: int, name: str) -> str:
    words = set(re.findall(r"[a-z]+", written.lower()))
    if not words & ROLES or re.search(r"\d", written):
        raise ContractError(
            f"{name}, line {line}",
            "this does not read as a role",
            "a role, such as Head of Commissioning or Performance team",
            "say who comments by role, and never by name",
        )
    return written
