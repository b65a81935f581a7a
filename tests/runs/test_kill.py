"""A run that is struck at a random moment: what is published is whole, and the next run is as if nothing had been.

In short for every check; `nox -s kill` strikes two hundred times (CARE_WORKBOOKS_STRIKES).
"""

from __future__ import annotations

import errno
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from helpers.base.settings import ROOT_VARIABLE
from publication.shared_charts import is_alive, wait_until
from runs.projects import make_project
from runs.shims import faults, published, shim

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc"),
]

STRIKES = int(os.environ.get("CARE_WORKBOOKS_STRIKES", "5"))
SEED = int(os.environ.get("CARE_WORKBOOKS_STRIKES_SEED", "20261129"))
THEMES = ("placements", "workforce")
VICTIMS = ("run", "server", "worker", "kernel", "charts", "warm")
DISKS = ("EIO", "ENOSPC", "full")
MARKS = {
    "server": b"multiprocessing.forkserver",
    "charts": b"svg_process",
    "warm": b"helpers.runs.warm.process",
}
PATIENCE = 300


def environment(root: Path, private: Path, **more: str) -> dict[str, str]:
    private.mkdir(parents=True, exist_ok=True)
    path = os.pathsep.join(sys.path)
    return {
        **os.environ,
        "PYTHONPATH": path,
        ROOT_VARIABLE: str(root),
        "TMPDIR": str(private),
    } | more


