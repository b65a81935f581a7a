"""The rows of a plain table in their contract's types, its figures one a row."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from helpers.base.coded_text import in_words
from helpers.contracts.facts import UNREADABLE as UNREADABLE_COLUMN
from helpers.contracts.model import Contract
from helpers.extracts.conversion import convert
from helpers.extracts.fast_rows import fast_rows
from helpers.extracts.matching import Match
from helpers.extracts.opened import ROW, Opened, text_column
from helpers.extracts.provenance import said
from helpers.extracts.text_files import TextFile

SHEET = "sheet"
# The place of a figure whose column became a row, for the name of its cell.
PLACE = "_place"
RAW = "_raw"
_FILLED = "_filled"
_FIRST = "_first"
# A line of notes below a table is a sentence; a row that lost its cells is a code.
NOTE_LENGTH = 25


@dataclass(frozen=True)
class TypedRows:
    """Rows of one sheet.

    Attributes
    ----------
    frame : DataFrame
        Columns of the contract that the layout knows, `ROW`, `SHEET` and the column that
        names unreadable cells; `PLACE` and `RAW` where columns became rows.
    notes : tuple of str
        What was left alone.
    """

    frame: pl.DataFrame
    notes: tuple[str, ...]


def typed_rows(opened: Opened, contract: Contract, match: Match) -> TypedRows:
    """Read one sheet by the layout that fits it.

    Raises
    ------
    ExtractRefused
        When a row has more cells than the header, or its text cannot be cut into cells.
    """
    notes: tuple[str, ...] = ()
    frame = fast_rows(opened, contract, match) if isinstance(opened, TextFile) else None
    if frame is None:
        frame = _patient(opened, contract, match)
        frame, notes = _rows_of_data(frame if frame[ROW].is_sorted() else frame.sort(ROW), match)
    if match.layout.unpivot is not None or match.layout.step:
        frame = in_words(frame).collect()
    frame = frame.with_columns(pl.lit(match.sheet).alias(SHEET))
    return TypedRows(_pivot(frame, contract, match), notes)


def _patient(opened: Opened, contract: Contract, match: Match) -> pl.DataFrame:
    expressions = _expressions(opened, contract, match)
    try:
        return raw_rows(opened, match).select(expressions).collect(engine="streaming")
    except pl.exceptions.PolarsError:
        exact = opened.exact_strings(match.sheet, match.row + 1, match.indices)
        return exact.select(expressions).collect()


def raw_rows(opened: Opened, match: Match) -> pl.LazyFrame:
    """Text of the columns that a layout reads."""
    return opened.strings(match.sheet, match.row + 1, match.indices)


def _expressions(opened: Opened, contract: Contract, match: Match) -> list[pl.Expr]:
    columns = match.layout.read_columns(contract)
    expressions: list[pl.Expr] = [pl.col(ROW)]
    unread: dict[str, pl.Expr] = {}
    for name, column in match.given.items():
        if name in match.places:
            text = pl.col(text_column(match.places[name]))
        else:
            text = pl.lit(said(name, column, opened, match))
        made = convert(text, columns[name], column, match.layout.markers)
        expressions.extend(made.columns)
        if made.unreadable is not None:
            unread[name] = made.unreadable
    named = [pl.when(odd).then(pl.lit(name)) for name, odd in unread.items()]
    words = pl.concat_str(named, separator=",", ignore_nulls=True) if named else pl.lit("")
    expressions.append(words.alias(UNREADABLE_COLUMN))
    filled = [pl.col(text_column(index)).is_not_null() for index in match.indices]
    expressions.append(pl.sum_horizontal(cell.cast(pl.UInt16) for cell in filled).alias(_FILLED))
    expressions.append(pl.col(text_column(match.indices[0])).alias(_FIRST))
    expressions.extend(pl.col(text_column(index)) for index, _ in match.pivoted)
    return expressions


def _rows_of_data(frame: pl.DataFrame, match: Match) -> tuple[pl.DataFrame, tuple[str, ...]]:
    # Few rows are short: only they are looked at, and nothing is copied where there are none.
    short = frame.select(ROW, _FILLED, _FIRST).filter(pl.col(_FILLED) <= 1)
    whole = frame.drop(_FILLED, _FIRST)
    if short.is_empty():
        return whole, ()
    full = frame.select(pl.col(ROW).filter(pl.col(_FILLED) > 1))[ROW]
    first, last = (full.min(), full.max()) if len(full) else (0, 0)
    text = pl.col(_FIRST).cast(pl.String).fill_null("").str.strip_chars()
    sentence = text.str.contains(r"^$|\s|^[\[*(]|:$") | (text.str.len_chars() > NOTE_LENGTH)
    outside = (pl.col(ROW) < first) | (pl.col(ROW) > last)
    notes = short.filter((pl.col(_FILLED) == 1) & outside & sentence)[ROW]
    blank = short.filter(pl.col(_FILLED) == 0)[ROW]
    kept = whole.filter(~pl.col(ROW).is_in(pl.concat([notes, blank]).implode()))
    if notes.is_empty():
        return kept, ()
    place = f"sheet {match.sheet}: " if match.sheet else ""
    return kept, (f"{place}{len(notes)} lines of notes around the rows were left alone",)


def _pivot(frame: pl.DataFrame, contract: Contract, match: Match) -> pl.DataFrame:
    unpivot = match.layout.unpivot
    if unpivot is None:
        return frame
    column = next(column for column in contract.columns if column.name == unpivot.value)
    labels = {text_column(index): label for index, label in match.pivoted}
    long = frame.unpivot(
        on=list(labels),
        index=[name for name in frame.columns if name not in labels],
        variable_name=PLACE,
        value_name=RAW,
    )
    layout = match.layout.columns[unpivot.value]
    made = convert(pl.col(RAW), column, layout, match.layout.markers)
    known = pl.when(pl.col(UNREADABLE_COLUMN) != "").then(pl.col(UNREADABLE_COLUMN))
    odd = pl.lit(value=False) if made.unreadable is None else made.unreadable
    unread = pl.when(odd).then(pl.lit(unpivot.value))
    return long.with_columns(
        pl.col(PLACE).replace_strict(labels, return_dtype=pl.String).alias(unpivot.into),
        pl.concat_str([known, unread], separator=",", ignore_nulls=True).alias(UNREADABLE_COLUMN),
        *made.columns,
    ).sort(ROW, pl.col(PLACE).str.slice(1).cast(pl.Int32))
