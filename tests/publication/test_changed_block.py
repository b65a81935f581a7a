"""The block "What changed" on a report's page: its place, its table, its reader."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest
from axe_playwright_python.sync_playwright import Axe

from helpers.base.samples_mark import SAMPLE_MARK
from helpers.base.settings import Settings
from helpers.disclosure.leaks import scan
from helpers.disclosure.policy import Withheld
from helpers.publication.changed_block import changed_block
from helpers.publication.difference_page import compare_versions
from helpers.publication.page import render_page
from publication import examples
from publication.site_examples import EXTRACT, HOSTILE, frame, notebook, observation, whole

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPEN = "document.querySelectorAll('details').forEach(part => part.open = true)"
OLD = [observation(f"20{n}-{n + 1}", 40.0) for n in range(16, 25)]
NEW = [{**row, "value": 41.5} for row in OLD] + [observation("2025-26", 90.0)]


@pytest.fixture(scope="module")
def compare(project_root, tmp_path_factory):
    def ask(old, new, before=None, **after):
        settings = Settings(root=project_root, outputs=tmp_path_factory.mktemp("compared"))
        one = whole(settings.outputs, 1, frame(*old), **(before or {}))
        other = whole(settings.outputs, 2, frame(*new), **after)
        return changed_block(compare_versions(one, other, settings))

    return ask


@pytest.fixture(scope="module")
def pages(compare, charts, tmp_path_factory):
    """Write a page with a block, and one whose every name is hostile."""
    folder = tmp_path_factory.mktemp("blocks")
    extract = EXTRACT.model_copy(update={"title": HOSTILE, "file_name": HOSTILE})
    names = {"title": HOSTILE, "indicator": HOSTILE, "breakdown": HOSTILE, "unit": HOSTILE}
    hostile = [observation("2024-25", 1.5 + n, flags=HOSTILE * n, **names) for n in range(2)]
    blocks = {
        "plain": compare(OLD, NEW, sample=True, before={"sample": True}),
        "hostile": compare(
            hostile[:1],
            hostile[1:],
            inputs=(extract,),
            cells=notebook(("markdown", f"## {HOSTILE}\n\n{HOSTILE}")),
        ),
    }
    places = {}
    for name, block in blocks.items():
        html = render_page(
            examples.notebook(), examples.context(changed=block, sample=name == "plain"), charts
        )
        places[name] = folder / f"{name}.html"
        places[name].write_text(html, "utf-8")
    return places


@pytest.fixture
def opened(chromium, pages):
    contexts = []

    def open_page(kind, *, width=1280, **options):
        context = chromium.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        window = context.new_page()
        window.said = []
        window.on("console", lambda message: window.said.append(message.text))
        window.on("dialog", lambda dialog: window.said.append(dialog.message) or dialog.dismiss())
        window.goto(pages[kind].as_uri())
        return window

    yield open_page
    for context in contexts:
        context.close()


def test_a_page_without_changes_has_neither_block_nor_entry(charts):
    html = render_page(examples.notebook(), examples.context(), charts)
    assert "changed-block" not in html.split("</style>")[1] and "#what-changed" not in html


def test_the_block_stands_in_the_contents_and_links_to_the_version_before(pages):
    html = pages["plain"].read_text("utf-8")
    assert '<a href="#what-changed">What changed since version v0001-00000001</a>' in html
    assert html.count('id="what-changed"') == 1
    assert '<a href="../v0001-00000001/report.html">version v0001-00000001</a>' in html


def test_its_table_says_that_sample_data_are_invented(pages):
    block = re.search(
        r'<section class="changed-block".*?</section>', pages["plain"].read_text("utf-8"), re.S
    )
    assert SAMPLE_MARK in block[0]


def test_every_figure_that_differs_is_in_the_table_and_no_other(pages):
    block = re.search(
        r'<section class="changed-block".*?</section>', pages["plain"].read_text("utf-8"), re.S
    )
    periods = re.findall(
        r'<tr role="row" data-area="E08000015" data-indicator="2B" data-period="([^"]+)"', block[0]
    )
    assert sorted(periods) == sorted({row["period"] for row in NEW})
    assert block[0].count("40.0 per 100,000") >= len(OLD)


class _Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags = []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)


def test_hostile_names_are_text_in_the_block(pages):
    html = pages["hostile"].read_text("utf-8")
    block = re.search(r'<section class="changed-block".*?</section>', html, re.S)[0]
    reader = _Tags()
    reader.feed(block)
    assert set(reader.tags) <= set(
        "section h2 a dl div dt dd bdi details summary table caption span thead tbody tr th td".split()
    )
    assert "&lt;script&gt;alert(1)" in block and html.count("</style>") == 1


def test_the_disclosure_scan_reads_the_table(compare, charts, tmp_path):
    """A figure that a fault let through would be found in the block as anywhere else."""
    block = compare(OLD, NEW)
    (tmp_path / "report.html").write_text(
        render_page(examples.notebook(), examples.context(changed=block), charts), "utf-8"
    )
    hidden = frozenset({Withheld("E08000015", "2B", "2024-25", "all")})
    assert "value 41.5 per 100,000" in {leak.found for leak in scan(tmp_path, hidden)}


def test_what_is_suppressed_now_passes_the_scan(compare, charts, tmp_path):
    gone = observation("2024-25", status="suppressed")
    block = compare(OLD, [*OLD[:-1], gone])
    (tmp_path / "report.html").write_text(
        render_page(examples.notebook(), examples.context(changed=block), charts), "utf-8"
    )
    (tmp_path / "manifest.json").write_text(
        json.dumps(block.found.model_dump(mode="json")), "utf-8"
    )
    hidden = frozenset({Withheld("E08000015", "2B", "2024-25", "all")})
    assert list(scan(tmp_path, hidden)) == []


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("kind", ["plain", "hostile"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(opened, kind, width, scheme):
    window = opened(kind, width=width, color_scheme=scheme)
    window.evaluate(OPEN)
    found = Axe().run(window, options={"runOnly": {"type": "tag", "values": RULES}})
    assert [
        (rule["id"], rule["nodes"][0]["html"][:200]) for rule in found.response["violations"]
    ] == []
    assert window.evaluate("document.documentElement.scrollWidth") <= width
    assert window.said == []


@pytest.mark.browser
def test_paper_shows_every_figure_that_changed(opened):
    window = opened("plain")
    window.emulate_media(media="print")
    row = window.locator(".changed-block tbody tr").last
    assert row.bounding_box()["height"] > 5
    assert (
        window.locator(".changed-block table").evaluate("e => getComputedStyle(e).display")
        == "table"
    )


@pytest.mark.browser
def test_the_block_is_a_region_with_its_name(opened):
    window = opened("plain")
    assert (
        window.get_by_role("region", name="What changed since version v0001-00000001").count() == 1
    )
