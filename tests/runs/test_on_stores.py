"""A run whose outputs are on an object store and whose workers share no disk, some of them killed.

In short for every check, on S3; `nox -s stores` adds Azure Blob Storage and strikes at more moments.
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from helpers.base.settings import ROOT_VARIABLE
from helpers.base.stores.opening import open_objects
from publication.shared_charts import is_alive, wait_until
from runs.projects import make_project
from runs.shims import faults, published
from runs.stores import Store, azurite, free_port, moto

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc, and kills by signals"),
]

FULL = os.environ.get("CARE_WORKBOOKS_STORES") == "full"
STORES = {"s3": moto} | ({"azure": azurite} if FULL else {})
THEMES = ("placements", "workforce")
AREAS = ("wirral", "sefton") if FULL else ("wirral",)
STRIKES = 3 if FULL else 1
PATIENCE = 400


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("s")


@pytest.fixture(scope="module")
def project(project_root, folder):
    return make_project(project_root, folder / "project", *THEMES)


@pytest.fixture(scope="module", params=STORES)
def store(request, folder) -> Iterator[Store]:
    with STORES[request.param](folder) as found:
        yield found


def environment(folder: Path, name: str, **more: str) -> dict[str, str]:
    private = folder / name
    private.mkdir(exist_ok=True)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CARE_")}
    path = os.pathsep.join(sys.path)
    return kept | {"PYTHONPATH": path, "TMPDIR": str(private)} | more


def start(project, folder, outputs: str, *words: str, **more: str) -> subprocess.Popen[str]:
    asked = [word for theme in THEMES for word in ("--theme", theme)]
    asked += [word for area in AREAS for word in ("--area", area)]
    return subprocess.Popen(
        [sys.executable, "-m", "helpers.cli.main", "run", *asked, "--outputs", outputs, *words],
        env=environment(folder, "run", **{ROOT_VARIABLE: str(project.root)}, **more),
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(running: subprocess.Popen[str], code: int = 0) -> str:
    out, err = running.communicate(timeout=PATIENCE)
    assert running.returncode == code, out + err
    assert "Traceback" not in err, err
    return out + err


@pytest.fixture(scope="module")
def undisturbed(project, folder):
    """What a run on this machine's disk publishes, and the store that it filled."""
    outputs = folder / "undisturbed"
    ended(start(project, folder, str(outputs)))
    assert len(published(outputs)) == 7 * len(THEMES) * len(AREAS)
    return outputs


@dataclass
class Machine:
    """A worker, as if on a machine of its own: its folder, its temporary files, its process."""

    folder: Path
    process: subprocess.Popen[bytes]

    @property
    def is_at_work(self) -> bool:
        return any(self.folder.glob("w/**/bench-0/evidence/*"))


class Machines:
    """A scheduler and its workers, each in a folder of its own."""

    def __init__(self, folder: Path, count: int) -> None:
        port = free_port()
        self.address = f"tcp://127.0.0.1:{port}"
        self.folder, self.workers = folder, []
        own = environment(folder, "scheduler")
        words = ["scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"]
        self._processes = [self._dask(own, folder, *words)]
        for number in range(count):
            self.join(f"m{number}")

    def join(self, name: str) -> None:
        own = self.folder / name
        own.mkdir()
        variables = environment(own, "t")
        words = ["worker", self.address, "--nthreads", "1", "--no-nanny", "--no-dashboard"]
        process = self._dask(variables, own, *words, "--local-directory", str(own / "w"))
        self._processes.append(process)
        self.workers.append(Machine(own, process))

    def _dask(self, variables, folder, *words) -> subprocess.Popen[bytes]:
        with (folder / "log").open("wb") as log:
            command = [sys.executable, "-m", "dask", *words]
            return subprocess.Popen(command, env=variables, cwd=folder, stdout=log, stderr=log)

    def close(self) -> None:
        for process in reversed(self._processes):
            process.terminate()
        for process in self._processes:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(20)
            process.kill()


@contextlib.contextmanager
def machines(folder: Path, count: int = 2) -> Iterator[Machines]:
    folder.mkdir()
    made = Machines(folder, count)
    try:
        yield made
    finally:
        made.close()


def brought(store: Store, below: str, folder: Path, monkeypatch) -> Path:
    """Everything that lies below an address, as files."""
    for name, value in store.variables.items():
        monkeypatch.setenv(name, value)
    objects = open_objects(f"{store.address}/{below}")
    for name in objects.entries():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(objects.get(name))
    return folder


