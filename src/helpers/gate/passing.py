"""One extract through the gate: read, count, judge, keep the receipt or refuse."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import polars as pl

from helpers.base import digests
from helpers.base.coded_text import in_words
from helpers.base.counted import counted
from helpers.base.errors import ContractError, ExtractRefused
from helpers.base.period_kinds import PeriodKind
from helpers.base.settings import Settings
from helpers.contracts.facts import UNREADABLE, facts
from helpers.contracts.model import Contract, load_contracts
from helpers.contracts.passed import Passed
from helpers.contracts.rules import Rule
from helpers.contracts.translation import STATUS_ENDING
from helpers.extracts.reading import Extract
from helpers.extracts.recognise import recognise
from helpers.gate.elsewhere import here
from helpers.gate.judge import judge
from helpers.gate.quarantine import quarantine
from helpers.gate.store.inputs import Evidence, choose, find_evidence
from helpers.gate.store.records import LATEST_ONLY, Receipt, Refusal, RuleResult
from helpers.gate.store.shelf import Shelf, answer_key, reader_digest
from helpers.gate.verdicts import Verdicts

ROWS_A_GROUP = 100_000
# A file or a contract that is changed meanwhile is looked at again, and not for ever.
ATTEMPTS = 3
# Folders of the store that remember what need not be asked again.
CONTRACTS = "contracts"
VERDICTS = "verdicts"
Verdict = Callable[[pl.DataFrame, tuple[Rule, ...]], tuple[RuleResult, ...]]


def gate_inputs(
    inputs: str, settings: Settings, when_new: Callable[[], None] | None = None
) -> Evidence:
    """Gate every extract that `inputs` names; files with an answer are not read again.

    Parameters
    ----------
    inputs : str
        A folder, an address that fsspec knows, or receipts of the store.
    settings : Settings
        Where the contracts and the store are.
    when_new : callable or None
        Called before the first file that has no answer is read.

    Raises
    ------
    ContractError
        When files or contracts do not rest while they are read, or a contract cannot be used.
    """
    with here(inputs) as folder:
        for _ in range(ATTEMPTS):
            asked = find_evidence(folder, settings)
            if not asked.unanswered:
                return asked
            if when_new is not None:
                when_new()
            contracts = load_contracts(settings.contracts, Passed(settings.store / CONTRACTS))
            verdicts = Verdicts(settings.store / VERDICTS)
            for path in asked.unanswered:
                gate_file(path, contracts, settings, verdicts.judge)
        asked = find_evidence(folder, settings)
    if asked.unanswered:
        raise ContractError(
            ", ".join(path.name for path in asked.unanswered),
            "the file or a contract was changed while the gate read it, again and again",
            "files and contracts that rest",
            "let what copies or edits them end, then start again; nothing was published",
        )
    return asked


def gate_files(files: list[Path], settings: Settings) -> Evidence:
    """Gate the named files, whether they have an answer or not; nothing remembered is used."""
    contracts = load_contracts(settings.contracts)
    answers = [gate_file(path, contracts, settings) for path in files]
    chosen, notes = choose([answer for answer in answers if isinstance(answer, Receipt)])
    refusals = tuple(answer for answer in answers if isinstance(answer, Refusal))
    return Evidence(chosen, refusals, notes, ())


def gate_file(
    path: Path, contracts: tuple[Contract, ...], settings: Settings, verdict: Verdict = judge
) -> Receipt | Refusal:
    """Gate one file and keep the answer in the store.

    Parameters
    ----------
    path : Path
        The extract as delivered.
    contracts : tuple of Contract
        The contracts that it may fall under.
    settings : Settings
        Where the store is.
    verdict : callable
        What judges the counts of a contract's rules.

    Returns
    -------
    Receipt or Refusal
        A refused extract is an answer, not an exception: the other files go on.
    """
    shelf = Shelf(settings.store)
    dataset = ""
    try:
        sha256 = digests.of_file(path)
    except OSError as reason:
        return Refusal.of_held_file(path.name, reason)
    key = answer_key(path.name, sha256, [contract.digest for contract in contracts])
    try:
        known = recognise(path, contracts)
        contract = known.contract
        dataset = contract.id
        extract = known.read()
    except ExtractRefused as error:
        refusal = _refusal(path, dataset, error)
        shelf.answer(key, "", refusal)
        return refusal
    receipt, table, faults = _judge(path, sha256, contract, extract, verdict)
    shelf.keep(receipt, table, faults)
    if receipt.accepted:
        shelf.answer(key, receipt.id, None)
        return receipt
    refusal = _refusal(path, dataset, _broken(receipt, faults), receipt.id)
    shelf.answer(key, "", refusal)
    return refusal


def _judge(
    path: Path, sha256: str, contract: Contract, extract: Extract, verdict: Verdict
) -> tuple[Receipt, bytes, pl.DataFrame]:
    found = facts(extract.frame, contract.rules)
    results = verdict(found, contract.rules)
    faults = quarantine(extract, contract, {r.rule: r.violations for r in results})
    stream = io.BytesIO()
    rows = in_words(extract.frame.drop(UNREADABLE, strict=False))
    # Groups of a stated size: otherwise the bytes depend on how the rows lie in memory.
    rows.sink_parquet(stream, compression="lz4", row_group_size=ROWS_A_GROUP)
    table = stream.getvalue()
    receipt = Receipt(
        dataset=contract.id,
        title=contract.title,
        publisher=contract.fact("publisher"),
        licence=contract.fact("licence"),
        landing_page=contract.fact("landingPage"),
        file_name=path.name,
        extract_sha256=sha256,
        contract_version=contract.version,
        contract_sha256=contract.digest,
        reader_sha256=reader_digest(),
        sample=extract.sample,
        period_kind=contract.facts.get("period", {}).get("kind", PeriodKind.NONE.value),
        first_period=extract.first_period,
        latest_period=extract.latest_period,
        edition=extract.edition,
        combine=contract.facts.get("combine", LATEST_ONLY),
        serves=tuple(contract.facts.get("serves", ())),
        key=tuple(column.name for column in contract.columns if column.key),
        rows=extract.frame.height,
        statuses=_statuses(extract.frame, contract),
        rules=results,
        quarantined=faults.height,
        notes=extract.notes,
        accepted=all(result.passed or result.severity != "error" for result in results),
        table_sha256=digests.of_bytes(table),
    )
    return receipt, table, faults


def _statuses(frame: pl.DataFrame, contract: Contract) -> dict[str, int]:
    """Count the statuses of the dataset's main figure: the first that has a status."""
    columns = [column.name for column in contract.columns]
    status = next((name for name in columns if name.endswith(STATUS_ENDING)), None)
    if status is None:
        return {}
    held = frame[status].drop_nulls().value_counts().sort(status)
    return {str(row[0]): int(row[1]) for row in held.iter_rows()}


