"""A scorecard made by a run: published, indexed, in spreadsheets, and made again when it must be."""

from __future__ import annotations

import shutil
from dataclasses import replace

import polars as pl
import pytest
from python_calamine import CalamineWorkbook

from helpers.base.errors import ParameterError
from helpers.base.geography import find_area
from helpers.base.settings import Settings
from helpers.publication.versions import latest, place_of
from helpers.runs.run import plan, run
from helpers.strategies.register import load_strategy
from runs.projects import make_project, request


@pytest.fixture(scope="module")
def project(project_root, tmp_path_factory) -> Settings:
    """A project with the scorecard's notebook and no other."""
    settings = make_project(project_root, tmp_path_factory.mktemp("scorecards"))
    settings.notebooks.mkdir(exist_ok=True)
    shutil.copy(project_root / "notebooks" / "scorecard.ipynb", settings.notebooks)
    return settings


@pytest.fixture(scope="module")
def asked(project):
    """A council with a strategy, and one without."""
    areas = (find_area("wirral"), find_area("liverpool"))
    return replace(request(project, "scorecard"), areas=areas, jobs=2)


@pytest.fixture(scope="module")
def made(asked):
    """The report of the run."""
    return run(asked)


def version(project, area):
    (period,) = (project.outputs / area / "scorecard").iterdir()
    found = latest(place_of(project.outputs, area, "scorecard", period.name))
    assert found is not None
    return found


def test_both_are_published_and_stand_in_the_index(made, project):
    assert [(one.area.slug, one.outcome) for one in made.done] == [
        ("wirral", "published"),
        ("liverpool", "published"),
    ]
    assert made.exit_code == 0
    found = version(project, "wirral").manifest
    assert found.title == "Scorecard of Wirral, 2024 to 2025"
    assert found.headline.startswith("Wirral: 32 promises in force")
    assert "No strategy of Liverpool" in version(project, "liverpool").manifest.headline
    council = (project.outputs / "wirral" / "index.html").read_text("utf-8")
    assert "Scorecard" in council and "32 promises in force" in council
    assert "scorecard" in (project.outputs / "index.html").read_text("utf-8").lower()


def test_spreadsheets_hold_every_promise(made, project):
    ids = {each.id for each in load_strategy(project.strategies, "wirral").commitments}
    for name in ("tables.xlsx", "tables.ods"):
        book = CalamineWorkbook.from_path(str(version(project, "wirral").folder / name))
        cells = {
            str(row[0])
            for sheet in book.sheet_names
            for row in book.get_sheet_by_name(sheet).to_python()
            if row
        }
        found = {cell.partition(".")[0] for cell in cells if cell[:3] in {"000", "001", "002"}}
        assert ids <= found


def test_the_data_file_holds_what_the_promises_rest_on(made, project):
    rows = pl.read_parquet(version(project, "wirral").folder / "indicators.parquet")
    assert set(rows["theme"]) == {"scorecard"} and set(rows["area_name"]) == {"Wirral"}
    assert {"2C", "1C", "6A", "6B", "3D(2a)"} <= set(rows["indicator"])


def test_nothing_is_made_again_until_something_that_it_shows_has_changed(made, asked, project):
    planned, _ = plan(asked)
    assert {item.status for item in planned} == {"unchanged"}
    other = replace(asked, parameters={"baselines": "002-1=2014-15"})
    assert plan(other)[0][0].reasons == ("the parameters changed",)
    path = project.strategies / "wirral.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("More carers have an assessment.", "More have one."), "utf-8")
    planned, _ = plan(asked)
    assert [(item.status, item.reasons) for item in planned] == [
        ("run", ("the strategy changed",)),
        ("unchanged", ("nothing changed",)),
    ]
    path.write_text(text, "utf-8")


@pytest.mark.parametrize("given", [{"baselines": "002-1"}, {"as_of": "soon"}, {"baseline": "x"}])
def test_a_wrong_parameter_stops_the_run_before_a_kernel_starts(given, asked):
    with pytest.raises(ParameterError):
        plan(replace(asked, parameters=given))
