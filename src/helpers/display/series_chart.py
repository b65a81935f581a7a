"""A measure over the years: margins drawn, gaps left open, breaks marked where they fall."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from helpers.base.period_kinds import PeriodKind
from helpers.base.periods import first_year
from helpers.base.spans import first_day, follows
from helpers.display import findings, theme
from helpers.display.build import finished, records
from helpers.display.figures import Figure
from helpers.display.legend import Entry, above
from helpers.display.observed import series_table
from helpers.display.shown import Shown
from helpers.indicators.observations import Obs

KIND = "Chart of a series with its margins"
KIND_ALONE = "Chart of a series"
HEIGHT = 240


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
        f"{figure.year} {figure.value:.{figure.indicator.decimals}f}" for figure in known
    )
    ours = findings.alternative(
        KIND if latest.indicator.has_interval else KIND_ALONE, title, [latest]
    )
    return Figure(
        id=figure_id,
        title=title,
        subtitle=f"{latest.indicator.title}, {latest.area.name} and England, "
        f"from {known[0].year} until {latest.year}, {latest.indicator.unit}",
        description=f"{ours} The years: {told}.",
        source=findings.source([latest]),
        note=findings.note([latest]),
        chart=_chart(figures, england, narrow=False),
        narrow=_chart(figures, england, narrow=True),
        table=series_table(
            figures, england, f"{figure_id}-data", f"{latest.indicator.title}, by year"
        ),
    )


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


def _chart(figures: Sequence[Shown], england: dict[str, float | None], *, narrow: bool) -> Any:
    import altair as alt

    names = {_place(figure): _label(figure) for figure in figures}
    ours = [_point(f, run) for run, part in enumerate(segments(figures)) for f in part]
    theirs = _england(figures, england)
    ends = [point["year"] for point in [*ours, *theirs]]
    shown = [place for place in sorted(names) if min(ends) <= place <= max(ends)]
    across = alt.X(
        "label:O",
        title=None,
        sort=[names[place] for place in shown],
        scale=alt.Scale(domain=[names[place] for place in shown]),
        axis=alt.Axis(labelAngle=-90 if narrow else -45, grid=False),
    )
    unit = figures[0].indicator.unit.capitalize()
    domain = alt.Scale(zero=False, nice=False, domain=_reach([*ours, *theirs]))
    up = alt.Y("value:Q", title=unit, scale=domain)
    layers = _breaks(figures, shown)
    # England's mark is the smaller and lies on top, so that neither hides the other.
    for name, points, colour, shape, dash, size in (
        (figures[0].area.name, ours, theme.AREA, "circle", [1, 0], 120),
        ("England", theirs, theme.ENGLAND, "diamond", [5, 4], 60),
    ):
        if not points:
            continue
        data = alt.Chart(records(points))
        layers.append(
            data.mark_line(color=colour, strokeDash=dash, strokeWidth=2).encode(
                x=across, y=up, detail="run:N"
            )
        )
        layers.append(
            data.transform_filter("isValid(datum.lower)")
            .mark_rule(color=colour, strokeWidth=1.5)
            .encode(x=across, y=alt.Y("lower:Q", title=unit), y2="upper:Q")
        )
        layers.append(
            data.mark_point(
                fill=colour, stroke="white", strokeWidth=1, shape=shape, size=size, opacity=1
            ).encode(
                x=across,
                y=up,
                tooltip=[alt.Tooltip("label:O", title="Year"), alt.Tooltip("value:Q", title=name)],
            )
        )
    entries = [
        Entry(figures[0].area.name, "circle", theme.AREA),
        Entry("England", "diamond", theme.ENGLAND),
    ]
    plot = alt.layer(*layers).properties(
        width=(theme.NARROW - 75) if narrow else (theme.WIDE - 85), height=HEIGHT
    )
    return finished(above(entries, plot, narrow=narrow), narrow=narrow)


def _point(figure: Shown, run: int) -> dict[str, Any]:
    return {
        "year": _place(figure),
        "label": _label(figure),
        "value": figure.value,
        "lower": figure.number(Obs.LOWER),
        "upper": figure.number(Obs.UPPER),
        "run": run,
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
        place = {"year": _place(figure), "label": _label(figure)}
        points.append({**place, "value": value, "run": run})
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
    return follows(earlier.period, later.period, later.period_kind)


def _place(figure: Shown) -> int:
    """Where a period stands in the series: a year by its number, any other by its first day."""
    if figure.period_kind == PeriodKind.FINANCIAL_YEAR:
        return first_year(figure.period)
    return first_day(figure.period, figure.period_kind).toordinal()


def _label(figure: Shown) -> str:
    if figure.period_kind != PeriodKind.FINANCIAL_YEAR:
        return figure.year
    year = first_year(figure.period)
    return f"{year} to {(year + 1) % 100:02d}"


def _breaks(figures: Sequence[Shown], shown: list[int]) -> list[Any]:
    import altair as alt

    broken = [
        figure
        for figure in figures
        if figure.row.get(Obs.BREAK_BEFORE) and _place(figure) in shown[1:]
    ]
    if not broken:
        return []
    marks = alt.Chart(records([{"label": _label(figure)} for figure in broken]))
    return [
        marks.mark_rule(strokeDash=[2, 3], color=theme.OTHERS, strokeWidth=1.5).encode(
            x=alt.X("label:O", bandPosition=0)
        ),
        marks.mark_text(
            text="break", angle=270, align="right", dx=-4, dy=10, fontSize=theme.TEXT_NARROW
        ).encode(x=alt.X("label:O", bandPosition=0), y=alt.value(0)),
    ]
