"""Jobs done by the workers of a Dask cluster, which share no disk with the run or each other.

Workers make versions and send back their files; the run alone publishes. So whatever becomes of a
worker, a version is published once: a job whose worker is gone is done by another.
"""

from __future__ import annotations

import contextlib
import logging
import pickle
import secrets
import tempfile
import time
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence, Sized
from typing import TYPE_CHECKING, Any, TypeVar

from helpers.base.errors import ParameterError, WorkbooksError
from helpers.base.settings import Settings
from helpers.base.stores.opening import missing_extra
from helpers.publication.job import Job
from helpers.publication.landing import land
from helpers.runs.likeness import likeness, packages_of, unlike
from helpers.runs.parcels import Returned, pack, project_files
from helpers.runs.pool import Ended
from helpers.runs.records import EngineChoice

if TYPE_CHECKING:
    from helpers.runs.station import Station

Result = TypeVar("Result")

CONNECT_SECONDS = 20
JOIN_SECONDS = 60
"""How long a run waits for the first worker, and for another where the last has gone."""

POLL_SECONDS = 2.0
# Deaths of workers that one job may be the cause of, where the cluster is ours to configure.
DEATHS = 2
_PLACE = "--executor dask"
SCHEDULER_LOST = "the scheduler cannot be reached any more"


class Cluster:
    """The workers of a Dask cluster, set up for a run.

    Attributes
    ----------
    reason : str
        Why kernels were not forked from a warm process on some worker.
    """

    def __init__(self, client: Any, settings: Settings, station: Station) -> None:
        self.reason = ""
        self._client = client
        self._settings = settings
        self._station = station
        self._alone_since: float | None = None

    def each(self, work: Callable[[Job], Result], jobs: Sequence[Job]) -> Iterator[Ended[Result]]:
        """Do each job, in no order; one whose worker is lost is done by another.

        A job that several workers in turn did not outlive is named for it.
        """
        waiting, flying = deque(jobs), dict[Any, Job]()
        fault = ""
        try:
            while (waiting or flying) and not fault:
                for job, parcel in self._packed(work, waiting, flying):
                    if isinstance(parcel, str):
                        yield Ended(job, None, parcel)
                        continue
                    future = self._submit(job, parcel)
                    if future is None:
                        waiting.append(job)
                        fault = SCHEDULER_LOST
                        break
                    flying[future] = job
                lost, done = self._wait(flying)
                fault = fault or lost
                for future in done:
                    yield self._ended(flying.pop(future), future)
        finally:
            with contextlib.suppress(Exception):
                self._client.cancel(list(flying))
        for job in (*flying.values(), *waiting):
            yield Ended(job, None, fault)

    def _packed(
        self, work: Callable[[Job], Any], waiting: deque[Job], flying: Sized
    ) -> Iterator[tuple[Job, bytes | str]]:
        """Pack a few more jobs than are at work, so that no worker waits for its next."""
        wanted = 2 * self._threads()
        while waiting and len(flying) < wanted:
            job = waiting.popleft()
            try:
                yield job, pack(work, job)
            except (OSError, WorkbooksError) as error:
                yield job, str(error)

    def _wait(self, flying: Collection[Any]) -> tuple[str, Iterable[Any]]:
        """Wait until jobs are done, for a moment; say why it is of no use to wait any longer."""
        from distributed import wait

        if self._threads():
            self._alone_since = None
        elif self._alone_since is None:
            self._alone_since = time.monotonic()
        elif time.monotonic() - self._alone_since > JOIN_SECONDS:
            return f"no worker has been there for {JOIN_SECONDS} seconds", ()
        if not flying:
            time.sleep(POLL_SECONDS)
            return "", ()
        try:
            done, _ = wait(list(flying), POLL_SECONDS, return_when="FIRST_COMPLETED")
        except TimeoutError:
            return "", ()
        except Exception as reason:  # a client that has lost its scheduler has errors of many kinds
            return f"{SCHEDULER_LOST} ({type(reason).__name__})", ()
        return "", done

    def _threads(self) -> int:
        try:
            return sum(self._client.nthreads().values())
        except Exception:  # as above; whoever waits then is told why
            return 0

    def _submit(self, job: Job, parcel: bytes) -> Any:
        from helpers.runs.station import at_station

        name = self._station.name
        key = f"{name}-{job.area.slug}-{job.theme.slug}-{secrets.token_hex(4)}"
        try:
            return self._client.submit(at_station, name, parcel, key=key, pure=False)
        except Exception:  # as above
            return None

    def _ended(self, job: Job, future: Any) -> Ended[Any]:
        from distributed import CancelledError
        from distributed.scheduler import KilledWorker

        from helpers.runs.station import TWICE

        try:
            answer = future.result()
            if not answer:
                return Ended(job, None, TWICE)
            returned: Returned = pickle.loads(answer)
            self.reason = self.reason or returned.reason
            land(self._settings.outputs, returned.files)
        except KilledWorker:
            return Ended(job, None, "the workers that did it died, one after the other")
        except CancelledError:
            return Ended(job, None, SCHEDULER_LOST)
        except WorkbooksError as error:
            return Ended(job, None, str(error))
        except Exception as error:  # what a worker or the network did must stop no other version
            return Ended(job, None, f"unexpected {type(error).__name__}: {error}")
        return Ended(job, returned.result)


