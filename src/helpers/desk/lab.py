"""JupyterLab on the workbooks, with the inputs gated and the right kernel."""

from __future__ import annotations

import os
import subprocess
import sys

from helpers.base.settings import OUTPUTS_VARIABLE, ROOT_VARIABLE, Settings
from helpers.base.themes import Theme
from helpers.gate.passing import gate_inputs


def lab_command(theme: Theme | None, settings: Settings, *, browser: bool, port: int) -> list[str]:
    """Return the command that starts JupyterLab on the notebooks folder."""
    command = [sys.executable, "-m", "jupyter", "lab", f"--ServerApp.root_dir={settings.root}"]
    opened = f"notebooks/{theme.notebook}" if theme else "notebooks"
    command += [f"--LabApp.default_url=/lab/tree/{opened}"]
    if port:
        command.append(f"--ServerApp.port={port}")
    if not browser:
        command.append("--no-browser")
    return command


def lab_environment(settings: Settings) -> dict[str, str]:
    """Return the environment of JupyterLab: this project, this environment's kernel."""
    return os.environ | {
        ROOT_VARIABLE: str(settings.root),
        OUTPUTS_VARIABLE: str(settings.outputs),
        "JUPYTER_PREFER_ENV_PATH": "1",
    }


def open_lab(
    settings: Settings, inputs: str, theme: Theme | None, *, browser: bool, port: int
) -> int:
    """Gate the inputs and run JupyterLab until it is closed.

    Parameters
    ----------
    settings : Settings
        Where the notebooks are.
    inputs : str
        Folder of extracts to gate first, so that the first cell does not wait.
    theme : Theme or None
        The notebook to open.
    browser : bool
        Whether to open a browser.
    port : int
        Port of the server, 0 for Jupyter's own choice.

    Returns
    -------
    int
        Exit code of JupyterLab.
    """
    evidence = gate_inputs(inputs, settings)
    for refusal in evidence.refusals:
        sys.stderr.write(f"Refused: {refusal.place}: {refusal.found}\n")
    command = lab_command(theme, settings, browser=browser, port=port)
    return subprocess.run(
        command, env=lab_environment(settings), cwd=settings.root, check=False
    ).returncode
