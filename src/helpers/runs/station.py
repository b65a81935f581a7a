"""What a run sets up on each worker of a cluster, and takes away again."""

from __future__ import annotations

import contextlib
import pickle
import queue
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from distributed import WorkerPlugin, get_worker

from helpers.base.settings import Settings
from helpers.runs.bench import Setting, receive, send
from helpers.runs.likeness import likeness, unlike
from helpers.runs.parcels import unpack
from helpers.runs.records import EngineChoice

_MODULE = "helpers.runs.bench"
_GOODBYE_SECONDS = 15.0
TWICE = "its worker process died twice"


class Bench:
    """The program that does parcels, as the worker holds it that started it.

    Parameters
    ----------
    setting : Setting
        What the program is told first.
    """

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._child: subprocess.Popen[bytes] | None = None

    def do(self, parcel: bytes) -> bytes:
        """Return what came of a parcel; empty where the program died of it twice."""
        if self._child is not None and self._child.poll() is not None:
            # It ended while there was nothing to do.
            self.close()
        for _ in range(2):
            child = self._child or self._start()
            assert child.stdin is not None
            assert child.stdout is not None
            try:
                send(child.stdin, parcel)
                return receive(child.stdout)
            except (OSError, EOFError):
                self.close()
        return b""

    def close(self) -> None:
        """End the program."""
        child, self._child = self._child, None
        if child is None:
            return
        assert child.stdin is not None
        assert child.stdout is not None
        with contextlib.suppress(OSError):
            child.stdin.close()
        try:
            child.wait(_GOODBYE_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        child.stdout.close()

    def _start(self) -> subprocess.Popen[bytes]:
        self._child = subprocess.Popen(
            [sys.executable, "-m", _MODULE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # Ctrl-C is for the run alone, which ends it in good order.
            start_new_session=sys.platform != "win32",
        )
        assert self._child.stdin is not None
        with contextlib.suppress(OSError):
            send(self._child.stdin, pickle.dumps(self._setting, protocol=5))
        return self._child


class Station(WorkerPlugin):  # type: ignore[misc]
    """A worker's private folder with the project in it, and a bench for each of its threads.

    Parameters
    ----------
    name : str
        Of this run, the same for all workers.
    project : mapping of str to bytes
        The project's files.
    interactive : bool
        Whether pages carry what draws their charts anew.
    engine : {"auto", "warm", "stock"}
        Whether kernels are forked.
    packages : tuple of str
        Those that have to be the same as where this is made.
    """

    def __init__(
        self,
        name: str,
        project: Mapping[str, bytes],
        *,
        interactive: bool,
        engine: EngineChoice,
        packages: tuple[str, ...],
    ) -> None:
        self.name = name
        self._project = project
        self._interactive = interactive
        self._engine = engine
        self._packages = packages
        self._ours = likeness(packages)
        self._folder: Path | None = None
        self._free: Any = None
        self._benches: list[Bench] = []

    def setup(self, worker: Any) -> None:
        """Unpack the project.

        Raises
        ------
        RuntimeError
            On a worker that would make other bytes; it does not join then.
        """
        differs = unlike(self._ours, likeness(self._packages))
        if differs:
            raise RuntimeError(f"this worker is not like the run that it would serve: {differs}")
        self._folder = Path(worker.local_directory).resolve() / self.name
        root = self._folder / "project"
        unpack(self._project, root)
        self._free = queue.SimpleQueue()
        for number in range(worker.state.nthreads):
            settings = Settings(
                root=root,
                outputs=self._folder / f"bench-{number}" / "outputs",
                interactive=self._interactive,
            )
            bench = Bench(Setting(settings, self._engine))
            self._benches.append(bench)
            self._free.put(bench)

    def teardown(self, worker: Any) -> None:
        """End the benches and take the folder away."""
        for bench in self._benches:
            bench.close()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def do(self, parcel: bytes) -> bytes:
        """Do a parcel at a bench that is free."""
        bench = self._free.get()
        try:
            done: bytes = bench.do(parcel)
            return done
        finally:
            self._free.put(bench)


def at_station(name: str, parcel: bytes) -> bytes:
    """Do a parcel on the worker that this is called on."""
    station: Station = get_worker().plugins[name]
    return station.do(parcel)