@contextlib.contextmanager
def open_cluster(
    settings: Settings, jobs: int, engine: EngineChoice, scheduler: str = ""
) -> Iterator[Cluster]:
    """Connect to a cluster, or start one on this machine, and set its workers up.

    Parameters
    ----------
    settings : Settings
        Where everything is, on this machine.
    jobs : int
        Workers of a cluster that is started here.
    engine : {"auto", "warm", "stock"}
        Whether workers fork their kernels.
    scheduler : str
        Address of a scheduler, such as tcp://10.0.0.5:8786.

    Raises
    ------
    ParameterError
        When Dask is not installed, no scheduler answers, no worker has joined, or a worker would
        make other bytes than this process.
    """
    try:
        from distributed import Client
    except ModuleNotFoundError as missing:
        raise missing_extra(_PLACE, "dask", missing.name) from None
    from helpers.runs.station import Station

    logging.getLogger("distributed").setLevel(logging.ERROR)
    # A client that has lost its scheduler tells how it was cancelled, frame by frame; the run has
    # words of its own for that.
    logging.getLogger("distributed.client").setLevel(logging.CRITICAL)
    with contextlib.ExitStack() as stack:
        if scheduler:
            try:
                client = stack.enter_context(Client(scheduler, timeout=CONNECT_SECONDS))
            except (OSError, ValueError) as reason:
                raise ParameterError(
                    f"--scheduler {scheduler}",
                    f"no scheduler answers there ({str(reason).partition(chr(10))[0][:200]})",
                    "a running scheduler, such as tcp://10.0.0.5:8786",
                    "start one with `dask scheduler`, or leave --scheduler out for workers on this "
                    "machine",
                ) from reason
            _await_workers(client, scheduler)
        else:
            client = stack.enter_context(Client(stack.enter_context(_here(jobs))))
        packages = packages_of(settings.root)
        _compare(client, packages)
        station = Station(
            f"care-workbooks-{secrets.token_hex(4)}",
            project_files(settings),
            interactive=settings.interactive,
            engine=engine,
            packages=packages,
        )
        client.register_plugin(station)
        try:
            yield Cluster(client, settings, station)
        finally:
            with contextlib.suppress(Exception):
                client.unregister_worker_plugin(station.name)


@contextlib.contextmanager
def _here(jobs: int) -> Iterator[Any]:
    """Start a cluster on this machine, one single-threaded worker a job."""
    import dask
    from distributed import LocalCluster

    private = tempfile.TemporaryDirectory(prefix="workbooks-dask-", ignore_cleanup_errors=True)
    wanted = {"distributed.scheduler.allowed-failures": DEATHS}
    with (
        private as folder,
        dask.config.set(wanted),
        LocalCluster(
            n_workers=jobs,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",
            local_directory=folder,
            silence_logs=logging.ERROR,
            # The work is done by processes beside the worker's own.
            memory_limit=0,
        ) as cluster,
    ):
        yield cluster


def _await_workers(client: Any, scheduler: str) -> None:
    try:
        client.wait_for_workers(1, timeout=JOIN_SECONDS)
    except TimeoutError as reason:
        raise ParameterError(
            f"--scheduler {scheduler}",
            f"no worker has joined it in {JOIN_SECONDS} seconds",
            "one worker at least",
            f"on each machine: dask worker {scheduler} --nthreads 1 --nworkers 2",
        ) from reason


def _compare(client: Any, packages: tuple[str, ...]) -> None:
    """See that every worker would make the same bytes as this process."""
    try:
        theirs: dict[str, dict[str, str]] = client.run(likeness, packages)
    except Exception as reason:
        raise ParameterError(
            _PLACE,
            f"a worker cannot say what it is made of ({type(reason).__name__}: {reason})",
            "this project, installed from the same lock on every worker",
            "install it there as on this machine, with requirements-dask.lock",
        ) from reason
    ours = likeness(packages)
    for address, found in theirs.items():
        differs = unlike(ours, found)
        if differs:
            raise ParameterError(
                f"{_PLACE}, worker {address}",
                f"it would make other bytes than this machine ({differs})",
                "the same code, Python and packages on every worker",
                "install the same version there from the same lock",
            )
