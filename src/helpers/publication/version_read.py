"""A published version opened again: what its own files say, as they were published."""

from __future__ import annotations

import io
from dataclasses import dataclass

import nbformat
import polars as pl
from nbformat import NotebookNode

from helpers.base import digests
from helpers.base.errors import PublicationError
from helpers.disclosure.policy import Withheld, withheld
from helpers.publication.making import NOTEBOOK, PARQUET
from helpers.publication.manifest import FILE, Manifest
from helpers.publication.mirrors import ensure
from helpers.publication.versions import Version


@dataclass(frozen=True)
class ReadVersion:
    """A version and what its files hold.

    Attributes
    ----------
    name : str
        Name of its folder.
    digest : str
        SHA-256 of its manifest, which names the digest of every other file.
    hidden : frozenset of Withheld
        Observations whose source suppresses them.
    """

    name: str
    manifest: Manifest
    digest: str
    notebook: NotebookNode
    observations: pl.DataFrame
    hidden: frozenset[Withheld]

    @property
    def place(self) -> str:
        """Council, theme, period and version, as a command takes them."""
        manifest = self.manifest
        return f"{manifest.area.slug}/{manifest.theme.slug}/{manifest.period}/{self.name}"


def read_version(version: Version) -> ReadVersion:
    """Open a version's notebook and figures, each held against the manifest's digest.

    Raises
    ------
    PublicationError
        When a file is missing, cannot be read, or is not the one that was published.
    """
    notebook = _content(version, NOTEBOOK)
    observations = pl.read_parquet(io.BytesIO(_content(version, PARQUET)))
    return ReadVersion(
        name=version.name,
        manifest=version.manifest,
        digest=digests.of_file(version.folder / FILE),
        notebook=nbformat.reads(notebook.decode(), as_version=4),  # type: ignore[no-untyped-call]
        observations=observations,
        hidden=withheld(observations),
    )


def _content(version: Version, name: str) -> bytes:
    known = {item.path: item.sha256 for item in version.manifest.outputs}
    ensure([version.folder / name])
    try:
        content = (version.folder / name).read_bytes()
    except OSError as reason:
        raise altered(version, name, "it cannot be read") from reason
    if digests.of_bytes(content) != known.get(name):
        raise altered(version, name, "it is not the file that was published")
    return content


def altered(version: Version, name: str, found: str) -> PublicationError:
    """Build the error for a file that is not as it was published."""
    return PublicationError(
        f"{version.name}, {name}",
        found,
        "the file with the digest that manifest.json names",
        "fetch the version again, or make a new one: workbooks run --force",
    )
