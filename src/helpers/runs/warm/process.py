"""The warm process: it does the imports once, and forks a kernel whenever it is asked.

It never runs a query of Polars and never draws a chart, because both start threads; and it looks
before every fork that none has been started all the same. It ends with the process that started
it, and takes its kernels along.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import selectors
import shutil
import signal
import socket
import sys
import traceback
import warnings
from dataclasses import dataclass
from typing import Any

from helpers.runs.warm import kernel
from helpers.runs.warm.channel import Closed, close_all, receive, same_user, send
from helpers.runs.warm.stamps import first_difference, given_variables, stamps, start_variables
from helpers.runs.warm.threads import settled_threads

# What a notebook imports, and what ipykernel imports only when it starts; a test holds the second
# part to be whole.
REHEARSAL = "helpers.workbook.rehearsal"
PRELOADED = (
    "helpers.workbook",
    REHEARSAL,
    "numpy.random",
    "pandas",
    "polars",
    "altair",
    "ipykernel.kernelapp",
    "ipykernel.debugger",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "cProfile",
    "psutil",
    "pstats",
    "sqlite3",
    "tornado.platform.asyncio",
    "traitlets.config.argcomplete_config",
)
PARENT = kernel.PARENT
REQUEST_SECONDS = 10.0
_WAKENINGS = 128


@dataclass(frozen=True)
class State:
    """What the process is started with, and goes on with when it renews itself.

    Attributes
    ----------
    door, life : int
        Open files: the socket it listens on, and the pipe that ends with its parent.
    folder : str
        Private folder of the socket, removed when the parent has died.
    watched : list of str
        Folders and files that it renews itself for.
    preloaded : list of str
        Modules.
    kernels : list of (int, int)
        Process and connection of kernels that run already.
    """

    door: int
    life: int
    folder: str
    watched: list[str]
    preloaded: list[str]
    kernels: list[list[int]]

    def text(self) -> str:
        """Return it as one argument of a command line."""
        return json.dumps(self.__dict__)


class WarmProcess:
    """Listens, forks, signals and reaps."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._pid = os.getpid()
        # Taken before the imports: what is changed from now on may not be what they read.
        self._stamps = stamps(state.watched)
        self._variables = start_variables(given_variables())
        self._door = socket.socket(fileno=state.door)
        self._lines = {pid: socket.socket(fileno=line) for pid, line in state.kernels}
        self._wake, wakened = socket.socketpair()
        self._wakened = wakened
        for end in (self._wake, wakened):
            end.setblocking(False)
        signal.set_wakeup_fd(wakened.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._door, selectors.EVENT_READ, "door")
        self._selector.register(state.life, selectors.EVENT_READ, "life")
        self._selector.register(self._wake, selectors.EVENT_READ, "ended")
        for pid, line in self._lines.items():
            self._selector.register(line, selectors.EVENT_READ, pid)
        gc.disable()
        before = dict(os.environ)
        self._fault = _preload(state.preloaded)
        self._set_by_imports = {
            name: value for name, value in os.environ.items() if before.get(name) != value
        }
        gc.collect()
        # Else the first collection of every child would copy each page that it looks at.
        gc.freeze()
        gc.enable()

    def serve(self) -> kernel.Launch:
        """Answer until the parent has gone; this returns in the forked kernels alone."""
        self._reap()
        while True:
            for key, _ in self._selector.select():
                if key.data == "life":
                    self._end()
                elif key.data == "ended":
                    self._reap()
                elif key.data == "door":
                    launch = self._answer()
                    if launch is not None:
                        return launch
                else:
                    self._heed(key.data)

    def _answer(self) -> kernel.Launch | None:
        line, _ = self._door.accept()
        line.settimeout(REQUEST_SECONDS)
        files: list[int] = []
        try:
            if not same_user(line):
                line.close()
                return None
            message, files = receive(line)
            refused = self._refusal(message)
            if refused:
                send(line, {"refused": refused})
                line.close()
                return None
            return self._fork(line, message, files[0])
        except (Closed, OSError, ValueError, LookupError):
            line.close()
            return None
        finally:
            close_all(files)

    def _refusal(self, message: dict[str, Any]) -> str:
        """Say why no kernel is forked, or nothing; renew the process if it is out of date."""
        changed = first_difference(self._stamps, stamps(self._state.watched)) or first_difference(
            self._variables, start_variables(message["environment"])
        )
        if changed and not message["last"]:
            self._renew(message["environment"])
        if changed:
            return f"{changed} keeps changing"
        if self._fault:
            return self._fault
        threads = settled_threads()
        if threads:
            return f"other threads live in the warm process ({', '.join(dict.fromkeys(threads))})"
        return ""

    def _fork(
        self, line: socket.socket, message: dict[str, Any], output: int
    ) -> kernel.Launch | None:
        launch = kernel.Launch.read(message)
        try:
            with warnings.catch_warnings():
                # Python counts the harmless threads too.
                warnings.simplefilter("ignore", DeprecationWarning)
                pid = os.fork()
        except OSError as reason:
            send(line, {"refused": f"no process could be forked ({reason.strerror})"})
            line.close()
            return None
        if pid == 0:
            try:
                self._let_go(line)
                kernel.settle(launch, self._pid, os.dup(output), self._set_by_imports)
            except BaseException:
                # Whatever it is, a copy of the warm process must never go on serving.
                traceback.print_exc()
                os._exit(1)
            return launch
        self._lines[pid] = line
        self._selector.register(line, selectors.EVENT_READ, pid)
        with contextlib.suppress(OSError):
            send(line, {"kernel": pid})
        return None

    def _let_go(self, line: socket.socket) -> None:
        """Close, in a kernel, what belongs to the warm process."""
        for held in (*self._lines.values(), line, self._door, self._wake, self._wakened):
            held.close()
        self._selector.close()
        os.close(self._state.life)

    def _heed(self, pid: int) -> None:
        """Pass a signal on to a kernel; end it when nobody waits for it any more."""
        line = self._lines.get(pid)
        if line is None:
            return
        try:
            message, files = receive(line)
            close_all(files)
            _signal(pid, int(message["signal"]))
        except (Closed, OSError, ValueError, LookupError):
            self._selector.unregister(line)
            self._lines.pop(pid).close()
            _signal(pid, signal.SIGKILL)

    def _reap(self) -> None:
        """Take leave of kernels that have ended, and tell those who wait for them."""
        with contextlib.suppress(BlockingIOError):
            while self._wake.recv(_WAKENINGS):
                pass
        while True:
            try:
                ended = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            except ChildProcessError:
                return
            if ended is None:
                return
            # While it is not reaped its number is nobody else's: what it started ends with it.
            _signal(ended.si_pid, signal.SIGKILL)
            _, status, used = os.wait4(ended.si_pid, 0)
            line = self._lines.pop(ended.si_pid, None)
            if line is not None:
                self._selector.unregister(line)
                told = {"ended": os.waitstatus_to_exitcode(status), "peak": used.ru_maxrss}
                with contextlib.suppress(OSError):
                    send(line, told)
                line.close()

    def _renew(self, environment: dict[str, str]) -> None:
        """Start afresh in the same process: the same door, the same kernels, new imports."""
        kernels = [[pid, line.fileno()] for pid, line in self._lines.items()]
        for kept in (self._state.door, self._state.life, *(line for _, line in kernels)):
            os.set_inheritable(kept, True)
        state = State(**{**self._state.__dict__, "kernels": kernels})
        variables = {name: value for name, value in environment.items() if name != PARENT}
        os.execve(sys.executable, [*sys.orig_argv[:-1], state.text()], variables)

    def _end(self) -> None:
        for pid in self._lines:
            _signal(pid, signal.SIGKILL)
        shutil.rmtree(self._state.folder, ignore_errors=True)
        os._exit(0)


def _signal(group: int, number: int) -> None:
    try:
        os.killpg(group, number)
    except ProcessLookupError:
        # A kernel that has only just been forked has no group yet.
        with contextlib.suppress(ProcessLookupError):
            os.kill(group, number)
    except PermissionError:
        pass


def _preload(modules: list[str]) -> str:
    """Import modules; say which could not be, or nothing."""
    for name in modules:
        try:
            importlib.import_module(name)
        except Exception as reason:
            return f"{name} cannot be imported ({type(reason).__name__}: {reason})"
    if REHEARSAL in sys.modules:
        # What it cannot do is left to the kernels, and to their words.
        with contextlib.suppress(Exception):
            sys.modules[REHEARSAL].rehearse()
    return ""


def main() -> None:
    """Serve, and be a kernel where the call comes back."""
    # The working folder is nobody's place for modules; a kernel adds its own.
    if sys.path and os.path.abspath(sys.path[0]) == os.getcwd():
        del sys.path[0]
    parent = os.getpid()
    launch = WarmProcess(State(**json.loads(sys.argv[1]))).serve()
    kernel.start(launch, parent)


if __name__ == "__main__":
    main()
