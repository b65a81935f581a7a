"""JupyterLab on the workbooks, with the inputs gated and the right kernel."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from jupyter_core.paths import jupyter_config_path

from helpers.base.errors import ParameterError
from helpers.base.printable import printable
from helpers.base.settings import (
    INBOX,
    INPUTS_VARIABLE,
    OUTPUTS_VARIABLE,
    ROOT_VARIABLE,
    Settings,
)
from helpers.base.themes import Theme
from helpers.gate.passing import gate_inputs
from helpers.gate.store.inputs import Evidence, folder_of

# Defaults of JupyterLab that an analyst may still change: no news and no updates are looked for,
# since nothing here may need a network.
LAB_SETTINGS = Path(__file__).parent / "jupyter"
FAREWELL_SECONDS = 20


def lab_command(theme: Theme | None, settings: Settings, *, browser: bool, port: int) -> list[str]:
    """Return the command that starts JupyterLab on the notebooks folder."""
    opened = f"notebooks/{theme.notebook}" if theme else "notebooks"
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        f"--ServerApp.root_dir={settings.root}",
        f"--LabApp.default_url=/lab/tree/{opened}",
        # Ctrl-C is answer enough: asked otherwise, JupyterLab goes on after five seconds.
        "--ServerApp.answer_yes=True",
        # What is installed is what the lock names.
        "--LabApp.extension_manager=readonly",
    ]
    if port:
        command.append(f"--ServerApp.port={port}")
    if not browser:
        command.append("--no-browser")
    return command


def lab_environment(settings: Settings, inputs: Path | None = None) -> dict[str, str]:
    """Return the environment of JupyterLab: this project, this environment's kernel.

    Parameters
    ----------
    settings : Settings
        Where the notebooks and the outputs are.
    inputs : Path or None
        Folder that notebooks read where they name the inbox; None for the inbox itself.
    """
    # Kernels named in JUPYTER_PATH come before all others, and the user's own usually next.
    kernels = [str(Path(sys.prefix) / "share" / "jupyter"), *_listed("JUPYTER_PATH")]
    configuration = [*_listed("JUPYTER_CONFIG_PATH"), str(LAB_SETTINGS)]
    environment = os.environ | {
        ROOT_VARIABLE: str(settings.root),
        OUTPUTS_VARIABLE: str(settings.outputs),
        "JUPYTER_PREFER_ENV_PATH": "1",
        "JUPYTER_PATH": os.pathsep.join(kernels),
        "JUPYTER_CONFIG_PATH": os.pathsep.join(configuration),
    }
    environment.pop(INPUTS_VARIABLE, None)
    if inputs is not None:
        environment[INPUTS_VARIABLE] = str(inputs)
    return environment


def _listed(variable: str) -> list[str]:
    return [part for part in os.environ.get(variable, "").split(os.pathsep) if part]


def open_lab(
    settings: Settings, inputs: str, theme: Theme | None, *, browser: bool, port: int
) -> int:
    """Gate the inputs and run JupyterLab until it is closed.

    Parameters
    ----------
    settings : Settings
        Where the notebooks are.
    inputs : str
        Folder of extracts: gated first, so that the first cell does not wait, and read by
        every notebook that names no other.
    theme : Theme or None
        The notebook to open.
    browser : bool
        Whether to open a browser.
    port : int
        Port of the server, 0 for Jupyter's own choice.

    Returns
    -------
    int
        0 when JupyterLab was closed, by its menu or by ctrl-C; 1 when it failed.

    Raises
    ------
    ParameterError
        When `inputs` cannot be used, or the user is root; nothing was started.
    """
    _refuse_root()
    folder = None if inputs == INBOX else folder_of(inputs, settings)
    _tell(gate_inputs(str(folder or inputs), settings), folder)
    command = lab_command(theme, settings, browser=browser, port=port)
    return _serve(command, lab_environment(settings, folder), settings.root)


def _refuse_root() -> None:
    who = getattr(os, "geteuid", None)
    if who is None or who() != 0 or _root_allowed():
        return
    raise ParameterError(
        "workbooks lab",
        "it was started as root, and JupyterLab refuses to serve root",
        "another user",
        "start it as a user without special rights (in a container: docker run --user 1000, or "
        "USER in its Dockerfile); workbooks run may be root",
    )


def _root_allowed() -> bool:
    """Whether Jupyter's own configuration of this machine speaks of root."""
    for folder in jupyter_config_path():
        for path in Path(folder).glob("jupyter_*config.*"):
            try:
                if "allow_root" in path.read_text("utf-8", errors="replace"):
                    return True
            except OSError:
                continue
    return False


def _tell(evidence: Evidence, folder: Path | None) -> None:
    for refusal in evidence.refusals:
        sys.stderr.write(f"Refused: {printable(refusal.place)}: {printable(refusal.found)}\n")
        if refusal.expected:
            sys.stderr.write(f"  expected: {printable(refusal.expected)}\n")
        if refusal.mend:
            sys.stderr.write(f"  what to do: {printable(refusal.mend)}\n")
    for note in evidence.notes:
        sys.stderr.write(f"Note: {printable(note)}\n")
    if folder is not None:
        sys.stderr.write(f'Notebooks that say inputs = "{INBOX}" read {folder} in this session.\n')
    sys.stderr.flush()


def _serve(command: list[str], environment: Mapping[str, str], folder: Path) -> int:
    server = subprocess.Popen(command, env=environment, cwd=folder)
    before = signal.signal(signal.SIGTERM, lambda *_: server.terminate())
    try:
        return int(server.wait() != 0)
    except KeyboardInterrupt:
        # The terminal has told JupyterLab too, which is closing its kernels.
        return 0
    finally:
        _end(server)
        signal.signal(signal.SIGTERM, before)


def _end(server: subprocess.Popen[bytes]) -> None:
    for ask in (server.terminate, server.kill):
        try:
            server.wait(FAREWELL_SECONDS)
        except (subprocess.TimeoutExpired, KeyboardInterrupt):
            ask()
        else:
            return
    server.wait()
