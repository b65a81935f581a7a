"""What workers share begins early, once, and leaves nothing where there was no work."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from helpers.gate.passing import gate_inputs
from helpers.publication.chart_server import ChartServer
from helpers.runs import preloading, shared
from helpers.runs import run as running
from helpers.runs.plan import make_plan
from helpers.runs.run import run
from helpers.runs.shared import Shared
from publication.shared_charts import is_alive
from runs.projects import make_project, request
from runs.test_incremental import stub

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the warm engine needs Linux")


def server() -> int | None:
    return preloading.forkserver._forkserver._forkserver_pid


@pytest.fixture
def begun(monkeypatch) -> list[bool]:
    """One entry for each time that they were started."""
    every: list[bool] = []
    start = Shared._start

    def noted(self: Shared):
        every.append(True)
        return start(self)

    monkeypatch.setattr(Shared, "_start", noted)
    return every


def test_what_was_begun_for_nothing_ends_at_once_and_leaves_nothing(sample_settings, begun) -> None:
    with Shared(sample_settings, "auto") as early:
        early.begin()
        early.begin()
        assert early._started is not None
        charts, warm = early._started
        numbers = [server(), warm.process]
        folders = [charts.folder, Path(warm.address).parent]
        assert all(number is not None and is_alive(number) for number in numbers)
        assert all(folder.is_dir() for folder in folders)
    assert begun == [True]
    assert not any(is_alive(number) for number in numbers)
    assert server() is None and charts.drawing.process_id is None
    assert not any(folder.exists() for folder in folders)


def test_they_do_not_hear_ctrl_c_at_their_imports(sample_settings) -> None:
    with Shared(sample_settings, "auto") as early:
        early.begin()
        number = server()
        os.kill(number, signal.SIGINT)
        with early.open() as (_, warm, context):
            assert context.get_start_method() == "forkserver"
            assert server() == number and warm.process is not None
        assert server() is None


@pytest.mark.parametrize("executor", ["dask", "local"])
def test_only_workers_of_this_machine_and_a_folder_begin_early(
    sample_settings, begun, monkeypatch, executor
) -> None:
    asked = request(sample_settings, "workforce", executor=executor)
    if executor == "local":
        monkeypatch.setattr(running, "mirror_of", lambda _: object())
    with running._shared(asked) as there:
        there.begin()
    assert not begun


def test_what_cannot_be_started_early_is_tried_again_and_said(sample_settings, monkeypatch) -> None:
    def full() -> ChartServer:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shared, "ChartServer", full)
    with Shared(sample_settings, "stock") as early:
        early.begin()
        with pytest.raises(OSError, match="No space left"), early.open():
            pass
        monkeypatch.undo()
        with early.open() as (charts, warm, _):
            assert charts.folder.is_dir() and warm.address == ""
    assert not charts.folder.is_dir()


def test_a_night_with_nothing_to_do_begins_nothing(project_root, tmp_path, begun) -> None:
    settings = make_project(project_root, tmp_path / "project", "workforce")
    asked = request(settings, "workforce")
    planned = make_plan(asked, gate_inputs(asked.inputs, settings), tmp_path / "evidence")
    stub(settings, planned)
    (settings.outputs / ".planned.json").unlink()
    for expected in ([True], [True]):
        # The first does not know the figures yet, the second remembers them.
        assert [item.outcome for item in run(asked).done] == ["unchanged"]
        assert begun == expected
    assert server() is None


def test_new_files_are_told_of_before_they_are_read_and_known_ones_never(
    project_root, tmp_path
) -> None:
    settings = make_project(project_root, tmp_path / "project", "workforce")
    asked, told = request(settings, "workforce"), []
    gated = gate_inputs(asked.inputs, settings, lambda: told.append("gate"))
    gate_inputs(asked.inputs, settings, lambda: told.append("gate again"))
    assert told == ["gate"]
    make_plan(asked, gated, tmp_path / "evidence", lambda: told.append("plan"))
    assert told == ["gate", "plan"]


def test_a_run_that_is_killed_as_it_starts_leaves_no_socket(tmp_path) -> None:
    killed = (
        "import os, signal; from helpers.runs.preloading import start_server; start_server(); "
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    settings = {**os.environ, "TMPDIR": str(tmp_path)}
    ended = subprocess.run([sys.executable, "-c", killed], env=settings, check=False)
    assert ended.returncode == -signal.SIGKILL
    patience = time.monotonic() + 60
    while list(tmp_path.iterdir()) and time.monotonic() < patience:
        time.sleep(0.1)
    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_is_heard_while_the_server_imports(monkeypatch) -> None:
    heard = []

    class Probe:
        exitcode = 0

        def start(self) -> None:
            heard.append(signal.getsignal(signal.SIGINT))

        def join(self) -> None:
            pass

    monkeypatch.setattr(preloading, "start_server", lambda: None)
    context = SimpleNamespace(Process=lambda target: Probe())
    assert preloading._forks(context)
    assert heard == [signal.getsignal(signal.SIGINT)] and heard != [signal.SIG_IGN]
