"""Placements beside the population, in words, tables and a chart; or what would be needed."""

from __future__ import annotations

from typing import Any

from helpers.base.period_kinds import YEAR_HEADING
from helpers.base.periods import spoken
from helpers.display import numbers, theme
from helpers.display.build import amount, drawn, finished, records, tooltip, wrapped
from helpers.display.figures import Figure
from helpers.display.legend import LINE_SHAPE, Entry, above
from helpers.display.spec import Spec
from helpers.display.tables import Column, Table
from helpers.indicators.demand import PlacementsDemand
from helpers.indicators.demand_definitions import Projected
from helpers.indicators.placements import PlacementsBesidePopulation, PlacementsChange
from helpers.methods.growth import GrowthRatio
from helpers.methods.rounding import half_up

KIND = "Chart of a projection"
SOURCE = (
    "Adult social care activity report; population estimates and projections of the Office for "
    "National Statistics; computed here"
)
EFFECTS = {
    "size": "more or fewer residents, as many at each age as before",
    "structure": "an older or younger population",
    "rate": "the rate at each age: more or fewer placements for the same residents",
}
VERDICTS = {
    "yes": "**They grew no faster than older residents.**",
    "no": "**They grew faster than older residents.**",
    "cannot tell": "**Whether they grew no faster than older residents cannot be told.**",
}
COLOURS = (theme.AREA, theme.REGION, theme.ENGLAND)
POINTED = (("scenario", "Assumption"), ("year", YEAR_HEADING), ("told", "People"))


def split_table(change: PlacementsChange, table_id: str) -> Table:
    """Table of what a change in placements is made of."""
    start, end = change.split.crude
    rows = [(f"In care homes on 31 March, {spoken(change.earlier)}", _whole(start))]
    rows += [
        (f"Change from {words}", _signed(change.split.effects[name]))
        for name, words in EFFECTS.items()
    ]
    rows.append((f"In care homes on 31 March, {spoken(change.later)}", _whole(end)))
    return Table(
        table_id,
        "What the change in placements is made of, in people",
        (Column("part", "Part"), Column("people_split", "People", numeric=True)),
        tuple(rows),
        tuple(None for _ in rows),
        "The parts are rounded one by one and may miss the whole change by one.",
        SOURCE,
    )


def kept_pace(beside: PlacementsBesidePopulation) -> str:
    """Say whether older people's placements grew no faster than older residents, and by how much.

    The test is one that a published strategy sets itself.
    """
    parts = [_ratio(age, ratio) for age, ratio in beside.ratios.items()]
    span = f"from {spoken(beside.earlier)} to {spoken(beside.later)}"
    return f"{VERDICTS[beside.verdict]} {' '.join(parts)} Counted {span}."


def _ratio(age: int, ratio: GrowthRatio) -> str:
    text = (
        f"Placements of people aged 65 and over changed by {_percent(ratio.people_growth)}, "
        f"residents aged {age} and over by {_percent(ratio.population_growth)}"
    )
    if ratio.ratio != ratio.ratio:
        return f"{text}."
    return (
        f"{text}: {ratio.ratio:.2f} times as many for each resident of that age as before (95% "
        f"interval {ratio.lower:.2f} to {ratio.upper:.2f})."
    )


def ahead_chart(ahead: PlacementsDemand, area_name: str, figure_id: str) -> Figure:
    """Draw placements to the projection's horizon, one line an assumption about the rate.

    Parameters
    ----------
    ahead : PlacementsDemand
        The projection.
    area_name : str
        The council.
    figure_id : str
        Name within the page.
    """
    lines = _lines(ahead)
    first = next(iter(lines))
    horizon = ahead.years[-1]
    low, high = lines[first][-1]["low"], lines[first][-1]["high"]
    title = f"{area_name}: {lines[first][-1]['told']} in {horizon} if today's rates stay"
    note = (
        f"Placements were counted for {spoken(ahead.counted)}; population projection of "
        f"{ahead.base}. With today's rates chance and the uncertainty of the base leave {low} to "
        f"{high} open for {horizon}; how the rate will move is in no interval."
    )
    if ahead.superseded:
        note += " This projection is superseded: an example and no outlook."
    told = "; ".join(f"{name}: {points[-1]['told']}" for name, points in lines.items())
    return Figure(
        id=figure_id,
        title=title,
        subtitle=f"People in long-term placements, {area_name}, {ahead.years[0]} to {horizon}",
        description=f"{KIND}. {title}. People in {horizon} by assumption: {told}.",
        source=SOURCE,
        note=note,
        chart=_chart(lines, narrow=False),
        narrow=_chart(lines, narrow=True),
        table=_ahead_table(ahead, f"{figure_id}-data"),
    )


