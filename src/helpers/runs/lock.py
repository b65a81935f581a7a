"""One run at a time for an outputs folder, and a word on who holds it."""

from __future__ import annotations

import contextlib
import json
import os
import platform
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from helpers.base.errors import OutputsLocked
from helpers.base.files import locked

LOCK = ".lock"
HOLDER = ".lock-holder.json"


@contextlib.contextmanager
def outputs_lock(outputs: Path) -> Iterator[str]:
    """Hold an outputs folder for the length of a run.

    The system gives the lock back when its holder ends, however it ends.

    Yields
    ------
    str
        Who held it last and ended without a word; empty where the last run ended in order.

    Raises
    ------
    OutputsLocked
        When another run holds it, with its process and since when.
    PublicationError
        When the folder cannot be written.
    """
    try:
        outputs.mkdir(parents=True, exist_ok=True)
        lock = FileLock(outputs / LOCK)
        lock.acquire(timeout=0)
    except Timeout:
        raise OutputsLocked(
            f"outputs folder {outputs.name}",
            f"another run holds it ({_holder(outputs)})",
            "one run at a time",
            "wait until it has ended",
        ) from None
    except OSError as reason:
        raise locked(outputs, reason) from reason
    left = _holder(outputs) if (outputs / HOLDER).is_file() else ""
    try:
        note = {
            "process": os.getpid(),
            "host": platform.node(),
            "since": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        with contextlib.suppress(OSError):
            (outputs / HOLDER).write_text(json.dumps(note), "utf-8")
        yield left
    finally:
        with contextlib.suppress(OSError):
            (outputs / HOLDER).unlink(missing_ok=True)
        lock.release()


def _holder(outputs: Path) -> str:
    try:
        note = json.loads((outputs / HOLDER).read_text("utf-8"))
        return f"process {note['process']} on {note['host']} since {note['since']}"
    except (OSError, ValueError, KeyError):
        return "it left no name"
