"""From a forked copy of the warm process to a kernel like any other."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import random
import resource
import signal
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

LAUNCHER = "ipykernel_launcher"
PARENT = "JPY_PARENT_PID"
"""Variable in which Jupyter tells a kernel whose child it is; ipykernel reads it when imported."""

_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Launch:
    """What a kernel is started with.

    Attributes
    ----------
    arguments : list of str
        Of the kernel's launcher.
    environment : dict of str to str
        The whole of it.
    folder : str
        Where it works.
    memory : int
        Most bytes of address space; 0 for no limit.
    """

    arguments: list[str]
    environment: dict[str, str]
    folder: str
    memory: int

    @classmethod
    def read(cls, message: dict[str, Any]) -> Launch:
        """Read it out of a message."""
        return cls(
            arguments=[str(word) for word in message["arguments"]],
            environment={str(name): str(value) for name, value in message["environment"].items()},
            folder=str(message["folder"]),
            memory=int(message["memory"]),
        )


def settle(launch: Launch, parent: int, output: int, set_by_imports: Mapping[str, str]) -> None:
    """Make a process of its own out of a fork: group, signals, files, limits, luck.

    Parameters
    ----------
    launch : Launch
        What the kernel is started with.
    parent : int
        Process that forked; the kernel does not outlive it.
    output : int
        Open file for what is written past Python.
    set_by_imports : mapping of str to str
        Variables that the modules imported beforehand have set, as they would have in the kernel.
    """
    os.setsid()
    end_with(parent)
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    _streams(output)
    os.environ.clear()
    os.environ.update({**launch.environment, PARENT: str(parent), **set_by_imports})
    time.tzset()
    os.chdir(launch.folder)
    if launch.memory:
        resource.setrlimit(resource.RLIMIT_AS, (launch.memory, launch.memory))
    _reseed()


def end_with(parent: int) -> None:
    """Have the system end this process at once when the one that forked it ends; Linux alone."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        # It ended between the fork and the line above.
        os._exit(1)


def start(launch: Launch, parent: int) -> None:
    """Be the kernel until it ends."""
    from ipykernel.kernelapp import IPKernelApp

    found = importlib.util.find_spec(LAUNCHER)
    program = found.origin if found is not None and found.origin else LAUNCHER
    sys.argv = [program, *launch.arguments]
    sys.orig_argv = [sys.executable, "-m", LAUNCHER, *launch.arguments]
    IPKernelApp.launch_instance(parent_handle=parent)


def _streams(output: int) -> None:
    """Give the kernel an input that has ended, as Jupyter does, and its output."""
    reading, writing = os.pipe()
    os.close(writing)
    os.dup2(reading, 0)
    os.close(reading)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.close(output)


def _reseed() -> None:
    """Draw new luck: two forks of one process would draw the same random numbers."""
    random.seed()
    drawn = sys.modules.get("numpy.random")
    if drawn is not None:
        drawn.seed()
