"""The path from today's figure to a goal that the reader sets, year by year."""

from __future__ import annotations

from helpers.base.errors import ParameterError
from helpers.base.period_kinds import YEAR_HEADING
from helpers.base.periods import check_period, financial_year, first_year, spoken
from helpers.display import findings, numbers
from helpers.display.passages import Passage
from helpers.display.shown import Shown
from helpers.display.tables import Column, Table
from helpers.indicators.observations import Obs
from helpers.methods.rounding import half_up
from helpers.methods.trajectory import straight_line

UNSET = (
    "No goal is set on this page. Whoever keeps it gives one by the parameters `goal` and "
    "`goal_year`; a path of equal yearly steps to it is then shown here."
)


def path_to_goal(figure: Shown, goal: float, goal_year: str, table_id: str) -> Table | Passage:
    """Show the path of equal steps to a goal, with what it means in people today.

    Parameters
    ----------
    figure : Shown
        Today's figure, of a financial year.
    goal : float
        What is aimed at, in the figure's unit; 0 for none.
    goal_year : str
        Financial year by which; empty for none.
    table_id : str
        Name within the page.

    Raises
    ------
    ParameterError
        When the year is no financial year, or not after the figure's.
    """
    if not goal or not goal_year:
        return Passage(UNSET)
    end, start = first_year(check_period(goal_year)), first_year(figure.period)
    if end <= start:
        raise ParameterError(
            f'parameter goal_year, "{goal_year}"',
            f"the figure that it starts from is of {figure.year}",
            f"a year after {figure.period}",
            f'for example goal_year="{financial_year(start + 2)}"',
        )
    now = figure.value or 0.0
    years = list(range(start, end + 1))
    path = straight_line((start, now), (end, goal), years)
    below = figure.number(Obs.DENOMINATOR)
    per = figure.indicator.multiplier
    rows = []
    for year, level in zip(years, path, strict=True):
        people = numbers.DASH
        if below is not None:
            people = numbers.count(half_up(float(level) / per * below))
        told = numbers.with_unit(half_up(float(level), figure.indicator.decimals), figure.indicator)
        rows.append((spoken(financial_year(year)), told, people))
    return Table(
        table_id,
        f"Equal steps from {figure.year} to the goal for {spoken(goal_year)}",
        (
            Column("period", YEAR_HEADING),
            Column("path", "On the path", numeric=True),
            Column("at_path", "Number, at today's population", numeric=True),
        ),
        tuple(rows),
        (figure.key, *(None for _ in rows[1:])),
        _said(figure, goal, goal_year),
        findings.source([figure]),
    )


def _said(figure: Shown, goal: float, goal_year: str) -> str:
    indicator = figure.indicator
    lower, upper = figure.number(Obs.LOWER), figure.number(Obs.UPPER)
    text = (
        f"The goal of {numbers.with_unit(goal, indicator)} by {spoken(goal_year)} was given with "
        "this page; it is nobody's forecast."
    )
    if lower is None or upper is None:
        return text
    inside = lower <= goal <= upper
    where = "lies inside" if inside else "lies outside"
    text += (
        f" It {where} the interval of today's figure, {numbers.interval(lower, upper, indicator)}"
    )
    return f"{text}: reaching it may show nothing but chance." if inside else f"{text}."
