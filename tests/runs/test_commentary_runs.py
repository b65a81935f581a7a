"""A council's comment in a run: on its page, in its fingerprint, and refused without harm."""

from __future__ import annotations

import re

import pytest

from helpers.runs.run import plan, run
from runs.projects import make_project, request

HEAD = "---\ndate: 2026-11-20\nrole: Head of Commissioning\n---\n"
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def project(project_root, tmp_path_factory):
    return make_project(project_root, tmp_path_factory.mktemp("project"), "placements", "workforce")


def write(project, text):
    path = project.root / "commentary" / "wirral" / "placements.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def outcomes(report):
    return {done.theme.slug: (done.outcome, done.message) for done in report.done}


def test_a_comment_is_part_of_its_page_and_of_no_other(project) -> None:
    asked = request(project, "placements", "workforce")
    write(project, f"{HEAD}We opened a *unit*.\n")
    assert {outcome for outcome, _ in outcomes(run(asked)).values()} == {"published"}
    pages = {
        path.parts[-4]: path.read_text("utf-8") for path in project.outputs.rglob("report.html")
    }
    assert "We opened a <em>unit</em>." in pages["placements"]
    assert "council-comment" not in pages["workforce"]
    assert {item.status for item in plan(asked)[0]} == {"unchanged"}

    write(project, f"{HEAD}We opened two units.\n")
    changed = {item.theme.slug: item.reasons for item in plan(asked)[0]}
    assert changed == {
        "placements": ("the council's comment changed",),
        "workforce": ("nothing changed",),
    }

    write(project, f"{HEAD}We opened 2 units.\n")
    found = outcomes(run(asked))
    assert found["placements"][0] == "failed" and found["workforce"][0] == "unchanged"
    assert "commentary/wirral/placements.md, line 5" in found["placements"][1]
    assert "quotation marks" in found["placements"][1]

    write(project, f"{HEAD}Ask jo@example.org.\n")
    outcome, message = outcomes(run(asked))["placements"]
    assert outcome == "refused" and "jo@" not in message
    latest = sorted(project.outputs.rglob("placements/*/v*/report.html"))
    assert len(latest) == 1 and re.search("opened a <em>unit", latest[0].read_text("utf-8"))
