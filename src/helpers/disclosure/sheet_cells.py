"""Looking for suppressed figures in spreadsheets, sheet by sheet, as a reader would see them.

A row is known by its codes and its year. In the row of a suppressed figure nothing may stand
but words, figures of other areas and the signs in place of a number; a heading that is not
known to be harmless is taken for the area's own figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import python_calamine

from helpers.base.date_like import in_words
from helpers.base.errors import DisclosureRefused
from helpers.base.geography import REGIONS
from helpers.base.period_kinds import PERIOD_HEADINGS
from helpers.contracts.columns import Obs
from helpers.contracts.labels import OBSERVATION_LABELS
from helpers.disclosure.policy import HIDDEN, Withheld

_CODE, _INDICATOR, _PERIOD, _BREAKDOWN = (
    OBSERVATION_LABELS[column]
    for column in (Obs.AREA_CODE, Obs.INDICATOR, Obs.PERIOD, Obs.BREAKDOWN)
)
_KEYS: Final = {_CODE, _INDICATOR, _PERIOD}
_OWN: Final = frozenset(OBSERVATION_LABELS[column] for column in HIDDEN)
# Words and other areas' figures: the rest of an observation, and columns of tables for people.
_HARMLESS: Final = (
    frozenset(OBSERVATION_LABELS.values())
    | PERIOD_HEADINGS
    | set(REGIONS.values())
    | {"Measure", "Note"}
) - _OWN
_UNIT: Final = re.compile(r" \([^()]*\)$")
_SIGN: Final = re.compile(r"\[[a-z]\]")
_DIGIT: Final = re.compile(r"\d")

ALL: Final = "all"

Key = tuple[str, str, str, str]
Found = Iterator[tuple[Withheld, str]]


def look_into(path: Path, hidden: frozenset[Withheld]) -> Found:
    """Find figures of hidden observations in a spreadsheet.

    Parameters
    ----------
    path : Path
        An XLSX or ODS file.
    hidden : frozenset of Withheld
        The observations that the source suppresses.

    Yields
    ------
    (Withheld, str)
        The observation, and the sheet, heading and cell that show it.

    Raises
    ------
    DisclosureRefused
        When the file cannot be read, so that nobody can look into it.
    """
    try:
        book = python_calamine.CalamineWorkbook.from_path(path)
        sheets = [(name, book.get_sheet_by_name(name).to_python()) for name in book.sheet_names]
    except Exception as reason:  # calamine raises a class of its own for each fault of a file
        raise DisclosureRefused(
            path.name,
            f"it cannot be read ({reason})",
            "a spreadsheet that can be scanned for suppressed figures",
            "run the version again; if that does not help, leave the file out",
        ) from reason
    as_read = {_as_read(observation): observation for observation in hidden}
    for name, rows in sheets:
        for observation, found in _rows(rows, as_read):
            yield observation, f"sheet {name}, {found}"


def _as_read(observation: Withheld) -> Key:
    """Name of an observation as a sheet says it, its year and its band in words."""
    return (
        observation.area_code,
        observation.indicator,
        in_words(observation.period),
        in_words(observation.breakdown),
    )


def _rows(rows: Sequence[Sequence[object]], hidden: Mapping[Key, Withheld]) -> Found:
    headings: list[str] = []
    for row in rows:
        cells = [str(cell).strip() for cell in row]
        if _KEYS <= set(cells):
            headings = cells
        elif headings:
            named = dict(zip(headings, cells, strict=False))
            key = named[_CODE], named[_INDICATOR], named[_PERIOD], named.get(_BREAKDOWN, ALL)
            if key in hidden:
                for heading, cell in named.items():
                    if _shows_a_figure(heading, cell):
                        yield hidden[key], f"{heading} {cell}"


def _shows_a_figure(heading: str, cell: str) -> bool:
    if heading in _OWN:
        return bool(cell) and not _SIGN.fullmatch(cell)
    return _UNIT.sub("", heading) not in _HARMLESS and bool(_DIGIT.search(cell))
