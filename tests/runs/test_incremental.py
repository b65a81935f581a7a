"""What a change makes anew, and what it leaves: every page that shows it, and no other."""

from __future__ import annotations

import copy
import json

import pytest

from helpers.extracts.ods import write_spreadsheet
from helpers.publication.manifest import AreaName, Manifest, ThemeName
from helpers.publication.versions import LATEST, place_of
from helpers.runs import fingerprints
from helpers.runs.run import plan
from runs.projects import make_project, request, write_notebook

AREAS = ("wirral", "sefton", "leeds", "kent")
THEMES = ("placements", "workforce")
KENT = "E10000016"
EVERY = {(area, theme) for area in AREAS for theme in THEMES}
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
