"""Running notebooks for the tests: one kernel for many, parameters as papermill gives them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import nbformat
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from helpers.base.settings import OUTPUTS_VARIABLE, ROOT_VARIABLE
from helpers.base.themes import THEMES, WORKBOOKS

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = ROOT / "notebooks"
NAMES = tuple(Path(theme.notebook).stem for theme in THEMES)
WITH_SCORECARD = tuple(Path(theme.notebook).stem for theme in WORKBOOKS)
REAL_INPUTS = ROOT.parent / "shared" / "data" / "real" / "ascof_timeseries_2024_25"
SAMPLE_INPUTS = "data/samples"


def load(name: str) -> NotebookNode:
    """Read one of the project's notebooks."""
    return nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4)


def surroundings(outputs: Path) -> dict[str, str]:
    """Environment of a process that runs notebooks into a folder of the tests' own."""
    # An outer pytest or run must not tell an inner one what to do.
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTEST_", "CARE_WORKBOOKS_"))
    }
    return kept | {
        ROOT_VARIABLE: str(ROOT),
        OUTPUTS_VARIABLE: str(outputs),
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
    }


class Runner:
    """Runs notebooks one after another in one kernel.

    Parameters
    ----------
    outputs : Path
        Folder of receipts and versions.
    """

    def __init__(self, outputs: Path) -> None:
        self._outputs = outputs
        self._manager = AsyncKernelManager(kernel_name="python3")

    def run(self, notebook: NotebookNode, parameters: Mapping[str, object]) -> NotebookNode:
        """Execute a notebook with parameters, as papermill injects them."""
        lines = [f"{name} = {value!r}" for name, value in parameters.items()]
        given = new_code_cell("\n".join(lines), metadata={"tags": ["injected-parameters"]})
        place = next(
            number
            for number, cell in enumerate(notebook.cells, start=1)
            if "parameters" in cell.metadata.get("tags", [])
        )
        notebook.cells.insert(place, given)
        client = NotebookClient(notebook, km=self._manager, timeout=300)
        return client.execute(env=surroundings(self._outputs), cwd=str(self._outputs))

    def close(self) -> None:
        """Stop the kernel."""
        from jupyter_core.utils import run_sync

        if self._manager.has_kernel:
            run_sync(self._manager.shutdown_kernel)(now=True)


@contextmanager
def runner(outputs: Path) -> Iterator[Runner]:
    """Give a runner whose kernel is stopped at the end."""
    opened = Runner(outputs)
    try:
        yield opened
    finally:
        opened.close()


def cell_of(notebook: NotebookNode, cell_id: str) -> NotebookNode:
    """Find a cell by its id."""
    return next(cell for cell in notebook.cells if cell.id == cell_id)


def said(notebook: NotebookNode, cell_id: str) -> str:
    """Return the plain text that a cell shows."""
    outputs = cell_of(notebook, cell_id).outputs
    return "\n".join(output.data["text/plain"] for output in outputs if "data" in output)


def everything_said(notebook: NotebookNode) -> str:
    """Return the plain text of every cell, in order."""
    ids = [cell.id for cell in notebook.cells if cell.cell_type == "code"]
    return "\n".join(said(notebook, cell_id) for cell_id in ids)
