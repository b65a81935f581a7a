"""Shared parts of the charts: data inline as plain records, house style, fixed names."""

from __future__ import annotations

from typing import Any

from helpers.display import theme


def records(rows: list[dict[str, object]]) -> Any:
    """Return rows as inline data of a chart, without a frame in between."""
    import altair as alt

    return alt.Data(values=rows)  # type: ignore[no-untyped-call]


def tooltip(*fields: tuple[str, str]) -> Any:
    """Say what a mark shows when it is pointed at: fields that hold words, each with its name.

    Parameters
    ----------
    *fields : tuple of str
        Field of the data and its name for people; the words are those of the table.
    """
    import altair as alt

    return [alt.Tooltip(f"{field}:N", title=title) for field, title in fields]


def finished(chart: Any, *, narrow: bool) -> Any:
    """Give a chart the house style.

    Parameters
    ----------
    chart : altair.Chart
        Any chart without a configuration of its own.
    narrow : bool
        Whether it is the narrow cut.
    """
    return chart.configure(**theme.config(narrow=narrow))


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
