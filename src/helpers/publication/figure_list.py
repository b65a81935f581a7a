"""The figures of a published version, numbered as its page numbers them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nbformat import NotebookNode

from helpers.publication.blocks import BlockMaker, FigureBlock, PictureBlock
from helpers.publication.body import read_body
from helpers.publication.charts import ChartRenderer
from helpers.publication.emitted import Figure
from helpers.publication.identifiers import Identifiers
from helpers.publication.markdown import Prose
from helpers.publication.outputs import OutputReader

_NOTHING = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1" viewBox="0 0 1 1"/>'


@dataclass(frozen=True)
class NumberedFigure:
    """A chart of the page.

    Attributes
    ----------
    number : int
        Its number on the page.
    figure : Figure
        Its words, data and specification.
    """

    number: int
    figure: Figure


@dataclass(frozen=True)
class NumberedPicture:
    """A picture of the notebook's own, numbered among the figures.

    Attributes
    ----------
    number : int
        Its number on the page.
    title, words : str
        Its name and text alternative.
    address : str
        The picture itself, as a `data:` address.
    """

    number: int
    title: str
    words: str
    address: str


class _NotDrawn(ChartRenderer):
    """A renderer for a reading that wants the numbers alone."""

    def svg(self, chart: str, spec: Mapping[str, Any]) -> str:
        return _NOTHING


def numbered_figures(notebook: NotebookNode) -> tuple[NumberedFigure | NumberedPicture, ...]:
    """List a version's figures in order.

    The page's own reading of the notebook counts them, so that both number alike.

    Parameters
    ----------
    notebook : NotebookNode
        The published notebook.

    Raises
    ------
    PublicationError
        When a figure has not the agreed shape.
    """
    identifiers = Identifiers()
    prose = Prose(identifiers)
    maker = BlockMaker(_NotDrawn(), identifiers, ())
    body = read_body(notebook, prose, OutputReader(maker, prose))
    found: list[NumberedFigure | NumberedPicture] = []
    for block in (*body.opening, *body.blocks):
        if isinstance(block, FigureBlock):
            found.append(NumberedFigure(_counted(block.number), block.figure))
        elif isinstance(block, PictureBlock):
            number = _counted(block.number)
            found.append(NumberedPicture(number, block.title, block.words, block.address))
    return tuple(found)


def _counted(number: str) -> int:
    return int(number.rpartition(" ")[2])
