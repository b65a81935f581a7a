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
from helpers.publication.table_layout import Laid, lay_out

NOTICE_LABELS = {"sample": "Sample data", "caution": "Caution", "gap": "Gap in the data"}


@dataclass(frozen=True)
class ProseBlock:
    """Prose or computed sentences."""

    html: Markup
    kind: ClassVar[str] = "prose"


@dataclass(frozen=True)
class FoldedBlock:
    """Computed sentences that stay folded away until they are asked for."""

    words: str
    html: Markup
    kind: ClassVar[str] = "folded"


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
    """A table with its CSV, which holds every column.

    Attributes
    ----------
    shared : RowKey or None
        One of the rows that name a figure, where they all name the same but for the area.
    """

    anchor: str
    number: str
    table: Table
    laid: Laid
    csv: str
    csv_name: str
    csv_bytes: int
    shared: RowKey | None
    kind: ClassVar[str] = "table"

    @property
    def title(self) -> str:
        """What the table holds."""
        return self.table.caption

    @property
    def rows(self) -> Iterator[tuple[RowKey | None, tuple[str, ...]]]:
        """Each row's key and the cells of the columns that are laid out."""
        keys = self.table.keys or (None,) * len(self.table.rows)
        return zip(keys, self.laid.rows, strict=True)


@dataclass(frozen=True)
class FigureBlock:
    """A chart in two cuts, with its data.

    Attributes
    ----------
    same_as : str
        Number of a table above that shows the same rows, so that paper need not repeat them.
    """

    anchor: str
    number: str
    figure: Figure
    wide: Markup
    narrow: Markup
    data: TableBlock
    same_as: str = ""
    kind: ClassVar[str] = "figure"

    @property
    def title(self) -> str:
        """The finding."""
        return self.figure.title


@dataclass(frozen=True)
class PictureBlock:
    """A picture that came with a name and an alternative text."""

    anchor: str
    number: str
    title: str
    words: str
    address: str
    kind: ClassVar[str] = "picture"


Rows = tuple[tuple[Column, ...], tuple[tuple[str, ...], ...]]
"""Columns and rows of a table, by which the same one is known again."""

Block = (
    ProseBlock
    | FoldedBlock
    | PlainBlock
    | LeftOutBlock
    | NoticeBlock
    | TableBlock
    | FigureBlock
    | PictureBlock
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
    _standing: dict[Rows, str] = field(default_factory=dict, init=False)

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
        data = self._laid_out(figure.table, number)
        same = self._standing.get((figure.table.columns, figure.table.rows), "")
        return FigureBlock(anchor, number, figure, wide, narrow, data, same)

    def table(self, table: Table) -> TableBlock:
        """Number a table that stands by itself."""
        self._tables += 1
        number = f"Table {self._tables}"
        self._standing.setdefault((table.columns, table.rows), number)
        return self._laid_out(table, number)

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
        return TableBlock(
            anchor=self.identifiers.new(table.id),
            number=number,
            table=table,
            laid=lay_out(table),
            csv=csv_address(text),
            csv_name=csv_name((*self.file_words, number)),
            csv_bytes=len(text.encode()),
            shared=_shared(table),
        )


def _shared(table: Table) -> RowKey | None:
    named = [key for key in table.keys if key is not None]
    alike = {(key.indicator, key.period, key.breakdown, key.framework) for key in named}
    return named[0] if len(named) > 1 and len(alike) == 1 else None
