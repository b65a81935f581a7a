"""A long series of months or quarters, with its usual swing where one can be said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from helpers.base.period_kinds import MONTHS, PERIOD_HEADING
from helpers.base.spans import last_day
from helpers.display import findings, numbers, theme
from helpers.display.build import (
    Part,
    amount,
    drawn,
    finished,
    kind,
    records,
    tooltip,
    where,
)
from helpers.display.figures import Figure
from helpers.display.legend import LINE_SHAPE, RING_SHAPE, Entry, above
from helpers.display.long_series import LongSeries
from helpers.display.series_chart import segments
from helpers.display.shown import Shown
from helpers.display.spec import Spec
from helpers.display.tables import Column, Table
from helpers.methods.rounding import half_up

KIND = "Chart of a series by month or quarter"
HEIGHT = 220
POINTED = (("period", PERIOD_HEADING), ("name", "Area"), ("told", "Value"))
MOST_TICKS, MOST_TICKS_NARROW = 8, 4


def long_series_chart(
    series: LongSeries, england: dict[str, float | None], figure_id: str
) -> Figure:
    """Draw a long series.

    Parameters
    ----------
    series : LongSeries
        What was judged.
    england : dict of str to float or None
        England's value by period; empty where the two cannot share a scale.
    figure_id : str
        Name within the page.
    """
    known = series.known
    last = known[-1]
    title = _title(series)
    ends = (min(known, key=_value_of), max(known, key=_value_of))
    told = "; ".join(
        f"{words} {numbers.value(_value_of(figure), figure.indicator)} {figure.when}"
        for words, figure in zip(("lowest", "highest", "last"), (*ends, last), strict=True)
    )
    note = " ".join(
        part for part in (f"{series.sentence}.", findings.note([last]), _flagged(series)) if part
    )
    return Figure(
        id=figure_id,
        title=title,
        subtitle=f"{last.indicator.title}, {last.area.name}, from {known[0].year} until "
        f"{last.year}, {last.indicator.unit}",
        description=f"{KIND}. {title}. {last.area.name}: {told}. {series.sentence}.",
        source=findings.source([last]),
        note=note,
        chart=_chart(series, england, narrow=False),
        narrow=_chart(series, england, narrow=True),
        table=_table(known, england, f"{figure_id}-data"),
    )


def _table(known: Sequence[Shown], england: dict[str, float | None], table_id: str) -> Table:
    """Table of a long series: one short row a period, and no column that would be empty."""
    indicator = known[-1].indicator
    beside = any(england.get(figure.period) is not None for figure in known)
    flagged = any(figure.flags for figure in known)
    columns = [Column("period", PERIOD_HEADING), Column("value", known[-1].area.name, numeric=True)]
    columns += [Column("england", "England", numeric=True)] if beside else []
    columns += [Column("note", "Note")] if flagged else []
    rows = []
    for figure in known:
        row = [figure.year, numbers.value(_value_of(figure), indicator)]
        theirs = england.get(figure.period)
        if beside:
            row.append(numbers.DASH if theirs is None else numbers.value_above(theirs, indicator))
        rows.append(tuple([*row, figure.flags] if flagged else row))
    return Table(
        table_id,
        f"{indicator.title}, one row a period, {indicator.unit}",
        tuple(columns),
        tuple(rows),
        tuple(figure.key for figure in known),
        "",
        findings.source([known[-1]]),
    )


def _title(series: LongSeries) -> str:
    last = series.known[-1]
    told = numbers.with_unit(_value_of(last), last.indicator)
    start = f"{last.area.name}, {told} {last.when}"
    if series.rule == "none":
        return start
    if series.rule == "described":
        title = f"{start}: {series.in_short}"
        return title if len(title.split()) <= findings.WORDS_AT_MOST else start
    if series.rule == "moved":
        return f"{start}: the level moved"
    if series.rule == "runs":
        return f"{start}: {'the level moved' if series.moved else 'no lasting move'}"
    # A series whose level did not stay put has no one swing that a last figure could lie inside.
    if series.moved:
        return f"{start}: the level moved"
    return f"{start}: {'outside' if series.signals[-1] else 'inside'} its usual swing"


def _flagged(series: LongSeries) -> str:
    flagged = [figure for figure in series.known if figure.flags]
    return " ".join(f"{figure.year}: {figure.flags}." for figure in flagged)


def _value_of(figure: Shown) -> float:
    return figure.value or 0.0


def _chart(series: LongSeries, england: dict[str, float | None], *, narrow: bool) -> Spec:
    known = series.known
    indicator = known[-1].indicator
    ours: list[dict[str, Any]] = [
        {
            "at": place,
            "period": figure.year,
            "name": figure.area.name,
            "value": numbers.published(figure.value, indicator),
            "told": numbers.value(_value_of(figure), indicator),
            "state": "signal" if signal else "flagged" if figure.flags else "",
            "run": _run(known, place),
            "key": figure.key_text,
        }
        for place, (figure, signal) in enumerate(zip(known, series.signals, strict=True))
    ]
    theirs: list[dict[str, Any]] = [
        {
            "at": place,
            "period": figure.year,
            "name": "England",
            "value": numbers.published(value, indicator, above=True),
            "told": numbers.value_above(value, indicator),
            "run": _run(known, place),
        }
        for place, figure in enumerate(known)
        if (value := england.get(figure.period)) is not None
    ]
    ticks = _ticks(known, narrow=narrow)
    names = ", ".join(f"'{place}': '{_short(known[place])}'" for place in ticks)
    across = amount(
        "at",
        title=None,
        scale={"nice": False, "domain": [-0.5, len(known) - 0.5]},
        axis={
            "values": ticks,
            "grid": False,
            "labelExpr": f"split({{{names}}}[datum.value], ' ')",
            "labelFlush": False,
            "labelOverlap": False,
        },
    )
    unit = indicator.unit.capitalize()
    reach = _reach(series, [*ours, *theirs])
    up = amount("value", title=unit, scale={"zero": False, "nice": False, "domain": reach})
    joined = {"x": across, "y": up, "detail": kind("run")}
    pointed = {"x": across, "y": up, "tooltip": tooltip(*POINTED)}
    layers = _swing(series, unit)
    if theirs:
        style = {"color": theme.ENGLAND, "strokeDash": [5, 4], "strokeWidth": 2}
        channels = {**joined, "tooltip": tooltip(*POINTED)}
        layers.append(drawn("line", style, channels, data=records(theirs)))
    data = records(ours)
    dot = {"filled": True, "color": theme.AREA, "size": 18 if narrow else 28, "opacity": 1}
    ring = {"filled": False, "color": theme.AREA, "size": 60, "opacity": 1, "strokeWidth": 2}
    plain, marked = where("datum.state == ''"), where("datum.state != ''")
    layers += [
        drawn("line", {"color": theme.AREA, "strokeWidth": 1.5}, joined, data=data),
        drawn("point", dot, pointed, data=data, transform=plain),
        drawn("point", ring, pointed, data=data, transform=marked),
    ]
    plot = {
        "layer": layers,
        "width": (theme.NARROW - 75) if narrow else (theme.WIDE - 85),
        "height": HEIGHT,
    }
    return finished(above(_entries(series, theirs), plot, narrow=narrow), narrow=narrow)


def _entries(series: LongSeries, theirs: list[dict[str, Any]]) -> list[Entry]:
    last = series.known[-1]
    entries = [Entry(last.area.name, "circle", theme.AREA)]
    if theirs:
        entries.append(Entry("England", LINE_SHAPE, theme.ENGLAND))
    if series.rule == "limits":
        entries.append(Entry("Average and usual swing", LINE_SHAPE, theme.REGION))
    if series.rule == "runs":
        entries.append(Entry("Middle value", LINE_SHAPE, theme.REGION))
    if any(series.signals) or any(figure.flags for figure in series.known):
        words = "outside the swing" if any(series.signals) else "flagged"
        if series.rule == "runs" and any(series.signals):
            words = "in a long run"
        entries.append(Entry(f"Ring: {words}", RING_SHAPE, theme.AREA))
    return entries


def _swing(series: LongSeries, unit: str) -> list[Part]:
    layers = []
    decimals = series.known[-1].indicator.decimals
    places = {"x": amount("at"), "y": amount("limit", title=unit)}
    for level, dash in ((series.centre, [1, 0]), (series.lower, [5, 3]), (series.upper, [5, 3])):
        if level is None:
            continue
        ends = [series.start - 0.5, len(series.known) - 0.5]
        points: list[dict[str, Any]] = [
            {"at": end, "limit": half_up(level, decimals)} for end in ends
        ]
        style = {"color": theme.REGION, "strokeWidth": 1.5, "strokeDash": dash}
        layers.append(drawn("line", style, places, data=records(points)))
    return layers


def _ticks(known: tuple[Shown, ...], *, narrow: bool) -> list[int]:
    """Positions at which a period is written, the last one always."""
    most = MOST_TICKS_NARROW if narrow else MOST_TICKS
    step = -(-len(known) // most)
    return sorted(range(len(known) - 1, -1, -step))


def _short(figure: Shown) -> str:
    """Name a period below the axis: its last month in three letters, and the year."""
    day = last_day(figure.period, figure.period_kind)
    return f"{MONTHS[day.month - 1][:3]} {day.year}"


def _run(known: tuple[Shown, ...], place: int) -> int:
    """Number of the run of periods that may be joined by a line."""
    lengths = [len(run) for run in segments(known)]
    for number, length in enumerate(lengths):
        if place < length:
            return number
        place -= length
    return len(lengths)


def _reach(series: LongSeries, points: list[dict[str, Any]]) -> list[float]:
    ends = [float(point["value"]) for point in points]
    ends += [level for level in (series.lower, series.upper) if level is not None]
    low, high = min(ends), max(ends)
    room = (high - low) * 0.05 or abs(high) * 0.1 or 1.0
    return [max(low - room, 0.0) if low >= 0 else low - room, high + room]
