"""What a change makes anew, and what it leaves: every page that shows it, and no other."""

from __future__ import annotations

import copy
import json
from dataclasses import replace

import pytest

from helpers.extracts.ods import write_spreadsheet
from helpers.gate.passing import gate_inputs
from helpers.indicators.source import Source
from helpers.publication.manifest import AreaName, Manifest, ThemeName
from helpers.publication.versions import LATEST, place_of
from helpers.runs import fingerprints
from helpers.runs import plan as planning
from helpers.runs import remembered as remembering
from helpers.runs.plan import make_plan
from helpers.runs.run import plan
from runs.projects import make_project, request, write_notebook

AREAS = ("wirral", "sefton", "leeds", "kent")
THEMES = ("placements", "workforce")
KENT = "E10000016"
EVERY = {(area, theme) for area in AREAS for theme in THEMES}
NO_STRATEGY = {(area, theme) for area, theme in EVERY if area in ("leeds", "kent")}
PLACEMENTS = {(area, "placements") for area in AREAS}


def stub(settings, planned) -> None:
    """Write what a plan reads of the version that it would make."""
    for item in planned:
        job = item.job
        assert job is not None
        manifest = Manifest(
            product_version="test",
            area=AreaName(code=job.area.code, name=job.area.name, slug=job.area.slug),
            theme=ThemeName(slug=job.theme.slug, title=job.theme.title),
            period=job.period,
            title="",
            headline="",
            parameters={},
            inputs=(),
            fingerprint=job.fingerprint,
            parts=dict(job.parts),
            previous=None,
            outputs=(),
            suppressed=0,
            sample=job.sample,
        )
        place = place_of(settings.outputs, job.area.slug, job.theme.slug, job.period)
        (place / job.version).mkdir(parents=True)
        (place / job.version / "manifest.json").write_bytes(manifest.text())
        (place / LATEST).write_text(json.dumps({"version": job.version}), "utf-8")


@pytest.fixture(scope="module")
def project(project_root, tmp_path_factory, sample_sheets):
    """A project whose every page was made from the edition in its inbox."""
    settings = make_project(project_root, tmp_path_factory.mktemp("incremental"), *THEMES)
    edition(settings, sample_sheets)
    planned, _ = plan(request(settings, *THEMES, areas=AREAS))
    assert {item.reasons for item in planned} == {("no version yet",)}
    stub(settings, planned)
    return settings


@pytest.fixture(autouse=True)
def another_night():
    """A process takes these digests once; every test stands for a night of its own."""
    fingerprints.shared_parts.cache_clear()
    yield
    fingerprints.shared_parts.cache_clear()


def edition(settings, sheets) -> None:
    write_spreadsheet(sheets, settings.inbox / "edition.ods")


def anew(settings, **more) -> dict[tuple[str, str], tuple[str, ...]]:
    """What would run, and why."""
    planned, report = plan(request(settings, *THEMES, areas=AREAS, **more))
    assert not report.refusals
    return {
        (item.area.slug, item.theme.slug): item.reasons
        for item in planned
        if item.status != "unchanged"
    }


def row_of_kent(sheets, table: str):
    """Return Kent's row of a table, and where each of its columns is."""
    header = next(row for row in sheets[table] if "ONS area code" in row)
    row = next(row for row in sheets[table] if KENT in row)
    return row, {name: place for place, name in enumerate(header)}


def with_other_count(sheets):
    """Count one more who answered a survey: no rank and no other page depends on it."""
    revised = copy.deepcopy(sheets)
    row, place = row_of_kent(revised, "Table_4a")
    row[place["2023 to 2024 - number of respondents"]] += 1
    return revised


def with_other_rate(sheets):
    """Move one figure, in a measure by which councils are ranked."""
    revised = copy.deepcopy(sheets)
    row, place = row_of_kent(revised, "Table_2c")
    above, below, outcome = (
        place[f"2024 to 2025 - {name}"] for name in ("numerator", "denominator", "outcome")
    )
    row[above] += 9
    row[outcome] = round(row[above] / row[below] * 1e5, 1)
    return revised


