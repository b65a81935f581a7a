"""All councils as a strip, the council marked: where a rank comes from."""

from __future__ import annotations

from typing import Any

import polars as pl

from helpers.display import findings, numbers, sentences, theme
from helpers.display.build import finished, records
from helpers.display.figures import Figure
from helpers.display.legend import Entry, above
from helpers.display.shown import Shown
from helpers.display.tables import Column, Table
from helpers.indicators.observations import Obs

KIND = "Strip of all councils, one tick each"
HEIGHT = 32


def strip_chart(figure: Shown, others: pl.DataFrame, figure_id: str) -> Figure:
    """Draw every council's value as a tick and the council's own as a dot.

    Parameters
    ----------
    figure : Shown
        The council's figure, with a rank.
    others : DataFrame
        Values of all councils with a published value.
    figure_id : str
        Name within the page.
    """
    title = findings.ranked(figure)
    values = others[Obs.VALUE.value].sort()
    quarters = [values.quantile(part, "nearest") for part in (0.0, 0.25, 0.5, 0.75, 1.0)]
    names = ("Lowest", "Lower quarter", "Middle", "Upper quarter", "Highest")
    told = [
        (name, numbers.value(float(value), figure.indicator))
        for name, value in zip(names, quarters, strict=True)
        if value is not None
    ]
    own = numbers.with_unit(figure.value or 0.0, figure.indicator)
    spread = ", ".join(f"{name.lower()} {value}" for name, value in told)
    rows = [*told, (figure.area.name, numbers.value(figure.value or 0.0, figure.indicator))]
    return Figure(
        id=figure_id,
        title=title,
        subtitle=findings.subtitle([figure]),
        description=f"{KIND}. {figure.indicator.title}: {figure.area.name} {own}, "
        f"{sentences.rank(figure)}. Of all councils: {spread}.",
        source=findings.source([figure]),
        note=findings.note([figure]),
        chart=_chart(figure, values, narrow=False),
        narrow=_chart(figure, values, narrow=True),
        table=Table(
            f"{figure_id}-data",
            f"{figure.indicator.title}, {figure.year}: the spread of {values.len()} councils",
            (
                Column("place", "Place among councils"),
                Column("value", figure.indicator.unit.capitalize(), numeric=True),
            ),
            tuple(rows),
            tuple([None] * len(told) + [figure.key]),
            findings.note([figure]),
            findings.source([figure]),
        ),
    )


def _chart(figure: Shown, values: pl.Series, *, narrow: bool) -> Any:
    import altair as alt

    low, high = float(str(values.min())), float(str(values.max()))
    reach = (high - low) * 0.04
    across = alt.X(
        "value:Q",
        title=figure.indicator.unit.capitalize(),
        scale=alt.Scale(zero=False, nice=False, domain=[low - reach, high + reach]),
        axis=alt.Axis(tickCount=4 if narrow else 7, grid=False),
    )
    ticks = (
        alt.Chart(records([{"value": value} for value in values.to_list()]))
        .mark_tick(color=theme.FAINT, thickness=1.5, size=26)
        .encode(x=across, y=alt.value(HEIGHT / 2))
    )
    layers = [ticks]
    own, england = figure.value or 0.0, figure.number(Obs.ENGLAND)
    told = f"{figure.area.name} {numbers.value(own, figure.indicator)}"
    marks = [(own, Entry(told, "circle", theme.AREA, figure.key_text), 160)]
    if england is not None:
        theirs = f"England {numbers.value_above(england, figure.indicator)}"
        marks.append((england, Entry(theirs, "diamond", theme.ENGLAND), 80))
    # England's mark is the smaller and lies on top, so that neither hides the other.
    for value, entry, size in marks:
        layers.append(
            alt.Chart(records([{"value": value, "key": entry.key}]))
            .mark_point(
                shape=entry.shape,
                fill=entry.colour,
                stroke="white",
                strokeWidth=1,
                size=size,
                opacity=1,
            )
            .encode(x="value:Q", y=alt.value(HEIGHT / 2))
        )
    strip = alt.layer(*layers).properties(
        width=(theme.NARROW - 30) if narrow else (theme.WIDE - 40), height=HEIGHT
    )
    return finished(above([entry for _, entry, _ in marks], strip, narrow=narrow), narrow=narrow)
