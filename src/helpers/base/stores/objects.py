"""A folder on an object store: what can be asked of it, and what it can be asked once only."""

from __future__ import annotations

import contextlib
import mimetypes
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from helpers.base.errors import PublicationError
from helpers.base.stores.address import spoken_address

AT_A_TIME = 16
"""Requests that are under way together: each waits for the network and costs little else."""

_TYPES = {".parquet": "application/vnd.apache.parquet", ".ipynb": "application/x-ipynb+json"}

Item = TypeVar("Item")
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Entry:
    """One object of a folder.

    Attributes
    ----------
    size : int
        Bytes.
    tag : str
        Changes with its content.
    changed : datetime
        When it was written, by the store's clock.
    """

    size: int
    tag: str
    changed: datetime


class ObjectFolder:
    """A folder on an object store.

    Parameters
    ----------
    store : obstore's ObjectStore
        Opened at the folder.
    address : str
        Where that is.
    """

    def __init__(self, store: Any, address: str) -> None:
        self._store = store
        self.address = spoken_address(address)

    def entries(self) -> dict[str, Entry]:
        """Return every object below the folder, by its path."""
        import obstore

        with self._plainly():
            return {
                str(found["path"]): _entry(found)
                for batch in obstore.list(self._store)
                for found in batch
            }

    def entry(self, path: str) -> Entry | None:
        """Return what the store knows of an object, None where there is none."""
        import obstore

        with self._plainly(path):
            try:
                return _entry(obstore.head(self._store, path))
            except FileNotFoundError:
                return None

    def get(self, path: str) -> bytes:
        """Return the content of an object.

        Raises
        ------
        PublicationError
            When it is not there, or the store does not answer.
        """
        import obstore

        with self._plainly(path):
            return bytes(obstore.get(self._store, path).bytes())

    def put(self, path: str, content: bytes) -> str:
        """Write an object, whatever was there; return its tag."""
        return self._put(path, content, "overwrite") or ""

    def create(self, path: str, content: bytes) -> str | None:
        """Write an object where there is none; return its tag, None where there was one."""
        return self._put(path, content, "create")

    def replace(self, path: str, content: bytes, tag: str) -> str | None:
        """Write an object in the place of the one with this tag; None where it is another now."""
        return self._put(path, content, {"e_tag": tag})

    def delete(self, paths: Iterable[str]) -> None:
        """Take objects away; those that are gone already are no fault."""
        import obstore

        with self._plainly():
            for path in paths:
                with contextlib.suppress(FileNotFoundError):
                    obstore.delete(self._store, path)

    def _put(self, path: str, content: bytes, mode: Any) -> str | None:
        import obstore
        from obstore.exceptions import AlreadyExistsError, PreconditionError

        with self._plainly():
            try:
                # In one request: only so may a store be asked not to replace what is there.
                done = obstore.put(
                    self._store,
                    path,
                    content,
                    mode=mode,
                    use_multipart=False,
                    attributes={"Content-Type": media_type(path)},
                )
            except (AlreadyExistsError, PreconditionError):
                return None
            except FileNotFoundError:
                # A store that has no such object says so to an update of one.
                if isinstance(mode, dict):
                    return None
                raise
        return str(done["e_tag"] or "")

    @contextlib.contextmanager
    def _plainly(self, about: str = "") -> Iterator[None]:
        """Say in plain words what a store said."""
        from obstore.exceptions import BaseError

        try:
            yield
        except FileNotFoundError as reason:
            raise PublicationError(
                self.address,
                f"there is no {about}" if about else "there is no such bucket or container",
                "an object that exists" if about else "a bucket or container that exists",
                "check the address"
                if about
                else "check the address; ask who looks after the store to make it",
            ) from reason
        except (BaseError, OSError, ValueError) as reason:
            raise PublicationError(
                self.address,
                f"the store did not do what it was asked for ({_in_short(reason)})",
                "a store that can be reached, and credentials that may read and write there",
                "see docs/several-machines.md for the variables that hold them; nothing published "
                "before was changed",
            ) from reason


def at_once(work: Callable[[Item], Answer], items: Iterable[Item]) -> list[Answer]:
    """Do many requests, several at a time; the answers come in the order of the items."""
    with ThreadPoolExecutor(AT_A_TIME, "store") as pool:
        return list(pool.map(work, items))


def media_type(path: str) -> str:
    """Return what a browser is told that a file is."""
    ending = "." + path.rpartition(".")[2]
    known = _TYPES.get(ending) or mimetypes.guess_type(path)[0]
    text = known or "application/octet-stream"
    return f"{text}; charset=utf-8" if text.startswith("text/") else text


def _entry(found: Any) -> Entry:
    return Entry(int(found["size"]), str(found["e_tag"] or ""), found["last_modified"])


def _in_short(reason: Exception) -> str:
    # What follows the first line is written for the library's own authors.
    line = str(reason).strip().partition("\n")[0]
    return line.partition(": <?xml")[0][:300] or type(reason).__name__
