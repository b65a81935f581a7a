"""Tables of observations, as a reader sees them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from helpers.base.period_kinds import PERIOD_HEADING, YEAR_HEADING, PeriodKind
from helpers.display import findings, numbers, sentences
from helpers.display.shown import Shown, number
from helpers.display.tables import LIMITS, Column, Table, without_empty
from helpers.indicators.columns import LEVEL
from helpers.indicators.observations import Obs
from helpers.methods.rounding import half_up

BESIDE = frozenset({"interval", "counts", "england", "region"})
"""Columns of a figure that stand only where some row has something in them."""


def figures_table(figures: Sequence[Shown], table_id: str, caption: str) -> Table:
    """Table of the area's figures beside England and its region.

    Parameters
    ----------
    figures : sequence of Shown
        One row each.
    table_id, caption : str
        Name within the page and caption.
    """
    region = figures[0].area.region
    columns = [
        Column("measure", "Measure"),
        Column("period", _heading(figures)),
        Column("value", figures[0].area.name, numeric=True),
        Column("interval", LIMITS, numeric=True),
        Column("counts", "Count", numeric=True),
        Column("england", "England", numeric=True),
        Column("region", region, numeric=True),
    ]
    people = [sentences.people_at_england_rate(figure) for figure in figures]
    ranks = [sentences.short_rank(figure) for figure in figures]
    if any(people):
        columns.append(Column("people", "Count at England's rate", numeric=True))
    if any(ranks):
        columns.append(Column("rank", "Rank from highest", numeric=True))
    columns.append(Column("note", "Note"))
    rows = []
    for figure, told, place in zip(figures, people, ranks, strict=True):
        row = [_title(figure), figure.year, _value(figure), interval_of(figure), _counts(figure)]
        row += [_beside(figure, Obs.ENGLAND), _beside(figure, Obs.REGION)]
        if any(people):
            at = figure.at_england_rate
            row.append(numbers.count(half_up(at)) if told and at is not None else numbers.DASH)
        if any(ranks):
            row.append(place or numbers.DASH)
        row.append(_note(figure))
        rows.append(tuple(row))
    # What a council counts by itself has nothing beside it.
    kept, cells = without_empty(columns, rows, BESIDE)
    return Table(
        table_id,
        caption,
        kept,
        cells,
        tuple(figure.key for figure in figures),
        "",
        findings.source(figures),
    )


def series_table(
    figures: Sequence[Shown], england: dict[str, float | None], table_id: str, caption: str
) -> Table:
    """Table of one measure over the years, with the years that have no figure.

    Parameters
    ----------
    figures : sequence of Shown
        One a year, earliest first.
    england : dict of str to float or None
        England's value by period.
    table_id, caption : str
        Name within the page and caption.
    """
    columns = (
        Column("period", _heading(figures)),
        Column("value", figures[0].area.name, numeric=True),
        Column("interval", LIMITS, numeric=True),
        Column("counts", "Count", numeric=True),
        Column("england", "England", numeric=True),
        Column("note", "Note"),
    )
    rows = []
    for figure in figures:
        theirs = england.get(figure.period)
        beside = numbers.DASH if theirs is None else numbers.value_above(theirs, figure.indicator)
        gap = str(figure.row.get(Obs.BREAK_BEFORE) or "")
        words = ". ".join(part for part in (_note(figure), f"Break: {gap}" if gap else "") if part)
        rows.append(
            (figure.year, _value(figure), interval_of(figure), _counts(figure), beside, words)
        )
    kept, cells = without_empty(columns, rows, BESIDE)
    return Table(
        table_id,
        caption,
        kept,
        cells,
        tuple(figure.key for figure in figures),
        "",
        findings.source(figures),
    )


def areas_table(figure: Shown, areas: pl.DataFrame, table_id: str, caption: str) -> Table:
    """Table of one measure for several areas.

    Parameters
    ----------
    figure : Shown
        The area's own figure.
    areas : DataFrame
        Comparators of the same measure and period.
    table_id, caption : str
        Name within the page and caption.
    """
    rows = []
    keys: list[dict[str, str] | None] = []
    for row in areas.to_dicts():
        value = number(row[Obs.VALUE])
        told = numbers.value if row[LEVEL] == "council" else numbers.value_above
        shown = told(value, figure.indicator) if value is not None else _absent(row)
        limits = limits_of(row, figure) or numbers.DASH
        rows.append((str(row[Obs.AREA_NAME]), figure.year, shown, limits, counts_of(row, figure)))
        keys.append(
            {
                "area_code": str(row[Obs.AREA_CODE]),
                "indicator": figure.indicator.code,
                "period": figure.period,
                "breakdown": figure.breakdown,
                "framework": figure.indicator.framework,
            }
            if row[LEVEL] == "council"
            else None
        )
    return Table(
        table_id,
        caption,
        (
            Column("area", "Area"),
            Column("period", YEAR_HEADING),
            Column("value", figure.indicator.unit.capitalize(), numeric=True),
            Column("interval", LIMITS, numeric=True),
            Column("counts", "Count", numeric=True),
        ),
        tuple(rows),
        tuple(keys),
        "",
        findings.source([figure]),
    )


def several_table(
    figures: Sequence[Shown], areas: Sequence[pl.DataFrame], table_id: str, caption: str
) -> Table:
    """Table of several measures for several areas, one row each.

    Parameters
    ----------
    figures : sequence of Shown
        The area's own figures.
    areas : sequence of DataFrame
        For each of them the comparators of the same measure and period.
    table_id, caption : str
        Name within the page and caption.
    """
    parts = [
        (figure, areas_table(figure, frame, table_id, caption))
        for figure, frame in zip(figures, areas, strict=True)
    ]
    others = parts[0][1].columns
    return Table(
        table_id,
        caption,
        (
            Column("measure", "Measure"),
            *others[:2],
            Column("value", "Value", numeric=True),
            *others[3:],
        ),
        tuple((_title(figure), *row) for figure, part in parts for row in part.rows),
        tuple(key for _, part in parts for key in part.keys),
        "",
        findings.source(figures),
    )


def limits_of(row: Mapping[str, object], figure: Shown) -> str:
    """Give the interval or margin of a council's row, nothing for England and the regions."""
    value = number(row[Obs.VALUE])
    lower, upper = number(row[Obs.LOWER]), number(row[Obs.UPPER])
    if value is None or lower is None or upper is None or row[LEVEL] != "council":
        return ""
    if figure.indicator.is_survey:
        # A share's limits stop at nought and at everybody, so the longer side is the margin.
        return numbers.margin(round(max(upper - value, value - lower), 6), figure.indicator)
    return numbers.interval(lower, upper, figure.indicator)


