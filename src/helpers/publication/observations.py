"""The latest of everything, in two files: for a spreadsheet and for a program."""

from __future__ import annotations

import io
from pathlib import Path

import polars as pl

from helpers.base.errors import PublicationError
from helpers.base.files import write_whole
from helpers.publication.formula_cells import safe_frame
from helpers.publication.versions_found import find_versions

INDICATORS = "indicators.parquet"
OBSERVATION_FILES = ("observations.csv", "observations.parquet")

SAMPLE = "sample"
ORDER = ("area_code", "theme", "indicator", "breakdown", "period", "framework", "dataset")
"""Order of the rows, and what makes one observation differ from another."""


def gather_observations(outputs: Path) -> None:
    """Write `observations.parquet` and `observations.csv` from all latest versions.

    Where two periods of a theme hold the same observation, the newer run speaks.
    A last column says which rows are sample data. Nothing is written where
    nothing is published.

    Parameters
    ----------
    outputs : Path
        The folder of published versions.

    Raises
    ------
    PublicationError
        When a version's figures cannot be read, or a file cannot be written.
    """
    series, _ = find_versions(outputs)
    newest_last = sorted(series, key=lambda one: one.latest.period)
    frames = [
        _read(outputs, one.latest.folder).with_columns(pl.lit(one.latest.sample).alias(SAMPLE))
        for one in newest_last
        if (outputs / one.latest.folder / INDICATORS).is_file()
    ]
    if not frames:
        return
    together = pl.concat(frames, how="diagonal_relaxed")
    order = [name for name in ORDER if name in together.columns]
    together = (
        together.unique(subset=order, keep="last", maintain_order=True)
        .sort(order, nulls_last=True, maintain_order=True)
        .select(pl.exclude(SAMPLE), pl.col(SAMPLE))
    )
    csv, parquet = io.BytesIO(), io.BytesIO()
    safe_frame(together).write_csv(csv, include_bom=True)
    together.write_parquet(parquet)
    for name, content in zip(OBSERVATION_FILES, (csv, parquet), strict=True):
        write_whole(outputs / name, content.getvalue())


def _read(outputs: Path, folder: str) -> pl.DataFrame:
    place = f"{folder}/{INDICATORS}"
    try:
        return pl.read_parquet(outputs / folder / INDICATORS)
    except (OSError, pl.exceptions.PolarsError) as reason:
        raise PublicationError(
            place,
            f"it cannot be read ({str(reason).splitlines()[0]})",
            "the figures of a published version",
            "publish that version again",
        ) from reason
