"""What `workbooks lab` does before and around JupyterLab: gate, command line, environment, end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from desk.serving import copy_project
from helpers.base.errors import ParameterError
from helpers.base.settings import (
    INBOX,
    INPUTS_VARIABLE,
    OUTPUTS_VARIABLE,
    ROOT_VARIABLE,
    Settings,
)
from helpers.base.themes import THEMES, find_theme
from helpers.cli import main as cli
from helpers.desk import lab
from helpers.desk.lab import lab_command, lab_environment, open_lab
from helpers.gate.store.inputs import files_of, find_evidence

STOP_ITS_PARENT = """
import os, signal, sys, time
signal.signal(signal.SIGINT, signal.SIG_IGN)
os.kill(os.getppid(), signal.{signal})
time.sleep(0.6)
open(sys.argv[1], "w").write("kernels closed")
"""
SAY_WHEN_TERMINATED = """
import os, signal, sys, time
def end(*_):
    open(sys.argv[1], "w").write("kernels closed")
    sys.exit(0)
signal.signal(signal.SIGTERM, end)
os.kill(os.getppid(), signal.SIGTERM)
time.sleep(30)
"""


@pytest.fixture
def project(project_root, tmp_path, sample_settings, sample_source):
    """A copy of the project whose samples the gate has passed already."""
    return Settings(
        root=copy_project(project_root, tmp_path / "a project"), outputs=sample_settings.outputs
    )


REALLY_ALLOWED = lab._root_allowed


@pytest.fixture(autouse=True)
def root_or_not(monkeypatch):
    """Let a build machine's root through; what is said to root is tested apart."""
    monkeypatch.setattr(lab, "_root_allowed", lambda: True)


@pytest.fixture
def started(monkeypatch):
    """Take JupyterLab's place, and keep how it would have been started."""
    kept = []
    monkeypatch.setattr(lab, "_serve", lambda *asked: kept.append(asked) or 0)
    return kept


@pytest.fixture
def workbooks(project, monkeypatch, capsys):
    monkeypatch.setenv(ROOT_VARIABLE, str(project.root))
    monkeypatch.setenv(OUTPUTS_VARIABLE, str(project.outputs))

    def call(*arguments):
        monkeypatch.setattr("sys.argv", ["workbooks", *arguments])
        try:
            cli.main()
            code = 0
        except SystemExit as ended:
            code = int(ended.code or 0)
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


def samples(project: Settings, folder: Path) -> Path:
    folder.mkdir()
    for file in project.samples.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    return folder


# The command line


def test_jupyterlab_is_this_environments_own(project):
    command = lab_command(None, project, browser=True, port=0)
    assert command[:3] == [sys.executable, "-m", "jupyterlab"]
    assert f"--ServerApp.root_dir={project.root}" in command


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.slug)
def test_a_theme_opens_its_notebook(project, theme):
    command = lab_command(theme, project, browser=True, port=0)
    opened = next(word for word in command if "default_url" in word)
    path = opened.partition("=/lab/tree/")[2]
    assert (project.root / path).is_file()


def test_without_a_theme_the_folder_is_opened(project):
    assert "--LabApp.default_url=/lab/tree/notebooks" in lab_command(
        None, project, browser=True, port=0
    )


def test_port_nought_leaves_the_choice_to_jupyter(project):
    chosen = lab_command(None, project, browser=True, port=0)
    assert not [word for word in chosen if ".port" in word]
    assert "--ServerApp.port=8901" in lab_command(None, project, browser=True, port=8901)


def test_a_browser_is_opened_unless_it_is_declined(project):
    assert "--no-browser" not in lab_command(None, project, browser=True, port=0)
    assert "--no-browser" in lab_command(None, project, browser=False, port=0)


def test_each_word_of_the_command_is_one_argument_and_no_shell_reads_it(project):
    command = lab_command(find_theme("carers"), project, browser=False, port=1)
    assert " " in str(project.root)
    assert all(isinstance(word, str) for word in command)
    assert sum(str(project.root) in word for word in command) == 1


# The environment


