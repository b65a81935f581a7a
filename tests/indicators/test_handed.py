"""Evidence handed from the run to the kernel that shows it, and a disk that takes none."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from helpers.base.parameters import check_request
from helpers.indicators.handed import REGISTRY, VARIABLE, handed_evidence, keep_evidence


@pytest.fixture(scope="module")
def evidence(sample_source):
    return sample_source.evidence(check_request("workforce", "wirral", "latest", "region", ""))


def test_a_kernel_gets_what_the_run_computed_and_nothing_for_another_page(
    evidence, tmp_path, monkeypatch
) -> None:
    path = keep_evidence(evidence, tmp_path / "handed")
    assert path is not None
    monkeypatch.setenv(VARIABLE, str(path))
    found = handed_evidence(evidence.request, evidence.receipts)
    assert found is not None and found.digests == evidence.digests
    assert found.observations.equals(evidence.observations)
    other = check_request("workforce", "sefton", "latest", "region", "")
    assert handed_evidence(other, evidence.receipts) is None
    assert handed_evidence(evidence.request, evidence.receipts[1:]) is None


@pytest.mark.parametrize("fails", ["first", "second"])
def test_a_disk_that_takes_no_more_leaves_the_kernel_to_compute(
    evidence, tmp_path, monkeypatch, fails
) -> None:
    whole = Path.write_bytes

    def half(path: Path, content: bytes) -> int:
        if fails == "second" and path.name == REGISTRY:
            return whole(path, content)
        whole(path, content[: len(content) // 2])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", half)
    assert keep_evidence(evidence, tmp_path) is None
    left = [path.name for path in tmp_path.iterdir()]
    assert left == ([REGISTRY] if fails == "second" else []), "half a file was left"
    monkeypatch.undo()
    path = keep_evidence(evidence, tmp_path)
    assert path is not None
    monkeypatch.setenv(VARIABLE, str(path))
    assert handed_evidence(evidence.request, evidence.receipts) is not None
