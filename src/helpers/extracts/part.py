"""The part of a file that has arrived, and how to ask for the rest of the very same file."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

from helpers.base.files import locked, write_json

PART_OF_FILE = re.compile(r"bytes (\d+)-\d+/(?:\d+|\*)")


@dataclass(frozen=True)
class Part:
    """What has arrived so far, in a hidden file, with the server's marks of the whole.

    Attributes
    ----------
    path : Path
        The bytes; the marks stand beside them as JSON. The name begins with a dot, so that
        the gate does not take it for an extract.
    """

    path: Path

    @classmethod
    def of(cls, target: Path) -> Part:
        """Return the part that belongs to a file."""
        return cls(target.with_name(f".{target.name}.part"))

    def ask_for_rest(self, address: str) -> tuple[int, dict[str, str]]:
        """Return the bytes that are here, and the headers that ask for those that are not.

        Nothing is here where no mark says that the rest would be of the same file.
        """
        marks = self._noted()
        mark = marks.get("etag") or marks.get("last_modified")
        have = self.path.stat().st_size if self.path.is_file() else 0
        if not have or not mark or marks.get("address") != address:
            return 0, {}
        return have, {"Range": f"bytes={have}-", "If-Range": mark}

    def continues(self, headers: Message, have: int) -> bool:
        """Whether an answer goes on from the bytes that are here, in the same file."""
        found = PART_OF_FILE.fullmatch(headers.get("Content-Range", ""))
        noted = self._noted().get("etag")
        same = not noted or headers.get("ETag", noted) == noted
        return found is not None and int(found[1]) == have > 0 and same

    def note(self, address: str, headers: Message) -> None:
        """Note the server's marks of the file before its bytes are written.

        Raises
        ------
        PublicationError
            When the folder cannot be written.
        """
        etag = headers.get("ETag") or ""
        marks = {
            "address": address,
            # A weak mark is also borne by files with other bytes.
            "etag": "" if etag.startswith("W/") else etag,
            "last_modified": headers.get("Last-Modified") or "",
        }
        write_json(self._marks, marks)

    def drop(self) -> None:
        """Delete what has arrived.

        Raises
        ------
        PublicationError
            When another program holds it.
        """
        try:
            self.path.unlink(missing_ok=True)
            self._marks.unlink(missing_ok=True)
        except OSError as reason:
            raise locked(self.path, reason) from reason

    @property
    def _marks(self) -> Path:
        return self.path.with_name(f"{self.path.name}.json")

    def _noted(self) -> dict[str, str]:
        try:
            noted = json.loads(self._marks.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return noted if isinstance(noted, dict) else {}
