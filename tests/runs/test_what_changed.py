"""A chain of versions, each after one change: what the page, the manifest and the feed say of it."""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import pytest

from helpers.base import digests
from helpers.extracts.ods import write_spreadsheet
from helpers.extracts.samples import invent_workbook
from helpers.indicators.registry import load_registry
from helpers.publication.before import version_before
from helpers.publication.change_words import in_brief, told
from helpers.publication.changed_block import changed_block
from helpers.publication.differences import differences
from helpers.publication.manifest import Manifest
from helpers.publication.sides import read_side, read_since
from helpers.publication.templates import environment
from helpers.publication.versions import latest, place_of
from helpers.runs.fingerprints import shared_parts
from helpers.runs.run import run
from runs.projects import make_project, request

pytestmark = pytest.mark.slow

WIRRAL = "E08000015"
LAST = "2024 to 2025 - "
MARGIN = "more than its margin"


@dataclass(frozen=True)
class Made:
    """A version, its page without tags, and what its manifest says changed."""

    folder: Path
    manifest: Manifest
    html: str

    @property
    def block(self) -> str:
        found = re.search(r'<section class="changed-block".*?</section>', self.html, re.S)
        return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split()) if found else ""

    @property
    def said(self) -> str:
        return " ".join(self.manifest.changes)


def cells(sheets, table: str) -> dict[str, int]:
    header = next(row for row in sheets[table] if "ONS area code" in row)
    return {name: place for place, name in enumerate(header)}


def put(sheets, table: str, **values) -> None:
    """Write values into Wirral's row of the last year, by the words after the year."""
    row = next(row for row in sheets[table] if WIRRAL in row)
    names = cells(sheets, table)
    for name, value in values.items():
        row[names[LAST + name.replace("_", " ")]] = value


def got(sheets, table: str, name: str):
    return next(row for row in sheets[table] if WIRRAL in row)[cells(sheets, table)[LAST + name]]


@pytest.fixture(scope="module")
def project(project_root, tmp_path_factory):
    return make_project(project_root, tmp_path_factory.mktemp("changes"), "placements")


@pytest.fixture(scope="module")
def chain(project, sample_sheets):
    """Make six versions one after another and return each by the change before it."""
    made: dict[str, Made] = {}

    def step(name: str, sheets=None, period: str = "2024-25") -> None:
        if sheets is not None:
            write_spreadsheet(sheets, project.inbox / "edition.ods")
        # A process takes the digest of the contracts once; here it stands for several nights.
        shared_parts.cache_clear()
        report = run(request(project, "placements", jobs=1))
        assert [done.outcome for done in report.done] == ["published"], report
        version = latest(place_of(project.outputs, "wirral", "placements", period))
        assert version is not None
        html = (version.folder / "report.html").read_text("utf-8")
        made[name] = Made(version.folder, version.manifest, html)

    first = copy.deepcopy(sample_sheets)
    put(first, "Table_1d", margin_of_error="[x]", number_of_respondents="[x]", outcome="[x]")
    step("first", first)

    revised = copy.deepcopy(sample_sheets)
    above, below = (got(revised, "Table_2c", name) for name in ("numerator", "denominator"))
    put(revised, "Table_2c", numerator=above + 9, outcome=round((above + 9) / below * 1e5, 1))
    step("moved and revised", revised)

    hidden = copy.deepcopy(revised)
    put(hidden, "Table_2c", numerator="[c]", denominator="[c]", outcome="[c]")
    step("suppressed", hidden)

    contract = project.contracts / "ascof_timeseries.odcs.yaml"
    text = contract.read_text("utf-8")
    assert "version: 1.0.0" in text
    contract.write_text(text.replace("version: 1.0.0", "version: 1.1.0", 1), "utf-8")
    step("contract")

    notebook = project.notebooks / "placements.ipynb"
    words = notebook.read_text("utf-8")
    notebook.write_text(words.replace("What is the level?", "How high is the level?"), "utf-8")
    step("prose")

    step("next year", invent_workbook(last_year=2025), "2025-26")
    return made


def test_the_first_version_says_nothing(chain) -> None:
    first = chain["first"]
    assert first.manifest.since is None and first.manifest.changes == ()
    assert first.block == "" and "what-changed" not in first.html


def test_every_later_version_names_the_one_before_with_its_digest(chain) -> None:
    made = list(chain.values())
    for before, after in pairwise(made):
        since = after.manifest.since
        assert since is not None
        assert (since.period, since.version) == (before.manifest.period, before.folder.name)
        content = (before.folder / "manifest.json").read_bytes()
        assert since.sha256 == digests.of_bytes(content)
        assert f"What changed since version {before.folder.name}" in after.block


