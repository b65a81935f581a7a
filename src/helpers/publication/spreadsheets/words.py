"""Text as a cell may hold it: what XML forbids taken out, and what looks like a date in words."""

from __future__ import annotations

import re

from helpers.base.errors import ParameterError
from helpers.base.period_kinds import PeriodKind, spoken_period

LONGEST_TEXT = 16_000
"""Characters that a cell holds for certain: Excel counts 32,767 units, two for an emoji."""

CUT = " … (cut here: a cell holds no more)"

# What XML 1.0 forbids or discourages, and halves of pairs that no encoding can write.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")

_BY_KIND = (
    (re.compile(r"\d{4}-\d{2}"), (PeriodKind.FINANCIAL_YEAR, PeriodKind.MONTH)),
    (re.compile(r"\d{4}-\d{2}-Q[1-4]"), (PeriodKind.QUARTER,)),
    (re.compile(r"\d{4}-\d{2}-\d{2}"), (PeriodKind.DATE,)),
)
_YEARS = re.compile(r"(\d{4})\s*[-/\N{EN DASH}]\s*(\d{2}|\d{4})")
_BAND = re.compile(r"(\d{1,3})\s*[-\N{EN DASH}]\s*(\d{1,3})(?:\s*([A-Za-z%][A-Za-z ,%]*))?")


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


def in_words(text: str) -> str:
    """Return a period or band in words, where a spreadsheet might take it for a date.

    "2024-25" becomes "2024 to 2025", "2-3 days" becomes "2 to 3 days". Every other text,
    codes among them, comes back as it is.
    """
    if not text[:1].isdigit():
        return text
    for pattern, kinds in _BY_KIND:
        if pattern.fullmatch(text):
            for kind in kinds:
                if told := _spoken(text, kind):
                    return told
    if found := _YEARS.fullmatch(text):
        first, last = found[1], found[2]
        whole = last if len(last) == 4 else first[:2] + last
        if int(first) < int(whole):
            return f"{first} to {whole}"
    if (found := _BAND.fullmatch(text)) and int(found[1]) < int(found[2]):
        return f"{found[1]} to {found[2]}{f' {found[3]}' if found[3] else ''}"
    return text


def cell_text(text: str) -> str:
    """Return a text as a cell of a table holds it."""
    return in_words(plain(text))


def _spoken(text: str, kind: PeriodKind) -> str:
    try:
        return spoken_period(text, kind)
    except ParameterError:
        return ""
