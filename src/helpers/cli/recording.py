"""What a run leaves for machines: a log of JSON lines, and JUnit XML for a scheduler's own page."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from xml.etree import ElementTree as Xml

from helpers.base.files import write_whole
from helpers.runs.records import Done, RunReport
from helpers.runs.run import Progress

_SKIPPED = {"unchanged", "withheld"}
_BAD = {"failed", "refused"}
# XML has no letter for these, escaped or not.
_NO_XML = {number: " " for number in range(32) if chr(number) not in "\t\n\r"}


class Recorder:
    """Write down a run while it lasts; use it as a context manager.

    Parameters
    ----------
    log : Path or None
        File that gains one JSON object a line: the start, each version as it is done, the end.
    junit : Path or None
        File of JUnit XML, written whole at the end.
    """

    def __init__(self, log: Path | None, junit: Path | None) -> None:
        self._log, self._junit = log, junit
        self._begun = time.monotonic()

    def __enter__(self) -> Self:
        self._line("started")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is not None:
            self._line("stopped", error=type(error).__name__, message=str(error))

    def told(self, shown: Progress | None) -> Progress:
        """Return what writes down each version that is done, and shows it too."""

        def both(done: Done, number: int, of: int) -> None:
            self._line("version", number=number, of=of, **done.plain())
            if shown is not None:
                shown(done, number, of)

        return both

    def finish(self, report: RunReport) -> None:
        """Write the end of a run, with the versions that nothing was done for."""
        for done in report.done:
            if done.outcome in _SKIPPED:
                self._line("version", **done.plain())
        for refusal in report.refusals:
            self._line("refused extract", **refusal.model_dump(mode="json"))
        for note in report.notes:
            self._line("note", message=note)
        self._line("ended", exit_code=report.exit_code, seconds=self._seconds)
        if self._junit is not None:
            write_whole(self._junit, junit_xml(report, self._seconds))

    @property
    def _seconds(self) -> float:
        return round(time.monotonic() - self._begun, 2)

    def _line(self, event: str, **facts: Any) -> None:
        if self._log is None:
            return
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        self._log.parent.mkdir(parents=True, exist_ok=True)
        with self._log.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps({"time": at, "event": event, **facts}, ensure_ascii=False))
            stream.write("\n")


def junit_xml(report: RunReport, seconds: float) -> bytes:
    """Return a run as JUnit XML: a suite a theme, and one of the extracts that were refused.

    Parameters
    ----------
    report : RunReport
        What came of the run.
    seconds : float
        How long it took.
    """
    suites = [_suite(theme, done) for theme, done in _by_theme(report.done)]
    if report.refusals:
        suite = Xml.Element("testsuite", name="extracts")
        for refusal in report.refusals:
            case = Xml.SubElement(suite, "testcase", classname="extracts", name=refusal.place)
            _why(case, "failure", "refused", f"{refusal.found}\n{refusal.mend}")
        suites.append(_counted(suite))
    root = Xml.Element("testsuites", name="workbooks run", time=f"{seconds:.2f}")
    for name in ("tests", "failures", "errors", "skipped"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in suites)))
    root.extend(suites)
    Xml.indent(root)
    text: bytes = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _by_theme(done: Sequence[Done]) -> Iterator[tuple[str, list[Done]]]:
    for theme in dict.fromkeys(item.theme.slug for item in done):
        yield theme, [item for item in done if item.theme.slug == theme]


def _suite(theme: str, done: Sequence[Done]) -> Xml.Element:
    suite = Xml.Element("testsuite", name=theme)
    for item in done:
        name = f"{item.area.slug}/{item.theme.slug}/{item.period}"
        case = Xml.SubElement(
            suite, "testcase", classname=theme, name=name, time=f"{item.seconds:.2f}"
        )
        if item.outcome in _BAD:
            _why(case, "failure", item.outcome, item.message)
        elif item.outcome in _SKIPPED:
            _why(case, "skipped", item.outcome, item.message)
    return _counted(suite)


def _why(case: Xml.Element, tag: str, kind: str, message: str) -> None:
    clean = message.translate(_NO_XML)
    first = clean.splitlines()[0] if clean else kind
    told = Xml.SubElement(case, tag, type=kind, message=first)
    told.text = clean


def _counted(suite: Xml.Element) -> Xml.Element:
    suite.set("tests", str(len(suite.findall("testcase"))))
    suite.set("failures", str(len(suite.findall("testcase/failure"))))
    suite.set("errors", "0")
    suite.set("skipped", str(len(suite.findall("testcase/skipped"))))
    suite.set("time", f"{sum(float(case.get('time', '0')) for case in suite):.2f}")
    return suite
