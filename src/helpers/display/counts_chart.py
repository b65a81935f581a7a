"""The two counts of a share drawn apart: who is above the line, and who is below it."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.display import findings, numbers, theme
from helpers.display.build import (
    BROKEN_LABELS,
    Part,
    amount,
    drawn,
    finished,
    kind,
    label,
    records,
    stacked,
    tooltip,
    wrapped,
)
from helpers.display.figures import Figure
from helpers.display.observed import figures_table
from helpers.display.shown import Shown
from helpers.display.spec import Spec
from helpers.indicators.observations import Obs

KIND = "Bar charts of two counts"
BAND = 34
POINTED = (("name", "Period"), ("label", "Count"))


def counts_chart(figures: Sequence[Shown], figure_id: str) -> Figure:
    """Draw numerators and denominators in panels of their own, each figure a bar in both.

    Parameters
    ----------
    figures : sequence of Shown
        Figures of one share, earliest first; they may be of frameworks that do not compare.
    figure_id : str
        Name within the page.
    """
    told = [f"{_both(figure)} {figure.when}" for figure in figures]
    last = figures[-1]
    return Figure(
        id=figure_id,
        title=_title(figures),
        subtitle=f"{last.indicator.title}, {last.area.name}: its two counts",
        description=f"{KIND}. {last.area.name}. {last.indicator.title}: {'; '.join(told)}.",
        source=findings.source(figures),
        note=_note(figures),
        chart=_panels(figures, narrow=False),
        narrow=_panels(figures, narrow=True),
        table=figures_table(figures, f"{figure_id}-data", "The share and its two counts"),
    )


def _both(figure: Shown) -> str:
    above, below = figure.number(Obs.NUMERATOR), figure.number(Obs.DENOMINATOR)
    return f"{numbers.count(above or 0)} of {numbers.count(below or 0)}"


def _title(figures: Sequence[Shown]) -> str:
    """Give the counts of the first and the last figure, and say where they do not compare."""
    ends = figures if len(figures) < 3 else (figures[0], figures[-1])
    if len(figures) > 1 and _breaks(figures):
        return f"{', '.join(f'{_both(each)} ({each.year})' for each in ends)}: not comparable"
    return ", ".join(f"{_both(each)} {each.when}" for each in ends)


def _breaks(figures: Sequence[Shown]) -> list[str]:
    every = (str(figure.row.get(Obs.BREAK_BEFORE) or "") for figure in figures)
    return list(dict.fromkeys(why for why in every if why))


def _note(figures: Sequence[Shown]) -> str:
    """Say between which figures no comparison holds, and how they stand."""
    return " ".join(part for part in (*_breaks(figures), findings.note(figures)) if part)


def _panels(figures: Sequence[Shown], *, narrow: bool) -> Spec:
    last = figures[-1].indicator
    panels = [
        _panel(figures, column, words, narrow=narrow)
        for column, words in (
            (Obs.NUMERATOR, f"Above the line: {last.numerator[:1].lower()}{last.numerator[1:]}"),
            (
                Obs.DENOMINATOR,
                f"Below the line: {last.denominator[:1].lower()}{last.denominator[1:]}",
            ),
        )
    ]
    return finished(stacked(panels, spacing=16), narrow=narrow)


def _panel(figures: Sequence[Shown], column: Obs, words: str, *, narrow: bool) -> Part:
    rows: list[dict[str, object]] = [
        {
            "period": label(figure.year, narrow=narrow),
            "name": figure.year,
            "value": figure.number(column) or 0.0,
            "label": numbers.count(figure.number(column) or 0),
            "key": figure.key_text,
            # Grey for figures of a framework that has been replaced.
            "kind": figure.indicator.framework == figures[-1].indicator.framework,
        }
        for figure in figures
    ]
    order = list(dict.fromkeys(str(row["period"]) for row in rows))
    highest = max(float(str(row["value"])) for row in rows)
    places = {
        "y": kind("period", title=None, sort=order, axis={"labelExpr": BROKEN_LABELS}),
        "x": amount(
            "value",
            title=None,
            scale={"domain": [0, highest * (1.35 if narrow else 1.15) or 1.0]},
            axis={"tickCount": 3 if narrow else 5},
        ),
    }
    colour = {"condition": {"test": "datum.kind", "value": theme.AREA}, "value": theme.OTHERS}
    style = {"align": "left", "dx": 5, "fontSize": theme.TEXT_NARROW}
    return {
        "layer": [
            drawn("bar", {"size": 18}, {**places, "tooltip": tooltip(*POINTED), "color": colour}),
            drawn("text", style, {**places, "text": kind("label")}),
        ],
        "data": records(rows),
        "width": (theme.NARROW - 105) if narrow else (theme.WIDE - 160),
        "height": BAND * len(order),
        "title": {"text": wrapped(words, narrow=narrow)},
    }
