"""The files in deploy/: each says the same thing to its scheduler, in its scheduler's own grammar."""

from __future__ import annotations

import ast
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
import typer
import yaml

from deploy.cron_rules import read_crontab
from deploy.task_rules import NAMESPACE, faults
from helpers.base.settings import NOTIFY_VARIABLE
from helpers.cli.main import app

CODES = range(6)
SYSTEMD = ("care-workbooks.service", "care-workbooks.timer")
needs_systemd = pytest.mark.skipif(
    not shutil.which("systemd-analyze"), reason="needs the command systemd-analyze"
)
needs_shell = pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")


@pytest.fixture(scope="session")
def deploy(project_root) -> Path:
    return project_root / "deploy"


@pytest.fixture
def stand_in(tmp_path):
    """A project folder with a command that notes its words and ends as it is told."""

    def make(code: int) -> Path:
        program = tmp_path / ".venv" / "bin" / "workbooks"
        program.parent.mkdir(parents=True, exist_ok=True)
        lines = ["#!/bin/sh", 'echo "called $*"', f'echo "told ${NOTIFY_VARIABLE}"', f"exit {code}"]
        program.write_text("\n".join(lines) + "\n", "utf-8")
        program.chmod(0o755)
        return tmp_path

    return make


def cron(deploy: Path):
    return read_crontab((deploy / "care-workbooks.cron").read_text("utf-8"))


def unit(deploy: Path, name: str) -> dict[str, list[str]]:
    """The settings of a systemd unit; a setting may stand there more than once."""
    found: dict[str, list[str]] = {}
    for line in (deploy / name).read_text("utf-8").splitlines():
        if "=" in line and not line.startswith("#"):
            key, value = line.split("=", 1)
            found.setdefault(key, []).append(value)
    return found


def task(deploy: Path) -> ElementTree.Element:
    text = (deploy / "care-workbooks.xml").read_bytes().decode("utf-16")
    return ElementTree.fromstring(text.split("?>", 1)[1])


def task_text(deploy: Path, name: str) -> str:
    return next(task(deploy).iter(f"{{{NAMESPACE}}}{name}")).text or ""


def workflow(deploy: Path):
    # YAML 1.1 takes the key "on" for true, and GitHub does not.
    return yaml.load((deploy / "github-actions.yml").read_text("utf-8"), yaml.BaseLoader)


def run_step(deploy: Path) -> str:
    steps = workflow(deploy)["jobs"]["run"]["steps"]
    return next(step["run"] for step in steps if step.get("name") == "Run")


def dag_words(deploy: Path, call: str) -> dict[str, ast.expr]:
    tree = ast.parse((deploy / "airflow_dag.py").read_text("utf-8"))
    (found,) = (
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == call
    )
    return {word.arg: word.value for word in found.keywords if word.arg}


def said_commands(deploy: Path) -> dict[str, str]:
    """What each file has its scheduler call."""
    ((_, by_cron),) = cron(deploy)[1]
    bash = dag_words(deploy, "BashOperator")["bash_command"]
    return {
        "cron": by_cron,
        "systemd": unit(deploy, SYSTEMD[0])["ExecStart"][0],
        "windows": task_text(deploy, "Arguments"),
        "github": run_step(deploy),
        "airflow": ast.unparse(bash).removeprefix("f").strip("'"),
    }


@pytest.mark.parametrize("name", ["cron", "systemd", "windows", "github", "airflow"])
def test_each_file_calls_the_command_with_words_that_it_knows(deploy, name) -> None:
    text = said_commands(deploy)[name].replace("\\", "/")
    called = re.findall(r'workbooks(?:\.exe)? (run(?: --[a-z]+ (?:"[^"]+"|\S+))*)', text)
    assert len(called) == 1, text
    command, *options = shlex.split(called[0])
    group = typer.main.get_command(app)
    parsed = group.commands[command].make_context(command, options)
    assert parsed.params["outputs"] is not None


def test_each_file_says_the_same_nights(deploy) -> None:
    ((fields, _),) = cron(deploy)[1]
    assert (fields["minute"], fields["hour"], fields["weekday"]) == ({30}, {2}, {1, 2, 3, 4, 5})
    assert len(fields["day"]) == 31 and len(fields["month"]) == 12
    assert unit(deploy, SYSTEMD[1])["OnCalendar"] == ["Mon..Fri *-*-* 02:30"]
    assert task_text(deploy, "StartBoundary").endswith("T02:30:00")
    days = next(task(deploy).iter(f"{{{NAMESPACE}}}DaysOfWeek"))
    assert [day.tag.split("}")[1][:3] for day in days] == ["Mon", "Tue", "Wed", "Thu", "Fri"]
    assert workflow(deploy)["on"]["schedule"] == [{"cron": "30 2 * * 1-5"}]
    assert ast.literal_eval(dag_words(deploy, "DAG")["schedule"]) == "30 2 * * 1-5"


