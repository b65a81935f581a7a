"""The plan: which versions would be made, which are as they should be, and why."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import helpers
from helpers.base import digests
from helpers.base.errors import ParameterError
from helpers.base.geography import Area, all_areas
from helpers.base.parameters import (
    PARAMETERS_TAG,
    Parameter,
    Request,
    check_request,
    check_values,
    read_parameters,
)
from helpers.base.promise_parameters import check_baselines, check_day
from helpers.base.settings import Settings
from helpers.base.themes import Theme
from helpers.gate.store.inputs import RECEIPT_PREFIX, Evidence
from helpers.indicators.evidence import Evidence as Shown
from helpers.indicators.grounds import Grounds
from helpers.indicators.handed import keep_evidence
from helpers.indicators.source import Source, Wanted
from helpers.publication.before import version_before
from helpers.publication.commentary import comment_digest
from helpers.publication.hidden import withheld
from helpers.publication.job import Job
from helpers.publication.strategy_facts import StrategyFacts, needed_by, strategy_facts
from helpers.publication.versions import latest, next_number, place_of, version_name
from helpers.runs.fingerprints import changed, notebook_digest, shared_parts
from helpers.runs.records import Planned, RunRequest
from helpers.runs.remembered import Known, Remembered
from helpers.runs.starting_file import why_nothing

UNCHANGED = "nothing changed"
BY_OPTION = {"area": "--area", "period": "--period", "inputs": "--inputs"}


@dataclass(frozen=True)
class _Page:
    """A page to be planned, with the values of its parameters and the strategy that it is for."""

    theme: Theme
    area: Area
    values: Mapping[str, Any]
    strategy: StrategyFacts


def workbook_parameters(settings: Settings, theme: Theme) -> tuple[Parameter, ...]:
    """Read the parameters of a theme's workbook.

    Raises
    ------
    ParameterError
        When the notebook or its parameters cell is missing.
    """
    path = settings.notebooks / theme.notebook
    try:
        cells = json.loads(path.read_text("utf-8"))["cells"]
    except (OSError, ValueError, KeyError) as reason:
        raise ParameterError(
            f"notebook {path.name}",
            f"it cannot be read ({reason})",
            "the workbook of the theme",
            "fetch it again from the project",
        ) from reason
    for cell in cells:
        if PARAMETERS_TAG in cell["metadata"].get("tags", []):
            return read_parameters("".join(cell["source"]))
    raise ParameterError(
        f"notebook {path.name}",
        "no cell is tagged parameters",
        "one cell with the tag parameters",
        "tag the cell again in JupyterLab (property inspector)",
    )


def check_parameters(request: RunRequest) -> dict[str, dict[str, Any]]:
    """Check the given parameters against every workbook asked for, before any kernel starts.

    Returns
    -------
    dict of str to dict
        For each theme all parameters but area, period and inputs.

    Raises
    ------
    ParameterError
        For the first that cannot be used.
    """
    for name, option in BY_OPTION.items():
        if name in request.parameters:
            raise ParameterError(
                f"parameter {name}", "it is given by an option", option, f"use {option}"
            )
    checked = {}
    for theme in request.themes:
        known = workbook_parameters(request.settings, theme)
        given = check_values(known, request.parameters)
        values = {parameter.name: parameter.default for parameter in known} | given
        area = request.areas[0].code if request.areas else "wirral"
        check_request(theme.slug, area, request.period, values["compare_with"], values["strategy"])
        check_baselines(values.get("baselines", ""))
        check_day(values.get("as_of", ""))
        checked[theme.slug] = {
            name: value for name, value in values.items() if name not in BY_OPTION
        }
    return checked


def make_plan(
    request: RunRequest,
    gated: Evidence,
    folder: Path | None = None,
    when_new: Callable[[], None] | None = None,
) -> tuple[Planned, ...]:
    """Plan every version asked for.

    Parameters
    ----------
    request : RunRequest
        What is asked for.
    gated : Evidence
        What the gate let through.
    folder : Path or None
        Where the evidence of the versions to be made is written for their kernels.
    when_new : callable or None
        Called where a version may have to be made, before the figures are read.

    Raises
    ------
    ParameterError
        When nothing was refused, and no page can be made of what there is.
    """
    values = check_parameters(request)
    if reason := why_nothing(request, gated):
        return tuple(
            Planned(theme, area, request.period, "withheld", (reason,))
            for area in _areas(request)
            for theme in request.themes
        )
    memory = Remembered(request.settings, [receipt.id for receipt in gated.receipts])

    @cache
    def grounds() -> Grounds:
        if when_new is not None:
            when_new()
        return Grounds(Source(gated.receipts, request.settings, thorough=True))

    @cache
    def strategy(area: Area, asked: str) -> StrategyFacts:
        return strategy_facts(request.settings, area, asked)

    pages = (
        _Page(theme, area, values[theme.slug], strategy(area, str(values[theme.slug]["strategy"])))
        for area in _areas(request)
        for theme in request.themes
    )
    planned = tuple(
        _unchanged(request, memory, page) or _planned(request, grounds(), page, folder, memory)
        for page in pages
    )
    if folder is not None:
        memory.save()
    return planned


def _areas(request: RunRequest) -> tuple[Area, ...]:
    return all_areas() if request.every_area else request.areas


def in_order(settings: Settings, theme: Theme, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return a manifest's parameters in the order in which a run hands them to a workbook."""
    known = [item.name for item in workbook_parameters(settings, theme)]
    names = ["area", "period", *(name for name in known if name not in BY_OPTION)]
    return {name: parameters[name] for name in names if name in parameters}


