"""A new strategy file: it passes the schema, its examples too, and its test runs."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from datetime import date

import pytest
from typer.testing import CliRunner

from helpers.base.errors import ContractError, ParameterError
from helpers.base.geography import find_area
from helpers.base.parameters import check_request
from helpers.base.scaffold_mark import TO_FILL_IN
from helpers.base.settings import ROOT_VARIABLE, Settings
from helpers.base.themes import SCORECARD
from helpers.cli.main import app
from helpers.desk.new_strategy import new_strategy
from helpers.publication.strategy_facts import strategy_facts
from helpers.strategies.needed import needed
from helpers.strategies.register import load_strategy, parse_strategy
from helpers.workbook import Scorecard

TODAY = date(2026, 11, 29)


@pytest.fixture
def project(project_root, tmp_path) -> Settings:
    """A project of its own, with contracts, strategies and a folder of tests."""
    for name in ("data_contracts", "strategies"):
        shutil.copytree(project_root / name, tmp_path / name)
    for name in ("notebooks", "tests"):
        (tmp_path / name).mkdir()
    return Settings(root=tmp_path, outputs=tmp_path / "outputs")


def test_a_new_file_passes_the_schema_and_says_what_to_fill_in(project):
    made = new_strategy("Liverpool", project, TODAY)
    path = project.strategies / "liverpool.yaml"
    assert made.files[0] == path
    strategy = load_strategy(project.strategies, "liverpool")
    assert strategy.council == "E08000012" and strategy.commitments == ()
    assert strategy.documents[0].starts.date == "2026-04-01"
    text = path.read_text("utf-8")
    assert text.count("# fill in") >= 8 and "docs/strategies.md" in text
    assert max(map(len, text.splitlines())) <= 110


def test_every_kind_of_example_in_it_passes_the_schema_once_its_hashes_are_gone(project):
    new_strategy("liverpool", project, TODAY)
    text = (project.strategies / "liverpool.yaml").read_text("utf-8")
    head, _, examples = text.partition("commitments: []\n")
    plain = re.sub(r"^# ", "", examples, flags=re.MULTILINE)
    strategy = parse_strategy(f"{head}commitments:\n{plain}", "liverpool.yaml")
    kinds = {kind for each in strategy.commitments for kind in each.types}
    assert kinds == {"direction", "target", "milestone", "baseline", "money"}


def test_the_test_that_comes_with_it_runs(project):
    made = new_strategy("st-helens", project, TODAY)
    test = made.files[1]
    assert test.name == "test_file_of_st_helens.py"
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist",
         "--rootdir", str(project.root), str(test)],
        env=os.environ | {ROOT_VARIABLE: str(project.root)},
        cwd=project.root, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr
    assert "2 passed" in run.stdout


def test_a_file_is_never_written_over(project):
    new_strategy("liverpool", project, TODAY)
    before = (project.strategies / "liverpool.yaml").read_bytes()
    for name in ("liverpool", "E08000012", "wirral"):
        with pytest.raises(ParameterError, match="there is a file for it already"):
            new_strategy(name, project, TODAY)
    assert (project.strategies / "liverpool.yaml").read_bytes() == before
    with pytest.raises(ParameterError, match=r"did you mean Liverpool"):
        new_strategy("livrpool", project, TODAY)


def test_the_command_says_what_was_made_and_what_comes_next(project, monkeypatch):
    monkeypatch.setenv(ROOT_VARIABLE, str(project.root))
    done = CliRunner().invoke(app, ["new", "strategy", "liverpool"])
    assert done.exit_code == 0, done.output
    assert "Made strategies/liverpool.yaml" in done.output
    assert "Made tests/strategies/test_file_of_liverpool.py" in done.output
    fill, _, then = done.output.partition("First fill in every line")
    assert "a run refuses the file" in then and "workbooks run" not in fill
    assert "Only then: workbooks run --area liverpool --theme scorecard" in then
    assert (project.strategies / "liverpool.yaml").is_file()


def test_no_page_is_made_of_it_until_it_is_filled_in(project):
    new_strategy("liverpool", project, TODAY)
    path, area = project.strategies / "liverpool.yaml", find_area("liverpool")
    for left in (5, 4, 3, 2, 1):
        text = path.read_text("utf-8")
        values = [line for line in text.splitlines() if TO_FILL_IN in line and line[0] != "#"]
        assert len(values) == left
        with pytest.raises(ContractError, match="fill in every line") as caught:
            strategy_facts(project, area, "auto")
        assert caught.value.place.startswith("liverpool.yaml, line ")
        path.write_text(text.replace(values[0], values[0].replace(TO_FILL_IN, "")), "utf-8")
    assert strategy_facts(project, area, "auto").name == "liverpool"
    assert strategy_facts(project, find_area("wirral"), "auto").name == "wirral"


def test_a_scorecard_of_a_file_without_promises_says_so(project, sample_source):
    new_strategy("liverpool", project, TODAY)
    strategy = load_strategy(project.strategies, "liverpool")
    request = check_request("scorecard", "liverpool", "latest", "region", "auto")
    wanted = needed(strategy, SCORECARD, sample_source.registry)
    card = Scorecard(sample_source.evidence(request, wanted), strategy)
    points = str(card.main_points())
    assert f"The strategy file of {find_area('liverpool').name} holds no promise yet" in points
    assert "is registered" not in points
    assert card.promised("carers").shown.rows