def _absent(row: dict[str, object]) -> str:
    return numbers.status(str(row[Obs.STATUS]))


def _heading(figures: Sequence[Shown]) -> str:
    """Say what the column of periods holds."""
    years = all(figure.period_kind == PeriodKind.FINANCIAL_YEAR for figure in figures)
    return YEAR_HEADING if years else PERIOD_HEADING


def _title(figure: Shown) -> str:
    indicator = figure.indicator
    name = f"{indicator.title} ({indicator.code})" if indicator.has_public_code else indicator.title
    return name if figure.breakdown == "all" else f"{name}, {_label(figure)}"


def _label(figure: Shown) -> str:
    return figure.indicator.label_of(figure.breakdown)


def _value(figure: Shown) -> str:
    if figure.value is not None:
        return numbers.with_unit(figure.value, figure.indicator)
    above, below = figure.number(Obs.NUMERATOR), figure.number(Obs.DENOMINATOR)
    if above is not None and below is not None and above > below:
        return "withheld by the publisher"
    return numbers.status(str(figure.row[Obs.STATUS]))


def interval_of(figure: Shown) -> str:
    """Give the interval or margin of a figure, a dash where there is none."""
    if figure.value is None:
        return numbers.DASH
    if figure.indicator.is_survey and figure.margin is not None:
        return numbers.margin(figure.margin, figure.indicator)
    lower, upper = figure.number(Obs.LOWER), figure.number(Obs.UPPER)
    if lower is not None and upper is not None:
        return numbers.interval(lower, upper, figure.indicator)
    return "no margin published" if figure.indicator.interval == "none" else numbers.DASH


def _counts(figure: Shown) -> str:
    return counts_of(figure.row, figure)


def counts_of(row: Mapping[str, object], figure: Shown) -> str:
    """Give the counts above and below the line of an area's row, a dash where there are none."""
    above, below = number(row.get(Obs.NUMERATOR)), number(row.get(Obs.DENOMINATOR))
    if above is not None and below is not None:
        joined = "over" if figure.indicator.is_average else "of"
        return f"{numbers.count(above)} {joined} {numbers.count(below)}"
    if below is not None and figure.indicator.is_survey:
        return f"{numbers.count(below)} respondents"
    return numbers.DASH


def _beside(figure: Shown, column: Obs) -> str:
    value = figure.number(column)
    return numbers.DASH if value is None else numbers.value_above(value, figure.indicator)


def _note(figure: Shown) -> str:
    parts = [figure.flags, figure.designation if figure.value is not None else ""]
    return ". ".join(part[:1].upper() + part[1:] for part in parts if part)
