"""A new indicator: registered, listed, tested, and the registry else as it was."""

from __future__ import annotations

import difflib

import pytest
from typer.testing import CliRunner

from desk.scaffolding import bare_project, run_tests, tidy
from helpers.base.errors import ContractError, ParameterError
from helpers.base.settings import ROOT_VARIABLE
from helpers.cli.main import app
from helpers.desk.new_dataset import new_dataset
from helpers.desk.new_indicator import new_indicator
from helpers.indicators.registry import load_registry
from indicators.listing import page


@pytest.fixture
def project(project_root, tmp_path):
    return bare_project(project_root, tmp_path)


def added(before: str, after: str) -> list[str]:
    """The lines that came in; nothing may have gone."""
    changes = list(difflib.ndiff(before.splitlines(), after.splitlines()))
    assert not [line for line in changes if line.startswith("- ")]
    return [line[2:] for line in changes if line.startswith("+ ")]


def test_it_is_registered_and_nothing_else_of_the_registry_changes(project) -> None:
    before = (project.contracts / "indicators.yaml").read_text("utf-8")
    new_indicator("Shared lives", "", "", project, load_registry)
    registry = load_registry(project.contracts)
    found = registry.find("shared-lives", "local")
    assert found.title == "Shared lives" and found.uncomputed and found.themes == ()
    lines = added(before, (project.contracts / "indicators.yaml").read_text("utf-8"))
    assert lines[1] == "  - framework: local"
    assert sum("fill in" in line for line in lines) >= 8
    assert (project.root / "docs" / "indicators.md").read_text("utf-8") == page(registry)


def test_with_a_dataset_and_a_theme_its_figures_are_computed(project, project_root) -> None:
    new_dataset("day centres", project)
    _, test, _ = new_indicator("day centre places", "day_centres", "carers", project, load_registry)
    registry = load_registry(project.contracts)
    found = registry.find("day-centre-places", "local")
    assert [each.dataset for each in found.computed] == ["day_centres"]
    assert (project.root / "docs" / "indicators.md").read_text("utf-8") == page(registry)
    ended = run_tests(project, str(test))
    assert ended.returncode == 0 and "2 passed" in ended.stdout, ended.stdout + ended.stderr
    assert tidy(project_root, test) == ""


def test_a_second_indicator_of_a_dataset_registers_the_dataset_once(project) -> None:
    new_dataset("day centres", project)
    for name in ("places", "visits"):
        new_indicator(name, "day_centres", "", project, load_registry)
    text = (project.contracts / "indicators.yaml").read_text("utf-8")
    assert text.count("\n  day_centres: {}\n") == 1
    assert {each.code for each in load_registry(project.contracts).indicators} >= {
        "places",
        "visits",
    }


@pytest.mark.parametrize(
    ("name", "dataset", "words"),
    [
        ("dp-people", "", "registered already"),
        ("places", "day_centers", "there is no dataset of that name"),
        ("places", "direct_payments_local", "by age_band, client_or_carer, support_reason"),
        ("2c", "", "cannot be the name"),
    ],
)
def test_what_cannot_be_made_is_refused_and_nothing_written(project, name, dataset, words) -> None:
    before = (project.contracts / "indicators.yaml").read_bytes()
    with pytest.raises(ParameterError, match=words):
        new_indicator(name, dataset, "", project, load_registry)
    assert (project.contracts / "indicators.yaml").read_bytes() == before
    assert not (project.root / "tests" / "indicators").exists()


def test_a_registry_that_cannot_be_read_with_it_is_put_back(project) -> None:
    def refuse(_):
        raise ContractError("indicators.yaml", "no")

    before = (project.contracts / "indicators.yaml").read_bytes()
    with pytest.raises(ContractError):
        new_indicator("places", "", "", project, refuse)
    assert (project.contracts / "indicators.yaml").read_bytes() == before
    assert not list((project.root / "tests" / "indicators").iterdir())


def test_the_command_says_what_was_made_and_what_comes_next(project, monkeypatch) -> None:
    monkeypatch.setenv(ROOT_VARIABLE, str(project.root))
    done = CliRunner().invoke(app, ["new", "indicator", "shared lives", "--theme", "carers"])
    assert done.exit_code == 0, done.output
    assert "tests/indicators/test_indicator_shared_lives.py" in done.output
    assert load_registry(project.contracts).find("shared-lives", "local").themes == ("carers",)


def test_a_theme_is_not_made_and_what_it_needs_is_said() -> None:
    done = CliRunner().invoke(app, ["new", "theme", "housing"])
    assert isinstance(done.exception, ParameterError) and done.exception.exit_code == 2
    assert "themes.py" in done.exception.mend and "indicators.yaml" in done.exception.mend
