"""`workbooks lab` as an analyst meets it: six notebooks, Run All Cells, what stands there then."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from desk.serving import EXTRACTS, copy_project, give_extracts, serving
from desk.visiting import CHROMIUM, visit_all
from helpers.base.samples_mark import SAMPLE_MARK
from helpers.base.themes import THEMES, WORKBOOKS
from helpers.display import theme as house

pytestmark = [pytest.mark.browser, pytest.mark.lab, pytest.mark.slow]

NAMES = [theme.notebook for theme in WORKBOOKS]
CHARTS = r"book\.(compare|place|trend|shares)\("
TABLES = r"book\.(table|data_used|to_collect|counted|promised|closed|strength|values)\("
SENTENCES = r"book\.(main_points|reading|promises|cannot_say|publish)\("
SHOWN = {"chart", "text/html", "text/markdown"}
RAW = re.compile(r"vnd\.care-workbooks|\$schema|^\s*[{\[]|<[a-z]+\.[A-Za-z.]+ object")
HOME = {"localhost", "127.0.0.1"}


@pytest.fixture(scope="module")
def visited(project_root, tmp_path_factory):
    """Serve a copy of the project, visit every notebook, and end the server."""
    if not Path(CHROMIUM).is_file():
        pytest.fail(f"These tests open JupyterLab in Chromium, and there is none at {CHROMIUM}.")
    home = tmp_path_factory.mktemp("lab")
    project = copy_project(project_root, home / "project")
    give_extracts(project, home / EXTRACTS)
    theme = THEMES[0].slug
    with serving(project, home, theme, "--inputs", EXTRACTS) as server:
        # In a thread of its own: another module of this process may hold a browser open.
        with ThreadPoolExecutor(1) as thread:
            visits = thread.submit(visit_all, server, NAMES, home).result()
    return visits, server


@pytest.fixture(params=NAMES)
def visit(visited, request):
    """One notebook after the other."""
    return visited[0][request.param]


def test_every_cell_has_run_in_order_and_none_failed(visit):
    assert [cell["prompt"] for cell in visit.cells] == [
        f"[{number}]:" for number in range(1, len(visit.cells) + 1)
    ]
    shown = [output for cell in visit.cells for output in cell["outputs"]]
    assert [output["text"] for output in shown if output["kind"] not in SHOWN] == []
    assert len(shown) >= len(visit.cells) - 1


def test_the_kernel_is_this_environments_and_no_question_is_asked(visit):
    assert visit.kernel == "Python 3 (ipykernel)"
    assert visit.dialogs == ()


def test_charts_are_drawn_or_their_absence_is_said(visit):
    shown = visit.outputs(CHARTS)
    drawn = [output for output in shown if output["kind"] == "chart"]
    # The sample holds the framework's time series alone: other sections say what they wait for.
    # A scorecard is words and tables, and has no cell that would draw.
    assert len(drawn) >= 2 or (not shown and visit.outputs(r"open_scorecard\("))
    for chart in drawn:
        assert chart["width"] > 300 and chart["height"] > 90
        assert chart["colours"].get(house.AREA, 0) > 50
    assert_gaps_are_said([output for output in shown if output["kind"] != "chart"])


def assert_gaps_are_said(gaps):
    """Each is a notice, or silent because the notice above it says the same."""
    said = [gap for gap in gaps if gap["text"].strip()]
    assert said or not gaps
    for gap in said:
        assert "<blockquote>" in gap["html"] and gap["text"].strip().endswith(".")


def test_tables_and_sentences_can_be_read(visit):
    shown = visit.outputs(TABLES)
    tables = [table for table in shown if table["rows"]]
    assert len(tables) >= 4
    for table in tables:
        assert table["height"] > 40, table["text"]
    # A cell may show a chart beside its table.
    others = [output for output in shown if not output["rows"] and output["kind"] != "chart"]
    assert_gaps_are_said(others)
    sentences = [said for said in visit.outputs(SENTENCES) if said["text"].strip()]
    assert len(sentences) >= 5
    for said in sentences:
        assert said["kind"] == "text/markdown" and said["height"] > 10
    assert any("Wirral" in said["text"] for said in sentences)


def test_nothing_is_dumped_raw(visit):
    for cell in visit.cells:
        for output in cell["outputs"]:
            assert not RAW.search(output["text"]), output["text"][:200]


def test_the_inputs_of_the_command_are_what_the_notebook_stands_on(visit):
    # The project's own inbox holds a bad file, and would have been refused.
    opened = visit.outputs(r"open_(workbook|scorecard)\(")
    assert SAMPLE_MARK in opened[0]["text"]


def test_no_request_leaves_the_machine(visit):
    assert len(visit.asked) > 10
    assert {urlsplit(address).hostname for address in visit.asked} <= HOME
    assert not [address for address in visit.asked if re.search("/lab/api/(news|update)", address)]


def test_the_command_opens_the_notebook_that_was_named(visited):
    _, server = visited
    assert f"/lab/tree/notebooks/{NAMES[0]}?" in server.address


def test_jupyterlab_knows_every_option_that_it_is_given(visited):
    _, server = visited
    assert "not recognized" not in server.text and "nrecognized" not in server.text
    assert "Extension Manager is 'readonly'" in server.text


def test_ctrl_c_ends_it_quietly(visited):
    _, server = visited
    assert server.code == 0
    assert "Traceback" not in server.text and "Shut down this Jupyter server" not in server.text
    assert EXTRACTS in server.text.partition("ServerApp")[0]
