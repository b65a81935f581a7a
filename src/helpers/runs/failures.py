"""What stopped a workbook before its end, in words for whoever has to mend it."""

from __future__ import annotations

import copy
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

from helpers.base.errors import WorkbookFailed
from helpers.runs.endings import OUT_OF_MEMORY, Ending, memory_mend
from helpers.runs.memory import kernel_memory

BANNER_TAG = "papermill-error-cell-tag"
_LAST_LETTERS = 300


def failed_cell(name: str, error: Any) -> WorkbookFailed:
    """A cell that raised an error, from papermill's account of it."""
    mend = f"open it with workbooks lab and run that cell: {_first_line(error.source)}"
    if error.ename in OUT_OF_MEMORY:
        mend = memory_mend(kernel_memory())
    return WorkbookFailed(
        f"{name}, cell {error.exec_count or error.cell_index}",
        f"{error.ename}: {error.evalue}",
        "a notebook that runs to its end",
        mend,
    )


def dead_kernel(name: str, ending: Ending, notebook: NotebookNode | None) -> WorkbookFailed:
    """A kernel that died, where it was and what it had said."""
    place, said = name, ""
    cell = _running(notebook)
    if cell is not None:
        place = f"{name}, the cell that begins {_first_line(cell.source)}"
        said = _last_output(cell)
    printed = f"; the cell had shown: {said}" if said else ""
    return WorkbookFailed(
        place, f"{ending.words()}{printed}", "a kernel that lives to the end", ending.mend()
    )


def slow_cell(name: str, seconds: float, notebook: NotebookNode | None) -> WorkbookFailed:
    """A cell that did not end in the time that it has."""
    cell = _running(notebook)
    begins = f", the cell that begins {_first_line(cell.source)}" if cell is not None else ""
    return WorkbookFailed(
        f"{name}{begins}",
        f"a cell took longer than {seconds:g} seconds",
        "a cell that ends",
        "open it with workbooks lab and look for an endless loop",
    )


def never_started(name: str, attempts: int, said: str) -> WorkbookFailed:
    """A kernel that never came up."""
    return WorkbookFailed(
        name,
        f"its kernel did not start in {attempts} attempts ({said})",
        "a kernel that answers",
        "run workbooks doctor; run it again with --jobs 1",
    )


def with_banner(notebook: NotebookNode, failure: WorkbookFailed) -> NotebookNode:
    """Return a notebook that stopped half way with the reason at its top.

    Papermill puts one there where a cell raised an error, and none where the kernel died.
    """
    kept: NotebookNode = copy.deepcopy(notebook)
    if not any(BANNER_TAG in cell.metadata.get("tags", []) for cell in kept.cells):
        lines = "\n".join(f"> {line}" for line in str(failure).splitlines())
        banner = new_markdown_cell(  # type: ignore[no-untyped-call]
            f"**This workbook did not run to its end.**\n\n{lines}",
            id="stopped",
            metadata={"tags": [BANNER_TAG]},
        )
        kept.cells.insert(0, banner)
    return kept


def _running(notebook: NotebookNode | None) -> NotebookNode | None:
    """Return the last code cell that was started."""
    if notebook is None:
        return None
    begun = [
        cell
        for cell in notebook.cells
        if cell.cell_type == "code" and cell.metadata.get("papermill", {}).get("start_time")
    ]
    return begun[-1] if begun else None


def _last_output(cell: NotebookNode) -> str:
    for output in reversed(cell.get("outputs", [])):
        text = output.get("text") or output.get("data", {}).get("text/plain") or ""
        text = " ".join("".join(text).split())
        if text:
            return text[-_LAST_LETTERS:]
    return ""


def _first_line(source: str) -> str:
    return source.strip().splitlines()[0] if source.strip() else "(an empty cell)"
