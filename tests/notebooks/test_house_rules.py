"""Every notebook keeps the house rules, and a planted fault against each of them is seen."""

from __future__ import annotations

import copy

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from helpers.base.settings import Settings
from helpers.base.themes import THEMES, WORKBOOKS
from helpers.indicators.registry import load_registry
from notebooks.house_rules import RULES, codes_called, faults
from notebooks.running import NAMES, NOTEBOOKS, ROOT, WITH_SCORECARD, cell_of, load

MEASURES = {
    "placements": {"2A", "2B", "2C", "2E(1)", "2E(2a)", "2E(2b)", "6B", "1D", "4A", "4B"}
    | {"1A", "5A(1)"},
    "carers": {"1C", "1E", "3B", "3C(2)", "5A(2)", "unpaid-care", "carer-assessments"},
    "direct_payments": {"3D(1a)", "3D(2a)", "3A", "1B", "3C(1)"},
    "workforce": {"6A", "1D", "6B"},
    "bcf_outcomes": {"2C", "2D(1)", "2D(2)", "1A"},
}
"""Some measures without which a page would not answer its questions."""


@pytest.mark.parametrize("name", WITH_SCORECARD)
def test_a_notebook_keeps_the_house_rules(name):
    assert faults(load(name)) == []


def test_there_is_a_notebook_for_each_theme_and_the_scorecard():
    assert {theme.notebook for theme in WORKBOOKS} == {
        path.name for path in NOTEBOOKS.glob("*.ipynb")
    }


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_asks_for_all_of_its_measures_and_opens_its_own_theme(name):
    notebook = load(name)
    theme = next(theme for theme in THEMES if theme.notebook == f"{name}.ipynb")
    registry = load_registry(Settings(root=ROOT, outputs=ROOT / "outputs").contracts)
    asked = {registry.find(code) for _, codes in codes_called(notebook) for code in codes}
    for _, codes in codes_called(notebook, former=True):
        asked |= {registry.find(*reversed(code.split(" ", 1))) for code in codes}
    assert {indicator.code for indicator in asked} >= MEASURES[name]
    assert {item.name for item in asked} == {item.name for item in registry.of_page(theme.slug)}
    assert f'open_workbook("{theme.slug}", ' in cell_of(notebook, "open").source


@pytest.mark.parametrize("name", NAMES)
def test_main_points_are_three_to_five(name):
    points = next(codes for call, codes in codes_called(load(name)) if call == "main_points")
    assert 3 <= len(points) <= 5


@pytest.mark.parametrize("name", NAMES)
def test_an_indicator_that_needs_another_is_never_asked_for_alone(name):
    registry = load_registry(Settings(root=ROOT, outputs=ROOT / "outputs").contracts)
    for _, codes in codes_called(load(name)):
        for code in codes:
            partner = registry.find(code).shown_with
            assert not partner or partner in codes, f"{code} stands without {partner}"


@pytest.mark.parametrize("name", NAMES)
def test_the_five_pages_have_the_same_parameters(name):
    common = cell_of(load(NAMES[0]), "parameters").source
    assert cell_of(load(name), "parameters").source.startswith(common)


def test_the_scorecard_has_the_same_parameters_and_two_of_its_own():
    common = cell_of(load(NAMES[0]), "parameters").source.splitlines()
    own = cell_of(load("scorecard"), "parameters").source.splitlines()
    assert own[: len(common)] == common
    assert [line.partition(" ")[0] for line in own[len(common) :]] == ["baselines", "as_of"]


def _change(cell_id: str, old: str, new: str):
    def plant(notebook: NotebookNode) -> None:
        cell = cell_of(notebook, cell_id)
        assert old in cell.source
        cell.source = cell.source.replace(old, new)

    return plant


def _add(source: str, place: int = 10, **more: object):
    def plant(notebook: NotebookNode) -> None:
        notebook.cells.insert(place, new_code_cell(source, id="planted", **more))

    return plant


def _drop(cell_id: str):
    def plant(notebook: NotebookNode) -> None:
        notebook.cells.remove(cell_of(notebook, cell_id))

    return plant


def _no_prose(notebook: NotebookNode) -> None:
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = cell.source.splitlines()[0]


def _long_cells(notebook: NotebookNode) -> None:
    for cell in notebook.cells:
        if cell.cell_type == "code" and "tags" not in cell.metadata:
            cell.source += "\nbook" * 5


def _publish_early(notebook: NotebookNode) -> None:
    notebook.cells.insert(5, notebook.cells.pop())


