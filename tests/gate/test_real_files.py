"""Every real file beside the project: accepted with these rows, or refused for this reason."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from helpers.base.settings import Settings
from helpers.contracts.model import load_contracts
from helpers.extracts.folder import extract_files
from helpers.gate.passing import gate_file
from helpers.gate.store.records import Receipt

ROOT = Path(__file__).resolve().parents[2]
LISTS = Path(__file__).parent / "real_files"


def _expected() -> dict[str, dict[str, Any]]:
    entries: dict[str, dict[str, Any]] = {}
    for path in sorted(LISTS.glob("*.yaml")):
        listed = yaml.safe_load(path.read_text("utf-8")) or {}
        assert not set(listed) & set(entries), f"{path.name} repeats a file"
        entries |= listed
    return entries


EXPECTED = _expected()


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_real_file_is_read_as_it_was_seen(name, shared, tmp_path) -> None:
    wanted = EXPECTED[name]
    settings = Settings(root=ROOT, outputs=tmp_path)
    answer = gate_file(
        shared / "data" / "real" / name, load_contracts(settings.contracts), settings
    )
    if "refused" in wanted:
        assert not isinstance(answer, Receipt), "it was accepted"
        told = " ".join((answer.place, answer.found, answer.expected, answer.mend))
        assert wanted["refused"] in told
        return
    assert isinstance(answer, Receipt), answer
    warned = {rule.rule: rule.violations for rule in answer.rules if not rule.passed}
    seen = {
        "dataset": answer.dataset,
        "rows": answer.rows,
        "statuses": answer.statuses,
        "first_period": answer.first_period,
        "latest_period": answer.latest_period,
        "warnings": warned,
    }
    assert seen == {"statuses": {}, "warnings": {}} | wanted


def test_no_real_file_is_left_out(shared) -> None:
    folder = shared / "data" / "real"
    there = {path.relative_to(folder).as_posix() for path in extract_files(folder)}
    assert there == set(EXPECTED)
