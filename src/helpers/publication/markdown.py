"""Prose of a notebook as HTML: escaped, headings in order, nothing fetched."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import mistune
from markupsafe import Markup, escape

from helpers.publication.identifiers import Identifiers
from helpers.publication.unbroken import unbroken

FIRST_LEVEL = 2
LAST_LEVEL = 6

# A browser leaves control characters out of an address, so that a tab may hide a script.
_SAFE_ADDRESS = re.compile(
    r"(?:https?://|mailto:|#|(?![a-z][a-z0-9+.-]*:)[^/\\])[^\x00-\x20\x7f]*", re.IGNORECASE
)
_PICTURE = re.compile(r"data:image/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=]+")
BESIDE = "in the folder of this page"

_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Heading:
    """One heading of the page, for its contents."""

    level: int
    anchor: str
    text: str


@dataclass
class Prose:
    """Turn Markdown into HTML, remembering the headings of one page.

    The page has its own first heading, so a notebook's headings begin at the
    second level; a level left out by the author is closed up.
    """

    identifiers: Identifiers
    headings: list[Heading] = field(default_factory=list)
    attachments: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._markdown = mistune.create_markdown(
            renderer=_PageRenderer(self), plugins=["table", "strikethrough"]
        )

    def html(self, text: str, attachments: Mapping[str, str] | None = None) -> Markup:
        """Render a block of prose; `attachments` are a cell's pictures as `data:` addresses."""
        self.attachments = attachments or {}
        return Markup(self._markdown(text))

    def heading(self, inside: str, level: int) -> str:
        """Render a heading and remember it."""
        text = html.unescape(_TAG.sub("", inside)).strip()
        if not text:
            return ""
        before = self.headings[-1].level if self.headings else FIRST_LEVEL - 1
        level = max(FIRST_LEVEL, min(level, before + 1, LAST_LEVEL))
        anchor = self.identifiers.new(text)
        self.headings.append(Heading(level, anchor, text))
        return f'<h{level} id="{anchor}">{inside}</h{level}>\n'


def inline(text: str) -> Markup:
    """Render one sentence: emphasis, code and links, but no blocks."""
    rendered = Prose(Identifiers()).html(" ".join(text.split())).strip()
    if rendered.startswith("<p>") and rendered.endswith("</p>") and rendered.count("<p>") == 1:
        return Markup(rendered[3:-4])
    return escape(text)


def is_safe_address(address: str) -> bool:
    """Whether a link may point there: the web, a mail address or a place beside the page."""
    return bool(_SAFE_ADDRESS.fullmatch(address))


def is_on_the_web(address: str) -> bool:
    """Whether a link leads away from the page's own folder, or to a place inside the page."""
    return address.lower().startswith(("http://", "https://", "mailto:", "#"))


class _PageRenderer(mistune.HTMLRenderer):
    def __init__(self, prose: Prose) -> None:
        super().__init__(escape=True)
        self._prose = prose
        self._tables = 0

    def text(self, text: str) -> str:
        return str(unbroken(Markup(super().text(text))))

    def heading(self, text: str, level: int, **attrs: object) -> str:
        return self._prose.heading(text, level)

    def link(self, text: str, url: str, title: str | None = None) -> str:
        if not is_safe_address(url):
            return text
        link = f'<a href="{escape(url)}">{text.strip() or escape(url)}</a>'
        # A page that came by e-mail came without its folder.
        return link if is_on_the_web(url) else f'{link} <span class="quiet">({BESIDE})</span>'

    def image(self, text: str, url: str, title: str | None = None) -> str:
        words = html.unescape(_TAG.sub("", text)).strip()
        address = self._prose.attachments.get(url.removeprefix("attachment:"), url)
        if not words:
            return _left_out("it has no alternative text")
        if not _PICTURE.fullmatch(address):
            return _left_out(f"“{escape(words)}” is not inside the notebook")
        return f'<img class="picture" src="{address}" alt="{escape(words)}">'

    def table(self, text: str) -> str:
        self._tables += 1
        return (
            f'<div class="scroll" role="region" aria-label="Table {self._tables} in the text" '
            'tabindex="0">'
            f"<table>\n{text}</table></div>\n"
        )

    def table_cell(self, text: str, align: str | None = None, head: bool = False) -> str:
        tag, scope = ("th", ' scope="col"') if head else ("td", "")
        css_class = ' class="number"' if align == "right" else ""
        return f"<{tag}{scope}{css_class}>{text}</{tag}>\n"


def _left_out(reason: str) -> str:
    return f'<span class="left-out">A picture was left out here: {reason}.</span>'
