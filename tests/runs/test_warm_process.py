"""The warm process: private, fresh, restarted when it dies, and gone with its owner."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from helpers.base.errors import WorkbookFailed
from helpers.runs.engine import execute
from helpers.runs.warm.owner import RESTARTS
from runs.engines import PROVISIONER, provisioner, write_notebook
from runs.warm_kernels import LITTLE, alive, children, soon, surroundings, warm_owner

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the warm engine needs Linux")

NUMBER = "import edited\nprint(edited.NUMBER)"


@pytest.fixture
def run(project_root, tmp_path):
    """Run the cells of a notebook by the owner of a warm process, and return the result."""

    def execute_cells(owner, *sources):
        notebook = write_notebook(tmp_path / "cells.ipynb", *sources)
        with provisioner(PROVISIONER, owner.address):
            return execute(notebook, {}, tmp_path / "executed.ipynb")

    paths = os.pathsep.join([str(tmp_path / "modules"), str(project_root / "src")])
    (tmp_path / "modules").mkdir()
    with surroundings(project_root, tmp_path, PYTHONPATH=paths):
        yield execute_cells


@pytest.fixture
def edited(tmp_path):
    """A module that is edited while the warm process lives."""
    return tmp_path / "modules" / "edited.py"


def printed(done) -> str:
    return done.notebook.cells[-1].outputs[0].text.strip()


def test_only_its_user_can_reach_it(run) -> None:
    with warm_owner() as owner:
        door = Path(owner.address)
        assert stat.S_IMODE(door.stat().st_mode) == 0o600
        assert stat.S_IMODE(door.parent.stat().st_mode) == 0o700
        assert run(owner, "print(1)").engine == "warm"
    assert not door.parent.exists()


def test_connection_files_lie_in_a_private_folder_and_go(run, tmp_path) -> None:
    private = tmp_path / "private"
    with warm_owner() as owner:
        found = printed(
            run(
                owner,
                "import ipykernel, os\nprint(os.path.dirname(ipykernel.get_connection_file()))\n",
            )
        )
        info = "import ipykernel\nprint(ipykernel.get_connection_info(unpack=True)['transport'])"
        assert printed(run(owner, info)) == "ipc"
    assert found == str(private)
    assert [
        path.name for path in private.iterdir() if "ipc" in path.name or ".json" in path.name
    ] == []


def test_an_edited_module_is_imported_afresh(run, edited) -> None:
    edited.write_text("NUMBER = 1\n", "utf-8")
    with warm_owner((*LITTLE, "edited"), (edited,)) as owner:
        first = run(owner, NUMBER)
        process = owner.process
        edited.write_text("NUMBER = 22\n", "utf-8")
        second = run(owner, NUMBER)
        assert owner.process == process
    assert (first.engine, printed(first)) == ("warm", "1")
    assert (second.engine, printed(second)) == ("warm", "22")


def test_a_module_that_was_added_to_a_watched_folder_is_noticed(run, edited) -> None:
    edited.write_text("NUMBER = 1\n", "utf-8")
    told = "import sys\nprint(getattr(sys, 'imports', 0))"
    (edited.parent / "counting.py").write_text(
        "import os, sys\nsys.imports = len(os.listdir(os.path.dirname(__file__)))\n", "utf-8"
    )
    with warm_owner((*LITTLE, "counting"), (edited.parent,)) as owner:
        before = int(printed(run(owner, told)))
        (edited.parent / "another.py").write_text("", "utf-8")
        after = run(owner, told)
    assert after.engine == "warm"
    assert int(printed(after)) == before + 1


def test_a_broken_edit_is_left_to_stock_until_it_is_mended(run, edited) -> None:
    edited.write_text("NUMBER = 1\n", "utf-8")
    with warm_owner((*LITTLE, "edited"), (edited,)) as owner:
        assert run(owner, NUMBER).engine == "warm"
        edited.write_text("NUMBER = = 2\n", "utf-8")
        broken = run(owner, "print('still runs')")
        assert (broken.engine, printed(broken)) == ("stock", "still runs")
        assert "edited cannot be imported (SyntaxError" in broken.reason
        edited.write_text("NUMBER = 333\n", "utf-8")
        assert run(owner, NUMBER).engine == "warm"


def test_a_kernel_that_runs_survives_the_renewal(run, edited, tmp_path) -> None:
    edited.write_text("NUMBER = 1\n", "utf-8")
    waits = (
        f"import time\nopen(r'{tmp_path}/begun', 'w').close()\nimport os\n"
        f"while not os.path.exists(r'{tmp_path}/go'):\n    time.sleep(0.05)\n"
    )
    other = (
        "import sys\nfrom pathlib import Path\nsys.path.insert(0, r'{tests}')\n"
        "from helpers.runs.engine import execute\n"
        "done = execute(Path(r'{book}'), {{}}, Path(r'{book}.out'))\n"
        "print(done.engine, done.notebook.cells[-1].outputs[0].text)"
    )
    book = write_notebook(tmp_path / "long.ipynb", f"{waits}{NUMBER}", "print('through')")
    with warm_owner((*LITTLE, "edited"), (edited,)) as owner:
        run(owner, NUMBER)
        with provisioner(PROVISIONER, owner.address):
            variables = {**os.environ, "JUPYTER_DEFAULT_PROVISIONER_NAME": PROVISIONER}
        script = other.format(tests=Path(__file__).parents[1], book=book)
        beside = subprocess.Popen(
            [sys.executable, "-c", script], env=variables, stdout=subprocess.PIPE, text=True
        )
        assert soon((tmp_path / "begun").exists, 60)
        edited.write_text("NUMBER = 22\n", "utf-8")
        assert printed(run(owner, NUMBER)) == "22"
        (tmp_path / "go").touch()
        answer, _ = beside.communicate(timeout=60)
        assert soon(lambda: children(owner.process or 0) == [])
    assert answer.split() == ["warm", "through"]


def test_another_environment_at_the_start_is_noticed(run, monkeypatch) -> None:
    told = "import os\nprint(os.environ['LANG'])"
    with warm_owner() as owner:
        run(owner, told)
        monkeypatch.setenv("LANG", "C.UTF-8" if os.environ.get("LANG") != "C.UTF-8" else "C")
        done = run(owner, told)
        assert (done.engine, printed(done)) == ("warm", os.environ["LANG"])
        started = Path(f"/proc/{owner.process}/environ").read_bytes().decode()
        assert f"LANG={os.environ['LANG']}" in started


def test_it_is_started_again_when_it_dies(run) -> None:
    with warm_owner() as owner:
        assert run(owner, "print(1)").engine == "warm"
        first = owner.process
        assert first is not None
        os.kill(first, signal.SIGKILL)
        assert soon(lambda: owner.process not in (None, first))
        assert run(owner, "print(1)").engine == "warm"


def test_where_it_dies_again_and_again_stock_runs_the_workbook(run) -> None:
    with warm_owner() as owner:
        for _ in range(RESTARTS + 1):
            assert soon(lambda: owner.process)
            os.kill(owner.process, signal.SIGKILL)
            soon(lambda: not owner.process, 2)
        begun = time.monotonic()
        done = run(owner, "print('ran')")
        assert time.monotonic() - begun < 60
    assert (done.engine, printed(done)) == ("stock", "ran")
    assert "warm process" in done.reason


def test_a_workbook_whose_warm_process_is_killed_is_run_again(run, tmp_path) -> None:
    flag = tmp_path / "killed"
    cell = (
        f"import os, signal, time\nif not os.path.exists(r'{flag}'):\n    open(r'{flag}', 'w').close()\n"
        "    os.kill(os.getppid(), signal.SIGKILL)\n    time.sleep(30)\nprint('again')"
    )
    with warm_owner() as owner:
        done = run(owner, cell)
    assert printed(done) == "again"
    assert done.engine == "stock" and done.reason == "the warm process ended"


def test_a_kernel_that_is_killed_is_a_failure_with_its_signal_and_last_output(
    run, tmp_path
) -> None:
    with warm_owner() as owner, pytest.raises(WorkbookFailed) as caught:
        run(
            owner,
            "import os, signal, time\nprint('as far as this', flush=True)\ntime.sleep(1)\n"
            "os.kill(os.getpid(), signal.SIGSEGV)",
        )
    assert "SIGSEGV (a library in it failed)" in caught.value.found
    assert "as far as this" in caught.value.found
    assert "the cell that begins import os, signal, time" in caught.value.place
    kept = (tmp_path / "executed.ipynb").read_text("utf-8")
    assert "did not run to its end" in kept and "as far as this" in kept


def test_a_kernel_leaves_neither_a_zombie_nor_what_it_has_started(run, tmp_path) -> None:
    with warm_owner() as owner:
        done = run(owner, "import subprocess\nprint(subprocess.Popen(['sleep', '300']).pid)")
        assert soon(lambda: not alive(int(printed(done))))
        assert soon(lambda: children(owner.process or 0) == [])


def test_a_kernel_is_held_to_its_memory_and_told_so(run, monkeypatch) -> None:
    monkeypatch.setenv("CARE_WORKBOOKS_KERNEL_MEMORY", "1.5 GB")
    with warm_owner() as owner:
        with pytest.raises(WorkbookFailed) as caught:
            run(owner, "held = bytearray(4 * 1024**3)")
        assert "MemoryError" in caught.value.found
        assert "one notebook may have 1.5 GB; set CARE_WORKBOOKS_KERNEL_MEMORY" in caught.value.mend
        assert run(owner, "held = bytearray(10**8)\nprint(len(held))").engine == "warm"


def test_stock_is_held_to_the_same_memory(run, monkeypatch) -> None:
    monkeypatch.setenv("CARE_WORKBOOKS_KERNEL_MEMORY", "1.5 GB")
    with warm_owner(("no_such_module",)) as owner:
        with pytest.raises(WorkbookFailed, match="MemoryError"):
            run(owner, "held = bytearray(4 * 1024**3)")
        done = run(owner, "print(1)")
    assert done.engine == "stock"
    assert "no_such_module cannot be imported" in done.reason


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM], ids=["KILL", "TERM"])
def test_nothing_is_left_when_its_owner_is_killed(run, tmp_path, number) -> None:
    script = (
        "import os, sys, time\nsys.path.insert(0, r'{tests}')\nfrom pathlib import Path\n"
        "from helpers.runs.engine import execute\n"
        "from runs.engines import PROVISIONER, provisioner, write_notebook\n"
        "from runs.warm_kernels import warm_owner\n"
        "with warm_owner() as owner, provisioner(PROVISIONER, owner.address):\n"
        "    print(owner.address, owner.process, flush=True)\n"
        "    execute(Path(r'{book}'), {{}}, Path(r'{book}.out'))\n"
    )
    book = write_notebook(
        tmp_path / "long.ipynb",
        f"import os, subprocess, time\nstarted = subprocess.Popen(['sleep', '300'])\n"
        f"open(r'{tmp_path}/pids', 'w').write(f'{{os.getpid()}} {{started.pid}} ')\ntime.sleep(300)",
    )
    owner = subprocess.Popen(
        [sys.executable, "-c", script.format(tests=Path(__file__).parents[1], book=book)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert owner.stdout is not None
    address, process = owner.stdout.readline().split()
    pids = tmp_path / "pids"
    assert soon(lambda: pids.is_file() and pids.read_text().endswith(" "), 90)
    left = [int(process), *map(int, pids.read_text().split())]
    assert all(alive(pid) for pid in left)
    owner.send_signal(number)
    owner.wait(30)
    assert soon(lambda: not any(alive(pid) for pid in left)), left
    assert soon(lambda: not Path(address).parent.exists())


def test_a_folder_with_too_long_a_path_has_no_door(run, tmp_path, monkeypatch) -> None:
    long = tmp_path / ("x" * 90)
    long.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(long))
    with warm_owner() as owner:
        assert owner.address == ""
        assert "too long" in owner.reason
    assert list(long.iterdir()) == []
