"""Parameters of the scorecard beside those of every workbook: given baselines, and a day."""

from __future__ import annotations

from datetime import date

from helpers.base.errors import ParameterError
from helpers.base.periods import check_period


def check_baselines(text: object) -> dict[str, str]:
    """Read the baselines that are given for targets which state none.

    Parameters
    ----------
    text : str
        Promise and financial year, "002-1=2014-15"; several with commas; empty for none.

    Returns
    -------
    dict of str to str
        Financial year by promise.

    Raises
    ------
    ParameterError
        When it is not written so.
    """
    parts = [part.strip() for part in text.split(",")] if isinstance(text, str) else [""]
    given = {}
    for part in parts if text else []:
        promise, equals, year = (side.strip() for side in part.partition("="))
        if not (promise and equals and year):
            raise ParameterError(
                "parameter baselines",
                f"{part or text!r} is not a promise and a year",
                'promise=year, such as "002-1=2014-15"; several with commas',
                "write it so, or leave it empty",
            )
        given[promise] = check_period(year)
    return given


def check_day(text: object) -> date | None:
    """Read the day against which deadlines are told, None where it is left out.

    Raises
    ------
    ParameterError
        When it is no day such as "2025-03-31".
    """
    if text == "":
        return None
    try:
        return date.fromisoformat(str(text))
    except ValueError as reason:
        raise ParameterError(
            "parameter as_of",
            f"{text!r} is no day",
            'a day such as "2025-03-31", or "" for the end of the reporting year',
            "write it so, in quotes",
        ) from reason
