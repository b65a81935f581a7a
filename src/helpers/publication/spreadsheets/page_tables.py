"""The tables and figures of a page in its order and under its numbers, without drawing it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nbformat import NotebookNode

from helpers.publication.blocks import BlockMaker, FigureBlock, TableBlock
from helpers.publication.body import read_body
from helpers.publication.charts import ChartRenderer
from helpers.publication.identifiers import Identifiers
from helpers.publication.markdown import Prose
from helpers.publication.outputs import OutputReader

_BLANK = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"></svg>'


class _Undrawn(ChartRenderer):
    """A renderer whose charts are blank: a spreadsheet shows the figures behind them."""

    def svg(self, chart: str, spec: Mapping[str, Any]) -> str:
        return _BLANK


def page_tables(notebook: NotebookNode) -> tuple[TableBlock | FigureBlock, ...]:
    """Return what a page of this notebook shows as tables and figures, as it numbers them.

    Parameters
    ----------
    notebook : NotebookNode
        The executed notebook; it is not changed.

    Raises
    ------
    PublicationError
        When a cell failed or shows something that has not the agreed shape.
    """
    identifiers = Identifiers()
    prose = Prose(identifiers)
    reader = OutputReader(BlockMaker(_Undrawn(), identifiers, ()), prose)
    body = read_body(notebook, prose, reader)
    return tuple(
        block
        for block in (*body.opening, *body.blocks)
        if isinstance(block, TableBlock | FigureBlock)
    )
