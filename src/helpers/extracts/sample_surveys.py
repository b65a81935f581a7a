"""The survey tables of the sample workbook: margins, respondents and outcomes."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cache
from typing import Final

from helpers.extracts.ods import Cell
from helpers.extracts.sample_figures import (
    CITY_OF_LONDON,
    ISLES_OF_SCILLY,
    TINY,
    Draws,
    Reply,
    Survey,
    carers_asked,
    former_population,
    margin,
    survey_reply,
)
from helpers.extracts.sample_layout import (
    DISTRICT,
    DORSET,
    GROUPS_WITH_DISTRICT,
    NORTHAMPTONSHIRES,
    OLD_DORSET,
    Council,
    Group,
    councils,
    grid,
    row_id,
)

_THINGS: Final = ("margin of error", "number of respondents", "outcome")
_FORMER_BASIS: Final = 2016

SURVEYS: Final = {
    survey.table: survey
    for survey in (
        Survey("1a", False, 2015, 19.0, 0.5, 3.0, 1, 0.9),
        Survey("1b", False, 2016, 0.4, 0.03, 0.25, 3, 0.45),
        Survey("1c", True, 2015, 7.5, 0.4, 2.4, 1, 0.9),
        Survey("1d", False, 2015, 65, 5, None, 1, 0.95),
        Survey("1e", True, 2015, 40, 6, None, 1, 0.8),
        Survey("3a", False, 2015, 75, 5, None, 1, 0.95),
        Survey("3b", True, 2015, 65, 7, None, 1, 0.7),
        Survey("3c(1)", False, 2015, 65, 6, None, 1, 0.6),
        Survey("3c(2)", True, 2015, 60, 7, None, 1, 0.55),
        Survey("4a", False, 2015, 70, 5, None, 1, 0.95),
        Survey("5a(1)", False, 2015, 45, 5, None, 1, 0.9),
        Survey("5a(2)", True, 2015, 30, 6, None, 1, 0.9),
    )
}


def survey_rows(draws: Draws, survey: Survey, last_year: int) -> list[list[Cell]]:
    """Invent the table of one survey measure, from its header down.

    Parameters
    ----------
    draws : Draws
        The random numbers.
    survey : Survey
        The measure.
    last_year : int
        The year in which the latest financial year starts.

    Returns
    -------
    list of rows
        The header and the rows.
    """
    years = range(survey.first, last_year + 1)
    columns = [_column(draws, survey, year) for year in years]
    if not survey.carers:
        # In its latest year the publisher repeats Dorset's figures in the old county's row.
        columns[-1][OLD_DORSET] = columns[-1][DORSET]
    return grid((*GROUPS_WITH_DISTRICT, *councils(abolished=True)), years, _THINGS, columns)


def to_five(count: int) -> int:
    """Return a count rounded to the nearest 5."""
    return (count + 2) // 5 * 5


def rounded(value: float, places: int) -> float:
    """Return a number rounded half up."""
    scale: int = 10**places
    return math.floor(value * scale + 0.5) / scale


def _column(draws: Draws, survey: Survey, year: int) -> dict[str, list[Cell]]:
    every = councils(abolished=True)
    if survey.carers and not carers_asked(year):
        rows: tuple[Council | Group, ...] = (*GROUPS_WITH_DISTRICT, *every)
        return {row_id(row): ["[z]"] * 3 for row in rows}
    missing = _without_figures(draws, survey.carers, year)
    column: dict[str, list[Cell]] = {
        row.code: ["[x]" if row.exists(year) else "[z]"] * 3 for row in every
    }
    replies = {
        row: survey_reply(draws, survey, row.code, year)
        for row in every
        if row.exists(year) and row.code not in missing
    }
    column |= {row.code: _cells(survey, reply) for row, reply in replies.items()}
    for group in GROUPS_WITH_DISTRICT:
        members = [row for row in replies if _belongs(group, row, survey, year)]
        if year == 2020 or not members:
            # Too few took part in that year for totals.
            nothing = "[z]" if group is DISTRICT else "[x]"
            column[group.letters] = [nothing] * 3
        else:
            column[group.letters] = _cells(survey, _pooled(replies[row] for row in members))
    if survey.carers and year == _FORMER_BASIS:
        _add_brackets(draws, survey, column, replies)
    return column


def _add_brackets(
    draws: Draws, survey: Survey, column: dict[str, list[Cell]], replies: dict[Council, Reply]
) -> None:
    """Put the figures on the former basis in brackets behind those of the year."""
    former = {
        row: former_population(draws, survey, row.code, reply)
        for row, reply in replies.items()
        if row.code != CITY_OF_LONDON
    }
    then = {row.code: _cells(survey, reply) for row, reply in former.items()}
    for group in GROUPS_WITH_DISTRICT:
        members = [row for row in former if _belongs(group, row, survey, _FORMER_BASIS)]
        if members:
            then[group.letters] = _cells(survey, _pooled(former[row] for row in members))
    for key in (*then, CITY_OF_LONDON):
        pairs = zip(column[key], then.get(key, [":"] * 3), strict=True)
        column[key] = [f"{_written(now)} ({_written(before)})" for now, before in pairs]


@cache
def _without_figures(draws: Draws, carers: bool, year: int) -> frozenset[str]:
    """Choose the councils without figures although the survey was held."""
    who = "carers" if carers else "users"
    there = (row.code for row in councils(abolished=True) if row.exists(year))
    lot = draws.lot((code for code in there if code not in TINY), who, "silent", year)
    if year == 2020:
        return TINY.union(lot[18:])
    few = {ISLES_OF_SCILLY, *lot[: year % 3]}
    if not carers and draws.uniform(who, "City", year) < 0.5:
        few.add(CITY_OF_LONDON)
    return frozenset(few)


def _belongs(group: Group, row: Council, survey: Survey, year: int) -> bool:
    """Return whether a group counts a council; two were "District" in their first years."""
    early = (2021, 2023) if survey.carers else (2021, 2022)
    if row.code in NORTHAMPTONSHIRES and year in early and group.code == "[z]":
        return group is DISTRICT
    return group.holds(row)


def _pooled(replies: Iterable[Reply]) -> Reply:
    each = list(replies)
    total = sum(reply.respondents for reply in each)
    return Reply(total, sum(reply.outcome * reply.respondents for reply in each) / total)


def _cells(survey: Survey, reply: Reply) -> list[Cell]:
    return [
        rounded(margin(survey, reply), survey.places),
        to_five(reply.respondents),
        rounded(reply.outcome, survey.places),
    ]


def _written(cell: Cell) -> str:
    if isinstance(cell, str):
        return cell
    return f"{cell:,}" if isinstance(cell, int) else f"{cell:g}"
