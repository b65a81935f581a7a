"""Digests of one page's evidence: of everything that it may show, and of each kind apart."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from helpers.base import digests
from helpers.contracts.columns import Obs

WHOLE = "evidence"
KINDS = ("own", "beside", "ranked", "notes", "neighbours", "demand", "pool", "absent")
"""Kinds of figures and of what stands beside them, each with a digest of its own."""

_RANKED = (Obs.RANK.value, Obs.RANKED.value, Obs.PERCENTILE.value)
_BESIDE = (
    Obs.ENGLAND.value,
    Obs.REGION.value,
    Obs.NEIGHBOURS.value,
    Obs.COMPARISON.value,
)
_OF_ENGLAND = "^england_.*$"


def of_each_kind(
    frames: Mapping[str, pl.DataFrame], area: str, rest: Mapping[str, list[object]], *, sample: bool
) -> dict[str, str]:
    """Return the SHA-256 of all that a page may show, and of each kind apart.

    Parameters
    ----------
    frames : mapping of str to DataFrame
        The evidence's "observations", "extras", "comparators" and "spread".
    area : str
        Code of the council whose page it is.
    rest : mapping of str to list
        What is no frame of figures, by the name of its kind.
    sample : bool
        Whether the figures are invented.

    Returns
    -------
    dict of str to str
        `WHOLE` over everything, "own", "beside", "ranked" and "notes", and each kind of `rest`.
    """
    shown, extras = frames["observations"], frames["extras"]
    own = shown.select(pl.exclude(Obs.RECEIPT.value, Obs.NOTES.value, *_BESIDE, *_RANKED))
    others = frames["comparators"].filter(pl.col(Obs.AREA_CODE) != area)
    kinds = {
        "own": [own, extras.select(pl.exclude(_OF_ENGLAND))],
        "beside": [shown.select(_BESIDE), extras.select(_OF_ENGLAND), others],
        "ranked": [shown.select(_RANKED), frames["spread"]],
    }
    parts: dict[str, list[object]] = {
        name: [frame.write_csv() for frame in each] for name, each in kinds.items()
    }
    parts["notes"] = shown[Obs.NOTES.value].to_list()
    found = {name: digests.of_value(part) for name, part in (parts | dict(rest)).items()}
    return {WHOLE: digests.of_value([found, sample]), **found}
