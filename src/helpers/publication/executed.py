"""The executed notebook as a published file: tidy, and the same bytes on every machine."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from nbformat import NotebookNode, from_dict

from helpers.base.errors import PublicationError

HANDOVER_MIME = "application/vnd.care-workbooks.handover+json"
INJECTED = "injected-parameters"
KEPT_CELL_METADATA = {"tags", "jupyter", "collapsed"}
FORMAT_MINOR = 5
SHORTEST_FOLDER = 4


def handed_over(notebook: NotebookNode, place: str) -> Mapping[str, Any]:
    """Return what the workbook handed to the run.

    Raises
    ------
    PublicationError
        When it handed nothing: its last cell does not call `book.publish()`.
    """
    for cell in reversed(notebook.cells):
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if HANDOVER_MIME in data:
                handed: Mapping[str, Any] = data[HANDOVER_MIME]
                return handed
    raise PublicationError(
        place,
        "the workbook handed nothing to the run",
        "a last cell that calls book.publish()",
        "put that cell back at the end of the notebook",
    )


def tidy(notebook: NotebookNode, places: Mapping[str, str]) -> NotebookNode:
    """Return the notebook without times, random names, folders of this machine and the hand-over.

    Everything that papermill and the kernel stamp on a run goes; sources, outputs and
    named cells stay.

    Parameters
    ----------
    notebook : NotebookNode
        As it was executed; it is not changed.
    places : mapping of str to str
        Folder, and the words to put in its place where an output names it.
    """
    metadata = {
        key: value
        for key, value in notebook.metadata.items()
        if key in {"kernelspec", "language_info"}
    }
    return NotebookNode(
        cells=[_tidied(cell, places) for cell in notebook.cells],
        metadata=from_dict(metadata),  # type: ignore[no-untyped-call]
        nbformat=4,
        nbformat_minor=FORMAT_MINOR,
    )


def _tidied(cell: Mapping[str, Any], places: Mapping[str, str]) -> NotebookNode:
    kept = {key: value for key, value in cell.items() if key != "outputs"}
    tags = cell["metadata"].get("tags", [])
    kept["metadata"] = {
        key: value for key, value in cell["metadata"].items() if key in KEPT_CELL_METADATA
    }
    if INJECTED in tags:
        kept["id"] = INJECTED
    if cell["cell_type"] == "code":
        outputs = [
            output
            for output in cell["outputs"]
            if HANDOVER_MIME not in output.get("data", {})
            # Warnings of libraries name folders of the machine.
            and output.get("name") != "stderr"
        ]
        text = json.dumps(outputs, ensure_ascii=False)
        for folder, words in sorted(places.items(), key=lambda item: -len(item[0])):
            if len(folder) > SHORTEST_FOLDER:
                text = text.replace(json.dumps(folder, ensure_ascii=False)[1:-1], words)
        outputs = json.loads(text)
    made: NotebookNode = from_dict(kept)  # type: ignore[no-untyped-call]
    if cell["cell_type"] == "code":
        made["outputs"] = [output_node(output) for output in outputs]
    return made


def output_node(output: Mapping[str, Any]) -> NotebookNode:
    """Make one output of a cell a node, and what it shows no deeper than by its kind.

    A chart is thousands of small parts, and nobody asks for one of them as an attribute.
    """
    node: Any = NotebookNode
    made: NotebookNode = node(
        {key: node(value) if isinstance(value, dict) else value for key, value in output.items()}
    )
    return made


def notebook_bytes(notebook: NotebookNode) -> bytes:
    """Return a notebook as JSON with sorted keys, each cell on a line of its own."""
    # Python writes JSON ten times as fast where it need not indent it.
    cells = ",\n".join(f"  {_line(cell)}" for cell in notebook.cells)
    rest = ",\n".join(
        f" {_line(key)}: {_line(notebook[key])}" for key in sorted(notebook) if key != "cells"
    )
    return f'{{\n "cells": [\n{cells}\n ],\n{rest}\n}}\n'.encode()


def _line(value: object) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)
