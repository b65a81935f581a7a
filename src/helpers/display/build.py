"""Parts of charts in words of Vega-Lite: data inline, channels, layers, house style."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from helpers.display import theme
from helpers.display.spec import Spec, whole

Part = dict[str, Any]
"""A part of a specification; it may stand in several places, and is never changed."""


def records(rows: Sequence[Part]) -> Part:
    """Return rows as inline data of a chart, without a frame in between."""
    return {"values": list(rows)}


def amount(field: str, **more: Any) -> Part:
    """Return a channel of a number, with whatever else Vega-Lite knows of channels."""
    return {"field": field, "type": "quantitative", **more}


def kind(field: str, **more: Any) -> Part:
    """Return a channel of names without an order."""
    return {"field": field, "type": "nominal", **more}


def step(field: str, **more: Any) -> Part:
    """Return a channel of names with an order."""
    return {"field": field, "type": "ordinal", **more}


def fixed(value: float) -> Part:
    """Return a channel that is the same for every mark, in pixels."""
    return {"value": value}


def drawn(mark: str, style: Part, channels: Part, **more: Any) -> Part:
    """Return one layer.

    Parameters
    ----------
    mark : str
        What is drawn, such as "point".
    style : dict
        How all marks of it look.
    channels : dict
        What each shows where: x, y, color and their like.
    **more
        Data, where it is not that of the whole view; transforms.
    """
    return {"mark": {"type": mark, **style}, "encoding": channels, **more}


def where(condition: str) -> list[Part]:
    """Return the transform that leaves out rows of which a condition does not hold."""
    return [{"filter": condition}]


def stacked(views: Sequence[Part], spacing: int) -> Part:
    """Set views below each other."""
    return {"vconcat": list(views), "spacing": spacing}


def tooltip(*fields: tuple[str, str]) -> list[Part]:
    """Say what a mark shows when it is pointed at: fields that hold words, each with its name.

    Parameters
    ----------
    *fields : tuple of str
        Field of the data and its name for people; the words are those of the table.
    """
    return [kind(field, title=title) for field, title in fields]


def finished(view: Part, *, narrow: bool) -> Spec:
    """Give a chart the house style.

    Parameters
    ----------
    view : dict
        Any view without a configuration of its own.
    narrow : bool
        Whether the chart is the narrow cut.
    """
    return whole(view, theme.config(narrow=narrow))


HAS_LIMITS = "isValid(datum.lower)"
NARROW_LINE = 30
WIDE_LINE = 70
NARROW_LABEL = 15
# Vega breaks a label where an expression says so, and nowhere else.
BROKEN_LABELS = "split(datum.label, '\\n')"


def label(text: str, *, narrow: bool) -> str:
    """Break a label beside an axis into lines, where the cut is narrow."""
    if not narrow:
        return text
    lines = wrapped(text, narrow=True, limit=NARROW_LABEL)
    return lines if isinstance(lines, str) else "\n".join(lines)


def wrapped(text: str, *, narrow: bool, limit: int = 0) -> str | list[str]:
    """Break a panel's title into lines that fit the cut."""
    limit = limit or (NARROW_LINE if narrow else WIDE_LINE)
    lines, line = [], ""
    for word in text.split():
        if line and len(line) + len(word) + 1 > limit:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return [*lines, line] if lines else line
