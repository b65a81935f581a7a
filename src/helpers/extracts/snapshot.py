"""One file of a publisher: as its contract asks for it, and the record of what came."""

from __future__ import annotations

import ipaddress
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    TypeAdapter,
    ValidationError,
)

from helpers.base.errors import ContractError, ParameterError
from helpers.base.files import write_json
from helpers.contracts.model import Contract

RECORDS = ".snapshots"
DOWNLOADS = "downloads"
LANDING_PAGE = "landingPage"
NAME_PATTERN = "fileNamePattern"
# Safe on Windows, and seen by the gate, which passes over names that begin with a dot.
SAFE_NAME = r"^[A-Za-z0-9][A-Za-z0-9()_. -]{0,118}[A-Za-z0-9]$"


def address_fault(address: str) -> str:
    """Say why an address may not be asked, or nothing where it may.

    Only https is, and http on this very machine, which is for tests.
    """
    if not address.isascii() or any(sign <= " " or sign == "\x7f" for sign in address):
        return "it holds a space or a letter that no address may hold"
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError as reason:
        return f"it is no address ({reason})"
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(host or "")):
        return f"it begins with {parts.scheme or 'nothing'}:, and only https: is safe"
    if not host:
        return "it names no host"
    if parts.username is not None or parts.password is not None:
        return "it holds a user name or a password"
    return ""


def is_loopback(host: str) -> bool:
    """Whether a host is this very machine."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _checked(address: str) -> str:
    fault = address_fault(address)
    if fault:
        raise ValueError(fault)
    return address


Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-fA-F]{64}$", to_lower=True)]


class Download(BaseModel):
    """One file that a contract says can be downloaded.

    Attributes
    ----------
    name : str
        File name to save it under.
    address : str
        Where the publisher keeps it.
    edition : str
        Which edition it is, in the contract's words.
    bytes : int or None
        Its size, where the contract states one.
    sha256 : str or None
        Its digest, where the contract was written for that very file.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)

    name: Annotated[str, StringConstraints(pattern=SAFE_NAME)]
    address: Annotated[str, AfterValidator(_checked)]
    edition: str = ""
    bytes: Annotated[int, Field(gt=0)] | None = None
    sha256: Digest | None = None


class Snapshot(BaseModel):
    """The record of one download: who published it, where from, when, and its digest.

    Attributes
    ----------
    dataset, publisher, licence, landing_page : str
        From the contract.
    file_name, edition, address : str
        What was asked for.
    answered_by : str
        The address that answered, after redirects.
    fetched_at : datetime
        When the download ended, UTC.
    last_modified : datetime or None
        When the publisher last changed the file, UTC, as its server says.
    etag : str or None
        The server's own mark of the file.
    bytes : int
        Size of the file.
    sha256 : str
        Digest of the file.
    pinned : bool
        Whether the contract named that digest beforehand.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    dataset: str
    publisher: str
    licence: str
    landing_page: str
    file_name: str
    edition: str
    address: str
    answered_by: str
    fetched_at: datetime
    last_modified: datetime | None
    etag: str | None
    bytes: int
    sha256: str
    pinned: bool


def record_path(folder: Path, file_name: str) -> Path:
    """Place of a file's record, in a hidden folder that the gate passes over."""
    return folder / RECORDS / f"{file_name}.json"


def write_record(folder: Path, snapshot: Snapshot) -> None:
    """Write the record of a download.

    Raises
    ------
    PublicationError
        When the folder cannot be written.
    """
    write_json(record_path(folder, snapshot.file_name), snapshot.model_dump(mode="json"))


def downloads_of(contract: Contract, folder: Path) -> tuple[Download, ...]:
    """Return what a contract says can be downloaded.

    Parameters
    ----------
    contract : Contract
        The dataset's contract.
    folder : Path
        Where its files belong, for the words of the error.

    Raises
    ------
    ParameterError
        When it states no address: with the page to open and the file to look for.
    ContractError
        When what it states cannot be used.
    """
    stated = contract.facts.get(DOWNLOADS)
    if not stated:
        raise _by_hand(contract, folder)
    try:
        downloads = TypeAdapter(tuple[Download, ...]).validate_python(stated)
    except ValidationError as reason:
        raise _unusable(contract, reason.errors()[0]) from reason
    names = [download.name.lower() for download in downloads]
    if len(set(names)) < len(names):
        raise ContractError(
            f"contract {contract.id}, {DOWNLOADS}",
            "two downloads have one name",
            "a name for each",
            "give each file a name of its own",
        )
    return downloads


def _unusable(contract: Contract, fault: Any) -> ContractError:
    place = "/".join(str(step) for step in (DOWNLOADS, *fault["loc"]))
    return ContractError(
        f"contract {contract.id}, {place}",
        f"{fault['msg']} (found {fault['input']!r})",
        "name, address (https), edition, bytes and sha256",
        "mend the contract at that place",
    )


def _by_hand(contract: Contract, folder: Path) -> ParameterError:
    place, pattern = f'dataset "{contract.id}"', contract.facts.get(NAME_PATTERN)
    if not pattern:
        return ParameterError(
            place,
            "its contract names no address and no file: there is nothing to fetch",
            f"a contract with {DOWNLOADS}",
            "workbooks inputs says what is in the inbox",
        )
    page = str(contract.facts.get(LANDING_PAGE, ""))
    if not page.startswith("https://"):
        return ParameterError(
            place,
            "no publisher has it on a page: it comes from the council's own systems",
            f"a file like {pattern}",
            f"ask who keeps it for an extract, put it in {folder}, then run workbooks inputs",
        )
    return ParameterError(
        place,
        "its contract states no address to download from, only the page that links to it",
        f"a file like {pattern}",
        f"open {page}, save the file ({pattern}) in {folder}, then run workbooks inputs",
    )
