"""Run a notebook's cells for a council without a kernel: quick enough for all of them."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import nbformat

from helpers.base.themes import Theme

Bundle = dict[str, Any]


def run_cells(notebooks: Path, theme: Theme, values: dict[str, Any]) -> list[Bundle]:
    """Run every code cell of a theme's notebook and return all that they show, in order.

    Parameters
    ----------
    notebooks : Path
        The folder of the notebooks.
    theme : Theme
        Which of them.
    values : dict
        Parameters to set after the parameters cell, as papermill does.
    """
    return [bundle for cell in shown_by_cell(notebooks, theme, values) for bundle in cell]


def shown_by_cell(notebooks: Path, theme: Theme, values: dict[str, Any]) -> list[list[Bundle]]:
    """Run the cells in the same way; what each shows stands apart, that of parameters left out."""
    notebook = nbformat.read(notebooks / theme.notebook, as_version=4)
    shown: list[list[Bundle]] = []

    def display(*values: object) -> None:
        for value in values:
            bundle = getattr(value, "_repr_mimebundle_", None)
            shown[-1].append(bundle() if bundle else {"text/plain": repr(value)})

    names: dict[str, Any] = {"display": display}
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        shown.append([])
        tree = ast.parse(cell.source)
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, cell.id, "exec"), names)
        if last is not None:
            value = eval(compile(ast.Expression(last.value), cell.id, "eval"), names)
            # What is nothing is not shown, as in a notebook.
            display(*() if value is None else (value,))
        if "parameters" in cell.metadata.get("tags", []):
            names.update(values)
            shown.pop()
    return shown
