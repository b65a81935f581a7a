"""The publisher's own file: what is in it, and that every council row recomputes."""

from __future__ import annotations

import polars as pl

from helpers.contracts.columns import Ascof
from helpers.gate.store.shelf import Shelf


def test_the_real_file_passes_with_its_one_known_warning(real_source) -> None:
    receipt = real_source.tables.of("ascof_timeseries")[0]
    assert receipt.accepted and not receipt.sample
    assert (receipt.rows, receipt.latest_period) == (24_744, "2024-25")
    assert receipt.statuses["suppressed"] == 45
    broken = {result.rule: result.violations for result in receipt.rules if not result.passed}
    assert broken == {"risk_reduced_not_above_risk_found": 3}


def test_no_council_row_fails_to_recompute(real_source) -> None:
    receipt = real_source.tables.of("ascof_timeseries")[0]
    recomputed = {r.rule: r for r in receipt.rules if r.rule.endswith("recompute")}
    assert len(recomputed) == 4
    assert all(result.violations == 0 for result in recomputed.values())


def test_all_councils_of_today_have_every_table(real_source, sample_settings) -> None:
    from helpers.base.geography import all_areas

    table = Shelf(sample_settings.store).table(real_source.tables.of("ascof_timeseries")[0])
    latest = table.filter((pl.col(Ascof.PERIOD) == "2024-25") & (pl.col(Ascof.RATING) == "total"))
    for (measure,), rows in latest.group_by([Ascof.MEASURE.value]):
        assert {area.code for area in all_areas()} <= set(rows[Ascof.AREA_CODE.value]), measure


def test_codes_are_text_and_two_number_cells_are_split(real_source, sample_settings) -> None:
    table = Shelf(sample_settings.store).table(real_source.tables.of("ascof_timeseries")[0])
    assert set(table.filter(pl.col(Ascof.AREA_NAME) == "Wirral")[Ascof.SOURCE_CODE.value]) == {
        "319"
    }
    cell = table.row(
        by_predicate=(pl.col(Ascof.MEASURE) == "1C")
        & (pl.col(Ascof.AREA_NAME) == "England")
        & (pl.col(Ascof.PERIOD) == "2016-17"),
        named=True,
    )
    assert (cell["outcome"], cell["former_outcome"]) == (7.7, 7.6)
    assert (cell["respondents"], cell["former_respondents"]) == (51_230, 35_415)
