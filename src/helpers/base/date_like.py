"""Periods and bands in words, where a spreadsheet would take them for dates."""

from __future__ import annotations

import re

from helpers.base.errors import ParameterError
from helpers.base.period_kinds import PeriodKind, spoken_period

_BY_KIND = (
    (re.compile(r"[0-9]{4}-[0-9]{2}"), (PeriodKind.FINANCIAL_YEAR, PeriodKind.MONTH)),
    (re.compile(r"[0-9]{4}-[0-9]{2}-Q[1-4]"), (PeriodKind.QUARTER,)),
    (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), (PeriodKind.DATE,)),
)
_YEARS = re.compile(r"([0-9]{4})\s*[-/\N{EN DASH}]\s*([0-9]{2}|[0-9]{4})")
_BAND = re.compile(r"([0-9]{1,3})\s*[-\N{EN DASH}]\s*([0-9]{1,3})(?:\s*([A-Za-z%][A-Za-z ,%]*))?")


def in_words(text: str) -> str:
    """Return a period or band in words, where a spreadsheet might take it for a date.

    "2024-25" becomes "2024 to 2025", "2-3 days" becomes "2 to 3 days". Every other text,
    codes among them, comes back as it is.
    """
    if not text[:1].isdecimal():
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


def _spoken(text: str, kind: PeriodKind) -> str:
    try:
        return spoken_period(text, kind)
    except ParameterError:
        return ""
