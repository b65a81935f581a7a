"""Sums: whole or not there, never smaller; each figure once; years only of all their months."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.base.records import Status
from indicators.tables_made import SEFTON, WIRRAL, cell, months, summed, table

MONTH = "2014-04"


def test_parts_are_added_by_area_and_month() -> None:
    rows = [(WIRRAL, MONTH, "nhs", 3.0, "ok"), (WIRRAL, MONTH, "both", 4.0, "ok")]
    rows += [(SEFTON, MONTH, "nhs", 1.0, "ok"), (SEFTON, MONTH, "both", 0.0, "ok")]
    both = cell({"part": ("nhs", "both")})
    assert summed(table(rows), both) == [(SEFTON, MONTH, 1.0, "ok"), (WIRRAL, MONTH, 7.0, "ok")]


@pytest.mark.parametrize(
    ("status", "becomes"),
    [
        ("suppressed", "suppressed"),
        ("not_available", "not_available"),
        ("not_applicable", "not_available"),
        ("provisional", "provisional"),
        ("rounded", "rounded"),
        ("a word that nobody knows", "not_available"),
    ],
)
def test_one_part_gives_its_status_to_the_sum(status, becomes) -> None:
    value = 2.0 if status in ("provisional", "rounded") else None
    rows = [(WIRRAL, MONTH, "nhs", 3.0, "ok"), (WIRRAL, MONTH, "both", value, status)]
    assert summed(table(rows), cell({"part": ("nhs", "both")}))[0][3] == becomes


def test_what_does_not_apply_to_any_part_does_not_apply_to_the_sum() -> None:
    rows = [(WIRRAL, MONTH, part, None, "not_applicable") for part in ("nhs", "both")]
    assert summed(table(rows), cell({"part": ("nhs", "both")}))[0][3] == "not_applicable"


def test_a_published_figure_without_a_number_is_missing() -> None:
    rows = [(WIRRAL, MONTH, "nhs", None, "ok")]
    assert summed(table(rows), cell({"part": ("nhs",)}))[0][3] == "not_available"


def test_a_sum_with_a_part_that_has_no_row_is_missing() -> None:
    rows = [(WIRRAL, MONTH, "nhs", 3.0, "ok")]
    assert summed(table(rows), cell({"part": ("nhs", "both")}))[0][3] == "not_available"
    assert summed(table(rows), cell({"part": ("nhs", "both")}, any_number=True))[0] == (
        WIRRAL, MONTH, 3.0, "ok",
    )  # fmt: skip


def test_a_figure_that_rows_repeat_counts_once_and_one_that_differs_not_at_all() -> None:
    rows = [(WIRRAL, MONTH, "total", 3.0, "ok"), (WIRRAL, MONTH, "total", 3.0, "ok")]
    assert summed(table(rows), cell({"part": ("total",)})) == [(WIRRAL, MONTH, 3.0, "ok")]
    rows[1] = (WIRRAL, MONTH, "total", 4.0, "ok")
    assert summed(table(rows), cell({"part": ("total",)}))[0][3] == "not_available"


def test_what_is_taken_away_is_taken_away() -> None:
    rows = [(WIRRAL, MONTH, "total", 9.0, "ok"), (WIRRAL, MONTH, "none", 7.0, "ok")]
    carers = cell({"part": ("total",)}, less={"part": ("none",)})
    assert summed(table(rows), carers) == [(WIRRAL, MONTH, 2.0, "ok")]
    assert summed(table(rows[:1]), carers)[0][3] == "not_available"


def test_a_year_is_the_sum_of_its_twelve_months_and_of_no_fewer() -> None:
    rows = [(WIRRAL, month, "total", 2.0, "ok") for month in months(2014)]
    year = cell({"part": ("total",)}, by_year=True)
    assert summed(table(rows), year) == [(WIRRAL, "2014-15", 24.0, "ok")]
    assert summed(table(rows[1:]), year)[0][1:] == ("2014-15", 22.0, "not_available")
    rows[3] = (*rows[3][:3], None, "suppressed")
    assert summed(table(rows), year)[0][3] == "suppressed"


def test_a_council_that_got_a_new_code_within_the_year_has_the_whole_year() -> None:
    """Gateshead's delays stand under its former code in April 2013, and its new one from May."""
    former, new = "E08000020", "E08000037"
    first, *others = months(2013)
    rows = [(former, first, "total", 5.0, "ok")]
    rows += [(new, month, "total", 2.0, "ok") for month in others]
    year = cell({"part": ("total",)}, by_year=True)
    assert summed(table(rows), year) == [(new, "2013-14", 27.0, "ok")]
    assert summed(table(rows[:-1]), year)[0][3] == "not_available"
    twice = [*rows, (former, others[0], "total", 2.0, "ok")]
    assert summed(table(twice), year)[0][3] == "not_available"
    # Eleven months and one of them twice are twelve rows, and no year.
    assert summed(table([*rows[:-1], twice[-1]]), year)[0][3] == "not_available"