def test_kernels_find_this_project(project):
    environment = lab_environment(project)
    assert environment[ROOT_VARIABLE] == str(project.root)
    assert environment[OUTPUTS_VARIABLE] == str(project.outputs)


def test_the_kernel_is_this_environments_whatever_is_installed_elsewhere(
    project, tmp_path, monkeypatch
):
    for place in ("user", "named"):
        kernel = tmp_path / place / "kernels" / "python3"
        kernel.mkdir(parents=True)
        (kernel / "kernel.json").write_text('{"argv": ["/elsewhere/python"]}', "utf-8")
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "named"))
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "user"))
    monkeypatch.setenv("JUPYTER_PREFER_ENV_PATH", "0")
    ask = (
        "from jupyter_client.manager import KernelManager as K;"
        "print(K(kernel_name='python3').format_kernel_cmd()[0])"
    )
    answer = subprocess.run(
        [sys.executable, "-c", ask],
        env=lab_environment(project),
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout.strip() == sys.executable


def test_what_an_administrator_set_stays_and_comes_first_among_settings(project, monkeypatch):
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", "/of/the/council")
    first, ours = lab_environment(project)["JUPYTER_CONFIG_PATH"].split(os.pathsep)
    assert first == "/of/the/council"
    defaults = Path(ours, "labconfig", "default_setting_overrides.json").read_text("utf-8")
    assert json.loads(defaults)["@jupyterlab/apputils-extension:notification"] == {
        "checkForUpdates": False,
        "fetchNews": "false",
    }


def test_only_a_folder_other_than_the_inbox_is_handed_on(project, tmp_path, monkeypatch):
    monkeypatch.setenv(INPUTS_VARIABLE, "/of/an/earlier/session")
    assert INPUTS_VARIABLE not in lab_environment(project)
    assert lab_environment(project, tmp_path)[INPUTS_VARIABLE] == str(tmp_path)


# Before it starts


def test_inputs_are_gated_before_jupyterlab_starts(project, started, monkeypatch, tmp_path):
    settings = project.with_outputs(tmp_path / "fresh")
    unanswered = []
    monkeypatch.setattr(
        lab,
        "_serve",
        lambda *_: unanswered.append(find_evidence(INBOX, settings).unanswered) or 0,
    )
    assert open_lab(settings, INBOX, None, browser=False, port=0) == 0
    assert unanswered == [()]


def test_a_refused_extract_is_named_and_jupyterlab_starts(project, started, capsys):
    (project.inbox / "bad.ods").write_text("a,b\n1,2\n", "utf-8")
    assert open_lab(project, INBOX, None, browser=False, port=0) == 0
    told = capsys.readouterr().err
    assert "Refused: bad.ods" in told and "what to do" in told
    assert len(started) == 1


def test_an_unknown_theme_ends_with_two_before_anything_starts(workbooks, started, monkeypatch):
    monkeypatch.setattr(lab, "gate_inputs", lambda *_: pytest.fail("an extract was read"))
    code, _, told = workbooks("lab", "placement")
    assert code == 2
    assert "did you mean placements?" in told and "Traceback" not in told
    assert started == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--inputs", "nowhere"), "there is no folder nowhere"),
        (("--inputs", "receipt:1f2e"), "there is no folder receipt:1f2e"),
        (("--port", "-1"), "Invalid value"),
        (("--port", "65536"), "Invalid value"),
    ],
    ids=str,
)
def test_what_cannot_be_used_ends_with_two_before_anything_starts(
    workbooks, started, arguments, words
):
    code, _, told = workbooks("lab", *arguments)
    assert code == 2
    assert words in told
    assert started == []


