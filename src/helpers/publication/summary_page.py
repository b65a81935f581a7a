"""The two-page summary as one HTML file made for A4, in the house style."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markupsafe import Markup

from helpers import __version__
from helpers.base.samples_mark import SAMPLE_MARK
from helpers.publication.charts import ChartRenderer
from helpers.publication.export import Exported, publish_export
from helpers.publication.markdown import inline
from helpers.publication.summary import Summary, summarise
from helpers.publication.svg_marks import page_svg
from helpers.publication.templates import FOLDER, Style, as_text, environment
from helpers.publication.version_read import ReadVersion

STYLE_SHEETS = ("house.css", "tables.css", "figures.css", "modes.css", "summary.css")
"""The house style, and what makes it two sheets of A4."""

HIGHEST_CHART = 460.0
"""Pixels of the highest narrow chart that has room on the first page."""

_COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
_MARGIN = re.compile(r"\n\s*")
_HEIGHT = re.compile(r'height="([\d.]+)"')


@dataclass(frozen=True)
class Chart:
    """The chart of the summary in its two cuts."""

    wide: Markup
    narrow: Markup


@dataclass(frozen=True)
class SummaryView:
    """A summary as its template sees it."""

    summary: Summary
    chart: Chart | None
    product_version: str = __version__
    sample_sentence: str = SAMPLE_MARK

    @property
    def sample(self) -> bool:
        """Whether the figures are invented."""
        return self.summary.version.manifest.sample

    @property
    def heading(self) -> str:
        """The first heading: theme and council."""
        manifest = self.summary.version.manifest
        return manifest.theme.title_for(manifest.area.name)

    def inline(self, text: str) -> Markup:
        """Render one sentence."""
        return inline(text)


@cache
def summary_style() -> Style:
    """Read the style sheets once, and the policy that lets them in."""
    sheets = [(FOLDER / name).read_text(encoding="utf-8") for name in STYLE_SHEETS]
    css = _MARGIN.sub("\n", _COMMENT.sub("", "\n".join(sheets))).strip()
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    return Style(Markup(css), policy)


def render_summary(summary: Summary, charts: ChartRenderer) -> str:
    """Render a summary as a page.

    Parameters
    ----------
    summary : Summary
        What it says.
    charts : ChartRenderer
        Draws its chart.

    Returns
    -------
    str
        The page, the same bytes for the same version.

    Raises
    ------
    PublicationError
        When its chart cannot be drawn.
    """
    view = SummaryView(summary, _chart(summary, charts))
    template = environment().get_template("summary.html.j2")
    return as_text(template.render(view=view, style=summary_style()))


def export_summary(version: ReadVersion, into: Path, charts: ChartRenderer) -> Exported:
    """Write the two-page summary of a version.

    Parameters
    ----------
    version : ReadVersion
        The version.
    into : Path
        Folder of the version's exports; what an earlier export of a summary left is replaced.
    charts : ChartRenderer
        Draws the chart.

    Raises
    ------
    DisclosureRefused
        When it would show a figure that its source suppresses.
    PublicationError
        When it cannot be made, or the folder cannot be written.
    """
    manifest = version.manifest
    summary = summarise(version)
    name = f"summary-{manifest.area.slug}-{manifest.theme.slug}-{manifest.period}.html"
    page = render_summary(summary, charts)
    drawn = summary.figure.figure.model_dump(mode="json") if summary.figure else {}
    return publish_export(version, into / "summary", {name: page.encode()}, drawn)


def _chart(summary: Summary, charts: ChartRenderer) -> Chart | None:
    if summary.figure is None:
        return None
    figure = summary.figure.figure
    # On paper the narrow cut stands beside the directions, in letters of its full size.
    narrow = charts.svg(figure.id, figure.narrow)
    height = _HEIGHT.search(narrow)
    if height is None or float(height[1]) > HIGHEST_CHART:
        return None
    drawn = {"wide": charts.svg(figure.id, figure.wide), "narrow": narrow}
    return Chart(
        **{
            cut: page_svg(svg, name=f"chart-{cut}", words=figure.description, css_class=cut)
            for cut, svg in drawn.items()
        }
    )
