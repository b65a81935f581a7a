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


def test_parts_that_make_up_a_whole_are_titled_by_the_largest_of_it(real) -> None:
    book = real("placements", "wirral")
    parts = book.parts("6B")
    assert book.groups(parts).title == "Wirral: 69 of 106 care homes rated good"
    some = parts[parts["numerator"] != 37]
    assert book.groups(some).title.startswith("Wirral: highest rated good (65.1%), lowest ")


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


def test_each_era_of_the_fund_has_its_measures_and_years_between_eras_are_told(real) -> None:
    rows = real("bcf-outcomes", "worcestershire").eras("bcf-2014", "bcf-2023", "bcf-2025").rows
    held = {(era, measure): here for era, measure, here in rows}
    admissions = "Admissions to care homes, aged 65 and over"
    assert held["2023 to 2024 until 2024 to 2025", admissions] == "in the data"
    assert "not for these years" in held["2025 to 2026 and since", admissions]
    into = "Discharged from hospital into reablement"
    assert held["2025 to 2026 and since", f"{into} (Better Care Fund)"].endswith(f"nearest: {into}")
    eras = list(dict.fromkeys(era for era, _, _ in rows))
    assert eras[1] == "2020 to 2021 until 2022 to 2023"
    assert sum(era == eras[1] for era, _, _ in rows) == 1


def test_a_caveat_stands_only_with_figures_that_it_is_about(real) -> None:
    for theme, code in (("direct-payments", "3D(2a)"), ("placements", "2C")):
        book = real(theme, "worcestershire")
        book.reading(book.observations(code))
        said = str(book.cannot_say())
        assert "Client level data were used" in said and "reablement" not in said
    book = real("placements", "worcestershire")
    book.reading(book.observations("2A"))
    assert "no usable data for reablement; the publisher marks them" in str(book.cannot_say())


def test_a_share_out_of_a_third_as_many_is_no_fall(real) -> None:
    book = real("placements", "worcestershire")
    said = str(book.reading(book.observations("4B")))
    assert "the enquiries it is out of went from 1,090 to 355" in said
    assert "clear" not in said and "flagged figures are not compared" in said


def test_what_needs_a_file_is_not_said_to_have_none(real) -> None:
    rows = real("placements", "worcestershire").to_collect().rows
    assert any("Subnational population projections" in data for _, data, _ in rows)
    assert not any("projected" in question for question, _, _ in rows)
