"""What a fund was measured by, era by era, and whether a figure of it is among the data."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.base.periods import financial_year, first_year, spoken
from helpers.display.numbers import DASH
from helpers.display.tables import Column, Table
from helpers.indicators.definitions import Framework, Indicator
from helpers.indicators.evidence import Evidence
from helpers.indicators.observations import Obs

BETWEEN = "measures of these years are not registered here"


def eras(evidence: Evidence, frameworks: Sequence[str]) -> Table:
    """Table of what each framework measured, and whether a figure of it is among the data.

    Parameters
    ----------
    evidence : Evidence
        The evidence of the workbook.
    frameworks : sequence of str
        Frameworks, earliest first. Years between them have a row that says so.
    """
    theme = evidence.request.theme.slug
    rows: list[tuple[str, str, str]] = []
    before = ""
    for name in frameworks:
        framework = evidence.registry.frameworks[name]
        rows += _between(before, framework.starts)
        rows += [
            (_span(framework), item.title, _held(evidence, item, framework))
            for item in evidence.registry.of_framework(name)
            if theme in item.themes and not item.code.endswith("-quarter")
        ]
        before = framework.ends
    return Table(
        "eras",
        "What the fund was measured by, era by era: no line joins one era to the next",
        (Column("period", "In force"), Column("measure", "Measure"), Column("held", "Here")),
        tuple(rows),
        tuple(None for _ in rows),
    )


def _span(framework: Framework) -> str:
    until = f"until {spoken(framework.ends)}" if framework.ends else "and since"
    return f"{spoken(framework.starts)} {until}"


def _between(ended: str, starts: str) -> list[tuple[str, str, str]]:
    """Say which years lie between two frameworks, if any."""
    if not ended or first_year(starts) - first_year(ended) < 2:
        return []
    first, last = (
        spoken(financial_year(year)) for year in (first_year(ended) + 1, first_year(starts) - 1)
    )
    return [(f"{first} until {last}" if first != last else first, BETWEEN, DASH)]


def _held(evidence: Evidence, indicator: Indicator, framework: Framework) -> str:
    """Say whether a figure of the era is in the data, or else the nearest that is."""
    years = evidence.of(indicator)[Obs.PERIOD].unique().sort().to_list()
    if any(framework.starts <= year <= (framework.ends or year) for year in years):
        return "in the data"
    if years:
        return f"in the data for {spoken(years[-1])}, and not for these years"
    near = nearest(evidence, indicator)
    return f"no file of it; nearest: {near.title}" if near else "no file of it"


def nearest(evidence: Evidence, indicator: Indicator) -> Indicator | None:
    """Find a measure with figures that answers the same question, of the same name if one does."""
    theme = evidence.request.theme.slug
    near = [
        item
        for name in indicator.answers
        for item in evidence.registry.answering(name)
        if theme in item.themes and evidence.of(item).height
    ]
    return next((item for item in near if item.title in indicator.title), next(iter(near), None))
