"""Asking a warm process for a kernel, and holding what it gives like a process of one's own."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
from collections.abc import Mapping, Sequence

from helpers.runs.warm.channel import Closed, receive, send

# The first kernel of a run waits here for the imports.
ANSWER_SECONDS = 90.0
ATTEMPTS = 3


class NoWarmKernel(Exception):
    """No kernel was forked; its text says why, and a kernel is to be started as usual."""


class ForkedKernel:
    """A kernel of the warm process, with the part of `subprocess.Popen` that Jupyter uses.

    Attributes
    ----------
    pid : int
        Its process and its group.
    returncode : int or None
        As Popen has it; negative for a signal.
    peak : int
        Most bytes that it used, once it has ended.
    lost : bool
        Whether it ended because the warm process did.
    """

    stdin = stdout = stderr = None

    def __init__(self, line: socket.socket, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self.peak = 0
        self.lost = False
        self._line = line

    def poll(self) -> int | None:
        """Return how it ended, or None while it runs."""
        return self._look(0.0)

    def wait(self, timeout: float | None = None) -> int | None:
        """Wait until it has ended, or for so many seconds."""
        return self._look(timeout)

    def send_signal(self, number: int) -> None:
        """Send a signal to it and to what it has started."""
        if self.poll() is None:
            with contextlib.suppress(OSError):
                send(self._line, {"signal": int(number)})

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def _look(self, seconds: float | None) -> int | None:
        if self.returncode is not None:
            return self.returncode
        try:
            if seconds == 0.0 and not _readable(self._line):
                return None
            self._line.settimeout(seconds or None)
            message, _ = receive(self._line)
            self.returncode = int(message["ended"])
            self.peak = 1024 * int(message["peak"])
        except TimeoutError:
            return None
        except (Closed, OSError, ValueError, LookupError):
            # The warm process has gone, and none of its kernels outlives it.
            self.returncode, self.lost = -signal.SIGKILL, True
        self._line.close()
        return self.returncode


def ask(
    address: str,
    arguments: Sequence[str],
    environment: Mapping[str, str],
    folder: str,
    memory: int,
    output: int,
) -> ForkedKernel:
    """Ask a warm process for a kernel.

    Parameters
    ----------
    address : str
        Path of its socket.
    arguments : sequence of str
        Of the kernel's launcher.
    environment : mapping of str to str
        The whole environment of the kernel.
    folder : str
        Where the kernel works.
    memory : int
        Most bytes of address space; 0 for no limit.
    output : int
        Open file for what it writes past Python.

    Raises
    ------
    NoWarmKernel
        When there is no such process, or it does not fork.
    """
    message = {
        "arguments": list(arguments),
        "environment": dict(environment),
        "folder": folder,
        "memory": memory,
    }
    for attempt in range(1, ATTEMPTS + 1):
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(ANSWER_SECONDS)
        try:
            line.connect(address)
            # One that refuses everything says so, and hangs up before it has heard the question.
            with contextlib.suppress(BrokenPipeError):
                send(line, {**message, "last": attempt == ATTEMPTS}, [output])
            answer, _ = receive(line)
        except Closed:
            # It has renewed itself, because what it had imported was changed.
            line.close()
            continue
        except OSError as reason:
            line.close()
            raise NoWarmKernel(f"the warm process does not answer ({_words(reason)})") from reason
        if "kernel" in answer:
            return ForkedKernel(line, int(answer["kernel"]))
        line.close()
        raise NoWarmKernel(str(answer["refused"]))
    raise NoWarmKernel("the warm process ended before it answered")


def _readable(line: socket.socket) -> bool:
    line.setblocking(False)
    try:
        line.recv(1, socket.MSG_PEEK)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


def _words(reason: OSError) -> str:
    return os.strerror(reason.errno) if reason.errno else str(reason) or "no answer in time"
