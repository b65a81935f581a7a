"""How papermill talks to the kernels of a run: without waiting longer than needed.

What is executed, and how, stays papermill's and nbclient's; this is about the start of a kernel,
where connection files lie, and what is known when one has died.
"""

from __future__ import annotations

import itertools
import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from queue import Empty
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.manager import AsyncKernelManager
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, papermill_engines
from traitlets import default

from helpers.publication.executed import output_node
from helpers.runs.endings import Ending
from helpers.runs.environment import WARM_VARIABLE
from helpers.runs.provisioner import WorkbookProvisioner

ENGINE = "care-workbooks"
# "-ipc-5" and the terminating nought are added to the path of a connection file.
_LONGEST = 107 - 8
_NUMBER = itertools.count()
# What is kept of a message, by the kind of output that it becomes.
_SHOWN = {
    "display_data": ("data", "metadata"),
    "execute_result": ("data", "metadata", "execution_count"),
}
_FIRST_LOOK, _LAST_LOOK = 0.01, 0.2
_LISTENING_SECONDS, _PAUSE = 1.0, 0.001
# The last socket that a kernel opens is the one of its heartbeat.
_LAST_SOCKET = 5


class Course:
    """What is known of one execution, beside the notebook that it returns.

    Parameters
    ----------
    warm : bool
        Whether the kernel may be forked, where there is a warm process.

    Attributes
    ----------
    notebook : NotebookNode or None
        The notebook with the outputs so far, also where the kernel has died.
    kernels : WorkbookKernels or None
        What started the kernel: papermill lets go of it too soon.
    """

    def __init__(self, *, warm: bool = True) -> None:
        self.notebook: NotebookNode | None = None
        self.kernels: WorkbookKernels | None = None
        self._address = os.environ.get(WARM_VARIABLE, "") if warm else ""

    @property
    def warm(self) -> bool:
        """Whether the kernel is to be forked."""
        return bool(self._address)

    def environment(self) -> dict[str, str]:
        """Return the environment that the kernel is started in."""
        return {**os.environ, WARM_VARIABLE: self._address}

    @property
    def _provisioner(self) -> WorkbookProvisioner | None:
        found = self.kernels.provisioner if self.kernels is not None else None
        return found if isinstance(found, WorkbookProvisioner) else None

    @property
    def engine(self) -> str:
        """How the kernel was started: "warm" or "stock"."""
        return self._provisioner.engine if self._provisioner is not None else "stock"

    @property
    def reason(self) -> str:
        """Why it was not forked although a warm process was there."""
        return self._provisioner.reason if self._provisioner is not None else ""

    def ending(self) -> Ending:
        """How the kernel ended."""
        return self._provisioner.ending() if self._provisioner is not None else Ending(None)


