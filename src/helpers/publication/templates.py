"""The templates and the one house style, shared by pages and the site."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from helpers.disclosure.leaks import OWN_COLUMNS
from helpers.publication.markdown import is_on_the_web, is_safe_address
from helpers.publication.unbroken import unbroken

FOLDER = Path(__file__).with_name("template")

STYLE_SHEETS = (
    "house.css",
    "tables.css",
    "figures.css",
    "changes.css",
    "site.css",
    "quality.css",
    "modes.css",
)
"""In the order in which later ones refine earlier ones."""

_COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
_MARGIN = re.compile(r"\n\s*")
# A browser replaces these, and a text with lone surrogates cannot be written as UTF-8.
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Style:
    """The house style and the security policy that lets it in, and nothing else."""

    css: Markup
    policy: str


@cache
def house_style() -> Style:
    """Read the style sheets once, without their comments and margins."""
    sheets = [(FOLDER / name).read_text(encoding="utf-8") for name in STYLE_SHEETS]
    css = _MARGIN.sub("\n", _COMMENT.sub("", "\n".join(sheets))).strip()
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    return Style(Markup(css), policy)


@cache
def environment() -> Environment:
    """Build the Jinja2 environment: everything escaped, every name known."""
    built = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    built.filters["is_address"] = is_safe_address
    built.filters["is_on_the_web"] = is_on_the_web
    built.filters["unbroken"] = unbroken
    built.globals["style"] = house_style()
    # A cell names its column where the disclosure scan reads it, and nowhere else.
    built.globals["scanned"] = OWN_COLUMNS
    return built


def as_text(html: str) -> str:
    """Replace characters that are not text, so that every page can be written and read."""
    return _NOT_TEXT.sub("\N{REPLACEMENT CHARACTER}", html).rstrip() + "\n"
