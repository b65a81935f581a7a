"""Frames of invented observations for judgements, and the frames of a real council's themes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl

from helpers.base.parameters import check_request
from helpers.base.themes import THEMES
from helpers.contracts.columns import Obs
from helpers.strategies.model import Document
from helpers.strategies.parts import Measure, When
from helpers.strategies.readings import Held, hold

AREA = "E08000015"
NUMBERS = {"value", "lower", "upper", "england", "region", "neighbours", "percentile"}
WHOLE = {"numerator", "denominator", "rank", "ranked"}
EXTRAS = ("margin", "england_numerator", "england_denominator")


def observed(code, period, value, *, framework="ascof-2023", breakdown="all", **more):
    """One row: columns of observations, and the three that stand in the extras."""
    row = {
        "area_code": AREA,
        "area_name": "Wirral",
        "period": period,
        "framework": framework,
        "indicator": code,
        "breakdown": breakdown,
        "value": value,
        "status": "ok" if value is not None else "not_available",
        "comparison": "",
        "break_before": "",
        "flags": "",
        "period_kind": "financial year",
        "dataset": "ascof_timeseries",
    }
    return row | more


def held_of(rows, registry, *, spread=(), as_of=date(2026, 3, 31)) -> Held:
    """Frames of some rows."""
    names = [name.value for name in Obs]
    types = {
        name: pl.Float64 if name in NUMBERS else pl.Int64 if name in WHOLE else pl.String
        for name in names
    }
    observations = pl.DataFrame(
        [{name: row.get(name) for name in names} for row in rows], schema=types
    )
    columns = ["framework", "indicator", "dataset", "breakdown", "period", *EXTRAS]
    extras = pl.DataFrame(
        [{name: row.get(name) for name in columns} for row in rows],
        schema={name: pl.Float64 if name in EXTRAS else pl.String for name in columns},
    )
    every = pl.DataFrame(
        list(spread),
        schema={
            "framework": pl.String,
            "indicator": pl.String,
            "dataset": pl.String,
            "breakdown": pl.String,
            "period": pl.String,
            "area_code": pl.String,
            "value": pl.Float64,
        },
        orient="row",
    )
    return Held(observations, extras, every, registry, as_of)


def measure(code, **more) -> Measure:
    """A deciding measure, higher promised, counted from 2022-23."""
    given = {"framework": "ascof-2023", "way": "higher", "role": "verdict", "baseline": "2022-23"}
    return Measure(code=code, **(given | more))


def document(starts="2023-06-01", **more) -> Document:
    """A document in force."""
    given = {
        "id": "000",
        "title": "A strategy",
        "publisher": "A council",
        "published": "2023",
        "file": "a.txt",
        "standing": "in force",
        "starts": When(written=starts, date=starts),
        "ends": When(written="2026", date="2026"),
    }
    return Document(**(given | more))


def real_held(source, area) -> Held:
    """The frames of all themes of a real council."""
    parts = [
        hold(source.evidence(check_request(theme.slug, area, "latest", "region", "")))
        for theme in THEMES
    ]
    return replace(
        parts[0],
        observations=_together([part.observations.drop("theme") for part in parts]),
        extras=_together([part.extras for part in parts]),
        spread=_together([part.spread for part in parts]),
    )


def _together(frames):
    return pl.concat(frames).unique(maintain_order=True)
