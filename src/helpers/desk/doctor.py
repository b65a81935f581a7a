"""Is this machine ready: each thing looked at, and the mend where it is not."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from helpers.base.errors import WorkbooksError
from helpers.base.settings import Settings
from helpers.gate.store.inputs import files_of

LEAST_PYTHON = (3, 11)
LEAST_FREE = 1024**3
LONGEST_OUTPUTS = 80
NEEDED = ("altair", "great_expectations", "jupyterlab", "nbconvert", "papermill", "polars")


@dataclass(frozen=True)
class Finding:
    """One thing looked at."""

    name: str
    well: bool
    found: str
    mend: str = ""


def examine(settings: Settings) -> tuple[Finding, ...]:
    """Look at everything that a run needs on this machine."""
    return (
        _python(),
        _packages(),
        _kernel(),
        _outputs(settings.outputs),
        _room(settings.outputs),
        _path_length(settings.outputs),
        _inbox(settings),
    )


def _python() -> Finding:
    found = ".".join(str(part) for part in sys.version_info[:3])
    return Finding(
        "Python", sys.version_info >= LEAST_PYTHON, found, "install Python 3.11 or later"
    )


def _packages() -> Finding:
    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    return Finding(
        "Packages",
        not missing,
        f"missing: {', '.join(missing)}" if missing else "all there",
        "install requirements.lock again, as the README says",
    )


def _kernel() -> Finding:
    if importlib.util.find_spec("ipykernel") is None:
        return Finding("Kernel", False, "ipykernel is missing", "install requirements.lock again")
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    try:
        command = KernelSpecManager().get_kernel_spec("python3").argv[0]
    except NoSuchKernel:
        return Finding("Kernel", False, "no kernel python3", "install requirements.lock again")
    here = Path(command).name.startswith("python") and (
        not Path(command).is_absolute() or Path(command).resolve() == Path(sys.executable).resolve()
    )
    return Finding(
        "Kernel",
        here,
        "python3 of this environment" if here else f"python3 is another Python ({command})",
        "set JUPYTER_PREFER_ENV_PATH=1, or remove the other kernel: jupyter kernelspec remove",
    )


def _outputs(outputs: Path) -> Finding:
    try:
        outputs.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=outputs):
            pass
    except OSError as reason:
        return Finding(
            "Outputs folder", False, str(reason), "choose a folder that you may write, by --outputs"
        )
    return Finding("Outputs folder", True, "it can be written")


def _room(outputs: Path) -> Finding:
    free = shutil.disk_usage(outputs if outputs.exists() else outputs.parent).free
    return Finding(
        "Disk", free >= LEAST_FREE, f"{free / LEAST_FREE:.1f} GB free", "free at least 1 GB"
    )


def _path_length(outputs: Path) -> Finding:
    length = len(str(outputs))
    well = os.name != "nt" or length <= LONGEST_OUTPUTS
    return Finding(
        "Length of paths",
        well,
        f"the outputs folder's path has {length} letters",
        "clone into a shorter folder, such as C:\\care, or choose --outputs; Windows stops at 260",
    )


def _inbox(settings: Settings) -> Finding:
    try:
        files = files_of(str(settings.inbox), settings)
    except WorkbooksError as error:
        return Finding("Inbox", False, error.found, error.mend)
    if files and files[0].parent == settings.samples:
        return Finding("Inbox", True, "empty: runs use the bundled sample data")
    return Finding("Inbox", True, f"{len(files)} files")