@needs_shell
@pytest.mark.parametrize("code", CODES)
def test_the_cron_line_ends_its_log_with_the_exit_code(deploy, stand_in, tmp_path, code) -> None:
    variables, ((_, command),) = cron(deploy)
    paths = {
        "PROJECT": str(stand_in(code)),
        "OUTPUTS": "/out of here",
        "LOG": str(tmp_path / "log"),
        "SECRETS": str(tmp_path / "secrets"),
    }
    assert set(paths) == set(variables) - {"SHELL"}
    environment = {**os.environ, **paths}
    environment.pop(NOTIFY_VARIABLE, None)

    def logged() -> list[str]:
        subprocess.run([variables["SHELL"], "-c", command], env=environment, check=True)
        return (tmp_path / "log").read_text("utf-8").splitlines()[-3:]

    called = "called run --outputs /out of here"
    assert logged() == [called, "told ", f"exit code {code}"]
    address = "json://a:b$c@d json://e?f=g&h=i"
    (tmp_path / "secrets").write_text(f"{NOTIFY_VARIABLE}='{address}'\n", "utf-8")
    assert logged() == [called, f"told {address}", f"exit code {code}"]


@pytest.mark.parametrize(
    "text",
    [
        "30 2 * * 1-5 run",
        "30 24 * * 1-5 run\n",
        "30 2 * * 5-1 run\n",
        "30 2 * * Mon run\n",
        "30 2 * * 1 date +%F\n",
        "30 2 * *\n",
    ],
)
def test_a_wrong_crontab_is_seen(text) -> None:
    with pytest.raises(ValueError, match=r"cron|field|outside"):
        read_crontab(text)


def verify_units(deploy: Path, folder: Path, change=lambda text: text) -> str:
    """What systemd says of the units, with this Python's command in the place of the project's."""
    command = Path(sys.executable).with_name("workbooks")
    for name in SYSTEMD:
        text = (deploy / name).read_text("utf-8")
        text = text.replace("/srv/care-workbooks/.venv/bin/workbooks", str(command))
        (folder / name).write_text(change(text), "utf-8")
    asked = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *(str(folder / name) for name in SYSTEMD)],
        capture_output=True,
        text=True,
        check=False,
    )
    return asked.stderr + ("" if asked.returncode == 0 else f"\nexit {asked.returncode}")


@needs_systemd
def test_systemd_takes_the_units(deploy, tmp_path) -> None:
    assert verify_units(deploy, tmp_path) == ""


@needs_systemd
@pytest.mark.parametrize(
    ("right", "wrong"),
    [("KillMode=mixed", "KillMood=mixed"), ("OnCalendar=Mon..Fri", "OnCalendar=Mon..Fry")],
)
def test_systemd_sees_a_wrong_unit(deploy, tmp_path, right, wrong) -> None:
    said = verify_units(deploy, tmp_path, lambda text: text.replace(right, wrong))
    assert wrong.split("=")[0] in said or wrong.split("=")[1] in said


def test_the_service_may_write_just_where_it_publishes(deploy) -> None:
    settings = unit(deploy, SYSTEMD[0])
    published = settings["ExecStart"][0].split("--outputs ")[1]
    assert settings["ReadWritePaths"] == [published]
    assert settings["ProtectSystem"] == ["strict"]
    # A user's home is read-only then, and Jupyter keeps its sockets below one.
    assert settings["Environment"] == [f"HOME=/run/{settings['RuntimeDirectory'][0]}"]


def test_the_task_file_is_what_windows_takes(deploy) -> None:
    assert faults((deploy / "care-workbooks.xml").read_bytes()) == []
    # cmd takes the first and the last quotation mark away, and hands the rest to its reader.
    assert re.fullmatch(r'/d /s /c "[^ ].* 2>&1"', task_text(deploy, "Arguments"))


