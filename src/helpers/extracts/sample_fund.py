"""Invented files on the Better Care Fund: its measures, and what stands in its pool."""

from __future__ import annotations

from typing import Final

from helpers.base.geography import Area
from helpers.extracts.ods import Cell
from helpers.extracts.sample_counts import Rows, part_of, shared_out, text_bytes, with_strategies
from helpers.extracts.sample_figures import Count, Draws, activity, populations
from helpers.extracts.samples import half_up

_METRICS: Final = [
    "Area code", "Area name", "Financial year", "Quarter", "Metric", "Metric name",
    "Plan or actual", "Value", "Numerator", "Denominator", "Unit", "Baseline period",
    "Baseline value", "Coverage note", "Source document",
]  # fmt: skip
_BUDGET: Final = [
    "Area code", "Area name", "Financial year", "Plan or outturn", "Organisation", "Line kind",
    "Line name", "Amount", "Unit", "Source document", "Page",
]  # fmt: skip
_YEAR, _BEFORE = "2024-25", "2023-24"
_RETURN = "Invented quarterly return"
_DOCUMENTS: Final = {
    "plan": "Invented plan of the Better Care Fund",
    "outturn": "Invented end-of-year return of the Better Care Fund",
}
_SCHEMES: Final = {
    "Reablement at home": 19,
    "Beds to recover in": 16,
    "Home care after hospital": 23,
    "Carers": 4,
    "Adaptations to homes": 17,
    "Community nursing and therapy": 21,
}


def fund_measures(draws: Draws) -> bytes:
    """Return the measures of 2024 to 2025, plan and outcome.

    Parameters
    ----------
    draws : Draws
        The random numbers; reablement is that of the sample's tables 2d(1) and 2d(2).
    """
    rows: Rows = [list(_METRICS)]
    for area in with_strategies():
        own = activity(draws, area.code, 2024)
        rows += _yearly(draws, area, "BC11.1", own["2d(1)"])
        rows += _yearly(draws, area, "BC11.2", own["2d(2)"])
        rows += _stays(draws, area, "BC5", 0.008)
        rows += _stays(draws, area, "BC6", 0.019)
        for quarter in range(1, 5):
            rows += _usual_place(draws, area, quarter)
    return text_bytes(rows)


def fund_money(draws: Draws) -> bytes:
    """Return plan and outturn of the pool of 2024 to 2025, by partner and scheme."""
    rows: Rows = [list(_BUDGET)]
    for area in with_strategies():
        older = populations(draws, area.code, 2024)[1]
        plan = round(older * 640 * draws.factor(0.1, "pool", area.code) / 1000)
        spent = round(plan * 0.985)
        weights = [
            share * draws.factor(0.2, "scheme", name, area.code) for name, share in _SCHEMES.items()
        ]
        council = (
            f"{area.name} County Council" if area.code[:3] == "E10" else f"{area.name} Council"
        )
        for kind, pool, page in (("plan", plan, 4), ("outturn", spent, 2)):
            board = round(pool * 0.57)
            partners = {"NHS Invented Care Board": board, council: pool - board}
            place: list[Cell] = [area.code, area.name, _YEAR, kind]
            for line, share in (
                ("minimum contribution", 0.9), ("additional contribution", 0.1),
            ):  # fmt: skip
                parts = {
                    name: round(amount * 0.9) if share > 0.5 else amount - round(amount * 0.9)
                    for name, amount in partners.items()
                }
                rows += [_line(place, name, line, "", part, page) for name, part in parts.items()]
                rows.append(_line(place, "All", line, "", sum(parts.values()), page))
            rows += [
                _line(place, name, "whole contribution", "", amount, page)
                for name, amount in partners.items()
            ]
            rows.append(_line(place, "All", "pooled total", "", pool, page))
            schemes = zip(_SCHEMES, _spent(draws, area, kind, pool, weights), strict=True)
            rows += [_line(place, "All", "scheme", name, part, page + 3) for name, part in schemes]
    return text_bytes(rows)


def _spent(draws: Draws, area: Area, kind: str, pool: int, weights: list[float]) -> list[int]:
    """Share a pool out among the schemes."""
    if kind == "plan":
        return shared_out(pool, weights)
    # No year goes as planned, and what is carried over stands under no scheme.
    spent = [
        weight * draws.factor(0.08, "spent", name, area.code)
        for name, weight in zip(_SCHEMES, weights, strict=True)
    ]
    return shared_out(round(pool * 0.988), spent)


def _yearly(draws: Draws, area: Area, metric: str, count: Count) -> Rows:
    """Return plan and outcome of a percentage; blank where the sample's table withholds it."""
    outcome = half_up(count.numerator, count.denominator)
    before = round(outcome * draws.factor(0.04, "before", metric, area.code), 1)
    place: list[Cell] = [area.code, area.name, _YEAR, "year", metric, ""]
    goal = [*place, "plan", min(round(before + 1.0, 1), 100.0), "", "", "per cent"]
    shown: list[Cell] = [outcome, count.numerator, count.denominator]
    if count.hidden:
        shown = ["[x]", "", ""]
    return [
        [*goal, _BEFORE, min(before, 100.0), "", _RETURN],
        [*place, "actual", *shown, "per cent", "", "", "", _RETURN],
    ]


def _stays(draws: Draws, area: Area, metric: str, usual: float) -> Rows:
    """Return plan and outcome of stays in hospital for every 100,000 people."""
    people = populations(draws, area.code, 2024)[metric == "BC6"]
    stays = round(people * usual * draws.factor(0.15, "stays", metric, area.code))
    outcome = half_up(stays, people, 100_000)
    place: list[Cell] = [area.code, area.name, _YEAR, "year", metric, ""]
    before = round(outcome * draws.factor(0.04, "stays before", metric, area.code), 1)
    goal = [*place, "plan", round(before * 0.97, 1), "", "", "per 100,000"]
    return [
        [*goal, _BEFORE, before, "", _RETURN],
        [*place, "actual", outcome, stays, people, "per 100,000", "", "", "", _RETURN],
    ]


def _usual_place(draws: Draws, area: Area, quarter: int) -> Rows:
    older = populations(draws, area.code, 2024)[1]
    key = ("usual place", area.code, quarter)
    left = round(older * 0.1 * draws.factor(0.05, *key))
    home = part_of(draws, left, 92.5, 0.5, *key, "home")
    place: list[Cell] = [area.code, area.name, _YEAR, f"Q{quarter}", "BC7", ""]
    goal = [*place, "plan", 93.0, "", "", "per cent", f"{_BEFORE}-Q{quarter}", 92.4, "", _RETURN]
    shown: list[Cell] = [half_up(home, left), home, left]
    return [goal, [*place, "actual", *shown, "per cent", "", "", "", _RETURN]]


def _line(
    place: list[Cell], who: str, kind: str, name: str, thousands: int, page: int
) -> list[Cell]:
    return [
        *place,
        who,
        kind,
        name,
        thousands,
        "GBP thousand",
        _DOCUMENTS[str(place[3])],
        str(page),
    ]
