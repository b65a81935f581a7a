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


def tidy(notebook: NotebookNode) -> NotebookNode:
    """Return the notebook without times, random names and the hand-over.

    Everything that papermill and the kernel stamp on a run goes; sources, outputs and
    named cells stay.
    """
    clean: NotebookNode = from_dict(json.loads(json.dumps(notebook)))  # type: ignore[no-untyped-call]
    clean.metadata = {
        key: value
        for key, value in notebook.metadata.items()
        if key in {"kernelspec", "language_info"}
    }
    clean.nbformat, clean.nbformat_minor = 4, FORMAT_MINOR
    for cell in clean.cells:
        tags = cell["metadata"].get("tags", [])
        cell["metadata"] = {
            key: value for key, value in cell["metadata"].items() if key in KEPT_CELL_METADATA
        }
        if INJECTED in tags:
            cell["id"] = INJECTED
        if cell["cell_type"] == "code":
            cell["outputs"] = [
                output
                for output in cell["outputs"]
                if HANDOVER_MIME not in output.get("data", {})
                # Warnings of libraries name folders of the machine.
                and output.get("name") != "stderr"
            ]
    return clean


def without_paths(notebook: NotebookNode, places: Mapping[str, str]) -> NotebookNode:
    """Return the notebook with folders of this machine named by what they are.

    Parameters
    ----------
    notebook : NotebookNode
        A tidied notebook.
    places : mapping of str to str
        Folder, and the words to put in its place.
    """
    clean: NotebookNode = from_dict(json.loads(json.dumps(notebook)))  # type: ignore[no-untyped-call]
    for cell in clean.cells:
        if not cell.get("outputs"):
            continue
        text = json.dumps(cell["outputs"], ensure_ascii=False)
        for folder, words in sorted(places.items(), key=lambda item: -len(item[0])):
            if len(folder) > SHORTEST_FOLDER:
                text = text.replace(json.dumps(folder, ensure_ascii=False)[1:-1], words)
        cell["outputs"] = from_dict(json.loads(text))  # type: ignore[no-untyped-call]
    return clean


def notebook_bytes(notebook: NotebookNode) -> bytes:
    """Return a notebook as JSON with sorted keys."""
    text = json.dumps(notebook, indent=1, sort_keys=True, ensure_ascii=False)
    return (text + "\n").encode()
