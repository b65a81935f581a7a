"""Interaction on request: nothing before, everything from within, by keyboard, true to the table."""

from __future__ import annotations

import re

import pytest

from publication.examples import HOSTILE
from publication.looking import drawings, explored, numbers, overlapping

pytestmark = pytest.mark.browser

OPTIONS = "all => all.map(list => [...list.options].slice(1).map(option => option.text))"


def test_before_the_button_nothing_is_unpacked(opened):
    window = opened("report")
    assert window.evaluate("typeof careWorkbooksDraw") == "undefined"
    kinds = window.evaluate("[...document.scripts].map(script => script.type)")
    assert kinds == ["text/plain", "text/plain", ""]
    assert window.locator(".live").first.is_hidden()
    assert window.evaluate("document.querySelectorAll('.live *').length") == 0


def test_the_button_opens_a_chart_and_the_still_one_and_its_table_stay(opened):
    window = opened("report")
    figure = window.locator("figure.figure").first
    button = figure.get_by_role("button", name="Explore Figure 1", exact=True)
    assert button.get_attribute("aria-expanded") == "false"
    button.click()
    window.wait_for_timeout(50)
    for _ in range(200):
        if figure.locator(".live [data-part=drawing] svg").count():
            break
        window.wait_for_timeout(50)
    assert button.get_attribute("aria-expanded") == "true"
    assert figure.get_by_role("group", name="Figure 1, interactive").is_visible()
    assert figure.locator(".live [data-part=drawing] svg").bounding_box()["height"] > 100
    assert figure.locator("> .chart svg.wide").is_visible()
    assert figure.locator("details").count() == 1
    button.click()
    assert figure.locator(".live").is_hidden()
    assert window.said == []


def test_without_script_only_the_button_is_missing(opened):
    window = opened("report", java_script_enabled=False)
    assert window.locator(".explore button:visible").count() == 0
    assert window.locator("figure.figure .csv a").first.is_visible()
    assert window.locator(".figure > .chart svg.wide").first.is_visible()


def test_a_browser_that_cannot_unpack_offers_nothing(opened, pages):
    window = opened("report")
    window.context.add_init_script("delete window.DecompressionStream")
    window.goto(pages["report"].as_uri())
    assert window.locator(".explore button:visible").count() == 0
    assert window.said == []


def test_what_cannot_be_drawn_is_said(opened):
    window = opened("report")
    window.evaluate("document.getElementById('layer-charts').textContent = 'spoilt'")
    window.get_by_role("button", name="Explore Figure 1", exact=True).click()
    for _ in range(100):
        if window.locator(".live .said").first.inner_text():
            break
        window.wait_for_timeout(50)
    assert "The chart above and its table have every figure" in window.locator(".said").inner_text()


def test_it_is_worked_by_keyboard_alone(opened):
    window = opened("workforce")
    window.get_by_role("button", name="Explore Figure 2").focus()
    window.keyboard.press("Enter")
    live = window.locator(".live:not([hidden])")
    for _ in range(200):
        if live.locator("option").count() > 100:
            break
        window.wait_for_timeout(50)
    assert live.locator("option").count() > 100
    window.keyboard.press("Tab")
    assert window.evaluate("document.activeElement.localName") == "select"
    window.keyboard.press("ArrowDown")
    first = live.get_by_role("status").inner_text()
    window.keyboard.press("ArrowDown")
    second = live.get_by_role("status").inner_text()
    assert first.startswith("Council: ")
    assert first != second
    assert live.locator(".ring").is_visible()
    window.keyboard.press("Tab")
    texts = live.locator("[data-part=drawing] svg text")
    before = texts.all_text_contents()
    window.keyboard.press("Space")
    for _ in range(100):
        after = texts.all_text_contents()
        if after != before:
            break
        window.wait_for_timeout(50)
    assert "0" in after
    assert "0" not in before
    assert live.get_by_role("status").inner_text() == second


def test_a_mark_that_is_pointed_at_says_what_it_is(opened):
    window = opened("carers")
    explored(window)
    live = window.locator(".live").first
    mark = live.locator("[data-part=drawing] svg g.mark-symbol path").first
    mark.hover()
    said = live.get_by_role("status").inner_text()
    assert re.search(r"Area: \w+.*Value: [\d.]+", said)
    assert live.locator("select").evaluate("list => list.selectedIndex") > 0


@pytest.mark.parametrize("kind", ["report", "carers"])
def test_all_that_a_mark_says_is_in_the_table(opened, kind):
    window = opened(kind)
    explored(window)
    offered = window.eval_on_selector_all(".live select", OPTIONS)
    tables = window.eval_on_selector_all(
        "figure.figure", "all => all.map(f => f.querySelector('table').innerText + f.innerText)"
    )
    assert len(offered) == len(tables) > 3
    for marks, table in zip(offered, tables, strict=True):
        assert marks
        known = numbers(table)
        for mark in marks:
            assert numbers(mark) <= known | ordinals(table), mark


def ordinals(text):
    return {float(number) for number in re.findall(r"\b(\d+)(?:st|nd|rd|th)\b", text)}


def test_on_a_telephone_the_narrow_cut_is_drawn_and_legible(opened):
    window = opened("report", width=320)
    explored(window)
    found = drawings(window, ".live [data-part=drawing] svg")
    assert len(found) == window.locator("figure.figure").count()
    assert min(t["size"] * d["scale"] for d in found for t in d["texts"]) >= 11
    assert [pair for drawing in found for pair in overlapping(drawing)] == []


def test_turning_the_screen_draws_the_other_cut(opened):
    window = opened("report", width=320)
    explored(window)
    chart = window.locator(".live [data-part=drawing] svg").first
    narrow = chart.bounding_box()["width"]
    window.set_viewport_size({"width": 1280, "height": 900})
    for _ in range(100):
        if chart.bounding_box()["width"] > narrow + 100:
            break
        window.wait_for_timeout(50)
    assert chart.bounding_box()["width"] > narrow + 100


def test_hostile_names_are_text_in_the_list_and_run_nothing(opened):
    window = opened("hostile")
    explored(window)
    *_, last = window.eval_on_selector_all(".live select", OPTIONS)
    offered = {" ".join(text.split()) for text in last}
    assert {" ".join(name.split()) for name in HOSTILE} <= offered
    assert window.said == []
    # What a chart says of its own embedding is not obeyed.
    assert window.locator(".live summary, .live a").count() == 0