def test_a_figure_of_a_later_year_inside_its_margin_is_no_change(chain) -> None:
    block = chain["moved and revised"].block
    assert "1 measure has a newer figure (2024 to 2025)." in block
    assert (
        f"The one that can be compared with its earlier figure did not move by {MARGIN}." in block
    )
    assert "No clear change: inside its margin" in block
    assert "51.6% 55.6%" in block and "2023 to 2024, then 2024 to 2025" in block
    assert "rose" not in block.lower() and "fell" not in block.lower()


def test_chance_is_put_in_perspective_by_the_number_of_comparisons(chain) -> None:
    assert "by chance: with 1 comparison, fewer than one." in chain["moved and revised"].block


def test_a_revision_is_said_with_both_figures_and_the_interval_shown_before(chain) -> None:
    made = chain["moved and revised"]
    name = "Admissions to care homes, aged 65 and over (2C)"
    assert f"{name} for 2024 to 2025 was revised from 463.4 per 100,000 to 490.8" in made.block
    assert "inside the interval shown before" in made.block
    assert "The file of Adult Social Care Outcomes Framework" in made.block
    brief = "1 figure was revised for the same period (1 inside the interval shown before)"
    assert brief in made.said
    assert "463.4" not in made.said and "490.8" not in made.said


def test_a_suppressed_figure_is_said_and_never_repeated(chain) -> None:
    made = chain["suppressed"]
    assert "1 figure is now suppressed by the publisher and no longer shown" in made.block
    assert "suppressed is not nought" in made.block
    for text in (made.block, made.said):
        assert "490.8" not in text and "463.4" not in text
    assert "not repeated here" in made.block


def test_a_contract_change_is_said_and_that_no_figure_changed(chain) -> None:
    said = chain["contract"].said
    assert "No figure of Wirral changed." in said
    assert "changed from ascof_timeseries 1.0.0 to ascof_timeseries 1.1.0." in said
    assert "register of indicators" not in said


def test_changed_prose_is_said_under_its_heading(chain) -> None:
    assert chain["prose"].manifest.changes == (
        "No figure of Wirral changed.",
        "The notebook’s text changed under “How high is the level?”: 1 passage reworded.",
    )


def test_a_new_year_is_compared_with_the_year_before_it(chain) -> None:
    made = chain["next year"]
    assert made.folder.name.startswith("v0001-") and made.manifest.previous is None
    assert "of 2024 to 2025" in made.block
    assert "have a newer figure" in made.block
    assert re.search(r"with \d+ comparisons, (fewer than one|about \d+)\.", made.block)
    before = chain["prose"].folder
    assert f'href="../../2024-25/{before.name}/report.html"' in made.html


def test_the_block_is_made_again_from_what_the_manifest_names(chain, project) -> None:
    """As verify will do it: from the version that is named, whatever was published after it."""
    made = chain["suppressed"]
    old = read_since(made.folder.parents[1], made.manifest.since)
    new = replace(read_side(made.folder), digest="")
    found = told(differences(old, new, load_registry(project.contracts)))
    assert in_brief(found) == made.manifest.changes
    template = environment().get_template("changed_block.html.j2")
    assert template.render(block=changed_block(found)).strip() in made.html


def test_a_damaged_version_is_no_ground_to_compare_from(chain, project) -> None:
    place = place_of(project.outputs, "wirral", "placements", "2024-25")
    last, one_before = chain["prose"].folder, chain["contract"].folder
    found = version_before(place)
    assert found is not None and found.version == last.name
    path = last / "indicators.parquet"
    kept = path.read_bytes()
    try:
        path.write_bytes(kept[:-1])
        found = version_before(place)
        assert found is not None and found.version == one_before.name
    finally:
        path.write_bytes(kept)


def test_made_again_with_nothing_changed_it_says_nothing(chain, project) -> None:
    report = run(request(project, "placements", jobs=1))
    assert [done.outcome for done in report.done] == ["unchanged"]
    run(request(project, "placements", jobs=1, force=True))
    version = latest(place_of(project.outputs, "wirral", "placements", "2025-26"))
    assert version is not None and version.name.startswith("v0002-")
    assert version.manifest.since is not None and version.manifest.changes == ()
    assert "what-changed" not in (version.folder / "report.html").read_text("utf-8")
