"""Versions made again: identical, altered, or made by something else and then not called different."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace

import pytest

from helpers.cli import main as cli
from helpers.indicators.evidence_digests import KINDS
from helpers.publication.job import Job
from helpers.publication.manifest import read_manifest
from helpers.publication.version_named import every_version
from helpers.publication.versions import Version
from helpers.runs import fingerprints, verify
from helpers.runs.records import Remade
from helpers.runs.run import run
from runs.projects import make_project, request, write_notebook

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def project(project_root, tmp_path_factory):
    settings = make_project(project_root, tmp_path_factory.mktemp("project"), "placements")
    assert run(request(settings, "placements", jobs=1)).exit_code == 0
    return settings


@pytest.fixture
def version(project) -> Version:
    (found,) = every_version(project.outputs)
    return found


def remade(version: Version) -> Remade:
    """What making it again gives where all is as it was."""
    names = [*(item.path for item in version.manifest.outputs), "manifest.json"]
    return Remade({name: verify.digests.of_file(version.folder / name) for name in names})


def copied(version: Version, folder) -> Version:
    place = shutil.copytree(version.folder, folder / version.name)
    return replace(version, folder=place)


def refused(version: Version, settings, **changed) -> str:
    manifest = version.manifest.model_copy(update=changed)
    (answer,) = verify.verify([replace(version, manifest=manifest)], settings)
    assert answer.verdict == "cannot verify"
    return " | ".join(answer.reasons)


def test_a_version_is_made_again_to_the_byte_whatever_the_inbox_holds(project, version) -> None:
    (project.root / "data" / "samples" / "note.txt").write_text("later", "utf-8")
    (project.root / "data" / "inbox" / "broken.csv").write_text("not, an\nextract", "utf-8")
    before = {path.name: path.stat().st_mtime_ns for path in version.folder.iterdir()}
    (answer,) = verify.verify([version], project)
    assert answer == verify.Verified(f"wirral/placements/2024-25/{version.name}", "identical")
    assert {path.name: path.stat().st_mtime_ns for path in version.folder.iterdir()} == before
    there = {path.name for path in project.outputs.glob("wirral/placements/*/*")}
    assert there == {version.name, "latest.json"}


def test_a_file_that_was_altered_lost_or_added_is_named(version, tmp_path) -> None:
    again = remade(version)
    there = copied(version, tmp_path)
    assert verify.compared(there, again).verdict == "identical"
    (there.folder / "report.html").write_text("another", "utf-8")
    (there.folder / "tables.ods").unlink()
    (there.folder / "more.txt").write_text("", "utf-8")
    answer = verify.compared(there, again)
    assert answer.verdict == "different"
    assert answer.reasons == (
        "report.html was changed after it was published",
        "tables.ods is missing",
        "more.txt is no file of it",
    )


def test_a_file_that_comes_out_differently_is_told_from_one_that_was_altered(version) -> None:
    again = remade(version)
    other = Remade({**again.digests, "indicators.csv": "0" * 64})
    assert verify.compared(version, other).reasons == ("indicators.csv comes out differently",)
    assert verify.compared(version, Remade({}, "a cell failed")).verdict == "failed"


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("helpers", "the helpers changed (deadbeef, here "),
        ("lock", "the lock file changed (deadbeef, here "),
        ("python", "Python was deadbeefdeadbeef, here 3."),
        ("contracts", "a contract or the indicator registry changed"),
        ("strategy", "the strategy changed"),
        ("commentary", "the council's comment changed"),
    ],
)
def test_a_version_of_other_code_cannot_be_verified(project, version, part, words) -> None:
    parts = {**version.manifest.parts, part: "deadbeefdeadbeef"}
    told = refused(version, project, parts=parts)
    assert told.startswith("made by Care workbooks ") and words in told


def test_another_compressor_or_none_that_is_named_cannot_be_verified(project, version) -> None:
    environment = version.manifest.environment
    assert environment is not None and environment.compression.startswith("zlib ")
    other = environment.model_copy(update={"compression": "zlib 1.3 0123456789abcdef"})
    assert "packed by zlib 1.3 0123456789abcdef, here zlib " in refused(
        version, project, environment=other
    )
    assert "an unnamed compressor" in refused(version, project, environment=None)


def test_a_receipt_or_an_earlier_version_that_is_gone_cannot_be_verified(project, version) -> None:
    (item, *_) = version.manifest.inputs
    gone = item.model_copy(update={"receipt": "0" * 64})
    assert "the store does not hold it" in refused(version, project, inputs=(gone,))
    since = {"period": "2024-25", "version": "v0000-00000000", "sha256": "0" * 64}
    whole = read_manifest(
        json.dumps({**version.manifest.model_dump(mode="json"), "since": since}), "test"
    )
    assert "cannot be read" in refused(version, project, since=whole.since)


def test_pages_are_made_as_they_were_whatever_is_the_custom_here(
    project, version, tmp_path
) -> None:
    made = verify._job(version, project.static(), tmp_path)
    assert isinstance(made, Job) and made.settings.interactive
    assert made.parts["pages"] == version.manifest.parts["pages"]


def test_editing_the_notebook_is_said_and_not_called_a_difference(project, version) -> None:
    path = project.root / "notebooks" / "placements.ipynb"
    kept = path.read_bytes()
    write_notebook(project.root, "placements", "1 + 1")
    try:
        assert "the notebook changed" in refused(version, project)
    finally:
        path.write_bytes(kept)


def test_figures_of_every_kind_have_words_of_their_own() -> None:
    before = dict.fromkeys((*KINDS, "evidence"), "1")
    assert fingerprints.changed(before, before) == ()
    moved = fingerprints.changed({**before, "beside": "2", "evidence": "2"}, before)
    assert moved == ("figures of England, the region or other councils set beside them changed",)
    older = fingerprints.changed({**before, "evidence": "2"}, {"evidence": "1"})
    assert older == ("figures that the page shows changed",), "a version that knew no kinds"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [([], "no version is named"), (["wirral/placements", "--all"], "both versions and --all")],
)
def test_the_command_wants_versions_or_all_of_them(arguments, words, monkeypatch, capsys) -> None:
    monkeypatch.setattr("sys.argv", ["workbooks", "verify", *arguments])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 2
    assert words in capsys.readouterr().err
