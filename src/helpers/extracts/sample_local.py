"""Invented files of single councils: direct payments month by month, and home care waits.

The last month's people with a direct payment are those of the sample's ASCOF table.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from typing import Final

from helpers.base.geography import Area
from helpers.extracts.ods import Cell
from helpers.extracts.sample_counts import (
    Rows,
    part_of,
    shared_out,
    text_bytes,
    with_strategies,
)
from helpers.extracts.sample_figures import Draws, activity

MONTHS: Final = tuple((2023 + (month + 3) // 12, (month + 3) % 12 + 1) for month in range(24))
_PAYMENTS: Final = [
    "Area code", "Area name", "Month end", "Client or carer", "Age band", "Support reason",
    "People with a direct payment", "Starters", "Leavers", "People in community support",
    "People with a direct payment for short breaks", "Spend",
]  # fmt: skip
_WAITS: Final = [
    "Area code", "Area name", "Month end", "People waiting", "Hours waiting",
    "Longest wait in days", "Median wait in days", "People with a package",
]  # fmt: skip
_ALL, _ADULTS, _OLDER = "All", "18-64", "65 and over"
_REASONS: Final = {
    "Physical support": (32, 62),
    "Sensory support": (2, 3),
    "Support with memory and cognition": (3, 17),
    "Learning disability support": (44, 6),
    "Mental health support": (14, 7),
    "Social support": (4, 3),
    "Unknown": (1, 2),
}


@dataclass(frozen=True)
class Month:
    """People with a direct payment at a month's end, and who came and went in it."""

    people: int
    starters: int
    leavers: int


def direct_payments(draws: Draws) -> bytes:
    """Return two years of direct payments of the councils with a strategy.

    Parameters
    ----------
    draws : Draws
        The random numbers.
    """
    rows: Rows = [list(_PAYMENTS)]
    for area in with_strategies():
        count = activity(draws, area.code, 2024)["3d(2a)"]
        adults = part_of(draws, count.numerator, 61, 5, "payments", area.code)
        supported = part_of(draws, count.denominator, 45, 4, "community", area.code)
        young = _months(draws, area, _ADULTS, adults)
        old = _months(draws, area, _OLDER, count.numerator - adults)
        carers = _months(draws, area, "carer", max(12, round(count.numerator * 0.12)))
        for place, (year, month) in enumerate(MONTHS):
            when: list[Cell] = [area.code, area.name, _month_end(year, month)]
            ages = (young[place], old[place])
            both = Month(*(sum(each) for each in zip(*map(_plain, ages), strict=True)))
            # Support has grown by a tenth since the first month.
            of = [
                round(number * (0.9 + 0.1 * place / (len(MONTHS) - 1)))
                for number in (supported, count.denominator - supported)
            ]
            for band, own, people in zip((_ADULTS, _OLDER), ages, of, strict=True):
                rows.append([*when, "client", band, _ALL, *_plain(own), people, "", ""])
            breaks = part_of(draws, both.people, 11, 1, "breaks", area.code, place)
            spend = round(both.people * 1450 * draws.factor(0.04, "spend", area.code, place))
            rows.append([*when, "client", _ALL, _ALL, *_plain(both), sum(of), breaks, spend])
            rows.append([*when, "carer", _ALL, _ALL, *_plain(carers[place]), "", "", ""])
        rows += _reasons(area, (young[-1].people, old[-1].people))
    return text_bytes(rows)


def home_care_waits(draws: Draws) -> bytes:
    """Return two years of the home care lists of the councils with a strategy.

    Parameters
    ----------
    draws : Draws
        The random numbers.
    """
    rows: Rows = [list(_WAITS)]
    for area in with_strategies():
        served = round(activity(draws, area.code, 2024)["3d(2a)"].denominator * 0.55)
        usual = served * 0.035
        for place, (year, month) in enumerate(MONTHS):
            key = ("waits", area.code, place)
            winter = 1.15 if month in (12, 1, 2) else 1.0
            waiting = max(6, round(usual * winter * (1 - 0.012 * place) * draws.factor(0.09, *key)))
            hours = round(waiting * 11.5 * draws.factor(0.05, *key, "hours"), 1)
            median = round(11 * draws.factor(0.12, *key, "median"), 1)
            longest = round(median * 4.2 * draws.factor(0.15, *key, "longest"))
            package = round(served * (0.95 + 0.003 * place) * draws.factor(0.01, *key, "package"))
            figures: list[Cell] = [waiting, hours, longest, median, package]
            # One month of one council was not counted.
            if area is with_strategies()[0] and place == 9:
                figures = ["[x]", "[x]", "", "", "[x]"]
            rows.append([area.code, area.name, _month_end(year, month), *figures])
    return text_bytes(rows)


def _months(draws: Draws, area: Area, group: str, last: int) -> list[Month]:
    """Invent the months backwards, so that the last has the number that is known."""
    found: list[Month] = []
    people = last
    for place in reversed(range(len(MONTHS))):
        key = ("payments", group, area.code, place)
        starters = round(people * 0.021 * draws.factor(0.25, *key, "in"))
        leavers = round(people * 0.019 * draws.factor(0.25, *key, "out"))
        found.append(Month(people, starters, leavers))
        people = people - starters + leavers
    return found[::-1]


def _reasons(area: Area, people: tuple[int, int]) -> Rows:
    """Return the last month by reason for support."""
    when: list[Cell] = [area.code, area.name, _month_end(*MONTHS[-1])]
    by_age = [
        shared_out(number, [share[place] for share in _REASONS.values()])
        for place, number in enumerate(people)
    ]
    rows: Rows = []
    for reason, ages in zip(_REASONS, zip(*by_age, strict=True), strict=True):
        for band, number in ((_ADULTS, ages[0]), (_OLDER, ages[1]), (_ALL, sum(ages))):
            rows.append([*when, "client", band, reason, number, "", "", "", "", ""])
    return rows


def _plain(month: Month) -> tuple[int, int, int]:
    return month.people, month.starters, month.leavers


def _month_end(year: int, month: int) -> str:
    return f"{monthrange(year, month)[1]:02d}/{month:02d}/{year}"
