"""Reading the outcomes framework's time-series workbook into its contract's columns."""

from __future__ import annotations

import re
from dataclasses import dataclass

import polars as pl

from helpers.base.errors import ExtractRefused
from helpers.base.records import ENGLAND_CODE, Level
from helpers.base.samples_mark import SAMPLE_MARK
from helpers.contracts.columns import Ascof
from helpers.contracts.model import Contract
from helpers.extracts.cells import UNREADABLE, cell_name, code_text, read_cell
from helpers.extracts.headers import Header, find_header
from helpers.extracts.layout import Table, WideLayout, fold, layout_of
from helpers.extracts.opened import Cell, Opened
from helpers.extracts.reading import UNREADABLE_SCHEMA, Extract

TABLE_START = "table"

_COUNCIL = re.compile(r"^E(06|08|09|10)\d{6}$")
_REGION = re.compile(r"^E12\d{6}$")
_PARTS: dict[str, tuple[Ascof, Ascof, Ascof | None]] = {
    "outcome": (Ascof.OUTCOME, Ascof.OUTCOME_STATUS, Ascof.FORMER_OUTCOME),
    "numerator": (Ascof.NUMERATOR, Ascof.NUMERATOR_STATUS, None),
    "denominator": (Ascof.DENOMINATOR, Ascof.DENOMINATOR_STATUS, None),
    "margin of error": (Ascof.MARGIN, Ascof.MARGIN_STATUS, Ascof.FORMER_MARGIN),
    "number of respondents": (
        Ascof.RESPONDENTS,
        Ascof.RESPONDENTS_STATUS,
        Ascof.FORMER_RESPONDENTS,
    ),
}
_SCHEMA = {
    column: pl.Float64
    for column in Ascof
    if column in {part for three in _PARTS.values() for part in (three[0], three[2]) if part}
}
SCHEMA = pl.Schema(
    {column.value: _SCHEMA.get(column, pl.String) for column in Ascof}
    | {Ascof.SHEET_ROW.value: pl.Int64}
)


def looks_like(workbook: Opened, contract: Contract) -> bool:
    """Whether a workbook is an edition of this file, by its sheets and its title."""
    layout = layout_of(contract)
    known = sum(fold(sheet) in layout.by_sheet for sheet in workbook.sheets)
    if known >= len(layout.tables) / 2:
        return True
    if not workbook.sheets:
        return False
    title = " ".join(str(cell) for row in workbook.head(workbook.sheets[0], 3) for cell in row)
    return known > 0 and all(words in title.lower() for words in layout.titleWords)


def read(workbook: Opened, contract: Contract) -> Extract:
    """Read every table of the workbook.

    Raises
    ------
    ExtractRefused
        When a sheet or column is missing, renamed or given twice.
    """
    layout = layout_of(contract)
    sheets = {fold(sheet): sheet for sheet in workbook.sheets}
    missing = [table.sheet for table in layout.tables if fold(table.sheet) not in sheets]
    if missing:
        raise ExtractRefused(
            f"{workbook.name}, sheets",
            f"no sheet {', '.join(missing)}",
            f"the {len(layout.tables)} tables of the publisher's file",
            "fetch the whole file again; do not delete or rename sheets",
        )
    sink = _Sink()
    periods: dict[str, str] = {}
    for table in layout.tables:
        grid = workbook.grid(sheets[fold(table.sheet)])
        header = find_header(grid, table, layout, workbook.name)
        periods[table.sheet] = header.periods[-1]
        place = header.identity[2]
        listed = {str(row[place]).strip() for row in grid[header.row + 1 :] if place < len(row)}
        for index in range(header.row + 1, len(grid)):
            _read_row(grid[index], index, header, table, layout, listed, sink)
    latest = max(periods.values())
    behind = sorted(sheet for sheet, period in periods.items() if period != latest)
    if behind:
        raise ExtractRefused(
            f"{workbook.name}, sheet {behind[0]}",
            f"its last year is {periods[behind[0]]}",
            f"{latest}, as in the other tables",
            "fetch the whole file again; do not delete columns",
        )
    frame = pl.DataFrame(sink.rows, schema=SCHEMA, orient="row")
    unread = sorted(
        sheet
        for folded, sheet in sheets.items()
        if folded.startswith(TABLE_START) and folded not in layout.by_sheet
    )
    return Extract(
        frame=frame,
        unreadable=pl.DataFrame(sink.unreadable, schema=UNREADABLE_SCHEMA, orient="row"),
        notes=tuple(f"sheet {sheet} is new and is not read yet" for sheet in unread),
        first_period=str(frame[Ascof.PERIOD.value].min()),
        latest_period=latest,
        sample=_is_sample(workbook),
    )


