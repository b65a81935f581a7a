"""Object stores on this machine, for tests: moto's S3 and Azurite's Blob Storage, on loopback.

`nox -s tests` installs moto, `nox -s stores` both; neither is in the developers' lock, because moto's
botocore and the runtime lock do not go together.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import http.client
import os
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

TOOLS = Path(__file__).resolve().parents[2] / ".nox" / "stores"
BUCKET = "care"
PATIENCE = 60


@dataclass(frozen=True)
class Store:
    """A store that runs: its address, and what a process needs in its environment to use it."""

    address: str
    variables: dict[str, str]


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextlib.contextmanager
def moto(folder: Path) -> Iterator[Store]:
    """Start moto's server with one bucket; a test that asks where it is not installed is skipped."""
    program = shutil.which("moto_server", path=str(TOOLS / "bin"))
    if program is None:
        pytest.skip("needs moto's server: nox -s tests or nox -s stores installs it")
    port = free_port()
    words = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing"}
    with _served([program, "-H", "127.0.0.1", "-p", str(port)], port, folder / "moto.log"):
        scope = "Credential=testing/20260101/us-east-1/s3/aws4_request"
        _made(port, f"/{BUCKET}", {"Authorization": f"AWS4-HMAC-SHA256 {scope}"})
        yield Store(
            f"s3://{BUCKET}",
            words
            | {
                "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
                "AWS_REGION": "us-east-1",
                "AWS_ALLOW_HTTP": "true",
            },
        )


@contextlib.contextmanager
def azurite(folder: Path) -> Iterator[Store]:
    """Start Azurite with one container, for an account and a key that are made up here."""
    program = TOOLS / "node_modules" / "azurite" / "dist" / "src" / "blob" / "main.js"
    node = shutil.which("node")
    if node is None or not program.is_file():
        pytest.skip("needs Azurite: nox -s stores installs it")
    port = free_port()
    key = secrets.token_bytes(32)
    account, held = "care", base64.b64encode(key).decode()
    command = [node, str(program), "--silent", "--inMemoryPersistence", "--skipApiVersionCheck"]
    command += ["--blobHost", "127.0.0.1", "--blobPort", str(port)]
    accounts = {"AZURITE_ACCOUNTS": f"{account}:{held}"}
    with _served(command, port, folder / "azurite.log", accounts):
        _make_container(port, account, key)
        yield Store(
            f"az://{BUCKET}",
            {
                "AZURE_STORAGE_ACCOUNT_NAME": account,
                "AZURE_STORAGE_ACCOUNT_KEY": held,
                "AZURE_STORAGE_ENDPOINT": f"http://127.0.0.1:{port}/{account}",
                "AZURE_ALLOW_HTTP": "true",
            },
        )


@contextlib.contextmanager
def _served(
    command: list[str], port: int, log: Path, more: dict[str, str] | None = None
) -> Iterator[None]:
    with log.open("wb") as stream:
        server = subprocess.Popen(
            command, stdout=stream, stderr=stream, env=os.environ | (more or {}), cwd=log.parent
        )
        try:
            end = time.monotonic() + PATIENCE
            while not _answers(port):
                assert server.poll() is None and time.monotonic() < end, log.read_text("utf-8")
                time.sleep(0.1)
            yield
        finally:
            server.terminate()
            server.wait()


def _answers(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


def _made(port: int, path: str, headers: dict[str, str]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.request("PUT", path, headers=headers)
    answer = connection.getresponse()
    assert answer.status in {200, 201}, answer.read()
    connection.close()


def _make_container(port: int, account: str, key: bytes) -> None:
    """Ask for a container, signed as the service's documentation says."""
    now = datetime.now(UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
    named = {"x-ms-date": now, "x-ms-version": "2021-08-06"}
    said = "".join(f"{name}:{value}\n" for name, value in sorted(named.items()))
    # A path-style account stands in the path, and so twice in what is signed.
    resource = f"/{account}/{account}/{BUCKET}\nrestype:container"
    signed = "PUT\n" + "\n" * 11 + said + resource
    digest = base64.b64encode(hmac.new(key, signed.encode(), hashlib.sha256).digest()).decode()
    headers = {**named, "Authorization": f"SharedKey {account}:{digest}", "Content-Length": "0"}
    _made(port, f"/{account}/{BUCKET}?restype=container", headers)
