"""Work for a pool's processes, some of which end their process instead of coming back."""

from __future__ import annotations

import os
import sys
import time

from helpers.publication.job import Job
from helpers.runs import worker


def name_or_die(name: str) -> str:
    """Return the name; a name that begins with "bad" ends the process."""
    if name.startswith("bad"):
        time.sleep(0.3)
        os._exit(3)
    return name


def place_or_die(job: Job) -> str:
    """Return where a job's outputs are, with a file written there; carers ends the process."""
    if job.theme.slug == "carers":
        os._exit(3)
    (job.settings.outputs / ".failed").mkdir(parents=True)
    (job.settings.outputs / ".failed" / "said.txt").write_text(job.area.slug, "utf-8")
    return str(job.settings.outputs)


def imported_by(job: Job) -> tuple[str, list[str]]:
    """Make a version; return what came of it, and the modules that had to be imported for it."""
    before = set(sys.modules)
    outcome = worker.work(job).outcome
    return outcome, sorted(set(sys.modules) - before)
