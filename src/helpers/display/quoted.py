"""Words of somebody else inside a sentence: shown as they are, whatever Markdown makes of them."""

from __future__ import annotations

import re

_SIGNS = re.compile(r"[\\`*_\[\]<>&#~!|]")


def quoted(text: str) -> str:
    """Return a name so that Markdown takes none of its signs for a mark, a link or a tag."""
    return _SIGNS.sub(r"\\\g<0>", text)
