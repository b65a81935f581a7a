"""The worker processes of a run: each job to one of them, whatever becomes of the others."""

from __future__ import annotations

import contextlib
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import Generic, TypeVar

from helpers.base.settings import Settings
from helpers.publication.chart_server import ChartServer
from helpers.publication.job import Job
from helpers.runs import tasks
from helpers.runs.deaf import deaf
from helpers.runs.records import EngineChoice
from helpers.runs.shared import Shared

Result = TypeVar("Result")


@dataclass(frozen=True)
class Ended(Generic[Result]):
    """What came of one job.

    Attributes
    ----------
    result : Result or None
        What its work returned.
    fault : str
        Why there is none.
    """

    job: Job
    result: Result | None
    fault: str = ""


@dataclass(frozen=True)
class Workers:
    """Processes that execute workbooks, with the chart process and the warm process they share.

    Attributes
    ----------
    folder : Path
        The run's private folder, which goes with it.
    reason : str
        Why there is no warm process.
    """

    settings: Settings
    jobs: int
    folder: Path
    reason: str
    _charts: ChartServer
    _warm: str
    _context: BaseContext

    def each(self, work: Callable[[Job], Result], jobs: Sequence[Job]) -> Iterator[Ended[Result]]:
        """Do each job, in no order; a worker that dies takes no other job along.

        Jobs that were at work when one died are done again, each alone: the one that ends its
        worker again is named for it.
        """
        waiting, suspects = deque(jobs), deque[Job]()
        while waiting or suspects:
            if suspects:
                yield from self._some(work, deque([suspects.popleft()]), suspects, alone=True)
            else:
                yield from self._some(work, waiting, suspects, alone=False)

    def _some(
        self,
        work: Callable[[Job], Result],
        waiting: deque[Job],
        suspects: deque[Job],
        *,
        alone: bool,
    ) -> Iterator[Ended[Result]]:
        """Do jobs until all are done or a worker has died."""
        workers = 1 if alone else min(self.jobs, len(waiting))
        flying: dict[Future[Result], Job] = {}
        with self._pool(workers) as pool:
            while waiting or flying:
                while waiting and len(flying) < workers:
                    job = waiting.popleft()
                    try:
                        # A worker that is started here is deaf to Ctrl-C: the run alone answers.
                        with deaf():
                            flying[pool.submit(work, job)] = job
                    except BrokenProcessPool:
                        waiting.appendleft(job)
                        break
                try:
                    done, _ = wait(flying, return_when=FIRST_COMPLETED)
                except KeyboardInterrupt:
                    pool.shutdown(wait=True, cancel_futures=True)
                    raise
                broken = not done
                for future in done:
                    job, fault = flying.pop(future), future.exception()
                    if not isinstance(fault, BrokenProcessPool):
                        yield Ended(job, None if fault else future.result(), str(fault or ""))
                    elif alone:
                        yield Ended(job, None, "its worker process died twice")
                    else:
                        suspects.append(job)
                        broken = True
                if broken:
                    suspects.extend([*flying.values(), *(waiting if alone else ())])
                    return

    def _pool(self, workers: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            max_workers=workers,
            mp_context=self._context,
            initializer=tasks.begin,
            initargs=(
                dict(os.environ),
                self.settings,
                self._charts.channel,
                self._charts.folder,
                self._warm,
            ),
        )


@contextlib.contextmanager
def open_workers(
    settings: Settings, jobs: int, engine: EngineChoice, shared: Shared | None = None
) -> Iterator[Workers]:
    """Start what workers share, and end it again.

    Parameters
    ----------
    settings : Settings
        Where everything is.
    jobs : int
        Workbooks at a time.
    engine : {"auto", "warm", "stock"}
        Whether kernels are forked.
    shared : Shared or None
        What they share, where it may have begun before; its owner ends it.
    """
    with contextlib.ExitStack() as stack:
        shared = shared or stack.enter_context(Shared(settings, engine))
        charts, warm, context = stack.enter_context(shared.open())
        yield Workers(
            settings, max(1, jobs), charts.folder, warm.reason, charts, warm.address, context
        )
