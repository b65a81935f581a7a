"""One executed notebook as one HTML page that can travel alone by e-mail.

Rendering goes through nbconvert with a template of our own: no network, no
script, one style sheet named by its digest in the page's security policy.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from jinja2 import Environment
from markupsafe import Markup
from nbconvert.exporters import TemplateExporter
from nbformat import NotebookNode, from_dict

from helpers.base.packed import LETTERS
from helpers.base.samples_mark import SAMPLE_MARK
from helpers.publication.blocks import BlockMaker, FigureBlock, TableBlock
from helpers.publication.body import Body, read_body, uses_sample_data
from helpers.publication.charts import ChartRenderer
from helpers.publication.context import CheckedData, CheckedFile, PageContext, PageFile
from helpers.publication.identifiers import Identifiers
from helpers.publication.layer import Layer, interactive_layer, packed_charts
from helpers.publication.markdown import Prose, inline
from helpers.publication.outputs import OutputReader
from helpers.publication.templates import as_text, environment

__all__ = ["CheckedData", "CheckedFile", "PageContext", "PageFile", "render_page"]

MOST_DESCRIPTION = 300


class PageExporter(TemplateExporter):
    """nbconvert's exporter with our template alone: no theme, no filter, no folder of Jupyter's."""

    file_extension = ".html"
    output_mimetype = "text/html"

    def _template_file_default(self) -> str:
        return "page.html.j2"

    def _create_environment(self) -> Environment:
        return environment()

    def _get_conf(self) -> dict[str, Any]:
        # Templates that the machine has installed must not change a page.
        return {}

    def _preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        # There is nothing to preprocess, and the copies made for it cost more than the page.
        return nb, resources


@dataclass(frozen=True)
class Item:
    """One figure or table, in the list of the data inside the page."""

    anchor: str
    number: str
    title: str


@dataclass(frozen=True)
class PageView:
    """A page's own words and its body, as the template sees them."""

    context: PageContext
    body: Body
    sample: bool

    @property
    def sample_sentence(self) -> str:
        """The words that mark sample data, everywhere the same."""
        return SAMPLE_MARK

    @property
    def heading(self) -> str:
        """The first heading."""
        return self.context.title or self.body.title or self.context.theme_title

    @property
    def kicker(self) -> tuple[str, ...]:
        """Theme and council above the heading, where the heading does not say them."""
        parts = (self.context.theme_title, self.context.area_name)
        return tuple(part for part in parts if part.lower() not in self.heading.lower())

    @property
    def name(self) -> str:
        """The document's title: what, whom, when, and whether it is real."""
        said = self.heading
        parts = (self.context.theme_title, self.context.area_name, self.context.period_label)
        rest = ", ".join(part for part in parts if part.lower() not in said.lower())
        named = f"{said} \N{EN DASH} {rest}" if rest else said
        return f"{SAMPLE_MARK} \N{EN DASH} {named}" if self.sample else named

    @property
    def description(self) -> str:
        """The first sentences, for a reader's list of results."""
        words = " ".join(Markup(" ").join((*self.body.lead, *self.body.points)).striptags().split())
        if len(words) <= MOST_DESCRIPTION:
            return words
        return words[:MOST_DESCRIPTION].rpartition(" ")[0] + "…"

    @property
    def sections(self) -> Iterator[tuple[str, str]]:
        """Anchor and words of each entry in the contents."""
        if self.context.changed:
            yield "what-changed", self.context.changed.heading
        for heading in self.body.headings:
            if heading.level == 2:
                yield heading.anchor, heading.text
        context = self.context
        if context.comment:
            yield "council-comment", "The council's comment"
        if context.caveats:
            yield "data-limits", "What the data cannot say"
        yield "data", "Data"
        yield "how-made", "How this page was made"
        if context.related:
            yield "related", "Related pages"
        yield "about", "About this page"
        if self.body.code:
            yield "code", "The code of this page"

    @property
    def citation(self) -> str:
        """How to cite the page."""
        context = self.context
        sample = f" {SAMPLE_MARK}." if self.sample else ""
        data = "; ".join(f"{one.dataset} ({one.publisher})" for one in context.data)
        return (
            f"{self.heading}. {context.area_name} ({context.area_code}), {context.period_label}. "
            f"Version {context.version}.{sample} Made with Care workbooks "
            f"{context.product_version}{f' from {data}' if data else ''}."
        )

    @property
    def items(self) -> tuple[Item, ...]:
        """Every figure and table, in the order of the page."""
        return tuple(
            Item(block.anchor, block.number, block.title)
            for block in (*self.body.opening, *self.body.blocks)
            if isinstance(block, FigureBlock | TableBlock)
        )

    @property
    def layer(self) -> Layer | None:
        """The interactive layer, where it is wanted and there is a chart to draw."""
        return interactive_layer() if self.context.interactive and self._figures else None

    @property
    def charts(self) -> Markup:
        """The charts of the page, packed for the layer."""
        return packed_charts((block.anchor, block.figure) for block in self._figures)

    @property
    def letters(self) -> str:
        """The letters that the layer unpacks from."""
        return LETTERS

    @cached_property
    def _figures(self) -> tuple[FigureBlock, ...]:
        blocks = (*self.body.opening, *self.body.blocks)
        return tuple(block for block in blocks if isinstance(block, FigureBlock))

    def inline(self, text: str) -> Markup:
        """Render one sentence of the context."""
        return inline(text)


def render_page(notebook: NotebookNode, context: PageContext, charts: ChartRenderer) -> str:
    """Render an executed notebook as a page.

    Parameters
    ----------
    notebook : NotebookNode
        The notebook with its outputs; it is not changed.
    context : PageContext
        What the page says of its data, its version and its making.
    charts : ChartRenderer
        Draws the charts; one for a whole run.

    Returns
    -------
    str
        The page, the same bytes for the same notebook and context.

    Raises
    ------
    PublicationError
        When a cell failed, or a chart or table cannot be published.
    """
    sample = context.sample or uses_sample_data(notebook)
    identifiers = Identifiers()
    prose = Prose(identifiers)
    words = (context.area_name, context.theme_title)
    maker = BlockMaker(charts, identifiers, ("sample data", *words) if sample else words)
    body = read_body(notebook, prose, OutputReader(maker, prose))
    view = PageView(context, body, sample)
    # The body is read above, so that nbconvert need not copy a megabyte of outputs.
    cells: dict[str, Any] = {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    bare = from_dict(cells)  # type: ignore[no-untyped-call]
    html, _ = _exporter().from_notebook_node(bare, resources={"page": view})
    return as_text(html)


@cache
def _exporter() -> PageExporter:
    return PageExporter(default_preprocessors=[])  # type: ignore[no-untyped-call]
