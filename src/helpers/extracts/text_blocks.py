"""UTF-8 text in blocks of whole rows, so that no more than one block of it is in memory."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

# So large that Polars can share it out, so small that it stays near the processor.
BLOCK = 4 << 20
QUOTATION_MARK, LINE_END, RETURN = b'"', b"\n", b"\r"
_NEAR = 1 << 16


def row_blocks(stream: BinaryIO, separator: str, lines: int, size: int) -> Iterator[bytes]:
    """Cut text between rows, where that can be told from the bytes alone.

    Parameters
    ----------
    stream : binary file
        UTF-8 from where it stands to its end; lines end with a line feed.
    separator : str
        The sign between two cells.
    lines : int
        How many of its first lines stay together in the first block.
    size : int
        How many bytes a block has at most.

    Yields
    ------
    bytes
        Whole rows. From the first place where no row's end can be told, such as a quotation
        mark within a cell, the rest is one block.
    """
    place = stream.tell()
    end = stream.seek(0, os.SEEK_END)
    while place < end:
        at = _line_end_before(stream, place, place + size) if place + size < end else end
        stream.seek(place)
        block = stream.read(at - place)
        if at < end:
            start, following = _after_lines(block, lines), stream.read(1)
            cut = 0 if start is None else _last_row_end(block, start, following, separator)
            if not cut:
                block += following + stream.read()
            elif cut < len(block):
                block = block[:cut]
        yield block
        place += len(block)
        lines = 0


def _line_end_before(stream: BinaryIO, start: int, at: int) -> int:
    """Place after the last line end before a place, or that place."""
    near = max(start, at - _NEAR)
    stream.seek(near)
    found = stream.read(at - near).rfind(LINE_END)
    return near + found + 1 if found >= 0 else at


def _after_lines(block: bytes, lines: int) -> int | None:
    """Place after the first lines, None where they are not all there."""
    place = 0
    for _ in range(lines):
        place = block.find(LINE_END, place) + 1
        if not place:
            return None
    return place


def _last_row_end(block: bytes, start: int, following: bytes, separator: str) -> int:
    """Place after the last end of a row, 0 where there is none or it cannot be told."""
    marks = _marks(block)
    place = len(block)
    while (place := block.rfind(LINE_END, start, place)) >= 0:
        # A blank line is a row or none by where it stands: it stays between its neighbours.
        before = block[max(0, place - 2) : place]
        after = block[place + 1 : place + 2] or following
        if before.endswith((LINE_END, LINE_END + RETURN)) or after in (LINE_END, RETURN):
            continue
        within = int(np.searchsorted(marks, place))
        if within % 2 == 0:
            return place + 1 if _regular(block, marks[:within], separator) else 0
    return 0


def _marks(block: bytes) -> npt.NDArray[np.intp]:
    if QUOTATION_MARK not in block:
        return np.empty(0, np.intp)
    return np.flatnonzero(np.frombuffer(block, np.uint8) == ord(QUOTATION_MARK))


def _regular(block: bytes, marks: npt.NDArray[np.intp], separator: str) -> bool:
    """Whether each quotation mark opens or closes a cell, or is one of a pair within it."""
    letters = np.frombuffer(block, np.uint8)
    opening, closing = marks[::2], marks[1::2]
    paired = opening[1:] == closing[:-1] + 1
    begins = np.isin(letters[opening - 1], [ord(separator), ord(LINE_END)]) | (opening == 0)
    begins[1:] |= paired
    # A line end stands after the last mark.
    ends = np.isin(letters[closing + 1], [ord(separator), ord(LINE_END), ord(RETURN)])
    ends[:-1] |= paired
    return bool(begins.all() and ends.all())
