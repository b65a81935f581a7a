"""The fork gate: whether any thread lives in this process that a fork would cut off.

A forked child has the forking thread and no other. A lock that another thread held stays locked
in it for ever: a single query of Polars in the parent is enough for every child to hang.
"""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path

TASKS = Path("/proc/self/task")

# Threads that their libraries end or make anew around a fork; tests/runs/test_fork_hazards.py
# forks beside each of them.
HARMLESS = frozenset(
    {
        "jemalloc_bg_thd",  # Polars' allocator, which has fork handlers of its own
        "polars-ooc-clea",  # Polars' cleaner of spilled files: asleep until something is spilled
    }
)

SETTLE_SECONDS = 0.5
_PAUSE = 0.01


def foreign_threads() -> tuple[str, ...]:
    """Names of the threads of this process, beside its first, that are not known to be harmless.

    A thread is known by its name alone. One that has only just started still has the name of
    the thread that made it, and counts as foreign until it has its own.
    """
    own = str(os.getpid())
    found = []
    for task in TASKS.iterdir():
        if task.name == own:
            continue
        # A thread may end between the listing and the look.
        with contextlib.suppress(OSError):
            name = (task / "comm").read_text("utf-8", "replace").strip()
            if name not in HARMLESS:
                found.append(name)
    return tuple(sorted(found))


def settled_threads(seconds: float = SETTLE_SECONDS) -> tuple[str, ...]:
    """Return `foreign_threads`, once those that end or take a harmless name have had the time."""
    until = time.monotonic() + seconds
    while (found := foreign_threads()) and time.monotonic() < until:
        time.sleep(_PAUSE)
    return found