def test_a_council_that_was_split_is_not_its_successor_within_the_year() -> None:
    rows = [("E10000006", month, "total", 2.0, "ok") for month in months(2022)]
    year = cell({"part": ("total",)}, by_year=True)
    assert summed(table(rows), year) == [("E10000006", "2022-23", 24.0, "ok")]


def test_an_area_made_of_several_needs_all_of_them() -> None:
    rows = [(SEFTON, MONTH, "total", 5.0, "ok"), (SEFTON, MONTH, "total", 6.0, "ok")]
    total = cell({"part": ("total",)})
    both = table(rows, made_of=2, source=["01T", "01V"])
    assert summed(both, total) == [(SEFTON, MONTH, 11.0, "ok")]
    one = table(rows[:1], made_of=2, source=["01T"])
    assert summed(one, total)[0][3] == "not_available"
    any_number = cell({"part": ("total",)}, any_number=True)
    assert summed(one, any_number)[0][3] == "not_available"


def test_what_is_no_month_is_left_out() -> None:
    rows = [(WIRRAL, MONTH, "total", 3.0, "ok"), (WIRRAL, "2014-04 to 06", "total", 9.0, "ok")]
    assert summed(table(rows), cell({"part": ("total",)})) == [(WIRRAL, MONTH, 3.0, "ok")]


def test_many_sums_over_one_table_do_not_touch_each_other() -> None:
    rows = [
        (WIRRAL, month, part, float(number), "ok")
        for number, month in enumerate(months(2014))
        for part in ("nhs", "both", "total")
    ]
    cells = [cell({"part": (part,)}, by_year=True) for part in ("nhs", "both", "total")]
    cells.append(cell({"part": ("nhs", "both")}, by_year=True))
    found = summed(table(rows), *cells)
    assert [value for _, _, value, _ in found] == [66.0, 66.0, 66.0, 132.0]


statuses = st.sampled_from([status.value for status in Status])
parts = st.lists(
    st.tuples(st.integers(min_value=0, max_value=10**6), statuses), min_size=1, max_size=6
)


@settings(deadline=None, max_examples=40)
@given(parts=parts, hidden=st.integers(min_value=0, max_value=5))
def test_suppressing_a_part_never_gives_a_number_nor_a_smaller_one(parts, hidden) -> None:
    """Property: with any part suppressed the sum is suppressed; else it is whole or missing."""
    names = tuple(f"part {number}" for number in range(len(parts)))
    rows = [
        (WIRRAL, MONTH, name, float(days), status)
        for name, (days, status) in zip(names, parts, strict=True)
    ]
    whole = cell({"part": names})
    _, _, value, status = summed(table(rows), whole)[0]
    given_statuses = {known for _, known in parts}
    if status in ("ok", "rounded", "provisional"):
        assert given_statuses <= {"ok", "rounded", "provisional"}
        assert value == sum(days for days, _ in parts)
    else:
        assert given_statuses & {"suppressed", "not_available", "not_applicable"}
    place = hidden % len(rows)
    rows[place] = (*rows[place][:3], None, "suppressed")
    assert summed(table(rows), whole)[0][3] == "suppressed"
