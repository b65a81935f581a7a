"""Which councils ran social care in which financial year, and what one was called in another.

The years 2015-16 to 2024-25 are checked against files that publishers made for them, and
2014-15 by the names of councils. No file of 2025-26 or 2026-27 was to hand: that nothing
was reorganised then is unconfirmed.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from helpers.base.area_kinds import area_kind, code_text, is_district
from helpers.base.errors import ParameterError
from helpers.base.geography import all_areas, second_codes
from helpers.base.periods import check_period, first_year
from helpers.base.reorganisations import (
    Change,
    predecessors,
    reorganisations,
    successors,
)

FIRST_PERIOD: Final = "2014-15"
LAST_PERIOD: Final = "2026-27"


@cache
def councils_in(period: str) -> tuple[str, ...]:
    """Return the codes of the councils with adult social services in a financial year.

    Parameters
    ----------
    period : str
        A financial year from 2014-15 to 2026-27.

    Returns
    -------
    tuple of str
        ONS codes in order: 152 of them to 2018-19, 151 in 2019-20 and 2020-21, 152 in
        2021-22 and 2022-23, 153 since. Barnsley and Sheffield stand under the codes of
        the register: see `helpers.base.geography.second_codes`.

    Raises
    ------
    ParameterError
        Where the period is no financial year, or is outside those years.

    Notes
    -----
    Publishers are not always of their year: the time series of ASCOF gives renamed
    councils today's codes throughout, and NHS England's delayed transfers kept the codes
    of 2018-19 for April 2019.
    """
    year = first_year(_covered(period))
    return tuple(sorted(code for code in _every_council() if _in_force(code, year)))


def council_code(code: object) -> str:
    """Return the one code used here for a council of any year.

    Parameters
    ----------
    code : object
        A council's ONS code, today's or a former one, or a second code of Barnsley or
        Sheffield.

    Returns
    -------
    str
        The code in capitals, without spaces; the register's own for a second code.

    Raises
    ------
    ParameterError
        Where it is the code of no council with social services since 2014-15.
    """
    text = code_text(code)
    text = second_codes().get(text, text)
    if text not in _every_council():
        raise ParameterError(
            f'area code "{text}"',
            f"{_what(text)}, not a council with adult social services since 2014-15",
            "the ONS code of such a council, today's or a former one",
            "keep only rows of councils: codes that begin with E06, E08, E09 or E10",
        )
    return text


def same_territory(code: object, period: str) -> str | None:
    """Return the code under which the same territory went in a financial year.

    Parameters
    ----------
    code : object
        A council's ONS code, of any year.
    period : str
        The financial year whose code is wanted, from 2014-15 to 2026-27.

    Returns
    -------
    str or None
        None where no council of that year had that territory: it was merged, split or
        redrawn in between.

    Raises
    ------
    ParameterError
        Where the code is no council's, or the period is not covered.
    """
    year = first_year(_covered(period))
    known = council_code(code)
    if _in_force(known, year):
        return known
    others = [
        *(step.new_code for step in successors(known) if step.kind is Change.RENAMED),
        *(step.former_code for step in predecessors(known) if step.kind is Change.RENAMED),
    ]
    return next((other for other in others if _in_force(other, year)), None)


@cache
def _every_council() -> frozenset[str]:
    """Return the councils of today and the former ones, without the districts."""
    former = {step.former_code for step in reorganisations() if not is_district(step.former_code)}
    return frozenset(former | {area.code for area in all_areas()})


def _in_force(code: str, year: int) -> bool:
    begun = all(first_year(step.since) <= year for step in predecessors(code))
    return begun and all(first_year(step.since) > year for step in successors(code))


def _covered(period: str) -> str:
    """Return the period in its fixed form, refusing a year that the list does not cover."""
    wanted = check_period(period)
    if not FIRST_PERIOD <= wanted <= LAST_PERIOD:
        raise ParameterError(
            f'period "{wanted}"',
            "the councils of this year are not known here",
            f"a financial year from {FIRST_PERIOD} to {LAST_PERIOD}",
            "give another year, or bring the list of reorganisations up to date",
        )
    return wanted


def _what(code: str) -> str:
    try:
        return f"this is a code of the kind: {area_kind(code)}"
    except ParameterError:
        return "this is not an ONS code"
