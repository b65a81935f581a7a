"""Finding the header row of a sheet by its content, and reading its year columns."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from helpers.base.errors import ExtractRefused, ParameterError
from helpers.base.periods import check_period, first_year
from helpers.extracts.cells import cell_name
from helpers.extracts.layout import Table, WideLayout, fold
from helpers.extracts.opened import Cell, Grid

SEARCHED_ROWS = 40
TOTAL = "total"
_YEAR = re.compile(r"\b(19|20)\d{2}\b")


@dataclass(frozen=True)
class YearColumn:
    """One column of figures: which year, which rating, which part."""

    index: int
    period: str
    rating: str
    part: str


@dataclass(frozen=True)
class Header:
    """Where a sheet's header row is and what its columns hold."""

    row: int
    identity: tuple[int, int, int]
    columns: tuple[YearColumn, ...]

    @property
    def periods(self) -> tuple[str, ...]:
        """Years of the sheet, earliest first."""
        return tuple(sorted({column.period for column in self.columns}))


def find_header(grid: Grid, table: Table, layout: WideLayout, file: str) -> Header:
    """Find and read the header row of one sheet.

    Raises
    ------
    ExtractRefused
        When there is no header row, a column cannot be read, or a part of a year is missing.
    """
    place = f"{file}, sheet {table.sheet}"
    wanted = [fold(name) for name in layout.headerCells]
    for index, row in enumerate(grid[:SEARCHED_ROWS]):
        folded = [fold(cell) for cell in row]
        if all(name in folded for name in wanted):
            first, second, third = (folded.index(name) for name in wanted)
            columns = _year_columns(row, index, (first, second, third), table, layout, place)
            _check_complete(columns, index, table, layout, place)
            return Header(index, (first, second, third), columns)
    raise ExtractRefused(
        f"{place}, rows 1 to {min(len(grid), SEARCHED_ROWS)}",
        _nearest(grid, wanted),
        "a header row with " + ", ".join(f'"{name}"' for name in layout.headerCells),
        "put the publisher's column names back, or fetch the file again",
    )


def _nearest(grid: Grid, wanted: list[str]) -> str:
    best, shown = 0, ""
    for index, row in enumerate(grid[:SEARCHED_ROWS]):
        hits = sum(name in {fold(cell) for cell in row} for name in wanted)
        if hits > best:
            best, shown = hits, f"row {index + 1} begins " + ", ".join(f'"{c}"' for c in row[:3])
    return f"no header row was found; {shown}" if shown else "no header row was found"


def _year_columns(
    row: list[Cell],
    index: int,
    identity: tuple[int, int, int],
    table: Table,
    layout: WideLayout,
    place: str,
) -> tuple[YearColumn, ...]:
    columns = []
    for position, cell in enumerate(row):
        text = " ".join(str(cell).split())
        if position in identity or not text:
            continue
        found = re.match(layout.yearHeader, text)
        known = _part(found[3], table, layout) if found else None
        if found and known:
            period = _period(f"{found[1]} to {found[2]}", place, index, position, text)
            columns.append(YearColumn(position, period, *known))
        elif _YEAR.search(text):
            parts = ", ".join(f'"{part}"' for part in layout.parts[table.parts])
            raise ExtractRefused(
                f"{place}, cell {cell_name(index, position)}",
                f'the column is named "{text}"',
                f'a name such as "2024 to 2025 - outcome", with one of {parts}',
                "put the publisher's column name back, or fetch the file again",
            )
    return tuple(columns)


def _part(text: str, table: Table, layout: WideLayout) -> tuple[str, str] | None:
    name = " ".join(text.lower().split())
    parts = layout.parts[table.parts]
    if table.parts != "ratings":
        return (TOTAL, name) if name in parts else None
    for rating in layout.ratings:
        rest = name.removeprefix(rating).strip()
        if rest != name and rest in parts:
            return (TOTAL if rating == layout.ratingTotal else rating, rest)
    return None


def _period(text: str, place: str, row: int, column: int, header: str) -> str:
    try:
        return check_period(text)
    except ParameterError:
        raise ExtractRefused(
            f"{place}, cell {cell_name(row, column)}",
            f'the column is named "{header}"',
            "two years that follow each other",
            "put the publisher's column name back, or fetch the file again",
        ) from None


def _check_complete(
    columns: tuple[YearColumn, ...], row: int, table: Table, layout: WideLayout, place: str
) -> None:
    place = f"{place}, row {row + 1}"
    if not columns:
        raise ExtractRefused(
            place, "no column of figures was found", '"2024 to 2025 - outcome"', "fetch it again"
        )
    seen: dict[tuple[str, str], list[str]] = defaultdict(list)
    for column in columns:
        seen[column.period, column.rating].append(column.part)
    wanted = layout.parts[table.parts]
    for (period, rating), parts in sorted(seen.items()):
        missing = [part for part in wanted if part not in parts]
        if missing or len(parts) != len(wanted):
            words = f'no column for "{missing[0]}"' if missing else "a column given twice"
            raise ExtractRefused(
                place,
                f"{words} in {period}" + (f" ({rating})" if rating != TOTAL else ""),
                "each year with " + ", ".join(wanted),
                "put the missing or renamed column back, or fetch the file again",
            )
    years = sorted({first_year(column.period) for column in columns})
    if years != list(range(years[0], years[-1] + 1)):
        raise ExtractRefused(
            place, f"the years are {years}", "years that follow each other", "fetch it again"
        )
