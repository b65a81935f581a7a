"""Is this machine ready: each thing looked at, and the mend where it is not."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from helpers.base.counted import counted
from helpers.base.errors import WorkbooksError
from helpers.base.settings import INBOX, Settings
from helpers.gate.store.inputs import files_of

LEAST_PYTHON = (3, 11)
LEAST_FREE = 1024**3
LONGEST_OUTPUTS = 80
ON_WINDOWS = os.name == "nt"
NEEDED = (
    "altair",
    "gptables",
    "great_expectations",
    "jupyterlab",
    "nbconvert",
    "pandas",
    "papermill",
    "polars",
    "py_mini_racer",
    "python_calamine",
    "scipy",
    "vl_convert",
)
INSTALL_AGAIN = "install requirements.lock again, as the README says"


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
    found = f"missing: {', '.join(missing)}" if missing else "all there"
    return Finding("Packages", not missing, found, INSTALL_AGAIN)


def _kernel() -> Finding:
    if importlib.util.find_spec("ipykernel") is None:
        return Finding("Kernel", False, "ipykernel is missing", INSTALL_AGAIN)
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel
    from jupyter_core.paths import ENV_JUPYTER_PATH

    # Runs and the lab put this environment before the user's own kernels; what JUPYTER_PATH names
    # comes before all.
    named = [part for part in os.environ.get("JUPYTER_PATH", "").split(os.pathsep) if part]
    folders = [str(Path(part) / "kernels") for part in (*named, *ENV_JUPYTER_PATH)]
    mend = "python -m ipykernel install --sys-prefix; take other folders out of JUPYTER_PATH"
    try:
        command = KernelSpecManager(kernel_dirs=folders).get_kernel_spec("python3").argv[0]
    except (NoSuchKernel, OSError, ValueError, LookupError):
        return Finding("Kernel", False, "python3 cannot be read", mend)
    if _is_this_python(command):
        return Finding("Kernel", True, "python3 of this environment")
    return Finding("Kernel", False, f"python3 is another Python ({command})", mend)


def _is_this_python(command: str) -> bool:
    major, minor = sys.version_info[:2]
    # Jupyter puts its own interpreter in the place of these names.
    if command in {"python", f"python{major}", f"python{major}.{minor}"}:
        return True
    given = Path(command)
    # Folders are compared: the interpreters of two environments may be links to one and the same.
    same = given.parent.resolve() == Path(sys.executable).parent.resolve()
    return given.is_absolute() and same and given.name.lower().startswith("python")


def _outputs(outputs: Path) -> Finding:
    try:
        outputs.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=outputs) as trial:
            trial.write(b"a full disk makes a file and takes no byte")
            trial.flush()
    except (FileExistsError, NotADirectoryError):
        found = f"a file is in the place of the folder {outputs}"
        return Finding("Outputs folder", False, found, "rename the file, or choose --outputs")
    except OSError as reason:
        found = f"{outputs} cannot be written ({reason.strerror or reason})"
        mend = "make room on its disk, or choose a folder that you may write, by --outputs"
        return Finding("Outputs folder", False, found, mend)
    return Finding("Outputs folder", True, "it can be written")


def _room(outputs: Path) -> Finding:
    there = next((place for place in (outputs, *outputs.parents) if place.is_dir()), None)
    if there is None:
        return Finding("Disk", False, f"{outputs.anchor} is not there", "choose --outputs")
    free = shutil.disk_usage(there).free
    found = f"{free / LEAST_FREE:.1f} GB free"
    return Finding("Disk", free >= LEAST_FREE, found, "free at least 1 GB")


def _path_length(outputs: Path) -> Finding:
    length = len(str(outputs))
    well = not ON_WINDOWS or length <= LONGEST_OUTPUTS
    return Finding(
        "Length of paths",
        well,
        f"the outputs folder's path has {length} characters",
        "clone into a shorter folder, such as C:\\care, or choose --outputs; Windows stops at 260",
    )


def _inbox(settings: Settings) -> Finding:
    if not settings.inbox.is_dir():
        return Finding("Inbox", False, f"there is no folder {INBOX}", f"make the folder {INBOX}")
    try:
        files = files_of(str(settings.inbox), settings)
    except WorkbooksError as error:
        return Finding("Inbox", False, error.found, error.mend)
    except OSError as reason:
        found = f"{reason.filename} cannot be read ({reason.strerror})"
        return Finding("Inbox", False, found, "fetch the folder data again from the project")
    if files and files[0].parent == settings.samples:
        return Finding("Inbox", True, "empty: runs use the bundled sample data")
    return Finding("Inbox", True, counted(len(files), "file"))
