"""Identifiers of people, which no extract for these workbooks may hold.

Messages name headers, rows and forms; they never repeat what stands in a cell.
"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from helpers.base.errors import ExtractRefused
from helpers.contracts.model import Contract
from helpers.extracts.matching import SEARCHED_ROWS, Match
from helpers.extracts.opened import Opened, as_text, frame_of_cells, text_column
from helpers.extracts.personal_headers import headers_of_people
from helpers.extracts.personal_values import (
    EMAIL,
    POSTCODE,
    TELEPHONE,
    Personal,
    personal_values,
)

PEOPLE = "people"
FIGURES = {"number", "integer"}
CONTACT_FORMS = {EMAIL, POSTCODE, TELEPHONE}
TAKE_OUT = "take it out of this copy, even where it is an office's, and run again"
ASK_FOR_COUNTS = "delete this copy, and ask the supplier for the counts alone"


def personal_headers(opened: Opened) -> tuple[str, str, tuple[str, ...]] | None:
    """Return the sheet, row and headers of a table about single people, if there is one."""
    for sheet in opened.sheets:
        found = _headers(opened, sheet)
        if found is not None:
            return sheet, *found
    return None


def check_identifiers(opened: Opened, contract: Contract, match: Match) -> None:
    """Refuse a file about people where any of its sheets points to single people.

    Parameters
    ----------
    opened : Opened
        The file.
    contract : Contract
        Only its policy `people` asks for this: publishers print telephone numbers of offices.
    match : Match
        The sheet that is read. Its figures are not searched; all else is, also the other sheets.

    Raises
    ------
    ExtractRefused
        Naming the headers or the row, never the content.
    """
    if contract.policy != PEOPLE:
        return
    for sheet in opened.sheets:
        own = match if sheet == match.sheet else None
        found = _headers(opened, sheet) if own is None else None
        if own is not None and (names := headers_of_people(own.unread, counts=True)):
            found = str(own.row + 1), names
        if found is not None:
            raise refusal(opened.name, sheet, *found)
        first = _in_head(opened, sheet, own) or _in_body(opened, contract, sheet, own)
        if first is not None:
            raise ExtractRefused(
                _place(opened.name, sheet, str(first.row)),
                f"something that has the form of {first.form}",
                "counts of people, and nothing by which a person could be found",
                TAKE_OUT if first.form in CONTACT_FORMS else ASK_FOR_COUNTS,
            )


def refusal(name: str, sheet: str, row: str, headers: tuple[str, ...]) -> ExtractRefused:
    """Error for a table whose headers name people."""
    return ExtractRefused(
        _place(name, sheet, row),
        "the table is about single people: it has the columns " + ", ".join(headers),
        "counts of people, never people",
        "take the file out of the inbox, and ask the supplier for the counts alone",
    )


def _headers(opened: Opened, sheet: str) -> tuple[str, tuple[str, ...]] | None:
    for row, cells in enumerate(opened.head(sheet, SEARCHED_ROWS)):
        names = headers_of_people([as_text(cell) for cell in cells], counts=False)
        if names:
            return str(row + 1), names
    return None


def _in_head(opened: Opened, sheet: str, own: Match | None) -> Personal | None:
    if own is None:
        return None
    head = opened.head(sheet, SEARCHED_ROWS)[: own.row + 1]
    places = tuple(range(max(len(row) for row in head)))
    return personal_values(frame_of_cells(head, 0, places), _names(places), ())


def _in_body(opened: Opened, contract: Contract, sheet: str, own: Match | None) -> Personal | None:
    head = opened.head(sheet, SEARCHED_ROWS)
    if own is None:
        places = tuple(range(max((len(row) for row in head), default=0)))
        return personal_values(
            frame_of_cells(opened.grid(sheet), 0, places), _names(places), _names(places)
        )
    kinds = {column.name: column.logical_type for column in contract.columns}
    figures = {place for name, place in own.places.items() if kinds[name] in FIGURES}
    figures |= {place for place, _ in own.pivoted}
    places = tuple(place for place in range(len(head[own.row])) if place not in figures)
    dated = _names(place for place in places if place not in own.places.values())
    try:
        frame = opened.strings(sheet, own.row + 1, places)
        return personal_values(frame, _names(places), dated)
    except pl.exceptions.PolarsError:
        exact = opened.exact_strings(sheet, own.row + 1, places)
        return personal_values(exact, _names(places), dated)


def _names(places: Iterable[int]) -> list[str]:
    return [text_column(place) for place in places]


def _place(name: str, sheet: str, row: str) -> str:
    return f"{name}, sheet {sheet}, row {row}" if sheet else f"{name}, row {row}"
