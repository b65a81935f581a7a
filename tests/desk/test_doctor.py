"""`workbooks doctor`: each thing looked at, and the mend where it is not well."""

from __future__ import annotations

import importlib.util
import json
import os
import sys
from collections import namedtuple
from pathlib import Path

import pytest
from typer.testing import CliRunner

from desk.serving import copy_project
from helpers.base.settings import OUTPUTS_VARIABLE, ROOT_VARIABLE, Settings
from helpers.cli.main import app
from helpers.desk import doctor
from helpers.desk.doctor import examine

NAMES = ["Python", "Packages", "Kernel", "Outputs folder", "Disk", "Length of paths", "Inbox"]
Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def project(project_root, tmp_path, monkeypatch):
    """A copy of the project on a machine without other kernels and with room on its disk."""
    monkeypatch.delenv("JUPYTER_PATH", raising=False)
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _: Usage(9e9, 0, 5 * 1024**3))
    root = copy_project(project_root, tmp_path / "project")
    return Settings(root=root, outputs=tmp_path / "outputs")


def ill(settings: Settings) -> dict[str, doctor.Finding]:
    return {finding.name: finding for finding in examine(settings) if not finding.well}


def test_a_healthy_project_is_well_in_everything(project):
    findings = examine(project)
    assert [finding.name for finding in findings] == NAMES
    assert [finding for finding in findings if not finding.well] == []
    assert "sample data" in findings[-1].found


def test_looking_leaves_the_outputs_folder_empty(project):
    examine(project)
    assert list(project.outputs.iterdir()) == []


@pytest.mark.parametrize("place", ["outputs", "outputs/deeper"])
def test_a_file_in_place_of_the_outputs_folder_is_named(project, place):
    project.outputs.write_text("a file", "utf-8")
    found = ill(project.with_outputs(project.outputs.parent / place))
    assert list(found) == ["Outputs folder"]
    assert "a file is in the place of the folder" in found["Outputs folder"].found
    assert "--outputs" in found["Outputs folder"].mend


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (PermissionError(13, "Permission denied"), "Permission denied"),
        (OSError(28, "No space left on device"), "No space left on device"),
    ],
    ids=["not ours", "full"],
)
def test_an_outputs_folder_that_takes_nothing_is_ill(project, monkeypatch, reason, words):
    def refuse(**_):
        raise reason

    monkeypatch.setattr(doctor.tempfile, "NamedTemporaryFile", refuse)
    found = ill(project)
    assert list(found) == ["Outputs folder"]
    assert words in found["Outputs folder"].found and "Errno" not in found["Outputs folder"].found


def test_a_disk_with_little_room_is_ill(project, monkeypatch):
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _: Usage(9e9, 9e9, 2**29))
    assert ill(project)["Disk"].found == "0.5 GB free"


def test_a_missing_package_is_named(project, monkeypatch):
    there = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "polars" else there(name)
    )
    found = ill(project)
    assert found["Packages"].found == "missing: polars"
    assert "requirements.lock" in found["Packages"].mend


def test_every_package_looked_for_is_one_that_the_project_installs(project):
    assert [name for name in doctor.NEEDED if importlib.util.find_spec(name) is None] == []


def test_a_missing_kernel_is_ill(project, monkeypatch):
    there = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "ipykernel" else there(name)
    )
    assert ill(project)["Kernel"].found == "ipykernel is missing"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (json.dumps({"argv": [os.path.abspath("/elsewhere/bin/python")]}), "another Python"),
        (json.dumps({"argv": []}), "cannot be read"),
        ("{", "cannot be read"),
    ],
    ids=["another", "empty", "broken"],
)
def test_another_kernel_that_comes_first_is_ill(project, monkeypatch, tmp_path, text, words):
    kernel = tmp_path / "named" / "kernels" / "python3"
    kernel.mkdir(parents=True)
    (kernel / "kernel.json").write_text(text, "utf-8")
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "named"))
    found = ill(project)
    assert words in found["Kernel"].found
    assert "JUPYTER_PATH" in found["Kernel"].mend


