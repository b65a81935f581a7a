"""Pages on paper: tables open, tools away, figures whole, a tagged document of few pages."""

from __future__ import annotations

import re

import pytest

pytestmark = pytest.mark.browser

MOST_PAGES = {"report": 19, "carers": 13}
"""Of A4, with every table open: placements has twelve tables, one of them of all councils."""


def test_paper_shows_the_tables_and_not_the_tools(opened):
    window = opened("report")
    window.emulate_media(media="print")
    closed = [
        table.evaluate("table => table.closest('figure').id")
        for table in window.locator("details:not(.repeated) table").all()
        if table.bounding_box() is None or table.bounding_box()["height"] < 20
    ]
    assert closed == []
    for tool in (".contents", ".csv", ".skip", ".source-code", ".explore", ".live"):
        assert not window.locator(tool).first.is_visible()
    assert window.locator(".figure svg.wide:visible").count() == window.locator("figure").count()
    assert window.locator("svg.narrow:visible").count() == 0


def test_a_table_that_was_shown_above_is_named_and_not_repeated(opened):
    window = opened("carers")
    window.emulate_media(media="print")
    repeated = window.locator("details.repeated")
    assert repeated.count() > 1
    for number in range(repeated.count()):
        assert not repeated.nth(number).locator("table").is_visible()
        words = repeated.nth(number).locator("+ .on-paper").inner_text()
        named = re.fullmatch(r"The figures of this chart are those of (Table \d+)\.", words)[1]
        assert window.locator(".standing caption", has_text=f"{named}:").is_visible()


def test_figures_tables_and_rows_are_not_split(opened):
    window = opened("report")
    window.emulate_media(media="print")
    for css in (".figure > .chart", "figcaption", "tr", ".notice"):
        whole = window.eval_on_selector_all(
            css, "all => all.every(part => getComputedStyle(part).breakInside === 'avoid')"
        )
        assert whole, css


@pytest.mark.parametrize("kind", ["report", "carers"])
def test_the_document_is_tagged_and_short(opened, kind):
    content = opened(kind).pdf(prefer_css_page_size=True, tagged=True)
    assert b"/StructTreeRoot" in content
    assert re.search(rb"/MarkInfo\s*<<[^>]*/Marked true", content)
    assert b"/Lang" in content
    leaves = len(re.findall(rb"/Type\s*/Page\b(?!s)", content))
    assert 5 < leaves <= MOST_PAGES[kind]


def test_a_long_table_is_printed_whole(opened):
    window = opened("quality")
    window.emulate_media(media="print")
    table = window.locator("table.cards").first
    assert table.evaluate("e => getComputedStyle(e).display") == "table"
    assert table.locator("tbody tr").count() == 99
    assert (
        window.evaluate("getComputedStyle(document.querySelector('.scroll')).overflowX")
        == "visible"
    )
