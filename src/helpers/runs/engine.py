"""Executing one workbook with papermill, lean and quiet."""

from __future__ import annotations

import logging
import os
import sys
import tempfile
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from helpers.base.errors import WorkbookFailed
from helpers.base.settings import OUTPUTS_VARIABLE, ROOT_VARIABLE, Settings

RUN_VARIABLE = "CARE_WORKBOOKS_RUN"
CELL_SECONDS = 600
START_SECONDS = 120
KERNEL = "python3"
# Jupyter chooses free ports and lets go of them before the kernel takes them: now and then
# another process is quicker.
STARTS = 3
NOT_STARTED = ("Kernel died before replying", "Kernel didn't respond")


def prepare_environment(settings: Settings) -> None:
    """Set what every kernel of a run finds in its environment."""
    os.environ[ROOT_VARIABLE] = str(settings.root)
    os.environ[OUTPUTS_VARIABLE] = str(settings.outputs)
    os.environ[RUN_VARIABLE] = "1"
    # The kernel of this environment, whatever the user has installed elsewhere, and without the
    # start-up files of a profile: they would change a page behind its fingerprint's back.
    os.environ["JUPYTER_PREFER_ENV_PATH"] = "1"
    here = str(Path(sys.prefix) / "share" / "jupyter")
    listed = os.environ.get("JUPYTER_PATH", "")
    os.environ["JUPYTER_PATH"] = os.pathsep.join(part for part in (here, listed) if part)
    os.environ["IPYTHONDIR"] = tempfile.mkdtemp(prefix="workbooks-")
    os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"
    # One kernel a core is enough; libraries that start a thread a core only slow each other.
    os.environ.setdefault("POLARS_MAX_THREADS", "1")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    package = str(Path(__file__).resolve().parents[2])
    known = os.environ.get("PYTHONPATH", "")
    if package not in known.split(os.pathsep):
        os.environ["PYTHONPATH"] = os.pathsep.join(part for part in (package, known) if part)


def execute(notebook: Path, parameters: Mapping[str, Any], executed: Path) -> NotebookNode:
    """Execute a workbook and return it with its outputs.

    Parameters
    ----------
    notebook : Path
        The workbook.
    parameters : mapping
        What is injected after its parameters cell.
    executed : Path
        Where papermill writes the notebook, also one that stopped half way.

    Raises
    ------
    WorkbookFailed
        Naming the cell that failed and what it said; `found` holds the class of the error
        first, so that a refusal of our own can be told from a fault.
    """
    # Imported here: a process that only plans should not pay for it.
    import papermill
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillExecutionError

    logging.getLogger("papermill").setLevel(logging.ERROR)
    warnings.filterwarnings("ignore", module="zmq|jupyter_client|papermill")

    def once() -> NotebookNode:
        done: NotebookNode = papermill.execute_notebook(
            str(notebook),
            str(executed),
            parameters=dict(parameters),
            kernel_name=KERNEL,
            progress_bar=False,
            request_save_on_cell_execute=False,
            start_timeout=START_SECONDS,
            execution_timeout=CELL_SECONDS,
            # Nothing in a workbook waits for the interpreter's own farewell, which costs 0.5 s.
            shutdown_kernel="immediate",
            # The kernel's word on its loopback sockets is for nobody in a run.
            extra_arguments=["--IPKernelApp.log_level=40"],
        )
        return done

    try:
        return _started(once, notebook.name)
    except PapermillExecutionError as error:
        raise WorkbookFailed(
            f"{notebook.name}, cell {error.exec_count or error.cell_index}",
            f"{error.ename}: {error.evalue}",
            "a notebook that runs to its end",
            f"open it with workbooks lab and run that cell: {_first_line(error.source)}",
        ) from error
    except DeadKernelError as error:
        raise WorkbookFailed(
            notebook.name,
            "its kernel died",
            "a kernel that lives to the end",
            "check the memory of the machine; run it again with --jobs 1",
        ) from error
    except CellTimeoutError as error:
        raise WorkbookFailed(
            notebook.name,
            f"a cell took longer than {CELL_SECONDS} seconds",
            "a cell that ends",
            "open it with workbooks lab and look for an endless loop",
        ) from error


def _started(once: Callable[[], NotebookNode], name: str) -> NotebookNode:
    """Try again where a kernel never came up: then no cell has run, and another port is free."""
    for attempt in range(1, STARTS + 1):
        try:
            return once()
        except RuntimeError as error:
            if not any(words in str(error) for words in NOT_STARTED):
                raise
            if attempt == STARTS:
                raise WorkbookFailed(
                    name,
                    f"its kernel did not start in {STARTS} attempts ({error})",
                    "a kernel that answers",
                    "run workbooks doctor; run it again with --jobs 1",
                ) from error
    raise AssertionError


def _first_line(source: str) -> str:
    return source.strip().splitlines()[0] if source.strip() else "(an empty cell)"
