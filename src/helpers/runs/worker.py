"""A worker process: executes workbooks, renders their pages and publishes them, one by one."""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import signal
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from multiprocessing.connection import wait
from pathlib import Path

from helpers.base import digests
from helpers.base.errors import DisclosureRefused, PublicationError, WorkbooksError
from helpers.base.files import write_whole
from helpers.base.settings import Settings
from helpers.indicators.handed import VARIABLE
from helpers.publication.chart_server import ChartChannel, SharedDrawing
from helpers.publication.charts import ChartRenderer
from helpers.publication.executed import handed_over, tidy
from helpers.publication.job import Job
from helpers.publication.making import make_files
from helpers.publication.manifest import FILE as MANIFEST
from helpers.publication.manifest import Manifest
from helpers.publication.versions import place_of, publish
from helpers.runs.engine import Executed, execute, prepare_environment
from helpers.runs.records import Done, Remade, failed_folder
from helpers.runs.warm.kernel import end_with

_state: dict[str, ChartRenderer] = {}
_PLACES: dict[str, str] = {}


def begin(
    environment: Mapping[str, str],
    settings: Settings,
    charts: ChartChannel,
    folder: Path,
    warm: str,
) -> None:
    """Prepare a process that was started for a run alone.

    Parameters
    ----------
    environment : mapping of str to str
        The run's own: a forked worker has that of the process that it was forked from.
    settings, charts, folder, warm
        As in `start`.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ.clear()
    os.environ.update(environment)
    run = multiprocessing.parent_process()
    assert run is not None
    threading.Thread(target=_end_after, args=(run.sentinel,), daemon=True).start()
    if os.getppid() != run.pid:
        # A pool takes a worker for dead whose server of forks has died, and does its job again.
        end_with(os.getppid())
    start(settings, charts, folder, warm)


def _end_after(run: int) -> None:
    # A worker that outlives its run would publish without the lock that the run held.
    wait([run])
    os._exit(1)


def start(settings: Settings, charts: ChartChannel, folder: Path, warm: str = "") -> None:
    """Prepare a worker process.

    Parameters
    ----------
    settings : Settings
        Where everything is.
    charts : ChartChannel
        The way to the run's one chart process.
    folder : Path
        The run's private folder: what the worker and its kernels write by the way goes with it.
    warm : str
        Address of the run's warm process, where there is one.
    """
    logging.disable(logging.WARNING)
    _PLACES[tempfile.gettempdir()] = "(temporary)"
    for name in ("TMPDIR", "TEMP", "TMP"):
        os.environ[name] = str(folder)
    tempfile.tempdir = str(folder)
    prepare_environment(settings, warm)
    _state["charts"] = ChartRenderer(SharedDrawing(charts))


def work(job: Job) -> Done:
    """Make one version; whatever fails stops nothing but itself."""
    begun = time.monotonic()
    started = datetime.now(UTC).isoformat(timespec="seconds")
    private = os.environ["IPYTHONDIR"]
    with tempfile.TemporaryDirectory(prefix="job-", dir=private) as folder:
        return _attempt(job, Path(folder) / "executed.ipynb", started, begun)


def _attempt(job: Job, executed: Path, started: str, begun: float) -> Done:
    try:
        source = job.settings.notebooks / job.theme.notebook
        os.environ[VARIABLE] = job.evidence
        done = execute(source, job.parameters, executed)
        message = _publish(job, done, started, begun)
    except DisclosureRefused as error:
        _keep(job, error, executed)
        return _done(job, "refused", str(error), begun)
    except WorkbooksError as error:
        _keep(job, error, executed)
        return _done(job, "failed", str(error), begun)
    except Exception as error:  # a fault of ours or of a library must not stop the other versions
        _keep(job, error, executed)
        return _done(job, "failed", f"unexpected {type(error).__name__}: {error}", begun)
    return replace(
        _done(job, "published", message, begun), engine=done.engine, fell_back=done.reason
    )


def remake(job: Job) -> Remade:
    """Make the files of a version as they would be published, and publish nothing."""
    with tempfile.TemporaryDirectory(prefix="job-", dir=os.environ["IPYTHONDIR"]) as folder:
        try:
            source = job.settings.notebooks / job.theme.notebook
            os.environ[VARIABLE] = job.evidence
            done = execute(source, job.parameters, Path(folder) / "executed.ipynb")
            files, manifest = _made(job, done)
        except WorkbooksError as error:
            return Remade({}, str(error))
        except Exception as error:  # as in a run: it stops nothing but itself
            return Remade({}, f"unexpected {type(error).__name__}: {error}")
    contents = {**files, MANIFEST: manifest.text()}
    return Remade({name: digests.of_bytes(content) for name, content in contents.items()})


def _made(job: Job, done: Executed) -> tuple[dict[str, bytes], Manifest]:
    place_name = f"{job.theme.slug}, {job.area.name}"
    handed = handed_over(done.notebook, place_name)
    if handed["evidence"] != job.parts["evidence"]:
        raise PublicationError(
            place_name,
            "the workbook showed other figures than were planned",
            "helpers, contracts and extracts that stay as they are while a run lasts",
            "run it again; where it happens again, tell who looks after the helpers",
        )
    clean = tidy(done.notebook, _places(job.settings))
    return make_files(job, clean, handed, _state["charts"])


def _publish(job: Job, done: Executed, started: str, begun: float) -> str:
    files, manifest = _made(job, done)
    run = {
        **job.run_facts,
        "engine": done.engine,
        "started": started,
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": round(time.monotonic() - begun, 2),
    }
    place = place_of(job.settings.outputs, job.area.slug, job.theme.slug, job.period)
    publish(place, job.version, files, manifest, run, job.hidden)
    return manifest.headline


def _places(settings: Settings) -> dict[str, str]:
    """Folders of this machine that an analyst's own cell may print, and their names."""
    return {
        str(settings.root): "(the project)",
        str(settings.outputs): "(the outputs)",
        sys.prefix: "(this Python)",
        sys.base_prefix: "(this Python)",
        str(Path.home()): "(home)",
        tempfile.gettempdir(): "(temporary)",
        **_PLACES,
    }


def _keep(job: Job, error: Exception, executed: Path) -> None:
    """Keep a failed notebook and its reason under the outputs, beside nothing published."""
    folder = failed_folder(job.settings.outputs, job.area.slug, job.theme.slug, job.period)
    # A full disk is often the reason itself; the report of the run still names it.
    with contextlib.suppress(WorkbooksError):
        frames = "" if isinstance(error, WorkbooksError) else traceback.format_exc()
        text = f"{type(error).__name__}\n{error}\n{frames}"
        write_whole(folder / "reason.txt", text.encode())
        # What a refusal kept back must not lie about in a notebook either.
        if executed.is_file() and not isinstance(error, DisclosureRefused):
            write_whole(folder / "workbook.ipynb", executed.read_bytes())


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
