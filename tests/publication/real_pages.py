"""Pages of the project's own notebooks, run without a kernel: every kind of chart as it comes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_output

from helpers.base.themes import Theme
from notebooks.every_council import shown_by_cell


def notebook_of(notebooks: Path, theme: Theme, values: dict[str, Any]) -> NotebookNode:
    """Run a theme's notebook and put what its cells show into a copy of it."""
    book = nbformat.read(notebooks / theme.notebook, as_version=4)
    shown = iter(shown_by_cell(notebooks, theme, values))
    for cell in book.cells:
        if cell.cell_type == "code" and "parameters" not in cell.metadata.get("tags", []):
            cell.outputs = [new_output("display_data", data=bundle) for bundle in next(shown)]
    return book
