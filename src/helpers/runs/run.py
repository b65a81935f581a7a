"""One run: gate, plan, execute, publish, index."""

from __future__ import annotations

import contextlib
import platform
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from helpers.gate.passing import gate_inputs
from helpers.publication.job import Job
from helpers.publication.mirrors import mirror_of, secluded, spoken_place
from helpers.publication.observations import gather_observations
from helpers.publication.site import build_site
from helpers.publication.versions import place_of
from helpers.publication.versions_found import find_versions
from helpers.runs import tasks
from helpers.runs.engines import fallback_notes
from helpers.runs.executors import open_executor
from helpers.runs.holding import Held, hold
from helpers.runs.plan import check_parameters, make_plan
from helpers.runs.records import EVIDENCE, Done, Planned, RunReport, RunRequest
from helpers.runs.shared import Shared

Progress = Callable[[Done, int, int], None]


def plan(request: RunRequest) -> tuple[tuple[Planned, ...], RunReport]:
    """Gate and plan without running anything; the report holds refusals and notes."""
    check_parameters(request)
    gated = gate_inputs(request.inputs, request.settings)
    planned = make_plan(request, gated)
    report = RunReport((), gated.refusals, gated.notes, gated.sample, "")
    return planned, report


def run(request: RunRequest, progress: Progress | None = None) -> RunReport:
    """Make every version asked for that is not as it should be.

    Parameters
    ----------
    request : RunRequest
        What is asked for.
    progress : callable, optional
        Told of each version as it is done, with how many are done and how many there are.

    Raises
    ------
    ParameterError
        When a parameter cannot be used; nothing was started.
    OutputsLocked
        When another run holds the outputs folder.
    """
    settings = request.settings
    check_parameters(request)
    with hold(settings.outputs) as held:
        with _shared(request) as shared, _evidence_folder(settings.outputs) as folder:
            gated = gate_inputs(request.inputs, settings, shared.begin)
            held.gated()
            planned = make_plan(request, gated, folder, shared.begin)
            facts = _run_facts(settings.root)
            jobs = [replace(item.job, run_facts=facts) for item in planned if item.job is not None]
            made, engine_notes = _execute(jobs, request, held, progress, shared)
        done = tuple(made.get(_key(item), _left(item)) for item in planned)
        everything = find_versions(settings.outputs)
        try:
            gather_observations(settings.outputs, everything)
        finally:
            # The index also stands when one version's figures cannot be gathered.
            index = build_site(settings.outputs, everything, address=request.site_url)
            held.finish()
    notes = (*_interrupted(held.left), *gated.notes, *engine_notes)
    return RunReport(done, gated.refusals, notes, gated.sample, spoken_place(index))


def _shared(request: RunRequest) -> Shared:
    # What opens an object store is kept from children, and the gate and the plan have need of it.
    local = request.executor == "local" and mirror_of(request.settings.outputs) is None
    return Shared(request.settings, request.engine, early=local)


def _execute(
    jobs: list[Job], request: RunRequest, held: Held, progress: Progress | None, shared: Shared
) -> tuple[dict[tuple[str, str], Done], tuple[str, ...]]:
    made: dict[tuple[str, str], Done] = {}
    if not jobs:
        return made, ()
    opened = open_executor(request, len(jobs), shared)
    with secluded(request.settings.outputs), opened as workers:
        for ended in workers.each(tasks.work, jobs):
            job = ended.job
            result = ended.result or Done(
                job.theme, job.area, job.period, "failed", "", ended.fault
            )
            if result.outcome == "published":
                result = _put_up(result, job, held)
            made[_key(job)] = result
            if progress is not None:
                progress(result, len(made), len(jobs))
        reason = workers.reason
    return made, fallback_notes(request.engine, reason, tuple(made.values()))


def _put_up(result: Done, job: Job, held: Held) -> Done:
    place = place_of(job.settings.outputs, job.area.slug, job.theme.slug, job.period)
    fault = held.published(place / job.version)
    return replace(result, outcome="failed", version="", message=fault) if fault else result


@contextlib.contextmanager
def _evidence_folder(outputs: Path) -> Iterator[Path]:
    """Keep a folder for what kernels are handed, and nothing of an earlier run's."""
    folder = outputs / EVIDENCE
    shutil.rmtree(folder, ignore_errors=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _interrupted(left: str) -> tuple[str, ...]:
    if not left:
        return ()
    return (f"The last run ended before its time ({left}); what it left half made was removed.",)


def _key(item: Planned | Job) -> tuple[str, str]:
    return item.theme.slug, item.area.code


def _left(item: Planned) -> Done:
    outcome: Any = item.status if item.status != "run" else "failed"
    reasons = "; ".join(item.reasons)
    return Done(item.theme, item.area, item.period, outcome, item.version, reasons)


def _run_facts(root: Path) -> dict[str, Any]:
    return {
        "host": platform.node(),
        "platform": platform.platform(),
        "commit": _git(root, "rev-parse", "HEAD"),
        "dirty": bool(_git(root, "status", "--porcelain")),
    }


def _git(root: Path, *arguments: str) -> str:
    try:
        asked = subprocess.run(
            ["git", *arguments], cwd=root, capture_output=True, text=True, check=False, timeout=10
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return asked.stdout.strip() if asked.returncode == 0 else ""
