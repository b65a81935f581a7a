"""A whole run, from the empty inbox to the site, and what a second one does."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

import polars as pl
import pytest

from helpers.base import digests
from helpers.base.samples_mark import SAMPLE_MARK
from helpers.contracts.facts import facts
from helpers.contracts.model import load_contract
from helpers.publication.manifest import Manifest, read_manifest
from helpers.publication.versions import latest, place_of, versions
from helpers.runs.run import plan, run
from publication.sheet_rules import cells, check_both
from runs.projects import make_project, request, write_notebook

THEMES = ("placements", "workforce")
FILES = {
    "report.html",
    "workbook.ipynb",
    "indicators.csv",
    "indicators.parquet",
    "tables.xlsx",
    "tables.ods",
    "manifest.json",
    "run.json",
}


@pytest.fixture(scope="module")
def project(project_root, tmp_path_factory):
    return make_project(project_root, tmp_path_factory.mktemp("whole"), *THEMES)


@pytest.fixture(scope="module")
def report(project):
    return run(request(project, *THEMES))


@pytest.fixture
def version(project, report) -> Path:
    return versions(place_of(project.outputs, "wirral", "placements", "2024-25"))[0].folder


def test_every_version_is_published_from_sample_data(report) -> None:
    assert [(done.theme.slug, done.outcome) for done in report.done] == [
        ("placements", "published"),
        ("workforce", "published"),
    ], report
    assert report.sample and report.exit_code == 0


def test_a_version_holds_its_files_and_the_manifest_names_them(version) -> None:
    assert {path.name for path in version.iterdir()} == FILES
    manifest = read_manifest((version / "manifest.json").read_text("utf-8"), "x")
    listed = {item.path: item for item in manifest.outputs}
    assert set(listed) == FILES - {"manifest.json", "run.json"}
    for name, item in listed.items():
        content = (version / name).read_bytes()
        assert (item.sha256, item.bytes) == (digests.of_bytes(content), len(content))
    assert re.fullmatch(r"v0001-[0-9a-f]{8}", version.name)
    assert version.name.endswith(manifest.fingerprint[:8])


def test_the_manifest_has_no_time_host_or_path(version, project) -> None:
    text = (version / "manifest.json").read_text("utf-8")
    assert not re.search(r"\d{2}:\d{2}:\d{2}", text)
    assert str(project.root) not in text


def text_of(path: Path) -> str:
    """A file's text; of a spreadsheet, that of all its parts."""
    if path.suffix not in {".xlsx", ".ods"}:
        return path.read_text("utf-8-sig")
    with zipfile.ZipFile(path) as whole:
        return "\n".join(whole.read(name).decode() for name in whole.namelist())


def test_no_published_file_but_the_run_names_this_machine(version, project) -> None:
    for name in FILES - {"run.json", "indicators.parquet"}:
        text = text_of(version / name)
        assert str(project.root) not in text, name
        assert str(Path.home()) + "/" not in text, name


def test_sample_data_say_so_everywhere(version, project, report) -> None:
    assert SAMPLE_MARK in (version / "report.html").read_text("utf-8")
    assert SAMPLE_MARK in (version / "workbook.ipynb").read_text("utf-8")
    for name in ("tables.xlsx", "tables.ods"):
        assert all(rows[1][0] == f"{SAMPLE_MARK}." for rows in cells(read(version, name)).values())
    assert json.loads((version / "manifest.json").read_text("utf-8"))["sample"] is True
    assert "Sample data" in Path(report.index).read_text("utf-8")


def test_spreadsheets_keep_every_rule_and_hold_the_published_figures(version) -> None:
    check_both(read(version, "tables.xlsx"), read(version, "tables.ods"))
    frame = pl.read_parquet(version / "indicators.parquet")
    headings, *rows = cells(read(version, "tables.xlsx"))["All figures"][4:]
    assert len(rows) == frame.height
    for name, label in (("value", "Value"), ("england", "England"), ("numerator", "Numerator")):
        column = headings.index(label)
        found = [cell if isinstance(cell := row[column], float) else None for row in rows]
        assert found == frame[name].cast(pl.Float64).to_list(), name


