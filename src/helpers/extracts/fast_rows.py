"""Rows of a text file that holds what its contract says: nothing is copied that stays as it is.

The parser reads the numbers, and text that repeats is worked on once a word. A file in which
a figure wants more patience (a marker, a thousands separator) is left to the patient reading.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import polars as pl

from helpers.base.coded_text import each_word, is_coded, words_of
from helpers.contracts.facts import UNREADABLE as UNREADABLE_COLUMN
from helpers.contracts.model import Column, Contract
from helpers.extracts.cells import DUST
from helpers.extracts.conversion import POLARS_TYPES, convert
from helpers.extracts.matching import Match
from helpers.extracts.opened import ROW, text_column
from helpers.extracts.provenance import said
from helpers.extracts.table_layout import ColumnLayout
from helpers.extracts.text_files import TextFile

NUMBERS = ("number", "integer")
# Two filled cells among so many tell a row of data from a line of notes.
LOOKED_AT = 4
_ODD = " odd"


@dataclass(frozen=True)
class Source:
    """A column of the file, and what the contract and its layout say of it."""

    place: str
    column: Column
    layout: ColumnLayout


@dataclass(frozen=True)
class Seen:
    """What the columns hold.

    Attributes
    ----------
    odd : bool
        Whether a number is one that the contract's type cannot hold.
    dusty : frozenset of str
        Columns in which a number has more decimals than are ever published.
    untidy : frozenset of str
        Columns in which a text has a space at one of its ends.
    """

    odd: bool
    dusty: frozenset[str]
    untidy: frozenset[str]


def fast_rows(opened: TextFile, contract: Contract, match: Match) -> pl.DataFrame | None:
    """Read the rows as their contract has them, None where a cell wants more patience.

    Parameters
    ----------
    opened : TextFile
        The file.
    contract : Contract
        Its contract.
    match : Match
        The layout that fits.

    Returns
    -------
    DataFrame or None
        `ROW`, the columns of the contract that the layout knows, those that become rows as
        text, and the column that names unreadable cells, of which there are none.

    Raises
    ------
    ExtractRefused
        When a quotation mark is never closed.
    """
    columns = match.layout.read_columns(contract)
    sources = [
        Source(text_column(match.places[name]), columns[name], layout)
        for name, layout in match.given.items()
        if name in match.places
    ]
    numbers = [source for source in sources if _is_number(source)]
    places = frozenset(match.places[source.column.name] for source in numbers)
    try:
        raw = opened.parsed(match.row + 1, match.indices, places)
    except pl.exceptions.PolarsError:
        return None
    texts = [source for source in sources if not _is_number(source)]
    seen = _seen(raw, numbers, texts)
    raw = raw.with_columns(_tidied(raw[name]) for name in seen.untidy)
    words = _words(raw, texts, match.layout.markers)
    constants = _constants(opened, columns, match)
    if seen.odd or _has_short_rows(raw, match) or words is None or constants is None:
        return None
    figures = (_figure(raw[each.place], each, seen) for each in numbers)
    as_they_are = [raw[ROW], *(raw[text_column(index)] for index, _ in match.pivoted)]
    return pl.DataFrame([*as_they_are, *figures, *words]).with_columns(*constants)


def _is_number(source: Source) -> bool:
    return (
        not source.layout.status
        and source.column.logical_type in NUMBERS
        and source.layout.kind in ("text", *NUMBERS)
    )


def _seen(raw: pl.DataFrame, numbers: list[Source], texts: list[Source]) -> Seen:
    """Look at every column at once."""
    asked = []
    for source in numbers:
        number = pl.col(source.place)
        odd = (~number.is_finite()).any()
        if source.column.logical_type == "integer":
            odd = odd | (number != number.round(0)).any()
        asked.append(odd.alias(f"{source.place} odd"))
        asked.append((number != number.round(DUST)).any().alias(f"{source.place} dusty"))
    plain = [source.place for source in texts if not is_coded(raw[source.place])]
    asked += [_is_untidy(pl.col(place)).alias(f"{place} untidy") for place in plain]
    seen = raw.select(asked).row(0, named=True) if asked else {}
    for source in texts:
        if source.place not in plain:
            words = words_of(raw[source.place]).to_frame()
            seen[f"{source.place} untidy"] = words.select(_is_untidy(pl.first())).item()
    return Seen(
        odd=any(seen[f"{source.place} odd"] for source in numbers),
        dusty=frozenset(each.place for each in numbers if seen[f"{each.place} dusty"]),
        untidy=frozenset(each.place for each in texts if seen[f"{each.place} untidy"]),
    )


def _is_untidy(text: pl.Expr) -> pl.Expr:
    """Whether any text has a space at one of its ends, or is there and empty."""
    return ((text.str.strip_chars() != text) | (text == "")).any()


def _tidied(column: pl.Series) -> pl.Series:
    """Text without spaces at its ends; a blank one is missing."""
    text = pl.col(column.name).str.strip_chars()
    return each_word(column, lambda words: words.select(pl.when(text != "").then(text))).to_series()


def _has_short_rows(raw: pl.DataFrame, match: Match) -> bool:
    """Whether a row may be a line of notes: the patient reading looks at it whole."""
    looked_at = raw.select(text_column(index) for index in match.indices[:LOOKED_AT])
    if sum(column.null_count() == 0 for column in looked_at.iter_columns()) > 1:
        return False
    filled = pl.sum_horizontal(pl.all().is_not_null().cast(pl.UInt16))
    return bool(looked_at.select((filled < 2).any()).item())


def _figure(number: pl.Series, source: Source, seen: Seen) -> pl.Series:
    """Numbers in the contract's type."""
    kind = POLARS_TYPES[source.column.logical_type]
    clean = number.round(DUST) if source.place in seen.dusty else number
    return clean.cast(kind, strict=False).alias(source.column.name)


def _words(
    raw: pl.DataFrame, texts: list[Source], markers: dict[str, str]
) -> list[pl.Series] | None:
    """Texts in the contract's types, None where one cannot be read."""
    frames, others = [], []
    for source in texts:
        made = _expressions(source, markers)
        if is_coded(raw[source.place]):
            frames.append(each_word(raw[source.place], partial(_select, made)))
        else:
            others += made
    if others:
        frames.append(raw.select(others))
    columns = [column for frame in frames for column in frame.iter_columns()]
    if any(column.any() for column in columns if column.name.endswith(_ODD)):
        return None
    return [column for column in columns if not column.name.endswith(_ODD)]


def _select(expressions: list[pl.Expr], frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(expressions)


def _expressions(source: Source, markers: dict[str, str]) -> list[pl.Expr]:
    text = pl.col(source.place)
    made = convert(text, source.column, source.layout, markers, tidy=True)
    if made.unreadable is None:
        return list(made.columns)
    return [*made.columns, made.unreadable.alias(f"{source.place}{_ODD}")]


def _constants(opened: TextFile, columns: dict[str, Column], match: Match) -> list[pl.Expr] | None:
    """What the file says once for all its rows, None where it cannot be read."""
    made = [pl.lit("").alias(UNREADABLE_COLUMN)]
    for name, layout in match.given.items():
        if name in match.places:
            continue
        text = pl.lit(said(name, layout, opened, match))
        read = convert(text, columns[name], layout, match.layout.markers)
        if read.unreadable is not None and pl.select(read.unreadable).item():
            return None
        for column in pl.select(read.columns).iter_columns():
            made.append(pl.lit(column.item(), column.dtype).alias(column.name))
    return made
