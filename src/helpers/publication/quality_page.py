"""The data-quality pages: an overview, and for each extract a page with its lists."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import helpers
from helpers.base.files import write_whole
from helpers.base.samples_mark import SAMPLE_MARK
from helpers.base.settings import Settings
from helpers.gate.reconciled import Reconciled
from helpers.gate.store.inputs import Evidence
from helpers.indicators.registry import load_registry
from helpers.publication.quality_csv import rows_csv
from helpers.publication.quality_evidence import each_checked
from helpers.publication.quality_extract import Checked, Verdict
from helpers.publication.quality_names import FOLDER, PAGE, RECONCILIATIONS, remove_gone
from helpers.publication.templates import as_text, environment

CHECKS_HEADER = ("rule", "severity", "meaning", "verdict", "times_broken")
RECONCILED_HEADER = (
    *("rule", "meaning", "files", "unit", "compared", "agree"),
    *("area", "period", "found", "expected", "note"),
)
DIFFERENCES_SHOWN = 50
REASON_SHOWN = 200


@dataclass(frozen=True)
class Line:
    """One extract in the overview."""

    file_name: str
    page: str
    title: str
    period: str
    rows: str
    verdict: Verdict
    reason: str
    faults: str


def write_quality_page(
    evidence: Evidence, settings: Settings, reconciled: tuple[Reconciled, ...] = ()
) -> Path:
    """Write the overview, and for each extract its page and its lists.

    Pages of extracts that are gone from the evidence are removed.

    Parameters
    ----------
    evidence : Evidence
        What the gate said.
    settings : Settings
        Where outputs, contracts and the store are.
    reconciled : tuple of Reconciled
        What reconciliation found across the accepted extracts.

    Returns
    -------
    Path
        The overview.

    Raises
    ------
    PublicationError
        When a file cannot be written or removed.
    """
    folder = settings.outputs / FOLDER
    kept = {PAGE}
    lines = []
    for checked in each_checked(evidence, settings, load_registry(settings.contracts)):
        kept |= _write_extract(folder, checked)
        lines.append(_line(checked))
    if reconciled:
        write_whole(folder / RECONCILIATIONS, _reconciliations(reconciled))
        kept.add(RECONCILIATIONS)
    unasked = tuple(
        f"{path.name}: the gate has no answer for it yet; run workbooks check again"
        for path in evidence.unanswered
    )
    html = _render(
        "quality.html.j2",
        summary=summary([line.verdict for line in lines]),
        lines=lines,
        reconciled=reconciled,
        reconciliations_file=RECONCILIATIONS,
        most=DIFFERENCES_SHOWN,
        notes=(*unasked, *evidence.notes),
        sample=evidence.sample,
    )
    write_whole(folder / PAGE, html)
    remove_gone(folder, kept)
    return folder / PAGE


def summary(verdicts: list[Verdict]) -> str:
    """Say in one sentence how many extracts were checked, refused and accepted."""
    if not verdicts:
        return "There was no extract to check."
    counted = Counter(verdicts)
    refused, warned = counted[Verdict.REFUSED], counted[Verdict.WARNED]
    accepted = len(verdicts) - refused
    told = f"{_were(len(verdicts), 'extract')} checked: {accepted} accepted"
    if warned:
        told += f" ({warned} of them with warnings)"
    return f"{told} and {refused} refused."


def _were(count: int, what: str) -> str:
    return f"{count} {what} was" if count == 1 else f"{count} {what}s were"


def _line(checked: Checked) -> Line:
    reason = checked.refusal.found if checked.refusal else ""
    return Line(
        file_name=checked.file_name,
        page=checked.page,
        title=checked.title or "not recognised",
        period=checked.period or "not read",
        rows=f"{checked.receipt.rows:,}" if checked.receipt else "not read",
        verdict=checked.verdict,
        reason=reason if len(reason) <= REASON_SHOWN else f"{reason[:REASON_SHOWN]}…",
        faults=f"{checked.faults.total:,}" if checked.receipt else "not read",
    )


def _write_extract(folder: Path, checked: Checked) -> set[str]:
    written = {checked.page}
    if checked.checks_file:
        rows = [
            (rule.rule, rule.severity, rule.meaning, verdict_words(rule.passed), rule.violations)
            for rule in checked.rules
        ]
        write_whole(folder / checked.checks_file, rows_csv(CHECKS_HEADER, rows))
        written.add(checked.checks_file)
    if checked.faults_file:
        write_whole(folder / checked.faults_file, checked.faults.csv)
        written.add(checked.faults_file)
    sample = checked.receipt is not None and checked.receipt.sample
    html = _render("quality_extract.html.j2", item=checked, sample=sample, overview=PAGE)
    write_whole(folder / checked.page, html)
    return written


def verdict_words(passed: bool) -> str:
    """Verdict on one rule, in a word."""
    return "holds" if passed else "broken"


def _reconciliations(reconciled: tuple[Reconciled, ...]) -> bytes:
    rows = []
    for item in reconciled:
        files = "; ".join(item.files)
        head = (item.rule, item.meaning, files, item.unit, item.compared, item.agree)
        rows += [
            (*head, each.area, each.period, each.found, each.expected, item.note)
            for each in item.differences
        ] or [(*head, "", "", "", "", item.note)]
    return rows_csv(RECONCILED_HEADER, rows)


def _render(template: str, **values: object) -> bytes:
    html = environment().get_template(template)
    common = {"sample_sentence": SAMPLE_MARK, "product_version": helpers.__version__}
    return as_text(html.render(**common, **values, verdict_words=verdict_words)).encode()
