"""What `workbooks inputs` prints: an entry a dataset, and the totals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import typer

from helpers.base.counted import counted
from helpers.base.printable import printable
from helpers.cli import show
from helpers.gate.store.inputs import Evidence
from helpers.gate.store.records import Receipt
from helpers.gate.store.told import by_dataset, told_span
from helpers.publication.quality_periods import spoken_periods


def tell_inputs(evidence: Evidence, ages: Mapping[str, str], *, as_json: bool) -> None:
    """Print what is in the inbox, the files of one dataset together.

    Parameters
    ----------
    evidence : Evidence
        What the gate said.
    ages : mapping of str to str
        How each edition stands against its contract's frequency, by receipt.
    as_json : bool
        Whether a program reads it.
    """
    if as_json:
        told = show.evidence_plain(evidence)
        told["receipts"] = [{**item, "age": ages[item["id"]]} for item in told["receipts"]]
        show.print_json(told)
        return
    for group in by_dataset(evidence.receipts):
        _entry(group, ages)
    show.refused(evidence.refusals)
    show.notes(evidence)
    typer.echo(_totals(evidence))


def _entry(group: Sequence[Receipt], ages: Mapping[str, str]) -> None:
    # Where later files lie beside it, an old file is not what a newer edition is missed from.
    newest = max(group, key=lambda receipt: (receipt.latest_period, receipt.edition))
    if len(group) == 1:
        machine = f" ({newest.latest_period})" if newest.latest_period else ""
        typer.echo(f"Accepted: {printable(newest.file_name)}{_warned(group)}")
        typer.echo(f"  dataset  {newest.dataset}: {newest.title}")
        typer.echo(f"  period   {spoken_periods(newest)}{machine}")
    else:
        typer.echo(f"Accepted: {len(group)} files of {newest.dataset}{_warned(group)}")
        typer.echo(f"  dataset  {newest.dataset}: {newest.title}")
        typer.echo(f"  period   {told_span(group)}")
    typer.echo(f"  rows     {sum(receipt.rows for receipt in group):,}")
    if len(group) == 1:
        typer.echo(f"  receipt  {newest.id[:12]}")
    typer.echo(f"  age      {ages[newest.id]}")
    for receipt in group if len(group) > 1 else ():
        if receipt.warnings:
            rows = counted(sum(each.violations for each in receipt.warnings), "row")
            typer.echo(
                f"  warned   {printable(receipt.file_name)}: {rows}; workbooks check says which"
            )


def _warned(group: Sequence[Receipt]) -> str:
    warned = sum(bool(receipt.warnings) for receipt in group)
    if len(group) == 1:
        return ", with warnings" if warned else ""
    return f", {warned} with warnings" if warned else ""


def _totals(evidence: Evidence) -> str:
    used = evidence.receipts
    told = counted(len(used), "file")
    told += f" of {counted(len({each.dataset for each in used}), 'dataset')} accepted and used"
    if warned := sum(bool(receipt.warnings) for receipt in used):
        told += f" ({warned} with warnings)"
    told += f", {counted(sum(receipt.rows for receipt in used), 'row')}"
    return f"In all: {told}; {len(evidence.refusals) or 'none'} refused."