def evidence_for(
    source: Source, theme: Theme, area: Area, period: str, values: Mapping[str, Any]
) -> Shown:
    """Cut out of the extracts what one page may show.

    Parameters
    ----------
    source : Source
        The extracts.
    theme, area, period
        Which page; the period may be "latest".
    values : mapping
        The other parameters of its workbook.
    """
    strategy = strategy_facts(source.settings, area, str(values["strategy"]))
    return source.evidence(*_asked(source, _Page(theme, area, values, strategy), period))


def _asked(source: Source, page: _Page, period: str) -> tuple[Request, Wanted]:
    values = page.values
    asked: Request = check_request(
        page.theme.slug, page.area.code, period, values["compare_with"], values["strategy"]
    )
    return asked, needed_by(page.strategy, source.settings, page.theme, source.registry)


def parts_beside_figures(
    settings: Settings,
    theme: Theme,
    area: Area,
    parameters: Mapping[str, Any],
    strategy: StrategyFacts | None = None,
) -> dict[str, str]:
    """Return the digest of each thing that a version depends on, beside its figures.

    Parameters
    ----------
    settings : Settings
        Where everything is.
    theme, area
        Which page.
    parameters : mapping
        All that its manifest names.
    strategy : StrategyFacts or None
        The strategy that the page is for; None where it is to be read.
    """
    if strategy is None:
        strategy = strategy_facts(settings, area, str(parameters["strategy"]))
    return dict(shared_parts(settings)) | {
        "notebook": notebook_digest(settings.notebooks / theme.notebook),
        "parameters": digests.of_value(dict(parameters)),
        "strategy": strategy.digest,
        "commentary": comment_digest(settings, area, theme.slug),
    }


def _unchanged(request: RunRequest, memory: Remembered, page: _Page) -> Planned | None:
    """Return a version that is as it should be, where that is known from the extracts alone."""
    known = memory.find(_key(request, memory, page))
    return None if known is None else _as_it_should_be(request, known, page)


def _as_it_should_be(request: RunRequest, known: Known, page: _Page) -> Planned | None:
    if request.force:
        return None
    theme, area = page.theme, page.area
    parameters = {"area": area.code, "period": known.period, **page.values}
    beside = parts_beside_figures(request.settings, theme, area, parameters, page.strategy)
    fingerprint = digests.of_value(beside | dict(known.digests))
    before = latest(place_of(request.settings.outputs, area.slug, theme.slug, known.period))
    if before is None or before.manifest.fingerprint != fingerprint:
        return None
    return Planned(theme, area, known.period, "unchanged", (UNCHANGED,), None, before.name)


def _key(request: RunRequest, memory: Remembered, page: _Page) -> str:
    # A scorecard's figures are those that the council's promises name.
    promised = page.strategy.digest
    asked = (page.theme.slug, page.area.code, request.period, dict(page.values))
    return memory.of_extracts(*asked, promised)


def _planned(
    request: RunRequest,
    grounds: Grounds,
    page: _Page,
    folder: Path | None,
    memory: Remembered,
) -> Planned:
    settings, theme, area, values = request.settings, page.theme, page.area, page.values
    asked, more = _asked(grounds.source, page, request.period)
    ground = grounds.digest(asked, more)
    keys = [_key(request, memory, page)]
    if ground is not None:
        keys.append(memory.of_ground(ground, theme.slug, area.code, request.period, dict(values)))
        known = memory.find(keys[-1])
        if known is not None:
            same = _as_it_should_be(request, known, page)
            if same is not None:
                memory.keep(keys[0], known)
                return same
    evidence = grounds.source.evidence(asked, more)
    period = evidence.request.period
    parameters = {"area": area.code, "period": period, **values}
    own = evidence.digests
    for key in keys:
        memory.keep(key, Known(period, own))
    parts = parts_beside_figures(settings, theme, area, parameters, page.strategy) | own
    fingerprint = digests.of_value(parts)
    place = place_of(settings.outputs, area.slug, theme.slug, period)
    before = latest(place)
    if before is not None and before.manifest.fingerprint == fingerprint and not request.force:
        return Planned(theme, area, period, "unchanged", (UNCHANGED,), None, before.name)
    receipts = ",".join(receipt.id for receipt in evidence.receipts)
    job = Job(
        theme=theme,
        area=area,
        period=period,
        parameters={**parameters, "inputs": f"{RECEIPT_PREFIX}{receipts}"},
        fingerprint=fingerprint,
        parts=parts,
        version=version_name(next_number(place), fingerprint),
        previous=before.name if before else None,
        since=version_before(place),
        hidden=withheld(evidence.observations),
        settings=settings,
        product_version=helpers.__version__,
        sample=evidence.sample,
        evidence=str((folder and keep_evidence(evidence, folder)) or ""),
    )
    return Planned(theme, area, period, "run", _why(parts, before, request), job, job.version)


def _why(parts: Mapping[str, str], before: Any, request: RunRequest) -> tuple[str, ...]:
    if before is None:
        return ("no version yet",)
    reasons = changed(parts, before.manifest.parts)
    return reasons or (("asked for with --force",) if request.force else ("the version is gone",))
