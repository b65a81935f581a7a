"""The summaries of all five themes in a real browser: two sheets of A4, and a page for everyone."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from helpers.base.geography import find_area
from helpers.base.settings import Settings
from helpers.base.themes import THEMES, WORKBOOKS
from helpers.publication.export import export_folder
from helpers.publication.summary_page import export_summary
from helpers.publication.version_named import find_version
from helpers.publication.version_read import read_version
from helpers.runs.records import RunRequest
from helpers.runs.run import run

pytestmark = [pytest.mark.browser, pytest.mark.slow]

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDER = "DejaVu Sans"
"""A font that many machines without Arial fall back on; a seventh wider."""

A4 = (595, 842)
SLUGS = [theme.slug for theme in WORKBOOKS]
WITH_CHARTS = [theme.slug for theme in THEMES]
KINDS = ["sample", "real"]


@pytest.fixture(scope="module")
def made(project_root, tmp_path_factory, charts, request):
    """Return a function that gives the summary of a theme, made by a whole run of all of them."""
    done = {}

    def of_kind(kind):
        if kind not in done:
            inputs = (
                project_root / "data" / "samples"
                if kind == "sample"
                else request.getfixturevalue("real_ascof").parent
            )
            settings = Settings(root=project_root, outputs=tmp_path_factory.mktemp(kind))
            asked = RunRequest(
                themes=WORKBOOKS,
                areas=(find_area("wirral"),),
                period="latest",
                parameters={},
                inputs=str(inputs),
                settings=settings,
                jobs=2,
            )
            report = run(asked)
            assert [one.outcome for one in report.done] == ["published"] * len(WORKBOOKS), report
            done[kind] = settings.outputs
        return done[kind]

    def summary(kind, theme):
        outputs = of_kind(kind)
        version = read_version(find_version(f"wirral/{theme}", outputs))
        exported = export_summary(version, export_folder(outputs, version), charts)
        return exported.folder / exported.files[0]

    return summary


@pytest.fixture
def opened(chromium, made):
    contexts = []

    def open_page(kind, theme, *, width=1280, **options):
        context = chromium.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        window = context.new_page()
        window.asked, window.said = [], []
        window.on("request", lambda request: window.asked.append(request.url))
        window.on("console", lambda message: window.said.append(message.text))
        window.goto(made(kind, theme).as_uri())
        return window

    yield open_page
    for context in contexts:
        context.close()


def sheets(window):
    """Size of each printed sheet in points."""
    pdf = window.pdf(prefer_css_page_size=True, print_background=True)
    boxes = re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]", pdf)
    pages = len(re.findall(rb"/Type\s*/Page\b", pdf))
    assert len(boxes) == pages
    return [(round(float(width)), round(float(height))) for width, height in boxes]


@pytest.mark.parametrize("theme", SLUGS)
@pytest.mark.parametrize("kind", KINDS)
def test_it_prints_to_two_sheets_of_a4_in_our_font_and_in_a_wider(opened, kind, theme):
    window = opened(kind, theme, bypass_csp=True)
    assert sheets(window) == [A4, A4]
    window.add_style_tag(content=f"* {{ font-family: '{WIDER}' !important }}")
    assert sheets(window) == [A4, A4]


@pytest.mark.parametrize("theme", SLUGS)
@pytest.mark.parametrize("kind", KINDS)
def test_the_second_sheet_begins_with_what_is_not_known(opened, kind, theme):
    window = opened(kind, theme)
    window.emulate_media(media="print")
    first = ("answers",) if theme == "scorecard" else ("position", "direction")
    tops = [
        window.locator(f"#{name}").bounding_box()["y"]
        for name in (*first, "not-known", "collect", "made")
    ]
    assert tops == sorted(tops)
    assert window.locator(".sheet").count() == 2
    assert window.locator(".sheet").nth(1).locator("h2").first.get_attribute("id") == "not-known"
    assert window.locator(".on-screen").is_hidden()
    assert window.locator(".again").count() == (kind == "sample")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("theme", SLUGS)
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(opened, kind, theme, width, scheme):
    window = opened(kind, theme, width=width, color_scheme=scheme)
    found = Axe().run(window, options={"runOnly": {"type": "tag", "values": RULES}})
    assert [rule["id"] for rule in found.response["violations"]] == []
    assert window.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("theme", SLUGS)
def test_no_request_leaves_the_page(opened, theme, made):
    window = opened("sample", theme, java_script_enabled=False)
    assert [url for url in window.asked if not url.startswith("data:")] == [
        made("sample", theme).as_uri()
    ]
    assert window.said == []


def test_the_printed_chart_is_the_narrow_one_in_letters_of_its_full_size(opened):
    window = opened("sample", "placements")
    window.emulate_media(media="print")
    assert window.locator("svg.wide").is_hidden()
    narrow = window.locator("svg.narrow")
    box, drawn = narrow.bounding_box(), float(narrow.get_attribute("width"))
    assert box["width"] == pytest.approx(drawn, abs=1)


TEXTS = """(name) => [...document.querySelectorAll(`svg.${name} text`)].flatMap(text => {
    const lines = [...text.querySelectorAll('tspan')];
    return (lines.length ? lines : [text]).map(line => {
        const box = line.getBoundingClientRect();
        return [line.textContent, box.left, box.top, box.width, box.height] }) })"""


@pytest.mark.parametrize(("width", "cut"), [(320, "narrow"), (1280, "wide")])
@pytest.mark.parametrize("theme", WITH_CHARTS)
def test_labels_keep_their_width_and_distance_in_a_wider_font(opened, theme, width, cut):
    window = opened("sample", theme, width=width, bypass_csp=True)
    usual = window.evaluate(TEXTS, cut)
    window.add_style_tag(content=f".chart text {{ font-family: '{WIDER}' !important }}")
    wider = window.evaluate(TEXTS, cut)
    assert len(usual) > 5
    for (text, *before), (again, *after) in zip(usual, wider, strict=True):
        assert text == again
        if len(text) > 3:
            # A text turned by an angle is as wide as it is long; its height follows the font.
            assert after[2] == pytest.approx(before[2], abs=6), text
    assert collisions(wider) == []


def test_without_its_width_held_a_label_would_be_wider(opened):
    window = opened("sample", "placements", bypass_csp=True)
    window.add_style_tag(content=f".chart text {{ font-family: '{WIDER}' !important }}")
    # A text turned by an angle is as high as it is long.
    held = {
        text: place[2]
        for text, *place in window.evaluate(TEXTS, "wide")
        if len(text) > 9 and place[2] > place[3]
    }
    window.evaluate(
        "document.querySelectorAll('svg [textLength]').forEach(one => one.removeAttribute('textLength'))"
    )
    free = {text: place[2] for text, *place in window.evaluate(TEXTS, "wide")}
    assert held
    assert all(free[text] > width * 1.08 for text, width in held.items())


def collisions(texts):
    """Pairs of upright texts whose boxes lie over each other by more than a hair."""
    found = []
    for number, (one, left, top, width, height) in enumerate(texts):
        for other, left2, top2, width2, height2 in texts[number + 1 :]:
            across = min(left + width, left2 + width2) - max(left, left2)
            down = min(top + height, top2 + height2) - max(top, top2)
            if across > 2 and down > 5:
                found.append((one, other))
    return found