def test_an_empty_folder_of_inputs_is_refused(project, started, tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(ParameterError, match="holds no extract"):
        open_lab(project, str(tmp_path / "empty"), None, browser=False, port=0)
    assert started == []


# The folder of --inputs in notebooks, and nowhere else


def test_the_folder_reaches_the_kernels_and_the_analyst_is_told(
    project, started, tmp_path, monkeypatch, capsys
):
    samples(project, tmp_path / "mine")
    monkeypatch.chdir(tmp_path)
    assert open_lab(project, "mine", None, browser=False, port=0) == 0
    _, environment, _ = started[0]
    assert environment[INPUTS_VARIABLE] == str(tmp_path / "mine")
    assert str(tmp_path / "mine") in capsys.readouterr().err


def test_a_notebook_that_names_the_inbox_reads_the_folder(project, tmp_path, monkeypatch):
    mine = samples(project, tmp_path / "mine")
    monkeypatch.setenv(INPUTS_VARIABLE, str(mine))
    assert {path.parent for path in files_of(INBOX, project)} == {mine}


def test_a_notebook_that_names_another_folder_reads_that(project, tmp_path, monkeypatch):
    mine, other = samples(project, tmp_path / "mine"), samples(project, tmp_path / "other")
    monkeypatch.setenv(INPUTS_VARIABLE, str(mine))
    assert {path.parent for path in files_of(str(other), project)} == {other}


def test_the_receipts_of_a_run_are_not_touched(project, sample_source, tmp_path, monkeypatch):
    before = find_evidence(INBOX, project).receipts
    monkeypatch.setenv(INPUTS_VARIABLE, str(tmp_path / "gone"))
    asked = "receipt:" + ",".join(receipt.id for receipt in before)
    assert find_evidence(asked, project).receipts == before != ()


@pytest.mark.parametrize("command", ["plan", "inputs"])
def test_commands_in_a_terminal_of_jupyterlab_keep_to_the_inbox(
    workbooks, tmp_path, monkeypatch, command
):
    monkeypatch.setenv(INPUTS_VARIABLE, str(tmp_path / "gone"))
    choice = ("--theme", "workforce", "--area", "wirral") if command == "plan" else ()
    code, told, _ = workbooks(command, *choice)
    assert code == 0
    assert "workforce" in told or "ascof_timeseries_sample.ods" in told


@pytest.mark.skipif(os.name == "nt", reason="there is no root there")
def test_root_is_told_what_to_do_before_anything_starts(workbooks, started, tmp_path, monkeypatch):
    monkeypatch.setattr(lab, "_root_allowed", REALLY_ALLOWED)
    monkeypatch.setattr(lab, "jupyter_config_path", lambda: [str(tmp_path)])
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(lab, "gate_inputs", lambda *_: pytest.fail("the inputs were gated"))
    code, _, told = workbooks("lab")
    assert code == 2 and not started
    assert "JupyterLab refuses to serve root" in told and "--user 1000" in told
    (tmp_path / "jupyter_server_config.json").write_text('{"ServerApp": {"allow_root": true}}')
    assert REALLY_ALLOWED()


# The end


@pytest.fixture
def serve(tmp_path):
    """Run a short program in JupyterLab's place, as from a terminal."""
    # A shell's background job ignores ctrl-C, and so may the tests.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    told = str(tmp_path / "told")
    yield lambda source: lab._serve([sys.executable, "-c", source, told], os.environ, tmp_path)
    signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize(("source", "code"), [("", 0), ("raise SystemExit(3)", 1)])
def test_the_exit_code_says_whether_jupyterlab_failed(serve, source, code):
    assert serve(source) == code


@pytest.mark.skipif(os.name == "nt", reason="signals of a terminal are sent otherwise there")
@pytest.mark.parametrize(
    "source",
    [STOP_ITS_PARENT.replace("{signal}", "SIGINT"), SAY_WHEN_TERMINATED],
    ids=["ctrl-C", "terminated"],
)
def test_jupyterlab_is_left_to_close_its_kernels(serve, tmp_path, source):
    before = signal.getsignal(signal.SIGTERM)
    assert serve(source) == 0
    assert (tmp_path / "told").read_text("utf-8") == "kernels closed"
    assert signal.getsignal(signal.SIGTERM) is before


@pytest.mark.skipif(os.name == "nt", reason="signals of a terminal are sent otherwise there")
def test_a_server_that_does_not_end_is_ended(serve, tmp_path, monkeypatch):
    monkeypatch.setattr(lab, "FAREWELL_SECONDS", 0.3)
    stubborn = STOP_ITS_PARENT.replace("{signal}", "SIGINT").replace("0.6", "60")
    assert serve(stubborn) == 0
    assert not (tmp_path / "told").exists()
