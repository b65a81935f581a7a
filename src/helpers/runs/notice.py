"""What a notification of a run says: plain words, for people who did not see the run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from helpers.base.counted import counted
from helpers.base.errors import WorkbooksError
from helpers.base.samples_mark import SAMPLE_MARK
from helpers.runs.records import Done, Outcome, RunReport

Weight = Literal["success", "warning", "failure"]

LISTED = 20
LONGEST = 200

# How an outcome is told, in the order of what a reader has to do about it.
HEADINGS: dict[Outcome, str] = {
    "failed": "Failed, and not published",
    "refused": "Held back, because they would have disclosed a figure",
    "withheld": "Withheld, because a file that they need was refused or is not there",
    "published": "New versions",
}
COUNTED: dict[Outcome, str] = {
    "published": "new",
    "failed": "failed",
    "refused": "held back",
    "withheld": "withheld",
    "unchanged": "unchanged",
}


@dataclass(frozen=True)
class Notice:
    """One message.

    Attributes
    ----------
    title, body : str
        Plain text; the body has several lines.
    weight : {"success", "warning", "failure"}
        New versions alone; something to look at, with the rest published; or no run at all.
    """

    title: str
    body: str
    weight: Weight


def notice_of_report(report: RunReport, place: str) -> Notice | None:
    """Say what came of a run; None where nothing is new and nothing is amiss.

    Parameters
    ----------
    report : RunReport
        What came of the run.
    place : str
        Where the reports are read: the site's address, or its first page.
    """
    amiss = report.exit_code != 0 or report.count("withheld") > 0
    if not amiss and not report.count("published"):
        return None
    parts = [
        _counts(report.done),
        _listed("Files that were refused", [_file(r.file_name, r.dataset) for r in report.refusals])
        if report.refusals
        else "",
        *(_outcome(outcome, report) for outcome in HEADINGS),
        _mend(report),
        f"Read the reports: {place}" if report.count("published") else f"The reports: {place}",
        f"Exit code {report.exit_code}.",
    ]
    if report.sample:
        parts.insert(0, f"{SAMPLE_MARK}.")
    title = _marked(f"Care workbooks: {_headline(report)}", sample=report.sample)
    weight: Weight = "warning" if amiss else "success"
    return Notice(title, "\n\n".join(part for part in parts if part), weight)


def notice_of_stop(fault: BaseException) -> Notice:
    """Say that a run ended before it was done.

    Of an error that the project raises on purpose its first line is told; of any other just its
    kind, since nobody knows what its text quotes.
    """
    if isinstance(fault, WorkbooksError):
        told = f"{_first_line(str(fault))}\n\nExit code {fault.exit_code}."
    else:
        told = f"A fault of the program itself: {type(fault).__name__}. The log of the run has it."
    body = f"The run stopped before it was done. What was published stays as it was.\n\n{told}"
    return Notice("Care workbooks: the run stopped", body, "failure")


def _headline(report: RunReport) -> str:
    amiss: tuple[Outcome, ...] = ("failed", "refused", "withheld")
    counts = [f"{report.count(item)} {COUNTED[item]}" for item in amiss if report.count(item)]
    if report.refusals:
        counts.append(f"{counted(len(report.refusals), 'file')} refused")
    if made := report.count("published"):
        counts.append(counted(made, "new version"))
    return ", ".join(counts)


def _counts(done: tuple[Done, ...]) -> str:
    told = [
        f"{number} {word}"
        for outcome, word in COUNTED.items()
        if (number := sum(item.outcome == outcome for item in done))
    ]
    return f"{counted(len(done), 'report')}: {', '.join(told) or 'none made'}."


def _outcome(outcome: Outcome, report: RunReport) -> str:
    found = [item for item in report.done if item.outcome == outcome]
    return _listed(HEADINGS[outcome], [_told(item) for item in found]) if found else ""


def _told(done: Done) -> str:
    name = f"{done.area.name}, {done.theme.title}, {done.period}"
    if done.outcome == "published":
        return f"{name} ({done.version})"
    # What a refused publication would have shown is not for a message; a file's fault stands once.
    return f"{name}: {_first_line(done.message)}" if done.outcome == "failed" else name


def _file(name: str, dataset: str) -> str:
    return f"{name} ({dataset})" if dataset else name


def _mend(report: RunReport) -> str:
    if report.refusals:
        return "What to do: workbooks check says what is wrong with a file, and how to mend it."
    return "What to do: the log of the run says more." if report.exit_code else ""


def _listed(heading: str, lines: list[str]) -> str:
    left = len(lines) - LISTED
    more = [f"and {left} more"] if left > 0 else []
    return f"{heading} ({len(lines)}):\n" + _bulleted([*lines[:LISTED], *more])


def _bulleted(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _first_line(text: str) -> str:
    line = next(iter(text.strip().splitlines()), "no reason was given")
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


def _marked(title: str, *, sample: bool) -> str:
    return f"{title} (sample data)" if sample else title
