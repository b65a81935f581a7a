"""A project of its own for JupyterLab, and the real command that serves it."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from helpers.base.settings import OUTPUTS_VARIABLE, ROOT_VARIABLE

START_SECONDS = 90
END_SECONDS = 40
EXTRACTS = "my extracts"
ADDRESS = re.compile(r"http://(?:localhost|127\.0\.0\.1):\d+/\S*token=\w+")


@dataclass
class Server:
    """JupyterLab as `workbooks lab` started it; code and text are known when it has ended."""

    address: str
    text: str = ""
    code: int | None = None

    @property
    def root(self) -> str:
        """Address of the server, without path and token."""
        return self.address.partition("/lab")[0]

    @property
    def token(self) -> str:
        """The token that opens it."""
        return self.address.rpartition("token=")[2]


def copy_project(real_root: Path, folder: Path) -> Path:
    """Copy what notebooks need, so that JupyterLab saves into nobody's checkout."""
    for name in ("notebooks", "data_contracts", "strategies", "data"):
        ignored = shutil.ignore_patterns(".ipynb_checkpoints")
        shutil.copytree(real_root / name, folder / name, ignore=ignored)
    shutil.copy(real_root / "requirements.lock", folder)
    for left in (folder / "data" / "inbox").iterdir():
        left.unlink()
    return folder


def give_extracts(project: Path, folder: Path) -> None:
    """Put the invented extract into a folder of its own, and a bad one into the inbox."""
    shutil.copytree(project / "data" / "samples", folder)
    (project / "data" / "inbox" / "bad.ods").write_text("a,b\n1,2\n", "utf-8")


def _wrong_kernel(folder: Path) -> Path:
    kernel = folder / "kernels" / "python3"
    kernel.mkdir(parents=True)
    argv = [str(kernel / "nothing"), "-f", "{connection_file}"]
    spec = {"argv": argv, "display_name": "Another Python", "language": "python"}
    (kernel / "kernel.json").write_text(json.dumps(spec), "utf-8")
    return folder


def _environment(project: Path, home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if "JUPYTER" not in name}
    kept = {name: value for name, value in kept.items() if not name.startswith("CARE_WORKBOOKS_")}
    config = home / "config"
    config.mkdir(parents=True)
    # A build machine's tests may run as root, which JupyterLab refuses by itself.
    (config / "jupyter_server_config.json").write_text('{"ServerApp": {"allow_root": true}}')
    return kept | {
        ROOT_VARIABLE: str(project),
        OUTPUTS_VARIABLE: str(home / "outputs"),
        "HOME": str(home),
        "JUPYTER_CONFIG_DIR": str(config),
        "JUPYTER_DATA_DIR": str(_wrong_kernel(home / "user")),
        "JUPYTER_PATH": str(_wrong_kernel(home / "named")),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "IPYTHONDIR": str(home / "ipython"),
    }


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


@contextmanager
def serving(project: Path, home: Path, *arguments: str) -> Iterator[Server]:
    """Start `workbooks lab`, and end it as ctrl-C in a terminal does, whatever happens."""
    log = home / "lab.txt"
    environment = _environment(project, home)
    command = [sys.executable, "-m", "helpers.cli.main", "lab", "--no-browser"]
    command += ["--port", str(free_port()), *arguments]
    terminal, keyboard = os.openpty()
    # A shell's background job ignores ctrl-C, and so does what it starts.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    with log.open("wb") as written:
        process = subprocess.Popen(
            command,
            cwd=home,
            env=environment,
            stdin=keyboard,
            stdout=written,
            stderr=written,
            start_new_session=True,
        )
    signal.signal(signal.SIGINT, before)
    server = Server(address="")
    try:
        server.address = _address(process, log)
        yield server
    finally:
        server.code = _end(process)
        os.close(terminal)
        os.close(keyboard)
        server.text = log.read_text("utf-8", "replace")


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        found = ADDRESS.search(log.read_text("utf-8", "replace"))
        if found:
            return found.group()
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise AssertionError(f"JupyterLab did not start:\n{log.read_text('utf-8', 'replace')}")


def _end(process: subprocess.Popen[bytes]) -> int:
    try:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGINT)
        return process.wait(END_SECONDS)
    finally:
        # JupyterLab is in the process group of the command; what is left of it must not stay.
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        process.wait()
