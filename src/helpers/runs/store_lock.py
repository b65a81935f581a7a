"""One run at a time for an outputs folder on an object store, whichever machine it runs on."""

from __future__ import annotations

import contextlib
import json
import os
import platform
import secrets
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from helpers.base.errors import OutputsLocked, WorkbooksError
from helpers.base.stores.objects import Entry, ObjectFolder
from helpers.publication.mirror import LOCK_OBJECT

RENEWED_EVERY = timedelta(minutes=1)
STALE_AFTER = timedelta(minutes=5)
"""A holder that has not renewed its lock for so long is taken to have ended."""

_CLOCK = ".lock-clock-"
_SAFETY = 0.8


@dataclass
class StoreLock:
    """A lock that is held.

    Attributes
    ----------
    left : str
        Who held it before and ended without a word; empty where the last run ended in order.
    """

    store: ObjectFolder
    note: dict[str, Any]
    tag: str
    left: str
    stale_after: timedelta
    lost: str = ""
    renewed: datetime = field(default_factory=lambda: datetime.now(UTC))
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def check(self) -> None:
        """See that the lock is held still.

        Raises
        ------
        OutputsLocked
            When another run has taken it over, or it could not be renewed in time.
        """
        if not self.lost and datetime.now(UTC) - self.renewed > self.stale_after * _SAFETY:
            self.renew()
        if self.lost:
            raise OutputsLocked(
                f"outputs {self.store.address}",
                f"this run holds the folder no longer ({self.lost})",
                "one run at a time",
                "what was published stays; run again when the other has ended",
            )

    def renew(self) -> None:
        """Say that the run goes on; note where somebody else has the lock now."""
        with self._turn:
            if self.lost:
                return
            begun = datetime.now(UTC)
            self.note["renewed"] = begun.isoformat(timespec="seconds")
            try:
                tag = self.store.replace(LOCK_OBJECT, _text(self.note), self.tag)
                if tag is None and _is_ours(note := _read(self.store), self.note):
                    # The store did as it was asked, and its answer was lost on the way.
                    found = self.store.entry(LOCK_OBJECT)
                    tag = found.tag if found else None
                elif tag is None:
                    self.lost = f"it is held by {_spoken(note)}"
            except WorkbooksError as error:
                if begun - self.renewed > self.stale_after * _SAFETY:
                    self.lost = f"the lock could not be renewed: {error.found}"
                return
            if tag is not None:
                self.tag, self.renewed = tag, begun

    def release(self) -> None:
        """Give the lock back, where it is still ours."""
        with self._turn, contextlib.suppress(WorkbooksError):
            if not self.lost and _is_ours(_read(self.store), self.note):
                self.store.delete([LOCK_OBJECT])


@contextlib.contextmanager
def store_lock(
    store: ObjectFolder,
    renewed_every: timedelta = RENEWED_EVERY,
    stale_after: timedelta = STALE_AFTER,
) -> Iterator[StoreLock]:
    """Hold an outputs folder on an object store for the length of a run.

    The lock is an object that is written only where there is none, and is renewed while the run
    lasts. One that is not renewed any more is taken over, by one run alone: it is replaced only
    where it is still the same.

    Raises
    ------
    OutputsLocked
        When another run holds it, with its process, host and since when.
    PublicationError
        When the store cannot be reached.
    """
    held = _take(store, stale_after)
    ended = threading.Event()

    def keep() -> None:
        while not ended.wait(renewed_every.total_seconds()):
            held.renew()

    thread = threading.Thread(target=keep, name="lock", daemon=True)
    thread.start()
    try:
        yield held
    finally:
        ended.set()
        thread.join()
        held.release()


def _take(store: ObjectFolder, stale_after: timedelta) -> StoreLock:
    note = {
        "id": secrets.token_hex(8),
        "process": os.getpid(),
        "host": platform.node(),
        "machine": _machine(),
        "since": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    tag = store.create(LOCK_OBJECT, _text(note))
    if tag is not None:
        return StoreLock(store, note, tag, "", stale_after)
    there, before = store.entry(LOCK_OBJECT), _read(store)
    if there is not None and _is_ours(before, note):
        return StoreLock(store, note, there.tag, "", stale_after)
    if there is None:
        # Given back this moment; whoever is quicker has it.
        tag = store.create(LOCK_OBJECT, _text(note))
    elif _has_ended(before) or _age(store, there) > stale_after:
        tag = store.replace(LOCK_OBJECT, _text(note), there.tag)
    if tag is None:
        raise OutputsLocked(
            f"outputs {store.address}",
            f"another run holds it ({_spoken(_read(store) or before)})",
            "one run at a time",
            f"wait until it has ended; where it was killed, its lock is taken over "
            f"{_minutes(stale_after)} after its last sign of life",
        )
    return StoreLock(store, note, tag, _spoken(before) if there else "", stale_after)


def _age(store: ObjectFolder, there: Entry) -> timedelta:
    """Time since the lock was renewed, by the store's clock alone: machines' clocks differ."""
    name = f"{_CLOCK}{secrets.token_hex(8)}"
    store.put(name, b"")
    now = store.entry(name)
    store.delete([name])
    return now.changed - there.changed if now else timedelta(0)


def _has_ended(note: dict[str, Any]) -> bool:
    """Whether the holder was a process of this very machine that is no more."""
    if not note.get("machine") or note["machine"] != _machine():
        return False
    return not Path(f"/proc/{note.get('process')}").exists()


def _machine() -> str:
    """Name this running system and its processes' numbers; empty where that cannot be told."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
        return f"{platform.node()} {boot} {os.readlink('/proc/self/ns/pid')}"
    except OSError:
        return ""


def _read(store: ObjectFolder) -> dict[str, Any]:
    try:
        found = json.loads(store.get(LOCK_OBJECT))
    except (WorkbooksError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _is_ours(found: dict[str, Any], note: dict[str, Any]) -> bool:
    return bool(found.get("id") == note["id"])


def _spoken(note: dict[str, Any]) -> str:
    if not note:
        return "it left no name"
    told = f"process {note.get('process')} on {note.get('host')} since {note.get('since')}"
    return f"{told}, last heard of {note['renewed']}" if note.get("renewed") else told


def _minutes(time: timedelta) -> str:
    return f"{time.total_seconds() / 60:g} minutes"


def _text(note: dict[str, Any]) -> bytes:
    return (json.dumps(note, indent=2, sort_keys=True) + "\n").encode()
