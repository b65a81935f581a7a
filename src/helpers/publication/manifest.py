"""The manifest of a version: everything that its bytes are a pure function of."""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel, ConfigDict

from helpers.base import digests
from helpers.base.errors import PublicationError
from helpers.base.themes import page_title

PRODUCT = "care-workbooks"
SCHEMA_VERSION = 1
FILE = "manifest.json"
SCHEMA_FILE = "manifest.schema.json"


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class AreaName(_Strict):
    """The council of a version."""

    code: str
    name: str
    slug: str


class ThemeName(_Strict):
    """The theme of a version."""

    slug: str
    title: str

    def title_for(self, area: str) -> str:
        """Title of its page for a council."""
        return page_title(self.slug, self.title, area)


class Input(_Strict):
    """One extract that the version stands on."""

    dataset: str
    title: str
    file_name: str
    sha256: str
    contract: str
    receipt: str


class Output(_Strict):
    """One file of the version."""

    path: str
    sha256: str
    bytes: int
    media_type: str


class Environment(_Strict):
    """What a version was made with, beside the code that `parts` names.

    Attributes
    ----------
    python : str
        Version of Python.
    lock : str
        Digest of the lock file.
    compression : str
        The compressor that Python was built with, and a digest of what it makes of a known
        text: builds of one version differ, and with them every packed file.
    """

    python: str
    lock: str
    compression: str


class Since(_Strict):
    """The earlier version that a page says what changed since.

    Attributes
    ----------
    period, version : str
        Its folders below the area and theme.
    sha256 : str
        Digest of its manifest, which names the digests of its other files.
    """

    period: str
    version: str
    sha256: str


class Manifest(_Strict):
    """What a version was made of, by what, and what it holds. No times, no host, no paths.

    Attributes
    ----------
    product, product_version, schema_version
        Who wrote this and in which form.
    area, theme, period
        What the version is about.
    title, headline : str
        For the site.
    parameters : dict
        Every parameter of the workbook, checked.
    inputs : tuple of Input
        Extracts, with their receipts.
    fingerprint : str
        Digest over `parts`; its first eight digits name the version's folder.
    parts : dict of str to str
        Digest of each thing the version depends on: notebook, helpers, contracts, evidence,
        parameters, strategy, Python and lock.
    environment : Environment or None
        What it was made with; None in versions from before this was recorded.
    previous : str or None
        The version before.
    since : Since or None
        The version that the page's "What changed" was computed from, byte by byte.
    changes : tuple of str
        What changed since, in sentences without values, for the site and its feeds.
    outputs : tuple of Output
        Every file but the manifest and `run.json`.
    suppressed : int
        Observations that the source suppresses, none of which is shown.
    sample : bool
        Whether the figures are invented.
    """

    product: str = PRODUCT
    product_version: str
    schema_version: int = SCHEMA_VERSION
    area: AreaName
    theme: ThemeName
    period: str
    title: str
    headline: str
    parameters: dict[str, Any]
    inputs: tuple[Input, ...]
    fingerprint: str
    parts: dict[str, str]
    environment: Environment | None = None
    previous: str | None
    since: Since | None = None
    changes: tuple[str, ...] = ()
    outputs: tuple[Output, ...]
    suppressed: int
    sample: bool

    def text(self) -> bytes:
        """Return the manifest as JSON, the same bytes for the same content."""
        plain = self.model_dump(mode="json")
        return (json.dumps(plain, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()


def read_manifest(text: str, place: str) -> Manifest:
    """Read a manifest.

    Raises
    ------
    PublicationError
        When it is not a manifest of this product.
    """
    try:
        return Manifest.model_validate_json(text)
    except ValueError as reason:
        raise PublicationError(
            f"{place}, {FILE}",
            "it cannot be read as a manifest",
            f"{PRODUCT}, schema {SCHEMA_VERSION}",
            "leave the folder out of outputs, or run the version again",
        ) from reason


def output(name: str, content: bytes, media_type: str) -> Output:
    """Describe one file of a version."""
    return Output(
        path=name, sha256=digests.of_bytes(content), bytes=len(content), media_type=media_type
    )