@pytest.fixture
def edited(project):
    """Files that a test may change: each is as it was afterwards."""
    kept: dict = {}

    def keep(*parts: str):
        path = project.root.joinpath(*parts)
        kept[path] = path.read_bytes() if path.is_file() else None
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    yield keep
    for path, content in kept.items():
        path.unlink() if content is None else path.write_bytes(content)


def test_nothing_is_made_twice(project) -> None:
    assert anew(project) == {}


def test_a_row_that_one_page_shows_makes_one_page(project, edited, sample_sheets) -> None:
    edited("data", "inbox", "edition.ods")
    edition(project, with_other_count(sample_sheets))
    assert anew(project) == {("kent", "placements"): ("the council's own figures changed",)}


def test_a_row_among_which_councils_are_placed_makes_its_theme(
    project, edited, sample_sheets
) -> None:
    edited("data", "inbox", "edition.ods")
    edition(project, with_other_rate(sample_sheets))
    found = anew(project)
    assert set(found) == PLACEMENTS, "and no page of another theme"
    ranked = "figures of the councils among which it is placed changed"
    assert all(ranked in reasons for reasons in found.values())
    assert "the council's own figures changed" in found["kent", "placements"]
    assert found["leeds", "placements"] == (ranked,)


def test_prose_makes_its_theme_and_the_looks_of_a_notebook_nothing(project, edited) -> None:
    path = edited("notebooks", "workforce.ipynb")
    notebook = json.loads(path.read_text("utf-8"))
    notebook["metadata"]["kernelspec"]["display_name"] = "Another name"
    for cell in notebook["cells"]:
        cell["metadata"]["collapsed"] = True
        if cell["cell_type"] == "code":
            cell["execution_count"] = 7
            cell["outputs"] = [{"name": "stdout", "output_type": "stream", "text": "left"}]
    path.write_text(json.dumps(notebook), "utf-8")
    assert anew(project) == {}
    write_notebook(project.root, "workforce", "# a remark")
    assert anew(project) == {(area, "workforce"): ("the notebook changed",) for area in AREAS}


def test_commitments_make_the_councils_own_pages(project, edited) -> None:
    path = edited("strategies", "wirral.yaml")
    path.write_text(path.read_text("utf-8") + "\n# looked at again\n", "utf-8")
    before = anew(project)
    text = path.read_text("utf-8")
    title = next(line for line in text.splitlines() if line.startswith("title:"))
    path.write_text(text.replace(title, f"{title} revised", 1), "utf-8")
    found = anew(project)
    assert set(before) <= {("wirral", theme) for theme in THEMES}
    assert found == {("wirral", theme): ("the strategy changed",) for theme in THEMES}


def test_a_comment_makes_the_page_that_it_stands_on(project, edited) -> None:
    edited("commentary", "sefton", "placements.md").write_text("We read this.\n", "utf-8")
    assert anew(project) == {("sefton", "placements"): ("the council's comment changed",)}


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        (("requirements.lock",), "the lock file changed"),
        (("data_contracts", "indicators.yaml"), "a contract or the indicator registry changed"),
    ],
)
def test_the_lock_and_the_contracts_make_every_page(project, edited, parts, reason) -> None:
    path = edited(*parts)
    path.write_text(path.read_text("utf-8") + "\n# later\n", "utf-8")
    assert anew(project) == dict.fromkeys(EVERY, (reason,))


def test_a_helper_makes_every_page(project, tmp_path, monkeypatch) -> None:
    folder = tmp_path / "helpers"
    folder.mkdir()
    (folder / "one.py").write_text("1\n", "utf-8")
    before = fingerprints.digests.of_tree(folder, fingerprints.HELPER_FILES)
    (folder / "one.py").write_text("2\n", "utf-8")
    assert fingerprints.digests.of_tree(folder, fingerprints.HELPER_FILES) != before
    monkeypatch.setattr(fingerprints, "helpers_digest", lambda: before)
    assert anew(project) == dict.fromkeys(EVERY, ("the helpers changed",))


