"""Finding the header row of a plain table by its content, and how well a layout fits it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from helpers.base.errors import ExtractRefused
from helpers.extracts.cells import cell_name
from helpers.extracts.layout import fold
from helpers.extracts.opened import Cell, Grid, Opened, as_text
from helpers.extracts.table_layout import ColumnLayout, TableLayout

SEARCHED_ROWS = 60
# From this share of its headers on, a table is a damaged one of the kind, not another kind.
NEARLY = 0.6
# Columns that become rows weigh as two: without them a code and a name say little.
PIVOT_WEIGHT = 2


@dataclass(frozen=True)
class Match:
    """A layout that fits a sheet.

    Attributes
    ----------
    sheet : str
        Name of the sheet.
    layout : TableLayout
        The layout.
    row : int
        Zero-based row of the header.
    places : dict of str to int
        Zero-based column of each contract column found in the header.
    pivoted : tuple of (int, str)
        Columns that become rows, with the value that their header stands for.
    above : str
        The text above the header: cells joined by tabs, rows by line ends.
    unread : tuple of str
        Headers that no column of the contract takes.
    """

    sheet: str
    layout: TableLayout
    row: int
    places: dict[str, int]
    pivoted: tuple[tuple[int, str], ...]
    above: str
    unread: tuple[str, ...]

    @property
    def score(self) -> int:
        """How many headers the layout explains."""
        return len(self.places) + len(self.pivoted)

    @property
    def indices(self) -> tuple[int, ...]:
        """Zero-based columns of the sheet that are read."""
        return tuple(sorted({*self.places.values(), *(index for index, _ in self.pivoted)}))

    @property
    def given(self) -> dict[str, ColumnLayout]:
        """Columns of the contract that stand in the sheet or are said once for all its rows."""
        unpivot = self.layout.unpivot
        made = {unpivot.into, unpivot.value} if unpivot else set()
        return {
            name: column
            for name, column in self.layout.columns.items()
            if name in self.places or not (column.in_header or name in made)
        }


@dataclass(frozen=True)
class NearMiss:
    """A sheet that is almost of a layout."""

    share: float
    error: ExtractRefused


@dataclass(frozen=True)
class HeadRow:
    """One of the first rows of a sheet, as text and as the names that layouts look for."""

    names: list[str]
    folded: frozenset[str]


class Heads:
    """The first rows of a file's sheets, made ready once for every layout that looks at them."""

    def __init__(self, opened: Opened) -> None:
        self.opened = opened
        self._rows: dict[str, tuple[HeadRow, ...]] = {}

    def rows(self, sheet: str) -> tuple[HeadRow, ...]:
        """First rows of a sheet."""
        if sheet not in self._rows:
            made = []
            for cells in self.opened.head(sheet, SEARCHED_ROWS):
                names = [as_text(cell) for cell in cells]
                made.append(HeadRow(names, frozenset(fold(name) for name in names)))
            self._rows[sheet] = tuple(made)
        return self._rows[sheet]


def match_sheet(heads: Heads, sheet: str, layout: TableLayout) -> Match | None:
    """Fit one layout to one sheet; None where it does not fit.

    Raises
    ------
    ExtractRefused
        When a header that the layout needs stands there twice.
    """
    if not layout.fits_sheet(sheet):
        return None
    opened = heads.opened
    head = opened.head(sheet, SEARCHED_ROWS)
    for row, headed in enumerate(heads.rows(sheet)):
        # Nearly every row of nearly every file is told apart here, by names alone.
        if any(accepted.isdisjoint(headed.folded) for accepted in layout.needed_names):
            continue
        names = headed.names
        places = _places(names, layout)
        if any(name not in places for name in layout.needed):
            continue
        pivoted = _pivoted(names, layout, places)
        if layout.unpivot is not None and not pivoted:
            continue
        above = _above(head, row)
        if not all(word.lower() in above.lower() for word in layout.title_words):
            continue
        match = Match(sheet, layout, row, places, pivoted, above, _unread(names, places, pivoted))
        if not _contains(head, match):
            continue
        _check_once(names, layout, opened.name, sheet, row)
        return match
    return None


