"""The real figures of the three councils, judged once for all tests of a process."""

from __future__ import annotations

import shutil

import pytest

from helpers.indicators.source import Source
from helpers.strategies.judging import judge
from helpers.strategies.register import load_strategy
from strategies.frames import real_held

COUNCILS = ("wirral", "worcestershire", "sefton")
FILES = (
    "ascof_timeseries_2024_25/ascof_2024_25.ods",
    "ascof_open_data_2020_21/meas-from-asc-of-eng-2021-open-data-csv_v2.xlsx",
    "nhse_dtoc_la/DToC_Days_Reason_for_Delay.csv",
    "ons_mye_2024/mye24tablesew.csv",
    "ons_nearest_neighbours/localauthoritynearestneighboursengland.csv",
)


@pytest.fixture(scope="session")
def real_inputs(shared, tmp_path_factory):
    """A folder of the publishers' files that the strategies' measures come from."""
    folder = tmp_path_factory.mktemp("real")
    real = shared / "data" / "real"
    for path in [real / name for name in FILES] + sorted((real / "nhse_mar_nea_ccg").glob("*.xls")):
        shutil.copy(path, folder / path.name)
    return folder


@pytest.fixture(scope="session")
def every_source(real_inputs, sample_settings) -> Source:
    """The evidence of those files."""
    from helpers.gate.passing import gate_inputs

    return Source(gate_inputs(str(real_inputs), sample_settings).receipts, sample_settings)


@pytest.fixture(scope="session")
def held(every_source):
    """The frames of each council."""
    return {name: real_held(every_source, name) for name in COUNCILS}


@pytest.fixture(scope="session")
def strategies(project_root):
    """The registered strategies, by name."""
    return {name: load_strategy(project_root / "strategies", name) for name in COUNCILS}


@pytest.fixture(scope="session")
def judged(held, strategies):
    """Every commitment of the three councils, by id."""
    return {each.id: each for name in COUNCILS for each in judge(strategies[name], held[name])}