def test_force_makes_what_is_as_it_should_be(project) -> None:
    assert anew(project, force=True) == dict.fromkeys(EVERY, ("asked for with --force",))


class NoSource:
    """Stands for the extracts where a plan should not have to open them."""

    def __init__(self, *_: object, **__: object) -> None:
        pytest.fail("figures were computed again")


@pytest.fixture
def remembered(project, tmp_path):
    """A plan of a run, which leaves what it worked out of the figures."""
    gated = gate_inputs("data/inbox", project)
    asked = request(project, *THEMES, areas=AREAS)
    make_plan(asked, gated, tmp_path / "evidence")
    yield asked, gated, project.outputs / remembering.FILE
    (project.outputs / remembering.FILE).unlink()


def test_an_idle_night_computes_no_figures(remembered, monkeypatch) -> None:
    asked, gated, _ = remembered
    computed = make_plan(replace(asked, force=True), gated)
    monkeypatch.setattr(planning, "Source", NoSource)
    idle = make_plan(asked, gated)
    assert [item.status for item in idle] == ["unchanged"] * len(EVERY)
    assert [(item.area, item.theme, item.period) for item in idle] == [
        (item.area, item.theme, item.period) for item in computed
    ]


@pytest.fixture
def looked_at(monkeypatch):
    """Pages whose evidence a plan worked out."""
    pages: set = set()
    evidence = Source.evidence

    def noted(self, asked, *more):
        pages.add((asked.area.slug, asked.theme.slug))
        return evidence(self, asked, *more)

    monkeypatch.setattr(Source, "evidence", noted)
    return pages


@pytest.mark.parametrize(
    ("other", "moved"),
    [
        (with_other_count, {("kent", "placements")}),
        (with_other_rate, {("kent", "placements"), ("leeds", "placements")}),
        (copy.deepcopy, set()),
    ],
)
def test_another_edition_has_only_those_pages_worked_out_that_it_moves(
    remembered, project, edited, sample_sheets, looked_at, other, moved
) -> None:
    asked, _, file = remembered
    edited("data", "inbox", "edition.ods")
    edition(project, other(sample_sheets))
    gated = gate_inputs("data/inbox", project)
    planned = make_plan(asked, gated, file.parent / ".evidence")
    # Pages of a council with a strategy show figures of several themes: they are always looked at.
    assert looked_at & NO_STRATEGY == moved
    file.write_text("{}", "utf-8")
    assert {
        (item.area.slug, item.theme.slug): item.reasons
        for item in planned
        if item.status != "unchanged"
    } == anew(project), "the memory says what the figures say"


@pytest.mark.parametrize("content", ["{", "[]", '{"a": 1}', '{"a": {"period": 1, "digests": {}}}'])
def test_a_memory_that_is_cut_short_is_none(remembered, content) -> None:
    asked, gated, file = remembered
    file.write_text(content, "utf-8")
    assert {item.status for item in make_plan(asked, gated)} == {"unchanged"}


def test_figures_are_computed_again_where_what_they_follow_from_changed(remembered, edited) -> None:
    asked, gated, file = remembered
    known = set(json.loads(file.read_text("utf-8")))
    path = edited("data_contracts", "indicators.yaml")
    path.write_text(path.read_text("utf-8") + "\n# later\n", "utf-8")
    fingerprints.shared_parts.cache_clear()
    assert {item.reasons for item in make_plan(asked, gated, file.parent / ".evidence")} == {
        ("a contract or the indicator registry changed",)
    }
    # By the extracts, and the pages without a strategy by the figures that they are cut from.
    fresh = set(json.loads(file.read_text("utf-8"))) - known
    assert len(fresh) == len(EVERY) + len(NO_STRATEGY)


def test_a_remembered_page_whose_version_is_gone_is_made(remembered, monkeypatch) -> None:
    asked, gated, _ = remembered
    monkeypatch.setattr(planning, "latest", lambda place: None)
    assert {item.reasons for item in make_plan(asked, gated)} == {("no version yet",)}
