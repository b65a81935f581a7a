"""Mutations of a one-sheet specimen whose header names its columns: find a row, change cells."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Sheets = dict[str, list[list[Any]]]
Case = Callable[[Sheets], int]


def _find(rows: list[list[Any]], first: str, where: dict[str, str]) -> tuple[list[Any], int]:
    header = next(n for n, row in enumerate(rows) if row and row[0] == first)
    names = rows[header]
    for number in range(header + 1, len(rows)):
        cells = dict(zip(names, rows[number], strict=False))
        if all(cells[name] == value for name, value in where.items()):
            return names, number
    raise LookupError(f"no row has {where}")


def changed(first: str, where: dict[str, str], cells: dict[str, Any]) -> Case:
    """Put cells, by the names of their columns, into the first row that has the given ones."""

    def change(sheets: Sheets) -> int:
        rows = sheets[""]
        names, number = _find(rows, first, where)
        for name, value in cells.items():
            rows[number][names.index(name)] = value
        return number + 1

    return change


def doubled(first: str, where: dict[str, str]) -> Case:
    """Give the first row that has the given cells a second time."""

    def change(sheets: Sheets) -> int:
        rows = sheets[""]
        _, number = _find(rows, first, where)
        rows.insert(number, list(rows[number]))
        return number + 1

    return change


def renamed(first: str, old: str, new: str, where: dict[str, str]) -> Case:
    """Rename a column; the fault is found at the first row that has the given cells."""

    def change(sheets: Sheets) -> int:
        names, number = _find(sheets[""], first, where)
        names[names.index(old)] = new
        return number + 1

    return change
