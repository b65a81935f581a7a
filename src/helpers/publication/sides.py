"""One side of a comparison: what a version says of itself, its observations and its notebook."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from helpers.base import digests
from helpers.base.errors import PublicationError
from helpers.publication.manifest import (
    FILE,
    AreaName,
    Input,
    Manifest,
    Since,
    ThemeName,
    read_manifest,
)
from helpers.publication.mirrors import ensure

FIGURES = "indicators.parquet"
NOTEBOOK = "workbook.ipynb"


@dataclass(frozen=True)
class Side:
    """A version as a comparison needs it.

    Attributes
    ----------
    digest : str
        SHA-256 of its manifest; empty while the version is being made.
    observations : DataFrame
        `Obs` columns.
    cells : sequence of mapping
        The cells of its notebook.
    """

    area: AreaName
    theme: ThemeName
    period: str
    version: str
    digest: str
    sample: bool
    product_version: str
    parameters: Mapping[str, Any]
    inputs: tuple[Input, ...]
    parts: Mapping[str, str]
    observations: pl.DataFrame
    cells: Sequence[Mapping[str, Any]]


def read_side(folder: Path) -> Side:
    """Read a published version, and see that its files are those that its manifest names.

    Parameters
    ----------
    folder : Path
        The version's folder.

    Raises
    ------
    PublicationError
        When the manifest, the figures or the notebook cannot be read, or are not as published.
    """
    text = _bytes(folder / FILE)
    manifest = read_manifest(text.decode("utf-8", "replace"), folder.name)
    try:
        observations = pl.read_parquet(io.BytesIO(_as_named(folder, manifest, FIGURES)))
        cells = json.loads(_as_named(folder, manifest, NOTEBOOK))["cells"]
    except (ValueError, KeyError, TypeError, pl.exceptions.PolarsError) as reason:
        raise _damaged(folder, f"its figures or notebook cannot be read ({reason})") from reason
    return Side(
        area=manifest.area,
        theme=manifest.theme,
        period=manifest.period,
        version=folder.name,
        digest=digests.of_bytes(text),
        sample=manifest.sample,
        product_version=manifest.product_version,
        parameters=manifest.parameters,
        inputs=manifest.inputs,
        parts=manifest.parts,
        observations=observations,
        cells=cells,
    )


def name_since(folder: Path) -> Since:
    """Name a version as a later one's manifest does, once its files are seen to be whole.

    Its files are compared with their digests and not read further: a plan asks this of
    hundreds of versions.

    Parameters
    ----------
    folder : Path
        The version's folder.

    Raises
    ------
    PublicationError
        When the manifest cannot be read, or the figures or the notebook are not as published.
    """
    text = _bytes(folder / FILE)
    manifest = read_manifest(text.decode("utf-8", "replace"), folder.name)
    ensure(folder / name for name in (FIGURES, NOTEBOOK))
    for name in (FIGURES, NOTEBOOK):
        _as_named(folder, manifest, name)
    return Since(period=manifest.period, version=folder.name, sha256=digests.of_bytes(text))


def read_since(place: Path, since: Since) -> Side:
    """Read the version that a page says what changed since.

    Parameters
    ----------
    place : Path
        Folder of the area and theme.
    since : Since
        Which version, and the digest of its manifest.

    Raises
    ------
    PublicationError
        When it is gone, or is not the version that was named.
    """
    folder = place / since.period / since.version
    side = read_side(folder)
    if side.digest != since.sha256:
        raise _damaged(folder, "its manifest is not the one that was named")
    return side


def _as_named(folder: Path, manifest: Manifest, name: str) -> bytes:
    content = _bytes(folder / name)
    named = next((item.sha256 for item in manifest.outputs if item.path == name), "")
    if digests.of_bytes(content) != named:
        raise _damaged(folder, f"{name} is not the file that its manifest names")
    return content


def _bytes(path: Path) -> bytes:
    ensure([path])
    try:
        return path.read_bytes()
    except OSError as reason:
        raise _damaged(
            path.parent, f"{path.name} cannot be read ({reason.strerror or reason})"
        ) from reason


def _damaged(folder: Path, found: str) -> PublicationError:
    return PublicationError(
        f"version {folder.name}",
        found,
        "a published version as it was made",
        "compare with another version, or put this one back from a copy",
    )
