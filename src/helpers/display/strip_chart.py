"""All councils as a strip, the council marked: where a rank comes from."""

from __future__ import annotations

from typing import Any

import polars as pl

from helpers.base.ordinals import ordinal
from helpers.display import findings, numbers, sentences, theme
from helpers.display.build import amount, drawn, finished, fixed, records, tooltip
from helpers.display.figures import Figure
from helpers.display.legend import Entry, above
from helpers.display.observed import counts_of
from helpers.display.shown import Shown
from helpers.display.spec import Spec
from helpers.display.tables import Column, Table, without_empty
from helpers.indicators.observations import Obs

KIND = "Strip of all councils, one tick each"
HEIGHT = 32
POINTED = (
    ("name", "Council"),
    ("label", "Value"),
    ("counts", "Count"),
    ("place", "Place from highest"),
)


def strip_chart(figure: Shown, others: pl.DataFrame, figure_id: str) -> Figure:
    """Draw every council's value as a tick and the council's own as a dot.

    Parameters
    ----------
    figure : Shown
        The council's figure, with a rank.
    others : DataFrame
        Name and value of all councils with a published value.
    figure_id : str
        Name within the page.
    """
    title = findings.ranked(figure)
    councils = _councils(figure, others)
    own = numbers.with_unit(figure.value or 0.0, figure.indicator)
    return Figure(
        id=figure_id,
        title=title,
        subtitle=findings.subtitle([figure]),
        description=f"{KIND}. {figure.indicator.title}: {figure.area.name} {own}, "
        f"{sentences.rank(figure)}. {_spread(figure, others)}",
        source=findings.source([figure]),
        note=findings.note([figure]),
        chart=_chart(figure, councils, narrow=False),
        narrow=_chart(figure, councils, narrow=True),
        table=_table(figure, councils, others, f"{figure_id}-data"),
    )


def _councils(figure: Shown, others: pl.DataFrame) -> list[dict[str, Any]]:
    """Every council with its value, its place and its words, from the highest."""
    # What the analyst's frame holds now is what is drawn for the council itself.
    own = pl.when(pl.col(Obs.AREA_CODE) == figure.area.code).then(pl.lit(figure.value))
    rows = (
        others.with_columns(own.otherwise(pl.col(Obs.VALUE)).alias(Obs.VALUE))
        .with_columns(pl.col(Obs.VALUE).rank("min", descending=True).alias("place"))
        .sort([Obs.VALUE.value, Obs.AREA_NAME.value], descending=[True, False])
    )
    return [
        {
            "name": str(row[Obs.AREA_NAME]),
            "value": numbers.published(row[Obs.VALUE], figure.indicator),
            "label": numbers.value(row[Obs.VALUE], figure.indicator),
            "counts": counts_of(row, figure),
            "place": ordinal(int(row["place"])),
            "key": "|".join((str(row[Obs.AREA_CODE]), *list(figure.key.values())[1:])),
        }
        for row in rows.to_dicts()
    ]


def _spread(figure: Shown, others: pl.DataFrame) -> str:
    values = others[Obs.VALUE.value].sort()
    quarters = [values.quantile(part, "nearest") for part in (0.0, 0.25, 0.5, 0.75, 1.0)]
    names = ("lowest", "lower quarter", "middle", "upper quarter", "highest")
    told = ", ".join(
        f"{name} {numbers.value(value, figure.indicator)}"
        for name, value in zip(names, quarters, strict=True)
        if value is not None
    )
    return f"Of {values.len()} councils: {told}."


def _table(
    figure: Shown, councils: list[dict[str, Any]], others: pl.DataFrame, table_id: str
) -> Table:
    england = figure.number(Obs.ENGLAND)
    theirs = numbers.DASH if england is None else numbers.value_above(england, figure.indicator)
    rows = [("England", theirs, numbers.DASH, numbers.DASH)]
    rows += [(row["name"], row["label"], row["counts"], row["place"]) for row in councils]
    names = list(figure.key)
    keys = [dict(zip(names, row["key"].split("|"), strict=True)) for row in councils]
    columns = (
        Column("area", "Council"),
        Column("value", figure.indicator.unit.capitalize(), numeric=True),
        Column("counts", "Count", numeric=True),
        Column("rank", "Place from highest", numeric=True),
    )
    told, cells = without_empty(columns, rows, {"counts"})
    return Table(
        table_id,
        f"{figure.indicator.title}, {figure.year}: every council with a published figure",
        told,
        cells,
        (None, *keys),
        _spread(figure, others),
        findings.source([figure]),
    )


def _chart(figure: Shown, councils: list[dict[str, Any]], *, narrow: bool) -> Spec:
    values = [row["value"] for row in councils]
    low, high = min(values), max(values)
    reach = (high - low) * 0.04
    across = amount(
        "value",
        title=figure.indicator.unit.capitalize(),
        scale={"zero": False, "nice": False, "domain": [low - reach, high + reach]},
        axis={"tickCount": 4 if narrow else 7, "grid": False},
    )
    counted = any(row["counts"] != numbers.DASH for row in councils)
    pointed = [pair for pair in POINTED if counted or pair[0] != "counts"]
    channels = {"y": fixed(HEIGHT / 2), "tooltip": tooltip(*pointed)}
    tick = {"color": theme.FAINT, "thickness": 1.5, "size": 26}
    layers = [drawn("tick", tick, {**channels, "x": across}, data=records(councils))]
    marks = _marked(figure, councils)
    # England's mark is the smaller and lies on top, so that neither hides the other.
    for row, entry, size in marks:
        ground = {"stroke": "white", "strokeWidth": 1, "opacity": 1}
        style = {"shape": entry.shape, "fill": entry.colour, "size": size, **ground}
        place = {**channels, "x": amount("value")}
        layers.append(drawn("point", style, place, data=records([row])))
    strip = {
        "layer": layers,
        "width": (theme.NARROW - 30) if narrow else (theme.WIDE - 40),
        "height": HEIGHT,
    }
    entries = [entry for _, entry, _ in marks]
    return finished(above(entries, strip, narrow=narrow), narrow=narrow)


def _marked(
    figure: Shown, councils: list[dict[str, Any]]
) -> list[tuple[dict[str, Any], Entry, int]]:
    """The council's own mark and England's, each with its line of the legend and its size."""
    own = next(row for row in councils if row["key"] == figure.key_text)
    told = f"{figure.area.name} {own['label']}"
    marks = [(own, Entry(told, "circle", theme.AREA, figure.key_text), 160)]
    england = figure.number(Obs.ENGLAND)
    if england is not None:
        theirs = numbers.value_above(england, figure.indicator)
        row = {
            "name": "England",
            "value": numbers.published(england, figure.indicator, above=True),
            "label": theirs,
            "counts": numbers.DASH,
            "place": numbers.DASH,
            "key": "",
        }
        marks.append((row, Entry(f"England {theirs}", "diamond", theme.ENGLAND), 80))
    return marks
