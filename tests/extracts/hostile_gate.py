"""Fixtures of the tests of hostile files: the gate with two contracts, and what it answers."""

from __future__ import annotations

import polars as pl
import pytest

from helpers.base.settings import Settings
from helpers.contracts.model import load_contract
from helpers.gate.passing import gate_file
from helpers.gate.store.records import Receipt, Refusal
from helpers.gate.store.shelf import Shelf


@pytest.fixture(scope="module")
def two_contracts(project_root):
    folder = project_root / "data_contracts"
    return tuple(load_contract(folder / f"{n}.odcs.yaml") for n in ("oflog", "home_care_waits"))


@pytest.fixture
def settings(project_root, tmp_path):
    return Settings(root=project_root, outputs=tmp_path / "outputs")


@pytest.fixture
def gate(two_contracts, settings, tmp_path):
    def ask(content: bytes | str, name: str = "file.csv") -> Receipt | Refusal:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return gate_file(path, two_contracts, settings)

    return ask


@pytest.fixture
def table(gate, settings):
    """The rows of a file that must pass, without their places."""

    def read(content: bytes | str, name: str = "file.csv") -> pl.DataFrame:
        answer = gate(content, name)
        assert isinstance(answer, Receipt), answer
        frame = pl.read_parquet(Shelf(settings.store).table_path(answer))
        return frame.drop("sheet", "sheet_row")

    return read


@pytest.fixture
def refused(gate):
    def ask(content: bytes | str, name: str = "file.csv") -> Refusal:
        answer = gate(content, name)
        assert isinstance(answer, Refusal), answer
        assert answer.place and answer.found and answer.mend
        return answer

    return ask
