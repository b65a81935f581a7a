"""What changed since the version that a job names: for the page and manifest being made.

The block on a page is a pure function of what its manifest names, because the earlier
version is among those things: by period, name and the digest of its manifest.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
from nbformat import NotebookNode

from helpers.gate.store.records import Receipt
from helpers.indicators.registry import Registry, load_registry
from helpers.publication.change_words import told
from helpers.publication.differences import Differences, differences
from helpers.publication.job import Job
from helpers.publication.manifest import AreaName, Input, ThemeName
from helpers.publication.sides import Side, read_since
from helpers.publication.versions import place_of


def changes_since(
    job: Job, receipts: tuple[Receipt, ...], observations: pl.DataFrame, notebook: NotebookNode
) -> Differences | None:
    """Compare a version being made with the one that its job names.

    Parameters
    ----------
    job : Job
        The version being made.
    receipts : tuple of Receipt
        Its extracts.
    observations : DataFrame
        Its `Obs` columns.
    notebook : NotebookNode
        Its executed workbook, tidied.

    Returns
    -------
    Differences or None
        With sentences; None for a first version.

    Raises
    ------
    PublicationError
        When the earlier version is gone or not as it was named.
    """
    if job.since is None:
        return None
    place = place_of(job.settings.outputs, job.area.slug, job.theme.slug, job.period)
    new = Side(
        area=AreaName(code=job.area.code, name=job.area.name, slug=job.area.slug),
        theme=ThemeName(slug=job.theme.slug, title=job.theme.title),
        period=job.period,
        version=job.version,
        digest="",
        sample=job.sample,
        product_version=job.product_version,
        parameters=named_parameters(job),
        inputs=tuple(named_input(receipt) for receipt in receipts),
        parts=job.parts,
        observations=observations,
        cells=notebook.cells,
    )
    old = read_since(place.parent, job.since)
    return told(differences(old, new, _registry(job.settings.contracts)))


@cache
def _registry(contracts: Path) -> Registry:
    # It stays as it is while a run lasts, and takes longer to read than a page to render.
    return load_registry(contracts)


def named_input(receipt: Receipt) -> Input:
    """Name an extract as a manifest does."""
    return Input(
        dataset=receipt.dataset,
        title=receipt.title,
        file_name=receipt.file_name,
        sha256=receipt.extract_sha256,
        contract=f"{receipt.dataset} {receipt.contract_version}",
        receipt=receipt.id,
    )


def named_parameters(job: Job) -> dict[str, Any]:
    """Name the parameters as a manifest does: without the receipts, which are inputs."""
    return {name: value for name, value in job.parameters.items() if name != "inputs"}
