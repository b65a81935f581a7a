"""Tables for people: display strings, a caption, and a key a row for the disclosure scan."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from helpers.display.numbers import DASH

LIMITS = "95% interval or margin"
"""Heading of the column that says how sure a figure is."""

TABLE_MIME = "application/vnd.care-workbooks.table+json"


@dataclass(frozen=True)
class Column:
    """One column of a table for people."""

    name: str
    label: str
    numeric: bool = False


Rows = tuple[tuple[str, ...], ...]


def without_empty(
    columns: Sequence[Column], rows: Sequence[tuple[str, ...]], names: Collection[str]
) -> tuple[tuple[Column, ...], Rows]:
    """Leave out columns that hold nothing but dashes: they say no more than their absence.

    Parameters
    ----------
    columns : sequence of Column
        In order.
    rows : sequence of tuple of str
        Display strings.
    names : collection of str
        Columns that may be left out.
    """
    kept = [
        place
        for place, column in enumerate(columns)
        if column.name not in names or any(row[place] != DASH for row in rows)
    ]
    return (
        tuple(columns[place] for place in kept),
        tuple(tuple(row[place] for place in kept) for row in rows),
    )


@dataclass(frozen=True)
class Table:
    """A table as a reader sees it.

    Attributes
    ----------
    id, caption : str
        Name within the page, and what the table holds.
    columns : tuple of Column
        In order.
    rows : tuple of tuple of str
        Display strings.
    keys : tuple of dict or None
        For each row the observation that it shows: area_code, indicator, period.
    note, source : str
        How the figures stand, and where they are from.
    """

    id: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    keys: tuple[dict[str, str] | None, ...]
    note: str = ""
    source: str = ""

    def plain(self) -> dict[str, Any]:
        """Return the table as plain values, for the page."""
        return {
            "id": self.id,
            "caption": self.caption,
            "columns": [
                {"name": column.name, "label": column.label, "numeric": column.numeric}
                for column in self.columns
            ],
            "rows": [list(row) for row in self.rows],
            "keys": list(self.keys),
            "note": self.note,
            "source": self.source,
        }

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        # JupyterLab sets every cell to the right, which words do not bear.
        sides = ["" if column.numeric else ' style="text-align:left"' for column in self.columns]
        head = "".join(
            f"<th{side}>{escape(column.label)}</th>"
            for column, side in zip(self.columns, sides, strict=True)
        )
        body = "".join(
            "<tr>"
            + "".join(
                f"<td{side}>{escape(cell)}</td>" for cell, side in zip(row, sides, strict=True)
            )
            + "</tr>"
            for row in self.rows
        )
        lines = ["\t".join(column.label for column in self.columns)]
        lines += ["\t".join(row) for row in self.rows]
        return {
            TABLE_MIME: self.plain(),
            "text/html": f'<table><caption style="text-align:left">{escape(self.caption)}</caption>'
            f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>",
            "text/plain": "\n".join([self.caption, *lines]),
        }
