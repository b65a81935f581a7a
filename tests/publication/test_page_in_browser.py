"""Pages opened in a real browser: rules of accessibility, small screens, no script, no network."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from helpers.publication.csv_link import csv_text
from helpers.publication.emitted import Table
from publication.examples import HOSTILE, figure

pytestmark = pytest.mark.browser

KINDS = ["page", "sample", "hostile"]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPEN = "document.querySelectorAll('details').forEach(part => part.open = true)"
LEAST_TEXT = 11


@pytest.fixture
def opened(chromium, pages):
    """Open a page in a fresh window; everything it asks for and complains of is kept."""
    contexts = []

    def open_page(kind, *, width=1280, **options):
        context = chromium.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        window = context.new_page()
        window.asked, window.said = [], []
        window.on("request", lambda request: window.asked.append(request.url))
        window.on("console", lambda message: window.said.append(message.text))
        window.on("dialog", lambda dialog: window.said.append(dialog.message) or dialog.dismiss())
        window.goto(pages[kind].as_uri())
        return window

    yield open_page
    for context in contexts:
        context.close()


def violations(window):
    found = Axe().run(window, options={"runOnly": {"type": "tag", "values": RULES}})
    return [
        (rule["id"], [node["html"][:200] for node in rule["nodes"]])
        for rule in found.response["violations"]
    ]


@pytest.mark.parametrize("unfolded", [False, True], ids=["folded", "unfolded"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(opened, kind, width, scheme, unfolded):
    window = opened(kind, width=width, color_scheme=scheme)
    if unfolded:
        window.evaluate(OPEN)
    assert violations(window) == []


def test_axe_would_find_something(opened):
    window = opened("page")
    window.evaluate("document.querySelector('.chart svg').removeAttribute('aria-label')")
    assert [rule for rule, _ in violations(window)] == ["svg-img-alt"]


@pytest.mark.parametrize("kind", KINDS)
def test_no_request_leaves_the_page_and_nothing_is_refused(opened, pages, kind):
    window = opened(kind)
    window.evaluate(OPEN)
    window.wait_for_timeout(200)
    assert [url for url in window.asked if not url.startswith("data:")] == [pages[kind].as_uri()]
    assert window.said == []
    assert window.evaluate("document.scripts.length") == 0


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("width", [320, 768])
def test_nothing_scrolls_sideways(opened, kind, width):
    window = opened(kind, width=width)
    window.evaluate(OPEN)
    assert window.evaluate("document.documentElement.scrollWidth") <= width


def test_nothing_is_lost_with_wide_text_spacing(opened):
    window = opened("page", width=320, bypass_csp=True)
    window.add_style_tag(
        content="* { line-height: 1.5 !important; letter-spacing: 0.12em !important; "
        "word-spacing: 0.16em !important } p { margin-bottom: 2em !important }"
    )
    window.evaluate(OPEN)
    assert window.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize(("width", "cut"), [(320, "narrow"), (1280, "wide")])
def test_charts_are_there_without_script_one_cut_each(opened, width, cut):
    window = opened("page", width=width, java_script_enabled=False)
    drawings = window.locator(".chart svg:visible")
    assert drawings.count() == 2
    for number in range(2):
        drawing = drawings.nth(number)
        assert drawing.get_attribute("class") == cut
        box = drawing.bounding_box()
        assert box["width"] > 250
        assert box["height"] > 100
        assert drawing.locator("text").count() > 5


def test_a_chart_has_a_name_in_the_accessibility_tree(opened):
    window = opened("page")
    assert window.get_by_role("img", name=re.compile("^Dots with intervals")).count() == 1
    assert window.get_by_role("figure", name=re.compile("Fewer people move")).count() == 1


def test_text_in_the_narrow_charts_can_be_read_on_a_telephone(opened):
    window = opened("page", width=320)
    sizes = window.evaluate(
        """[...document.querySelectorAll('svg.narrow')].flatMap(svg => {
            const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
            return [...svg.querySelectorAll('text')].map(
                text => parseFloat(getComputedStyle(text).fontSize) * scale)})"""
    )
    assert len(sizes) > 10
    assert min(sizes) >= LEAST_TEXT


def test_a_chart_of_display_width_fills_the_telephone_without_overflow(opened):
    window = opened("page", width=320)
    for box in [one.bounding_box() for one in window.locator("svg.narrow").all()]:
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 320


def test_hostile_names_are_read_as_they_are_written(opened):
    window = opened("hostile")
    window.evaluate(OPEN)
    heading = window.locator("h1").inner_text()
    assert all(" ".join(name.split()) in heading for name in HOSTILE)
    assert window.locator("main img, main script, main b").count() == 0
    assert window.locator("tr[data-area]").first.get_attribute("data-indicator") == "2C"
    assert window.title().count("<script>") == 1


def test_the_csv_is_saved_without_a_network(opened, tmp_path):
    window = opened("page")
    with window.expect_download() as waiting:
        window.get_by_role("link", name="Figure 1 as CSV").click()
    saved = waiting.value
    assert saved.suggested_filename == "exampleshire-placements-figure-1.csv"
    saved.save_as(tmp_path / "saved.csv")
    written = csv_text(Table.model_validate(figure()["table"]))
    assert (tmp_path / "saved.csv").read_bytes() == written.encode()


def test_the_first_stop_skips_to_the_main_part(opened):
    window = opened("page")
    window.keyboard.press("Tab")
    assert window.evaluate("document.activeElement.className") == "skip"
    assert window.locator(".skip").bounding_box()["x"] >= 0
    window.keyboard.press("Enter")
    assert window.evaluate("document.activeElement.id") == "main"


def test_every_stop_of_the_keyboard_can_be_seen(opened):
    window = opened("page", width=320)
    seen = set()
    for _ in range(60):
        window.keyboard.press("Tab")
        name, shown = window.evaluate(
            """(() => { const at = document.activeElement, style = getComputedStyle(at);
            return [at.outerHTML.slice(0, 120),
                style.boxShadow !== 'none' || style.outlineStyle !== 'none'] })()"""
        )
        if name.startswith("<body"):
            break
        assert shown, name
        seen.add(name)
    assert len(seen) > 15
    assert not any(name.startswith("<div") and "scroll" not in name for name in seen)


def test_a_wide_table_is_scrolled_by_keyboard(opened):
    window = opened("page", width=320)
    region = window.locator(".scroll[tabindex]").first
    region.focus()
    window.keyboard.press("ArrowRight")
    # Asked again from here: the page's own policy forbids the waiting that Playwright does in it.
    for _ in range(100):
        if region.evaluate("element => element.scrollLeft") > 0:
            break
        window.wait_for_timeout(50)
    assert region.evaluate("element => element.scrollLeft") > 0


@pytest.mark.parametrize("kind", KINDS)
def test_no_scrolling_region_is_out_of_the_keyboards_reach(opened, kind):
    window = opened(kind, width=320)
    window.evaluate(OPEN)
    unreachable = window.evaluate(
        """[...document.querySelectorAll('.scroll:not([tabindex])')]
            .filter(part => part.scrollWidth > part.clientWidth).length"""
    )
    assert unreachable == 0


def test_paper_shows_the_tables_and_not_the_tools(opened):
    window = opened("page")
    window.emulate_media(media="print")
    rows = window.locator("details table tbody tr").first
    assert rows.bounding_box()["height"] > 5
    for tool in (".contents", ".csv", ".skip", ".source-code pre"):
        assert not window.locator(tool).first.is_visible()
    assert window.locator("svg.wide").first.is_visible()
    assert not window.locator("svg.narrow").first.is_visible()


def test_forced_colours_keep_the_charts_readable(opened):
    window = opened("page", forced_colors="active")
    ground, text = window.evaluate(
        """[getComputedStyle(document.querySelector('.chart')).backgroundColor,
            getComputedStyle(document.querySelector('.chart svg.wide text')).fill]"""
    )
    assert ground == "rgb(255, 255, 255)"
    assert text == "rgb(20, 24, 28)"
