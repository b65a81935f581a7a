"""Next year's edition: one more year, and no code change."""

from __future__ import annotations

import polars as pl
import pytest

from helpers.base.geography import find_area
from helpers.base.parameters import check_request
from helpers.base.settings import Settings
from helpers.contracts.columns import Obs
from helpers.display.series_chart import segments
from helpers.display.shown import shown
from helpers.extracts.ods import write_spreadsheet
from helpers.extracts.samples import invent_workbook
from helpers.gate.passing import gate_inputs
from helpers.indicators.evidence import shown_period
from helpers.indicators.source import Source


@pytest.fixture(scope="module")
def source(project_root, tmp_path_factory) -> Source:
    folder = tmp_path_factory.mktemp("next")
    write_spreadsheet(invent_workbook(last_year=2025), folder / "edition-2025-26.ods")
    settings = Settings(root=project_root, outputs=folder / "outputs")
    evidence = gate_inputs(str(folder), settings)
    assert not evidence.refusals
    return Source(evidence.receipts, settings)


def series(source: Source, theme: str, code: str):
    evidence = source.evidence(check_request(theme, "sefton", "latest", "region", ""))
    rows = evidence.observations.filter(
        (pl.col(Obs.INDICATOR) == code) & (pl.col(Obs.BREAKDOWN) == "all")
    )
    return evidence, [shown(evidence, row) for row in rows.to_dicts()]


def test_the_new_year_is_the_reporting_year(source) -> None:
    assert source.latest_period == "2025-26"


def test_two_years_of_client_level_data_make_a_series_of_their_own(source) -> None:
    _, figures = series(source, "placements", "2C")
    runs = segments(figures)
    assert [figure.period for figure in runs[-1]] == ["2024-25", "2025-26"]
    assert len(runs) == 1, "nothing before the change of source is joined to it"


def test_the_new_round_of_the_carers_survey_is_shown_and_joined_to_nothing(source) -> None:
    evidence, figures = series(source, "carers", "1C")
    assert shown_period(evidence.of(source.registry.find("1C"))) == "2025-26"
    rounds = [figure.period for figure in figures if figure.value is not None]
    assert rounds[-2:] == ["2023-24", "2025-26"]
    assert all(len(run) == 1 for run in segments(figures))


def test_a_change_between_two_client_level_years_may_be_said(source, project_root) -> None:
    from helpers.workbook.book import Book

    evidence, _ = series(source, "placements", "2C")
    book = Book(evidence, None)
    said = str(book.reading(book.observations("2C")))
    assert "Since 2024 to 2025" in said
    assert "No direction can be said" not in said


def test_years_of_the_voluntary_survey_are_not_joined_across(source) -> None:
    _, figures = series(source, "placements", "1D")
    for run in segments(figures):
        periods = [figure.period for figure in run]
        assert not {"2019-20", "2021-22"} <= set(periods)


def test_suppressed_years_are_never_drawn(source) -> None:
    evidence = source.evidence(
        check_request("placements", find_area("isles-of-scilly").code, "latest", "region", "")
    )
    rows = evidence.observations.filter(pl.col(Obs.INDICATOR) == "2C").to_dicts()
    figures = [shown(evidence, row) for row in rows]
    assert segments(figures) == []