def _broken(receipt: Receipt, faults: pl.DataFrame) -> ExtractRefused:
    worst: RuleResult = max(receipt.faults, key=lambda result: result.violations)
    first = faults.filter(pl.col("rule") == worst.rule).row(0, named=True)
    place = ", ".join(
        part
        for part in (
            receipt.file_name,
            f"sheet {first['sheet']}" if first["sheet"] else "",
            f"cell {first['cell']}" if first["cell"] else "",
            f"row {first['row']}" if first["row"] and not first["cell"] else "",
            str(first["area"] or ""),
        )
        if part
    )
    others = len(receipt.faults) - 1
    broken = counted(worst.violations, "row breaks", "rows break")
    found = f"{first['found']} ({broken} the rule {worst.rule}"
    more = counted(others, "more rule is", "more rules are")
    found += f"; {more} broken)" if others else ")"
    return ExtractRefused(
        place,
        found,
        first["expected"],
        "send the list of faults to the supplier: workbooks check writes it to "
        "outputs/data-quality",
    )


def _refusal(path: Path, dataset: str, error: ExtractRefused, receipt: str = "") -> Refusal:
    return Refusal(
        file_name=path.name,
        dataset=dataset,
        place=error.place,
        found=error.found,
        expected=error.expected,
        mend=error.mend,
        receipt=receipt,
    )
