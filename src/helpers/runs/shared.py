"""What the workers of a run share, started before it is known whether there is work.

The process that draws, the warm process and the server that workers are forked from import for
some seconds. A run begins them when the gate or the plan finds something new, so that they do so
while it reads and plans, and ends them at once where it turns out that nothing is to be made.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from multiprocessing.context import BaseContext
from types import TracebackType
from typing import Self

from helpers.base.settings import Settings
from helpers.publication.chart_server import ChartServer
from helpers.runs.engines import warm_process
from helpers.runs.preloading import drop_server, start_server, worker_context
from helpers.runs.records import EngineChoice
from helpers.runs.warm.owner import WarmOwner


class Shared:
    """Processes that the workers of a run share; use it as a context manager.

    Parameters
    ----------
    settings : Settings
        Where everything is.
    engine : {"auto", "warm", "stock"}
        Whether kernels are forked.
    early : bool
        Whether `begin` starts them; otherwise they are started when they are opened.
    """

    def __init__(self, settings: Settings, engine: EngineChoice, *, early: bool = True) -> None:
        self._settings = settings
        self._engine = engine
        self._early = early
        self._held = contextlib.ExitStack()
        self._started: tuple[ChartServer, WarmOwner] | None = None
        self._used = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._started is not None and not self._used:
            # They are at their imports, and nobody waits for these any more.
            self._started[1].drop()
            drop_server()
        self._held.close()

    def begin(self) -> None:
        """Start them now, unless they run; what cannot be started is tried again when opened."""
        if self._early and self._started is None:
            # A system that grants no more threads says so by a RuntimeError.
            with contextlib.suppress(OSError, RuntimeError):
                self._start()
                start_server()

    @contextlib.contextmanager
    def open(self) -> Iterator[tuple[ChartServer, WarmOwner, BaseContext]]:
        """Give the process that draws, the warm one, and the way in which workers are started."""
        self._used = True
        charts, warm = self._started or self._start()
        with worker_context() as context:
            yield charts, warm, context

    def _start(self) -> tuple[ChartServer, WarmOwner]:
        charts = self._held.enter_context(ChartServer())
        warm = self._held.enter_context(warm_process(self._settings, self._engine))
        self._started = charts, warm
        return self._started
