"""What the book says at the edges: few people, older years, lists, partners, wrong parameters."""

from __future__ import annotations

import re

import pytest

from helpers.base.errors import ParameterError
from helpers.base.parameters import check_request, read_parameters
from helpers.display.passages import Notice
from helpers.workbook.book import Book
from helpers.workbook.injected import check_cells

PARAMETERS = 'area = "wirral"  # council\nperiod = "latest"\ncompare_with = "region"'


@pytest.fixture(scope="module")
def real(real_source):
    def made(theme: str, area: str, period: str = "latest", compare_with: object = "region"):
        request = check_request(theme, area, period, compare_with, "")
        return Book(real_source.evidence(request), None)

    return made


def test_few_answers_are_not_called_a_recording_fault(real) -> None:
    book = real("direct-payments", "city-of-london")
    figure = book.compare(book.observations("3C(1)"))
    assert "recording" not in figure.title and "too few to compare" in figure.title


def test_a_main_point_with_a_clear_change_says_so(real) -> None:
    said = str(real("carers", "wirral").main_points("1C", "1E"))
    assert "a clear fall, 7.9 to 6.8" in said


def test_missing_data_are_not_said_to_be_few_people(real) -> None:
    said = str(
        real("bcf-outcomes", "kent").reading(real("bcf-outcomes", "kent").observations("2D(1)"))
    )
    assert "or the council's data are missing" in said and "recognised" not in said


def test_an_interval_of_rounded_counts_holds_the_published_value(real_source) -> None:
    import polars as pl

    from helpers.base.geography import all_areas

    for area in all_areas():
        rows = real_source.evidence(
            check_request("placements", area.code, "latest", "region", "")
        ).observations.filter((pl.col("indicator") == "4B") & pl.col("lower").is_not_null())
        for row in rows.to_dicts():
            assert row["lower"] <= row["value"] <= row["upper"], (area.name, row)


def test_one_home_is_not_drawn_as_a_share(real) -> None:
    book = real("placements", "isles-of-scilly")
    shown = book.shares(book.parts("6B"))
    assert isinstance(shown, Notice) and "too few to compare" in shown.text


def test_ranks_need_twenty_counted(real) -> None:
    rows = real("placements", "city-of-london").observations("2E(1)", "2C").to_dict("records")
    assert all(row["rank"] != row["rank"] or row["rank"] is None for row in rows)


def test_councils_compared_with_are_in_the_table_of_the_chart(real) -> None:
    book = real("placements", "worcestershire", compare_with=["sefton"])
    figure = book.compare(book.observations("2C", "2B"))
    assert "Sefton" in {cell for row in figure.table.rows for cell in row}


def test_an_older_year_says_what_is_published_and_no_more(real) -> None:
    book = real("placements", "sefton", "2020-21")
    frame = book.observations("2C")
    for shown in (book.table(frame), book.place(frame), book.trend(book.series("2C"))):
        assert isinstance(shown, Notice)
        assert "2020 to 2021 or before" in shown.text
    assert "No headline figure" in str(book.main_points("2C", "2B"))
    assert "2019 to 2020" in str(book.reading(book.observations("4A")))


def test_reablement_outcomes_are_never_shown_without_their_reach(real) -> None:
    book = real("bcf-outcomes", "sefton")
    frame = book.observations("2D(1)")
    assert set(frame["indicator"]) == {"2D(1)", "2D(2)"}
    with pytest.raises(ParameterError, match=re.escape("2D(2)")):
        book.table(frame[frame["indicator"] == "2D(1)"])


def test_an_indicator_of_another_theme_is_refused_with_those_of_this_one(real) -> None:
    with pytest.raises(ParameterError, match="1C, 1E, 3B"):
        real("carers", "wirral").observations("2C")


def test_a_misspelt_injected_parameter_is_refused() -> None:
    with pytest.raises(ParameterError, match="did you mean compare_with"):
        check_cells(["", PARAMETERS, '# Parameters\ncompare_wth = "sefton"\n', "import x"])


def test_known_injected_parameters_pass_and_other_cells_are_nobodys_business() -> None:
    check_cells([PARAMETERS, '# Parameters\narea = "sefton"\n'])
    check_cells(["x = 1", "y = x"])
    check_cells([])


@pytest.mark.parametrize("line", ["area = find()", "area.x = 1", "import os"])
def test_a_parameters_cell_holds_plain_defaults(line) -> None:
    with pytest.raises(ParameterError, match="parameters cell"):
        read_parameters(line)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("[sefton", "not a list"),
        ('["sefton", "liverpol"]', "did you mean Liverpool"),
        (3, "a list of"),
    ],
)
def test_lists_of_councils_are_read_or_refused(value, words) -> None:
    with pytest.raises(ParameterError, match=words):
        check_request("placements", "wirral", "latest", value, "")


def test_a_list_as_text_is_a_list() -> None:
    request = check_request("placements", "wirral", "latest", '["sefton"]', "")
    assert [area.slug for area in request.compare_with] == ["sefton"]
