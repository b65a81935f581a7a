"""The latest of everything, in two files: for a spreadsheet and for a program.

The Parquet file says in its own footer which versions it was gathered from, and the digest
of the CSV beside it. Where both still hold, nothing is read and nothing is written.
"""

from __future__ import annotations

import io
from pathlib import Path

import polars as pl

from helpers.base import digests
from helpers.base.errors import PublicationError
from helpers.base.files import write_whole
from helpers.publication.formula_cells import safe_frame
from helpers.publication.found import Series
from helpers.publication.mirrors import ensure
from helpers.publication.versions_found import Everything, find_versions

INDICATORS = "indicators.parquet"
OBSERVATION_FILES = ("observations.csv", "observations.parquet")

SAMPLE = "sample"
GATHERED_FROM = "care-workbooks.gathered-from"
CSV_DIGEST = "care-workbooks.csv-sha256"
ORDER = ("area_code", "theme", "indicator", "breakdown", "period", "framework", "dataset")
"""Order of the rows, and what makes one observation differ from another."""


def gather_observations(outputs: Path, everything: Everything | None = None) -> None:
    """Write `observations.parquet` and `observations.csv` from all latest versions.

    Where two periods of a theme hold the same observation, the newer run speaks.
    A last column says which rows are sample data. Nothing is written where
    nothing is published.

    Parameters
    ----------
    outputs : Path
        The folder of published versions.
    everything : Everything, optional
        What lies there, where it was looked for already.

    Raises
    ------
    PublicationError
        When a version's figures cannot be read, or a file cannot be written.
    """
    series = (everything or find_versions(outputs)).series
    newest_last = sorted(series, key=lambda one: one.latest.period)
    gathered_from = _gathered_from(newest_last)
    if gathered_from and _stands(outputs, gathered_from):
        return
    ensure(outputs / one.latest.folder / INDICATORS for one in newest_last)
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
    made = {CSV_DIGEST: digests.of_bytes(csv.getvalue()), GATHERED_FROM: gathered_from}
    together.write_parquet(parquet, metadata=made)
    for name, content in zip(OBSERVATION_FILES, (csv, parquet), strict=True):
        write_whole(outputs / name, content.getvalue())


def _gathered_from(newest_last: list[Series]) -> str:
    """Digest of what is gathered and of how; empty where a manifest does not name its figures."""
    latest = [one.latest for one in newest_last]
    if not all(version.figures for version in latest):
        return ""
    code = ("observations.py", "formula_cells.py")
    how = [digests.of_tree(Path(__file__).parent, code), pl.__version__]
    return digests.of_value(
        [how, [[version.folder, version.figures, version.sample] for version in latest]]
    )


def _stands(outputs: Path, gathered_from: str) -> bool:
    csv, parquet = (outputs / name for name in OBSERVATION_FILES)
    try:
        made = pl.read_parquet_metadata(parquet)
        return made.get(GATHERED_FROM) == gathered_from and (
            made.get(CSV_DIGEST) == digests.of_file(csv)
        )
    except (OSError, pl.exceptions.PolarsError):
        return False


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
