"""Holding an outputs folder for the length of a run, on this machine's disk or on a store."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from helpers.base.errors import PublicationError
from helpers.publication.mirror import Mirror
from helpers.publication.mirrors import mirror_of
from helpers.publication.versions import sweep
from helpers.runs.lock import outputs_lock
from helpers.runs.store_lock import store_lock

STORE = ".store"


@dataclass(frozen=True)
class Held:
    """An outputs folder that this run holds.

    Attributes
    ----------
    left : str
        Who held it before and ended without a word.
    mirror : Mirror or None
        Where it stands for a folder on an object store.
    """

    left: str
    mirror: Mirror | None

    def gated(self) -> None:
        """Put up receipts and tables: every version that is published names some."""
        if self.mirror is not None:
            self.mirror.put_up(STORE)

    def published(self, version: Path) -> str:
        """Put up a version that was published here.

        Returns
        -------
        str
            Why that could not be done; empty where it was. The version is withdrawn then.

        Raises
        ------
        OutputsLocked
            When another run has taken the folder over.
        """
        if self.mirror is None:
            return ""
        try:
            self.mirror.put_up_version(version)
        except PublicationError as error:
            self.mirror.withdraw(version)
            return str(error)
        return ""

    def finish(self) -> None:
        """Put up everything else: the site, the gathered figures, what failed and why."""
        if self.mirror is not None:
            self.mirror.put_up()


@contextlib.contextmanager
def hold(outputs: Path) -> Iterator[Held]:
    """Hold an outputs folder, put right what an interrupted run left, and give it back.

    Raises
    ------
    OutputsLocked
        When another run holds it.
    """
    with outputs_lock(outputs) as left:
        mirror = mirror_of(outputs)
        if mirror is None:
            sweep(outputs)
            yield Held(left, None)
            return
        with store_lock(mirror.store) as lock:
            mirror.guard = lock.check
            mirror.bring(sweep=True)
            sweep(outputs)
            yield Held(lock.left, mirror)
