"""A warm process for tests, and ways to look at it from outside."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from helpers.base.settings import Settings
from helpers.runs.environment import kernel_environment
from helpers.runs.warm.owner import WarmOwner

# Enough for a kernel, and quick to import.
LITTLE = ("ipykernel.kernelapp",)


@contextmanager
def surroundings(root: Path, folder: Path, **variables: str) -> Iterator[None]:
    """Set the environment of a worker process, for as long as a test runs."""
    before = dict(os.environ)
    os.environ.update(kernel_environment(Settings(root=root, outputs=folder / "outputs")))
    (folder / "private").mkdir(parents=True, exist_ok=True)
    os.environ["JUPYTER_RUNTIME_DIR"] = os.environ["IPYTHONDIR"] = str(folder / "private")
    os.environ.update(variables)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def warm_owner(preloaded: Sequence[str] = LITTLE, watched: Sequence[Path] = ()) -> WarmOwner:
    """Return a warm process in the surroundings of the moment."""
    return WarmOwner(dict(os.environ), watched, preloaded)


def alive(process: int) -> bool:
    """Whether a process runs, and is not only waiting to be reaped."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text("ascii")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] not in "ZX"


def children(process: int) -> list[int]:
    """Processes whose parent it is, zombies among them."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text("ascii", "replace")
            except OSError:
                continue
            if int(stat.rpartition(")")[2].split()[1]) == process:
                found.append(int(entry.name))
    return found


def soon(held: Callable[[], object], seconds: float = 30.0) -> bool:
    """Whether something comes to hold in time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if held():
            return True
        time.sleep(0.05)
    return bool(held())
