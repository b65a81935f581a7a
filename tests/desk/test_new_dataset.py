"""A new dataset: read and gated at once, held by tests that run, and never over another."""

from __future__ import annotations

import re
import shutil

import pytest
import yaml
from typer.testing import CliRunner

from desk.scaffolding import bare_project, run_tests, tidy
from helpers.base.errors import ParameterError
from helpers.base.settings import ROOT_VARIABLE
from helpers.cli.main import app
from helpers.contracts.model import check_document, load_contract
from helpers.desk.new_dataset import new_dataset
from helpers.desk.scaffold import checked_name
from helpers.extracts.table_layout import table_layouts


@pytest.fixture
def project(project_root, tmp_path):
    return bare_project(project_root, tmp_path)


def test_its_contract_passes_the_standard_and_says_what_to_fill_in(project) -> None:
    contract, specimen, _, page = new_dataset("Day-Centres", project)
    assert contract == project.contracts / "day_centres.odcs.yaml"
    check_document(yaml.safe_load(contract.read_text("utf-8")), contract.name)
    read = load_contract(contract)
    assert (read.id, read.title) == ("day_centres", "Day centres")
    assert read.fact("disclosurePolicy") == "people"
    assert [layout.name for layout in table_layouts(read)] == ["the file as it comes"]
    text = contract.read_text("utf-8")
    assert text.count("# fill in") >= 10 and max(map(len, text.splitlines())) <= 110
    assert specimen.read_text("utf-8").startswith('"Invented figures')
    assert "| `day_centres` | Day centres |" in page.read_text("utf-8")


def test_a_row_is_added_to_the_list_and_nothing_else_of_it_changes(project) -> None:
    before = (project.root / "docs" / "datasets.md").read_text("utf-8").splitlines()
    new_dataset("day centres", project)
    after = (project.root / "docs" / "datasets.md").read_text("utf-8").splitlines()
    (place,) = (n for n, row in enumerate(after) if row.startswith("| `day_centres`"))
    assert after[:place] + after[place + 1 :] == before
    assert after[place - 1].startswith("| `bcf_metrics`") and after[place + 1] == ""


def test_its_tests_run_and_a_mutant_of_each_rule_is_caught(project, project_root) -> None:
    made = new_dataset("day centres", project)
    mutations = "tests/contracts/test_mutations.py"
    ended = run_tests(project, mutations, str(made[2]), "-k", "day_centres")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert re.search(r"day_centres: (\d+) of \1 mutants caught", ended.stdout)
    assert "4 passed" in ended.stdout
    assert tidy(project_root, made[2]) == ""


def test_what_is_there_is_not_written_over(project) -> None:
    made = new_dataset("day centres", project)
    before = {path: path.read_bytes() for path in made}
    with pytest.raises(ParameterError, match="is there already"):
        new_dataset("day_centres", project)
    made[0].unlink()
    with pytest.raises(ParameterError, match=r"tests/specimens/day_centres\.csv is there already"):
        new_dataset("day_centres", project)
    assert not made[0].exists()
    assert {path: path.read_bytes() for path in made[1:]} == dict(list(before.items())[1:])


@pytest.mark.parametrize(
    "name", ["", "2c", "../up", "day/centre", "x" * 41, "Tagespflege-ä", "null", "on"]
)
def test_a_name_that_no_file_can_have_is_refused(name) -> None:
    with pytest.raises(ParameterError, match="cannot be the name of a file"):
        checked_name(name, "dataset", "_")


def test_a_name_that_belongs_to_the_cases_of_specimens_is_refused(project) -> None:
    with pytest.raises(ParameterError, match="cases of others"):
        new_dataset("hard cases", project)


def test_the_command_says_what_was_made_and_what_comes_next(project, monkeypatch) -> None:
    monkeypatch.setenv(ROOT_VARIABLE, str(project.root))
    shutil.rmtree(project.root / "docs")
    done = CliRunner().invoke(app, ["new", "dataset", "day centres"])
    assert done.exit_code == 0, done.output
    assert "data_contracts/day_centres.odcs.yaml" in done.output
    assert "Then: workbooks check tests/specimens/day_centres.csv" in done.output
    assert "docs/datasets.md" not in done.output
