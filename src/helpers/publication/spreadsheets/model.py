"""What a workbook of tables holds, before it is written in any format."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import NamedTuple


class Number(NamedTuple):
    """A number with the precision that is shown; None where it is shown as it comes."""

    value: float
    decimals: int | None = 0
    grouped: bool = False

    @property
    def shown(self) -> str:
        """The number as a reader sees it."""
        if self.decimals is None:
            return repr(self.value)
        return f"{self.value:{',' if self.grouped else ''}.{self.decimals}f}"


class Link(NamedTuple):
    """A text that leads to a sheet of the same workbook."""

    text: str
    sheet: str


Cell = str | Number | Link


class Level(IntEnum):
    """Standing of a line: the title of its sheet, a heading, or text."""

    TITLE = 1
    HEADING = 2
    TEXT = 3


class Side(StrEnum):
    """Where in its column a cell stands."""

    LEFT = "left"
    APART = "apart"
    RIGHT = "right"


class Line(NamedTuple):
    """One line of words, in a cell of its own in the first column."""

    text: str
    level: Level = Level.TEXT


class Heading(NamedTuple):
    """Heading of a column, and whether numbers stand under it."""

    label: str
    numeric: bool = False


@dataclass(frozen=True)
class Grid:
    """A marked-up table: one row of headings, no two alike, and at least one row of cells.

    Attributes
    ----------
    name : str
        Name of the table for machines: a letter, then letters, digits and underscores.
    headings : tuple of Heading
    rows : tuple of tuple of Cell
        None empty, each as long as the headings.
    """

    name: str
    headings: tuple[Heading, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def sides(self) -> tuple[Side, ...]:
        """Where the cells of each column stand; words that follow a number keep off it."""
        before = (False, *(heading.numeric for heading in self.headings))
        return tuple(
            Side.RIGHT if heading.numeric else Side.APART if after_number else Side.LEFT
            for heading, after_number in zip(self.headings, before, strict=False)
        )


@dataclass(frozen=True)
class Sheet:
    """One sheet: lines of words, the first of them its title, and then at most one table.

    Attributes
    ----------
    name : str
        On the tab: short, plain and unlike any other.
    lines : tuple of Line
    grid : Grid or None
    """

    name: str
    lines: tuple[Line, ...]
    grid: Grid | None = None

    @property
    def title(self) -> str:
        """What stands in the first cell."""
        return self.lines[0].text


@dataclass(frozen=True)
class Book:
    """A whole workbook.

    Attributes
    ----------
    title, author, subject : str
        What the file says of itself.
    sheets : tuple of Sheet
        Cover, contents, notes, then the tables.
    """

    title: str
    author: str
    subject: str
    sheets: tuple[Sheet, ...]
