"""What every kernel of a run finds in its environment."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from importlib.metadata import entry_points
from pathlib import Path

from helpers.base.settings import OUTPUTS_VARIABLE, ROOT_VARIABLE, Settings

RUN_VARIABLE = "CARE_WORKBOOKS_RUN"
WARM_VARIABLE = "CARE_WORKBOOKS_WARM"
"""Holds the address of a warm process, for the process that starts kernels and not for them."""

CHOICE = "JUPYTER_DEFAULT_PROVISIONER_NAME"
PROVISIONER = "care-workbooks"
_GROUP = "jupyter_client.kernel_provisioners"
# A kernel is one of several on the machine: libraries that start a thread a core would only slow
# each other, and no process in which they have started one can fork.
ONE_THREAD = ("POLARS_MAX_THREADS", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


def kernel_environment(
    settings: Settings, environment: Mapping[str, str] = os.environ
) -> dict[str, str]:
    """Return an environment with what a kernel of a run needs.

    Parameters
    ----------
    settings : Settings
        Where everything is.
    environment : mapping of str to str
        What the kernel would find otherwise.
    """
    made = dict(environment)
    made[ROOT_VARIABLE] = str(settings.root)
    made[OUTPUTS_VARIABLE] = str(settings.outputs)
    made[RUN_VARIABLE] = "1"
    # The kernel of this environment, whatever the user has installed elsewhere.
    made["JUPYTER_PREFER_ENV_PATH"] = "1"
    made["JUPYTER_PATH"] = _first(
        str(Path(sys.prefix) / "share" / "jupyter"), made.get("JUPYTER_PATH", "")
    )
    made["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"
    for name in ONE_THREAD:
        made.setdefault(name, "1")
    package = str(Path(__file__).resolve().parents[2])
    known = made.get("PYTHONPATH", "")
    if package not in known.split(os.pathsep):
        made["PYTHONPATH"] = _first(package, known)
    return made


def provisioner_registered() -> bool:
    """Whether this installation tells Jupyter of the provisioner of this project."""
    return bool(entry_points(group=_GROUP, name=PROVISIONER))


def _first(path: str, others: str) -> str:
    return os.pathsep.join(part for part in (path, others) if part)
