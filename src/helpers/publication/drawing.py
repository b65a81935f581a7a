"""One child process that draws, watched: started again when it dies, hangs or grows."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Protocol

from helpers.base import digests
from helpers.publication.svg_process import GOODBYE

SECONDS = 60.0
"""Longest time that one drawing may take; the median is a fortieth of a second."""

REMEMBERED = 32 * 2**20
"""Bytes of drawings kept for the next page that wants the same one."""

MOST_MEMORY = 640 * 2**20
"""Bytes of memory at which the child is renewed; it stands at about 160 MiB."""

RENEWED_AFTER = 50
"""Drawings that a child makes at least, so that large charts do not start one each."""

RENEWED_UNSEEN = 5_000
"""Drawings after which a child is renewed whose memory cannot be told."""

_SOURCES = Path(__file__).resolve().parents[2]
_COMMAND = (sys.executable, "-P", "-m", "helpers.publication.svg_process")
_LAST_WORDS = 2_000


class Draws(Protocol):
    """Whatever answers drawing requests: a child of its own, or one shared by a run."""

    def draw(self, request: bytes) -> Mapping[str, Any]:
        """Answer one request with a drawing, or with what stands against it."""

    def close(self) -> None:
        """Let go of what it holds."""


def request_bytes(request: Mapping[str, Any]) -> bytes:
    """Write a request as one line; the same request always gives the same bytes."""
    # A lone surrogate is no text and could not be written; a question mark stands in its place.
    return digests.canonical_json(request).encode(errors="replace") + b"\n"


class _Ended(Exception):
    """The child ended before it answered, or was ended because it took too long."""

    def __init__(self, fault: str, words: str) -> None:
        super().__init__(fault, words)
        self.fault, self.words = fault, words


@dataclass
class _Child:
    process: subprocess.Popen[bytes]
    complaints: IO[bytes]
    drawn: int = field(default=0)


class DrawingProcess:
    """A child process that draws, started with the first request.

    The same request is drawn once, however often it is asked: a drawing depends on
    nothing but its request. Safe to share between threads; requests are answered one
    after the other.

    Parameters
    ----------
    seconds : float
        Longest time that one drawing may take.
    folder : Path, optional
        The run's private folder, which the child removes should its parent be killed.
    """

    def __init__(self, seconds: float = SECONDS, folder: Path | None = None) -> None:
        self._seconds = seconds
        self._folder = folder
        self._child: _Child | None = None
        self._drawn: OrderedDict[str, dict[str, Any]] = OrderedDict()
        self._kept = 0
        self._turn = threading.Lock()

    @property
    def process_id(self) -> int | None:
        """Process id of the child, or nothing where there is none."""
        child = self._child
        return child.process.pid if child else None

    def start(self) -> None:
        """Start the child now, so that it is warm when the first request comes."""
        # Where it cannot be started, the first request says so.
        with self._turn, contextlib.suppress(OSError):
            self._running()

    def close(self) -> None:
        """End the child, if there is one."""
        with self._turn:
            self._stop()

    def draw(self, request: bytes) -> dict[str, Any]:
        """Answer one request.

        A child that dies or hangs is replaced, and the request asked once more.

        Returns
        -------
        dict
            `svg` or `png` (base64); or `error`, what the converter said; or `ended`
            ("slow" or "died") and `words`, where two children did not answer.
        """
        digest = digests.of_bytes(request)
        with self._turn:
            if digest in self._drawn:
                self._drawn.move_to_end(digest)
                return self._drawn[digest]
            try:
                reply = self._ask(request)
            except (_Ended, OSError):
                try:
                    reply = self._ask(request)
                except _Ended as ended:
                    return {"ended": ended.fault, "words": ended.words}
                except OSError as reason:
                    return {"ended": "died", "words": str(reason.strerror or reason)}
            self._renew_if_grown(reply.pop("memory", None))
            self._remember(digest, reply)
            return reply

    def _remember(self, digest: str, reply: dict[str, Any]) -> None:
        self._drawn[digest] = reply
        self._kept += _size(reply)
        while self._kept > REMEMBERED and len(self._drawn) > 1:
            _, oldest = self._drawn.popitem(last=False)
            self._kept -= _size(oldest)

    def _ask(self, request: bytes) -> dict[str, Any]:
        child = self._running()
        process = child.process
        assert process.stdin is not None
        assert process.stdout is not None
        too_long = threading.Event()

        def give_up() -> None:
            too_long.set()
            process.kill()

        watch = threading.Timer(self._seconds, give_up)
        watch.daemon = True
        watch.start()
        try:
            process.stdin.write(request)
            process.stdin.flush()
            line = process.stdout.readline()
        except OSError:
            line = b""
        finally:
            watch.cancel()
        if line.endswith(b"\n"):
            child.drawn += 1
            reply: dict[str, Any] = json.loads(line)
            return reply
        words = self._stop()
        if too_long.is_set():
            raise _Ended("slow", f"{self._seconds:g}")
        raise _Ended("died", words)

    def _renew_if_grown(self, memory: int | None) -> None:
        drawn = self._child.drawn if self._child else 0
        if memory is None:
            grown = drawn >= RENEWED_UNSEEN
        else:
            grown = drawn >= RENEWED_AFTER and memory > MOST_MEMORY
        if grown:
            self._stop()

    def _running(self) -> _Child:
        if self._child is None:
            complaints = tempfile.TemporaryFile()
            path = os.pathsep.join([str(_SOURCES), os.environ.get("PYTHONPATH", "")])
            # A little later than the watch here, which can say which chart it was.
            own_watch = str(self._seconds + 5)
            process = subprocess.Popen(
                [*_COMMAND, own_watch, str(self._folder or "")],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=complaints,
                env={**os.environ, "PYTHONPATH": path.rstrip(os.pathsep)},
            )
            self._child = _Child(process, complaints)
        return self._child

    def _stop(self) -> str:
        """End the child and tell how it ended."""
        child, self._child = self._child, None
        if child is None:
            return ""
        process = child.process
        assert process.stdin is not None
        assert process.stdout is not None
        # A dead child's pipe cannot be flushed; it is closed all the same.
        with contextlib.suppress(OSError):
            process.stdin.write(GOODBYE)
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                pipe.close()
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        with child.complaints as complaints:
            complaints.seek(0)
            said = complaints.read().decode(errors="replace")[-_LAST_WORDS:].strip().splitlines()
        return said[-1] if said else f"exit code {process.returncode}"


def _size(reply: Mapping[str, Any]) -> int:
    return sum(len(value) for value in reply.values() if isinstance(value, str))
