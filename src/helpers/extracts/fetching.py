"""Fetching a publisher's file: whole, checked, and never in another's place."""

from __future__ import annotations

import contextlib
import http.client
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from pathlib import Path

from filelock import FileLock, Timeout

from helpers.base import digests, suggest
from helpers.base.errors import FetchFailed
from helpers.base.files import locked
from helpers.contracts.model import ENDING, Contract, load_contract
from helpers.extracts import transport
from helpers.extracts.part import Part
from helpers.extracts.snapshot import (
    LANDING_PAGE,
    RECORDS,
    Download,
    Snapshot,
    downloads_of,
    record_path,
    write_record,
)

ROOM_TO_GROW = 1.2
LONGEST_PAUSE = 30.0
CONNECT = "connect this machine, or set HTTPS_PROXY as your IT service says, and fetch again"
ASK_FOR_CERTIFICATE = (
    "ask your IT service for the certificate of its proxy, and set SSL_CERT_FILE to it"
)
WEB_PAGES = (".html", ".htm")

Progress = Callable[[int, int | None], None]


@dataclass(frozen=True)
class Limits:
    """How long to wait and how much to take.

    Attributes
    ----------
    silence : float
        Seconds without a byte, on connecting and later.
    retries : int
        How often a transfer that broke off is taken up again.
    pause : float
        Seconds before the first retry, doubled for each further one.
    most_bytes : int
        Largest file, where the contract does not state a size.
    """

    silence: float = 30.0
    retries: int = 3
    pause: float = 1.0
    most_bytes: int = 300_000_000


@dataclass(frozen=True)
class Fetched:
    """A file that is in the folder now.

    Attributes
    ----------
    path : Path
        The file.
    already : bool
        Whether it was there before, with the same content.
    snapshot : Snapshot or None
        The record of the download; None where nothing was downloaded.
    """

    path: Path
    already: bool
    snapshot: Snapshot | None


class Unreachable(FetchFailed):
    """A host that cannot be reached: its other files need not be asked for."""


@dataclass(frozen=True)
class _Job:
    contract: Contract
    download: Download
    folder: Path
    limits: Limits

    @property
    def landing(self) -> str:
        return str(self.contract.fact(LANDING_PAGE))

    @property
    def most(self) -> int:
        stated = self.download.bytes
        return int(stated * ROOM_TO_GROW) if stated else self.limits.most_bytes

    def failed(self, found: str, mend: str = "", expected: str = "") -> FetchFailed:
        by_hand = f"open {self.landing} and save the file in {self.folder} yourself"
        return FetchFailed(f"fetch {self.contract.id}", found, expected, mend or by_hand)

    def unreachable(self, found: str, mend: str) -> Unreachable:
        by_hand = f"or open {self.landing} elsewhere and bring the file to {self.folder}"
        return Unreachable(f"fetch {self.contract.id}", found, "", f"{mend}; {by_hand}")

    def too_large(self, found: str) -> FetchFailed:
        host = transport.host_of(self.download.address)
        return self.failed(f"{host} {found}", expected=f"at most {size_words(self.most)}")


def find_contract(dataset: str, contracts: Path) -> Contract:
    """Return the contract of a dataset by its name.

    Raises
    ------
    ParameterError
        When there is none, with the nearest name.
    """
    known = sorted(path.name.removesuffix(ENDING) for path in contracts.glob(f"*{ENDING}"))
    if dataset not in known:
        raise suggest.unknown("dataset", dataset, known)
    return load_contract(contracts / f"{dataset}{ENDING}")