def near_miss(heads: Heads, sheet: str, layout: TableLayout, title: str) -> NearMiss | None:
    """Say what a sheet lacks to be of a layout; None where it lacks too much."""
    if not layout.needed or not layout.fits_sheet(sheet):
        return None
    best: tuple[float, int, list[str]] | None = None
    for row, headed in enumerate(heads.rows(sheet)):
        names = headed.names
        places = _places(names, layout)
        found = sum(name in places for name in layout.needed)
        share = found / len(layout.needed)
        if layout.unpivot is not None:
            pivots = PIVOT_WEIGHT if _pivoted(names, layout, places) else 0
            share = (found + pivots) / (len(layout.needed) + PIVOT_WEIGHT)
        if found >= 2 and (best is None or share > best[0]):
            best = share, row, names
    if best is None or best[0] < NEARLY:
        return None
    share, row, names = best
    missing = [name for name in layout.needed if name not in _places(names, layout)]
    return NearMiss(share, _missing(heads.opened.name, sheet, row, names, missing, layout, title))


def _missing(
    file: str,
    sheet: str,
    row: int,
    names: list[str],
    missing: list[str],
    layout: TableLayout,
    title: str,
) -> ExtractRefused:
    place = f"{file}, sheet {sheet}, row {row + 1}" if sheet else f"{file}, row {row + 1}"
    wanted = [(layout.columns[name].names or (name,))[0] for name in missing]
    lacking = ["no column " + ", ".join(f'"{name}"' for name in wanted)] if wanted else []
    if layout.unpivot is not None and not _pivoted(names, layout, _places(names, layout)):
        lacking.append(f"no column for each {layout.unpivot.into}")
    if not lacking:
        return ExtractRefused(
            place,
            "the header is known, but not what stands above or below it",
            ", ".join(filter(None, (title, layout.name, *_above_words(layout)))),
            "put back what stands there, or fetch the file again from the publisher",
        )
    given = [name for name in names if name.strip()]
    close = get_close_matches(wanted[0], given, 1, 0.6) if wanted else []
    found = ", ".join(lacking)
    if close:
        found += f' (there is a column "{close[0]}")'
    return ExtractRefused(
        place,
        found,
        f"the columns of: {title}",
        "put the column's name back as the publisher writes it, or fetch the file again",
    )


def _places(names: list[str], layout: TableLayout) -> dict[str, int]:
    places: dict[str, int] = {}
    taken: set[int] = set()
    for name, column in layout.columns.items():
        if not column.in_header:
            continue
        for index, cell in enumerate(names):
            if cell.strip() and index not in taken and column.takes(cell):
                places[name] = index
                taken.add(index)
                break
    return places


def _pivoted(
    names: list[str], layout: TableLayout, places: dict[str, int]
) -> tuple[tuple[int, str], ...]:
    if layout.unpivot is None:
        return ()
    taken = set(places.values())
    labels = ((i, layout.unpivot.label(cell)) for i, cell in enumerate(names) if i not in taken)
    known = tuple((index, label) for index, label in labels if label is not None)
    if not layout.unpivot.first_only:
        return known
    seen = [label for _, label in known]
    return tuple(pair for place, pair in enumerate(known) if pair[1] not in seen[:place])


def _unread(
    names: list[str], places: dict[str, int], pivoted: Iterable[tuple[int, str]]
) -> tuple[str, ...]:
    taken = {*places.values(), *(index for index, _ in pivoted)}
    return tuple(
        " ".join(cell.split())
        for index, cell in enumerate(names)
        if index not in taken and cell.strip()
    )


def _above_words(layout: TableLayout) -> tuple[str, ...]:
    return tuple(f'"{word}" above it' for word in layout.title_words)


def _above(head: Grid, row: int) -> str:
    return "\n".join("\t".join(as_text(cell).strip() for cell in cells) for cells in head[:row])


def _contains(head: Grid, match: Match) -> bool:
    for name, words in match.layout.contains.items():
        index = match.places[name]
        wanted = {fold(word) for word in words}
        below: Iterable[list[Cell]] = head[match.row + 1 :]
        cells = (fold(as_text(row[index])) for row in below if index < len(row))
        if not any(cell in wanted for cell in cells):
            return False
    return True


def _check_once(names: list[str], layout: TableLayout, file: str, sheet: str, row: int) -> None:
    for column in layout.columns.values():
        if not column.names:
            continue
        hits = [i for i, cell in enumerate(names) if cell.strip() and fold(cell) in column.folded]
        twice = [i for i in hits if fold(names[i]) == fold(names[hits[0]])]
        if len(twice) > 1:
            cells = " and ".join(cell_name(row, index) for index in twice)
            raise ExtractRefused(
                f"{file}, sheet {sheet}, cells {cells}" if sheet else f"{file}, cells {cells}",
                f'the column "{" ".join(names[hits[0]].split())}" stands there twice',
                "each column once",
                "delete the copy, or fetch the file again",
            )
