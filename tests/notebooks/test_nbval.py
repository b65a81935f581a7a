"""The marked cells of the notebooks show what was reviewed, as nbval sees it.

nbval runs on copies, because the notebooks themselves are committed without outputs.
"""

from __future__ import annotations

import copy
import re
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.base.settings import Settings
from helpers.indicators.source import Source
from notebooks import reviewed
from notebooks.running import WITH_SCORECARD, cell_of, load, surroundings

pytestmark = pytest.mark.nbval


@pytest.fixture
def settings(sample_settings: Settings, sample_source: Source) -> Settings:
    """Return settings whose store holds the receipt of the sample."""
    return sample_settings


def _nbval(folder: Path, settings: Settings) -> subprocess.CompletedProcess[str]:
    # --dist loadfile: the cells of a notebook share one kernel, and so one worker.
    words = ("--nbval-lax", "-n", "2", "--dist", "loadfile", "-p", "no:cacheprovider", "-q")
    return subprocess.run(
        [sys.executable, "-m", "pytest", *words, "--rootdir", str(folder), str(folder)],
        env=surroundings(settings.outputs),
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


def _failed(output: str) -> set[str]:
    """Ids of the cells that nbval names by their number among the code cells."""
    found = set()
    for name, number in re.findall(r"^FAILED \S*?(\w+)\.ipynb::Cell (\d+)", output, re.MULTILINE):
        code = [cell for cell in load(name).cells if cell.cell_type == "code"]
        found.add(code[int(number)].id)
    return found


def test_the_reviewed_cells_show_what_was_reviewed(tmp_path, settings):
    for name in WITH_SCORECARD:
        reviewed.write_copy(tmp_path, name, reviewed.read(name))
    run = _nbval(tmp_path, settings)
    assert run.returncode == 0, run.stdout[-6000:] + run.stderr[-2000:]
    cells = sum(cell.cell_type == "code" for name in WITH_SCORECARD for cell in load(name).cells)
    assert f"{cells} passed" in run.stdout


def test_a_planted_wrong_figure_is_caught_and_its_cell_named(tmp_path, settings):
    wrong = copy.deepcopy(reviewed.read("workforce"))
    lines = wrong["turnover-reading"][0]["lines"]
    lines[0], changed = re.subn(
        r"\d", lambda digit: str((int(digit[0]) + 1) % 10), lines[0], count=1
    )
    assert changed == 1
    reviewed.write_copy(tmp_path, "workforce", wrong)
    run = _nbval(tmp_path, settings)
    assert run.returncode == 1, run.stdout[-3000:]
    assert _failed(run.stdout) == {"turnover-reading"}


@pytest.mark.parametrize("name", WITH_SCORECARD)
def test_every_headline_table_and_reading_is_marked_and_reviewed(name):
    notebook = load(name)
    assert reviewed.unmatched(notebook, reviewed.read(name)) == []
    ids = {cell.id for cell in notebook.cells}
    key = {cell for cell in ids if cell.endswith(("-table", "-reading")) or cell == "main-points"}
    assert {cell.id for cell in reviewed.marked(notebook)} == key


def test_a_marked_cell_without_a_reviewed_output_fails(tmp_path):
    lacking = reviewed.read("carers")
    del lacking["lives-reading"]
    with pytest.raises(AssertionError, match="lives-reading has no reviewed output"):
        reviewed.write_copy(tmp_path, "carers", lacking)
    lacking["lives-reading"] = []
    with pytest.raises(AssertionError, match="lives-reading has no reviewed output"):
        reviewed.write_copy(tmp_path, "carers", lacking)


def test_a_reviewed_output_without_its_cell_fails(tmp_path):
    left = reviewed.read("carers") | {"gone": [{"kinds": ["text/plain"], "lines": ["x"]}]}
    with pytest.raises(AssertionError, match="gone is no marked cell"):
        reviewed.write_copy(tmp_path, "carers", left)


@pytest.mark.parametrize("name", WITH_SCORECARD)
def test_what_was_reviewed_comes_from_the_sample(name):
    parameters = cell_of(reviewed.on_samples(load(name)), "parameters").source
    assert 'inputs = "data/samples"' in parameters
    assert 'area = "wirral"' in parameters
