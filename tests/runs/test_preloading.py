"""Workers forked from a process that has done their imports: whole, quiet, and gone with their run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.gate.passing import gate_inputs
from helpers.runs import preloading
from helpers.runs.plan import make_plan
from helpers.runs.pool import open_workers
from helpers.runs.preloading import MODULES, worker_context
from publication.shared_charts import is_alive, wait_until
from runs.dying_work import imported_by
from runs.projects import make_project, request

PROGRAM = """
import sys, time
from pathlib import Path
from helpers.base.settings import find_settings
from helpers.publication.chart_server import ChartChannel
from helpers.runs import preloading, worker

def live(queue):
    worker.begin({}, find_settings(), ChartChannel("", None), Path("."), "")
    queue.put(None)
    time.sleep(600)

if __name__ == "__main__":
    with preloading.worker_context() as context:
        queue = context.Queue()
        child = context.Process(target=live, args=(queue,))
        child.start()
        queue.get()
        print(child.pid, preloading.forkserver._forkserver._forkserver_pid, flush=True)
        sys.stdin.read()
"""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="workers are forked on Linux alone")


def ask(context, work):
    with context.Pool(1) as pool:
        return pool.apply(work)


def loaded() -> set[str]:
    return set(sys.modules)


def test_nothing_that_is_imported_starts_a_thread() -> None:
    command = "from helpers.runs.preloading import preload; print(preload())"
    said = subprocess.run(
        [sys.executable, "-c", command], capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == "()", said.stderr


def test_workers_are_forked_with_their_imports_done() -> None:
    with worker_context() as context:
        assert context.get_start_method() == "forkserver"
        assert set(MODULES) <= ask(context, loaded)
    assert preloading.forkserver._forkserver._forkserver_pid is None, "the server has gone"


def test_where_a_thread_would_be_lost_workers_are_spawned(monkeypatch) -> None:
    # The server imports this instead, and ends as it does where a thread was found.
    monkeypatch.setattr(preloading, "PRELOADED", "runs.threaded")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(Path(__file__).parents[1]), *sys.path]))
    with worker_context() as context:
        assert context.get_start_method() == "spawn"


def test_a_process_that_is_no_linux_spawns(monkeypatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    with worker_context() as context:
        assert context.get_start_method() == "spawn"


@pytest.mark.parametrize("victim", ["run", "server"])
def test_no_worker_outlives_its_run_or_its_server(project_root, tmp_path, victim) -> None:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, "utf-8")
    running = subprocess.Popen(
        [sys.executable, program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    child, server = (int(word) for word in running.stdout.readline().split())
    try:
        assert is_alive(child) and is_alive(server)
        os.kill(running.pid if victim == "run" else server, signal.SIGKILL)
        assert wait_until(lambda: not is_alive(child), 10)
    finally:
        running.kill()
        running.communicate()
    assert wait_until(lambda: not is_alive(server), 10)


def test_a_socket_is_removed_as_soon_as_its_run_is_ending(tmp_path, monkeypatch) -> None:
    place = tmp_path / "private" / "socket"
    monkeypatch.setattr(preloading.forkserver._forkserver, "_forkserver_address", str(place))
    place.parent.mkdir()
    preloading.remove_socket(os.getppid())
    assert place.parent.is_dir(), "the run lives, and removes it itself"
    # Killed and not yet taken leave of: its children are still told that it is there.
    run = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    run.kill()
    os.waitid(os.P_PID, run.pid, os.WEXITED | os.WNOWAIT)
    monkeypatch.setattr(os, "getppid", lambda: run.pid)
    preloading.remove_socket(run.pid)
    assert not place.parent.exists()
    run.communicate()


def test_a_job_has_next_to_nothing_left_to_import(project_root, tmp_path) -> None:
    settings = make_project(project_root, tmp_path / "project", "workforce")
    asked = request(settings, "workforce")
    (item,) = make_plan(asked, gate_inputs(asked.inputs, settings), tmp_path / "evidence")
    with open_workers(settings, 1, "auto") as workers:
        (ended,) = workers.each(imported_by, [item.job])
    assert ended.result is not None, ended.fault
    outcome, modules = ended.result
    assert outcome == "published"
    # Modules that everything brings along count once, by the package that they are of.
    packages = {name.partition(".")[0] for name in modules}
    assert len(modules) < 30 and not packages & {"pandas", "IPython", "papermill", "gptables"}, (
        modules
    )
