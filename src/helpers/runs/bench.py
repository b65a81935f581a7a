"""A worker's own process beside a cluster's: with its drawing process and its warm process.

A cluster's worker may serve others, and its process is not ours to change; nor may anything be
forked from it. So it starts this program, hands it parcels on standard input and reads what came
of them on standard output, each as a length and a pickle. It ends with the process that
started it.
"""

from __future__ import annotations

import os
import pickle
import struct
import sys
import threading
import time
from dataclasses import dataclass
from typing import IO

from helpers.base.settings import Settings
from helpers.base.stores.credentials import kept_from_children
from helpers.publication.chart_server import ChartServer
from helpers.runs import worker
from helpers.runs.engines import warm_process
from helpers.runs.parcels import do
from helpers.runs.records import EngineChoice

IDLE_SECONDS = 600.0
"""A run that was killed takes no leave of its workers: what waits for it would stay for ever."""

PARENT_SECONDS = 0.5

_LENGTH = struct.Struct(">Q")


@dataclass(frozen=True)
class Setting:
    """What a bench is told first."""

    settings: Settings
    engine: EngineChoice


def send(stream: IO[bytes], content: bytes) -> None:
    """Write one message."""
    stream.write(_LENGTH.pack(len(content)))
    stream.write(content)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes:
    """Read one message.

    Raises
    ------
    EOFError
        When there is no more, or it breaks off.
    """
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    (length,) = _LENGTH.unpack(head)
    content = stream.read(length)
    if len(content) < length:
        raise EOFError
    return content


def _end_with(parent: int) -> None:
    # While it does a parcel nobody reads the end of its input.
    while os.getppid() == parent:
        time.sleep(PARENT_SECONDS)
    os._exit(1)


def main() -> int:
    """Do parcels until there are no more."""
    # A library that prints would break the talk, and a child that reads would take from it.
    with os.fdopen(os.dup(0), "rb") as asked, os.fdopen(os.dup(1), "wb") as answers:
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.dup2(2, 1)
        setting: Setting = pickle.loads(receive(asked))
        settings = setting.settings
        with (
            kept_from_children(),
            ChartServer() as charts,
            warm_process(settings, setting.engine) as warm,
        ):
            threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
            worker.start(settings, charts.channel, charts.folder, warm.address)
            while True:
                idle = threading.Timer(IDLE_SECONDS, os._exit, (0,))
                idle.daemon = True
                idle.start()
                try:
                    parcel = pickle.loads(receive(asked))
                except EOFError:
                    return 0
                finally:
                    idle.cancel()
                returned = do(parcel, settings, warm.reason)
                send(answers, pickle.dumps(returned, protocol=5))


if __name__ == "__main__":
    sys.exit(main())
