"""What a file says once for all its rows: its period, its edition, its place."""

from __future__ import annotations

import re

import polars as pl

from helpers.base import digests
from helpers.base.errors import ExtractRefused
from helpers.base.period_kinds import MONTHS, PeriodKind
from helpers.contracts.model import Contract
from helpers.extracts.matching import SEARCHED_ROWS, Match
from helpers.extracts.opened import Opened, as_text
from helpers.extracts.table_layout import ColumnLayout

_DAY_IN_WORDS = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\s+([A-Za-z]{3,9})\s+(\d{4})$")


def said(name: str, column: ColumnLayout, opened: Opened, match: Match) -> str:
    """Return the one value of a column that no header names.

    Raises
    ------
    ExtractRefused
        When neither the file nor its name says it.
    """
    if column.constant is not None:
        return column.constant
    sources = (
        stated(column.title, match.above),
        stated(column.sheet, match.sheet),
        stated(column.header_row, _header_row(opened, match)),
        column.known_copies.get(digests.of_file(opened.path)) if column.known_copies else None,
        stated(column.file_name, opened.name),
    )
    for value in sources:
        if value:
            return " ".join(value.split())
    if column.otherwise or column.optional:
        return column.otherwise
    place = f"{opened.name}, sheet {match.sheet}" if match.sheet else opened.name
    if column.file_name:
        raise ExtractRefused(
            place,
            f"neither the file nor its name says its {_words(name)}",
            f"the {_words(name)} in the file's name, as the publisher writes it there",
            "give the copy its published name again, and run again",
        )
    raise ExtractRefused(
        f"{place}, above row {match.row + 1}",
        f"the lines above the table do not say its {_words(name)}",
        "the publisher's title lines",
        "fetch the file again; do not delete its first lines",
    )


def stated(pattern: str, text: str) -> str | None:
    """First group of a pattern in a text, None where it is not there."""
    if not pattern:
        return None
    found = re.search(pattern, text, re.IGNORECASE | re.MULTILINE)
    return found[1].strip() if found else None


def edition_of(pattern: str, text: str) -> str:
    """What a file says of its revision; a date in words becomes one that can be put in order.

    Parameters
    ----------
    pattern : str
        A regular expression whose first group is the edition; "" where the layout has none.
    text : str
        The lines above the table.

    Returns
    -------
    str
        "2015-11-13" for "13th November 2015"; any other wording as it is, "" for none.
    """
    said_words = stated(pattern, text) or ""
    day = _DAY_IN_WORDS.match(said_words)
    months = [month.lower()[: len(day[2])] for month in MONTHS] if day else []
    if day is None or day[2].lower() not in months:
        return said_words
    return f"{day[3]}-{months.index(day[2].lower()) + 1:02d}-{int(day[1]):02d}"


def periods_of(frame: pl.DataFrame, contract: Contract) -> tuple[str, str]:
    """First and last period of the rows; empty for a dataset without periods."""
    period = contract.facts.get("period", {})
    if period.get("kind", PeriodKind.NONE) == PeriodKind.NONE:
        return "", ""
    given = frame[period["column"]].unique().drop_nulls().cast(pl.String)
    return (str(given.min()), str(given.max())) if len(given) else ("", "")


def _header_row(opened: Opened, match: Match) -> str:
    return "\t".join(as_text(cell) for cell in opened.head(match.sheet, SEARCHED_ROWS)[match.row])


def _words(name: str) -> str:
    return name.replace("_", " ")
