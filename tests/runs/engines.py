"""Tiny notebooks run by stock papermill and by the warm engine, for tests that compare the two."""

from __future__ import annotations

import json
import os
import re
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import papermill
from jupyter_client.provisioning import KernelProvisionerFactory
from nbformat.v4 import new_code_cell, new_notebook

from helpers.runs.client import ENGINE, Course
from helpers.runs.environment import CHOICE, PROVISIONER, WARM_VARIABLE

KERNEL = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
STOCK = "local-provisioner"


@dataclass(frozen=True)
class Shown:
    """What came of one execution."""

    error: str
    cells: list[dict[str, Any]]
    metadata: dict[str, Any]
    engine: str = "stock"
    reason: str = ""

    @property
    def texts(self) -> list[str]:
        """Everything printed, cell by cell."""
        return [
            "".join(output.get("text", "") for output in cell.get("outputs", []))
            for cell in self.cells
        ]


def write_notebook(path: Path, *sources: str) -> Path:
    cells = [new_code_cell(source, id=f"cell-{n}") for n, source in enumerate(sources)]
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": KERNEL}), path)
    return path


@contextmanager
def provisioner(name: str, address: str = ""):
    """Let kernels be started by one provisioner; Jupyter looks at the environment once only."""
    factory = KernelProvisionerFactory.instance()
    before = factory.default_provisioner_name, dict(os.environ)
    factory.default_provisioner_name = name
    os.environ.pop(CHOICE, None)
    if address:
        os.environ[WARM_VARIABLE] = address
    try:
        yield
    finally:
        factory.default_provisioner_name = before[0]
        os.environ.clear()
        os.environ.update(before[1])


def by_stock(notebook: Path, **options: Any) -> Shown:
    """Run a notebook by papermill as it comes."""
    executed = notebook.with_suffix(".stock.ipynb")
    error = ""
    with provisioner(STOCK):
        try:
            papermill.execute_notebook(
                str(notebook), str(executed), kernel_name="python3", progress_bar=False, **options
            )
        except Exception as raised:
            error = type(raised).__name__
    return _shown(error, nbformat.read(executed, as_version=4))


def by_warm(notebook: Path, address: str, **options: Any) -> Shown:
    """Run a notebook by a fork of the warm process at an address."""
    error, course = "", None
    with provisioner(PROVISIONER, address):
        course = Course()
        options = {"start_timeout": 60, "execution_timeout": 60, **options}
        try:
            papermill.execute_notebook(
                str(notebook),
                None,
                engine_name=ENGINE,
                course=course,
                kernel_name="python3",
                progress_bar=False,
                **options,
            )
        except Exception as raised:
            error = type(raised).__name__
    assert course.notebook is not None
    return _shown(error, course.notebook, course.engine, course.reason)


def _shown(error: str, notebook: Any, engine: str = "stock", reason: str = "") -> Shown:
    """Reduce a notebook to what a reader sees: no times, no random names, no process numbers."""
    plain = json.loads(nbformat.writes(notebook))
    cells = []
    for cell in plain["cells"]:
        papermill_says = cell["metadata"].get("papermill", {})
        kept = {
            "exception": papermill_says.get("exception"),
            "status": papermill_says.get("status"),
        }
        source, tags = "".join(cell["source"]), cell["metadata"].get("tags", [])
        outputs = json.loads(_plain_text(json.dumps(cell.get("outputs", []))))
        for output in outputs:
            if isinstance(output.get("text"), list):
                output["text"] = "".join(output["text"])
        count = cell.get("execution_count")
        cells.append({"source": source, "tags": tags, "outputs": outputs, "count": count, **kept})
    metadata = {name: plain["metadata"].get(name) for name in ("language_info", "widgets")}
    return Shown(error, cells, metadata, engine, reason)


def _plain_text(text: str) -> str:
    return re.sub(r"ipykernel_\d+", "ipykernel_N", re.sub(r"0x[0-9a-f]{6,}", "0xN", text))