@dataclass
class _Sink:
    rows: list[tuple[object, ...]]
    unreadable: list[tuple[object, ...]]

    def __init__(self) -> None:
        self.rows = []
        self.unreadable = []


def _read_row(
    row: list[Cell],
    index: int,
    header: Header,
    table: Table,
    layout: WideLayout,
    listed: set[str],
    sink: _Sink,
) -> None:
    identity = [code_text(row[i]) if i < len(row) else "" for i in header.identity]
    figures = [row[c.index] if c.index < len(row) else "" for c in header.columns]
    if not any(identity[1:]) and not any(str(figure).strip() for figure in figures):
        return
    level, area_code, source_code = _area(identity, layout)
    values: dict[tuple[str, str], dict[Ascof, object]] = {}
    for column, figure in zip(header.columns, figures, strict=True):
        value_column, status_column, former_column = _PARTS[column.part]
        reading = read_cell(figure, layout.markers, layout.formerPopulationMissing)
        cell = values.setdefault((column.period, column.rating), {})
        cell[value_column], cell[status_column] = reading.value, str(reading.status)
        if former_column is not None:
            cell[former_column] = reading.former
        if reading.status == UNREADABLE:
            found = "(blank)" if str(figure).strip() == "" else str(figure)[:80]
            place = cell_name(index, column.index)
            sink.unreadable.append((table.sheet, index + 1, place, status_column.value, found))
    for (period, rating), cell in sorted(values.items()):
        fixed: dict[Ascof, object] = {
            Ascof.MEASURE: table.measure,
            Ascof.RATING: rating,
            Ascof.AREA_CODE: _in_force(area_code, period, layout, listed) or None,
            Ascof.AREA_NAME: identity[1] or None,
            Ascof.SOURCE_CODE: source_code or None,
            Ascof.LEVEL: level.value,
            Ascof.PERIOD: period,
            Ascof.SHEET: table.sheet,
            Ascof.SHEET_ROW: index + 1,
        }
        sink.rows.append(tuple((fixed | cell).get(column) for column in Ascof))


def _area(identity: list[str], layout: WideLayout) -> tuple[Level, str, str]:
    source_code, name, ons_code = identity
    if ons_code.lower() in layout.markers:
        ons_code = ""
    if source_code.lower() in layout.markers:
        source_code = ""
    if ons_code == ENGLAND_CODE:
        return Level.ENGLAND, ons_code, source_code
    if _REGION.match(ons_code):
        return Level.REGION, ons_code, source_code
    if _COUNCIL.match(ons_code):
        return Level.COUNCIL, ons_code, source_code
    if not ons_code and source_code in layout.councilTypeCodes:
        return Level.COUNCIL_TYPE, source_code, source_code
    return Level.OTHER, ons_code or source_code or name, source_code


def _in_force(code: str, period: str, layout: WideLayout, listed: set[str]) -> str:
    # Some tables still list a council under the code of the one that it replaced. Where both
    # codes are listed the old row is a copy, and stays apart under its own code.
    successor = layout.successors.get(code)
    if successor is None or period < successor.since or successor.code in listed:
        return code
    return successor.code


def _is_sample(workbook: Opened) -> bool:
    first = workbook.head(workbook.sheets[0], 1)
    return any(SAMPLE_MARK.lower() in str(cell).lower() for row in first for cell in row)
