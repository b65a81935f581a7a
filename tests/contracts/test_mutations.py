"""For every rule of every contract a broken extract, caught by that rule at that row.

Which other rules fail with a mutant is written down in `mutations.yaml`: nothing else may.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import polars as pl
import pytest
import yaml

from contracts.mutation import Mutant, Mutator, NoMutation
from contracts.specimens import Specimen, all_specimens, write
from helpers.base.settings import Settings
from helpers.contracts.model import Contract, load_contracts
from helpers.contracts.rules import Rule
from helpers.extracts.recognise import recognise
from helpers.gate.passing import gate_file
from helpers.gate.store.records import Receipt, Refusal
from helpers.gate.store.shelf import Shelf

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = ROOT / "data_contracts"
DECLARED = yaml.safe_load((Path(__file__).parent / "mutations.yaml").read_text("utf-8"))
# Datasets that we publish, not receive.
PUBLISHED = {"observations"}
SPECIMENS = [specimen for specimen in all_specimens() if not specimen.is_variant]


def _datasets() -> list[str]:
    return sorted(path.name.removesuffix(".odcs.yaml") for path in CONTRACTS.glob("*.odcs.yaml"))


def test_every_contract_has_a_specimen() -> None:
    have = {specimen.dataset for specimen in SPECIMENS}
    assert [name for name in _datasets() if name not in have | PUBLISHED] == []


@pytest.mark.parametrize("specimen", all_specimens(), ids=lambda s: s.path.stem)
def test_every_specimen_is_accepted_with_nothing_to_say_against_it(specimen, tmp_path) -> None:
    path = write(specimen.content(), tmp_path, specimen.file_name)
    answer = _gate(path, tmp_path)
    assert isinstance(answer, Receipt), answer
    assert answer.dataset == specimen.dataset
    broken = {rule.rule: rule.violations for rule in answer.rules if not rule.passed}
    variants = DECLARED.get("specimens", {}).get(specimen.path.stem, {})
    assert broken == variants


@pytest.mark.parametrize("specimen", SPECIMENS, ids=lambda s: s.dataset)
def test_every_rule_is_broken_by_a_mutant_and_catches_it(specimen, tmp_path, capsys) -> None:
    contract = next(c for c in _contracts() if c.id == specimen.dataset)
    path = write(specimen.content(), tmp_path, specimen.file_name)
    known = recognise(path, (contract,))
    mutator = Mutator(specimen.content(), known, known.read())
    unbroken = _gate(path, tmp_path, specimen.dataset)
    assert isinstance(unbroken, Receipt)
    faults = []
    for rule in contract.rules:
        fault = _survives(specimen, unbroken, rule, mutator, tmp_path)
        if fault:
            faults.append(f"{rule.id}: {fault}")
    killed = len(contract.rules) - len(faults)
    with capsys.disabled():
        print(f"\n{specimen.dataset}: {killed} of {len(contract.rules)} mutants caught")
    assert not faults, "\n".join(faults)


def _survives(
    specimen: Specimen, unbroken: Receipt, rule: Rule, mutator: Mutator, folder: Path
) -> str:
    case = specimen.cases().get(rule.id)
    try:
        if case is not None:
            content = specimen.content()
            place = case(content)
            rows = frozenset({place}) if isinstance(place, int) else frozenset()
            mutant, text = Mutant(content, rows), place if isinstance(place, str) else ""
        else:
            mutant, text = mutator.mutant(rule), ""
    except NoMutation as reason:
        return f"no mutation ({reason})"
    path = write(mutant.sheets, folder, specimen.file_name)
    answer = _gate(path, folder, specimen.dataset)
    if isinstance(answer, Refusal) and not answer.receipt:
        return f"refused before the rules: {answer.found}"
    shelf = Shelf(folder / "outputs" / ".store")
    receipt = answer if isinstance(answer, Receipt) else shelf.receipt(answer.receipt)
    before = {result.rule for result in unbroken.rules if not result.passed}
    broken = {result.rule for result in receipt.rules if not result.passed} - before | (
        {rule.id} & before
    )
    also = set(DECLARED.get("also", {}).get(unbroken.dataset, {}).get(rule.id, []))
    if broken != {rule.id} | also:
        return f"broke {sorted(broken)}, declared {sorted({rule.id} | also)}"
    faults = pl.read_csv(shelf.quarantine_path(receipt.id), infer_schema=False)
    own = faults.filter(pl.col("rule") == rule.id)
    if not rule.counts_rows:
        named = own.select(pl.col("sheet", "column").is_not_null().any()).row(0)
        return "" if any(named) or own["found"][0] else "neither sheet nor column is named"
    if text:
        found = own.filter(pl.concat_str(pl.all().fill_null("")).str.contains(text, literal=True))
        return "" if found.height else f"{text} is not named"
    if not mutant.rows & {int(row) for row in own["row"]}:
        return f"found at rows {own['row'].to_list()[:5]}, not at {sorted(mutant.rows)}"
    return ""


@cache
def _contracts() -> tuple[Contract, ...]:
    return load_contracts(CONTRACTS)


def _gate(path: Path, folder: Path, dataset: str = "") -> Receipt | Refusal:
    """Gate a file, by one contract alone where its dataset is known: that is far quicker."""
    settings = Settings(root=ROOT, outputs=folder / "outputs")
    chosen = tuple(c for c in _contracts() if dataset in ("", c.id))
    return gate_file(path, chosen, settings)
