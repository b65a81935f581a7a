"""What a page shows in one cell, taken apart into numbers: "453 of 74,114" is two of them.

Pages show strings that are already rounded, so the precision read here is the published one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from helpers.publication.spreadsheets.model import Number

WHOLE, OUT_OF, LOWER, UPPER, MARGIN = (
    "",
    "out of",
    "lower limit",
    "upper limit",
    "plus or minus",
)
ORDER: Final = (WHOLE, OUT_OF, LOWER, UPPER, MARGIN)
PER_CENT: Final = "per cent"

MOST_DIGITS = 15
"""A spreadsheet keeps no more digits of a number, so a longer one is a code and stays text."""

_N = r"[-+\N{MINUS SIGN}]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)?(?:\.[0-9]+)?(?<=[0-9])"
_NUMBER = re.compile(rf"({_N})(?:(%)| ((?!of\b|to\b)[a-z][\w ,%./'-]{{0,40}}))?")
_EXPONENT = re.compile(r"[-+]?[0-9]+(?:\.[0-9]+)?[eE][-+]?[0-9]+")
_OF = re.compile(rf"({_N})(?:st|nd|rd|th)? of ({_N})")
_RANGE = re.compile(rf"({_N})%? to ({_N})%?")
_MARGIN = re.compile(rf"± ?({_N})%?")
_CODE = re.compile(r"[-+\N{MINUS SIGN}]?0[0-9]")


class Parts(NamedTuple):
    """Numbers of one cell by what they are, and the unit of a single one."""

    numbers: Mapping[str, Number]
    unit: str = ""


def read_parts(text: str) -> Parts | None:
    """Take a display string apart; None where it is no number.

    Parameters
    ----------
    text : str
        Such as "611.2 per 100,000", "34.9%", "556.2 to 670.2", "±0.6" or "69th of 152".
    """
    if not text or not (text[0].isdigit() or text[0] in "-+±.\N{MINUS SIGN}"):
        return None
    if found := _NUMBER.fullmatch(text):
        number = _number(found[1])
        unit = PER_CENT if found[2] else found[3] or ""
        return Parts({WHOLE: number}, unit) if number else None
    if found := _OF.fullmatch(text):
        return _pair(WHOLE, found[1], OUT_OF, found[2])
    if found := _RANGE.fullmatch(text):
        return _pair(LOWER, found[1], UPPER, found[2])
    if found := _MARGIN.fullmatch(text):
        number = _number(found[1])
        return Parts({MARGIN: number}) if number else None
    if _EXPONENT.fullmatch(text):
        return Parts({WHOLE: Number(float(text), None)})
    return None


def _pair(first: str, one: str, second: str, other: str) -> Parts | None:
    numbers = _number(one), _number(other)
    if numbers[0] is None or numbers[1] is None:
        return None
    return Parts({first: numbers[0], second: numbers[1]})


def _number(text: str) -> Number | None:
    if _CODE.match(text) or sum(map(str.isdigit, text)) > MOST_DIGITS:
        return None
    digits = text.replace(",", "").replace("\N{MINUS SIGN}", "-")
    _, _, decimals = digits.partition(".")
    value = float(digits) if decimals else int(digits)
    return Number(value, len(decimals), "," in text)
