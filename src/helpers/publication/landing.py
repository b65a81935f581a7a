"""Versions that were made elsewhere, put in their place here as whole as if made here."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from helpers.base import digests
from helpers.base.errors import PublicationError
from helpers.base.files import locked, write_json, write_whole
from helpers.publication.manifest import FILE, read_manifest
from helpers.publication.versions import BUILDING, LATEST


def land(outputs: Path, files: Mapping[str, bytes]) -> None:
    """Put what a worker made into an outputs folder: a version whole, or what failed.

    The worker has scanned the version for what may not be shown, as every worker does before the
    manifest is written; here each file is held against the digest that the manifest names.

    Parameters
    ----------
    outputs : Path
        The folder of published versions.
    files : mapping of str to bytes
        By path below the worker's own outputs folder.

    Raises
    ------
    PublicationError
        When a file is not the one that the manifest names, or cannot be written.
    """
    folders = {str(PurePosixPath(name).parent) for name in files if name.endswith(f"/{FILE}")}
    for folder in sorted(folders):
        version = {
            name.removeprefix(f"{folder}/"): content
            for name, content in files.items()
            if name.startswith(f"{folder}/")
        }
        _check(folder, version)
        _place(outputs / folder, version)
    for name, content in files.items():
        if str(PurePosixPath(name).parent) not in folders and not name.endswith(f"/{LATEST}"):
            write_whole(outputs / name, content)


def _check(folder: str, version: Mapping[str, bytes]) -> None:
    manifest = read_manifest(version[FILE].decode("utf-8", "replace"), folder)
    for named in manifest.outputs:
        if digests.of_bytes(version.get(named.path, b"")) != named.sha256:
            raise PublicationError(
                f"{folder}, {named.path}",
                "what came from the worker is not what its manifest names",
                named.sha256[:12],
                "run again; where it happens again, look at the network and the worker's machine",
            )


def _place(final: Path, version: Mapping[str, bytes]) -> None:
    beside = final.parent / f"{BUILDING}{final.name}-{os.getpid()}"
    try:
        beside.mkdir(parents=True, exist_ok=True)
        # The manifest last, as where a version is made.
        for name in sorted(version, key=lambda name: name == FILE):
            write_whole(beside / name, version[name])
        beside.rename(final)
    except OSError as reason:
        raise locked(final, reason) from reason
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    write_json(final.parent / LATEST, {"version": final.name})
