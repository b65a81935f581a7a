"""The console command: names, words and exit codes."""

from __future__ import annotations

import json
import re
import shutil

import pytest
from typer.main import get_command

from helpers.base.settings import ROOT_VARIABLE
from helpers.base.themes import THEMES, WORKBOOKS
from helpers.cli import main as cli
from runs.projects import make_project


@pytest.fixture
def project(project_root, tmp_path, monkeypatch):
    settings = make_project(project_root, tmp_path, "placements", "workforce")
    monkeypatch.setenv(ROOT_VARIABLE, str(settings.root))
    monkeypatch.delenv("CARE_WORKBOOKS_OUTPUTS", raising=False)
    return settings


@pytest.fixture
def workbooks(project, monkeypatch, capsys):
    def call(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["workbooks", *arguments])
        try:
            cli.main()
            code = 0
        except SystemExit as ended:
            code = int(ended.code or 0)
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("run", "--area", "wirrall"), "did you mean Wirral"),
        (("run", "--theme", "placement"), "did you mean placements"),
        (("run", "--theme", "placements", "--param", "strateg=x"), "did you mean strategy"),
        (("run", "--param", "strategy"), "NAME=VALUE"),
        (("run", "--period", "2024"), "not a financial year"),
        (("run", "--period", "2024-26"), "not a financial year"),
        (("run", "--executor", "dusk"), "did you mean dask"),
        (("run", "--scheduler", "tcp://127.0.0.1:1"), "add --executor dask"),
        (("run", "--engine", "wram"), "did you mean"),
        (("run", "--inputs", "nowhere"), "there is no folder nowhere"),
        (("run", "--inputs", "nowhere://bucket/x"), "an address that fsspec reads"),
        (("run", "--outputs", "ftp://user:secret@host/x"), "--outputs ftp://host/x"),
        (("check", "nowhere.ods"), "there is no such file"),
        (("lab", "placement"), "did you mean placements"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_bad_usage_ends_with_two_and_a_mend(workbooks, arguments, words, monkeypatch) -> None:
    from helpers.runs import run as running

    monkeypatch.setattr(running, "_execute", lambda *_: pytest.fail("a kernel was started"))
    if arguments[0] == "run" and "--theme" not in arguments:
        arguments = (*arguments, "--theme", "placements")
    code, _, err = workbooks(*arguments)
    assert code == 2
    assert words in err and "what to do" in err
    assert "Traceback" not in err


@pytest.mark.parametrize("command", ["run", "plan", "check", "inputs"])
@pytest.mark.parametrize(
    ("read", "written", "words"),
    [
        ("both", "both", "it is the folder of the extracts"),
        ("all", "all/pages", "it lies in the folder of the extracts"),
        ("all/extracts", "all", "would be published with it"),
    ],
)
def test_inputs_and_outputs_are_kept_apart(workbooks, tmp_path, command, read, written, words):
    for name in (read, written):
        (tmp_path / name).mkdir(parents=True, exist_ok=True)
    (tmp_path / read / "one.csv").write_text("a,b\n1,2\n", "utf-8")
    before = sorted(tmp_path.rglob("*"))
    code, _, err = workbooks(
        command, "--inputs", str(tmp_path / read), "--outputs", str(tmp_path / written)
    )
    assert code == 2 and words in err and "two folders, neither in the other" in err
    assert sorted(tmp_path.rglob("*")) == before


def test_folders_that_only_begin_alike_are_apart(workbooks, tmp_path) -> None:
    (tmp_path / "all").mkdir()
    arguments = ("--inputs", str(tmp_path / "all"), "--outputs", str(tmp_path / "all-pages"))
    code, _, err = workbooks("plan", "--theme", "placements", *arguments)
    assert code == 2 and "holds no extract" in err


def test_check_accepts_the_sample_and_writes_the_page(workbooks, project) -> None:
    code, out, _ = workbooks("check")
    assert code == 0
    assert "Accepted: ascof_timeseries_sample.ods" in out and "invented" in out
    page = (project.outputs / "data-quality" / "index.html").read_text("utf-8")
    assert "ascof_timeseries_sample.ods" in page and "1 extract was checked: 1 accepted" in page


def test_check_names_a_refused_file_and_writes_the_letter(workbooks, project) -> None:
    (project.inbox / "bad.ods").write_bytes(b"a,b\n1,2\n")
    code, _, err = workbooks("check")
    assert code == 3
    assert "Refused: bad.ods" in err and "what to do" in err
    page = (project.outputs / "data-quality" / "index.html").read_text("utf-8")
    assert "For the supplier" in page and "bad.ods" in page


def test_a_run_that_makes_nothing_says_so_once(workbooks, project) -> None:
    (project.inbox / "bad.ods").write_bytes(b"a,b\n1,2\n")
    code, out, _ = workbooks("run", "--theme", "placements", "--area", "wirral", "--area", "sefton")
    assert code == 3
    assert out.count("Nothing was made. Adult Social Care Outcomes Framework, time series") == 1
    assert "put it into data/inbox" in out and "Wirral, Placements: withheld" not in out


def test_check_of_one_named_file(workbooks, project, project_root) -> None:
    path = project_root / "data" / "samples" / "ascof_timeseries_sample.ods"
    code, out, _ = workbooks("check", str(path), "--json")
    assert code == 0
    assert json.loads(out)["receipts"][0]["rows"] > 20_000


def test_inputs_tells_what_is_there_an_entry_a_dataset(workbooks, project, project_root) -> None:
    for name in ("ons_mye_2022", "ons_mye_2023", "ons_mye_2024", "home_care_waits"):
        shutil.copy(project_root / "data" / "samples" / f"{name}_sample.csv", project.samples)
    code, out, _ = workbooks("inputs")
    assert code == 0
    assert "2024-25" in out and "receipt" in out
    assert re.findall(r"  dataset  (\w+):", out) == [
        "ascof_timeseries", "home_care_waits", "ons_mye"
    ]  # fmt: skip
    assert "see none" not in out and "; kept by the council itself" in out
    entry = out.partition("Accepted: 3 files of ons_mye, 3 with warnings\n")[2].splitlines()[:7]
    assert entry[1] == "  period   mid-2022 until mid-2024"
    assert entry[3].startswith("  age ") and entry[3].count("2 years ago") == 1
    assert [line.split()[1] for line in entry[4:]] == [
        f"ons_mye_{year}_sample.csv:" for year in (2022, 2023, 2024)
    ]
    _, plain, _ = workbooks("inputs", "--json")
    receipts = json.loads(plain)["receipts"]
    rows = sum(receipt["rows"] for receipt in receipts)
    assert len(receipts) == 5 and all(receipt["age"] for receipt in receipts)
    assert out.splitlines()[-1] == (
        f"In all: 5 files of 3 datasets accepted and used (4 with warnings), {rows:,} rows; "
        "none refused."
    )


def test_plan_runs_nothing_and_gives_reasons(workbooks, project) -> None:
    code, out, _ = workbooks("plan", "--theme", "placements", "--area", "all", "--json")
    assert code == 0
    planned = json.loads(out)["versions"]
    assert len(planned) == 153
    assert {item["status"] for item in planned} == {"run"}
    assert {tuple(item["reasons"]) for item in planned} == {("no version yet",)}
    assert not list(project.outputs.rglob("v0*"))


def test_run_ends_by_naming_the_page_to_open(workbooks, project) -> None:
    code, out, _ = workbooks("run", "--theme", "workforce", "--area", "Wirral")
    assert code == 0, out
    last = out.strip().splitlines()[-1]
    assert last == f"Open {project.outputs / 'index.html'}"
    assert "\n1 version: 1 published.\n" in out
    assert "Sample data" in out
    code, out, _ = workbooks("run", "--theme", "workforce", "--area", "E08000015", "--json")
    assert code == 0
    assert json.loads(out)["versions"][0]["outcome"] == "unchanged"


def test_site_is_rebuilt_from_what_is_published(workbooks, project) -> None:
    assert workbooks("run", "--theme", "workforce", "--area", "sefton")[0] == 0
    (project.outputs / "index.html").unlink()
    shutil.rmtree(project.outputs / ".store")
    code, out, _ = workbooks("site")
    assert code == 0 and "Open" in out
    assert "Sefton" in (project.outputs / "index.html").read_text("utf-8")


def test_no_options_mean_the_areas_of_the_strategies(project) -> None:
    request = cli._request(None, None, "latest", None, "data/inbox", None, 0, force=False)
    assert [area.slug for area in request.areas] == ["sefton", "wirral", "worcestershire"]
    assert request.themes == WORKBOOKS and request.jobs >= 1
    assert [theme.slug for theme in WORKBOOKS[:5]] == [theme.slug for theme in THEMES]


def _commands(group, names=()):
    for name, command in group.commands.items():
        yield (*names, name), command
        if hasattr(command, "commands"):
            yield from _commands(command, (*names, name))


@pytest.mark.parametrize("names", [names for names, _ in _commands(get_command(cli.app))])
def test_every_command_tells_its_own_use(workbooks, names, monkeypatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    code, out, err = workbooks(*names, "--help")
    assert code == 0 and not err
    (command,) = [one for found, one in _commands(get_command(cli.app)) if found == names]
    said = " ".join(out.replace("│", " ").split())
    for parameter in command.params:
        assert getattr(parameter, "help", None), f"{parameter.name} says nothing of itself"
        assert " ".join(parameter.help.split()) in said


def test_ctrl_c_is_answered_in_words(workbooks, monkeypatch) -> None:
    from helpers.runs import run as running

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(running, "make_plan", stopped)
    code, _, err = workbooks("run", "--theme", "workforce", "--area", "wirral")
    assert code == 130
    assert "Stopped. What was published stays; nothing half made is left." in err