def _lines(ahead: PlacementsDemand) -> dict[str, list[dict[str, Any]]]:
    return {
        scenario.label: [
            {
                "scenario": scenario.label,
                "year": year,
                "value": half_up(float(path.total[place])),
                "told": _whole(float(path.total[place])),
                "low": _whole(float(path.combined.lower[place])),
                "high": _whole(float(path.combined.upper[place])),
            }
            for place, year in enumerate(ahead.years)
        ]
        for scenario, projection in ahead.scenarios.items()
        for path in (projection.paths[projection.principal],)
    }


def _ahead_table(ahead: PlacementsDemand, table_id: str) -> Table:
    columns = (Projected.PEOPLE, Projected.LOWER, Projected.UPPER)
    rows = []
    for row in ahead.table.to_dicts():
        people, low, high = (numbers.count(row[name]) for name in columns)
        label = next(s.label for s in ahead.scenarios if s.name == row[Projected.SCENARIO])
        rows.append((label, row[Projected.VARIANT], str(row[Projected.YEAR]), people, low, high))
    return Table(
        table_id,
        "Placements ahead, by assumption, variant of the projection and year",
        (
            Column("scenario", "Assumption"),
            Column("variant", "Variant"),
            Column("period", YEAR_HEADING),
            Column("projected", "People", numeric=True),
            Column("low", "Lower limit", numeric=True),
            Column("high", "Upper limit", numeric=True),
        ),
        tuple(rows),
        tuple(None for _ in rows),
        "",
        SOURCE,
    )


def _chart(lines: dict[str, list[dict[str, Any]]], *, narrow: bool) -> Spec:
    every = [point for points in lines.values() for point in points]
    years = sorted({point["year"] for point in every})
    values = [point["value"] for point in every]
    room = (max(values) - min(values)) * 0.08 or 1.0
    across = amount(
        "year",
        title=None,
        scale={"nice": False, "zero": False, "domain": [years[0], years[-1]]},
        axis={"format": "d", "tickCount": 3 if narrow else 6, "grid": False},
    )
    domain = [max(min(values) - room, 0), max(values) + room]
    up = amount("value", title="People", scale={"zero": False, "nice": False, "domain": domain})
    layers, entries = [], []
    for number, (name, points) in enumerate(lines.items()):
        colour = COLOURS[number % len(COLOURS)]
        dash = ([1, 0], [6, 3], [2, 2])[number % 3]
        style = {"color": colour, "strokeDash": dash, "strokeWidth": 2.5}
        channels = {"x": across, "y": up, "tooltip": tooltip(*POINTED)}
        layers.append(drawn("line", style, channels, data=records(points)))
        told = wrapped(name, narrow=narrow, limit=34 if narrow else 90)
        text = name if isinstance(told, str) or not narrow else f"{told[0]} …"
        entries.append(Entry(f"{text}: {points[-1]['told']}", LINE_SHAPE, colour))
    plot = {
        "layer": layers,
        "width": (theme.NARROW - 75) if narrow else (theme.WIDE - 85),
        "height": 220,
    }
    return finished(above(entries, plot, narrow=narrow), narrow=narrow)


def _whole(number: float) -> str:
    return numbers.count(half_up(number))


def _signed(number: float) -> str:
    whole = int(half_up(number))
    return f"\N{MINUS SIGN}{abs(whole):,}" if whole < 0 else f"{whole:,}"


def _percent(share: float) -> str:
    plain = f"{abs(share) * 100:.1f}"
    return f"\N{MINUS SIGN}{plain}%" if share < 0 and float(plain) else f"{plain}%"
