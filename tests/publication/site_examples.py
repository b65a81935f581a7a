"""Version folders as runs leave them: dated for the site, whole for a comparison."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl

from helpers.base.geography import all_areas
from helpers.base.themes import THEMES
from helpers.publication.indicator_files import SCHEMA, parquet_bytes
from helpers.publication.manifest import AreaName, Input, Manifest, Since, ThemeName, output
from publication.examples import publish

FINISHED = "2026-03-01T09:30:00+00:00"
HOSTILE = (
    "</style><script>alert(1)</script> \"A\" & 'B' \u202eleft\u202c \x00\x0b\x1b[31m ]]> "
    "javascript:alert(1) 😀 Sir Gâr Ŵ\nnew line " + "long " * 60
)


def dated(
    outputs: Path,
    area: str = "exampleshire",
    theme: str = "placements",
    *,
    finished: str | None = FINISHED,
    **more: Any,
) -> Path:
    """Lay down a version with its `run.json`."""
    folder = publish(outputs, area, theme, **more)
    if finished is not None:
        (folder / "run.json").write_text(json.dumps({"finished": finished}), "utf-8")
    return folder


def every_council(outputs: Path) -> None:
    """Lay down a version of every theme for each of the 153 councils: 765 in all."""
    for area in all_areas():
        for theme in THEMES:
            folder = dated(
                outputs,
                area.slug,
                theme.slug,
                headline=f"{theme.title} in {area.name}: a finding with figures, 12.3%.",
            )
            manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
            manifest["area"] = {"code": area.code, "name": area.name, "slug": area.slug}
            (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")


def observation(period: str, value: float | None = None, **more: Any) -> dict[str, Any]:
    """One observation of a measure that the register holds: admissions, by Byar's method."""
    row: dict[str, Any] = dict.fromkeys(SCHEMA) | {
        "area_code": "E08000015",
        "area_name": "Wirral",
        "period": period,
        "theme": "placements",
        "framework": "ascof-2023",
        "indicator": "2B",
        "title": "Admissions to care homes, aged 18 to 64",
        "breakdown": "all",
        "value": value,
        "interval": "Byar 95% (exact Poisson below 10)",
        "unit": "per 100,000",
        "status": "ok" if value is not None else "not_available",
        "polarity": "lower",
        "break_before": "",
        "flags": "",
    }
    if value is not None:
        row |= {"lower": value - 5.0, "upper": value + 5.0, "numerator": 40, "denominator": 190_000}
    return row | more


def frame(*rows: dict[str, Any]) -> pl.DataFrame:
    """Observations as a version keeps them."""
    return pl.DataFrame(list(rows), schema=SCHEMA, orient="row")


def notebook(*cells: tuple[str, str]) -> list[dict[str, Any]]:
    """Cells of a notebook: kind and source."""
    return [{"cell_type": kind, "metadata": {}, "source": source} for kind, source in cells]


CELLS = notebook(
    ("markdown", "# Placements"),
    ("markdown", "## What is the level?\n\nA first passage.\n\nA second passage."),
    ("code", "book.table(frame)"),
)
EXTRACT = Input(
    dataset="ascof_timeseries",
    title="Outcomes framework",
    file_name="outcomes.ods",
    sha256="ab" * 32,
    contract="ascof_timeseries 1.0.0",
    receipt="cd" * 32,
)
PARTS = {
    name: name
    for name in ("notebook", "helpers", "parameters", "evidence", "contracts", "strategy", "lock")
} | {"python": "3.11.7"}


def whole(
    outputs: Path,
    number: int,
    observations: pl.DataFrame,
    *,
    cells: list[dict[str, Any]] = CELLS,
    area: str = "wirral",
    theme: str = "placements",
    period: str = "2024-25",
    since: Since | None = None,
    **changes: Any,
) -> Path:
    """Lay down a version that a comparison can read, as the latest of its place."""
    name = area.replace("-", " ").title()
    files = {
        "indicators.parquet": parquet_bytes(observations),
        "workbook.ipynb": json.dumps({"cells": cells, "nbformat": 4}).encode(),
        "report.html": b"<p>report</p>",
    }
    given: dict[str, Any] = {
        "product_version": "0.1.0",
        "area": AreaName(code="E08000015", name=name, slug=area),
        "theme": ThemeName(slug=theme, title=theme.replace("-", " ").capitalize()),
        "title": f"{theme} in {name}",
        "headline": "",
        "parameters": {"area": "E08000015", "period": period, "compare_with": "region"},
        "inputs": (EXTRACT,),
        "fingerprint": f"{number:064x}",
        "parts": PARTS,
        "suppressed": 0,
        "sample": False,
    }
    manifest = Manifest(
        **given | changes,
        period=period,
        previous=None,
        since=since,
        outputs=tuple(output(path, content, "") for path, content in files.items()),
    )
    folder = outputs / area / theme / period / f"v{number:04d}-{number:08x}"
    folder.mkdir(parents=True)
    for path, content in files.items():
        (folder / path).write_bytes(content)
    (folder / "manifest.json").write_bytes(manifest.text())
    (folder / "run.json").write_text(json.dumps({"finished": FINISHED}), "utf-8")
    (folder.parent / "latest.json").write_text(json.dumps({"version": folder.name}), "utf-8")
    return folder
