"""Text that repeats, held once with a code a row: work on it is done once a word.

A million rows name a hundred and fifty councils. Polars calls such a column categorical.
"""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

# From so many rows a word on, codes take less room and time than the words.
ROWS_A_WORD = 8


def is_coded(column: pl.Series) -> bool:
    """Whether a column of text is held as codes."""
    return isinstance(column.dtype, pl.Categorical)


def each_word(column: pl.Series, work: Callable[[pl.DataFrame], pl.DataFrame]) -> pl.DataFrame:
    """Work on a column of text, on each of its different words once where it is coded.

    Parameters
    ----------
    column : Series, shape (rows,)
        Text, coded or not.
    work : callable
        Turns a frame of one column, named as `column`, into another of as many rows; what it
        makes of a row depends on that row alone.

    Returns
    -------
    DataFrame, shape (rows, columns made)
        Text that was made of codes is coded again.
    """
    if not isinstance(column.dtype, pl.Categorical):
        return work(column.to_frame())
    words = _words(column.dtype, column.name)
    made = work(words.to_frame())
    # Words that stay as they are keep their codes.
    if made.width == 1 and made.to_series().equals(words):
        return column.alias(made.columns[0]).to_frame()
    codes = column.to_physical().fill_null(len(words) - 1)
    return pl.DataFrame([_coded(each).gather(codes) for each in made.iter_columns()])


def words_of(column: pl.Series) -> pl.Series:
    """Return the different words of a coded column, and perhaps some more; plain text as it is."""
    if isinstance(column.dtype, pl.Categorical):
        return _words(column.dtype, column.name)
    return column


def in_words(frame: pl.DataFrame) -> pl.LazyFrame:
    """Return a frame without codes, made as it is asked for."""
    coded = [name for name, kind in frame.schema.items() if isinstance(kind, pl.Categorical)]
    return frame.lazy().with_columns(pl.col(coded).cast(pl.String))


def new_code() -> pl.Categorical:
    """Make a type for a coded column, with words of its own."""
    return pl.Categorical(pl.Categories.random())


def _words(kind: pl.Categorical, name: str) -> pl.Series:
    """Words by their code, and a missing one after them."""
    return kind.categories.to_series().alias(name).extend(pl.Series([None], dtype=pl.String))


def _coded(column: pl.Series) -> pl.Series:
    return column.cast(new_code()) if column.dtype == pl.String else column
