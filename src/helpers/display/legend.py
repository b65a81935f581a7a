"""A legend above a chart: marks and names in lines of their own, which can never collide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from helpers.display import theme
from helpers.display.build import Part, drawn, fixed, kind, records, stacked

LINE = 18
# A short line or a ring for what is drawn as one; all other marks are filled.
LINE_SHAPE = "stroke"
RING_SHAPE = "ring"
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


def above(entries: Sequence[Entry], chart: Part, *, narrow: bool, left: int = LEFT) -> Part:
    """Set a legend above a chart.

    Parameters
    ----------
    entries : sequence of Entry
        From the top.
    chart : dict
        The view below.
    narrow : bool
        Whether it is the narrow cut.
    left : int
        Where the marks stand, from the axis; negative to stand above its labels.
    """
    size = theme.TEXT_NARROW if narrow else theme.TEXT
    layers = []
    for number, entry in enumerate(entries):
        down = LINE * number + LINE / 2
        data = records([{"label": entry.text, "key": entry.key}])
        hollow = entry.shape in {LINE_SHAPE, RING_SHAPE}
        shape = "circle" if entry.shape == RING_SHAPE else entry.shape
        mark = {"shape": shape, "filled": not hollow, "color": entry.colour}
        mark |= {"strokeWidth": 2.5} if hollow else {}
        layers.append(
            drawn(
                "point",
                {**mark, "size": 90, "opacity": 1},
                {"x": fixed(left), "y": fixed(down)},
                data=data,
            )
        )
        layers.append(
            drawn(
                "text",
                {"align": "left", "baseline": "middle", "fontSize": size},
                {"x": fixed(left + 12), "y": fixed(down), "text": kind("label")},
                data=data,
            )
        )
    lines = {"layer": layers, "width": FRAME, "height": LINE * len(entries)}
    return stacked([lines, chart], spacing=6)
