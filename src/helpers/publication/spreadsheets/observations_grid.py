"""All observations of a version as a marked-up table, with words where a file has codes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import polars as pl

from helpers.base.records import STATUS_WORDS, Status
from helpers.contracts.columns import Obs
from helpers.contracts.labels import OBSERVATION_LABELS
from helpers.publication.indicator_files import NUMBERS, WHOLE_NUMBERS
from helpers.publication.spreadsheets.model import Cell, Grid, Heading, Number
from helpers.publication.spreadsheets.symbols import BY_STATUS, Symbol
from helpers.publication.spreadsheets.words import cell_text

RECEIPT_DIGITS: Final = 8
"""Enough to find the receipt on the cover, where it stands whole."""

# Precision is that of the indicator: its own figures in one, figures of larger areas in another.
_OWN: Final = (Obs.VALUE, Obs.LOWER, Obs.UPPER)
_ABOVE: Final = (Obs.ENGLAND, Obs.REGION, Obs.NEIGHBOURS)
# Missing because the value is, and for the same reason; or else because nothing belongs there.
_OF_THE_VALUE: Final = frozenset(
    {*_OWN, Obs.NUMERATOR, Obs.DENOMINATOR, Obs.RANK, Obs.RANKED, Obs.PERCENTILE, Obs.COMPARISON}
)
_NOTHING_HELD: Final = frozenset({*_OWN, *_ABOVE, Obs.NUMERATOR, Obs.DENOMINATOR})


def observations_grid(observations: pl.DataFrame, name: str) -> Grid:
    """Lay observations out as a marked-up table.

    Parameters
    ----------
    observations : DataFrame, shape (rows, columns of `Obs`)
    name : str
        Name of the marked-up table.
    """
    columns = [Obs(column) for column in observations.columns]
    headings = tuple(
        Heading(OBSERVATION_LABELS[column], column in NUMBERS | WHOLE_NUMBERS) for column in columns
    )
    rows = observations.rows(named=True)
    decimals = _decimals(rows)
    told = tuple(tuple(_cell(column, row, decimals) for column in columns) for row in rows)
    return Grid(name, headings, told or (tuple(Symbol.NOT_APPLICABLE.value for _ in columns),))


def _cell(column: Obs, row: Mapping[str, Any], decimals: Mapping[tuple[str, Obs], int]) -> Cell:
    value = row[column]
    if value is None or value == "":
        return _absent(column, row).value
    if column is Obs.STATUS:
        return _status(str(value))
    if column is Obs.RECEIPT:
        return str(value)[:RECEIPT_DIGITS]
    if column in WHOLE_NUMBERS:
        return Number(value, 0, True)
    if column in NUMBERS:
        return Number(value, decimals[_precision(column, row)], True)
    return cell_text(str(value))


def _absent(column: Obs, row: Mapping[str, Any]) -> Symbol:
    reason = BY_STATUS.get(row[Obs.STATUS])
    if row[Obs.VALUE] is None and reason and column in _OF_THE_VALUE:
        return reason
    return Symbol.NOT_AVAILABLE if column in _NOTHING_HELD else Symbol.NOT_APPLICABLE


def _status(name: str) -> str:
    words = STATUS_WORDS.get(name, name)
    symbol = BY_STATUS.get(Status(name)) if name in STATUS_WORDS else None
    return f"{symbol.value} {words}" if symbol else words


def _precision(column: Obs, row: Mapping[str, Any]) -> tuple[str, Obs]:
    """What shares a precision: figures of one indicator and one kind."""
    if column in _OWN:
        return f"{row[Obs.FRAMEWORK]} {row[Obs.INDICATOR]}", Obs.VALUE
    if column in _ABOVE:
        return f"{row[Obs.FRAMEWORK]} {row[Obs.INDICATOR]}", Obs.ENGLAND
    return "", column


def _decimals(rows: list[dict[str, Any]]) -> dict[tuple[str, Obs], int]:
    """Most decimals that each indicator's figures have: 20.0 stands so beside 19.7."""
    found: dict[tuple[str, Obs], int] = {}
    for row in rows:
        for column in NUMBERS:
            if row[column] is not None:
                _, _, after = repr(row[column]).partition(".")
                # "1.5e-07" has more decimals than its digits show; such a number is left at them.
                digits = 0 if after == "0" else len(after.partition("e")[0])
                key = _precision(column, row)
                found[key] = max(found.get(key, 0), digits)
    return found
