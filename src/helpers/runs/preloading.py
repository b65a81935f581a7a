"""What a worker imports, imported once in the process that the workers are forked from.

Importing takes a worker some two seconds of CPU, which a run would pay for each of them. Python's
own server of forks (`multiprocessing.forkserver`) imports `helpers.runs.preloaded` before it forks
any; it runs nothing else, so that no thread can be about when it forks. Should a library have
started one all the same, the server ends, and workers are spawned as everywhere else.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import multiprocessing
import os
import shutil
import signal
import sys
from collections.abc import Iterator
from multiprocessing import forkserver
from multiprocessing.context import BaseContext
from pathlib import Path

from helpers.runs.deaf import deaf
from helpers.runs.environment import ONE_THREAD
from helpers.runs.warm.threads import settled_threads

PRELOADED = "helpers.runs.preloaded"
STARTED_BY = "CARE_WORKBOOKS_STARTED_BY"
"""Tells the server which process it is started by."""
MODULES = (
    "IPython.core.interactiveshell",
    "IPython.paths",
    "dateutil.easter",
    "gptables",
    "helpers.publication.spreadsheets.book",
    "helpers.runs.client",
    "helpers.runs.tasks",
    "helpers.runs.worker",
    "ipykernel.kernelspec",
    "papermill",
    "papermill.execute",
    "xlsxwriter",
)
"""Some are imported only when a worker does its first job; a test holds the list to be whole."""

# Of what Linux tells of a process behind its name: the place of its flags, and that it is ending.
_FLAGS = 6
_PF_EXITING = 0x4


def preload() -> tuple[str, ...]:
    """Import it all; return the threads that a fork would lose, which are to be none."""
    given = dict(os.environ)
    # A library that reads how many threads it may start reads it when it is imported.
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
    gc.disable()
    for name in MODULES:
        importlib.import_module(name)
    os.environ.clear()
    os.environ.update(given)
    gc.collect()
    # Else the first collection of every worker would copy each page that it looks at.
    gc.freeze()
    gc.enable()
    return settled_threads()


def remove_socket(run: int) -> None:
    """Remove the folder of the server's socket where the run, whose it is, was killed.

    Parameters
    ----------
    run : int
        Process that started the server.
    """
    address = forkserver._forkserver._forkserver_address  # type: ignore[attr-defined]
    if (
        (os.getppid() != run or _is_ending(run))
        and isinstance(address, str)
        and not address.startswith("\0")
    ):
        shutil.rmtree(Path(address).parent, ignore_errors=True)


def start_server() -> None:
    """Start the server that workers are forked from, and do not wait for its imports; Linux alone.

    Raises
    ------
    OSError
        When it cannot be started.
    """
    if sys.platform != "linux":
        return
    multiprocessing.get_context("forkserver").set_forkserver_preload([PRELOADED])
    # By the time that the server could ask who started it, that may have been killed.
    os.environ[STARTED_BY] = str(os.getpid())
    try:
        with deaf():
            forkserver.ensure_running()
    finally:
        del os.environ[STARTED_BY]


def drop_server() -> None:
    """End the server at once, whatever it is at; nothing may have been forked from it."""
    number = forkserver._forkserver._forkserver_pid  # type: ignore[attr-defined]
    if number is not None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)
        _stop()


def _is_ending(process: int) -> bool:
    """Whether a process is on its way out: its files close before its children are told."""
    try:
        told = Path(f"/proc/{process}/stat").read_text("ascii", "replace").rpartition(")")[2]
        state, flags = told.split()[0], int(told.split()[_FLAGS])
    except (OSError, ValueError, LookupError):
        return True
    return state in "ZX" or bool(flags & _PF_EXITING)


@contextlib.contextmanager
def worker_context() -> Iterator[BaseContext]:
    """Give the way in which workers are started: forked where that is safe, else spawned."""
    # Never forked from this process: Polars has started its threads in it.
    if sys.platform != "linux":
        yield multiprocessing.get_context("spawn")
        return
    forked = multiprocessing.get_context("forkserver")
    try:
        yield forked if _forks(forked) else multiprocessing.get_context("spawn")
    finally:
        _stop()


def _forks(context: BaseContext) -> bool:
    """Whether the server has done its imports, and forks."""
    probe = context.Process(target=int)  # type: ignore[attr-defined]
    try:
        start_server()
        # Ctrl-C is heard while the server imports; what it forks is as deaf as it is itself.
        probe.start()
    except (EOFError, OSError):
        return False
    probe.join()
    return bool(probe.exitcode == 0)


def _stop() -> None:
    # Python leaves its server to end some time after this process; what it used would be lost to
    # whoever measures a run, and a later run of this process would fork from stale imports.
    with contextlib.suppress(OSError, AttributeError):
        forkserver._forkserver._stop()  # type: ignore[attr-defined]
