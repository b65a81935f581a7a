"""What the commands print: plain lines, a table on a terminal, or JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typer

from helpers.base.counted import counted
from helpers.base.printable import printable
from helpers.base.samples_mark import SAMPLE_MARK
from helpers.desk.doctor import Finding
from helpers.gate.reconciled import Reconciled
from helpers.gate.store.inputs import Evidence
from helpers.gate.store.records import Receipt, Refusal
from helpers.publication.mirrors import spoken_place
from helpers.publication.quality_periods import spoken_periods
from helpers.runs.records import Done, Planned, RunReport, failed_folder

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


def aside(line: str) -> None:
    """Print a line that is no part of the answer."""
    typer.echo(line, err=True)


def report(report: RunReport, *, as_json: bool, kept: Path) -> None:
    """Print what came of a run, ending with the page to open; `kept` holds what failed."""
    if as_json:
        print_json(report.plain())
        return
    refused(report.refusals)
    for note in report.notes:
        typer.echo(f"Note: {printable(note)}")
    for done in () if _nothing_made(report) else report.done:
        if done.outcome in {"failed", "refused", "withheld"}:
            typer.echo(f"{done.area.name}, {done.theme.title}: {done.outcome}\n  {done.message}")
        if done.outcome in {"failed", "refused"}:
            place = failed_folder(kept, done.area.slug, done.theme.slug, done.period)
            typer.echo(f"  kept: {spoken_place(place)}")
    _table(report.done)
    outcomes = Counter(done.outcome for done in report.done)
    told = ", ".join(f"{number} {WORDS[outcome]}" for outcome, number in outcomes.items())
    typer.echo(f"{counted(len(report.done), 'version')}: {told or 'none'}.")
    if report.done and outcomes["unchanged"] == len(report.done):
        typer.echo("Nothing changed since the last run; no new version was made.")
    if _nothing_made(report):
        typer.echo(f"Nothing was made. {report.done[0].message}.")
    if report.sample:
        typer.echo(f"{SAMPLE_MARK}. Put the published file in data/inbox for real ones.")
    typer.echo(f"Open {report.index}")


def _nothing_made(report: RunReport) -> bool:
    """Whether every version was withheld, all for one reason: it is then told once."""
    told = {(done.outcome, done.message) for done in report.done}
    return len(told) == 1 and next(iter(told))[0] == "withheld"


def _table(done: Sequence[Done]) -> None:
    """Print how many versions of each theme had which outcome, where there are several themes."""
    themes = list(dict.fromkeys(item.theme for item in done))
    outcomes = [word for word in WORDS if any(item.outcome == word for item in done)]
    if len(themes) < 2:
        return
    widths = [max(len(theme.slug) for theme in themes), *(len(WORDS[word]) for word in outcomes)]
    rows = [["", *(WORDS[word] for word in outcomes)]]
    for theme in themes:
        found: Counter[str] = Counter(item.outcome for item in done if item.theme == theme)
        rows.append([theme.slug, *(str(found[word] or "-") for word in outcomes)])
    for row in rows:
        first, *rest = (
            cell.rjust(width) if place else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        typer.echo("  ".join([first, *rest]).rstrip())


def plan(planned: Sequence[Planned], report: RunReport, *, as_json: bool) -> None:
    """Print what would run, and why."""
    if as_json:
        print_json(
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
    refused(report.refusals)
    for item in planned:
        why = "; ".join(item.reasons)
        typer.echo(f"{item.status:9} {item.area.slug}/{item.theme.slug}/{item.period}: {why}")
    statuses = Counter(item.status for item in planned)
    typer.echo(
        ", ".join(
            f"{number} to {status}" if status == "run" else f"{number} {status}"
            for status, number in statuses.items()
        )
        + "."
    )


def evidence(
    evidence: Evidence, reconciled: Sequence[Reconciled], page: Path, *, as_json: bool
) -> None:
    """Print what the gate let through and what it did not, a line an extract."""
    if as_json:
        print_json(
            {
                **evidence_plain(evidence),
                "reconciliations": [asdict(item) for item in reconciled],
                "page": spoken_place(page),
            }
        )
        return
    for receipt in evidence.receipts:
        typer.echo(f"Accepted: {printable(receipt.file_name)}{_warned(receipt)}: {_told(receipt)}")
        for warning in receipt.warnings:
            typer.echo(f"  Warning ({warning.violations}): {warning.meaning}")
    refused(evidence.refusals)
    notes(evidence)
    if reconciled:
        differing = sum(bool(item.differences) for item in reconciled)
        typer.echo(f"{counted(len(reconciled), 'reconciliation')}, {differing} with differences.")
    typer.echo(f"Open {spoken_place(page)}")


def findings(findings: Sequence[Finding], *, as_json: bool) -> None:
    """Print the readiness check."""
    if as_json:
        print_json(
            [{"name": f.name, "well": f.well, "found": f.found, "mend": f.mend} for f in findings]
        )
        return
    for finding in findings:
        typer.echo(f"{'ok  ' if finding.well else 'MEND'} {finding.name}: {finding.found}")
        if not finding.well:
            typer.echo(f"     what to do: {finding.mend}")


def refused(refusals: Sequence[Refusal]) -> None:
    """Print each refusal with what was expected and the mend."""
    for refusal in refusals:
        typer.echo(f"Refused: {printable(refusal.place)}: {printable(refusal.found)}", err=True)
        if refusal.expected:
            typer.echo(f"  expected: {printable(refusal.expected)}", err=True)
        if refusal.mend:
            typer.echo(f"  what to do: {printable(refusal.mend)}", err=True)


def notes(evidence: Evidence) -> None:
    """Print which files were left alone, and whether the figures are invented."""
    for path in evidence.unanswered:
        name = printable(path.name)
        typer.echo(f"Note: {name}: the gate has no answer for it yet; run the command again")
    for note in evidence.notes:
        typer.echo(f"Note: {printable(note)}")
    if evidence.sample:
        typer.echo(f"{SAMPLE_MARK}. Put the published file in data/inbox for real ones.")


def _warned(receipt: Receipt) -> str:
    return ", with warnings" if receipt.warnings else ""


def _told(receipt: Receipt) -> str:
    held = sum(rule.passed for rule in receipt.rules)
    return (
        f"{receipt.title}, {spoken_periods(receipt)}, {counted(receipt.rows, 'row')}, "
        f"{held} of {counted(len(receipt.rules), 'rule')} hold, receipt {receipt.id[:12]}"
    )


def evidence_plain(evidence: Evidence) -> dict[str, Any]:
    """Return what the gate said, as plain values."""
    return {
        "receipts": [_receipt(receipt) for receipt in evidence.receipts],
        "refused_extracts": [item.model_dump(mode="json") for item in evidence.refusals],
        "notes": list(evidence.notes),
    }


def _receipt(receipt: Receipt) -> dict[str, Any]:
    return {**receipt.plain(), "id": receipt.id}


def print_json(value: object) -> None:
    """Print a plain value as readable JSON."""
    typer.echo(json.dumps(value, indent=2, ensure_ascii=False))
