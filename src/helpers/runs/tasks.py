"""What a run has its workers do, by name: the run itself loads nothing that makes pages.

A worker has imported `helpers.runs.worker` before its first task; in the process that plans, that
import would be a second in which nobody is served.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from helpers.base.settings import Settings
from helpers.publication.chart_server import ChartChannel
from helpers.publication.job import Job
from helpers.runs.records import Done, Remade


def begin(
    environment: Mapping[str, str],
    settings: Settings,
    charts: ChartChannel,
    folder: Path,
    warm: str,
) -> None:
    """Prepare a process that was started for a run alone, as `worker.begin` does."""
    from helpers.runs import worker

    worker.begin(environment, settings, charts, folder, warm)


def work(job: Job) -> Done:
    """Make one version, as `worker.work` does."""
    from helpers.runs import worker

    return worker.work(job)


def remake(job: Job) -> Remade:
    """Make the files of a version and publish nothing, as `worker.remake` does."""
    from helpers.runs import worker

    return worker.remake(job)
