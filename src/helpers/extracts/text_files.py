"""Delimited text as councils and publishers send it: any encoding, any separator."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import BinaryIO

import polars as pl

from helpers.base.errors import ExtractRefused
from helpers.extracts.opened import ROW, Grid, frame_of_cells, text_column
from helpers.extracts.text_blocks import BLOCK, row_blocks
from helpers.extracts.text_parsing import Cells, parse, scan

SEPARATORS = (",", "\t", ";", "|")
SNIFFED_BYTES = 1 << 18
SNIFFED_ROWS = 60
# So small that the same memory is used over and over.
CHUNK = 1 << 16
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True)
class TextFile:
    """A delimited text file as one sheet without a name."""

    path: Path
    encoding: str
    separator: str
    notes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """File name, for messages."""
        return self.path.name

    @property
    def sheets(self) -> tuple[str, ...]:
        """The one sheet."""
        return ("",)

    def head(self, sheet: str, rows: int) -> Grid:
        """First rows of the file."""
        return list(islice(self._rows(), rows))

    def grid(self, sheet: str) -> Grid:
        """Every row of the file."""
        return list(self._rows())

    def strings(self, sheet: str, first_row: int, columns: tuple[int, ...]) -> pl.LazyFrame:
        """Some columns as text, by the fast parser, which stops at any irregular line.

        Raises
        ------
        ExtractRefused
            When a quotation mark is never closed: all after it would be one cell.
        """
        self._check_quotation_marks(self._quotation_marks)
        lines, width = self._lines_before(first_row)
        cells = Cells(self.separator, width, columns)
        frame = scan(self._content(), cells, cells.kinds, lines, first_row + 1)
        texts = (pl.col(text_column(index)) for index in columns)
        return frame.select(
            pl.col(ROW), *(pl.when(t.str.strip_chars() != "").then(t) for t in texts)
        )

    def parsed(
        self, first_row: int, columns: tuple[int, ...], numbers: frozenset[int]
    ) -> pl.DataFrame:
        """Some columns as numbers and some as text, which is coded where it repeats.

        Raises
        ------
        ExtractRefused
            When a quotation mark is never closed.
        polars.exceptions.PolarsError
            At an irregular line, or a cell that is no number where one must be.
        """
        lines, width = self._lines_before(first_row)
        cells = Cells(self.separator, width, columns, numbers)
        with self._utf8() as stream:
            blocks = row_blocks(stream, self.separator, lines, BLOCK)
            frame, marks = parse(blocks, cells, lines, first_row + 1)
        self._check_quotation_marks(marks)
        return frame

    def exact_strings(self, sheet: str, first_row: int, columns: tuple[int, ...]) -> pl.LazyFrame:
        """Some columns as text, row by row.

        Raises
        ------
        ExtractRefused
            When a row has more cells than the header, or a quotation mark is never closed.
        """
        grid = self.grid(sheet)
        width = len(grid[first_row - 1])
        for number, row in enumerate(grid[first_row:], start=first_row + 1):
            if any(cell.strip() for cell in row[width:]):
                raise ExtractRefused(
                    f"{self.name}, row {number}",
                    f"{len(row)} cells where the header has {width}",
                    f"{width} cells; text that holds a {_word(self.separator)} in quotation marks",
                    "put the text in quotation marks, or save the file again from a spreadsheet",
                )
        return frame_of_cells(grid, first_row, columns)

    def _check_quotation_marks(self, marks: int) -> None:
        if marks % 2 == 0:
            return
        with self.path.open(encoding=self.encoding, newline="") as stream:
            reader = csv.reader(stream, delimiter=self.separator, strict=True)
            whole = 0
            try:
                for _ in reader:
                    whole = reader.line_num
            except csv.Error as reason:
                raise _unclosed(self.name, whole + 1, reason) from reason

    @cached_property
    def _quotation_marks(self) -> int:
        if self.encoding == "utf-16":
            return self._text().count('"')
        with self.path.open("rb") as stream:
            return sum(chunk.count(b'"') for chunk in iter(lambda: stream.read(CHUNK), b""))

    def _content(self) -> Path | io.BytesIO:
        # The fast parser reads UTF-8 with the line ends of today from disk by itself.
        plain = self.encoding == "utf-8" and not self._old_line_ends
        return self.path if plain else io.BytesIO(self._text().encode())

    def _utf8(self) -> BinaryIO:
        """Open the text as UTF-8 without a mark, with the line ends of today."""
        if self.encoding not in ("utf-8", "utf-8-sig") or self._old_line_ends:
            return io.BytesIO(self._text().encode())
        stream = self.path.open("rb")
        stream.seek(len(codecs.BOM_UTF8) if self.encoding == "utf-8-sig" else 0)
        return stream

    @cached_property
    def _old_line_ends(self) -> bool:
        with self.path.open("rb") as stream:
            start = stream.read(SNIFFED_BYTES)
        return b"\r" in start and b"\n" not in start

    def _text(self) -> str:
        text = self.path.read_bytes().decode(self.encoding)
        return text.replace("\r", "\n") if self._old_line_ends else text

    def _rows(self) -> Iterator[list[str]]:
        with self.path.open(encoding=self.encoding, newline="") as stream:
            reader = csv.reader(stream, delimiter=self.separator)
            try:
                yield from reader
            except csv.Error as reason:
                raise _unclosed(self.name, reader.line_num, reason) from reason

    def _lines_before(self, first_row: int) -> tuple[int, int]:
        with self.path.open(encoding=self.encoding, newline="") as stream:
            reader = csv.reader(stream, delimiter=self.separator)
            width = 0
            for row in islice(reader, first_row):
                width = len(row)
            return reader.line_num, width


def open_text(path: Path) -> TextFile:
    """Find out encoding and separator of a text file.

    Raises
    ------
    ExtractRefused
        When it is no text in an encoding that is known.
    """
    encoding = _encoding(path)
    with path.open("rb") as stream:
        start = stream.read(SNIFFED_BYTES).decode(encoding, errors="ignore")
    notes = () if encoding.startswith("utf-8") else (f"{path.name}: read as {encoding}",)
    return TextFile(path, encoding, _separator(start), notes)


def _encoding(path: Path) -> str:
    with path.open("rb") as stream:
        start = stream.read(4)
    for bom, encoding in BOMS:
        if start.startswith(bom):
            return encoding
    for encoding in ("utf-8", "cp1252"):
        if _decodes(path, encoding):
            return encoding
    raise ExtractRefused(
        path.name,
        "its letters are in an encoding that is not known",
        "UTF-8",
        "open it in a spreadsheet and save it as CSV UTF-8",
    )


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(CHUNK):
                if b"\x00" in chunk:
                    return False
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _separator(start: str) -> str:
    def score(separator: str) -> tuple[int, int]:
        try:
            lines = io.StringIO(start, newline=None)
            rows = list(islice(csv.reader(lines, delimiter=separator), SNIFFED_ROWS))
        except csv.Error:
            return 0, 0
        widths = Counter(len(row) for row in rows if len(row) > 1)
        width, times = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
        return times, width

    return max(SEPARATORS, key=score)


def _word(separator: str) -> str:
    return {",": "comma", "\t": "tab", ";": "semicolon"}.get(separator, separator)


def _unclosed(name: str, line: int, reason: csv.Error) -> ExtractRefused:
    words = str(reason)
    if "field limit" in words:
        words = f"a cell of more than {csv.field_size_limit():,} letters"
    elif "unexpected end" in words or "expected after" in words:
        words = "a quotation mark that is never closed, or closed too early"
    return ExtractRefused(
        f"{name}, line {line}",
        f"the text cannot be cut into cells ({words})",
        "a quotation mark that is closed again in the same cell",
        "mend the quotation mark, or save the file again from a spreadsheet",
    )
