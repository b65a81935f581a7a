"""The warm process as its owner holds it: a run, or one worker of a cluster."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import helpers
from helpers.runs.warm.channel import LONGEST_ADDRESS
from helpers.runs.warm.process import PRELOADED, State

PREFIX = "workbooks-warm-"
RESTARTS = 3
_SOCKET = "door"
_MODULE = "helpers.runs.warm.process"
_WAITING = 64
_GOODBYE_SECONDS = 10.0


class WarmOwner:
    """Start a warm process, keep it going and end it; use it as a context manager.

    It never fails: where there can be no warm process, `address` is empty and `reason` says why.

    Parameters
    ----------
    environment : mapping of str to str
        What every kernel finds in its environment, as far as it counts when a process starts.
    watched : sequence of Path
        Files and folders, beside the package itself, whose change makes it import afresh.
    preloaded : sequence of str
        Modules that it imports.

    Attributes
    ----------
    address : str
        Where kernels are asked for.
    reason : str
        Why there is no address.
    """

    def __init__(
        self,
        environment: Mapping[str, str],
        watched: Sequence[Path] = (),
        preloaded: Sequence[str] = PRELOADED,
    ) -> None:
        self.address = ""
        self.reason = ""
        self._wanted = True
        package = Path(helpers.__file__).resolve().parent
        self._watched = [str(package), *(str(path.resolve()) for path in watched)]
        self._environment = dict(environment)
        self._preloaded = list(preloaded)
        self._folder: Path | None = None
        self._door: socket.socket | None = None
        self._life: int | None = None
        self._child: subprocess.Popen[bytes] | None = None
        self._turn = threading.Lock()
        self._ended = False

    @classmethod
    def none(cls, reason: str) -> WarmOwner:
        """Return an owner of nothing, for that reason."""
        owner = cls({})
        owner.reason, owner._wanted = reason, False
        return owner

    def __enter__(self) -> Self:
        if self._wanted:
            self.reason = why_not()
        if self.reason or not self._wanted:
            return self
        try:
            self._open()
            self._start()
        except OSError as reason:
            self.reason = f"the warm process could not be started ({reason.strerror or reason})"
            self._close()
            return self
        assert self._folder is not None
        self.address = str(self._folder / _SOCKET)
        threading.Thread(target=self._mind, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._close()

    @property
    def process(self) -> int | None:
        """Number of the warm process, while there is one."""
        child = self._child
        return child.pid if child is not None and child.poll() is None else None

    def drop(self) -> None:
        """End the warm process at once, whatever it is at; no kernel may have been asked for."""
        with self._turn:
            self._ended = True
            if self._child is not None:
                self._child.kill()

    def _open(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        path = self._folder / _SOCKET
        if len(os.fsencode(path)) > LONGEST_ADDRESS:
            raise OSError(0, "the path of the temporary folder is too long for a socket")
        self._door = socket.socket(socket.AF_UNIX)
        self._door.bind(str(path))
        path.chmod(0o600)
        self._door.listen(_WAITING)

    def _start(self) -> None:
        assert self._door is not None
        assert self._folder is not None
        reading, writing = os.pipe()
        state = State(
            door=self._door.fileno(),
            life=reading,
            folder=str(self._folder),
            watched=self._watched,
            preloaded=self._preloaded,
            kernels=[],
        )
        try:
            self._child = subprocess.Popen(
                [sys.executable, "-m", _MODULE, state.text()],
                stdin=subprocess.DEVNULL,
                env=self._environment,
                cwd=self._folder,
                pass_fds=(state.door, reading),
                # Ctrl-C is for the run alone, which ends it in good order.
                start_new_session=True,
            )
        except OSError:
            os.close(writing)
            raise
        finally:
            os.close(reading)
        self._life = writing

    def _mind(self) -> None:
        """Start it again when it ends unasked; who waits at the door is answered by the next."""
        for again in range(RESTARTS + 1):
            child = self._child
            assert child is not None
            child.wait()
            with self._turn:
                if self._ended:
                    return
                self._drop_life()
                try:
                    if again == RESTARTS:
                        break
                    self._start()
                except OSError:
                    break
        with self._turn:
            # Whoever asks from now on is told at once that nobody is there.
            if self._door is not None:
                self._door.close()

    def _close(self) -> None:
        with self._turn:
            self._ended = True
            self._drop_life()
            if self._door is not None:
                self._door.close()
        if self._child is not None:
            try:
                self._child.wait(_GOODBYE_SECONDS)
            except subprocess.TimeoutExpired:
                self._child.kill()
                self._child.wait()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _drop_life(self) -> None:
        if self._life is not None:
            with contextlib.suppress(OSError):
                os.close(self._life)
            self._life = None


def why_not() -> str:
    """Say why this machine can have no warm process, or nothing where it can."""
    if sys.platform != "linux":
        return f"a kernel can be forked on Linux only, and this is {sys.platform}"
    if not Path("/proc/self/task").is_dir():
        return "the threads of a process cannot be seen here: /proc is not there"
    return ""
