"""The house style of charts: colours of the Analysis Function, a bundled font, calm axes."""

from __future__ import annotations

from typing import Any

from helpers.base.fonts import FONT

AREA = "#12436D"
ENGLAND = "#F46A25"
REGION = "#28A197"
OTHERS = "#6E6E6E"
FAINT = "#8A8A8A"
INK = "#1A1A1A"
GRID = "#DADADA"

WIDE = 640
NARROW = 290
TEXT = 14
TEXT_NARROW = 12


def config(*, narrow: bool) -> dict[str, Any]:
    """Vega-Lite configuration of every chart.

    Parameters
    ----------
    narrow : bool
        Whether the chart is the narrow cut, for a screen of 320 pixels.
    """
    size = TEXT_NARROW if narrow else TEXT
    return {
        "background": "white",
        "font": FONT,
        "view": {"stroke": None},
        "axis": {
            "labelFontSize": size,
            "titleFontSize": size,
            "titleFontWeight": "normal",
            "labelColor": INK,
            "titleColor": INK,
            "gridColor": GRID,
            "domainColor": OTHERS,
            "tickColor": OTHERS,
            "labelLimit": 110 if narrow else 300,
        },
        "title": {"fontSize": size, "fontWeight": "bold", "anchor": "start", "color": INK},
        "text": {"fontSize": size, "color": INK},
        "legend": {"disable": True},
    }
