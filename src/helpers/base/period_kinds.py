"""What a stretch of time is called in data, and how each kind is said to people.

A financial year has a module of its own (`periods`), because runs go by it. The kind
always stands beside the text: "2011-12" is a financial year in one dataset and
December 2011 in another.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType

from helpers.base.errors import ParameterError
from helpers.base.periods import check_period, spoken

MONTHS = (
    "January February March April May June July August September October November December"
).split()

_MONTH = re.compile(r"^(\d{4})-(\d{2})$")
_QUARTER = re.compile(r"^(\d{4}-\d{2})-Q([1-4])$")
_DATE = re.compile(r"^(\d{4})-(\d{2})-(\d{2})$")
_YEAR = re.compile(r"^\d{4}$")
YEAR_HEADING = "Year"
PERIOD_HEADING = "Period"
PERIOD_HEADINGS = frozenset({YEAR_HEADING, PERIOD_HEADING})
"""What stands above a column of periods in tables for people, and in what scans them."""
QUARTERS = ("April to June", "July to September", "October to December", "January to March")


class PeriodKind(StrEnum):
    """Kind of period that a dataset speaks of."""

    FINANCIAL_YEAR = "financial year"
    QUARTER = "quarter"
    MONTH = "month"
    CALENDAR_YEAR = "calendar year"
    MID_YEAR = "mid-year"
    DATE = "date"
    NONE = "none"


def spoken_period(period: str, kind: str) -> str:
    """Period for people: "2024 to 2025", "March 2025", "mid-2024", "25 February 2026".

    Parameters
    ----------
    period : str
        A period in the form of its kind; empty for a dataset without one.
    kind : str
        A value of `PeriodKind`.

    Raises
    ------
    ParameterError
        When the text has not the form of its kind.
    """
    if kind == PeriodKind.NONE:
        return "no period"
    words = _WORDS[PeriodKind(kind)](period)
    if words is None:
        raise ParameterError(f'period "{period}"', f"this is not a {kind}", kind, "mend the data")
    return words


def _financial_year(period: str) -> str | None:
    return spoken(check_period(period))


def _quarter(period: str) -> str | None:
    found = _QUARTER.match(period)
    if found is None:
        return None
    first = int(check_period(found[1])[:4])
    number = int(found[2])
    return f"{QUARTERS[number - 1]} {first if number < 4 else first + 1}"


def _month(period: str) -> str | None:
    found = _MONTH.match(period)
    if found is None or not 1 <= int(found[2]) <= 12:
        return None
    return f"{MONTHS[int(found[2]) - 1]} {found[1]}"


def _year(period: str) -> str | None:
    return period if _YEAR.match(period) else None


def _mid_year(period: str) -> str | None:
    return f"mid-{period}" if _YEAR.match(period) else None


def _date(period: str) -> str | None:
    found = _DATE.match(period)
    if found is None or not 1 <= int(found[2]) <= 12:
        return None
    return f"{int(found[3])} {MONTHS[int(found[2]) - 1]} {found[1]}"


_WORDS: Mapping[PeriodKind, Callable[[str], str | None]] = MappingProxyType(
    {
        PeriodKind.FINANCIAL_YEAR: _financial_year,
        PeriodKind.QUARTER: _quarter,
        PeriodKind.MONTH: _month,
        PeriodKind.CALENDAR_YEAR: _year,
        PeriodKind.MID_YEAR: _mid_year,
        PeriodKind.DATE: _date,
    }
)
