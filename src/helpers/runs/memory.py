"""How much memory one kernel may have, and whether the want of it ended one."""

from __future__ import annotations

import contextlib
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path

from helpers.base.errors import ParameterError

VARIABLE = "CARE_WORKBOOKS_KERNEL_MEMORY"
DEFAULT = "4 GB"
"""Address space, which is more than what is used: a kernel of the project's workbooks has about
a quarter of it."""

_UNITS = {"": 1, "B": 1, "KB": 1024, "MB": 1024**2, "GB": 1024**3, "TB": 1024**4}
_SIZE = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([A-Za-z]*)\s*")
_NONE = "none"

# Where Linux counts the processes that it ended for want of memory: of all, of this control group.
_COUNTS = (
    Path("/proc/vmstat"),
    Path("/sys/fs/cgroup/memory.events"),
    Path("/sys/fs/cgroup/memory/memory.oom_control"),
)


def kernel_memory(environment: Mapping[str, str] = os.environ) -> int:
    """Most bytes of address space that one kernel may have; 0 for no limit.

    Raises
    ------
    ParameterError
        When the setting is not a size.
    """
    text = environment.get(VARIABLE) or DEFAULT
    if text.strip().lower() == _NONE:
        return 0
    found = _SIZE.fullmatch(text)
    unit = found[2].upper() if found else ""
    if found is None or unit not in _UNITS:
        raise ParameterError(
            VARIABLE, f'"{text}" is not a size', 'such as "4 GB", or "none"', "write it so"
        )
    return int(float(found[1]) * _UNITS[unit])


def told(size: int) -> str:
    """Say a number of bytes in words."""
    for unit in ("GB", "MB"):
        if size >= _UNITS[unit]:
            return f"{size / _UNITS[unit]:.3g} {unit}"
    return f"{size} bytes"


def cap(process: int, size: int) -> None:
    """Hold a process of ours to so much address space, where the system can (Linux)."""
    if size and sys.platform == "linux":
        import resource

        with contextlib.suppress(OSError):
            resource.prlimit(process, resource.RLIMIT_AS, (size, size))


def ended_by_system() -> int:
    """How many processes the system has ended for want of memory so far, as far as it tells."""
    counted = 0
    for path in _COUNTS:
        with contextlib.suppress(OSError, ValueError):
            for line in path.read_text("ascii").splitlines():
                name, _, number = line.partition(" ")
                if name == "oom_kill":
                    counted += int(number)
    return counted
