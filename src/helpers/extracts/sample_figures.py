"""Invented figures for the sample workbook: each is drawn, none is taken from data.

A draw depends on the seed and on what it is for, and on nothing else. So a figure stays
the same whatever is drawn before it, and next year's edition repeats this year's figures.
The levels are round numbers of a plausible size.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from random import Random
from statistics import NormalDist
from typing import Final

from helpers.base.geography import all_areas

Key = str | int

ISLES_OF_SCILLY: Final = "E06000053"
CITY_OF_LONDON: Final = "E09000001"
TINY: Final = frozenset({ISLES_OF_SCILLY, CITY_OF_LONDON})
PER_100_000: Final = frozenset({"2b", "2c"})

_CITY_SHOWN: Final = frozenset({"2c", "2e(2b)", "3d(1a)", "3d(2a)"})


@dataclass(frozen=True)
class Draws:
    """Random numbers, each fixed by the seed and its own key."""

    seed: int

    def uniform(self, *key: Key) -> float:
        """Return a number from 0 to 1."""
        return Random("|".join(map(str, (self.seed, *key)))).random()

    def normal(self, *key: Key) -> float:
        """Return a standard normal number."""
        return NormalDist().inv_cdf(max(self.uniform(*key), 1e-12))

    def factor(self, sigma: float, *key: Key) -> float:
        """Return a factor around 1: the exponential of a normal number."""
        return math.exp(sigma * self.normal(*key))

    def lot(self, codes: Iterable[str], *key: Key) -> list[str]:
        """Return the codes in an order by lot."""
        return sorted(codes, key=lambda code: self.uniform(*key, code))


@dataclass(frozen=True)
class Survey:
    """How one survey measure behaves: its level and the spread of councils and of replies.

    `within` is the spread of single replies to a score; None where it is a percentage.
    `share` is how many of the survey's respondents answer the measure's questions.
    """

    table: str
    carers: bool
    first: int
    level: float
    between: float
    within: float | None
    places: int
    share: float


@dataclass(frozen=True)
class Reply:
    """The replies to one survey measure: how many, and their mean or percentage."""

    respondents: int
    outcome: float


@dataclass(frozen=True)
class Count:
    """A numerator and denominator; `hidden` is the marker shown in their place."""

    numerator: int
    denominator: int
    hidden: str = ""
    in_totals: bool = True


@dataclass(frozen=True)
class Cast:
    """The councils that play the odd cases, so that checks have something to find."""

    low_2a: frozenset[str]
    no_2a: frozenset[str]
    no_2d: frozenset[str]
    no_2e1: frozenset[str]
    not_available: frozenset[str]
    budgets_unrecorded: frozenset[str]
    budgets_complete: frozenset[str]
    few_replies: frozenset[str]


def margin(survey: Survey, reply: Reply) -> float:
    """Return the 95 per cent margin of error of a simple random sample."""
    percentage_spread = math.sqrt(max(reply.outcome * (100 - reply.outcome), 0))
    spread = percentage_spread if survey.within is None else survey.within
    return 1.96 * spread / math.sqrt(reply.respondents)


def survey_reply(draws: Draws, survey: Survey, code: str, year: int) -> Reply:
    """Invent a council's replies to one measure in one year."""
    of = "carers" if survey.carers else "users"
    low, high = (120, 480) if survey.carers else (220, 560)
    usual = low + (high - low) * draws.uniform(of, "size", code)
    if code in cast(draws).few_replies:
        usual = 25
    replied = usual * draws.factor(0.12, of, "size", code, year)
    respondents = max(8, round(replied * survey.share))
    expected = survey.level + survey.between * (
        draws.normal(survey.table, code) + 0.3 * draws.normal(survey.table, year)
    )
    noise = margin(survey, Reply(respondents, expected)) / 1.96
    outcome = expected + noise * draws.normal(survey.table, code, year)
    return Reply(respondents, outcome if survey.within else min(max(outcome, 3.0), 97.0))


def carers_asked(year: int) -> bool:
    """Return whether the carers' survey is held: every second year, once postponed."""
    return year in (2016, 2018, 2021) or (year >= 2023 and year % 2 == 1)


def former_population(draws: Draws, survey: Survey, code: str, reply: Reply) -> Reply:
    """Invent the second pair of figures that 2016 to 2017 carries in brackets."""
    kept = max(8, round(reply.respondents * (0.3 + 0.7 * draws.uniform("former", code))))
    shift = margin(survey, reply) * draws.normal(survey.table, "former", code) / 2
    return Reply(kept, reply.outcome + shift)


@cache
def cast(draws: Draws) -> Cast:
    """Choose the councils that play the odd cases."""
    codes = _ordinary()
    reablement = draws.lot(codes, "2a", "odd")
    budgets = draws.lot(codes, "3d", "odd")
    return Cast(
        low_2a=frozenset(reablement[:3]),
        no_2a=frozenset(reablement[3:6]),
        no_2d=frozenset(draws.lot(codes, "2d", "odd")[:12]),
        no_2e1=frozenset(draws.lot(codes, "2e(1)", "odd")[:1]),
        not_available=frozenset(draws.lot(codes, "not available")[:1]),
        budgets_unrecorded=frozenset(budgets[:20]),
        budgets_complete=frozenset(budgets[20:70]),
        few_replies=frozenset(draws.lot(codes, "few replies")[:3]),
    )