class QuickClient(AsyncKernelClient):
    """A client that notices at once that its kernel is ready."""

    def start_channels(self, *args: Any, **kwargs: Any) -> None:
        """Open the channels once the kernel listens at its local sockets.

        A socket that is opened before is tried again a tenth of a second later, by which time a
        forked kernel could have run a third of a workbook.
        """
        last = Path(f"{self.ip}-{_LAST_SOCKET}")
        until = time.monotonic() + _LISTENING_SECONDS
        while self.transport == "ipc" and not last.exists() and time.monotonic() < until:
            time.sleep(_PAUSE)
        super().start_channels(*args, **kwargs)

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the kernel answers on its shell channel and is heard on the other.

        Jupyter's own gives what a kernel publishes 0.2 seconds to arrive, and waits as long
        again for more of it. This asks again sooner, and reads up to the last word on its question.
        """
        until = time.monotonic() + (timeout if timeout is not None else float("inf"))
        look = _FIRST_LOOK
        while True:
            asked = self.kernel_info()
            reply = await self._answer(asked)
            if reply is not None and await self._heard(asked, look):
                self._handle_kernel_info_reply(reply)
                return
            if not await self._async_is_alive():
                message = "Kernel died before replying to kernel_info"
                raise RuntimeError(message)
            if time.monotonic() > until:
                message = f"Kernel didn't respond in {timeout:g} seconds"
                raise RuntimeError(message)
            look = min(2 * look, _LAST_LOOK)

    async def _answer(self, asked: str) -> dict[str, Any] | None:
        try:
            while True:
                reply: dict[str, Any] = await self.get_shell_msg(timeout=1)
                if reply["parent_header"].get("msg_id") == asked:
                    return reply
        except Empty:
            return None

    async def _heard(self, asked: str, seconds: float) -> bool:
        try:
            while True:
                said = await self.get_iopub_msg(timeout=seconds)
                ours = said["parent_header"].get("msg_id") == asked
                if ours and said["content"].get("execution_state") == "idle":
                    return True
        except Empty:
            return False


class WorkbookKernels(AsyncKernelManager):
    """Kernels that are spoken to over local sockets in a private folder, where that is possible.

    Jupyter's free network ports are let go of before a kernel takes them, and any user of the
    machine can knock at them.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        folder = os.environ.get("JUPYTER_RUNTIME_DIR", "")
        path = Path(folder) / f"{os.getpid()}-{next(_NUMBER)}.json"
        if folder and sys.platform != "win32" and len(os.fsencode(path)) < _LONGEST:
            self.transport = "ipc"
            self.connection_file = str(path)

    @default("client_factory")
    def _quick_client(self) -> type[QuickClient]:
        return QuickClient


class WorkbookClient(PapermillNotebookClient):  # type: ignore[misc]
    """Papermill's client, whose course can be followed."""

    def __init__(self, nb_man: Any, course: Course, **kwargs: Any) -> None:
        super().__init__(nb_man, **kwargs)
        self._course = course

    @default("kernel_manager_class")
    def _kernels(self) -> type[WorkbookKernels]:
        return WorkbookKernels

    def output(
        self, outs: list[NotebookNode], msg: Any, display_id: str | None, cell_index: int
    ) -> NotebookNode | None:
        """Append what a cell shows, as nbclient does.

        An output that cannot be otherwise than well formed is not held against the notebook's
        schema, and what is inside of it is not copied part by part.
        """
        kind, content = msg["msg_type"], msg["content"]
        hooks = self.output_hook_stack[msg["parent_header"].get("msg_id")]
        waits = hooks or display_id or self.clear_before_next_output
        if waits or kind not in _SHOWN or not _plainly_well_formed(content["data"]):
            given: NotebookNode | None = super().output(outs, msg, display_id, cell_index)
            return given
        shown = {key: content[key] for key in _SHOWN[kind]}
        out = output_node({"output_type": kind, **shown})
        outs.append(out)
        return out

    def create_kernel_manager(self) -> WorkbookKernels:
        """Make the kernel manager, and keep it in mind."""
        made: WorkbookKernels = super().create_kernel_manager()
        self._course.kernels = made
        return made


def _plainly_well_formed(data: Mapping[str, Any]) -> bool:
    return all(kind.endswith("+json") or isinstance(shown, str) for kind, shown in data.items())


class WorkbookEngine(NBClientEngine):  # type: ignore[misc]
    """Papermill's own engine with the client above."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: Any,
        kernel_name: str,
        *,
        course: Course,
        start_timeout: float,
        execution_timeout: float,
        **kwargs: Any,
    ) -> NotebookNode:
        """Execute the cells of a notebook, as papermill's own engine does."""
        course.notebook = nb_man.nb
        kwargs.pop("input_path", None)
        client = WorkbookClient(
            nb_man,
            course=course,
            kernel_name=kernel_name,
            startup_timeout=start_timeout,
            timeout=execution_timeout,
            **kwargs,
        )
        done: NotebookNode = client.execute(env=course.environment())
        return done


papermill_engines.register(ENGINE, WorkbookEngine)