def start(root: Path, outputs: Path, variables: dict[str, str]) -> subprocess.Popen[bytes]:
    themes = [word for theme in THEMES for word in ("--theme", theme)]
    command = [sys.executable, "-m", "helpers.cli.main", "run", *themes, "--area", "wirral"]
    return subprocess.Popen(
        [*command, "--outputs", str(outputs), "--jobs", "2"],
        env=variables,
        cwd=root,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def family(process: int) -> dict[int, bytes]:
    """Processes that descend from one, with the command lines of each and its parent."""
    parents, commands = {}, {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                told = (entry / "stat").read_text("ascii", "replace").rpartition(")")[2].split()
                commands[int(entry.name)] = (entry / "cmdline").read_bytes()
            except OSError:
                continue
            parents[int(entry.name)] = int(told[1])
    found: dict[int, bytes] = {}
    fresh = {process}
    while fresh:
        fresh = {child for child, parent in parents.items() if parent in fresh} - set(found)
        found |= {child: commands[child] for child in fresh}
    return found


def victims(process: int, kind: str) -> list[int]:
    if kind == "run":
        return [process]
    there = family(process)
    if kind in MARKS:
        # What is forked has the command line of what it was forked from, which comes first.
        return [number for number, command in there.items() if MARKS[kind] in command][:1]
    if kind == "worker":
        return [number for server in victims(process, "server") for number in family(server)]
    # A forked kernel has the command line of the warm process that it was forked from.
    (warm, *_) = [*victims(process, "warm"), 0]
    forked = [number for number in family(warm)] if warm else []
    return forked + [number for number, command in there.items() if b"ipykernel" in command]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("kill")


@pytest.fixture(scope="module")
def project(project_root, folder):
    return make_project(project_root, folder / "project", *THEMES)


@pytest.fixture(scope="module")
def undisturbed(project, folder):
    """What an undisturbed run publishes, how long it takes, and the store that it filled."""
    outputs = folder / "undisturbed"
    first = start(project.root, outputs, environment(project.root, folder / "private"))
    assert first.wait(PATIENCE) == 0, first.stderr.read().decode()
    store = project.with_outputs(outputs).store
    again = folder / "timed"
    shutil.copytree(store, again / store.relative_to(outputs))
    begun = time.monotonic()
    assert start(project.root, again, environment(project.root, folder / "private")).wait() == 0
    seconds = time.monotonic() - begun
    assert published(again) == published(outputs) and len(published(outputs)) == 14
    assert faults(outputs) == []
    return published(outputs), seconds, store.relative_to(outputs), outputs


def prepared(outputs: Path, undisturbed) -> Path:
    """An empty outputs folder, the gate's answers in it."""
    _, _, store, there = undisturbed
    shutil.copytree(there / store, outputs / store)
    return outputs


def settled(project, outputs: Path, private: Path, undisturbed, what: str) -> None:
    """Hold what a run has left to what may be left; run again, and hold that to the undisturbed."""
    assert faults(outputs) == [], what
    again = start(project.root, outputs, environment(project.root, private))
    assert again.wait(PATIENCE) == 0, f"{what}: {again.stderr.read().decode()}"
    assert faults(outputs) == [], what
    assert published(outputs) == undisturbed[0], what
    left = [path.name for path in outputs.rglob(".building-*")]
    left += [path.name for path in outputs.rglob(".part-*")]
    assert left == [], what


@pytest.mark.parametrize("number", range(STRIKES))
def test_a_process_killed_at_any_moment(project, folder, undisturbed, number) -> None:
    luck = random.Random(SEED + number)
    kind = VICTIMS[number % len(VICTIMS)]
    outputs = prepared(folder / f"killed-{number}", undisturbed)
    private = folder / f"p{number}"
    running = start(project.root, outputs, environment(project.root, private))
    moment = luck.uniform(0.0, undisturbed[1])
    struck = []
    begun = time.monotonic()
    while running.poll() is None and not struck:
        if time.monotonic() - begun >= moment:
            for victim in victims(running.pid, kind)[:1]:
                os.kill(victim, signal.SIGKILL)
                struck.append(victim)
        time.sleep(0.01)
    children = list(family(running.pid))
    running.wait(PATIENCE)
    assert wait_until(lambda: not any(is_alive(child) for child in children))
    what = f"{kind} killed after {moment:.2f} s ({'struck' if struck else 'over by then'})"
    if kind in {"worker", "kernel", "charts", "warm"} and struck:
        assert running.returncode in {0, 1}, what
    settled(project, outputs, private, undisturbed, what)
    shutil.rmtree(outputs)


@pytest.mark.parametrize("number", range(max(1, STRIKES // 3)))
@pytest.mark.parametrize("kind", ["EIO", "ENOSPC"])
def test_a_disk_that_fails_at_any_moment(project, folder, undisturbed, kind, number) -> None:
    luck = random.Random(SEED + 1000 + number)
    outputs = prepared(folder / f"{kind}-{number}", undisturbed)
    private = folder / f"d{kind}{number}"
    after, count = luck.randrange(60), luck.choice([1, 2, 5, 20, 1000])
    failing = environment(
        project.root,
        private,
        LD_PRELOAD=shim(folder),
        SHIM_PREFIX=str(outputs),
        SHIM_AFTER=str(after),
        SHIM_COUNT=str(count),
        SHIM_ERRNO=str(getattr(errno, kind)),
    )
    running = start(project.root, outputs, failing)
    said = running.communicate(timeout=PATIENCE)[1].decode()
    what = f"{kind} after {after} writes, {count} times"
    assert running.returncode in {0, 1}, f"{what}: {said}"
    assert "Traceback" not in said, f"{what}: {said}"
    settled(project, outputs, private, undisturbed, what)
    shutil.rmtree(outputs)


@pytest.mark.parametrize("number", range(max(1, STRIKES // 5)))
def test_a_disk_that_is_full(project, folder, undisturbed, number) -> None:
    luck = random.Random(SEED + 2000 + number)
    outputs = folder / f"full-{number}"
    outputs.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(outputs)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a small disk cannot be mounted here")
    try:
        prepared(outputs, undisturbed)
        used = shutil.disk_usage(outputs).used
        room = luck.randrange(3_000_000)
        resize = ["mount", "-o", f"remount,size={used + room}", str(outputs)]
        subprocess.run(resize, check=True)
        private = folder / f"f{number}"
        running = start(project.root, outputs, environment(project.root, private))
        said = running.communicate(timeout=PATIENCE)[1].decode()
        what = f"a disk with room for {room} bytes"
        assert running.returncode in {0, 1} and "Traceback" not in said, f"{what}: {said}"
        assert faults(outputs) == [], what
        subprocess.run(["mount", "-o", "remount,size=64m", str(outputs)], check=True)
        settled(project, outputs, private, undisturbed, what)
    finally:
        subprocess.run(["umount", str(outputs)], check=False)
