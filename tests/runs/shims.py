"""The layer of `shim.c`, and versions of an outputs folder as their bytes."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from helpers.base import digests

SOURCE = Path(__file__).with_name("shim.c")


@cache
def shim(folder: Path) -> str:
    """Compile the layer once; where there is no compiler the test that asks is skipped."""
    compiler = shutil.which("cc")
    if sys.platform != "linux" or compiler is None:
        pytest.skip("needs Linux and a C compiler")
    built = folder / "shim.so"
    command = [compiler, "-shared", "-fPIC", "-O1", "-o", str(built), str(SOURCE), "-ldl"]
    subprocess.run(command, check=True, capture_output=True)
    return str(built)


def published(outputs: Path) -> dict[str, str]:
    """Digests of all that is published of every version, but for `run.json`."""
    return {
        path.relative_to(outputs).as_posix(): digests.of_file(path)
        for path in sorted(outputs.glob("*/*/*/v*/*"))
        if path.name != "run.json" and not path.relative_to(outputs).parts[0].startswith(".")
    }


def faults(outputs: Path) -> list[str]:
    """What is not as it should be in an outputs folder, whatever became of the run before."""
    found = []
    for place in outputs.glob("*/*/*"):
        if place.relative_to(outputs).parts[0].startswith(".") or not place.is_dir():
            continue
        names = {path.name for path in place.iterdir() if path.name.startswith("v")}
        for name in names:
            found += _broken(place / name)
        pointer = place / "latest.json"
        if pointer.is_file():
            named = json.loads(pointer.read_text("utf-8"))["version"]
            found += [] if named in names else [f"{pointer} names {named}, which is not there"]
    return found


def _broken(folder: Path) -> list[str]:
    if not (folder / "manifest.json").is_file():
        return [f"{folder} has no manifest"]
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    wanted = {item["path"]: item["sha256"] for item in manifest["outputs"]}
    there = {path.name for path in folder.iterdir()}
    whole = {*wanted, "manifest.json", "run.json"}
    broken = [f"{folder}: {name}" for name in there ^ whole]
    return broken + [
        f"{folder / name} is not whole"
        for name, sha256 in wanted.items()
        if name in there and digests.of_file(folder / name) != sha256
    ]
