"""Opening a workbook or the scorecard: parameters checked, receipts found, evidence cut out."""

from __future__ import annotations

import os
import subprocess
import sys

from helpers.base.errors import ExtractRefused
from helpers.base.parameters import Request, check_request
from helpers.base.promise_parameters import check_baselines, check_day
from helpers.base.settings import OUTPUTS_VARIABLE, ROOT_VARIABLE, Settings, find_settings
from helpers.base.themes import SCORECARD
from helpers.gate.store.inputs import Evidence as Gated
from helpers.gate.store.inputs import find_evidence
from helpers.indicators.evidence import Evidence
from helpers.indicators.handed import handed_evidence
from helpers.indicators.source import SOURCE, Source
from helpers.strategies.needed import needed
from helpers.strategies.register import Strategy, load_finished, strategy_of
from helpers.workbook.book import Book
from helpers.workbook.injected import check_injected
from helpers.workbook.scorecard import Scorecard
from helpers.workbook.strategy import AUTO, check_council


def open_workbook(
    theme: str,
    area: str,
    period: str = "latest",
    inputs: str = "data/inbox",
    compare_with: object = "region",
    strategy: str = AUTO,
) -> Book:
    """Open the evidence of one theme for one council.

    Parameters
    ----------
    theme : str
        One of the five themes, such as "placements".
    area : str
        A council: ONS code, slug or name.
    period : str
        A financial year such as "2024-25", or "latest".
    inputs : str
        Folder of extracts; where the project's inbox is empty, the bundled sample data.
    compare_with : str or list of str
        "region", "neighbours" or councils to set beside the area.
    strategy : str
        "auto" for the council's own, the name of a file in `strategies/`, or "" for none.

    Returns
    -------
    Book
        What the cells of a workbook call.

    Raises
    ------
    ParameterError
        When a parameter cannot be used, with "did you mean" where something is near.
    ExtractRefused
        When no extract for the theme passed the gate, with the reason.
    """
    evidence, plan = _opened(theme, area, period, inputs, compare_with, strategy)
    return Book(evidence, plan)


def open_scorecard(
    area: str,
    period: str = "latest",
    inputs: str = "data/inbox",
    compare_with: object = "region",
    strategy: str = AUTO,
    baselines: str = "",
    as_of: str = "",
) -> Scorecard:
    """Open a council's promises beside the evidence of all themes.

    Parameters
    ----------
    area, period, inputs, compare_with, strategy
        As of `open_workbook`.
    baselines : str
        For targets that state no baseline, the year to count from: "002-1=2014-15".
    as_of : str
        Day against which deadlines are told; empty for the end of the reporting year.

    Returns
    -------
    Scorecard
        What the cells of the workbook call.

    Raises
    ------
    ParameterError
        When a parameter cannot be used, with "did you mean" where something is near.
    ExtractRefused
        When no extract passed the gate, with the reason.
    """
    given, day = check_baselines(baselines), check_day(as_of)
    evidence, plan = _opened(SCORECARD.slug, area, period, inputs, compare_with, strategy)
    return Scorecard(evidence, plan, given, day)


def _opened(
    theme: str, area: str, period: str, inputs: str, compare_with: object, strategy: str
) -> tuple[Evidence, Strategy | None]:
    check_injected()
    request = check_request(theme, area, period, compare_with, strategy)
    settings = find_settings()
    plan = _strategy(request, settings)
    gated = find_evidence(inputs, settings)
    if gated.unanswered:
        _gate(inputs, settings)
        gated = find_evidence(inputs, settings)
    if SOURCE not in {receipt.dataset for receipt in gated.receipts}:
        raise _withheld(request, gated)
    evidence = handed_evidence(request, gated.receipts)
    if evidence is None:
        source = Source(gated.receipts, settings)
        evidence = source.evidence(request, needed(plan, request.theme, source.registry))
    return evidence, plan


def _strategy(request: Request, settings: Settings) -> Strategy | None:
    name = request.strategy
    if name == AUTO:
        name = strategy_of(settings.strategies, request.area)
    if not name:
        return None
    return check_council(load_finished(settings.strategies, name), name, request.area)


def _gate(inputs: str, settings: Settings) -> None:
    # A process of its own, so that Great Expectations never loads in a kernel.
    environment = os.environ | {
        ROOT_VARIABLE: str(settings.root),
        OUTPUTS_VARIABLE: str(settings.outputs),
    }
    subprocess.run(
        [sys.executable, "-m", "helpers.gate", inputs],
        env=environment,
        check=False,
        capture_output=True,
    )


def _withheld(request: Request, gated: Gated) -> ExtractRefused:
    if gated.refusals:
        first = gated.refusals[0]
        return ExtractRefused(first.place, first.found, first.expected, first.mend)
    unread = ", ".join(path.name for path in gated.unanswered)
    return ExtractRefused(
        f"theme {request.theme.slug}",
        f"the gate gave no answer for {unread}" if unread else "no extract for it was found",
        "the outcomes framework's time-series file",
        "run workbooks check to see why",
    )
