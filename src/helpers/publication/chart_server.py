"""The one drawing process of a run, open to its workers and to nobody else.

The run's own process listens on a private channel and hands every request to the
child that draws. A worker that asks waits its turn; what happens to the child is
mended here, so that workers see drawings or words and never a broken process.
"""

from __future__ import annotations

import contextlib
import json
import queue
import secrets
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from helpers.base.errors import PublicationError
from helpers.publication.drawing import SECONDS, DrawingProcess

PREFIX = "workbooks-run-"
"""Start of the name of a run's private folder."""

PAUSE = 0.05
"""Seconds before the next is let in, where one could not be."""

_SOCKET = "charts"
_WAITING = 64
_LONGEST_ADDRESS = 90
"""Bytes that the address of a socket may have on every system, with some to spare."""


@dataclass(frozen=True)
class ChartChannel:
    """Where the drawing process of a run is asked. It pickles, for the run's own workers.

    Attributes
    ----------
    address : str
        A socket in a folder of this user alone, or the name of a pipe on Windows.
    key : bytes or None
        Secret of the run, where the system does not guard the address itself.
    """

    address: str
    key: bytes | None

    def connect(self) -> Connection[Any, Any]:
        """Open a connection of one's own."""
        return Client(self.address, authkey=self.key)


class SharedDrawing:
    """The drawing process of a run, as a worker asks it.

    Parameters
    ----------
    channel : ChartChannel
        Where it is asked.
    """

    def __init__(self, channel: ChartChannel) -> None:
        self._channel = channel
        self._connection: Connection[Any, Any] | None = None
        self._turn = threading.Lock()

    def draw(self, request: bytes) -> Mapping[str, Any]:
        """Answer one request, as `DrawingProcess.draw` does.

        Raises
        ------
        PublicationError
            When the run that draws has ended.
        """
        with self._turn:
            for attempt in (1, 2):
                try:
                    if self._connection is None:
                        self._connection = self._channel.connect()
                    self._connection.send_bytes(request)
                    reply: Mapping[str, Any] = json.loads(self._connection.recv_bytes())
                    return reply
                except (OSError, EOFError, ValueError, AuthenticationError) as reason:
                    self._let_go()
                    if attempt == 2:
                        raise PublicationError(
                            "the process that draws charts",
                            f"it cannot be reached ({reason or 'no answer'})",
                            "the run that started it",
                            "run again; where it happens again, `workbooks doctor` looks why",
                        ) from reason
        raise AssertionError

    def close(self) -> None:
        """Let go of the connection."""
        with self._turn:
            self._let_go()

    def _let_go(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


class ChartServer:
    """Draw for every worker of a run; use it as a context manager in the run's own process.

    Parameters
    ----------
    seconds : float
        Longest time that one drawing may take.
    """

    def __init__(self, seconds: float = SECONDS) -> None:
        guarded = _is_guarded()
        self._folder = _private_folder(short=guarded)
        # A socket in a folder of this user needs no secret; a pipe on Windows does.
        self._key = None if guarded else secrets.token_bytes(32)
        self._listener = Listener(
            str(self._folder / _SOCKET) if guarded else None,
            "AF_UNIX" if guarded else "AF_PIPE",
            backlog=_WAITING,
            authkey=self._key,
        )
        if guarded:
            (self._folder / _SOCKET).chmod(0o600)
        self._channel = ChartChannel(str(self._listener.address), self._key)
        self._drawing = DrawingProcess(seconds, self._folder)
        self._requests: queue.SimpleQueue[tuple[bytes, Connection[Any, Any]] | None] = (
            queue.SimpleQueue()
        )
        self._closing = False
        self._drawer = threading.Thread(target=self._draw_in_turn, daemon=True)
        self._door = threading.Thread(target=self._let_in, daemon=True)

    @property
    def channel(self) -> ChartChannel:
        """Where workers ask; hand it to them and to nobody else."""
        return self._channel

    @property
    def folder(self) -> Path:
        """The run's private folder: gone when the run has ended, however it ended."""
        return self._folder

    @property
    def drawing(self) -> DrawingProcess:
        """The process that draws."""
        return self._drawing

    def __enter__(self) -> Self:
        self._drawer.start()
        self._door.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the child and take the channel away; requests that wait are answered first."""
        if self._closing:
            return
        self._closing = True
        self._requests.put(None)
        # A listener that waits is woken by one who knocks.
        with contextlib.suppress(OSError, EOFError, AuthenticationError):
            self._channel.connect().close()
        self._door.join(timeout=5)
        self._listener.close()
        self._drawer.join()
        self._drawing.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _let_in(self) -> None:
        while not self._closing:
            try:
                connection = self._listener.accept()
            except (OSError, EOFError, AuthenticationError):
                # A stranger without the secret, or a worker that died on the doorstep.
                time.sleep(PAUSE)
                continue
            threading.Thread(target=self._listen, args=(connection,), daemon=True).start()

    def _listen(self, connection: Connection[Any, Any]) -> None:
        with contextlib.suppress(OSError, EOFError):
            while True:
                request = connection.recv_bytes()
                if self._closing:
                    # Nobody is left to answer: the one who asks is told by a closed door.
                    connection.close()
                self._requests.put((request, connection))

    def _draw_in_turn(self) -> None:
        # While the first notebooks are executed the child wakes up.
        self._drawing.start()
        while (waiting := self._requests.get()) is not None:
            request, connection = waiting
            reply = json.dumps(self._drawing.draw(request)).encode()
            # A worker that was killed has no use for its drawing.
            with contextlib.suppress(OSError):
                connection.send_bytes(reply)


def _is_guarded() -> bool:
    """Whether a channel is a socket that the system guards; on Windows it is a named pipe."""
    return sys.platform != "win32"


def _private_folder(*, short: bool) -> Path:
    """Make a folder that only this user may open; `short` where it is to hold a socket."""
    place = Path(tempfile.gettempdir())
    if short and len(str(place / f"{PREFIX}12345678" / _SOCKET).encode()) > _LONGEST_ADDRESS:
        place = Path("/tmp")
    return Path(tempfile.mkdtemp(prefix=PREFIX, dir=place))
