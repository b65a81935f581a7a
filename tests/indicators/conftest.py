"""Every real file and every specimen, gated once for all tests of this folder and all workers."""

from __future__ import annotations

from pathlib import Path

import pytest
from filelock import FileLock

from contracts.specimens import all_specimens, write
from helpers.base.settings import Settings
from helpers.indicators.registry import Registry, load_registry
from helpers.indicators.source import Source

ROOT = Path(__file__).resolve().parents[2]


def _gated(inputs: Path, outputs: Path) -> Source:
    from helpers.gate.passing import gate_inputs

    settings = Settings(root=ROOT, outputs=outputs)
    with FileLock(outputs.with_suffix(".lock")):
        receipts = gate_inputs(str(inputs), settings).receipts
    return Source(receipts, settings, thorough=True)


@pytest.fixture(scope="session")
def common(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that all workers of a test run share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if base.name.startswith("popen-") else base


@pytest.fixture(scope="session")
def whole(shared: Path, common: Path) -> Source:
    """Return the evidence of every real file beside the project."""
    return _gated(shared / "data" / "real", common / "whole")


@pytest.fixture(scope="session")
def invented(common: Path) -> Source:
    """Return the evidence of one invented extract of each dataset."""
    inbox = common / "specimens"
    with FileLock(common / "specimens.lock"):
        if not inbox.is_dir():
            inbox.mkdir()
            for specimen in all_specimens():
                if not specimen.is_variant:
                    write(specimen.content(), inbox, specimen.file_name)
    return _gated(inbox, common / "invented")


@pytest.fixture(scope="session")
def sampled(common: Path) -> Source:
    """Return the evidence of the invented files that the project ships."""
    return _gated(ROOT / "data" / "samples", common / "sampled")


@pytest.fixture(scope="session")
def registry() -> Registry:
    """Return the project's registry, checked whole."""
    return load_registry(ROOT / "data_contracts")