@cache
def activity(draws: Draws, code: str, year: int) -> dict[str, Count]:
    """Invent a council's client-level counts of one year, for every table of that kind."""
    odd = cast(draws)
    adults, older = populations(draws, code, year)

    def scaled(what: str, base: int, per_1000: float, sigma: float) -> int:
        usual = base * per_1000 / 1000 * draws.factor(sigma, what, code)
        return max(2, round(usual * draws.factor(0.03, what, code, year)))

    def part(what: str, of: int, level: float, between: float) -> int:
        usual = level + between * draws.normal(what, code)
        percent = usual + 1.2 * draws.normal(what, code, year)
        return round(of * min(max(percent, 0.8), 99) / 100)

    reabled = scaled("reablement", older, 17, 0.4)
    low = code in odd.low_2a
    discharged = scaled("discharges", older, 190, 0.1)
    supported_home = part("2d(2)", discharged, 6, 2)
    learning = scaled("learning disability", adults, 4, 0.2)
    other_adults = scaled("other adults", adults, 5, 0.2)
    learning_home = part("2e(1)", learning, 80, 6)
    long_term = scaled("older", older, 52, 0.2)
    community = scaled("community", older, 44, 0.2)
    direct = part("3d(2a)", community, 25, 7)
    directed = max(direct, part("3d(1a)", community, 82, 9))
    if code in odd.budgets_unrecorded:
        directed = direct
    elif code in odd.budgets_complete:
        directed = community
    pairs = {
        "2a": (part("2a", reabled, 13 if low else 75, 2 if low else 10), reabled),
        "2b": (scaled("2b", adults, 0.16, 0.4), adults),
        "2c": (scaled("2c", older, 5.7, 0.2), older),
        "2d(1)": (part("2d(1)", supported_home, 62, 7), supported_home),
        "2d(2)": (supported_home, discharged),
        "2e(1)": (learning_home, learning),
        "2e(2a)": (
            learning_home + part("other adults at home", other_adults, 75, 6),
            learning + other_adults,
        ),
        "2e(2b)": (part("2e(2b)", long_term, 60, 6), long_term),
        "3d(1a)": (directed, community),
        "3d(2a)": (direct, community),
    }
    return {table: _guarded(odd, table, code, *pair) for table, pair in pairs.items()}


def safeguarding(draws: Draws, code: str, year: int) -> Count:
    """Invent a council's safeguarding enquiries with a risk, and those reduced or removed."""
    usual = 14 if code in TINY else 650 * draws.factor(0.6, "4b", code)
    risks = max(3, round(usual * draws.factor(0.12, "4b", code, year)))
    percent = 90 + 6 * draws.normal("4b", "reduced", code) + 2 * draws.normal("4b", code, year)
    reduced = round(risks * min(max(percent, 25), 100) / 100)
    odd = _odd_enquiries(draws, year)
    if year == 2023 and code in odd[:2]:
        return Count(reduced, risks, "[z]", in_totals=False)
    if year > 2023 and code in odd:
        # More risks reduced than there were, as some councils report.
        over = 1.04 + 0.3 * draws.uniform("4b", "over", code, year)
        return Count(round(risks * over) + 6, risks)
    hidden = code == ISLES_OF_SCILLY or reduced < 5 or risks < 5
    return Count(reduced, risks, "[c]" if hidden else "")


def turnover(draws: Draws, code: str, year: int) -> float:
    """Invent the percentage of a council's care staff who left in the year."""
    usual = 25 + 5 * draws.normal("6a", code) - 0.5 * (year - 2023)
    return min(max(usual + 1.5 * draws.normal("6a", code, year), 6), 50)


def providers(draws: Draws, code: str, year: int) -> tuple[int, int, int, int]:
    """Invent a council's care homes: rated outstanding, good, other and not yet rated."""
    usual = 3 if code in TINY else 80 * draws.factor(0.5, "6b", code)
    total = max(2, round(usual * draws.factor(0.02, "6b", code, year)))
    best = round(total * min(max(0.04 + 0.02 * draws.normal("6b", "best", code), 0), 0.1))
    poor = round(total * min(max(0.18 + 0.06 * draws.normal("6b", "poor", code), 0.02), 0.5))
    new = int(draws.uniform("6b", "new", code, year) < 0.15)
    return best, total - best - poor - new, poor, new


def workforce(draws: Draws, code: str, year: int) -> int:
    """Return the weight of a council in a turnover rate of several."""
    return populations(draws, code, year)[1]


@cache
def _ordinary() -> tuple[str, ...]:
    """Return the codes of the councils that are large enough to play a part."""
    return tuple(area.code for area in all_areas() if area.code not in TINY)


@cache
def _odd_enquiries(draws: Draws, year: int) -> tuple[str, ...]:
    return tuple(draws.lot(_ordinary(), "4b", "odd", year)[:3])


def populations(draws: Draws, code: str, year: int) -> tuple[int, int]:
    """Invent a council's people aged 18 to 64 and aged 65 and over."""
    older = 900.0 if code in TINY else 60_000 * draws.factor(0.6, "older", code)
    adults = older * 3.2 * draws.factor(0.2, "adults", code)
    growth = 1 + 0.01 * (year - 2024)
    return round(adults * growth), round(older * growth)


def _guarded(odd: Cast, table: str, code: str, numerator: int, denominator: int) -> Count:
    """Hide what a publisher would: nothing submitted, or fewer than five people."""
    missing = (
        (table == "2a" and code in odd.no_2a)
        or (table.startswith("2d") and code in odd.no_2d)
        or (table == "2e(1)" and code in odd.no_2e1)
    )
    if missing:
        return Count(numerator, denominator, "[c]", in_totals=False)
    if table in ("2e(2b)", "3d(1a)", "3d(2a)") and code in odd.not_available:
        return Count(numerator, denominator, "[x]", in_totals=False)
    tiny = code == ISLES_OF_SCILLY or (code == CITY_OF_LONDON and table not in _CITY_SHOWN)
    hidden = tiny or min(numerator, denominator) < 5
    return Count(numerator, denominator, "[c]" if hidden else "")
