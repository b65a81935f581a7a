"""The parts of a page's body, ready for the template to set."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar

from markupsafe import Markup

from helpers.publication.charts import ChartRenderer
from helpers.publication.csv_link import csv_address, csv_name, csv_text
from helpers.publication.emitted import Column, Figure, Notice, RowKey, Table
from helpers.publication.identifiers import Identifiers
from helpers.publication.markdown import inline
from helpers.publication.svg_marks import page_svg

NOTICE_LABELS = {"sample": "Sample data", "caution": "Caution", "gap": "Gap in the data"}

NARROW_ROOM = 250
"""Pixels that a table surely has at 320; one that may want more can be scrolled by keyboard."""

_LETTER, _PADDING = 9, 20


@dataclass(frozen=True)
class ProseBlock:
    """Prose or computed sentences."""

    html: Markup
    kind: ClassVar[str] = "prose"


@dataclass(frozen=True)
class PlainBlock:
    """Plain text as a cell printed it."""

    text: str
    kind: ClassVar[str] = "plain"


@dataclass(frozen=True)
class LeftOutBlock:
    """A sentence on something that the page could not show to every reader."""

    text: str
    kind: ClassVar[str] = "left_out"


@dataclass(frozen=True)
class NoticeBlock:
    """A sentence that the reader must not miss."""

    of: str
    label: str
    html: Markup
    kind: ClassVar[str] = "notice"


@dataclass(frozen=True)
class TableBlock:
    """A table with its CSV."""

    anchor: str
    number: str
    table: Table
    csv: str
    csv_name: str
    csv_bytes: int
    scrolls: bool
    row_heading: int | None
    kind: ClassVar[str] = "table"

    @property
    def rows(self) -> Iterator[tuple[RowKey | None, list[tuple[Column, bool, str]]]]:
        """Each row's key and its cells: column, whether it heads the row, text."""
        keys = self.table.keys or (None,) * len(self.table.rows)
        for key, row in zip(keys, self.table.rows, strict=True):
            pairs = enumerate(zip(self.table.columns, row, strict=True))
            heading = self.row_heading
            yield key, [(column, place == heading, cell) for place, (column, cell) in pairs]


@dataclass(frozen=True)
class FigureBlock:
    """A chart in two cuts, with its data."""

    anchor: str
    number: str
    figure: Figure
    wide: Markup
    narrow: Markup
    data: TableBlock
    kind: ClassVar[str] = "figure"


@dataclass(frozen=True)
class PictureBlock:
    """A picture that came with a name and an alternative text."""

    anchor: str
    number: str
    title: str
    words: str
    address: str
    kind: ClassVar[str] = "picture"


Block = (
    ProseBlock | PlainBlock | LeftOutBlock | NoticeBlock | TableBlock | FigureBlock | PictureBlock
)


@dataclass
class BlockMaker:
    """Make numbered blocks for one page.

    Parameters
    ----------
    charts : ChartRenderer
        Draws the charts.
    identifiers : Identifiers
        The page's identifiers.
    file_words : tuple of str
        Words that begin the name of every CSV.
    """

    charts: ChartRenderer
    identifiers: Identifiers
    file_words: tuple[str, ...]
    _figures: int = field(default=0, init=False)
    _tables: int = field(default=0, init=False)

    def figure(self, figure: Figure) -> FigureBlock:
        """Number a figure, draw both its cuts and lay its data beside it."""
        anchor, number = self.identifiers.new(figure.id), self._next_figure()
        wide, narrow = (
            page_svg(
                self.charts.svg(figure.id, spec),
                name=f"{anchor}-{cut}",
                words=figure.description,
                css_class=cut,
            )
            for cut, spec in (("wide", figure.wide), ("narrow", figure.narrow))
        )
        return FigureBlock(
            anchor, number, figure, wide, narrow, self._laid_out(figure.table, number)
        )

    def table(self, table: Table) -> TableBlock:
        """Number a table that stands by itself."""
        self._tables += 1
        return self._laid_out(table, f"Table {self._tables}")

    def picture(self, title: str, words: str, address: str) -> PictureBlock:
        """Number a picture among the figures."""
        return PictureBlock(self.identifiers.new(title), self._next_figure(), title, words, address)

    def notice(self, notice: Notice) -> NoticeBlock:
        """Give a notice the word that says its kind without colour."""
        return NoticeBlock(notice.kind, NOTICE_LABELS[notice.kind], inline(notice.text))

    def _next_figure(self) -> str:
        self._figures += 1
        return f"Figure {self._figures}"

    def _laid_out(self, table: Table, number: str) -> TableBlock:
        text = csv_text(table)
        heading = next(
            (place for place, column in enumerate(table.columns) if not column.numeric), None
        )
        return TableBlock(
            anchor=self.identifiers.new(table.id),
            number=number,
            table=table,
            csv=csv_address(text),
            csv_name=csv_name((*self.file_words, number)),
            csv_bytes=len(text.encode()),
            scrolls=least_width(table) > NARROW_ROOM,
            row_heading=heading,
        )


def least_width(table: Table) -> int:
    """Pixels below which a table cannot shrink: the longest word of each column."""
    columns = [[column.label, *cells] for column, *cells in _by_column(table)]
    return sum(
        _PADDING + _LETTER * max(len(word) for text in column for word in (text.split() or [""]))
        for column in columns
    )


def _by_column(table: Table) -> Iterator[tuple[Column, *tuple[str, ...]]]:
    for place, column in enumerate(table.columns):
        yield (column, *(row[place] for row in table.rows))
