"""Who does the jobs of a run: this machine's own processes, or workers of a cluster."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, TypeVar

from helpers.publication.job import Job
from helpers.runs.pool import Ended, open_workers
from helpers.runs.records import RunRequest
from helpers.runs.shared import Shared

Result = TypeVar("Result")


class Executor(Protocol):
    """What a run hands its jobs to."""

    @property
    def reason(self) -> str:
        """Why kernels are not forked from a warm process; empty where they are."""
        ...

    def each(self, work: Callable[[Job], Result], jobs: Sequence[Job]) -> Iterator[Ended[Result]]:
        """Do each job, in no order; what fails takes no other job along.

        What a job has published lies in the outputs folder of its settings when it is yielded.
        """
        ...


@contextlib.contextmanager
def open_executor(
    request: RunRequest, jobs: int, shared: Shared | None = None
) -> Iterator[Executor]:
    """Open the executor that a run asks for.

    Parameters
    ----------
    request : RunRequest
        Names it.
    jobs : int
        How many jobs there are.
    shared : Shared or None
        What workers of this machine share, where it may have begun before.

    Raises
    ------
    ParameterError
        When it cannot be used; no job was started.
    """
    at_once = min(request.jobs, jobs)
    if request.executor == "local":
        with open_workers(request.settings, at_once, request.engine, shared) as workers:
            yield workers
        return
    from helpers.runs.cluster import open_cluster

    with open_cluster(request.settings, at_once, request.engine, request.scheduler) as cluster:
        yield cluster
