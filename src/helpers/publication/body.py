"""A notebook read from its first cell to its last, as the body of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup
from nbformat import NotebookNode

from helpers.publication import emitted
from helpers.publication.blocks import Block, NoticeBlock, ProseBlock
from helpers.publication.markdown import Heading, Prose
from helpers.publication.outputs import OutputReader

# A cell for whoever edits the notebook; a reader of the page has no use for it.
DESK = "desk"

_TITLE = re.compile(r"\A\s*#\s+(?P<title>[^\n]+)\n?")


@dataclass(frozen=True)
class Body:
    """What the notebook gives to its page.

    Attributes
    ----------
    title : str
        The notebook's own title, or nothing.
    lead : tuple of Markup
        Prose before the first heading.
    points : tuple of Markup
        Computed sentences before the first heading.
    opening : tuple of Block
        Anything else before the first heading.
    blocks : tuple of Block
        From the first heading on.
    headings : tuple of Heading
        Every heading, in order.
    code : tuple of (cell number, source)
        The code, cell by cell.
    sample_words : tuple of Markup
        What the notebook says of its sample data, for the banner.
    """

    title: str
    lead: tuple[Markup, ...]
    points: tuple[Markup, ...]
    opening: tuple[Block, ...]
    blocks: tuple[Block, ...]
    headings: tuple[Heading, ...]
    code: tuple[tuple[int, str], ...]
    sample_words: tuple[Markup, ...]


def uses_sample_data(notebook: NotebookNode) -> bool:
    """Whether any cell says that its data are sample data."""
    return any(
        output.get("data", {}).get(emitted.NOTICE, {}).get("kind") == "sample"
        for cell in notebook.cells
        for output in cell.get("outputs", [])
    )


def read_body(notebook: NotebookNode, prose: Prose, reader: OutputReader) -> Body:
    """Read a notebook's cells in order.

    Raises
    ------
    PublicationError
        When a cell failed or shows something that has not the agreed shape.
    """
    title, cells = _without_title(notebook)
    lead: list[Markup] = []
    points: list[Markup] = []
    opening: list[Block] = []
    blocks: list[Block] = []
    samples: list[Markup] = []
    for number, cell, source in cells:
        for block in _blocks(number, cell, source, prose, reader):
            if isinstance(block, NoticeBlock) and block.of == "sample":
                samples.append(block.html)
            elif prose.headings:
                blocks.append(block)
            elif not isinstance(block, ProseBlock):
                opening.append(block)
            elif cell.cell_type == "code":
                points.append(block.html)
            else:
                lead.append(block.html)
    return Body(
        title=title,
        lead=tuple(lead),
        points=tuple(points),
        opening=tuple(opening),
        blocks=tuple(blocks),
        headings=tuple(prose.headings),
        code=tuple(
            (number, cell.source.rstrip())
            for number, cell in enumerate(notebook.cells, start=1)
            if cell.cell_type == "code" and cell.source.strip()
        ),
        sample_words=tuple(dict.fromkeys(samples)),
    )


def _without_title(notebook: NotebookNode) -> tuple[str, list[tuple[int, NotebookNode, str]]]:
    """Split the first `# title` off, because the page has its own first heading."""
    title = ""
    cells = []
    for number, cell in enumerate(notebook.cells, start=1):
        source = cell.source
        if not title and cell.cell_type == "markdown" and (found := _TITLE.match(source)):
            title, source = found["title"].strip(" #"), source[found.end() :]
        cells.append((number, cell, source))
    return title, cells


def _blocks(
    number: int, cell: NotebookNode, source: str, prose: Prose, reader: OutputReader
) -> Iterator[Block]:
    if DESK in cell.metadata.get("tags", []):
        return
    if cell.cell_type == "markdown":
        html = prose.html(source, _attachments(cell))
        if html.strip():
            yield ProseBlock(html)
    elif cell.cell_type == "code":
        yield from reader.blocks(cell, f"cell {number}")


def _attachments(cell: NotebookNode) -> dict[str, str]:
    """Pictures pasted into a prose cell, as `data:` addresses."""
    return {
        name: f"data:{kind};base64,{''.join(content.split())}"
        for name, bundle in cell.get("attachments", {}).items()
        for kind, content in bundle.items()
    }
