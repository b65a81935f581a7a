"""Dots with intervals: the council beside England, its region and other councils."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from helpers.display import findings, numbers, theme
from helpers.display.build import (
    BROKEN_LABELS,
    HAS_LIMITS,
    Part,
    amount,
    drawn,
    finished,
    kind,
    label,
    records,
    stacked,
    tooltip,
    where,
    wrapped,
)
from helpers.display.figures import Figure
from helpers.display.observed import areas_table, counts_of, figures_table, limits_of, several_table
from helpers.display.shown import Shown, number
from helpers.display.spec import Spec
from helpers.display.tables import LIMITS, Table
from helpers.indicators.columns import LEVEL
from helpers.indicators.observations import Obs

KIND = "Dot chart with 95% intervals"
KIND_ALONE = "Dot chart"
SHAPES = {"council": "circle", "england": "diamond", "region": "square", "neighbours": "triangle"}
COLOURS = {
    "own": theme.AREA,
    "england": theme.ENGLAND,
    "region": theme.REGION,
    "neighbours": theme.OTHERS,
}
POINTED = (
    ("measure", "Measure"),
    ("name", "Area"),
    ("label", "Value"),
    ("limits", LIMITS),
    ("counts", "Count"),
)
ROW_HEIGHT = 38
LABEL_LINE = 15


def comparison_chart(
    figures: Sequence[Shown], areas: Sequence[pl.DataFrame], figure_id: str
) -> Figure:
    """Draw each measure in a panel of its own scale, one row an area.

    Parameters
    ----------
    figures : sequence of Shown
        The council's figures that have a value.
    areas : sequence of DataFrame
        For each of them the comparators of the same measure and period.
    figure_id : str
        Name within the page.
    """
    title = findings.compared(figures)
    named = KIND_ALONE if not any(f.indicator.has_interval for f in figures) else KIND
    table: Table
    # England and the region stand in the table of figures; any other area wants a row of its own.
    several = any(
        frame.filter(pl.col(LEVEL).is_in(["council", "neighbours"])).height > 1 for frame in areas
    )
    if several and len(figures) > 1:
        table = several_table(figures, areas, f"{figure_id}-data", findings.subtitle(figures))
    elif several:
        caption = f"{figures[0].indicator.title}, {figures[0].year}"
        table = areas_table(figures[0], areas[0], f"{figure_id}-data", caption)
    else:
        table = figures_table(figures, f"{figure_id}-data", findings.subtitle(figures))
    return Figure(
        id=figure_id,
        title=title,
        subtitle=findings.subtitle(figures),
        description=findings.alternative(named, title, figures),
        source=findings.source(figures),
        note=findings.note(figures),
        chart=_panels(figures, areas, narrow=False),
        narrow=_panels(figures, areas, narrow=True),
        table=table,
    )


def _panels(figures: Sequence[Shown], areas: Sequence[pl.DataFrame], *, narrow: bool) -> Spec:
    titled = len(figures) > 1
    panels = [
        _panel(figure, frame, titled=titled, narrow=narrow)
        for figure, frame in zip(figures, areas, strict=True)
    ]
    view = panels[0] if len(panels) == 1 else stacked(panels, spacing=18)
    return finished(view, narrow=narrow)


def _panel(figure: Shown, areas: pl.DataFrame, *, titled: bool, narrow: bool) -> Part:
    rows = _rows(figure, areas, narrow=narrow)
    order = [str(row["area"]) for row in rows]
    unit = None if titled else figure.indicator.unit.capitalize()
    across = amount(
        "value",
        title=unit,
        scale={"zero": False, "nice": True, "domain": _domain(rows, figure)},
        axis={"tickCount": 4 if narrow else 6},
    )
    down = {"y": kind("area", title=None, sort=order, axis={"labelExpr": BROKEN_LABELS})}
    colours = {"domain": list(_palette()), "range": list(_palette().values())}
    own = {**down, "color": kind("kind", scale=colours)}
    ends = {"x": amount("lower", title=unit), "x2": {"field": "upper"}}
    marked = {"shape": kind("shape", scale=None), "tooltip": tooltip(*POINTED[not titled :])}
    dot = {"filled": True, "size": 110 if narrow else 150, "opacity": 1}
    text = {"dy": -12, "fontSize": theme.TEXT_NARROW}
    title = {"title": {"text": wrapped(figure.indicator.title, narrow=narrow)}} if titled else {}
    return {
        "layer": [
            drawn("rule", {"strokeWidth": 2}, {**own, **ends}, transform=where(HAS_LIMITS)),
            drawn("point", dot, {**own, **marked, "x": across}),
            drawn("text", text, {**down, "x": amount("value"), "text": kind("label")}),
        ],
        "data": records(rows),
        "width": (theme.NARROW - 110) if narrow else (theme.WIDE - 190),
        "height": {"step": _row_height(order)},
        **title,
    }


def _rows(figure: Shown, areas: pl.DataFrame, *, narrow: bool) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for row in areas.to_dicts():
        value = number(row[Obs.VALUE])
        if value is None:
            continue
        level = str(row[LEVEL])
        own = row[Obs.AREA_CODE] == figure.area.code
        council = level == "council"
        told = numbers.value if council else numbers.value_above
        rows.append(
            {
                "measure": figure.indicator.title,
                "name": str(row[Obs.AREA_NAME]),
                "area": label(str(row[Obs.AREA_NAME]), narrow=narrow),
                "kind": "own" if own else level,
                "key": "|".join((str(row[Obs.AREA_CODE]), *list(figure.key.values())[1:])),
                "shape": SHAPES.get(level, "circle"),
                "value": numbers.published(value, figure.indicator, above=not council),
                # The intervals of England and of regions are narrower than their marks.
                "lower": _end(row, Obs.LOWER, figure) if council else None,
                "upper": _end(row, Obs.UPPER, figure) if council else None,
                "label": told(value, figure.indicator),
                "limits": limits_of(row, figure) or numbers.DASH,
                # What a mark says stands in every table, and not all have counts of England.
                "counts": counts_of(row, figure) if council else numbers.DASH,
            }
        )
    first = {"own": 0, "england": 1, "region": 2, "neighbours": 3}
    return sorted(rows, key=lambda row: (first.get(str(row["kind"]), 4), str(row["area"])))


def _end(row: Mapping[str, object], column: Obs, figure: Shown) -> float | None:
    return numbers.published(number(row[column]), figure.indicator)


def _row_height(labels: list[str]) -> int:
    lines = max(text.count("\n") + 1 for text in labels)
    return max(ROW_HEIGHT, lines * LABEL_LINE)


def _domain(rows: list[dict[str, object]], figure: Shown) -> list[float]:
    ends = [number(row[name]) for row in rows for name in ("value", "lower", "upper")]
    known = [end for end in ends if end is not None]
    low, high = min(known), max(known)
    reach = max(high - low, abs(high) * 0.1, 10**-figure.indicator.decimals)
    least = 0.0 if low >= 0 else low - reach * 0.15
    most = high + reach * 0.15
    if figure.indicator.unit == "per cent":
        most = min(most, 100.0)
    return [max(low - reach * 0.15, least), max(most, high)]


def _palette() -> dict[str, str]:
    return COLOURS | {"council": theme.OTHERS}
