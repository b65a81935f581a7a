"""What the summary of a scorecard says in place of position and direction: the answers, counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nbformat import NotebookNode

from helpers.base.text_width import wrapped_to
from helpers.publication.emitted import Table

COUNTED, LADDER, MAIN_POINTS = "promises-counted", "evidence-ladder", "main-points"
WANTED_LINES = 15
"""Lines that the wanted data may take on the second sheet."""

# Pixels of a line in the first column of that table, and the size of its letters.
_COLUMN, _SIZE = 330.0, 12.0

_BELOW = "  - "


@dataclass(frozen=True)
class Card:
    """The first sheet of a scorecard's summary.

    Attributes
    ----------
    points : tuple of (finding, what bears it out)
        The main points, in Markdown.
    tables : tuple of Table
        The promises counted, and the ladder of evidence without the numbers of promises.
    """

    points: tuple[tuple[str, str], ...]
    tables: tuple[Table, ...]


def card_of(notebook: NotebookNode, tables: tuple[Table, ...]) -> Card | None:
    """Return what a scorecard's summary says first; None where the page counts no promises.

    Parameters
    ----------
    notebook : NotebookNode
        The published notebook.
    tables : tuple of Table
        The tables that stand in it.
    """
    by_id = {table.id: table for table in tables}
    if COUNTED not in by_id:
        return None
    kept = [by_id[COUNTED], *([_short(by_id[LADDER])] if LADDER in by_id else [])]
    return Card(tuple(_points(notebook)), tuple(kept))


def first_wanted(table: Table | None) -> tuple[Table | None, int]:
    """Return a table of wanted data with the rows that have room, and how many have none."""
    if table is None:
        return None, 0
    room, kept = WANTED_LINES, 0
    for row in table.rows:
        # The last column says in two lines where the data are.
        room -= max(2, len(wrapped_to(row[0], _COLUMN, _SIZE)))
        if room < 0:
            break
        kept += 1
    keys = table.keys[:kept] if table.keys else table.keys
    shown = table.model_copy(update={"rows": table.rows[:kept], "keys": keys})
    return shown, len(table.rows) - kept


def _short(ladder: Table) -> Table:
    return ladder.model_copy(
        update={
            "columns": ladder.columns[:-1],
            "rows": tuple(row[:-1] for row in ladder.rows),
        }
    )


def _points(notebook: NotebookNode) -> Iterator[tuple[str, str]]:
    lines = [line for line in _main_points(notebook).splitlines() if line.strip()]
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        if line.startswith("- "):
            borne_out = below.removeprefix(_BELOW) if below.startswith(_BELOW) else ""
            yield line.removeprefix("- "), borne_out


def _main_points(notebook: NotebookNode) -> str:
    for cell in notebook.cells:
        if cell.get("id") == MAIN_POINTS:
            for output in cell.get("outputs", []):
                text = output.get("data", {}).get("text/markdown", "")
                return text if isinstance(text, str) else "".join(text)
    return ""
