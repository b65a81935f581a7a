"""A funnel of all councils: which differ by more than chance and the usual spread would make."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import polars as pl

from helpers.display import findings, numbers, theme
from helpers.display.build import Part, amount, drawn, finished, records, tooltip
from helpers.display.figures import Figure
from helpers.display.legend import LEFT, LINE_SHAPE, Entry, above
from helpers.display.shown import Shown
from helpers.display.spec import Spec
from helpers.display.tables import Column, Table
from helpers.indicators.observations import Obs
from helpers.methods.overdispersion import Overdispersed, overdispersed_funnel, overdispersed_lines
from helpers.methods.overdispersion_scales import Kind
from helpers.methods.rank_range import rank_range

KIND = "Funnel chart of all councils"
HEIGHT, HEIGHT_NARROW = 300, 230
LABELS = 32
STEPS = 28
FEWEST = 30
POINTED = (("name", "Council"), ("label", "Value"), ("out_of", "Out of"), ("place", "Standing"))
STANDINGS = {
    2: "above the outer limit",
    1: "above the inner limit",
    0: "inside the limits",
    -1: "below the inner limit",
    -2: "below the outer limit",
}
LIMITS_SAID = (
    "Inner limits hold 95%, outer limits 99.8% of councils that differ by chance and by the usual "
    "spread between councils, and by nothing else."
)


def can_be_drawn(figure: Shown, councils: pl.DataFrame) -> bool:
    """Whether enough councils have counts for a funnel."""
    both = councils.drop_nulls([Obs.NUMERATOR.value, Obs.DENOMINATOR.value])
    own = figure.number(Obs.NUMERATOR) is not None and figure.number(Obs.DENOMINATOR)
    return figure.indicator.has_counts and bool(own) and both.height >= FEWEST


def funnel_chart(figure: Shown, councils: pl.DataFrame, figure_id: str) -> Figure:
    """Draw every council by its value and its size, with limits that allow for overdispersion.

    Parameters
    ----------
    figure : Shown
        The council's figure, with counts.
    councils : DataFrame
        Name, value and counts of all councils with a published value.
    figure_id : str
        Name within the page.
    """
    kept = _own_as_it_stands(figure, councils)
    funnel = overdispersed_funnel(
        kept[Obs.NUMERATOR.value].to_numpy(),
        kept[Obs.DENOMINATOR.value].to_numpy(),
        _kind(figure),
        figure.indicator.multiplier,
    )
    rows = _rows(figure, kept, funnel)
    own = next(row for row in rows if row["key"] == figure.key_text)
    # The subtitle names the unit; a title has no room for it.
    sign = "%" if figure.indicator.unit == "per cent" else ""
    value = f"{numbers.value(figure.value or 0.0, figure.indicator)}{sign}"
    title = f"{figure.area.name}, {value}: {own['place']} of the funnel"
    counted = ", ".join(
        f"{sum(row['place'] == words for row in rows)} {words}" for words in STANDINGS.values()
    )
    place = places_open(figure, kept)
    average = numbers.value(funnel.average, figure.indicator)
    return Figure(
        id=figure_id,
        title=title,
        subtitle=findings.subtitle([figure]),
        description=f"{KIND}. {title}. All councils together {average}. Councils: {counted}. "
        f"{place}",
        source=findings.source([figure]),
        note=" ".join(part for part in (LIMITS_SAID, place, findings.note([figure])) if part),
        chart=_chart(figure, rows, own, funnel, narrow=False),
        narrow=_chart(figure, rows, own, funnel, narrow=True),
        table=_table(figure, rows, average, f"{figure_id}-data", counted),
    )


def places_open(figure: Shown, councils: pl.DataFrame) -> str:
    """Say between which places chance leaves the council, from the counts of all."""
    kept = _own_as_it_stands(figure, councils)
    codes = kept[Obs.AREA_CODE.value].to_list()
    if figure.area.code not in codes:
        return ""
    found = rank_range(
        codes.index(figure.area.code),
        kept[Obs.NUMERATOR.value].to_numpy(),
        kept[Obs.DENOMINATOR.value].to_numpy(),
    )
    if found.best == found.worst:
        return f"No other council could change places with {figure.area.name} by chance."
    return (
        f"By chance alone {figure.area.name} could stand anywhere from place {found.best} to place "
        f"{found.worst} of {found.areas}, counted from the highest."
    )


def _kind(figure: Shown) -> Kind:
    return "proportion" if figure.indicator.interval == "wilson" else "counts"


def _own_as_it_stands(figure: Shown, councils: pl.DataFrame) -> pl.DataFrame:
    """Counts of every council; what the analyst's frame holds now for the council itself."""
    own = pl.col(Obs.AREA_CODE) == figure.area.code
    return councils.with_columns(
        pl.when(own).then(pl.lit(figure.number(name))).otherwise(pl.col(name)).alias(name)
        for name in (Obs.VALUE.value, Obs.NUMERATOR.value, Obs.DENOMINATOR.value)
    ).drop_nulls([Obs.NUMERATOR.value, Obs.DENOMINATOR.value])


def _rows(figure: Shown, kept: pl.DataFrame, funnel: Overdispersed) -> list[dict[str, Any]]:
    rows = [
        {
            "name": str(row[Obs.AREA_NAME]),
            "value": numbers.published(row[Obs.VALUE], figure.indicator),
            "label": numbers.value(row[Obs.VALUE], figure.indicator),
            "size": row[Obs.DENOMINATOR],
            "out_of": numbers.count(row[Obs.DENOMINATOR]),
            "place": "no place" if math.isnan(position) else STANDINGS[int(position)],
            "key": "|".join((str(row[Obs.AREA_CODE]), *list(figure.key.values())[1:])),
        }
        for row, position in zip(kept.to_dicts(), funnel.position, strict=True)
    ]
    return sorted(rows, key=lambda row: (-row["value"], row["name"]))


