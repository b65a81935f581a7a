"""Dates as documents give them: a day, a month or a year, each with its first and last day."""

from __future__ import annotations

import calendar
import re
from datetime import date
from typing import Annotated

from pydantic import AfterValidator

from helpers.base.period_kinds import MONTHS

_FORM = re.compile(r"^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$")


def _checked(text: str) -> str:
    try:
        last_day(text)
    except ValueError as reason:
        message = f"{text} is not a year, a month such as 2018-11 or a day such as 2018-11-30"
        raise ValueError(message) from reason
    return text


def first_day(moment: str) -> date:
    """Return the first day that a year, month or day may mean.

    Parameters
    ----------
    moment : str
        "2018", "2018-11" or "2018-11-30".

    Raises
    ------
    ValueError
        When the text has none of these forms, or there is no such day.
    """
    year, month, day = _parts(moment)
    return date(year, month or 1, day or 1)


def last_day(moment: str) -> date:
    """Return the last day that a year, month or day may mean.

    Parameters
    ----------
    moment : str
        "2018", "2018-11" or "2018-11-30".

    Raises
    ------
    ValueError
        When the text has none of these forms, or there is no such day.
    """
    year, month, day = _parts(moment)
    month = month or 12
    if not 1 <= month <= 12:
        message = f"{moment} names no month"
        raise ValueError(message)
    return date(year, month, day or calendar.monthrange(year, month)[1])


def spoken(moment: str) -> str:
    """Say a year, month or day: "2018", "November 2018", "30 November 2018"."""
    year, month, day = _parts(moment)
    words = [str(day)] if day else []
    words += [MONTHS[month - 1]] if month else []
    return " ".join([*words, str(year)])


def _parts(moment: str) -> tuple[int, int, int]:
    found = _FORM.match(moment)
    if found is None:
        message = f"{moment} is not a date"
        raise ValueError(message)
    return int(found[1]), int(found[2] or 0), int(found[3] or 0)


Moment = Annotated[str, AfterValidator(_checked)]
"""A year, month or day, as text."""
