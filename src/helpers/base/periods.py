"""Financial years, in the form that machines sort and the form that people read.

A financial year runs from 1 April to 31 March and is written ``2024-25``. For
people it is "2024 to 2025", because a spreadsheet reads 2011-12 as a date.
"""

from __future__ import annotations

import re

from helpers.base.errors import ParameterError

LATEST = "latest"

_YEAR = re.compile(r"^(\d{4})-(\d{2})$")
_LONG_YEAR = re.compile(r"^(\d{4})\s*(?:to|/|-)\s*(\d{4})$")


def financial_year(first: int) -> str:
    """Financial year that starts in April of the year `first`, for example ``2024-25``."""
    return f"{first}-{(first + 1) % 100:02d}"


def first_year(period: str) -> int:
    """Calendar year in which a financial year starts.

    Raises
    ------
    ParameterError
        When the text is not a financial year.
    """
    return int(check_period(period)[:4])


def check_period(text: str) -> str:
    """Return a financial year in its fixed form, accepting "2024 to 2025" too.

    Raises
    ------
    ParameterError
        When the text is not a financial year, or its two years do not follow.
    """
    wanted = text.strip()
    found = _YEAR.match(wanted)
    if found and (int(found[1]) + 1) % 100 == int(found[2]):
        return wanted
    found = _LONG_YEAR.match(wanted)
    if found and int(found[1]) + 1 == int(found[2]):
        return financial_year(int(found[1]))
    raise ParameterError(
        f'period "{text}"',
        "this is not a financial year",
        'a year such as "2024-25", or "latest"',
        "write the two years that follow each other, as in 2024-25",
    )


def spoken(period: str) -> str:
    """Financial year for people: "2024 to 2025"."""
    first = first_year(period)
    return f"{first} to {first + 1}"


def follows(earlier: str, later: str) -> bool:
    """Whether `later` is the financial year right after `earlier`."""
    return first_year(later) == first_year(earlier) + 1
