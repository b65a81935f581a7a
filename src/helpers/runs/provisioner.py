"""How a kernel of a run is started: forked where that is safe, else as Jupyter starts it.

Jupyter finds this class by the name that `JUPYTER_DEFAULT_PROVISIONER_NAME` holds, among the
entry points of installed packages.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from typing import IO, Any, cast

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from helpers.runs import memory
from helpers.runs.endings import Ending
from helpers.runs.environment import CHOICE, WARM_VARIABLE
from helpers.runs.warm.asking import ForkedKernel, NoWarmKernel, ask
from helpers.runs.warm.kernel import LAUNCHER, PARENT

_LAST_BYTES = 2000
_LAST_LINES = 3
_LOOK_SECONDS = 0.002
_END_SECONDS = 2.0


class WorkbookProvisioner(LocalProvisioner):
    """Starts, signals and ends one kernel, and can say how it ended.

    Attributes
    ----------
    engine : {"warm", "stock"}
        How the kernel was started.
    reason : str
        Why it was not forked although a warm process was named.
    """

    engine = "stock"
    reason = ""
    _memory = 0
    _system_before = 0
    _output: IO[bytes] | None = None
    _last: Any = None

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork the kernel, or start it as Jupyter does."""
        environment: dict[str, str] = kwargs["env"]
        address = environment.pop(WARM_VARIABLE, "")
        environment.pop(CHOICE, None)
        self._memory = memory.kernel_memory(environment)
        self._system_before = memory.ended_by_system()
        self._output = tempfile.TemporaryFile()
        if address:
            try:
                return self._forked(address, cmd, environment, kwargs.get("cwd"))
            except NoWarmKernel as reason:
                self.reason = str(reason)
        kwargs.setdefault("stdout", self._output)
        kwargs.setdefault("stderr", self._output)
        info = await super().launch_kernel(cmd, **kwargs)
        self._last = self.process
        memory.cap(int(self.pid or 0), self._memory)
        return info

    def _forked(
        self, address: str, cmd: list[str], environment: dict[str, str], folder: str | None
    ) -> KernelConnectionInfo:
        if cmd[1:3] != ["-m", LAUNCHER] or not _this_python(cmd[0]):
            raise NoWarmKernel("the kernel is started by another command than Jupyter's own")
        assert self._output is not None
        kernel = ask(
            address,
            cmd[3:],
            {name: value for name, value in environment.items() if name != PARENT},
            folder or os.getcwd(),
            self._memory,
            self._output.fileno(),
        )
        # It has what Jupyter uses of a process of its own.
        self.process = cast(Any, kernel)
        self._last = kernel
        self.engine = "warm"
        self.pid = self.pgid = kernel.pid
        self.cwd = folder or os.getcwd()
        return self.connection_info

    async def send_signal(self, signum: int) -> None:
        """Send a signal to the kernel and what it has started."""
        kernel: Any = self.process
        if isinstance(kernel, ForkedKernel):
            kernel.send_signal(signum)
        else:
            await super().send_signal(signum)

    async def kill(self, restart: bool = False) -> None:
        """End the kernel at once, and look often until it has gone: Jupyter looks seldom."""
        await super().kill(restart)
        until = asyncio.get_running_loop().time() + _END_SECONDS
        while await self.poll() is None and asyncio.get_running_loop().time() < until:
            await asyncio.sleep(_LOOK_SECONDS)

    def ending(self) -> Ending:
        """How the kernel ended; ask when it has."""
        last = self._last
        return Ending(
            code=last.poll() if last is not None else None,
            said=self._said(),
            by_system=memory.ended_by_system() > self._system_before,
            memory=self._memory,
            peak=last.peak if isinstance(last, ForkedKernel) else 0,
            lost=isinstance(last, ForkedKernel) and last.lost,
        )

    def _said(self) -> str:
        if self._output is None:
            return ""
        size = self._output.seek(0, os.SEEK_END)
        self._output.seek(max(0, size - _LAST_BYTES))
        lines = self._output.read().decode("utf-8", "replace").strip().splitlines()
        return " | ".join(line.strip() for line in lines[-_LAST_LINES:])


def _this_python(program: str) -> bool:
    return os.path.realpath(program) == os.path.realpath(sys.executable)
