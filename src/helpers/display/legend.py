"""A legend above a chart: marks and names in lines of their own, which can never collide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from helpers.display import theme
from helpers.display.build import records

LINE = 18
# A short line for what is drawn as one; all other marks are filled.
LINE_SHAPE = "stroke"
LEFT = 8
# The frame only has to be there: what is drawn may be wider.
FRAME = 100


@dataclass(frozen=True)
class Entry:
    """One line of a legend.

    Attributes
    ----------
    text : str
        Name, with a value where the chart has room for it nowhere else.
    shape, colour : str
        The mark.
    key : str
        Observation that a value in the text belongs to, for the disclosure scan.
    """

    text: str
    shape: str
    colour: str
    key: str = ""


def above(entries: Sequence[Entry], chart: Any, *, narrow: bool, left: int = LEFT) -> Any:
    """Set a legend above a chart.

    Parameters
    ----------
    entries : sequence of Entry
        From the top.
    chart : altair.Chart
        The chart below.
    narrow : bool
        Whether it is the narrow cut.
    left : int
        Where the marks stand, from the axis; negative to stand above its labels.
    """
    import altair as alt

    layers = []
    for number, entry in enumerate(entries):
        down = LINE * number + LINE / 2
        row: dict[str, object] = {"label": entry.text, "key": entry.key}
        one = alt.Chart(records([row]))
        layers.append(
            one.mark_point(
                shape=entry.shape,
                filled=entry.shape != LINE_SHAPE,
                color=entry.colour,
                size=90,
                strokeWidth=2.5 if entry.shape == LINE_SHAPE else 0,
                opacity=1,
            ).encode(x=alt.value(left), y=alt.value(down))
        )
        layers.append(
            one.mark_text(
                align="left",
                baseline="middle",
                fontSize=theme.TEXT_NARROW if narrow else theme.TEXT,
            ).encode(x=alt.value(left + 12), y=alt.value(down), text="label:N")
        )
    lines = alt.layer(*layers).properties(width=FRAME, height=LINE * len(entries))
    return alt.vconcat(lines, chart, spacing=6)
