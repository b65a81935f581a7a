"""Extracts that lie at an address: brought to this machine, then gated like any others."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from helpers.base.errors import ParameterError, PublicationError
from helpers.base.stores.address import AZURE, S3, is_address, scheme_of, spoken_address
from helpers.base.stores.objects import at_once
from helpers.base.stores.opening import missing_extra, open_objects
from helpers.extracts.folder import IGNORED_ENDINGS, IGNORED_STARTS

PREFIX = "workbooks-inputs-"
_OPTION = "--inputs"
_TIMES = 2


@contextlib.contextmanager
def here(inputs: str) -> Iterator[str]:
    """Have the extracts of `inputs` on this machine, for as long as they are gated.

    What is no address is returned as it is. From an address every file is brought into a private
    folder under its own name, whole: its size is compared with the listing's.

    Parameters
    ----------
    inputs : str
        A folder, receipts of the store, or an address that fsspec knows.

    Raises
    ------
    ParameterError
        When the address cannot be read, or holds no file.
    """
    if not is_address(inputs):
        yield inputs
        return
    with tempfile.TemporaryDirectory(prefix=PREFIX) as folder:
        _bring(inputs, Path(folder))
        yield folder


def _bring(address: str, folder: Path) -> None:
    sizes, get = _listed(address)
    names = [name for name in sizes if _may_be_an_extract(name)]
    if not names:
        raise ParameterError(
            f"{_OPTION} {spoken_address(address)}",
            "no file lies there",
            "a folder with at least one published file",
            "check the address, and that its credentials may list it",
        )

    def bring(name: str) -> None:
        for _ in range(_TIMES):
            content = get(name)
            if len(content) == sizes[name]:
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (folder / name).write_bytes(content)
                return
        raise ParameterError(
            f"{_OPTION} {spoken_address(address)}, {name}",
            f"{len(content):,} bytes came, and {sizes[name]:,} are listed",
            "a file that nobody is writing",
            "run again when the file has arrived whole",
        )

    at_once(bring, names)


def _listed(address: str) -> tuple[Mapping[str, int], Callable[[str], bytes]]:
    """Return the sizes of the files at an address, and what gets one."""
    if scheme_of(address) in S3 | AZURE:
        objects = open_objects(address, _OPTION)
        try:
            found = objects.entries()
        except PublicationError as error:
            raise ParameterError(
                f"{_OPTION} {error.place}", error.found, error.expected, error.mend
            ) from error
        return {name: entry.size for name, entry in found.items()}, objects.get
    return _by_fsspec(address)


def _by_fsspec(address: str) -> tuple[Mapping[str, int], Callable[[str], bytes]]:
    place = f"{_OPTION} {spoken_address(address)}"
    try:
        from fsspec.core import url_to_fs
    except ModuleNotFoundError as missing:
        raise missing_extra(place, "s3", missing.name) from None
    try:
        system, root = url_to_fs(address)
        found: Mapping[str, Any] = system.find(root, detail=True)
    except Exception as reason:
        # Every kind of address has errors of its own.
        raise ParameterError(
            place,
            f"it cannot be read ({type(reason).__name__}: {str(reason)[:200]})",
            "an address that fsspec reads, such as s3://bucket/folder or az://container/folder",
            "check the spelling, and that the package for this kind of address is installed",
        ) from reason
    below = root.rstrip("/") + "/"
    paths = {path.removeprefix(below) if path != root else Path(path).name: path for path in found}
    sizes = {name: int(found[path]["size"]) for name, path in paths.items()}

    def get(name: str) -> bytes:
        content: bytes = system.cat_file(paths[name])
        return content

    return sizes, get


def _may_be_an_extract(name: str) -> bool:
    """Whether a name is one that the gate would look at, and can be a file on every system."""
    parts = name.split("/")
    return not any(
        part in {"", ".."} or "\\" in part or ":" in part or part.startswith(IGNORED_STARTS)
        for part in parts
    ) and not parts[-1].lower().endswith(tuple(IGNORED_ENDINGS))
