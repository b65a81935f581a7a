"""From an executed workbook and its observations to the sheets of its tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl
from nbformat import NotebookNode

from helpers.publication.blocks import FigureBlock, TableBlock
from helpers.publication.body import uses_sample_data
from helpers.publication.context import PageContext
from helpers.publication.spreadsheets.front import (
    ALL_FIGURES,
    NOTES,
    ONE_TABLE,
    contents,
    cover,
    document_title,
    notes,
    sample_lines,
    sentence,
)
from helpers.publication.spreadsheets.model import Book, Grid, Level, Line, Sheet
from helpers.publication.spreadsheets.observations_grid import observations_grid
from helpers.publication.spreadsheets.page_tables import page_tables
from helpers.publication.spreadsheets.symbols import SHORT
from helpers.publication.spreadsheets.table_grid import table_grid
from helpers.publication.spreadsheets.words import plain


def read_book(
    notebook: NotebookNode,
    context: PageContext,
    observations: pl.DataFrame,
    caveats: Sequence[str] = (),
) -> Book:
    """Lay the tables of a version out, each on a sheet of its own.

    Parameters
    ----------
    notebook : NotebookNode
        The executed notebook; it is not changed.
    context : PageContext
        What the page says of its data, its version and its making.
    observations : DataFrame, shape (rows, columns of `Obs`)
        Every figure of the version.
    caveats : sequence of str
        What the figures cannot say, one sentence each.

    Returns
    -------
    Book
        Cover, contents, notes, a sheet for each table and figure of the page in its
        order, and all figures.

    Raises
    ------
    PublicationError
        When a cell failed or shows something that has not the agreed shape.
    """
    sample = context.sample or uses_sample_data(notebook)
    tables = [_table_sheet(block, sample) for block in page_tables(notebook)]
    inside = [
        notes(context, caveats, sample=sample),
        *tables,
        _all_figures(context, observations, sample),
    ]
    front = cover(context, sample=sample)
    return Book(
        title=front.title,
        author=plain(context.area_name),
        subject=plain(context.theme_title),
        sheets=(front, contents(inside, sample=sample), *inside),
    )


def _table_sheet(block: TableBlock | FigureBlock, sample: bool) -> Sheet:
    if isinstance(block, FigureBlock):
        figure, table = block.figure, block.figure.table
        said = [figure.title, figure.subtitle, figure.note, table.note]
        source = figure.source or table.source
    else:
        table = block.table
        said = [table.caption, table.note]
        source = table.source
    title, *more = dict.fromkeys(plain(words) for words in said)
    grid = table_grid(table, block.number.replace(" ", "_"))
    lines = [
        Line(f"{block.number}: {title}", Level.TITLE),
        *sample_lines(sample),
        *(Line(words) for words in more if words),
        *_about(grid, "" if table.rows else " There are no rows to show."),
        *_source(source),
    ]
    return Sheet(block.number, tuple(lines), grid)


def _all_figures(context: PageContext, observations: pl.DataFrame, sample: bool) -> Sheet:
    grid = observations_grid(observations, ALL_FIGURES.replace(" ", "_"))
    kind = " It has one row for each indicator, breakdown and year."
    lines = (
        Line(f"{ALL_FIGURES}: {document_title(context)}", Level.TITLE),
        *sample_lines(sample),
        *_about(grid, kind if observations.height else " There are no figures to show."),
    )
    return Sheet(ALL_FIGURES, lines, grid)


def _about(grid: Grid, more: str) -> Iterator[Line]:
    """Say what is on the sheet, and which symbols stand in it."""
    yield Line(ONE_TABLE + more)
    starts = {cell[:3] for row in grid.rows for cell in row if isinstance(cell, str)}
    used = [f"{symbol} {words}" for symbol, words in SHORT.items() if symbol.value in starts]
    if used:
        yield Line(f"Symbols: {', '.join(used)}. The sheet {NOTES} says what each means here.")


def _source(source: str) -> Iterator[Line]:
    words = sentence(source)
    if words:
        yield Line(words if words.lower().startswith("source") else f"Source: {words}")
