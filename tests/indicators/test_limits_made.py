"""Limits beside figures: never beyond what a share or a score can be."""

from __future__ import annotations

import polars as pl
import pytest

from helpers.contracts.columns import Obs
from helpers.indicators.columns import MARGIN, SERIES
from helpers.indicators.limits import with_limits


@pytest.mark.parametrize(
    ("code", "value", "margin", "limits"),
    [
        ("3A", 90.4, 10.4, (80.0, 100.0)),
        ("3A", 2.0, 3.1, (0.0, 5.1)),
        ("3A", 50.0, 4.0, (46.0, 54.0)),
        ("1C", 11.8, 0.4, (11.4, 12.0)),
        ("1A", 23.9, 0.4, (23.5, 24.0)),
        # What services add to the quality of life may be less than nothing.
        ("1B", 0.012, 0.02, (-0.008, 0.032)),
    ],
)
def test_a_margin_reaches_no_further_than_nobody_and_everybody(
    registry, code, value, margin, limits
) -> None:
    item = registry.find(code)
    series = next(each for each in registry.series if each.indicator is item)
    rows = pl.DataFrame(
        {SERIES: [series.number], Obs.VALUE.value: [value], MARGIN: [margin]},
    )
    assert with_limits(rows, registry).select(Obs.LOWER, Obs.UPPER).row(0) == limits
