"""Digests of bytes, files and plain values, the same on every machine."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

SHORT = 8


def of_bytes(content: bytes) -> str:
    """SHA-256 of bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def of_file(path: Path) -> str:
    """SHA-256 of a file's bytes, as 64 hexadecimal digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def of_text_file(path: Path) -> str:
    """SHA-256 of a text file with line ends as on Linux, so that checkouts agree."""
    return of_text(path.read_bytes())


def of_text(content: bytes) -> str:
    """SHA-256 of a text file's content with line ends as on Linux."""
    return of_bytes(content.replace(b"\r\n", b"\n"))


def canonical_json(value: object) -> str:
    """JSON text of a plain value with sorted keys and no spare white space."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def of_value(value: object) -> str:
    """SHA-256 of a plain value's canonical JSON."""
    return of_bytes(canonical_json(value).encode())


def of_tree(folder: Path, patterns: tuple[str, ...] = ("*.py",)) -> str:
    """SHA-256 over the text files of a folder, by relative path and content."""
    files = sorted({path for pattern in patterns for path in folder.rglob(pattern)})
    return of_value([[path.relative_to(folder).as_posix(), of_text_file(path)] for path in files])
