"""Every kind of page in a real browser: rules of accessibility, small screens, keyboard, network."""

from __future__ import annotations

from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe

from helpers.publication.csv_link import csv_text
from helpers.publication.emitted import Table
from publication.examples import HOSTILE, figure
from publication.looking import explored

pytestmark = pytest.mark.browser

REPORTS = ["report", "carers", "page", "hostile"]
KINDS = [*REPORTS, "scorecard", "quality", "extract", "unread"]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SPACED = """(() => { const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
        word-spacing: 0.16em !important } p { margin-bottom: 2em !important }`);
    document.adoptedStyleSheets = [sheet] })()"""
REACH = "document.documentElement.scrollWidth"


def violations(window):
    found = Axe().run(window, options={"runOnly": {"type": "tag", "values": RULES}})
    return [
        (rule["id"], [node["html"][:200] for node in rule["nodes"]])
        for rule in found.response["violations"]
    ]


@pytest.mark.parametrize(
    ("width", "scheme"), [(1280, "light"), (1280, "dark"), (320, "light")], ids=str
)
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_unfolded_and_after_every_button(opened, kind, width, scheme):
    window = opened(kind, width=width, color_scheme=scheme, unfolded=True)
    explored(window)
    assert violations(window) == []
    assert window.evaluate(REACH) <= width


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_before_anything_is_opened(opened, kind):
    assert violations(opened(kind)) == []


def test_axe_would_find_something(opened):
    window = opened("page")
    window.evaluate("document.querySelector('.chart svg').removeAttribute('aria-label')")
    assert [rule for rule, _ in violations(window)] == ["svg-img-alt"]


@pytest.mark.parametrize("kind", KINDS)
def test_no_request_leaves_the_page_and_nothing_is_refused(opened, pages, kind):
    window = opened(kind, unfolded=True)
    explored(window)
    window.wait_for_timeout(200)
    assert [url for url in window.asked if not url.startswith("data:")] == [pages[kind].as_uri()]
    assert window.said == []


@pytest.mark.parametrize("kind", ["page", "scorecard", "quality", "extract", "unread"])
def test_a_page_without_the_layer_has_no_script(opened, kind):
    assert opened(kind).evaluate("document.scripts.length") == 0


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_scrolls_sideways_however_the_text_is_spaced(opened, kind):
    window = opened(kind, width=320, unfolded=True)
    explored(window)
    assert window.evaluate(REACH) <= 320
    window.evaluate(SPACED)
    assert window.evaluate("getComputedStyle(document.querySelector('h1')).letterSpacing") != "0px"
    assert window.evaluate(REACH) <= 320
    window.set_viewport_size({"width": 768, "height": 900})
    assert window.evaluate(REACH) <= 768


@pytest.mark.parametrize("kind", KINDS)
def test_no_scrolling_region_is_out_of_the_keyboards_reach(opened, kind):
    window = opened(kind, width=320, unfolded=True)
    unreachable = window.evaluate(
        """[...document.querySelectorAll('.scroll:not([tabindex])')]
            .filter(part => part.scrollWidth > part.clientWidth)
            .map(part => part.innerText.slice(0, 80))"""
    )
    assert unreachable == []


@pytest.mark.parametrize("kind", ["quality", "extract", "report", "scorecard"])
def test_on_a_telephone_rows_are_cards_and_nothing_has_to_be_scrolled(opened, kind):
    window = opened(kind, width=320, unfolded=True)
    over = window.evaluate(
        """[...document.querySelectorAll('.scroll')].filter(part => part.querySelector('.cards'))
            .map(part => part.scrollWidth - part.clientWidth)"""
    )
    assert over
    assert max(over) <= 0
    alone = "[...document.querySelectorAll('.cards td')].filter(cell => cell.offsetHeight && !cell.innerText.trim())"
    assert window.evaluate(f"{alone}.length") == 0


@pytest.mark.parametrize("kind", ["report", "carers"])
def test_at_a_desk_no_table_has_to_be_scrolled_whatever_the_council_is_called(opened, kind):
    window = opened(kind, width=1280, unfolded=True)
    over = window.evaluate(
        """[...document.querySelectorAll('thead th')].forEach(head => {
            if (head.innerText.startsWith('Bournemouth')) head.innerText = 'North Northamptonshire'
            if (head.innerText === 'South West') head.innerText = 'Yorkshire and The Humber'
        }),
        [...document.querySelectorAll('.scroll')]
            .map(part => [part.scrollWidth - part.clientWidth, part.innerText.slice(0, 80)])
            .filter(([over]) => over > 0)"""
    )
    assert over == []


