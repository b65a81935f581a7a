"""A worker process: executes workbooks, renders their pages and publishes them, one by one."""

from __future__ import annotations

import atexit
import contextlib
import logging
import time
import traceback
from datetime import UTC, datetime

from nbformat import NotebookNode

from helpers.base.errors import DisclosureRefused, WorkbooksError
from helpers.base.files import write_whole
from helpers.base.settings import Settings
from helpers.publication.charts import ChartRenderer
from helpers.publication.executed import handed_over, tidy
from helpers.publication.job import Job
from helpers.publication.making import make_files
from helpers.publication.versions import place_of, publish
from helpers.runs.engine import execute, prepare_environment
from helpers.runs.records import Done

FAILED = ".failed"

_state: dict[str, ChartRenderer] = {}


def start(settings: Settings) -> None:
    """Prepare a worker process: its environment, and one chart process for all its pages."""
    logging.disable(logging.WARNING)
    prepare_environment(settings)
    charts = ChartRenderer()
    charts.__enter__()
    atexit.register(charts.__exit__, None, None, None)
    _state["charts"] = charts


def work(job: Job) -> Done:
    """Make one version; whatever fails stops nothing but itself."""
    begun = time.monotonic()
    started = datetime.now(UTC).isoformat(timespec="seconds")
    try:
        notebook = execute(job.settings.notebooks / job.theme.notebook, job.parameters)
        message = _publish(job, notebook, started, begun)
    except DisclosureRefused as error:
        _keep(job, error)
        return _done(job, "refused", str(error), begun)
    except WorkbooksError as error:
        _keep(job, error)
        return _done(job, "failed", str(error), begun)
    except Exception as error:  # a fault of ours or of a library must not stop the other versions
        _keep(job, error)
        return _done(job, "failed", f"unexpected {type(error).__name__}: {error}", begun)
    return _done(job, "published", message, begun)


def _publish(job: Job, notebook: NotebookNode, started: str, begun: float) -> str:
    place_name = f"{job.theme.slug}, {job.area.name}"
    handed = handed_over(notebook, place_name)
    clean = tidy(notebook)
    files, manifest = make_files(job, clean, handed, _state["charts"])
    run = {
        **job.run_facts,
        "started": started,
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": round(time.monotonic() - begun, 2),
    }
    place = place_of(job.settings.outputs, job.area.slug, job.theme.slug, job.period)
    publish(place, job.version, files, manifest, run, job.hidden)
    return manifest.headline


def _keep(job: Job, error: Exception) -> None:
    """Keep the reason of a failure under the outputs, beside nothing that is published."""
    folder = job.settings.outputs / FAILED / job.area.slug / job.theme.slug / job.period
    # A full disk is often the reason itself; the report of the run still names it.
    with contextlib.suppress(WorkbooksError):
        frames = "" if isinstance(error, WorkbooksError) else traceback.format_exc()
        text = f"{type(error).__name__}\n{error}\n{frames}"
        write_whole(folder / "reason.txt", text.encode())


def _done(job: Job, outcome: str, message: str, begun: float) -> Done:
    version = job.version if outcome == "published" else ""
    return Done(
        job.theme,
        job.area,
        job.period,
        outcome,  # type: ignore[arg-type]
        version,
        message,
        time.monotonic() - begun,
    )
