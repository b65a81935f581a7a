"""An outputs folder on an object store, and the folder of this machine that stands for it.

Planning, gathering and the site read files; they are given a local folder that holds what they
need. What need not be read is there as an empty file of the right size, and is brought when it is
wanted. What a command writes is put up again; a version with its manifest last, so that a folder
without one is no version on the store either.
"""

from __future__ import annotations

import json
import re
import shutil
import threading
from collections.abc import Callable, Iterable
from pathlib import Path

from helpers.base import digests
from helpers.base.errors import PublicationError
from helpers.base.files import PART, write_json, write_whole
from helpers.base.stores.objects import Entry, ObjectFolder, at_once
from helpers.publication.manifest import FILE as MANIFEST
from helpers.publication.versions import BUILDING, LATEST, RUN_FILE, versions

KNOWN = ".mirror.json"
LOCK_OBJECT = ".lock.json"

_VERSION = re.compile(r"[^./][^/]*/[^/]+/[^/]+/v\d{4,}-[0-9a-f]{8}/")
# What a run keeps for itself while it lasts.
_OURS = (".lock", ".mirror", ".evidence", PART, BUILDING)
# Read by people, and by no plan.
_LEFT = (".failed/", "data-quality/", "differences/", "exports/")


class Mirror:
    """A local folder in the place of one on an object store.

    Parameters
    ----------
    store : ObjectFolder
        The outputs folder.
    folder : Path
        What stands for it here; where it holds an earlier mirror of the same, only what has
        changed is brought.

    Attributes
    ----------
    guard : callable
        Raises where this process may not publish any more.
    """

    def __init__(self, store: ObjectFolder, folder: Path) -> None:
        self.store = store
        self.folder = folder
        self.guard: Callable[[], None] = lambda: None
        self._tags: dict[str, str] = {}
        self._seen: dict[str, tuple[int, int]] = {}
        self._absent: dict[str, Entry] = {}
        self._turn = threading.Lock()

    def bring(self, *, sweep: bool = False) -> None:
        """Bring what a plan needs.

        Parameters
        ----------
        sweep : bool
            Whether folders of versions without a manifest are taken away: only who holds the
            lock may know that nobody is writing them.
        """
        there = {name: entry for name, entry in self.store.entries().items() if _is_plain(name)}
        whole = {folder for name in there if (folder := _version_of(name)) + MANIFEST in there}
        broken = [name for name in there if _version_of(name) and _version_of(name) not in whole]
        if sweep:
            self.store.delete(broken)
            there = {name: entry for name, entry in there.items() if name not in set(broken)}
        kept = self._kept()
        self._tags = {name: entry.tag for name, entry in there.items()}
        wanted = []
        for name, entry in there.items():
            if kept.get(name) == [entry.tag, *self._now(name)]:
                continue
            if _is_read(name):
                wanted.append(name)
            else:
                self._leave(name, entry)
        self._forget_others(there)
        at_once(self._fetch, wanted)
        self._seen = {name: self._now(name) for name in there}

    def ensure(self, paths: Iterable[Path]) -> None:
        """Bring files that were left on the store, where they were left there."""
        names = [self._name(path) for path in paths]
        with self._turn:
            wanted = [name for name in dict.fromkeys(names) if name in self._absent]
            at_once(self._fetch, wanted)
            for name in wanted:
                del self._absent[name]
                self._seen[name] = self._now(name)

    def ensure_folder(self, folder: Path) -> None:
        """Bring every file of a version."""
        self.ensure(list(folder.iterdir()))

    def put_up(self, *below: str) -> None:
        """Put up what was written here and is no part of a version, and take away what is gone.

        Parameters
        ----------
        *below : str
            Folders or files that this is limited to; all where there is none.
        """
        now = {
            name: path
            for path in self.folder.rglob("*")
            if path.is_file() and self._is_ours(name := self._name(path), below)
        }
        changed = [
            name
            for name in sorted(now, key=lambda name: name == "index.html")
            if self._seen.get(name) != self._now(name)
        ]
        gone = [name for name in self._seen if self._is_ours(name, below) and name not in now]
        if changed or gone:
            self.guard()
        at_once(self._put, [name for name in changed if not name.endswith("index.html")])
        at_once(self._put, [name for name in changed if name.endswith("index.html")])
        self.store.delete(gone)
        for name in gone:
            self._seen.pop(name, None)
            self._tags.pop(name, None)

    def put_up_version(self, version: Path) -> bool:
        """Put up a version: its files, its manifest where there is none, then `latest.json`.

        Nothing that is there is replaced, so that of two who publish the same version one does.

        Returns
        -------
        bool
            Whether this process has published it; False where it was there already, the same.

        Raises
        ------
        PublicationError
            When something else lies there.
        """
        files = sorted(path for path in version.iterdir() if path.name != MANIFEST)
        self.guard()
        if self.store.entry(self._name(version / MANIFEST)) is None:
            at_once(self._create, files)
            # Between the files and the manifest another may have taken the folder over.
            self.guard()
        ours = self._create(version / MANIFEST)
        self._put(self._name(version.parent / LATEST))
        return ours

    def withdraw(self, version: Path) -> None:
        """Take away a version that could not be put up: here too it is none."""
        shutil.rmtree(version, ignore_errors=True)
        others = versions(version.parent)
        if others:
            write_json(version.parent / LATEST, {"version": others[-1].name})
        else:
            (version.parent / LATEST).unlink(missing_ok=True)

    def remember(self) -> None:
        """Note what is here, so that the next bringing brings only what has changed."""
        noted = {
            name: [tag, *self._now(name)]
            for name, tag in self._tags.items()
            if name not in self._absent and (self.folder / name).is_file()
        }
        write_whole(self.folder / KNOWN, json.dumps(noted).encode())

    def address_of(self, path: Path) -> str:
        """Return where a file of the mirror lies on the store."""
        return f"{self.store.address}/{self._name(path)}"

    def _create(self, path: Path) -> bool:
        name, content = self._name(path), path.read_bytes()
        tag = self.store.create(name, content)
        if tag is None:
            there = self.store.get(name)
            # Times and hosts alone differ between two who make the same version.
            if path.name != RUN_FILE and digests.of_bytes(there) != digests.of_bytes(content):
                raise PublicationError(
                    self.address_of(path),
                    "another file lies there already",
                    "a place where nothing lies, or the same version",
                    "see that no other run publishes to this folder, and run again",
                )
        self._tags[name] = tag or ""
        self._seen[name] = self._now(name)
        return tag is not None

    def _put(self, name: str) -> None:
        # Taken before the file is read: what is written meanwhile is put up the next time.
        seen = self._now(name)
        self._tags[name] = self.store.put(name, (self.folder / name).read_bytes())
        self._seen[name] = seen

    def _fetch(self, name: str) -> None:
        write_whole(self.folder / name, self.store.get(name))

    def _leave(self, name: str, entry: Entry) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as stream:
            stream.truncate(entry.size)
        self._absent[name] = entry

    def _now(self, name: str) -> tuple[int, int]:
        try:
            found = (self.folder / name).stat()
        except OSError:
            return (-1, -1)
        return (found.st_size, found.st_mtime_ns)

    def _forget_others(self, there: Iterable[str]) -> None:
        """Take away what an earlier command left here and never put up."""
        known = set(there)
        for path in list(self.folder.rglob("*")):
            name = self._name(path)
            if path.is_file() and name not in known and not name.startswith((".lock", KNOWN)):
                path.unlink(missing_ok=True)

    def _kept(self) -> dict[str, list[object]]:
        try:
            kept: dict[str, list[object]] = json.loads((self.folder / KNOWN).read_text("utf-8"))
            return kept if isinstance(kept, dict) else {}
        except (OSError, ValueError):
            # None, or cut short: then nothing here can be trusted, and all is brought.
            return {}

    def _name(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix()

    def _is_ours(self, name: str, below: tuple[str, ...]) -> bool:
        """Whether a file goes up with everything that is no version."""
        return not (
            any(part.startswith(_OURS) for part in name.split("/"))
            or _version_of(name)
            or name in self._absent
            or (below and not name.startswith(below))
        )


def _version_of(name: str) -> str:
    """Folder of the version that an object belongs to, with a slash; empty where to none."""
    found = _VERSION.match(name)
    return found[0] if found else ""


def _is_read(name: str) -> bool:
    """Whether a plan or the site reads a file of this name."""
    if _version_of(name):
        return name.endswith((f"/{MANIFEST}", f"/{RUN_FILE}"))
    return not name.startswith(_LEFT)


def _is_plain(name: str) -> bool:
    """Whether an object's name can be a file's, below the folder and nowhere else."""
    parts = name.split("/")
    if name.startswith(_OURS):
        return False
    return not any(part in {"", ".", ".."} or "\\" in part or ":" in part for part in parts)
