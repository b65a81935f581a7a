"""Identifiers inside one page: plain, and each used once."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

RESERVED = (
    "main contents main-points data-limits data data-inside how-made files related about code "
    "sample-data what-changed changes checks method settings versions cite licence accessibility "
    "contact layer layer-charts layer-vega"
)
"""Anchors of the page's own parts, which a notebook's headings leave alone."""

LONGEST = 60

_NOT_PLAIN = re.compile(r"[^a-z0-9]+")


@dataclass
class Identifiers:
    """Hand out identifiers, each once."""

    used: set[str] = field(default_factory=lambda: set(RESERVED.split()))

    def new(self, text: str) -> str:
        """Make an identifier of a text, with a number where it was used before."""
        plain = _NOT_PLAIN.sub("-", text.lower()).strip("-")[:LONGEST].strip("-") or "part"
        # An identifier that starts with a digit cannot be named in a style sheet.
        base = plain if plain[0].isalpha() else f"part-{plain}"
        found, number = base, 1
        while found in self.used:
            number += 1
            found = f"{base}-{number}"
        self.used.add(found)
        return found
