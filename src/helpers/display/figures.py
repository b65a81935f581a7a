"""A chart with all that a page needs of it, shown interactively in JupyterLab."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from helpers.display.tables import Table

FIGURE_MIME = "application/vnd.care-workbooks.figure+json"
# JupyterLab 4 draws Vega-Lite by the viewer of version 5, from within itself; the stock
# renderer of version 6 would load scripts from elsewhere, which a proxy or a tunnel stops.
LAB_MIME = "application/vnd.vegalite.v5+json"
LAB_SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"


class Chart(Protocol):
    """What can be drawn: a chart of this house, or Altair's own."""

    def to_dict(self, validate: bool = True) -> dict[str, Any]:
        """Return it as Vega-Lite."""


@dataclass(frozen=True)
class Figure:
    """A chart, its words and its data.

    Attributes
    ----------
    id : str
        Name of the figure within its page.
    title : str
        The finding, computed.
    subtitle : str
        Measure, geography, period and unit.
    description : str
        Text alternative with the figures in it.
    source, note : str
        Where the data are from, and how they stand.
    chart, narrow : Chart
        The chart for a desk and for a telephone; an analyst may add to `chart` as to one of
        Altair's.
    table : Table
        The figures drawn.
    """

    id: str
    title: str
    subtitle: str
    description: str
    source: str
    note: str
    chart: Chart
    narrow: Chart
    table: Table

    def plain(self) -> dict[str, Any]:
        """Return the figure as plain values, for the page."""
        return {
            "id": self.id,
            "title": self.title,
            "subtitle": self.subtitle,
            "description": self.description,
            "source": self.source,
            "note": self.note,
            "wide": self.chart.to_dict(validate=False),
            "narrow": self.narrow.to_dict(validate=False),
            "table": self.table.plain(),
        }

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        plain = self.plain()
        in_lab = dict(plain["wide"])
        in_lab["$schema"] = LAB_SCHEMA
        in_lab["title"] = {"text": self.title, "subtitle": self.subtitle, "offset": 12}
        return {
            FIGURE_MIME: plain,
            LAB_MIME: in_lab,
            "text/plain": f"{self.title}\n{self.description}",
        }
