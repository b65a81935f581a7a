"""Flags that come from comparing a figure with the one before it."""

from __future__ import annotations

import polars as pl
import pytest

from helpers.contracts.columns import Obs
from helpers.indicators.comparison import compared
from helpers.indicators.finishing import FIGURES
from helpers.indicators.flags import with_flags

WIRRAL = "E08000015"


def flags(registry, code: str, framework: str, dataset: str, *years: tuple[str, float, float]):
    series = next(
        s
        for s in registry.series
        if (s.indicator.code, s.indicator.framework, s.dataset) == (code, framework, dataset)
    )
    rows = [
        {
            **dict.fromkeys(FIGURES),
            "series": series.number,
            "breakdown": "all",
            "area_code": WIRRAL,
            "_area": WIRRAL,
            "_level": "council",
            "period": period,
            "period_kind": "financial year",
            "numerator": above,
            "denominator": below,
            "value": above / below * 100,
            "status": "ok",
            "note": "",
        }
        for period, above, below in years
    ]
    frame = with_flags(compared(pl.DataFrame(rows, schema=FIGURES)), registry)
    return dict(frame.select(Obs.PERIOD, Obs.FLAGS).iter_rows())


@pytest.mark.parametrize(("below", "flagged"), [(1240.0, False), (1260.0, True), (740.0, True)])
def test_a_denominator_that_moves_by_over_a_quarter_is_flagged(registry, below, flagged) -> None:
    found = flags(
        registry, "1C(2A)", "ascof-2014", "ascof_long",
        ("2019-20", 300.0, 1000.0), ("2020-21", 300.0, below),
    )  # fmt: skip
    assert found["2019-20"] == ""
    assert ("went from 1,000 to" in found["2020-21"]) == flagged


def test_across_a_break_or_a_gap_another_count_is_no_finding(registry) -> None:
    moved = (("2023-24", 300.0, 1000.0), ("2024-25", 300.0, 4000.0))
    assert flags(registry, "3D(2a)", "ascof-2023", "ascof_long", *moved)["2024-25"] == ""
    gap = (("2018-19", 300.0, 1000.0), ("2020-21", 300.0, 4000.0))
    assert flags(registry, "1C(2A)", "ascof-2014", "ascof_long", *gap)["2020-21"] == ""
