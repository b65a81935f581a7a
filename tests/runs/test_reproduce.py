"""The same bytes on another day, in another folder, time zone, locale, by other processes.

In short for every check: one workbook, everything changed at once. `nox -s reproduce` runs the
five workbooks for two councils, with everything changed one by one and at once.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

from helpers.base.settings import ROOT_VARIABLE
from runs.projects import make_project
from runs.shims import published, shim

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="shells out")]

FULL = os.environ.get("CARE_WORKBOOKS_REPRODUCE") == "full"
THEMES = ("placements", "carers", "direct-payments", "workforce", "bcf-outcomes")
THREADS = ("POLARS_MAX_THREADS", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
FOUR_HUNDRED_DAYS = 400 * 24 * 3600
PLAIN = {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "0"}
ONE_BY_ONE: dict[str, dict[str, str]] = {
    "day": {"SHIM_SECONDS": str(FOUR_HUNDRED_DAYS)},
    "time zone": {"TZ": "Pacific/Auckland"},
    "locale": {"LC_ALL": "C.UTF-8", "LANG": "C.UTF-8", "LANGUAGE": "de"},
    "hash seed": {"PYTHONHASHSEED": "4711"},
    "threads": dict.fromkeys(THREADS, "3"),
}
OPTIONS = {"jobs": ("--jobs", "2"), "engine": ("--engine", "stock")}
AS_FIRST = ("--jobs", "1", "--engine", "auto")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("reproduce")


@pytest.fixture(scope="module")
def project(project_root, folder):
    themes = THEMES if FULL else ("placements",)
    settings = make_project(project_root, folder / "first", *(() if FULL else themes))
    if FULL:
        shutil.copytree(project_root / "notebooks", settings.notebooks)
    return settings


def made(root, outputs, environment, options) -> dict[str, str]:
    """Run a project in an environment of its own, and return what it published."""
    themes = THEMES if FULL else ("placements",)
    areas = ("wirral", "isles-of-scilly") if FULL else ("wirral",)
    command = [sys.executable, "-m", "helpers.cli.main", "run", "--outputs", str(outputs)]
    command += [word for theme in themes for word in ("--theme", theme)]
    command += [word for area in areas for word in ("--area", area)]
    path = os.pathsep.join(sys.path)
    inherited = {name: value for name, value in os.environ.items() if name not in THREADS}
    done = subprocess.run(
        [*command, *options],
        env=inherited | PLAIN | {"PYTHONPATH": path, ROOT_VARIABLE: str(root)} | environment,
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    found = published(outputs)
    assert len(found) == 7 * len(themes) * len(areas)
    return found


@pytest.fixture(scope="module")
def first(project, folder):
    return made(project.root, folder / "outputs-1", {}, AS_FIRST)


@pytest.fixture(scope="module")
def preload(folder):
    return {"LD_PRELOAD": shim(folder)}


def test_everything_else_changed_at_once_the_bytes_are_the_same(
    project, folder, first, preload
) -> None:
    elsewhere = folder / "another place, with spaces" / "deeper"
    shutil.copytree(project.root, elsewhere)
    environment = {key: value for part in ONE_BY_ONE.values() for key, value in part.items()}
    options = [word for words in OPTIONS.values() for word in words]
    outputs = folder / "other outputs"
    assert made(elsewhere, outputs, environment | preload, options) == first
    stamped = next(outputs.glob("*/*/*/v*/run.json")).read_text("utf-8")
    now = next((folder / "outputs-1").glob("*/*/*/v*/run.json")).read_text("utf-8")
    year = [text.split('"started": "')[1][:4] for text in (stamped, now)]
    assert int(year[0]) > int(year[1]), "the clock of the run was another"


@pytest.mark.skipif(not FULL, reason="nox -s reproduce changes them one by one")
@pytest.mark.parametrize("what", [*ONE_BY_ONE, *OPTIONS, "folder"])
def test_one_thing_changed_the_bytes_are_the_same(project, folder, first, preload, what) -> None:
    root = project.root
    if what == "folder":
        root = folder / "one more" / "folder"
        shutil.copytree(project.root, root)
    environment = ONE_BY_ONE.get(what, {}) | (preload if what == "day" else {})
    options = OPTIONS.get(what, AS_FIRST)
    assert made(root, folder / f"outputs {what}", environment, options) == first