def _promises_first(notebook: NotebookNode) -> None:
    promises = cell_of(notebook, "promises")
    notebook.cells.remove(promises)
    notebook.cells.insert(4, promises)


def _collect_first(notebook: NotebookNode) -> None:
    notebook.cells.insert(4, cell_of(notebook, "to-collect"))
    notebook.cells.pop(-2)


PLANTED = [
    ("first cell", _change("title", "# Placements", "Placements")),
    ("first cell", _change("title", "**Licence:**", "Licence:")),
    ("parameters cell", _change("parameters", "  # reporting year", "\n# reporting year")),
    ("parameters cell", _change("parameters", "period =", "year =")),
    ("parameters cell", _change("parameters", '"region"  #', 'print("region")  #')),
    ("parameters cell", _add("area = 'sefton'", metadata={"tags": ["parameters"]})),
    ("parameters cell", _drop("parameters")),
    ("imports", _add("import json")),
    ("imports", _change("open", "from helpers", "import numpy\nfrom helpers")),
    ("order", _publish_early),
    ("order", _promises_first),
    ("order", _drop("caveats")),
    ("size", lambda notebook: notebook.cells.__delitem__(slice(10, 40))),
    ("size", lambda notebook: notebook.cells.extend([new_markdown_cell("x", id="x")] * 9)),
    ("size", _add("book\n" * 13)),
    ("size", _long_cells),
    ("plain cells", _add("def rate(x):\n    return x")),
    ("plain cells", _add("class Rate:\n    pass")),
    ("plain cells", _add("for area in areas:\n    book.table(area)")),
    ("plain cells", _add("[book.table(area) for area in areas]")),
    ("question and reading", _drop("ratings-reading")),
    ("question and reading", _drop("voices-reading")),
    ("question and reading", _add("book.table(admissions)", 6)),
    ("question and reading", _change("home-question", "family?", "family")),
    ("enough prose", _no_prose),
    ("charts by helpers", _add("alt.Chart(admissions)")),
    ("charts by helpers", _add("admissions.plot()")),
    ("no literals", _add('admissions["value"]')),
    ("no literals", _add("admissions.head(3)")),
    ("no writes", _add('admissions.to_csv("a.csv")')),
    ("no writes", _add('open("a.csv", "w")')),
    ("no writes", _add("!pip list")),
    ("committed clean", _add("book", outputs=[new_output("stream", text="hello")])),
    ("committed clean", _add("book", execution_count=3)),
    ("committed clean", _add("book", metadata={"scrolled": True})),
    ("committed clean", lambda notebook: notebook.metadata.kernelspec.update(name="mine")),
    ("readable ids", lambda notebook: notebook.cells[7].update(id="1a2b3c4d")),
    ("readable ids", lambda notebook: notebook.cells[7].update(id="title")),
    ("true for every council", _change("home-question", "Three", "In 42 councils, three")),
    ("true for every council", _change("home-question", "Three", "In Sefton, three")),
    ("true for every council", _change("home-question", "Three", "The worst council: three")),
    ("true for every council", _change("ratings-table", "or outstanding", "or outstanding, 2024")),
]

PLANTED_IN_THE_SCORECARD = [
    ("order", _drop("counted-table")),
    ("order", _publish_early),
    ("order", _collect_first),
    ("order", _change("open", "open_scorecard(", "open_workbook(")),
    ("order", _change("closed-promises", "book.closed()", 'book.promised("placements")')),
    ("question and reading", _drop("carers-reasons")),
    ("question and reading", _drop("strength-reading")),
    ("question and reading", _change("values-question", "to year?", "to year")),
    ("true for every council", _change("carers-question", "Few", "In Sefton few")),
]


@pytest.mark.parametrize(
    ("rule", "plant"),
    PLANTED_IN_THE_SCORECARD,
    ids=[f"{n}-{p[0]}" for n, p in enumerate(PLANTED_IN_THE_SCORECARD)],
)
def test_a_fault_planted_in_the_scorecard_is_seen(rule, plant):
    notebook = copy.deepcopy(load("scorecard"))
    plant(notebook)
    assert list(RULES[rule](notebook)), "the fault was not seen"


@pytest.mark.parametrize(
    ("rule", "plant"), PLANTED, ids=[f"{n}-{p[0]}" for n, p in enumerate(PLANTED)]
)
def test_a_planted_fault_is_seen(rule, plant):
    notebook = copy.deepcopy(load("placements"))
    plant(notebook)
    assert list(RULES[rule](notebook)), "the fault was not seen"


def test_every_rule_has_a_planted_fault():
    assert {rule for rule, _ in PLANTED} == set(RULES)