def test_hostile_names_are_read_as_they_are_written(opened):
    window = opened("hostile", unfolded=True)
    explored(window)
    heading = " ".join(window.locator("h1").inner_text().split())
    assert all(" ".join(name.split()) in heading for name in HOSTILE)
    assert window.locator("main img, main script, main b").count() == 0
    assert (
        window.locator("tr[data-area]")
        .first.locator("xpath=ancestor-or-self::*[@data-indicator]")
        .get_attribute("data-indicator")
        == "2C"
    )
    assert window.title().count("<script>") == 1
    assert "javascript:alert(6)" in window.locator("main").inner_text()
    assert not [url for url in hrefs(window) if url.lower().startswith("javascript")]


def hrefs(window):
    return window.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))")


@pytest.mark.parametrize("kind", REPORTS)
def test_a_link_that_needs_the_folder_says_so(opened, kind):
    window = opened(kind)
    told = window.eval_on_selector_all(
        "main a[href]",
        """all => all.filter(a => !/^(#|data:|https?:|mailto:)/.test(a.getAttribute('href')))
            .map(a => [a.getAttribute('href'), a.parentElement.innerText])""",
    )
    assert told
    assert [href for href, words in told if "folder" not in words] == []
    assert "not in it" in window.locator("#files + p").inner_text()


def test_the_csv_is_saved_without_a_network(opened, tmp_path):
    window = opened("page")
    with window.expect_download() as waiting:
        window.get_by_role("link", name="Figure 1 as CSV").click()
    saved = waiting.value
    assert saved.suggested_filename == "exampleshire-placements-figure-1.csv"
    saved.save_as(tmp_path / "saved.csv")
    written = csv_text(Table.model_validate(figure()["table"]))
    assert (tmp_path / "saved.csv").read_bytes() == written.encode()


@pytest.mark.parametrize("kind", ["report", "quality"])
def test_the_first_stop_skips_to_the_main_part(opened, kind):
    window = opened(kind)
    window.keyboard.press("Tab")
    assert window.evaluate("document.activeElement.className") == "skip"
    assert window.locator(".skip").bounding_box()["x"] >= 0
    window.keyboard.press("Enter")
    assert window.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize(("kind", "width"), [("report", 1280), ("page", 320)])
def test_the_keyboard_goes_through_the_page_in_its_order_and_can_be_seen(opened, kind, width):
    window = opened(kind, width=width, reduced_motion="reduce")
    window.evaluate("window.places = [...document.querySelectorAll('*')]")
    seen = []
    for _ in range(120):
        window.keyboard.press("Tab")
        place, name, shown, inside = window.evaluate(
            """(() => { const at = document.activeElement, style = getComputedStyle(at);
            const box = at.getBoundingClientRect();
            return [places.indexOf(at), at.outerHTML.slice(0, 120),
                style.boxShadow !== 'none' || style.outlineStyle !== 'none',
                box.bottom > 0 && box.top < innerHeight && box.width > 0] })()"""
        )
        if name.startswith("<body"):
            break
        assert shown, name
        assert inside, name
        seen.append((place, name))
    places = [place for place, _ in seen]
    assert len(seen) > 10
    assert places == sorted(places)
    assert not any(name.startswith("<div") and "scroll" not in name for _, name in seen)


def test_a_wide_table_is_scrolled_by_keyboard(opened):
    window = opened("page", width=720)
    region = window.locator(".scroll[tabindex]").nth(1)
    region.evaluate("element => { element.style.width = '20rem' }")
    region.focus()
    window.keyboard.press("ArrowRight")
    # Asked again from here: the page's own policy forbids the waiting that Playwright does in it.
    for _ in range(100):
        if region.evaluate("element => element.scrollLeft") > 0:
            break
        window.wait_for_timeout(50)
    assert region.evaluate("element => element.scrollLeft") > 0


@pytest.mark.parametrize("kind", KINDS)
def test_landmarks_headings_and_language_are_in_order(opened, kind):
    window = opened(kind)
    assert window.evaluate("document.documentElement.lang") == "en-GB"
    marks = window.evaluate(
        """[...document.body.children].map(part => part.localName)
            .filter(name => !['script', 'template'].includes(name))"""
    )
    assert marks == ["a", "header", "main", "footer"]
    levels = window.eval_on_selector_all(
        "h1, h2, h3, h4, h5, h6", "all => all.map(h => Number(h.localName[1]))"
    )
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize(("wish", "way"), [("reduce", "auto"), ("no-preference", "smooth")])
def test_a_wish_for_stillness_is_kept(opened, wish, way):
    window = opened("page", reduced_motion=wish)
    assert window.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == way
