"""When a period begins and ends, whatever its kind, so that periods of different kinds compare."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from helpers.base.errors import ParameterError
from helpers.base.period_kinds import PeriodKind, spoken_period
from helpers.base.periods import financial_year, first_year

_QUARTERS = {1: (4, 6), 2: (7, 9), 3: (10, 12), 4: (1, 3)}


def first_day(period: str, kind: str) -> date:
    """Return the day on which a period begins.

    Parameters
    ----------
    period : str
        A period in the form of its kind.
    kind : str
        A value of `PeriodKind`. A mid-year is 30 June alone.

    Raises
    ------
    ParameterError
        When the text has not the form of its kind, or the kind has no days.
    """
    return _days(period, PeriodKind(kind))[0]


def last_day(period: str, kind: str) -> date:
    """Return the day on which a period ends.

    Parameters
    ----------
    period : str
        A period in the form of its kind.
    kind : str
        A value of `PeriodKind`.

    Raises
    ------
    ParameterError
        When the text has not the form of its kind, or the kind has no days.
    """
    return _days(period, PeriodKind(kind))[1]


def year_of(day: date) -> str:
    """Return the financial year that a day lies in, as 2024-25."""
    return financial_year(day.year if day.month >= 4 else day.year - 1)


def follows(earlier: str, later: str, kind: str) -> bool:
    """Whether one period of a kind comes right after another.

    Parameters
    ----------
    earlier, later : str
        Periods of the same kind.
    kind : str
        A value of `PeriodKind`. A single day follows no other; mid-years follow year on year.
    """
    if kind == PeriodKind.DATE:
        return False
    if kind == PeriodKind.MID_YEAR:
        return int(later) == int(earlier) + 1
    return first_day(later, kind) == last_day(earlier, kind) + timedelta(days=1)


def next_to(earlier: str, later: str, kind: str) -> bool:
    """Whether two periods may be joined in a series: one right after the other.

    Parameters
    ----------
    earlier, later : str
        Periods of the same kind.
    kind : str
        A value of `PeriodKind`. Two days are next to one another where they end two months in a
        row: what is counted at each month's end.
    """
    if kind != PeriodKind.DATE:
        return follows(earlier, later, kind)
    before, after = date.fromisoformat(earlier), date.fromisoformat(later)
    ends = all(_month_end(day.year, day.month) == day for day in (before, after))
    return ends and (after.year * 12 + after.month) - (before.year * 12 + before.month) == 1


def _days(period: str, kind: PeriodKind) -> tuple[date, date]:
    # The words are the check of the form: they raise where the text is not of its kind.
    spoken_period(period, kind)
    if kind is PeriodKind.FINANCIAL_YEAR:
        first = first_year(period)
        return date(first, 4, 1), date(first + 1, 3, 31)
    if kind is PeriodKind.QUARTER:
        start, end = _QUARTERS[int(period[-1])]
        year = int(period[:4]) + (start == 1)
        return date(year, start, 1), _month_end(year, end)
    if kind is PeriodKind.MONTH:
        year, month = int(period[:4]), int(period[5:7])
        return date(year, month, 1), _month_end(year, month)
    if kind is PeriodKind.CALENDAR_YEAR:
        return date(int(period), 1, 1), date(int(period), 12, 31)
    if kind is PeriodKind.MID_YEAR:
        return date(int(period), 6, 30), date(int(period), 6, 30)
    if kind is PeriodKind.DATE:
        day = date.fromisoformat(period)
        return day, day
    raise ParameterError(f'period "{period}"', "it has no days", "a kind of period", "give a kind")


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])
