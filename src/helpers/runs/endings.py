"""How a kernel ended before its notebook did, in words."""

from __future__ import annotations

import signal
from dataclasses import dataclass

from helpers.runs.memory import VARIABLE, told

# What libraries that have no exceptions write when they cannot have memory.
_WANTING = ("memory allocation of", "out of memory", "bad_alloc", "cannot allocate memory")
OUT_OF_MEMORY = ("MemoryError", "_ArrayMemoryError")
"""Names of errors that say in a cell that there was no more memory."""

_LIKELY = {
    "SIGKILL": "ended from outside",
    "SIGTERM": "asked from outside to end",
    "SIGSEGV": "a library in it failed",
    "SIGABRT": "a library in it gave up",
    "SIGBUS": "a library in it failed",
    "SIGILL": "a library in it needs another processor",
    "SIGFPE": "a library in it failed",
}


@dataclass(frozen=True)
class Ending:
    """How a kernel ended.

    Attributes
    ----------
    code : int or None
        Exit code, negative for a signal; None where nobody can say.
    said : str
        Last lines that it wrote past Python.
    by_system : bool
        Whether the system ended a process for want of memory in its time.
    memory : int
        Bytes that it was held to; 0 for no limit.
    peak : int
        Most bytes that it really used; 0 where it is not known.
    lost : bool
        Whether the warm process ended and took it along.
    """

    code: int | None
    said: str = ""
    by_system: bool = False
    memory: int = 0
    peak: int = 0
    lost: bool = False

    @property
    def wanted_memory(self) -> bool:
        """Whether the want of memory ended it, as far as that can be told."""
        name = _signal_name(self.code)
        if name == "SIGKILL" and self.by_system:
            return True
        if any(words in self.said.lower() for words in _WANTING):
            return True
        return name in {"SIGABRT", "SIGSEGV", "SIGBUS"} and 0 < self.memory <= self.peak * 2

    def words(self) -> str:
        """Say it in words."""
        if self.lost:
            return "its kernel died with the process that it was forked from"
        name = _signal_name(self.code)
        how = "its kernel died"
        if name:
            how = f"{how}: {name} ({_LIKELY.get(name, 'a signal')})"
        elif self.code is not None:
            how = f"{how}: it ended itself with exit code {self.code}"
        if self.wanted_memory:
            how = f"{how}, for want of memory"
        used = f"; it had used {told(self.peak)}" if self.peak else ""
        said = f"; its last words: {self.said}" if self.said else ""
        return f"{how}{used}{said}"

    def mend(self) -> str:
        """Say what can be done about it."""
        if self.wanted_memory:
            return memory_mend(self.memory)
        if self.code is not None and self.code >= 0 and not self.lost:
            return "look in its cells for what ends Python, such as os._exit or a library's own"
        return "run it again; where it happens again, open it with workbooks lab and run its cells"


def memory_mend(memory: int) -> str:
    """Say what can be done where one kernel needs more memory."""
    limit = f"one notebook may have {told(memory)}; set {VARIABLE} for more, " if memory else ""
    return f"{limit}read fewer rows, or run with --jobs 1"


def _signal_name(code: int | None) -> str:
    if code is None or code >= 0:
        return ""
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"
