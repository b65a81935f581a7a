"""The reviewed outputs of the marked cells, kept beside the notebooks and put into copies."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_output

from notebooks.running import SAMPLE_INPUTS, cell_of, load

MARK = "# NBVAL_CHECK_OUTPUT"
KINDS = ("text/markdown", "text/plain")
EXPECTED = Path(__file__).parent / "expected"
CONFTEST = Path(__file__).parent / "nbval_conftest.py"

Reviewed = dict[str, list[dict[str, Any]]]


def marked(notebook: NotebookNode) -> list[NotebookNode]:
    """Cells whose output was reviewed."""
    return [cell for cell in notebook.cells if cell.source.startswith(MARK + "\n")]


def outputs_of(notebook: NotebookNode) -> Reviewed:
    """The texts that the marked cells show, each once, with the kinds that it is shown as."""
    return {cell.id: [_texts(output.data) for output in cell.outputs] for cell in marked(notebook)}


def _texts(data: dict[str, str]) -> dict[str, Any]:
    shown = {kind: data[kind] for kind in KINDS if kind in data}
    if len(set(shown.values())) == 1:
        return {"kinds": list(shown), "lines": next(iter(shown.values())).split("\n")}
    return {kind: text.split("\n") for kind, text in shown.items()}


def _data(texts: dict[str, Any]) -> dict[str, str]:
    if "kinds" in texts:
        return {kind: "\n".join(texts["lines"]) for kind in texts["kinds"]}
    return {kind: "\n".join(lines) for kind, lines in texts.items()}


def read(name: str) -> Reviewed:
    """Read the reviewed outputs of a notebook."""
    return json.loads((EXPECTED / f"{name}.json").read_text("utf-8"))


def write(name: str, reviewed: Reviewed) -> None:
    """Keep outputs for review."""
    text = json.dumps(reviewed, indent=1, ensure_ascii=False) + "\n"
    (EXPECTED / f"{name}.json").write_text(text, "utf-8", newline="\n")


def unmatched(notebook: NotebookNode, reviewed: Reviewed) -> list[str]:
    """Marked cells without a reviewed output, and reviewed outputs without a marked cell."""
    ids = [cell.id for cell in marked(notebook)]
    lacking = [f"{cell_id} has no reviewed output" for cell_id in ids if not reviewed.get(cell_id)]
    left = [f"{cell_id} is no marked cell" for cell_id in reviewed if cell_id not in ids]
    return lacking + left


def on_samples(notebook: NotebookNode) -> NotebookNode:
    """Make a notebook read the bundled sample, whatever is in the inbox."""
    cell = cell_of(notebook, "parameters")
    cell.source, changed = re.subn(
        r'^inputs = "[^"]*"', f'inputs = "{SAMPLE_INPUTS}"', cell.source, flags=re.MULTILINE
    )
    assert changed == 1, "the parameters cell has no inputs"
    return notebook


def write_copy(folder: Path, name: str, reviewed: Reviewed) -> NotebookNode:
    """Write a copy of a notebook with the reviewed outputs in its marked cells.

    Raises
    ------
    AssertionError
        When a marked cell has no reviewed output: nbval itself would compare it with nothing.
    """
    notebook = on_samples(load(name))
    assert not unmatched(notebook, reviewed), f"{name}: {'; '.join(unmatched(notebook, reviewed))}"
    for cell in marked(notebook):
        # Without a count nbval takes a cell for one that was never run.
        cell.execution_count = 1
        cell.outputs = [
            new_output("execute_result", data=_data(texts), execution_count=1)
            for texts in reviewed[cell.id]
        ]
    nbformat.write(notebook, folder / f"{name}.ipynb")
    (folder / "conftest.py").write_text(CONFTEST.read_text("utf-8"), "utf-8")
    return notebook