@pytest.mark.parametrize(
    ("right", "wrong", "words"),
    [
        ("mit/task", "mit/tusk", "its root is"),
        ("<Priority>7", "<Priority>11", "Priority cannot be"),
        ("<Monday />", "<Mondy />", "unknown parts"),
        ("PT6H", "6H", "ExecutionTimeLimit cannot be"),
        ('Context="Analyst"', 'Context="Analist"', "none of the principals"),
        ("<Command>%SystemRoot%\\System32\\cmd.exe</Command>", "", "Exec lacks Command"),
        ("      <Enabled>true</Enabled>\r\n", "", None),
    ],
)
def test_a_wrong_task_file_is_seen(deploy, right, wrong, words) -> None:
    text = (deploy / "care-workbooks.xml").read_bytes().decode("utf-16")
    assert right in text
    found = faults(b"\xff\xfe" + text.replace(right, wrong).encode("utf-16-le"))
    assert (words is None and not found) or any(words in fault for fault in found), found


def test_a_task_file_in_another_order_or_encoding_is_seen(deploy) -> None:
    text = (deploy / "care-workbooks.xml").read_bytes().decode("utf-16")
    assert faults(text.encode()) == ["it does not begin with the byte-order mark of UTF-16"]
    start = "      <StartBoundary>2026-01-05T02:30:00</StartBoundary>\r\n"
    enabled = "      <Enabled>true</Enabled>\r\n"
    swapped = text.replace(enabled + start, start + enabled)
    assert swapped != text
    (said,) = faults(b"\xff\xfe" + swapped.encode("utf-16-le"))
    assert "in another order" in said


@needs_shell
@pytest.mark.parametrize("code", CODES)
def test_the_workflow_fails_for_all_but_another_run(deploy, stand_in, tmp_path, code) -> None:
    folder = stand_in(code)
    bash = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", run_step(deploy)]
    paths = workflow(deploy)["env"]
    (step,) = (s for s in workflow(deploy)["jobs"]["run"]["steps"] if s.get("name") == "Run")
    assert step["env"] == {NOTIFY_VARIABLE: f"${{{{ secrets.{NOTIFY_VARIABLE} }}}}"}
    ended = subprocess.run(
        bash, cwd=folder, env={**os.environ, **paths}, capture_output=True, text=True, check=False
    )
    assert ended.returncode == (0 if code == 5 else code)
    called = f"called run --inputs {paths['INPUTS']} --outputs {paths['OUTPUTS']}"
    assert ended.stdout.splitlines()[0] == called
    assert ("::warning::" in ended.stdout) == (code == 5)


def test_the_workflow_may_read_and_waits_for_the_run_before(deploy) -> None:
    found = workflow(deploy)
    assert found["permissions"] == {"contents": "read"}
    assert found["concurrency"]["cancel-in-progress"] == "false"
    assert "self-hosted" in found["jobs"]["run"]["runs-on"]


def test_the_dag_compiles_and_skips_for_another_run(deploy) -> None:
    path = deploy / "airflow_dag.py"
    compile(path.read_text("utf-8"), str(path), "exec")
    words = dag_words(deploy, "BashOperator")
    assert ast.unparse(words["skip_on_exit_code"]) == "ANOTHER_RUN"
    assert "ANOTHER_RUN = 5" in path.read_text("utf-8")
    assert ast.literal_eval(words["retries"]) == 0
    assert ast.literal_eval(dag_words(deploy, "DAG")["catchup"]) is False


def test_the_page_names_every_file_and_every_exit_code(deploy) -> None:
    page = (deploy / "README.md").read_text("utf-8")
    files = {path.name for path in deploy.iterdir() if path.suffix != ".md" and path.is_file()}
    assert set(re.findall(r"\]\(([a-z_.-]+)\)", page)) == files
    rows = re.findall(r"^\| (\d) \|(.+)\|$", page, re.M)
    assert [int(code) for code, _ in rows] == list(CODES)
    assert all(f"`0x{code}`" in cells for code, cells in rows)
    kept = unit(deploy, SYSTEMD[0])["SuccessExitStatus"]
    assert kept == ["5"] and "| success |" in rows[5][1]


def test_no_file_holds_a_secret(deploy) -> None:
    assert unit(deploy, SYSTEMD[0])["EnvironmentFile"] == ["-/etc/care-workbooks/environment"]
    for path in deploy.iterdir():
        content = path.read_bytes()
        text = content.decode("utf-16" if content.startswith(b"\xff\xfe") else "utf-8")
        assert not re.search(r"://[^/\s]*:[^/\s]*@", text), path.name
        assert not re.search(r"(?i)\b(password|token|secret)\s*[:=]\s*[\"']?\w", text), path.name
