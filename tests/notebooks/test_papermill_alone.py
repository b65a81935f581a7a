"""The notebooks under plain papermill, with no help from the run: from any folder, as they are."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest

from helpers.base.samples_mark import SAMPLE_MARK
from helpers.base.settings import Settings
from helpers.indicators.source import Source
from notebooks.running import (
    NOTEBOOKS,
    SAMPLE_INPUTS,
    WITH_SCORECARD,
    cell_of,
    everything_said,
    said,
    surroundings,
)

Finished = subprocess.CompletedProcess[str]


def _papermill(name: str, folder: Path, outputs: Path, *parameters: str) -> Finished:
    folder.mkdir(exist_ok=True)
    notebook = str(NOTEBOOKS / f"{name}.ipynb")
    return subprocess.run(
        [sys.executable, "-m", "papermill", notebook, f"{name}.ipynb", *parameters],
        env=surroundings(outputs),
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a working folder that is not the project's."""
    return tmp_path_factory.mktemp("elsewhere")


@pytest.fixture(scope="module")
def finished(folder: Path, sample_settings: Settings, sample_source: Source) -> dict[str, Finished]:
    """Run every notebook by a council's code, on the sample, two at a time."""
    words = ("-p", "area", "E08000015", "-p", "inputs", SAMPLE_INPUTS)
    with ThreadPoolExecutor(2) as pool:
        runs = pool.map(
            lambda name: _papermill(name, folder, sample_settings.outputs, *words), WITH_SCORECARD
        )
        return dict(zip(WITH_SCORECARD, runs, strict=True))


@pytest.mark.parametrize("name", WITH_SCORECARD)
def test_plain_papermill_runs_a_notebook_from_any_folder(name, finished, folder):
    assert finished[name].returncode == 0, finished[name].stderr[-2000:]
    notebook = nbformat.read(folder / f"{name}.ipynb", as_version=4)
    assert "**Wirral**" in said(notebook, "open")
    assert SAMPLE_MARK in said(notebook, "open")
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(cell.outputs for cell in code if not cell.metadata.get("tags"))
    assert "Run by hand: nothing is published" in said(notebook, "publish")
    assert "None" not in everything_said(notebook)
    assert "nan" not in everything_said(notebook).split()


def test_a_notebook_gates_its_inputs_where_no_receipt_is_there_yet(tmp_path):
    run = _papermill("workforce", tmp_path, tmp_path / "outputs", "-p", "area", "sefton")
    assert run.returncode == 0, run.stderr[-2000:]
    notebook = nbformat.read(tmp_path / "workforce.ipynb", as_version=4)
    assert "**Sefton**" in said(notebook, "open")
    assert (tmp_path / "outputs" / ".store").is_dir()


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        (("area", "wirall"), "did you mean Wirral (wirral, E08000015)?"),
        (("period", "2024"), 'write it in quotes: period = "2024"'),
    ],
    ids=["area", "period"],
)
def test_a_wrong_parameter_is_answered_in_words(
    parameters, words, tmp_path, sample_settings, sample_source
):
    run = _papermill("placements", tmp_path, sample_settings.outputs, "-p", *parameters)
    assert run.returncode != 0
    notebook = nbformat.read(tmp_path / "placements.ipynb", as_version=4)
    (error,) = cell_of(notebook, "open").outputs
    told = "\n".join(error.traceback)
    assert words in told
    assert "File " not in told and "Traceback" not in told, "an analyst sees no library frames"
    assert told in run.stderr
    assert cell_of(notebook, "main-points").outputs == []