def _table(
    figure: Shown, rows: list[dict[str, Any]], average: str, table_id: str, counted: str
) -> Table:
    names = list(figure.key)
    return Table(
        table_id,
        f"{figure.indicator.title}, {figure.year}: every council and where it stands",
        (
            Column("area", "Council"),
            Column("value", figure.indicator.unit.capitalize(), numeric=True),
            Column("counts", "Out of", numeric=True),
            Column("standing", "Standing"),
        ),
        (
            ("All councils together", average, numbers.DASH, numbers.DASH),
            *((row["name"], row["label"], row["out_of"], row["place"]) for row in rows),
        ),
        (None, *(dict(zip(names, row["key"].split("|"), strict=True)) for row in rows)),
        f"Councils: {counted}.",
        findings.source([figure]),
    )


def _chart(
    figure: Shown,
    rows: list[dict[str, Any]],
    own: dict[str, Any],
    funnel: Overdispersed,
    *,
    narrow: bool,
) -> Spec:
    sizes = [row["size"] for row in rows]
    across = amount(
        "size",
        title=f"{figure.indicator.things.capitalize()} that it is out of",
        scale={"type": "sqrt", "nice": False, "domain": [0, max(sizes) * 1.03]},
        axis={"values": _ticks(max(sizes), narrow=narrow), "grid": False, "format": ",.0f"},
    )
    values = [row["value"] for row in rows]
    reach = (max(values) - min(values)) * 0.06
    unit = figure.indicator.unit.capitalize()
    domain = [max(min(values) - reach, 0), max(values) + reach]
    up = amount("value", title=unit, scale={"zero": False, "nice": False, "domain": domain})
    pointed = {"x": across, "y": up, "tooltip": tooltip(*POINTED)}
    every = {"filled": True, "color": theme.FAINT, "size": 22 if narrow else 34, "opacity": 0.75}
    ground = {"stroke": "white", "strokeWidth": 1, "opacity": 1}
    ours = {"shape": "circle", "fill": theme.AREA, "size": 160, **ground}
    plot = {
        "layer": [
            *_lines(figure, rows, funnel, unit),
            drawn("point", every, pointed, data=records(rows)),
            drawn(
                "point",
                ours,
                {**pointed, "x": amount("size"), "y": amount("value", title=unit)},
                data=records([own]),
            ),
        ],
        "width": (theme.NARROW - 65) if narrow else (theme.WIDE - 75),
        "height": HEIGHT_NARROW if narrow else HEIGHT,
    }
    average = numbers.value(funnel.average, figure.indicator)
    entries = [
        Entry(f"{figure.area.name} {own['label']}", "circle", theme.AREA, figure.key_text),
        Entry(f"All councils together {average}", LINE_SHAPE, theme.ENGLAND),
        Entry("Inner and outer limits", LINE_SHAPE, theme.REGION),
    ]
    # On a telephone the longest name of a council wants the room above the axis as well.
    left = -LABELS if narrow else LEFT
    return finished(above(entries, plot, narrow=narrow, left=left), narrow=narrow)


def _lines(
    figure: Shown, rows: list[dict[str, Any]], funnel: Overdispersed, unit: str
) -> list[Part]:
    """Draw the average and the limits, no further than the councils' values reach."""
    sizes = [row["size"] for row in rows]
    grid = np.linspace(math.sqrt(min(sizes)), math.sqrt(max(sizes)), STEPS) ** 2
    multiplier = figure.indicator.multiplier
    limits = overdispersed_lines(
        grid, funnel.average / multiplier, funnel.tau2, _kind(figure), multiplier
    )
    low, high = min(row["value"] for row in rows), max(row["value"] for row in rows)
    layers = []
    for both, dash in (
        ((limits.lower_95, limits.upper_95), [5, 3]),
        ((limits.lower_998, limits.upper_998), [1, 0]),
    ):
        for line in both:
            points: list[dict[str, object]] = [
                {"size": round(float(size)), "limit": round(float(value), 3)}
                for size, value in zip(grid, line, strict=True)
                if low <= value <= high
            ]
            style = {"color": theme.REGION, "strokeWidth": 1.5, "strokeDash": dash}
            layers.append(_line(points, style, unit))
    middle: list[dict[str, object]] = [
        {"size": round(float(size)), "limit": funnel.average} for size in (grid[0], grid[-1])
    ]
    layers.append(_line(middle, {"color": theme.ENGLAND, "strokeWidth": 2}, unit))
    return layers


def _line(points: list[dict[str, object]], style: Part, unit: str) -> Part:
    places = {"x": amount("size"), "y": amount("limit", title=unit)}
    return drawn("line", style, places, data=records(points))


def _ticks(largest: float, *, narrow: bool) -> list[int]:
    """Round sizes, about evenly apart on a scale of square roots: none meets its neighbour."""
    steps = 3 if narrow else 5
    room = math.sqrt(largest) / steps * 0.7
    kept = [0]
    for step in range(1, steps + 1):
        place = largest * (step / steps) ** 2
        size = int(round(place, 1 - len(str(int(place)))))
        if size <= largest and math.sqrt(size) - math.sqrt(kept[-1]) >= room:
            kept.append(size)
    return kept
