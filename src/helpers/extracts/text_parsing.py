"""From blocks of text to columns: numbers read by the parser, text that repeats as codes."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import polars as pl

from helpers.base.coded_text import ROWS_A_WORD, is_coded, new_code
from helpers.extracts.opened import ROW, text_column
from helpers.extracts.text_blocks import QUOTATION_MARK

# How many blocks are parsed at the same time at most, whatever the machine: each takes memory.
AT_ONCE = 4


@dataclass(frozen=True)
class Cells:
    """Which cells of a text file are read.

    Attributes
    ----------
    separator : str
        The sign between two cells.
    width : int
        Cells of a row.
    columns : tuple of int
        Zero-based columns that are read.
    numbers : frozenset of int
        Those of them that hold nothing but numbers.
    """

    separator: str
    width: int
    columns: tuple[int, ...]
    numbers: frozenset[int] = frozenset()

    @property
    def kinds(self) -> dict[str, pl.DataType]:
        """Type by name of every column of the file."""
        return {
            text_column(index): pl.Float64() if index in self.numbers else pl.String()
            for index in range(self.width)
        }


def scan(
    content: Path | bytes | BinaryIO,
    cells: Cells,
    kinds: dict[str, pl.DataType],
    lines: int,
    number: int | None = None,
    *,
    quoted: bool = True,
) -> pl.LazyFrame:
    """Let Polars parse text below its first lines.

    Parameters
    ----------
    content : Path, bytes or binary file
        UTF-8 text.
    cells : Cells
        What is read.
    kinds : dict of str to DataType
        Type by name of every column of the file.
    lines : int
        Lines above the rows.
    number : int, optional
        Number of the first row.
    quoted : bool
        Whether a quotation mark stands in the text.

    Returns
    -------
    LazyFrame
        The columns asked for, by `text_column`, and `ROW` where rows are numbered.
    """
    frame = pl.scan_csv(
        content,
        has_header=False,
        skip_lines=lines,
        schema=kinds,
        separator=cells.separator,
        # An empty cell is missing by itself; only one in quotation marks must be held against this.
        null_values=[""] if quoted else None,
        row_index_name=None if number is None else ROW,
        row_index_offset=number or 0,
    )
    return frame.select(
        *(() if number is None else (pl.col(ROW).cast(pl.Int64),)),
        *(text_column(index) for index in cells.columns),
    )


def parse(
    blocks: Iterable[bytes], cells: Cells, lines: int, number: int
) -> tuple[pl.DataFrame, int]:
    """Parse a text file block by block.

    Text that repeats in the first block is read as codes from the second on, for as long as
    it goes on repeating; a file of one block is plain text.

    Parameters
    ----------
    blocks : iterable of bytes
        As `row_blocks` gives them.
    cells : Cells
        What is read.
    lines : int
        Lines of the first block above the rows.
    number : int
        Number of the first row.

    Returns
    -------
    frame : DataFrame
        `ROW` and the columns asked for, by `text_column`: numbers, text or codes.
    marks : int
        How many quotation marks the blocks hold.

    Raises
    ------
    polars.exceptions.PolarsError
        At an irregular row, or a cell that is no number where one must be.
    """
    kinds = cells.kinds
    parts: list[pl.DataFrame] = []
    rows = marks = 0
    for parsed in _each_block(iter(blocks), cells, kinds, lines, parts):
        parts.append(parsed.frame)
        rows += parsed.frame.height
        marks += parsed.marks
        _decode(parts, kinds, parsed, rows)
    numbers = pl.int_range(number, number + rows, dtype=pl.Int64, eager=True).alias(ROW)
    return pl.concat(parts).insert_column(0, numbers), marks


@dataclass(frozen=True)
class _Parsed:
    """Rows of a block, its quotation marks, and the last code of each coded column."""

    frame: pl.DataFrame
    marks: int
    last: dict[str, int]


def _each_block(
    blocks: Iterator[bytes],
    cells: Cells,
    kinds: dict[str, pl.DataType],
    lines: int,
    parts: list[pl.DataFrame],
) -> Iterator[_Parsed]:
    """Parse several blocks at once: one is too small for Polars to share out."""
    for block in blocks:
        yield _parsed(block, cells, kinds, lines)
        break
    at_once = min(pl.thread_pool_size(), AT_ONCE)
    waiting: deque[Future[_Parsed]] = deque()
    with ThreadPoolExecutor(at_once) as threads:
        for number, block in enumerate(blocks):
            if not number:
                _code(parts, kinds)
            waiting.append(threads.submit(_parsed, block, cells, dict(kinds), 0))
            if len(waiting) > at_once:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _parsed(block: bytes, cells: Cells, kinds: dict[str, pl.DataType], lines: int) -> _Parsed:
    marks = block.count(QUOTATION_MARK) if QUOTATION_MARK in block else 0
    frame = scan(block, cells, kinds, lines, quoted=marks > 0).collect(engine="streaming")
    codes = (column.to_physical() for column in frame.iter_columns() if is_coded(column))
    return _Parsed(frame, marks, {each.name: _last(each) for each in codes})


def _last(codes: pl.Series) -> int:
    last = codes.max()
    return last if isinstance(last, int) else 0


def _code(parts: list[pl.DataFrame], kinds: dict[str, pl.DataType]) -> None:
    """Hold as codes what repeats in the first part."""
    (first,) = parts
    for column in first.iter_columns():
        if column.dtype == pl.String and column.n_unique() * ROWS_A_WORD <= first.height:
            kinds[column.name] = new_code()
    parts[0] = first.cast({name: kinds[name] for name in first.columns})


def _decode(
    parts: list[pl.DataFrame], kinds: dict[str, pl.DataType], parsed: _Parsed, rows: int
) -> None:
    """Hold as text again what has ceased to repeat."""
    for name, last in parsed.last.items():
        if kinds[name] == pl.String:
            # The block was under way already when that was found.
            parts[-1] = parts[-1].with_columns(pl.col(name).cast(pl.String))
        elif last * ROWS_A_WORD > rows:
            kinds[name] = pl.String()
            parts[:] = [part.with_columns(pl.col(name).cast(pl.String)) for part in parts]
