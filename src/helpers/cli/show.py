"""What the commands print: plain lines, a table on a terminal, or JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typer

from helpers.base.samples_mark import SAMPLE_MARK
from helpers.desk.doctor import Finding
from helpers.gate.store.inputs import Evidence
from helpers.gate.store.records import Receipt, Refusal
from helpers.runs.records import Done, Planned, RunReport

WORDS = {
    "published": "published",
    "unchanged": "unchanged",
    "withheld": "withheld",
    "failed": "FAILED",
    "refused": "REFUSED",
}


def progress(done: Done, number: int, of: int) -> None:
    """Print one plain line for a version that is done."""
    name = f"{done.area.slug}/{done.theme.slug}/{done.period}"
    typer.echo(
        f"[{number}/{of}] {WORDS[done.outcome]:9} {name} {done.version} {done.seconds:.1f} s"
    )


def report(report: RunReport, *, as_json: bool) -> None:
    """Print what came of a run, ending with the page to open."""
    if as_json:
        _json(report.plain())
        return
    _refusals(report.refusals)
    for note in report.notes:
        typer.echo(f"Note: {note}")
    for done in report.done:
        if done.outcome in {"failed", "refused", "withheld"}:
            typer.echo(f"{done.area.name}, {done.theme.title}: {done.outcome}\n  {done.message}")
    counted = Counter(done.outcome for done in report.done)
    told = ", ".join(f"{number} {WORDS[outcome]}" for outcome, number in counted.items())
    typer.echo(f"{len(report.done)} versions: {told or 'none'}.")
    if report.done and counted["unchanged"] == len(report.done):
        typer.echo("Nothing changed since the last run; no new version was made.")
    if report.sample:
        typer.echo(f"{SAMPLE_MARK}. Put the published file in data/inbox for real ones.")
    typer.echo(f"Open {report.index}")


def plan(planned: Sequence[Planned], report: RunReport, *, as_json: bool) -> None:
    """Print what would run, and why."""
    if as_json:
        _json(
            {
                "refused_extracts": [item.model_dump(mode="json") for item in report.refusals],
                "versions": [
                    {
                        "theme": item.theme.slug,
                        "area": item.area.slug,
                        "period": item.period,
                        "status": item.status,
                        "reasons": list(item.reasons),
                        "version": item.version,
                    }
                    for item in planned
                ],
            }
        )
        return
    _refusals(report.refusals)
    for item in planned:
        why = "; ".join(item.reasons)
        typer.echo(f"{item.status:9} {item.area.slug}/{item.theme.slug}/{item.period}: {why}")
    counted = Counter(item.status for item in planned)
    typer.echo(
        ", ".join(
            f"{number} to {status}" if status == "run" else f"{number} {status}"
            for status, number in counted.items()
        )
        + "."
    )


def evidence(evidence: Evidence, page: Path | None, *, as_json: bool) -> None:
    """Print what the gate let through, and what it did not."""
    if as_json:
        _json(
            {
                "receipts": [_receipt(receipt) for receipt in evidence.receipts],
                "refused_extracts": [item.model_dump(mode="json") for item in evidence.refusals],
                "notes": list(evidence.notes),
                "page": str(page) if page else "",
            }
        )
        return
    for receipt in evidence.receipts:
        passed = sum(result.passed for result in receipt.rules)
        typer.echo(f"Accepted: {receipt.file_name}")
        typer.echo(f"  {receipt.title}, to {receipt.latest_period}, {receipt.rows:,} rows")
        typer.echo(f"  {passed} of {len(receipt.rules)} rules passed; receipt {receipt.id[:12]}")
        for warning in receipt.warnings:
            typer.echo(f"  Warning ({warning.violations} rows): {warning.meaning}")
        if receipt.sample:
            typer.echo(f"  {SAMPLE_MARK}.")
        for note in receipt.notes:
            typer.echo(f"  Note: {note}")
    _refusals(evidence.refusals)
    for note in evidence.notes:
        typer.echo(f"Note: {note}")
    if page is not None:
        typer.echo(f"Open {page}")


def findings(findings: Sequence[Finding], *, as_json: bool) -> None:
    """Print the readiness check."""
    if as_json:
        _json(
            [{"name": f.name, "well": f.well, "found": f.found, "mend": f.mend} for f in findings]
        )
        return
    for finding in findings:
        typer.echo(f"{'ok  ' if finding.well else 'MEND'} {finding.name}: {finding.found}")
        if not finding.well:
            typer.echo(f"     what to do: {finding.mend}")


def _refusals(refusals: Sequence[Refusal]) -> None:
    for refusal in refusals:
        typer.echo(f"Refused: {refusal.place}: {refusal.found}", err=True)
        if refusal.expected:
            typer.echo(f"  expected: {refusal.expected}", err=True)
        if refusal.mend:
            typer.echo(f"  what to do: {refusal.mend}", err=True)


def _receipt(receipt: Receipt) -> dict[str, Any]:
    return {**receipt.plain(), "id": receipt.id}


def _json(value: object) -> None:
    typer.echo(json.dumps(value, indent=2, ensure_ascii=False))
