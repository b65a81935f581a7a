"""Numbers in a council's comment: each is a figure of the page, or is marked as quoted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from helpers.base.period_kinds import MONTHS
from helpers.contracts.columns import Obs

# What of an observation a comment may repeat.
SAID = (
    Obs.VALUE,
    Obs.NUMERATOR,
    Obs.DENOMINATOR,
    Obs.ENGLAND,
    Obs.REGION,
    Obs.NEIGHBOURS,
    Obs.RANK,
    Obs.RANKED,
)
_MONTH = "|".join(MONTHS)
# Digits that are no figure: dates, years, ages, codes of measures, addresses, list markers.
_NOT_FIGURES = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)? (?:{_MONTH})\b(?: \d{{4}}\b)?"
    r"|\b(?:19|20)\d\d(?:[-/]\d{2,4})?(?![\d,.%]*\d)\b"
    r"|\bage[ds]?(?: of)? \d{1,3}(?: to \d{1,3}|\+)?"
    r"|\b\d{1,3} and over\b"
    r"|\b(?:per|in|of every|for every) 1(?:,?0){2,6}\b(?!,?\d)|\bout of (?:12|24)\b"
    r"|\b95(?:%| per cent) (?:confidence |)(?:interval|margin|limits)"
    r"|\b\d?[A-Z]+\d*\(\d?[a-z]?\)"
    r"|\]\([^)\s]*\)|https?://\S+"
    r"|^\s*\d+\.\s"
)
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")
_NUMBER = re.compile(r"(?<![\w.,])(?P<digits>\d[\d,]*(?:\.\d+)?)(?P<sign>%| per cent)?(?![\w])")


@dataclass(frozen=True)
class Number:
    """A number in prose: its line from 1, how it is written, and what it is."""

    line: int
    written: str
    value: float


def numbers_in(text: str) -> Iterator[Number]:
    """Find the numbers of a text that are neither quoted nor dates, ages, codes or addresses.

    Parameters
    ----------
    text : str
        Markdown. Whatever stands in quotation marks or in a line that begins with ">" is quoted.
    """
    # Quoted words may run over the end of a line; its length must stay for the count of lines.
    plain = _QUOTED.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    for number, line in enumerate(plain.splitlines(), start=1):
        if line.lstrip().startswith(">"):
            continue
        for found in _NUMBER.finditer(_NOT_FIGURES.sub(" ", line)):
            digits = found["digits"].rstrip(",")
            yield Number(number, f"{digits}{found['sign'] or ''}", float(digits.replace(",", "")))


def first_unknown(text: str, observations: pl.DataFrame) -> Number | None:
    """Return the first number of a text that is no figure of the page, None where all are.

    Parameters
    ----------
    text : str
        Markdown.
    observations : DataFrame
        `Obs` columns: what the page may show.
    """
    known = {
        float(value)
        for column in SAID
        for value in observations[column.value].drop_nulls().unique().to_list()
    }
    return next((each for each in numbers_in(text) if each.value not in known), None)
