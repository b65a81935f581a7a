"""The chart process in a whole run: one for all workers, replaced when killed, blamed on nobody."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest

from helpers.publication.versions import latest, place_of
from helpers.runs.run import run
from publication.shared_charts import children, cpu_seconds, is_alive, wait_until
from runs.projects import make_project, request, write_notebook

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc"),
]

# A chart that takes long enough to be killed in the middle of.
LONG = """
import altair as alt
from helpers.display.build import records
figure = book.compare(frame)
marks = alt.Chart(records([{"n": n} for n in range(30000)])).mark_point().encode(x="n:Q")
object.__setattr__(figure, "id", "long")
object.__setattr__(figure, "chart", marks)
figure"""
BAD = """
class Broken:
    def to_dict(self, validate=True):
        return {"mark": "nonsense"}
figure = book.compare(frame)
object.__setattr__(figure, "id", "fig-broken")
object.__setattr__(figure, "chart", Broken())
figure"""
THEMES = ("placements", "workforce")


def published(settings, theme):
    version = latest(place_of(settings.outputs, "wirral", theme, "2024-25"))
    return version and {
        path.name: path.read_bytes() for path in version.folder.iterdir() if path.name != "run.json"
    }


@pytest.fixture
def project(project_root, tmp_path):
    return make_project(project_root, tmp_path, *THEMES)


@pytest.fixture
def temporary(monkeypatch):
    """Give the run a temporary folder of its own, with a name short enough for a socket."""
    with tempfile.TemporaryDirectory(prefix="care-", dir="/tmp") as folder:
        monkeypatch.setenv("TMPDIR", folder)
        monkeypatch.setattr(tempfile, "tempdir", folder)
        yield Path(folder)


def test_a_run_whose_chart_process_is_killed_ends_with_the_same_bytes(project, tmp_path) -> None:
    write_notebook(project.root, "placements", LONG)
    undisturbed = run(request(project, *THEMES))
    assert [done.outcome for done in undisturbed.done] == ["published", "published"]
    killed, seen, done = [], set(), threading.Event()

    def kill_in_the_middle():
        # Idle it has used about half a second; well beyond that it is in the long chart.
        while not done.is_set() and not killed:
            for child in set(children(os.getpid())) - others:
                seen.add(child)
                if cpu_seconds(child) > 0.9:
                    os.kill(child, signal.SIGKILL)
                    killed.append(child)
            done.wait(0.1)
        wait_until(lambda: seen.update(set(children(os.getpid())) - others) or done.is_set(), 60)

    others = set(children(os.getpid()))
    killer = threading.Thread(target=kill_in_the_middle)
    killer.start()
    again = project.with_outputs(tmp_path / "again")
    disturbed = run(request(again, *THEMES))
    done.set()
    killer.join()
    assert [item.outcome for item in disturbed.done] == ["published", "published"]
    assert len(killed) == 1
    assert len(seen) == 2, "the one that was killed, and the one that took its place"
    for theme in THEMES:
        assert published(again, theme) == published(project, theme)


def test_a_chart_that_fails_is_named_and_fails_its_notebook_alone(project) -> None:
    write_notebook(project.root, "placements", BAD)
    report = run(request(project, *THEMES))
    assert [done.outcome for done in report.done] == ["failed", "published"]
    assert 'chart "fig-broken": it could not be drawn' in report.done[0].message
    assert report.exit_code == 1
    assert published(project, "placements") is None
    reason = project.outputs / ".failed" / "wirral" / "placements" / "2024-25" / "reason.txt"
    assert "fig-broken" in reason.read_text("utf-8")


def test_two_workers_share_one_chart_process_and_leave_nothing_behind(project, temporary) -> None:
    others = set(children(os.getpid()))
    seen, folders, done = set(), set(), threading.Event()

    def look():
        while not done.wait(0.05):
            seen.update(set(children(os.getpid())) - others)
            folders.update(path.name for path in temporary.iterdir())

    looking = threading.Thread(target=look)
    looking.start()
    report = run(request(project, *THEMES, jobs=2))
    done.set()
    looking.join()
    assert report.exit_code == 0
    assert len(seen) == 1
    assert set(children(os.getpid())) <= others
    assert any(name.startswith("workbooks-run-") for name in folders)
    assert [path.name for path in temporary.iterdir()] == []


KILLED = """
import sys
from pathlib import Path
from helpers.base.settings import Settings
from helpers.runs.run import run
from runs.projects import request

if __name__ == "__main__":
    run(request(Settings(root=Path(sys.argv[1]), outputs=Path(sys.argv[2])), "placements"))
"""


def test_a_run_that_is_killed_leaves_nothing_behind(project, tmp_path, temporary) -> None:
    write_notebook(project.root, "placements", "import time; time.sleep(300)")
    script = tmp_path / "killed.py"
    script.write_text(KILLED, "utf-8")
    killed = subprocess.Popen(
        [sys.executable, str(script), str(project.root), str(project.outputs)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )

    def at_work():
        # A worker makes a folder for its job in a folder of its own, and then starts the kernel.
        return any(temporary.glob("workbooks-run-*/workbooks-*/job-*"))

    assert wait_until(at_work, 120)
    time.sleep(2)
    (child,) = children(killed.pid)
    killed.kill()
    killed.wait()
    assert wait_until(lambda: not is_alive(child))
    assert wait_until(lambda: list(temporary.iterdir()) == [])
    time.sleep(2)
    assert list(temporary.iterdir()) == []
