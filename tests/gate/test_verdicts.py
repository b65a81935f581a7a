"""A remembered verdict is what Great Expectations said of the very same facts, and nothing else."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import polars as pl
import pytest

from helpers.base.settings import Settings
from helpers.contracts.rules import Rule
from helpers.gate import verdicts
from helpers.gate.judge import judge
from helpers.gate.passing import VERDICTS, gate_files, gate_inputs
from helpers.gate.verdicts import Verdicts

RULES = (
    Rule("given", "not_null", ("code",)),
    Rule("once", "unique", ("code",), severity="warning"),
)


def counts(*numbers: int | None) -> pl.DataFrame:
    named = {rule.id: [number] for rule, number in zip(RULES, numbers, strict=True)}
    return pl.DataFrame(named, schema=dict.fromkeys(named, pl.Int64))


@pytest.fixture
def asked(monkeypatch) -> list[pl.DataFrame]:
    """Facts that Great Expectations was asked about."""
    every: list[pl.DataFrame] = []

    def noted(facts: pl.DataFrame, rules: tuple[Rule, ...]):
        every.append(facts)
        return judge(facts, rules)

    monkeypatch.setattr(verdicts, "judge", noted)
    return every


@pytest.mark.parametrize("facts", [counts(0, 0), counts(2, 0), counts(0, None)], ids=str)
def test_the_same_facts_are_judged_once_and_alike(tmp_path, asked, facts) -> None:
    expected = judge(facts, RULES)
    for _ in range(3):
        assert Verdicts(tmp_path).judge(facts, RULES) == expected
    assert len(asked) == 1


def test_other_counts_types_or_rules_are_judged_anew(tmp_path, asked) -> None:
    memory = Verdicts(tmp_path)
    memory.judge(counts(0, 0), RULES)
    assert not memory.judge(counts(0, 1), RULES)[1].passed
    memory.judge(counts(0, 0).cast(pl.UInt32), RULES)
    stricter = (RULES[0], Rule("once", "unique", ("code",), severity="error"))
    assert memory.judge(counts(0, 0), stricter)[1].severity == "error"
    assert len(asked) == 4


@pytest.mark.parametrize("part", ["great_expectations", "python", "code"])
def test_another_library_python_or_code_is_asked_again(tmp_path, asked, monkeypatch, part) -> None:
    memory = Verdicts(tmp_path)
    memory.judge(counts(0, 0), RULES)
    known = verdicts._judges()
    monkeypatch.setattr(verdicts, "_judges", lambda: known | {part: "another"})
    memory.judge(counts(0, 0), RULES)
    assert len(asked) == 2


@pytest.mark.parametrize("edit", ["passed", "counts", "cut", "gone", "deep"])
def test_what_somebody_edited_or_cut_short_is_not_believed(tmp_path, asked, edit) -> None:
    memory = Verdicts(tmp_path)
    faulty = counts(3, 0)
    expected = memory.judge(faulty, RULES)
    (path,) = tmp_path.glob("*.json")
    noted = json.loads(path.read_text("utf-8"))
    if edit == "passed":
        noted["passed"] = [True, True]
    elif edit == "counts":
        noted["passed"], noted["question"]["counts"]["given"] = [True, True], 0
    text = json.dumps(noted)
    path.write_text({"cut": text[:-9], "gone": "", "deep": "[" * 200_000}.get(edit, text), "utf-8")
    assert memory.judge(faulty, RULES) == expected
    assert not expected[0].passed
    assert len(asked) == 2


def test_a_revised_file_has_the_receipt_that_it_would_have_without_memory(
    project_root: Path, tmp_path, asked
) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    first = next((project_root / "data" / "samples").glob("*home_care*"))
    revised = shutil.copy(first, inbox / f"revised{first.suffix}")
    with_memory = Settings(root=project_root, outputs=tmp_path / "with")
    without = Settings(root=project_root, outputs=tmp_path / "without")
    gate_files([first], with_memory)
    assert not (with_memory.store / VERDICTS).exists(), "a file that is named is judged anew"
    gate_inputs(str(inbox), with_memory)
    revised = revised.rename(inbox / f"again{first.suffix}")
    again = gate_inputs(str(inbox), with_memory)
    assert len(asked) == 1
    assert again.receipts == gate_files([revised], without).receipts
