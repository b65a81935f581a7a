"""What the pages of the bundled sample show: every section is filled, but for those named here."""

from __future__ import annotations

import ast

import nbformat
import pytest

from helpers.base.samples_mark import IN_THE_LAYOUT_OF
from helpers.base.settings import OUTPUTS_VARIABLE
from helpers.base.themes import THEMES
from helpers.display.figures import Figure
from helpers.display.passages import Notice
from helpers.display.tables import Table

COUNCILS = ("wirral", "sefton", "worcestershire")
# Of each theme: the sections of evidence, and the cells of them that cannot be filled.
SECTIONS = {"placements": 8, "carers": 7, "direct-payments": 7, "workforce": 6, "bcf-outcomes": 7}
AROUND = {
    "",
    "The data, and what was checked",
    "What was promised",
    "What these figures cannot say",
    "Data to collect next",
}
NOT_FILLED = {
    # Client level data have one year so far, and the sample does not invent a second.
    "placements": {"book.demand.split()": "One year, 2024-25, can be counted so far"},
    # A workbook a month of more than 200 commissioners is too much to carry along.
    "bcf-outcomes": {"book.months(emergency)": "non-elective (emergency) admissions in the month"},
}


@pytest.fixture
def shown(sample_source, sample_settings, project_root, monkeypatch):
    """Return a function that runs a notebook and gives each section's cells and what they show."""
    monkeypatch.setenv(OUTPUTS_VARIABLE, str(sample_settings.outputs))
    monkeypatch.setenv("CARE_WORKBOOKS_RUN", "1")
    receipts = ",".join(receipt.id for receipt in sample_source.tables.receipts)

    def run(theme, area: str) -> dict[str, dict[str, object]]:
        notebook = nbformat.read(project_root / "notebooks" / theme.notebook, as_version=4)
        names: dict[str, object] = {}
        found: dict[str, dict[str, object]] = {}
        section = ""

        def display(*values: object) -> None:
            cells = found.setdefault(section, {})
            for value in values:
                cells[f"displayed {len(cells)}"] = value

        names["display"] = display
        for cell in notebook.cells:
            if cell.cell_type != "code":
                heads = [line for line in cell.source.splitlines() if line.startswith("## ")]
                section = heads[-1][3:] if heads else section
                continue
            tree = ast.parse(cell.source)
            last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
            exec(compile(tree, cell.id, "exec"), names)
            if last is not None:
                value = eval(compile(ast.Expression(last.value), cell.id, "eval"), names)
                asked = ast.unparse(last.value)
                if not asked.startswith("display("):
                    found.setdefault(section, {})[asked] = value
            if "parameters" in cell.metadata.get("tags", []):
                names |= {"area": area, "inputs": f"receipt:{receipts}"}
        return found

    return run


@pytest.mark.parametrize("area", COUNCILS)
@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.slug)
def test_a_newcomer_sees_every_section_filled(theme, area, shown) -> None:
    sections = shown(theme, area)
    gaps = {
        cell: value.text
        for cells in sections.values()
        for cell, value in cells.items()
        if isinstance(value, Notice) and value.kind == "gap"
    }
    expected = NOT_FILLED.get(theme.slug, {})
    assert set(gaps) == set(expected)
    assert all(words in gaps[cell] for cell, words in expected.items())
    evidence = {section: cells for section, cells in sections.items() if section not in AROUND}
    empty = [
        section
        for section, cells in evidence.items()
        if not any(isinstance(value, Figure | Table) for value in cells.values())
    ]
    assert empty == []
    assert len(evidence) == SECTIONS[theme.slug]
    for value in (value for cells in evidence.values() for value in cells.values()):
        if isinstance(value, Figure | Table) and value.source:
            assert value.source.startswith(IN_THE_LAYOUT_OF), value.source
    # What a section asks for and cannot draw is said by a notice: no cell is blank beside it.
    blank = [cell for cells in sections.values() for cell, value in cells.items() if value is None]
    assert [cell for cell in blank if not cell.startswith("book.publish")] == []