def fetch_dataset(
    dataset: str,
    contracts: Path,
    folder: Path,
    watch: Callable[[Download], Progress],
    limits: Limits | None = None,
) -> Iterator[Fetched | FetchFailed]:
    """Fetch every file that a dataset's contract names, one after the other.

    A file that fails does not stop the next, unless its host cannot be reached.

    Parameters
    ----------
    dataset : str
        Name of the dataset.
    contracts : Path
        Folder of the contracts.
    folder : Path
        Where the files go.
    watch : callable
        Gives, for each file, the callback that is told bytes so far and total (None: unknown).
    limits : Limits, optional
        How long to wait and how much to take.

    Raises
    ------
    ParameterError
        When there is no such dataset, or its contract names no address.
    """
    contract = find_contract(dataset, contracts)
    for download in downloads_of(contract, folder):
        try:
            yield fetch_file(contract, download, folder, watch(download), limits)
        except FetchFailed as failure:
            yield failure
            if isinstance(failure, Unreachable):
                return


def fetch_file(
    contract: Contract,
    download: Download,
    folder: Path,
    progress: Progress,
    limits: Limits | None = None,
) -> Fetched:
    """Fetch one file into a folder, whole and checked, with its record.

    Raises
    ------
    FetchFailed
        When it cannot be fetched, is not the file that the contract was written for, is too
        large, or would replace another file.
    PublicationError
        When the folder cannot be written.
    """
    job = _Job(contract, download, folder, limits or Limits())
    lock = FileLock(folder / RECORDS / ".lock")
    try:
        Path(lock.lock_file).parent.mkdir(exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout:
        mend = "wait until it has ended"
        raise job.failed(f"another fetch is writing into {folder.name}", mend) from None
    except OSError as reason:
        raise locked(folder, reason) from reason
    try:
        return _fetch(job, progress)
    finally:
        lock.release()


def _fetch(job: _Job, progress: Progress) -> Fetched:
    wanted, target = job.download, job.folder / job.download.name
    publisher, licence = str(job.contract.fact("publisher")), str(job.contract.fact("licence"))
    if wanted.sha256 and target.exists():
        return _already(job, target, wanted.sha256)
    part = Part.of(target)
    answered_by, headers = _transfer(job, part, progress)
    sha256, size = digests.of_file(part.path), part.path.stat().st_size
    if wanted.sha256 not in {None, sha256}:
        part.drop()
        raise job.failed(
            f"the publisher has replaced the file: the contract was written for "
            f"{wanted.sha256}, and what came now has {sha256} ({size_words(size)})",
            f"open {job.landing} and read what changed; save the file outside {job.folder.name}, "
            "try it with workbooks check FILE, then let the contract name it",
            f"a file with the SHA-256 that the contract names; nothing was kept of {wanted.name}",
        )
    if target.exists():
        part.drop()
        return _already(job, target, sha256)
    snapshot = Snapshot(
        dataset=job.contract.id,
        publisher=publisher,
        licence=licence,
        landing_page=job.landing,
        file_name=wanted.name,
        edition=wanted.edition,
        address=wanted.address,
        answered_by=answered_by,
        fetched_at=datetime.now(UTC).replace(microsecond=0),
        last_modified=_moment(headers.get("Last-Modified")),
        etag=headers.get("ETag"),
        bytes=size,
        sha256=sha256,
        pinned=wanted.sha256 is not None,
    )
    # First the record: a file without one would count as "already here" for ever.
    write_record(job.folder, snapshot)
    try:
        part.path.replace(target)
    except OSError as reason:
        record_path(job.folder, wanted.name).unlink(missing_ok=True)
        raise locked(target, reason) from reason
    part.drop()
    return Fetched(target, already=False, snapshot=snapshot)


def _already(job: _Job, target: Path, sha256: str) -> Fetched:
    try:
        there = digests.of_file(target)
    except OSError as reason:
        raise locked(target, reason) from reason
    if there == sha256:
        return Fetched(target, already=True, snapshot=None)
    raise job.failed(
        f"another file named {target.name} is in {job.folder.name} already, with other content",
        "move it out of the folder, or rename it, and fetch again",
        "no file of that name, or the very same one: nothing is ever overwritten",
    )


def _transfer(job: _Job, part: Part, progress: Progress) -> tuple[str, Message]:
    host = transport.host_of(job.download.address)
    for attempt in range(job.limits.retries + 1):
        try:
            return _attempt(job, part, progress)
        except transport.BrokeOff as broke:
            told, pause = str(broke), broke.pause
        except transport.Distrusted as reason:
            raise job.unreachable(str(reason), ASK_FOR_CERTIFICATE) from reason
        except transport.CannotReach as reason:
            raise job.unreachable(str(reason), CONNECT) from reason
        except transport.TransportFault as reason:
            raise job.failed(str(reason)) from reason
        if attempt < job.limits.retries:
            own = job.limits.pause * 2**attempt
            time.sleep(min(own if pause is None else pause, LONGEST_PAUSE))
    mend = "fetch again later: where the server lets it, it goes on from what has arrived"
    raise job.failed(f"{host} {told}; asked {job.limits.retries + 1} times", mend)


def _attempt(job: _Job, part: Part, progress: Progress) -> tuple[str, Message]:
    have, headers = part.ask_for_rest(job.download.address)
    try:
        answer = transport.ask(job.download.address, headers, job.limits.silence)
    except transport.StaleRange as reason:
        part.drop()
        raise transport.BrokeOff("would not go on from where it stopped", 0) from reason
    with contextlib.closing(answer):
        _check_kind(job, answer)
        if answer.status == http.client.PARTIAL_CONTENT:
            if not part.continues(answer.headers, have):
                part.drop()
                raise transport.BrokeOff("sent another part than was asked for", 0)
        else:
            part.drop()
            have = 0
        announced = answer.length
        total = None if announced is None else have + announced
        if total is not None and total > job.most:
            part.drop()
            raise job.too_large(f"announces {size_words(total)}")
        part.note(job.download.address, answer.headers)
        _take(job, part, answer, have, total, progress)
        return answer.url, answer.headers


def _take(
    job: _Job,
    part: Part,
    answer: http.client.HTTPResponse,
    have: int,
    total: int | None,
    progress: Progress,
) -> None:
    first, announced = have, answer.length
    try:
        progress(have, total)
        with part.path.open("ab") as stream:
            for chunk in transport.chunks(answer, announced, job.limits.silence):
                have += len(chunk)
                if have > job.most or (total is not None and have > total):
                    break
                stream.write(chunk)
                progress(have, total)
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as reason:
        raise locked(part.path, reason) from reason
    host = transport.host_of(answer.url)
    if have > job.most:
        part.drop()
        raise job.too_large(f"sends more than {size_words(job.most)}")
    if total is not None and have > total:
        part.drop()
        raise job.failed(
            f"{host} announced {announced:,} bytes and sent more: that is no safe file"
        )
    if total is not None and have < total:
        raise transport.BrokeOff(f"announced {announced:,} bytes and sent {have - first:,}")
    if not have:
        part.drop()
        raise job.failed(f"{host} sent an empty file")


def _check_kind(job: _Job, answer: http.client.HTTPResponse) -> None:
    host = transport.host_of(answer.url)
    page = answer.headers.get_content_type() == "text/html"
    if page and not job.download.name.lower().endswith(WEB_PAGES):
        raise job.failed(f"{host} sent a web page, not the file (a page to log in, perhaps)")
    packing = answer.headers.get("Content-Encoding", "identity").lower()
    if packing != "identity":
        raise job.failed(f"{host} sent the file packed ({packing}), which was not asked for")


def _moment(text: str | None) -> datetime | None:
    try:
        return parsedate_to_datetime(text).astimezone(UTC) if text else None
    except (TypeError, ValueError, OverflowError):
        return None


def size_words(count: int) -> str:
    """Say a number of bytes in words that a reader can picture."""
    return f"{count / 1e6:,.1f} MB" if count >= 1_000_000 else f"{count:,} bytes"
