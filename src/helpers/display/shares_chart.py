"""Shares of a whole as bars with their labels: the council's beside England's."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.display import findings, numbers, theme
from helpers.display.build import (
    BROKEN_LABELS,
    amount,
    drawn,
    finished,
    kind,
    label,
    records,
    tooltip,
)
from helpers.display.figures import Figure
from helpers.display.legend import LEFT, Entry, above
from helpers.display.observed import figures_table
from helpers.display.shown import Shown
from helpers.display.spec import Spec
from helpers.indicators.observations import Obs

KIND = "Bar chart"
BAND = 50
POINTED = (("name", "Part"), ("area", "Area"), ("told", "Value"))
# A long name begins above the labels of the axis, where the cut is narrow.
LABELS = -85


def shares_chart(figures: Sequence[Shown], figure_id: str) -> Figure:
    """Draw the parts of a whole, each as a pair of bars.

    Parameters
    ----------
    figures : sequence of Shown
        The breakdowns of one measure, with values.
    figure_id : str
        Name within the page.
    """
    largest = max(figures, key=lambda figure: figure.value or 0.0)
    title = f"{largest.area.name}: {_of_whole(largest)}"
    return Figure(
        id=figure_id,
        title=title,
        subtitle=f"{largest.indicator.title} and its parts, {largest.area.name} and England, "
        f"{largest.year}, {largest.indicator.unit}",
        description=_description(title, figures),
        source=findings.source(figures),
        note=findings.note(figures),
        chart=_chart(figures, narrow=False),
        narrow=_chart(figures, narrow=True),
        table=figures_table(figures, f"{figure_id}-data", f"{largest.indicator.title}: the parts"),
    )


def parts_chart(figures: Sequence[Shown], figure_id: str) -> Figure:
    """Draw the parts of one measure beside England's, where they need not make up a whole.

    Parameters
    ----------
    figures : sequence of Shown
        The breakdowns of one measure, with values; numbers are drawn without England's, which
        is of another size.
    figure_id : str
        Name within the page.
    """
    first = figures[0]
    largest = max(figures, key=lambda figure: figure.value or 0.0)
    says = _of_whole(largest) if _make_up_a_whole(figures) else _ends(figures)
    title = f"{first.area.name}: {says}"
    england = "" if first.indicator.is_number else " and England"
    # A title may say already what the parts are: "by hours a week".
    parts = "" if ", by " in first.indicator.title else ", by part"
    return Figure(
        id=figure_id,
        title=title,
        subtitle=f"{first.indicator.title}{parts}, {first.area.name}{england}, {first.year}, "
        f"{first.indicator.unit}",
        description=_description(title, figures),
        source=findings.source(figures),
        note=findings.note(figures[:1]),
        chart=_chart(figures, narrow=False),
        narrow=_chart(figures, narrow=True),
        table=figures_table(figures, f"{figure_id}-data", f"{first.indicator.title}: by part"),
    )


def _of_whole(largest: Shown) -> str:
    """Give the largest part of a whole by its two counts."""
    above, whole = (largest.number(name) or 0 for name in (Obs.NUMERATOR, Obs.DENOMINATOR))
    things = largest.indicator.things
    return f"{numbers.count(above)} of {numbers.count(whole)} {things} {_label(largest)}"


def _make_up_a_whole(figures: Sequence[Shown]) -> bool:
    """Whether parts are counted out of one number and add up to it."""
    wholes = {figure.number(Obs.DENOMINATOR) for figure in figures}
    counts = [figure.number(Obs.NUMERATOR) for figure in figures]
    known = [count for count in counts if count is not None]
    return len(known) == len(counts) > 1 and wholes == {sum(known)}


def _ends(figures: Sequence[Shown]) -> str:
    """Name the highest and the lowest part, as far as a title has room."""
    high = max(figures, key=lambda figure: figure.value or 0.0)
    low = min(figures, key=lambda figure: figure.value or 0.0)
    top, bottom = (f"{_label(figure)} ({_bare(figure)})" for figure in (high, low))
    both = f"highest {top}, lowest {bottom}"
    room = findings.WORDS_AT_MOST - len(high.area.name.split())
    return both if len(figures) > 1 and len(both.split()) <= room else f"highest {top}"


def _bare(figure: Shown) -> str:
    value = numbers.value(figure.value or 0.0, figure.indicator)
    return f"{value}%" if figure.indicator.unit == "per cent" else value


def _england(figure: Shown) -> float | None:
    """Return England's value, where it can stand on the same scale."""
    return None if figure.indicator.is_number else figure.number(Obs.ENGLAND)


def _description(title: str, figures: Sequence[Shown]) -> str:
    parts = []
    for figure in figures:
        england = _england(figure)
        theirs = ""
        if england is not None:
            theirs = f", England {numbers.with_unit(england, figure.indicator, above=True)}"
        ours = numbers.with_unit(figure.value or 0.0, figure.indicator)
        parts.append(f"{_label(figure)} {ours}{theirs}")
    return f"{KIND}. {title}. {'; '.join(parts)}."


def _label(figure: Shown) -> str:
    return figure.indicator.label_of(figure.breakdown)


def _chart(figures: Sequence[Shown], *, narrow: bool) -> Spec:
    rows: list[dict[str, object]] = []
    for figure in figures:
        england = _england(figure)
        own = figure.value or 0.0
        part = label(_label(figure), narrow=narrow)
        told = numbers.value(own, figure.indicator)
        row = {"part": part, "name": _label(figure), "kind": "own", "area": figure.area.name}
        value = numbers.published(own, figure.indicator)
        rows.append({**row, "value": value, "label": told, "told": told, "key": figure.key_text})
        if england is not None:
            theirs = numbers.value_above(england, figure.indicator)
            value = numbers.published(england, figure.indicator, above=True)
            row |= {"kind": "england", "area": "England"}
            rows.append({**row, "value": value, "label": f"England {theirs}", "told": theirs})
    order = list(dict.fromkeys(str(row["part"]) for row in rows))
    highest = max(float(str(row["value"])) for row in rows)
    places = {
        "y": kind(
            "part",
            title=None,
            sort=order,
            scale={"paddingInner": 0.25},
            axis={"labelExpr": BROKEN_LABELS},
        ),
        "yOffset": kind("kind", sort=["own", "england"]),
        "x": amount(
            "value",
            title=figures[0].indicator.unit.capitalize(),
            scale={"domain": [0, highest * (1.7 if narrow else 1.25)]},
            axis={"tickCount": 3 if narrow else 5},
        ),
    }
    colours = {"domain": ["own", "england"], "range": [theme.AREA, theme.ENGLAND]}
    coloured = {"color": kind("kind", scale=colours), "tooltip": tooltip(*POINTED)}
    style = {"align": "left", "dx": 5, "fontSize": theme.TEXT_NARROW}
    plot = {
        "layer": [
            drawn("bar", {}, {**places, **coloured}),
            drawn("text", style, {**places, "text": kind("label")}),
        ],
        "data": records(rows),
        "width": (theme.NARROW - 115) if narrow else (theme.WIDE - 220),
        "height": BAND * len(order),
    }
    entries = [Entry(figures[0].area.name, "square", theme.AREA)]
    if any(row["kind"] == "england" for row in rows):
        entries.append(Entry("England", "square", theme.ENGLAND))
    left = LABELS if narrow else LEFT
    return finished(above(entries, plot, narrow=narrow, left=left), narrow=narrow)