def test_the_manifest_and_the_page_name_the_spreadsheets(version) -> None:
    manifest = read_manifest((version / "manifest.json").read_text("utf-8"), "x")
    kinds = {item.path: item.media_type for item in manifest.outputs}
    assert kinds["tables.ods"] == "application/vnd.oasis.opendocument.spreadsheet"
    assert kinds["tables.xlsx"].endswith("spreadsheetml.sheet")
    page = (version / "report.html").read_text("utf-8")
    assert 'href="tables.xlsx"' in page and 'href="tables.ods"' in page


def read(version: Path, name: str) -> bytes:
    return (version / name).read_bytes()


def test_observations_keep_their_contract(version, project) -> None:
    contract = load_contract(project.contracts / "observations.odcs.yaml")
    frame = pl.read_parquet(version / "indicators.parquet")
    assert frame.columns == [column.name for column in contract.columns]
    counted = facts(frame, contract.rules).row(0, named=True)
    assert {rule: count for rule, count in counted.items() if count} == {}
    text = pl.read_csv(version / "indicators.csv", infer_schema_length=None)
    assert text.height == frame.height
    assert (version / "indicators.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_the_site_gathers_the_latest_of_everything(project, report) -> None:
    everything = pl.read_parquet(project.outputs / "observations.parquet")
    assert set(everything["theme"]) == set(THEMES)
    assert (project.outputs / "observations.csv").is_file()


def test_names_are_safe_and_short(project, report) -> None:
    for path in project.outputs.rglob("*"):
        name = path.relative_to(project.outputs).as_posix()
        if not name.startswith("."):
            assert name.isascii() and len(name) < 180, name
            assert not re.search(r'[<>:"\\|?*]', name), name
            assert not path.is_symlink()


def test_a_second_run_with_nothing_changed_makes_nothing(project, report) -> None:
    before = sorted(str(path) for path in project.outputs.rglob("v0*"))
    again = run(request(project, *THEMES))
    assert {done.outcome for done in again.done} == {"unchanged"}
    assert sorted(str(path) for path in project.outputs.rglob("v0*")) == before


def test_plan_says_why(project, report) -> None:
    planned, _ = plan(request(project, *THEMES))
    assert {item.status for item in planned} == {"unchanged"}
    planned, _ = plan(request(project, *THEMES, parameters={"compare_with": "sefton"}))
    assert {item.reasons for item in planned} == {
        (
            "the parameters changed",
            "figures of England, the region or other councils set beside them changed",
            "what is noted of figures changed",
            "the list of councils that stand as its neighbours changed",
        )
    }


def test_a_changed_notebook_makes_the_next_version_and_leaves_the_first(
    project, report, version
) -> None:
    kept = {path.name: path.read_bytes() for path in version.iterdir()}
    write_notebook(project.root, "placements", "book.cannot_say()")
    try:
        again = run(request(project, *THEMES))
    finally:
        write_notebook(project.root, "placements")
    assert [done.outcome for done in again.done] == ["published", "unchanged"]
    second = latest(version.parent)
    assert second is not None and second.name.startswith("v0002-")
    assert second.manifest.previous == version.name
    assert {path.name: path.read_bytes() for path in version.iterdir()} == kept


def test_the_same_run_elsewhere_gives_the_same_bytes(project_root, version, tmp_path) -> None:
    elsewhere = make_project(project_root, tmp_path / "other place", "placements")
    run(request(elsewhere, "placements", jobs=1))
    found = latest(place_of(elsewhere.outputs, "wirral", "placements", "2024-25"))
    assert found is not None and found.name == version.name
    for name in FILES - {"run.json"}:
        assert (found.folder / name).read_bytes() == (version / name).read_bytes(), name


def test_the_manifest_schema_that_is_kept_is_the_models(project_root) -> None:
    path = project_root / "src" / "helpers" / "publication" / "manifest.schema.json"
    assert json.loads(path.read_text("utf-8")) == Manifest.model_json_schema()
