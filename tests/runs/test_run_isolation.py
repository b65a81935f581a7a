"""What fails stops nothing else, is tried again where that can help, and is left in order."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from xml.etree import ElementTree as Xml

import pytest

from helpers.base.errors import PublicationError
from helpers.base.geography import find_area
from helpers.base.settings import Settings
from helpers.base.themes import find_theme
from helpers.cli import show
from helpers.cli.recording import Recorder, junit_xml
from helpers.gate.store.records import Refusal
from helpers.publication import versions
from helpers.publication.manifest import AreaName, Manifest, ThemeName
from helpers.publication.versions import LATEST, latest, publish, sweep
from helpers.runs.lock import outputs_lock
from helpers.runs.pool import open_workers
from helpers.runs.records import Done, RunReport
from runs.dying_work import name_or_die

AREA = find_area("wirral")
MANIFEST = Manifest(
    product_version="1",
    area=AreaName(code=AREA.code, name=AREA.name, slug=AREA.slug),
    theme=ThemeName(slug="carers", title="Carers"),
    period="2024-25",
    title="",
    headline="",
    parameters={},
    inputs=(),
    fingerprint="0" * 64,
    parts={},
    previous=None,
    outputs=(),
    suppressed=0,
    sample=True,
)


def done(theme: str, outcome: str, message: str = "") -> Done:
    return Done(find_theme(theme), AREA, "2024-25", outcome, "v0001-00000000", message, 1.25)


@pytest.fixture
def report() -> RunReport:
    refusal = Refusal(
        file_name="a.csv",
        dataset="cqc_ratings",
        place="a.csv",
        found="no header",
        expected="one",
        mend="ask for it",
    )
    return RunReport(
        (
            done("carers", "published"),
            done("carers", "unchanged", "nothing changed"),
            done("workforce", "failed", 'cell 3: "<b>"\x00 & more\n  what to do: look'),
        ),
        (refusal,),
        ("a note",),
        sample=True,
        index="index.html",
    )


@pytest.fixture
def place(tmp_path):
    return tmp_path / "wirral" / "carers" / "2024-25"


def published(place, number: int) -> str:
    name = f"v{number:04d}-0000000{number}"
    publish(place, name, {"report.html": b"<p>1</p>"}, MANIFEST, {}, frozenset())
    return name


def test_a_version_is_an_object_of_each_report_a_machine_reads(report) -> None:
    root = Xml.fromstring(junit_xml(report, 9.0))
    assert (root.get("tests"), root.get("failures"), root.get("skipped")) == ("4", "2", "1")
    suites = {suite.get("name"): suite for suite in root}
    assert set(suites) == {"carers", "workforce", "extracts"}
    failure = suites["workforce"].find("testcase/failure")
    assert failure is not None and failure.get("message") == 'cell 3: "<b>"  & more'
    case = suites["carers"].find("testcase")
    assert case is not None and case.get("name") == "wirral/carers/2024-25"
    assert case.get("time") == "1.25"


def test_the_log_gains_a_line_for_everything_that_happens(report, tmp_path) -> None:
    log, junit = tmp_path / "logs" / "run.jsonl", tmp_path / "run.xml"
    seen = []
    with Recorder(log, junit) as recorder:
        recorder.told(lambda *told: seen.append(told))(report.done[0], 1, 2)
        recorder.finish(report)
    with pytest.raises(PublicationError), Recorder(log, None):
        raise PublicationError("here", "there")
    lines = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    assert [line["event"] for line in lines] == [
        *("started", "version", "version", "refused extract", "note", "ended"),
        *("started", "stopped"),
    ]
    assert lines[1]["version"] == "v0001-00000000" and lines[1]["of"] == 2
    assert lines[5]["exit_code"] == 3
    assert len(seen) == 1 and Xml.parse(junit).getroot().tag == "testsuites"


def test_the_summary_counts_by_theme_and_says_where_a_failure_is_kept(
    report, tmp_path, capsys
) -> None:
    show.report(report, as_json=False, kept=tmp_path)
    told = capsys.readouterr().out
    assert f"kept: {tmp_path / '.failed' / 'wirral' / 'workforce' / '2024-25'}" in told
    rows = [line.split() for line in told.splitlines()]
    assert ["carers", "1", "1", "-"] in rows and ["workforce", "-", "-", "1"] in rows


def test_a_worker_that_dies_takes_no_other_job_along(project_root, tmp_path) -> None:
    settings = Settings(root=project_root, outputs=tmp_path)
    jobs = ["one", "bad", "two", "three", "bad again", "four"]
    with open_workers(settings, 2, "stock") as workers:
        ended = list(workers.each(name_or_die, jobs))  # type: ignore[arg-type]
    assert sorted(str(item.job) for item in ended) == sorted(jobs)
    for item in ended:
        if str(item.job).startswith("bad"):
            assert item.result is None and item.fault == "its worker process died twice"
        else:
            assert item.result == item.job


def test_a_disk_that_refuses_for_a_moment_is_tried_again(place, monkeypatch) -> None:
    monkeypatch.setattr(versions, "PATIENCE", (0.0, 0.0))
    refusals = [OSError(5, "Input/output error"), OSError(28, "No space left on device")]
    write = versions.write_whole

    def unwilling(path, content):
        if path.name == "report.html" and refusals:
            reason = refusals.pop()
            raise PublicationError("report.html", "not written") from reason
        write(path, content)

    monkeypatch.setattr(versions, "write_whole", unwilling)
    name = published(place, 1)
    assert latest(place).name == name
    assert sorted(path.name for path in place.iterdir()) == [LATEST, name]


def test_a_disk_that_goes_on_refusing_leaves_what_was_there(place, monkeypatch) -> None:
    monkeypatch.setattr(versions, "PATIENCE", (0.0, 0.0))
    name = published(place, 1)
    asked = []

    def full(path, content):
        asked.append(path.name)
        raise PublicationError(path.name, "not written") from OSError(28, "No space left")

    monkeypatch.setattr(versions, "write_whole", full)
    with pytest.raises(PublicationError):
        published(place, 2)
    assert len(asked) == 3
    assert sorted(path.name for path in place.iterdir()) == [LATEST, name]


def test_a_refusal_that_time_does_not_mend_is_not_tried_again(place, monkeypatch) -> None:
    asked = []

    def refuse(path, hidden):
        asked.append(path)
        raise PublicationError("a", "b")

    monkeypatch.setattr(versions, "check", refuse)
    with pytest.raises(PublicationError):
        published(place, 1)
    assert len(asked) == 1


def test_a_version_that_nothing_points_at_yet_is_pointed_at(place, tmp_path) -> None:
    published(place, 1)
    second = published(place, 2)
    (place / LATEST).write_text(json.dumps({"version": "v0001-00000001"}), "utf-8")
    (place / ".building-v0003-00000003-1").mkdir()
    (place / ".building-v0003-00000003-1" / "report.html").write_text("half", "utf-8")
    (place / ".part-abc").write_text("half", "utf-8")
    (tmp_path / ".part-def").write_text("half", "utf-8")
    sweep(tmp_path)
    assert json.loads((place / LATEST).read_text("utf-8")) == {"version": second}
    assert sorted(path.name for path in place.iterdir()) == [LATEST, "v0001-00000001", second]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["wirral"]
    (place / second / "manifest.json").write_text("{", "utf-8")
    (place / LATEST).write_text(json.dumps({"version": "v0001-00000001"}), "utf-8")
    sweep(tmp_path)
    assert latest(place).name == "v0001-00000001", "what cannot be read is not pointed at"


HOLD = """
import os, sys
from pathlib import Path
from helpers.runs.lock import outputs_lock
with outputs_lock(Path(sys.argv[1])):
    os.kill(os.getpid(), 9)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kills by a signal")
def test_a_lock_that_its_holder_left_behind_is_recognised(tmp_path) -> None:
    killed = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    killed.wait()
    with outputs_lock(tmp_path) as left:
        assert left.startswith(f"process {killed.pid} on ")
    with outputs_lock(tmp_path) as left:
        assert left == ""
