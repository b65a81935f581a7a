"""What is remembered of contracts that passed hides none that became wrong."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from helpers.base.errors import ContractError
from helpers.contracts import model, passed
from helpers.contracts.model import load_contracts
from helpers.contracts.passed import Passed

KEPT = ("oflog.odcs.yaml", "home_care_waits.odcs.yaml")


@pytest.fixture
def folder(project_root: Path, tmp_path: Path) -> Path:
    made = tmp_path / "data_contracts"
    made.mkdir()
    for name in KEPT:
        shutil.copy(project_root / "data_contracts" / name, made)
    return made


@pytest.fixture
def checked(monkeypatch) -> list[str]:
    """Names of the documents that the schema was asked about."""
    names: list[str] = []
    check = model.check_document

    def noted(document: object, name: str) -> None:
        names.append(name)
        check(document, name)

    monkeypatch.setattr(model, "check_document", noted)
    return names


def test_the_schema_is_asked_once_about_the_same_documents(folder, tmp_path, checked) -> None:
    memory = Passed(tmp_path / "memory")
    first = load_contracts(folder, memory)
    assert sorted(checked) == sorted(KEPT)
    assert load_contracts(folder, memory) == first == load_contracts(folder)
    assert len(checked) == 2 * len(KEPT), "asked by the first and by the one without a memory"


def test_a_contract_that_became_wrong_is_refused_in_the_same_words(folder, tmp_path) -> None:
    memory = Passed(tmp_path / "memory")
    load_contracts(folder, memory)
    path = folder / KEPT[0]
    right = path.read_bytes()
    path.write_bytes(right.replace(b"\nstatus:", b"\nstatuss:", 1))
    with pytest.raises(ContractError) as without:
        load_contracts(folder)
    for _ in range(2):
        with pytest.raises(ContractError) as with_memory:
            load_contracts(folder, memory)
        assert str(with_memory.value) == str(without.value)
    path.write_bytes(right)
    assert load_contracts(folder, memory)


def test_a_contract_of_another_name_or_one_more_is_checked(folder, tmp_path, checked) -> None:
    memory = Passed(tmp_path / "memory")
    load_contracts(folder, memory)
    shutil.copy(folder / KEPT[0], folder / "another.odcs.yaml")
    del checked[:]
    load_contracts(folder, memory)
    assert len(checked) == len(KEPT) + 1


def test_another_reader_or_schema_asks_again(folder, tmp_path, checked, monkeypatch) -> None:
    memory = Passed(tmp_path / "memory")
    load_contracts(folder, memory)
    monkeypatch.setattr(passed, "_checkers", lambda: ["another"])
    load_contracts(folder, memory)
    assert len(checked) == 2 * len(KEPT)


def test_where_nothing_can_be_kept_every_contract_is_checked(folder, tmp_path, checked) -> None:
    (tmp_path / "memory").write_text("a file in the folder's place", "utf-8")
    for _ in range(2):
        assert load_contracts(folder, Passed(tmp_path / "memory"))
    assert len(checked) == 2 * len(KEPT)