def test_the_users_own_kernel_does_not_count_since_it_is_not_used(project, monkeypatch, tmp_path):
    kernel = tmp_path / "user" / "kernels" / "python3"
    kernel.mkdir(parents=True)
    (kernel / "kernel.json").write_text('{"argv": ["/elsewhere/python"]}', "utf-8")
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "user"))
    assert "Kernel" not in ill(project)


@pytest.mark.parametrize(
    ("command", "ours"),
    [
        ("python", True),
        (f"python{sys.version_info.major}", True),
        (sys.executable, True),
        (str(Path(sys.executable).parent / "python3.99"), True),
        ("python2", False),
        (str(Path(sys.executable).parent / "R"), False),
        (os.path.abspath("/elsewhere/bin/python"), False),
    ],
)
def test_a_kernels_interpreter_is_told_by_its_folder(command, ours):
    assert doctor._is_this_python(command) is ours


@pytest.mark.skipif(os.name == "nt", reason="makes a link")
def test_two_environments_of_one_python_are_told_apart(tmp_path):
    other = tmp_path / "other" / "bin" / "python"
    other.parent.mkdir(parents=True)
    other.symlink_to(Path(sys.executable).resolve())
    assert not doctor._is_this_python(str(other))


def test_a_path_too_long_for_windows_is_ill_there_only(project, monkeypatch):
    long = project.with_outputs(project.outputs / ("a" * doctor.LONGEST_OUTPUTS))
    monkeypatch.setattr(doctor, "ON_WINDOWS", False)
    assert "Length of paths" not in ill(long)
    monkeypatch.setattr(doctor, "ON_WINDOWS", True)
    found = ill(long)["Length of paths"]
    assert str(len(str(long.outputs))) in found.found and "260" in found.mend


def test_a_short_path_is_well_on_windows(monkeypatch):
    monkeypatch.setattr(doctor, "ON_WINDOWS", True)
    assert doctor._path_length(Path("C:/care/outputs")).well


def test_a_lost_inbox_is_ill(project):
    project.inbox.rmdir()
    assert ill(project)["Inbox"].mend == "make the folder data/inbox"


def test_lost_samples_are_ill_where_the_inbox_is_empty(project):
    project.samples.rename(project.samples.with_name("away"))
    assert "cannot be read" in ill(project)["Inbox"].found


@pytest.mark.parametrize(("count", "words"), [(1, "1 file"), (2, "2 files")])
def test_the_files_of_the_inbox_are_counted(project, count, words):
    for number in range(count):
        (project.inbox / f"{number}.ods").write_bytes(b"")
    assert examine(project)[-1].found == words


# The command


@pytest.fixture
def ask(project):
    places = {ROOT_VARIABLE: str(project.root), OUTPUTS_VARIABLE: str(project.outputs)}

    def call(*arguments):
        return CliRunner().invoke(app, ["doctor", *arguments], env=places)

    return call


def test_the_command_ends_with_nought_where_all_is_well(ask):
    answer = ask()
    assert answer.exit_code == 0, answer.output
    assert answer.output.count("ok  ") == len(NAMES) and "MEND" not in answer.output


def test_the_command_ends_with_one_and_says_the_mend(ask, project):
    project.outputs.write_text("a file", "utf-8")
    answer = ask()
    assert answer.exit_code == 1
    assert "MEND Outputs folder" in answer.output and "what to do: rename" in answer.output


def test_the_command_answers_as_json(ask):
    findings = json.loads(ask("--json").output)
    assert [finding["name"] for finding in findings] == NAMES
    assert all(finding["well"] for finding in findings)


def test_the_command_looks_at_the_outputs_folder_that_it_is_given(ask, project, tmp_path):
    project.outputs.write_text("a file", "utf-8")
    assert ask("--outputs", str(tmp_path / "elsewhere")).exit_code == 0
