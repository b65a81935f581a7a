"""Invented files on unpaid carers: the census, earlier survey rounds, a council's own counts."""

from __future__ import annotations

import math
from typing import Final

from helpers.base.geography import all_areas
from helpers.extracts.ods import Cell
from helpers.extracts.sample_counts import (
    Rows,
    level_of,
    name_of,
    of_two_regions,
    part_of,
    shared_out,
    sheet_bytes,
    text_bytes,
    with_strategies,
    with_totals,
)
from helpers.extracts.sample_figures import TINY, Draws, survey_reply
from helpers.extracts.sample_residents import from_age, residents
from helpers.extracts.sample_surveys import SURVEYS, rounded

CENSUS: Final = 2021
_ASKED_FROM: Final = 5
_HOURS: Final = (
    "Provides 9 hours or less unpaid care a week",
    "Provides 10 to 19 hours unpaid care a week",
    "Provides 20 to 34 hours unpaid care a week",
    "Provides 35 to 49 hours unpaid care a week",
    "Provides 50 or more hours unpaid care a week",
)
_SHARES: Final = (34, 15, 14, 9, 28)

ROUNDS: Final = (2012, 2014, 2016, 2018)
_SURVEY: Final = SURVEYS["5a(2)"]
_FINGERTIPS: Final = [
    "Indicator ID", "Indicator Name", "Parent Code", "Parent Name", "Area Code", "Area Name",
    "Area Type", "Sex", "Age", "Category Type", "Category", "Time period", "Value",
    "Lower CI 95.0 limit", "Upper CI 95.0 limit", "Lower CI 99.8 limit", "Upper CI 99.8 limit",
    "Count", "Denominator", "Value note", "Recent Trend",
    "Compared to England value or percentiles", "Compared to Region value or percentiles",
    "Time period Sortable",
]  # fmt: skip

_OWN_HEADER: Final = ["Area code", "Area name", "Quarter", "Measure", "Carers", "Events"]
_KINDS: Final = {
    "direct payment only": 14,
    "part direct payment": 4,
    "managed personal budget": 6,
    "commissioned support only": 20,
    "information and advice": 36,
    "respite to the cared-for person": 11,
    "no direct support": 9,
}


def census(draws: Draws) -> bytes:
    """Return the table of unpaid care of the census of 2021, as Nomis gives it.

    Parameters
    ----------
    draws : Draws
        The random numbers.
    """
    counts = {}
    for area in all_areas():
        asked = from_age(residents(draws, area.code, CENSUS), _ASKED_FROM)
        carers = carers_of(draws, area.code)
        weights = [share * draws.factor(0.06, "hours", share, area.code) for share in _SHARES]
        nine, nineteen, thirty_four, forty_nine, more = shared_out(carers, weights)
        counts[area.code] = [
            asked, asked - carers, nine + nineteen, nine, nineteen, thirty_four + forty_nine,
            thirty_four, forty_nine, more,
        ]  # fmt: skip
    bands = [
        "Total: All usual residents aged 5 and over",
        "Provides no unpaid care",
        "Provides 19 hours or less unpaid care a week",
        *_HOURS[:2],
        "Provides 20 to 49 hours unpaid care a week",
        *_HOURS[2:],
    ]
    start = "Provision of unpaid care: "
    rows: Rows = [["date", "geography", "geography code", *(start + band for band in bands)]]
    for code, own in with_totals(counts).items():
        rows.append([str(CENSUS), name_of(code), code, *own])
    return text_bytes(rows)


def carers_of(draws: Draws, code: str) -> int:
    """Invent how many residents of a council said at the census that they are carers."""
    asked = from_age(residents(draws, code, CENSUS), _ASKED_FROM)
    return part_of(draws, asked, 9.4, 1.1, "census carers", code)


def earlier_rounds(draws: Draws) -> bytes:
    """Return carers' social contact in four rounds of the survey, as Fingertips gives it.

    The councils are those of two regions.

    Parameters
    ----------
    draws : Draws
        The random numbers; the rounds of 2016 and 2018 are those of the sample's table 5a(2).
    """
    named = {area.code for area in of_two_regions()}
    rows: Rows = [list(_FINGERTIPS)]
    for year in ROUNDS:
        replies = {
            area.code: survey_reply(draws, _SURVEY, area.code, year)
            for area in all_areas()
            if area.code not in TINY
        }
        pairs = {
            code: [reply.respondents, round(reply.respondents * reply.outcome / 100)]
            for code, reply in replies.items()
        }
        empty = {code: [0, 0] for code in TINY}
        for code, (asked, content) in with_totals(pairs | empty).items():
            if level_of(code) == "Council" and code not in named:
                continue
            share = replies[code].outcome if code in replies else 100 * content / max(asked, 1)
            rows.append(_round_of(code, year, share, asked, content))
    return sheet_bytes(rows, "data")


def own_counts(draws: Draws) -> bytes:
    """Return the quarters of 2024 to 2025 as the councils with a strategy count carers."""
    rows: Rows = [list(_OWN_HEADER)]
    for area in with_strategies():
        known = carers_of(draws, area.code)
        for quarter in range(1, 5):
            key = ("own carers", area.code, quarter)
            place: list[Cell] = [area.code, area.name, f"2024-25-Q{quarter}"]
            supported = round(known * 0.022 * (1 + 0.02 * quarter) * draws.factor(0.04, *key))
            weights = [
                share * draws.factor(0.1, "kind", kind, area.code) for kind, share in _KINDS.items()
            ]
            parts = shared_out(supported, weights)
            assessed = round(known * 0.0075 * draws.factor(0.08, *key, "assessed"))
            reviewed = round(assessed * 0.55 * draws.factor(0.1, *key, "reviewed"))
            breaks = round(supported * 0.14)
            for measure, carers in (("assessments", assessed), ("reviews", reviewed)):
                rows.append([*place, measure, carers, carers + 2 + quarter])
            rows += [[*place, kind, part, ""] for kind, part in zip(_KINDS, parts, strict=True)]
            rows.append([*place, "all supported carers", supported, ""])
            # One council has no figure of its short breaks.
            known_breaks = area is not with_strategies()[0]
            rows.append(
                [*place, "short breaks", *((breaks, 2 * breaks) if known_breaks else ("[x]", ""))]
            )
    return text_bytes(rows)


def _round_of(code: str, year: int, share: float, asked: int, content: int) -> list[Cell]:
    small: Cell = "" if asked else "No survey"
    figures: list[Cell] = [""] * 7
    if asked:
        spread = math.sqrt(share * (100 - share) / asked)
        value = rounded(share, 1)
        limits = [
            rounded(min(max(value + side * spread, 0), 100), 1)
            for side in (-1.96, 1.96, -3.09, 3.09)
        ]
        figures = [value, *limits, content, asked]
    level = {"Council": "Counties & UAs (from Apr 2023)"}.get(level_of(code), level_of(code))
    return [
        "90638",
        "Percentage of adult carers who have as much social contact as they would like",
        "", "", code, name_of(code), level, "Persons", "18+ yrs", "", "",
        f"{year}/{(year + 1) % 100}", *figures, small, "Cannot be calculated", "Not compared",
        "Not compared", f"{year}0000",
    ]  # fmt: skip
