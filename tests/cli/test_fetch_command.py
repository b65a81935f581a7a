"""`workbooks inputs fetch`: its words, its exit codes, and `workbooks inputs` as before."""

from __future__ import annotations

import io
import json
import re

import pytest

from extracts.fetching_server import (
    BODY,
    NAME,
    SHA256,
    Publisher,
    answers,
    closed_port,
    refuses,
    state_downloads,
)
from helpers.base.settings import ROOT_VARIABLE
from helpers.cli import fetch as fetch_words
from helpers.cli import main as cli
from helpers.extracts.snapshot import Snapshot
from runs.projects import make_project


@pytest.fixture
def project(project_root, tmp_path, monkeypatch):
    settings = make_project(project_root, tmp_path, "placements")
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


@pytest.fixture
def publisher():
    served = Publisher()
    yield served
    served.close()


@pytest.fixture
def state(project, publisher):
    """State the downloads of the project's own copy of the ASCOF contract."""

    def write(*downloads, **one):
        wanted = {"name": NAME, "address": publisher.address, "edition": "2024-25"} | one
        path = project.contracts / "ascof_timeseries.odcs.yaml"
        state_downloads(path, *(downloads or [wanted]))

    return write


def test_a_fetched_file_is_in_the_inbox_and_told(workbooks, project, publisher, state) -> None:
    state(sha256=SHA256)
    publisher.will(answers())
    code, out, err = workbooks("inputs", "fetch", "ascof_timeseries")
    assert (code, err) == (0, "")
    assert (project.inbox / NAME).read_bytes() == BODY
    assert out.splitlines() == [
        f"Fetching {NAME} (2024-25)",
        f"Fetched: {project.inbox / NAME}",
        f"  {len(BODY):,} bytes from Department of Health and Social Care; "
        "Open Government Licence v3.0",
        f"  SHA-256 {SHA256}, as the contract names it",
        f"  Record: {project.inbox / '.snapshots' / f'{NAME}.json'}",
        "Now workbooks inputs says what the gate makes of it.",
    ]
    text = (project.inbox / ".snapshots" / f"{NAME}.json").read_text("utf-8")
    assert Snapshot.model_validate_json(text).sha256 == SHA256
    code, out, _ = workbooks("inputs", "fetch", "ascof_timeseries")
    assert code == 0 and f"Already here: {NAME}, with the same content" in out


def test_a_fetched_extract_passes_the_gate(workbooks, project, publisher, state) -> None:
    """The bundled, invented sample stands for the publisher's file."""
    body = (project.samples / "ascof_timeseries_sample.ods").read_bytes()
    state(name="fetched.ods")
    publisher.will(answers(body))
    code, out, _ = workbooks("inputs", "fetch", "ascof_timeseries")
    assert code == 0 and "the contract names none to compare" in out
    record = (project.inbox / ".snapshots" / "fetched.ods.json").read_text("utf-8")
    code, out, _ = workbooks("inputs", "--json")
    assert code == 0
    (receipt,) = json.loads(out)["receipts"]
    assert receipt["file_name"] == "fetched.ods"
    assert receipt["extract_sha256"] == json.loads(record)["sha256"]


@pytest.mark.parametrize("before", [True, False])
def test_the_folder_may_be_named_before_or_after(
    workbooks, project, publisher, state, tmp_path, before
) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    state()
    publisher.will(answers())
    named = ("--inputs", str(folder))
    arguments = (*named, "fetch") if before else ("fetch", *named)
    assert workbooks("inputs", *arguments, "ascof_timeseries")[0] == 0
    assert (folder / NAME).is_file() and not (project.inbox / NAME).exists()


def test_off_the_network_it_says_so_in_one_line(workbooks, state) -> None:
    address = f"http://127.0.0.1:{closed_port()}/table.ods"
    state({"name": "a.ods", "address": address}, {"name": "b.ods", "address": address})
    code, _, err = workbooks("inputs", "fetch", "ascof_timeseries")
    assert code == 1
    (line,) = err.splitlines()
    assert line.startswith("fetch ascof_timeseries: cannot reach 127.0.0.1 (connection refused)")
    assert "what to do: connect this machine" in line


