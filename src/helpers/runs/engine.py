"""Executing one workbook with papermill, lean and quiet."""

from __future__ import annotations

import json
import logging
import os
import tempfile
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbformat import NotebookNode

from helpers.base.errors import WorkbookFailed
from helpers.base.files import write_whole
from helpers.base.settings import Settings
from helpers.runs.environment import (
    CHOICE,
    PROVISIONER,
    WARM_VARIABLE,
    kernel_environment,
    provisioner_registered,
)
from helpers.runs.failures import dead_kernel, failed_cell, never_started, slow_cell, with_banner

if TYPE_CHECKING:
    from helpers.runs.client import Course

CELL_SECONDS = 600
START_SECONDS = 120
# A fork is there at once or never.
WARM_SECONDS = 30
KERNEL = "python3"
# Jupyter chooses free ports and lets go of them before the kernel takes them: now and then
# another process is quicker.
STARTS = 3
NOT_STARTED = ("Kernel died before replying", "Kernel didn't respond")


@dataclass(frozen=True)
class Executed:
    """A workbook that ran to its end.

    Attributes
    ----------
    notebook : NotebookNode
        With its outputs.
    engine : {"warm", "stock"}
        How its kernel was started.
    reason : str
        Why the kernel was not forked, where it was meant to be.
    """

    notebook: NotebookNode
    engine: str
    reason: str = ""


def prepare_environment(settings: Settings, warm: str = "") -> None:
    """Set what every kernel of a run finds in its environment.

    Parameters
    ----------
    settings : Settings
        Where everything is.
    warm : str
        Address of the run's warm process, where there is one.
    """
    os.environ.update(kernel_environment(settings))
    # Without the start-up files of a user's profile: they would change a page behind its
    # fingerprint's back. Connection files hold keys, and lie beside it.
    private = tempfile.mkdtemp(prefix="workbooks-")
    os.environ["IPYTHONDIR"] = private
    os.environ["JUPYTER_RUNTIME_DIR"] = private
    os.environ.pop(WARM_VARIABLE, None)
    if provisioner_registered():
        os.environ[CHOICE] = PROVISIONER
        if warm:
            os.environ[WARM_VARIABLE] = warm


def execute(notebook: Path, parameters: Mapping[str, Any], executed: Path) -> Executed:
    """Execute a workbook and return it with its outputs.

    Parameters
    ----------
    notebook : Path
        The workbook.
    parameters : mapping
        What is injected after its parameters cell.
    executed : Path
        Where a notebook that stopped half way is written.

    Raises
    ------
    WorkbookFailed
        Naming the cell that failed and what it said; `found` holds the class of the error
        first, so that a refusal of our own can be told from a fault.
    """
    # Imported here: a process that only plans should not pay for it.
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillExecutionError

    from helpers.runs.client import Course

    logging.getLogger("papermill").setLevel(logging.ERROR)
    warnings.filterwarnings("ignore", module="zmq|jupyter_client|papermill")
    fell_back = ""
    for attempt in range(1, STARTS + 1):
        course = Course(warm=not fell_back)
        try:
            done = _once(notebook, parameters, course)
            return Executed(done, course.engine, fell_back or course.reason)
        except PapermillExecutionError as error:
            failure, cause = failed_cell(notebook.name, error), error
        except DeadKernelError as error:
            ending = course.ending()
            if ending.lost and attempt < STARTS:
                # What ended it came from outside, and no version knows of it.
                fell_back = "the warm process ended"
                continue
            failure, cause = dead_kernel(notebook.name, ending, course.notebook), error
        except CellTimeoutError as error:
            failure = slow_cell(notebook.name, CELL_SECONDS, course.notebook)
            cause = error
        except RuntimeError as error:
            if not any(words in str(error) for words in NOT_STARTED):
                raise
            if attempt < STARTS:
                if course.engine == "warm":
                    fell_back = "a forked kernel did not answer"
                continue
            failure, cause = never_started(notebook.name, STARTS, str(error)), error
        _keep(course.notebook, failure, executed)
        raise failure from cause
    raise AssertionError


def _once(notebook: Path, parameters: Mapping[str, Any], course: Course) -> NotebookNode:
    """Execute a workbook as `papermill.execute_notebook` does, which writes it out twice over."""
    from papermill.engines import papermill_engines
    from papermill.execute import (
        prepare_notebook_metadata,
        raise_for_execution_errors,
        remove_error_markers,
    )
    from papermill.iorw import load_notebook_node
    from papermill.parameterize import parameterize_notebook

    from helpers.runs.client import ENGINE

    asked = load_notebook_node(str(notebook))
    if parameters:
        asked = parameterize_notebook(
            asked, dict(parameters), kernel_name=KERNEL, engine_name=ENGINE
        )
    prepared = prepare_notebook_metadata(asked, str(notebook), None)
    done: NotebookNode = papermill_engines.execute_notebook_with_engine(
        ENGINE,
        remove_error_markers(prepared),
        course=course,
        input_path=str(notebook),
        output_path=None,
        kernel_name=KERNEL,
        progress_bar=False,
        start_timeout=WARM_SECONDS if course.warm else START_SECONDS,
        execution_timeout=CELL_SECONDS,
        # Nothing in a workbook waits for the interpreter's own farewell, which costs 0.5 s.
        shutdown_kernel="immediate",
        # The kernel's word on its loopback sockets is for nobody in a run.
        extra_arguments=["--IPKernelApp.log_level=40"],
    )
    raise_for_execution_errors(done, None)
    return done


def _keep(notebook: NotebookNode | None, failure: WorkbookFailed, executed: Path) -> None:
    """Write a notebook that stopped half way, with the reason where it stopped."""
    if notebook is not None:
        text = json.dumps(with_banner(notebook, failure), indent=1, ensure_ascii=False)
        write_whole(executed, text.encode())
