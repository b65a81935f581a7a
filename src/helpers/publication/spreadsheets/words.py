"""Text as a cell may hold it: without what XML forbids, and with dates of no kind."""

from __future__ import annotations

import re

from helpers.base.date_like import in_words

LONGEST_TEXT = 16_000
"""Characters that a cell holds for certain: Excel counts 32,767 units, two for an emoji."""

CUT = " … (cut here: a cell holds no more)"

# What XML 1.0 forbids or discourages, and halves of pairs that no encoding can write.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")


def plain(text: str) -> str:
    """Return a text that both formats can hold, its lines without spare white space.

    A character that XML cannot hold becomes the sign for a character that cannot be shown.
    """
    if text.isprintable() and "  " not in text and text == text.strip():
        clean = text
    else:
        lines = _LINE_END.sub("\n", _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)).split("\n")
        clean = "\n".join(line for line in (" ".join(part.split()) for part in lines) if line)
    if len(clean) <= LONGEST_TEXT:
        return clean
    return clean[: LONGEST_TEXT - len(CUT)].rstrip() + CUT


def cell_text(text: str) -> str:
    """Return a text as a cell of a table holds it."""
    return in_words(plain(text))
