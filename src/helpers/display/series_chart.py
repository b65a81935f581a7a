"""A measure over the years: margins drawn, gaps left open, breaks marked where they fall."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from helpers.base.period_kinds import YEAR_HEADING, PeriodKind, spoken_period
from helpers.base.periods import first_year
from helpers.base.spans import first_day, next_to
from helpers.display import findings, numbers, theme
from helpers.display.build import (
    HAS_LIMITS,
    Part,
    amount,
    drawn,
    finished,
    fixed,
    kind,
    records,
    step,
    tooltip,
    where,
)
from helpers.display.figures import Figure
from helpers.display.legend import Entry, above
from helpers.display.observed import interval_of, series_table
from helpers.display.shown import Shown
from helpers.display.spec import Spec
from helpers.display.tables import LIMITS
from helpers.indicators.observations import Obs

KIND = "Chart of a series with its margins"
KIND_ALONE = "Chart of a series"
HEIGHT = 240
POINTED = (("period", YEAR_HEADING), ("name", "Area"), ("told", "Value"), ("limits", LIMITS))
# "2015 to 16" and "mid-2018" on two lines, so that one need not turn one's head to read them.
TWO_LINES = {
    PeriodKind.FINANCIAL_YEAR: "split(replace(datum.label, ' to ', '\\nto '), '\\n')",
    PeriodKind.MID_YEAR: "split(replace(datum.label, '-', '-\\n'), '\\n')",
}
MOST_LABELS = 6
YEARLY = (PeriodKind.FINANCIAL_YEAR, PeriodKind.MID_YEAR, PeriodKind.CALENDAR_YEAR)
LETTER, LINE = 8, 17
MOST_ROOM = 180


def series_chart(
    figures: Sequence[Shown],
    england: dict[str, float | None],
    direction: str,
    figure_id: str,
) -> Figure:
    """Draw one measure over the years for the council and England.

    Points are joined only where one year follows the other, both are published and no
    break lies between; so no line crosses a year without a figure.

    Parameters
    ----------
    figures : sequence of Shown
        One a year, earliest first; years without a value included.
    england : dict of str to float or None
        England's value by period.
    direction : str
        The sentence on the last change.
    figure_id : str
        Name within the page.
    """
    known = [figure for figure in figures if figure.value is not None]
    latest = known[-1]
    title = findings.moved(latest, direction)
    told = "; ".join(
        f"{figure.year} {numbers.value(figure.value or 0.0, figure.indicator)}" for figure in known
    )
    broken = breaks(figures)
    beside = " and England" if any(value is not None for value in england.values()) else ""
    ours = findings.alternative(
        KIND if latest.indicator.has_interval else KIND_ALONE, title, [latest]
    )
    return Figure(
        id=figure_id,
        title=title,
        subtitle=f"{latest.indicator.title}, {latest.area.name}{beside}, "
        f"from {known[0].year} until {latest.year}, {latest.indicator.unit}",
        description=" ".join([f"{ours} The years: {told}.", *broken]),
        source=findings.source([latest]),
        note=" ".join(part for part in (findings.note([latest]), *broken) if part),
        chart=_chart(figures, england, narrow=False),
        narrow=_chart(figures, england, narrow=True),
        table=series_table(
            figures, england, f"{figure_id}-data", f"{latest.indicator.title}, by year"
        ),
    )


def breaks(figures: Sequence[Shown]) -> list[str]:
    """Say where the series drawn is broken, and why."""
    known = [figure.period for figure in figures if figure.value is not None]
    return [
        f"Break before {figure.year}: {why.rstrip('.')}."
        for figure in figures
        if (why := str(figure.row.get(Obs.BREAK_BEFORE) or ""))
        and known[0] < figure.period <= known[-1]
    ]


def segments(figures: Sequence[Shown]) -> list[list[Shown]]:
    """Split a series into the runs of years that may be joined by a line."""
    runs: list[list[Shown]] = []
    for figure in figures:
        if figure.value is None:
            continue
        last = runs[-1][-1] if runs else None
        broken = bool(figure.row.get(Obs.BREAK_BEFORE))
        if last is not None and _next_to(last, figure) and not broken:
            runs[-1].append(figure)
        else:
            runs.append([figure])
    return runs


@dataclass(frozen=True)
class _Line:
    """One area over the years, and how it is drawn."""

    name: str
    points: list[dict[str, Any]]
    colour: str
    shape: str
    dash: tuple[int, int]
    size: int

    @property
    def last(self) -> dict[str, Any]:
        return self.points[-1]


def _lines(figures: Sequence[Shown], england: dict[str, float | None]) -> list[_Line]:
    """The council's line and England's, those that have a point."""
    ours = [_point(f, run) for run, part in enumerate(segments(figures)) for f in part]
    # England's mark is the smaller and lies on top, so that neither hides the other.
    lines = (
        _Line(figures[0].area.name, ours, theme.AREA, "circle", (1, 0), 120),
        _Line("England", _england(figures, england), theme.ENGLAND, "diamond", (5, 4), 60),
    )
    return [line for line in lines if line.points]


def _chart(figures: Sequence[Shown], england: dict[str, float | None], *, narrow: bool) -> Spec:
    lines = _lines(figures, england)
    ends = [point["year"] for line in lines for point in line.points]
    inside = [figure for figure in figures if min(ends) <= _place(figure) <= max(ends)]
    shown = sorted({_place(figure) for figure in inside})
    labels = list(dict.fromkeys(_label(figure) for figure in sorted(inside, key=_place)))
    domain = evenly(inside, labels)
    unit = figures[0].indicator.unit.capitalize()
    reach = _reach([point for line in lines for point in line.points])
    up = amount("value", title=unit, scale={"zero": False, "nice": False, "domain": reach})
    named = {line.name: f"{line.name} {line.last['told']}" for line in lines}
    together = all(line.last["year"] == shown[-1] for line in lines)
    room = max(len(text) for text in named.values()) * LETTER
    direct = not narrow and together and room <= MOST_ROOM
    width = theme.NARROW - 75 if narrow else theme.WIDE - 85 - (room if direct else 0)
    written = _written(lines, labels) if narrow else labels
    crowded = _crowded(written, domain, width)
    period_kind = PeriodKind(figures[0].period_kind)
    broken = crowded or period_kind == PeriodKind.FINANCIAL_YEAR
    two_lines = TWO_LINES.get(period_kind) if broken else None
    turned = crowded and not two_lines
    axis = {"labelAngle": -45 if turned else 0, "grid": False, "values": written}
    across = step(
        "label",
        title=None,
        sort=domain,
        scale={"domain": domain},
        axis={**axis, "labelExpr": two_lines} if two_lines else axis,
    )
    layers = _breaks(figures, shown, across)
    for line in lines:
        layers += _drawn(line, across, up, unit)
    if direct:
        layers += _ends(lines, named, reach)
    plot = {"layer": layers, "width": width, "height": HEIGHT}
    if direct:
        return finished(plot, narrow=narrow)
    year = "" if together else ", the last figure shown"
    entries = [Entry(f"{named[line.name]}{year}", line.shape, line.colour) for line in lines]
    return finished(above(entries, plot, narrow=narrow), narrow=narrow)


def evenly(figures: Sequence[Shown], labels: list[str]) -> list[str]:
    """Give years that have no figure their room, where the years with one lie unevenly.

    Parameters
    ----------
    figures : sequence of Shown
        Those drawn, all of one kind of period.
    labels : list of str
        Their labels, earliest first.

    Returns
    -------
    list of str
        Labels with those of the years between. Years at even steps stay as they are, and so do
        periods of other kinds, which are not left out of a file one by one.
    """
    period_kind = PeriodKind(figures[0].period_kind)
    if period_kind not in YEARLY:
        return labels
    years = sorted({int(figure.period[:4]) for figure in figures})
    if len({later - earlier for earlier, later in pairwise(years)}) <= 1:
        return labels
    return [_year_label(year, period_kind) for year in range(years[0], years[-1] + 1)]


def _written(lines: Sequence[_Line], labels: list[str]) -> list[str]:
    """Choose the periods that a telephone has room for: those with a point, if they are few.

    Else every second one, and the last one always.
    """
    if len(labels) <= MOST_LABELS:
        return labels
    pointed = {point["label"] for line in lines for point in line.points}
    if len(pointed) <= MOST_LABELS and not _neighbours(pointed, labels):
        return [label for label in labels if label in pointed]
    return labels[::-1][::2][::-1]


def _neighbours(pointed: set[str], labels: Sequence[str]) -> bool:
    return any(earlier in pointed and later in pointed for earlier, later in pairwise(labels))


def _crowded(written: Sequence[str], domain: Sequence[str], width: int) -> bool:
    """Whether labels side by side would touch."""
    places = [domain.index(label) for label in written]
    least = min((later - earlier for earlier, later in pairwise(places)), default=len(domain))
    longest = max(len(label) for label in written) * LETTER
    return least * width / len(domain) < longest


def _drawn(line: _Line, across: Part, up: Part, unit: str) -> list[Part]:
    """Draw a line with its margins and its points."""
    data = records(line.points)
    joined = {"color": line.colour, "strokeDash": list(line.dash), "strokeWidth": 2}
    ends = {"x": across, "y": amount("lower", title=unit), "y2": {"field": "upper"}}
    rule = {"color": line.colour, "strokeWidth": 1.5}
    point = {"fill": line.colour, "stroke": "white", "strokeWidth": 1, "opacity": 1}
    point |= {"shape": line.shape, "size": line.size}
    pointed = {"x": across, "y": up, "tooltip": tooltip(*POINTED)}
    return [
        drawn("line", joined, {"x": across, "y": up, "detail": kind("run")}, data=data),
        drawn("rule", rule, ends, data=data, transform=where(HAS_LIMITS)),
        drawn("point", point, pointed, data=data),
    ]


def _ends(lines: Sequence[_Line], named: dict[str, str], reach: list[float]) -> list[Part]:
    """Name each line at its end; names that would collide are pushed apart."""
    low, high = reach
    heights = [HEIGHT * (1 - (line.last["value"] - low) / (high - low)) for line in lines]
    layers = []
    for line, down in zip(lines, _apart(heights), strict=True):
        row = {"label": line.last["label"], "name": named[line.name], "key": line.last["key"]}
        style = {"align": "left", "baseline": "middle", "dx": 12}
        channels = {"x": step("label"), "y": fixed(round(down, 1)), "text": kind("name")}
        layers.append(drawn("text", style, channels, data=records([row])))
    return layers


def _apart(heights: Sequence[float]) -> list[float]:
    """Push heights apart that are closer than a line of text, around their middle."""
    if len(heights) < 2:
        return list(heights)
    first, second = heights
    short = LINE - abs(first - second)
    if short <= 0:
        return [first, second]
    move = short / 2 if first <= second else -short / 2
    return [first - move, second + move]


def _point(figure: Shown, run: int) -> dict[str, Any]:
    indicator = figure.indicator
    return {
        "year": _place(figure),
        "label": _label(figure),
        "name": figure.area.name,
        "told": numbers.value(figure.value or 0.0, indicator),
        "limits": interval_of(figure),
        "value": numbers.published(figure.value, indicator),
        "lower": numbers.published(figure.number(Obs.LOWER), indicator),
        "upper": numbers.published(figure.number(Obs.UPPER), indicator),
        "run": run,
        "period": figure.year,
        "key": figure.key_text,
    }


def _england(figures: Sequence[Shown], england: dict[str, float | None]) -> list[dict[str, Any]]:
    points: list[dict[str, Any]] = []
    run, last = 0, None
    for figure in figures:
        value = england.get(figure.period)
        if value is None:
            continue
        if last and (not _next_to(last, figure) or figure.row.get(Obs.BREAK_BEFORE)):
            run += 1
        points.append(
            {
                "year": _place(figure),
                "label": _label(figure),
                "name": "England",
                "told": numbers.value_above(value, figure.indicator),
                "limits": numbers.DASH,
                "value": numbers.published(value, figure.indicator, above=True),
                "run": run,
                "period": figure.year,
                "key": "",
            }
        )
        last = figure
    return points


def _reach(points: list[dict[str, Any]]) -> list[float]:
    ends = [
        float(point[name])
        for point in points
        for name in ("value", "lower", "upper")
        if point.get(name) is not None
    ]
    low, high = min(ends), max(ends)
    room = (high - low) * 0.05 or abs(high) * 0.1 or 1.0
    return [low - room if low - room > 0 or low < 0 else 0.0, high + room]


def _next_to(earlier: Shown, later: Shown) -> bool:
    return next_to(earlier.period, later.period, later.period_kind)


def _place(figure: Shown) -> int:
    """Where a period stands in the series: a year by its number, any other by its first day."""
    if figure.period_kind == PeriodKind.FINANCIAL_YEAR:
        return first_year(figure.period)
    return first_day(figure.period, figure.period_kind).toordinal()


def _label(figure: Shown) -> str:
    if figure.period_kind != PeriodKind.FINANCIAL_YEAR:
        return figure.year
    return _year_label(first_year(figure.period), PeriodKind.FINANCIAL_YEAR)


def _year_label(year: int, period_kind: PeriodKind) -> str:
    if period_kind is PeriodKind.FINANCIAL_YEAR:
        return f"{year} to {(year + 1) % 100:02d}"
    return spoken_period(str(year), period_kind)


def _breaks(figures: Sequence[Shown], shown: list[int], across: Part) -> list[Part]:
    broken = [
        figure
        for figure in figures
        if figure.row.get(Obs.BREAK_BEFORE) and _place(figure) in shown[1:]
    ]
    if not broken:
        return []
    data = records([{"label": _label(figure)} for figure in broken])
    # The first layer settles how the axis is set, so it has to be the one of all layers.
    before = {**across, "bandPosition": 0}
    rule = {"strokeDash": [2, 3], "color": theme.OTHERS, "strokeWidth": 1.5}
    text = {"text": "break", "angle": 270, "align": "right", "dx": -4, "dy": 10}
    return [
        drawn("rule", rule, {"x": before}, data=data),
        drawn(
            "text",
            {**text, "fontSize": theme.TEXT_NARROW},
            {"x": before, "y": fixed(0)},
            data=data,
        ),
    ]
