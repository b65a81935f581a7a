"""A script inside a page, let in by its digest and by nothing else."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from functools import cache

from markupsafe import Markup

from helpers.publication.templates import FOLDER, house_style

_COMMENT = re.compile(r"^\s*//.*\n", re.MULTILINE)
_MARGIN = re.compile(r"\n\s*")


@dataclass(frozen=True)
class Script:
    """A script, and the security policy of a page that holds it."""

    code: Markup
    policy: str


@cache
def script(name: str) -> Script:
    """Read a script once, without its comments and margins.

    Parameters
    ----------
    name : str
        Its file beside the templates.
    """
    text = (FOLDER / name).read_text(encoding="utf-8")
    code = _MARGIN.sub("\n", _COMMENT.sub("", text)).strip()
    digest = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
    return Script(Markup(code), f"{house_style().policy}; script-src 'sha256-{digest}'")