def prepare(store: Store, below: str, undisturbed: Path, monkeypatch) -> str:
    """Put the gate's answers on the store, so that a test need not wait for the gate."""
    for name, value in store.variables.items():
        monkeypatch.setenv(name, value)
    objects = open_objects(f"{store.address}/{below}")
    for path in (undisturbed / ".store").rglob("*"):
        if path.is_file():
            objects.put(path.relative_to(undisturbed).as_posix(), path.read_bytes())
    return f"{store.address}/{below}"


def hold_to(there: Path, undisturbed: Path) -> None:
    """Each version whole, each once, and the bytes those of an undisturbed run."""
    assert faults(there) == []
    assert published(there) == published(undisturbed)
    left = [path.name for path in there.rglob("*") if path.name.startswith((".lock", ".part"))]
    assert left == []
    for name in ("observations.csv", "observations.parquet"):
        assert (there / name).read_bytes() == (undisturbed / name).read_bytes()
    assert (there / "index.html").is_file()


@pytest.mark.parametrize("number", range(STRIKES))
def test_a_worker_that_is_killed_half_way_costs_no_version_and_makes_none_twice(
    project, folder, store, undisturbed, tmp_path, monkeypatch, number
) -> None:
    place = f"killed-{number}"
    outputs = prepare(store, place, undisturbed, monkeypatch)
    with machines(folder / f"{store.address[:2]}k{number}") as cluster:
        words = ("--executor", "dask", "--scheduler", cluster.address)
        running = start(project, folder, outputs, *words, **store.variables)
        victim = random.Random(number).choice(cluster.workers)
        assert wait_until(lambda: victim.is_at_work or running.poll() is not None, 120)
        time.sleep(random.Random(number).uniform(0, 2))
        struck = running.poll() is None and victim.is_at_work
        os.kill(victim.process.pid, signal.SIGKILL)
        said = ended(running)
    count = len(THEMES) * len(AREAS)
    assert struck or number, "the first is struck at work"
    assert f"{count} versions: {count} published" in said
    hold_to(brought(store, place, tmp_path, monkeypatch), undisturbed)


def test_a_run_that_is_killed_leaves_whole_versions_and_the_next_ends_its_work(
    project, folder, store, undisturbed, tmp_path, monkeypatch
) -> None:
    outputs = prepare(store, "coordinator", undisturbed, monkeypatch)
    objects = open_objects(outputs)
    first = start(project, folder, outputs, "--jobs", "1", **store.variables)
    # The moment that the first version is whole, the run is gone.
    assert wait_until(lambda: any(n.endswith("/manifest.json") for n in objects.entries()), 200)
    os.kill(first.pid, signal.SIGKILL)
    first.communicate()
    assert ".lock.json" in objects.entries()
    objects.put("wirral/carers/2024-25/v0001-00000000/report.html", b"half")
    said = ended(start(project, folder, outputs, **store.variables))
    assert "ended before its time" in said and f"process {first.pid} on" in said
    hold_to(brought(store, "coordinator", tmp_path, monkeypatch), undisturbed)


def test_a_second_run_on_the_same_address_ends_with_five(
    project, folder, store, undisturbed, monkeypatch
) -> None:
    outputs = prepare(store, "locked", undisturbed, monkeypatch)
    from helpers.runs.store_lock import store_lock

    objects = open_objects(outputs)
    with store_lock(objects):
        said = ended(start(project, folder, outputs, **store.variables), 5)
        assert f"process {os.getpid()} on" in said and "wait until it has ended" in said
    assert [name for name in objects.entries() if not name.startswith(".store/")] == []


@pytest.mark.skipif(not FULL, reason="nox -s stores")
def test_inputs_are_read_from_the_store_too(
    project, folder, store, undisturbed, tmp_path, monkeypatch
) -> None:
    for name, value in store.variables.items():
        monkeypatch.setenv(name, value)
    inbox = open_objects(f"{store.address}/inbox")
    for path in project.samples.rglob("*"):
        if path.is_file():
            inbox.put(path.relative_to(project.samples).as_posix(), path.read_bytes())
    outputs = f"{store.address}/from-inbox"
    words = ("--inputs", f"{store.address}/inbox")
    ended(start(project, folder, outputs, *words, **store.variables))
    hold_to(brought(store, "from-inbox", tmp_path, monkeypatch), undisturbed)


@pytest.mark.skipif(not FULL, reason="nox -s stores")
def test_a_cluster_on_this_machine_makes_the_same_bytes_in_a_folder(
    project, folder, undisturbed
) -> None:
    outputs = folder / "local-cluster"
    shutil.copytree(undisturbed / ".store", outputs / ".store")
    running = start(project, folder, str(outputs), "--executor", "dask", "--jobs", "2")
    ended(running)
    assert faults(outputs) == [] and published(outputs) == published(undisturbed)
    assert wait_until(lambda: not is_alive(running.pid))
