"""A contract that is edited while files are gated: each answer is of the contract that is named."""

from __future__ import annotations

import shutil

import pytest

from helpers.base import digests
from helpers.base.errors import ContractError
from helpers.base.settings import Settings
from helpers.gate import passing
from helpers.gate.passing import gate_inputs

CONTRACT = "carers_local.odcs.yaml"
SAMPLE = "carers_local_sample.csv"


@pytest.fixture
def project(project_root, tmp_path):
    settings = Settings(root=tmp_path / "project", outputs=tmp_path / "outputs")
    shutil.copytree(project_root / "data_contracts", settings.contracts)
    settings.inbox.mkdir(parents=True)
    shutil.copy(project_root / "data" / "samples" / SAMPLE, settings.inbox / "carers.csv")
    return settings


@pytest.fixture
def edits(project, monkeypatch):
    """Return a function that has the contract edited while so many files are judged."""
    judge = passing._judge

    def during(times: int) -> list[int]:
        left = [times]

        def judged(*given):
            if left[0]:
                left[0] -= 1
                path = project.contracts / CONTRACT
                path.write_text(f"{path.read_text('utf-8')}\n# {left[0]}\n", "utf-8")
            return judge(*given)

        monkeypatch.setattr(passing, "_judge", judged)
        return left

    return during


def test_a_file_is_judged_again_by_the_contract_that_is_there_now(project, edits) -> None:
    left = edits(1)
    found = gate_inputs(str(project.inbox), project)
    assert left == [0] and not found.unanswered
    (receipt,) = found.receipts
    assert receipt.contract_sha256 == digests.of_text_file(project.contracts / CONTRACT)


def test_contracts_that_never_rest_end_in_words(project, edits) -> None:
    edits(1000)
    with pytest.raises(ContractError, match="changed while the gate read it") as caught:
        gate_inputs(str(project.inbox), project)
    assert "carers.csv" in str(caught.value) and "nothing was published" in caught.value.mend


def test_a_contract_that_cannot_be_read_ends_in_words(project) -> None:
    gate_inputs(str(project.inbox), project)
    path = project.contracts / CONTRACT
    path.unlink()
    path.mkdir()
    with pytest.raises(ContractError, match=CONTRACT) as caught:
        gate_inputs(str(project.inbox), project)
    assert caught.value.mend == "mend the file"