def test_each_file_that_fails_is_told_and_the_rest_come(
    workbooks, project, publisher, state
) -> None:
    state(*({"name": f"{name}.ods", "address": publisher.address} for name in "abc"))
    publisher.will(refuses(404), answers(), refuses(403))
    code, out, err = workbooks("inputs", "fetch", "ascof_timeseries")
    assert code == 1
    assert [re.search(r"answer (\d+)", line)[1] for line in err.splitlines()] == ["404", "403"]
    assert f"Fetched: {project.inbox / 'b.ods'}" in out and "Traceback" not in err


def test_a_replaced_file_is_refused_with_the_mend(workbooks, project, publisher, state) -> None:
    state(sha256="0" * 64)
    publisher.will(answers())
    code, _, err = workbooks("inputs", "fetch", "ascof_timeseries")
    assert code == 1
    assert "the publisher has replaced the file" in err and "workbooks check FILE" in err
    assert not (project.inbox / NAME).exists()


def test_a_dataset_without_an_address_tells_the_page_to_open(workbooks, project) -> None:
    state_downloads(project.contracts / "ascof_timeseries.odcs.yaml")
    code, _, err = workbooks("inputs", "fetch", "ascof_timeseries")
    assert code == 2
    assert "open https://www.gov.uk/government/statistics/measures" in err
    assert "*ascof*.ods" in err and str(project.inbox) in err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("fetch", "ascof_timeserie"), "did you mean ascof_timeseries?"),
        (("fetch", "observations"), "there is nothing to fetch"),
        (("fetch", "ascof_timeseries", "--inputs", "nowhere"), "there is no folder nowhere"),
        (("fetch",), "Missing argument"),
        (("fech", "ascof_timeseries"), "No such command"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_bad_usage_ends_with_two(workbooks, arguments, words) -> None:
    code, _, err = workbooks("inputs", *arguments)
    assert code == 2 and words in err and "Traceback" not in err


def test_stopping_by_hand_says_what_is_kept(workbooks, state, monkeypatch) -> None:
    def stopped(*_):
        raise KeyboardInterrupt

    state()
    monkeypatch.setattr(fetch_words, "fetch_dataset", stopped)
    code, _, err = workbooks("inputs", "fetch", "ascof_timeseries")
    assert code == 130 and "What has arrived is kept" in err


def test_inputs_alone_is_as_before(workbooks, project) -> None:
    code, out, _ = workbooks("inputs")
    assert code == 0 and "Accepted: ascof_timeseries_sample.ods" in out
    code, out, _ = workbooks("inputs", "--inputs", str(project.samples), "--json")
    assert code == 0 and json.loads(out)["receipts"][0]["sample"] is True
    (project.inbox / "bad.ods").write_bytes(b"a,b\n1,2\n")
    assert workbooks("inputs")[0] == 3


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_terminal_is_drawn_on_in_one_line(
    workbooks, project, publisher, state, monkeypatch
) -> None:
    monkeypatch.setattr(fetch_words, "DRAWN_EVERY", 0.0)
    state()
    publisher.will(answers(), answers(announced="nothing"))
    monkeypatch.setattr("sys.stdout", screen := Terminal())
    workbooks("inputs", "fetch", "ascof_timeseries")
    lines = screen.getvalue().split("\n")
    drawn = [line.rstrip() for line in lines[1].split("\r")]
    assert drawn[1] == f"  [{'.' * 30}] 0 bytes of {len(BODY):,} bytes (0%)"
    assert drawn[-1] == f"  [{'#' * 30}] {len(BODY):,} bytes of {len(BODY):,} bytes (100%)"
    assert lines[2] == f"Fetched: {project.inbox / NAME}"
    (project.inbox / NAME).unlink()
    monkeypatch.setattr("sys.stdout", screen := Terminal())
    workbooks("inputs", "fetch", "ascof_timeseries")
    lines = screen.getvalue().split("\n")
    assert lines[1].endswith("\r" + f"  {len(BODY):,} bytes, the whole size is not known".ljust(78))
    assert lines[2].startswith("Fetched: ")


def test_elsewhere_plain_lines_are_printed(monkeypatch, capsys) -> None:
    monkeypatch.setattr(fetch_words, "TOLD_EVERY", 0.0)
    progress = fetch_words.plain_lines()
    progress(500, None)
    progress(1_000, 2_000)
    assert capsys.readouterr().out.splitlines() == [
        "  500 bytes, the whole size is not known",
        "  1,000 bytes of 2,000 bytes (50%)",
    ]
