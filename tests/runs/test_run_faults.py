"""What goes wrong stops nothing else, publishes nothing wrong, and loses nothing."""

from __future__ import annotations

import shutil

import pytest

from helpers.base.errors import OutputsLocked, ParameterError, PublicationError
from helpers.extracts.ods import write_spreadsheet
from helpers.publication.versions import latest, place_of, publish, versions
from helpers.runs.lock import outputs_lock
from helpers.runs.run import run
from runs.projects import make_project, request, write_notebook

LEAK = 'frame = book.observations("2C")\nframe["value"] = 272.7\nbook.table(frame)'
LEAK_IN_WORDS = 'frame = book.observations("2C")\nframe["value"] = 272.7\nbook.reading(frame)'


@pytest.fixture
def project(project_root, tmp_path):
    return make_project(project_root, tmp_path, "placements", "workforce")


def found(project, area="wirral", theme="placements"):
    return latest(place_of(project.outputs, area, theme, "2024-25"))


def test_a_failing_notebook_is_named_and_stops_nobody_else(project) -> None:
    write_notebook(project.root, "placements", "1 / 0")
    report = run(request(project, "placements", "workforce"))
    assert [done.outcome for done in report.done] == ["failed", "published"]
    assert report.exit_code == 1
    assert "ZeroDivisionError" in report.done[0].message and "cell" in report.done[0].message
    assert found(project) is None
    reason = project.outputs / ".failed" / "wirral" / "placements" / "2024-25" / "reason.txt"
    assert "ZeroDivisionError" in reason.read_text("utf-8")


def test_a_dead_kernel_is_a_failure_with_words(project) -> None:
    write_notebook(project.root, "placements", "import os\nos._exit(9)")
    report = run(request(project, "placements"))
    assert report.exit_code == 1
    assert "kernel died" in report.done[0].message


def test_a_notebook_that_hands_nothing_over_is_not_published(project) -> None:
    path = project.notebooks / "placements.ipynb"
    path.write_text(path.read_text("utf-8").replace("book.publish()", "print(1)"), "utf-8")
    report = run(request(project, "placements"))
    assert report.exit_code == 1
    assert "book.publish()" in report.done[0].message


@pytest.mark.parametrize("cell", [LEAK, LEAK_IN_WORDS], ids=["in a table", "in a sentence"])
def test_a_planted_leak_is_refused_and_the_earlier_version_stays(project, cell) -> None:
    area = ("isles-of-scilly",)
    assert run(request(project, "placements", areas=area)).exit_code == 0
    before = found(project, "isles-of-scilly")
    write_notebook(project.root, "placements", cell)
    report = run(request(project, "placements", "workforce", areas=area))
    assert report.exit_code == 4
    assert [done.outcome for done in report.done] == ["refused", "published"]
    assert "2C in 2024-25" in report.done[0].message
    after = found(project, "isles-of-scilly")
    assert before is not None and after is not None and after.name == before.name
    place = before.folder.parent
    assert len(versions(place)) == 1
    assert [p.name for p in place.iterdir() if p.name.startswith(".building")] == []


def test_a_refused_extract_publishes_nothing_and_earlier_versions_stay(
    project, sample_sheets
) -> None:
    assert run(request(project, "placements")).exit_code == 0
    before = found(project)
    sheets = {name: rows for name, rows in sample_sheets.items() if name != "Table_2c"}
    write_spreadsheet(sheets, project.inbox / "ascof.ods")
    report = run(request(project, "placements"))
    assert report.exit_code == 3
    assert [done.outcome for done in report.done] == ["withheld"]
    assert "Table_2c" in report.refusals[0].found
    after = found(project)
    assert before is not None and after is not None and after.name == before.name


def test_inputs_that_no_page_starts_from_say_which_file_is_wanted_and_where(project) -> None:
    own = "Area code,Month end,People waiting,Hours waiting\nE08000015,31/03/2025,20,200\n"
    (project.inbox / "waits.csv").write_text(own, "utf-8")
    with pytest.raises(ParameterError) as caught:
        run(request(project, "placements"))
    told = str(caught.value)
    assert "nothing can be made: waits.csv was accepted" in told
    assert "time series of aggregated measures" in told and "www.gov.uk" in told
    assert "put it into data/inbox" in told
    assert found(project) is None
    (project.inbox / "bad.ods").write_bytes(b"a,b\n1,2\n")
    report = run(request(project, "placements"))
    assert report.exit_code == 3
    assert "is not among the files accepted; mend the file refused" in report.done[0].message


def test_a_good_extract_beside_a_bad_one_is_published(project, project_root) -> None:
    sample = project_root / "data" / "samples" / "ascof_timeseries_sample.ods"
    shutil.copy(sample, project.inbox / "good.ods")
    (project.inbox / "bad.ods").write_bytes(sample.read_bytes()[:5000])
    report = run(request(project, "workforce"))
    assert report.exit_code == 3
    assert [done.outcome for done in report.done] == ["published"]


def test_a_second_run_waits_for_nobody(project) -> None:
    with outputs_lock(project.outputs), pytest.raises(OutputsLocked, match="process") as caught:
        run(request(project, "placements"))
    assert caught.value.exit_code == 5
    with outputs_lock(project.outputs):
        pass


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"strateg": "wirral"}, "did you mean strategy"),
        ({"compare_with": "nieghbours"}, "did you mean neighbours"),
        ({"compare_with": "xxx"}, "region, neighbours, or councils by name or code"),
        ({"compare_with": "wirrall"}, "did you mean Wirral"),
        ({"area": "wirral"}, "--area"),
        ({"strategy": "wirall"}, "did you mean wirral"),
    ],
)
def test_wrong_parameters_end_before_any_kernel(project, parameters, words, monkeypatch) -> None:
    from helpers.runs import run as running

    monkeypatch.setattr(running, "_execute", lambda *_: pytest.fail("a kernel was started"))
    with pytest.raises(ParameterError, match=words) as caught:
        run(request(project, "placements", parameters=parameters))
    assert caught.value.exit_code == 2


def test_a_file_that_is_open_elsewhere_gets_a_message(project, monkeypatch) -> None:
    from pathlib import Path

    run(request(project, "workforce"))
    version = found(project, theme="workforce")
    assert version is not None

    def held(self, target):
        raise PermissionError(13, "The process cannot access the file", str(target))

    monkeypatch.setattr(Path, "rename", held)
    files = {"indicators.csv": b"area_code,indicator,period\n"}
    with pytest.raises(PublicationError, match="close it in Excel"):
        publish(version.folder.parent, "v0002-00000000", files, version.manifest, {}, frozenset())
    monkeypatch.undo()
    assert [item.name for item in versions(version.folder.parent)] == [version.name]
