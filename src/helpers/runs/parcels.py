"""A job with all that it needs, for a worker that shares no disk with the run; and what comes back.

A worker unpacks the project once, and each job's own files for each job. Pickles go between
processes of the same code only, which is seen to before the first is sent.
"""

from __future__ import annotations

import pickle
import platform
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from helpers.base.settings import Settings
from helpers.gate.store.inputs import RECEIPT_PREFIX
from helpers.gate.store.shelf import Shelf
from helpers.publication.job import Job
from helpers.publication.manifest import FILE as MANIFEST
from helpers.publication.sides import FIGURES, NOTEBOOK
from helpers.publication.versions import place_of
from helpers.runs.fingerprints import LOCK

PROJECT = ("notebooks", "data_contracts", "strategies", "commentary")
"""Folders of a project that a workbook or its page reads."""

_PASSED_OVER = {".ipynb_checkpoints", "__pycache__", ".git"}
_EVIDENCE = "evidence"


@dataclass(frozen=True)
class Parcel:
    """One job and the files that it reads beside the project's.

    Attributes
    ----------
    work : callable
        What is done, by a worker of the same code.
    job : Job
        With the settings of the machine that sent it.
    evidence : mapping of str to bytes
        Files that its kernel is handed, by name.
    outputs : mapping of str to bytes
        Files below the outputs folder: receipts, and the version that it is compared with.
    """

    work: Callable[[Job], Any]
    job: Job
    evidence: Mapping[str, bytes]
    outputs: Mapping[str, bytes]


@dataclass(frozen=True)
class Returned:
    """What came of a parcel.

    Attributes
    ----------
    result : object
        What its work returned.
    files : mapping of str to bytes
        What it wrote below the outputs folder.
    reason : str
        Why its kernels are not forked from a warm process.
    """

    result: Any
    files: Mapping[str, bytes]
    reason: str


def project_files(settings: Settings) -> dict[str, bytes]:
    """Return the files of a project that workers need, by path below its folder."""
    root = settings.root
    paths = [root / LOCK, *(path for name in PROJECT for path in (root / name).rglob("*"))]
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in paths
        if path.is_file() and not _PASSED_OVER & set(path.relative_to(root).parts)
    }


def pack(work: Callable[[Job], Any], job: Job) -> bytes:
    """Return a job with everything that it needs."""
    settings = job.settings
    evidence = {}
    if job.evidence:
        handed = Path(job.evidence)
        # Beside it lies what the evidence of all pages shares.
        for path in (handed, *(p for p in handed.parent.iterdir() if p.stem == "registry")):
            evidence[path.name] = path.read_bytes()
    paths = [_receipt(part, settings) for part in _receipts(job)]
    if job.since is not None:
        place = place_of(settings.outputs, job.area.slug, job.theme.slug, job.since.period)
        folder = place / job.since.version
        paths += [folder / name for name in (MANIFEST, FIGURES, NOTEBOOK)]
    files = {path.relative_to(settings.outputs).as_posix(): path.read_bytes() for path in paths}
    return pickle.dumps(Parcel(work, job, evidence, files), protocol=5)


def do(parcel: Parcel, settings: Settings, reason: str) -> Returned:
    """Do the job of a parcel in folders of this machine's own, and leave them empty.

    Parameters
    ----------
    parcel : Parcel
        As it was sent.
    settings : Settings
        The project's folder, unpacked, and an outputs folder for one job at a time.
    reason : str
        Why kernels are not forked, to be told.
    """
    outputs = settings.outputs
    shutil.rmtree(outputs, ignore_errors=True)
    unpack(parcel.outputs, outputs)
    handed = outputs.parent / _EVIDENCE
    unpack(parcel.evidence, handed)
    there = Path(parcel.job.evidence).name
    facts = {"host": platform.node(), "platform": platform.platform()}
    job = replace(
        parcel.job,
        # The kind of the pages is the run's; the folders are ours.
        settings=parcel.job.settings.model_copy(update=folders_of(settings)),
        evidence=str(handed / there) if there else "",
        run_facts={**parcel.job.run_facts, **facts},
    )
    try:
        result = parcel.work(job)
        files = {
            name: path.read_bytes()
            for path in sorted(outputs.rglob("*"))
            if path.is_file()
            and (name := path.relative_to(outputs).as_posix()) not in parcel.outputs
        }
        return Returned(result, files, reason)
    finally:
        shutil.rmtree(outputs, ignore_errors=True)
        shutil.rmtree(handed, ignore_errors=True)


def unpack(files: Mapping[str, bytes], folder: Path) -> None:
    """Write files below a folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def folders_of(settings: Settings) -> dict[str, Path]:
    """Return the folders of settings."""
    return {"root": settings.root, "outputs": settings.outputs}


def _receipts(job: Job) -> list[str]:
    named = str(job.parameters["inputs"]).removeprefix(RECEIPT_PREFIX)
    return [part for part in named.split(",") if part]


def _receipt(receipt: str, settings: Settings) -> Path:
    return Shelf(settings.store).receipt_path(receipt)
