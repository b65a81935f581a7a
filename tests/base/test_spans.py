"""Periods of every kind begin and end on a day, so that they can be put in order."""

from __future__ import annotations

from datetime import date

import pytest

from helpers.base.errors import ParameterError
from helpers.base.spans import first_day, follows, last_day, next_to, year_of

SPANS = [
    ("2024-25", "financial year", date(2024, 4, 1), date(2025, 3, 31)),
    ("2024-25-Q1", "quarter", date(2024, 4, 1), date(2024, 6, 30)),
    ("2024-25-Q4", "quarter", date(2025, 1, 1), date(2025, 3, 31)),
    ("2024-02", "month", date(2024, 2, 1), date(2024, 2, 29)),
    ("2011-12", "month", date(2011, 12, 1), date(2011, 12, 31)),
    ("2011-12", "financial year", date(2011, 4, 1), date(2012, 3, 31)),
    ("2021", "calendar year", date(2021, 1, 1), date(2021, 12, 31)),
    ("2024", "mid-year", date(2024, 6, 30), date(2024, 6, 30)),
    ("2026-05-29", "date", date(2026, 5, 29), date(2026, 5, 29)),
]


@pytest.mark.parametrize(("period", "kind", "first", "last"), SPANS)
def test_first_and_last_day(period, kind, first, last) -> None:
    assert (first_day(period, kind), last_day(period, kind)) == (first, last)


@pytest.mark.parametrize(
    ("period", "kind"),
    [("2024-26", "financial year"), ("2024-13", "month"), ("2024-25-Q5", "quarter"), ("", "none")],
)
def test_what_is_no_period_of_its_kind_has_no_days(period, kind) -> None:
    with pytest.raises(ParameterError):
        last_day(period, kind)


@pytest.mark.parametrize(
    ("earlier", "later", "kind"),
    [
        ("2023-24", "2024-25", "financial year"),
        ("2024-25-Q4", "2025-26-Q1", "quarter"),
        ("2024-12", "2025-01", "month"),
        ("2023", "2024", "mid-year"),
        ("2020", "2021", "calendar year"),
    ],
)
def test_periods_that_follow_each_other(earlier, later, kind) -> None:
    assert follows(earlier, later, kind) and not follows(later, earlier, kind)
    assert not follows(earlier, earlier, kind)


def test_days_follow_no_other_and_censuses_leave_ten_years_out() -> None:
    assert not follows("2026-05-29", "2026-05-30", "date")
    assert not follows("2011", "2021", "calendar year")


def test_month_ends_in_a_row_may_be_joined_and_other_days_may_not() -> None:
    assert next_to("2024-01-31", "2024-02-29", "date")
    assert next_to("2023-12-31", "2024-01-31", "date")
    assert not next_to("2024-01-31", "2024-03-31", "date")
    assert not next_to("2024-01-30", "2024-02-29", "date")
    assert next_to("2024-12", "2025-01", "month") and not next_to("2011", "2021", "mid-year")


def test_the_year_of_a_day_turns_in_april() -> None:
    assert year_of(date(2025, 3, 31)) == "2024-25" and year_of(date(2025, 4, 1)) == "2025-26"
