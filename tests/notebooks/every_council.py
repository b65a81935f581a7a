"""Run a notebook's cells for a council without a kernel: quick enough for all of them."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import nbformat

from helpers.base.themes import Theme


def run_cells(notebooks: Path, theme: Theme, values: dict[str, Any]) -> list[dict[str, Any]]:
    """Run every code cell of a theme's notebook and return what their last lines show.

    Parameters
    ----------
    notebooks : Path
        The folder of the notebooks.
    theme : Theme
        Which of them.
    values : dict
        Parameters to set after the parameters cell, as papermill does.
    """
    notebook = nbformat.read(notebooks / theme.notebook, as_version=4)
    names: dict[str, Any] = {}
    shown = []
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        tree = ast.parse(cell.source)
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, cell.id, "exec"), names)
        if last is not None:
            value = eval(compile(ast.Expression(last.value), cell.id, "eval"), names)
            bundle = getattr(value, "_repr_mimebundle_", None)
            shown.append(bundle() if bundle else {"text/plain": repr(value)})
        if "parameters" in cell.metadata.get("tags", []):
            names.update(values)
    return shown
