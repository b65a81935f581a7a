"""Fixtures for every test, and the rule that real data beside the project is used."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest

from helpers.base.settings import Settings
from helpers.indicators.source import Source

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def project_root() -> Path:
    """Return the project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of reference material beside the project."""
    if not SHARED.is_dir():
        pytest.skip("needs ../shared")
    return SHARED


@pytest.fixture(scope="session")
def real_ascof(shared: Path) -> Path:
    """Return the publisher's ASCOF time series, 2015-16 to 2024-25."""
    return shared / "data" / "real" / "ascof_timeseries_2024_25" / "ascof_2024_25.ods"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skip for want of ../shared into a failure where the folder is there."""
    report = yield
    skipped = report.skipped and not hasattr(report, "wasxfail")
    if skipped and "../shared" in str(report.longrepr) and SHARED.is_dir():
        report.outcome = "failed"
        report.longrepr = f"skipped although ../shared is there: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def sample_sheets() -> dict[str, list[list[object]]]:
    """Return the cells of the invented workbook, to be copied before they are changed."""
    from helpers.extracts.samples import invent_workbook

    return invent_workbook()  # type: ignore[return-value]


@pytest.fixture(scope="session")
def sample_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Return the project with an outputs folder of the tests' own."""
    return Settings(root=ROOT, outputs=tmp_path_factory.mktemp("outputs"))


@pytest.fixture(scope="session")
def sample_source(sample_settings: Settings) -> Source:
    """Return the evidence of the bundled sample, gated once for all tests of a process."""
    return _source(str(ROOT / "data" / "samples"), sample_settings)


@pytest.fixture(scope="session")
def real_source(real_ascof: Path, sample_settings: Settings) -> Source:
    """Return the evidence of the publisher's file, gated once for all tests of a process."""
    return _source(str(real_ascof.parent), sample_settings)


def _source(inputs: str, settings: Settings) -> Source:
    from helpers.gate.passing import gate_inputs

    return Source(gate_inputs(inputs, settings).receipts, settings)
