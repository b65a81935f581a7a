"""The site in a real browser: typing, keyboard, no script, no network, every width, any folder."""

from __future__ import annotations

import http.server
import json
import threading
from functools import partial

import pytest
from axe_playwright_python.sync_playwright import Axe

from helpers.base.settings import Settings
from helpers.publication.difference_page import compare_versions, write_difference_page
from helpers.publication.observations import gather_observations
from helpers.publication.site import build_site
from publication.examples import publish_councils
from publication.site_examples import (
    EXTRACT,
    HOSTILE,
    dated,
    every_council,
    frame,
    observation,
    whole,
)

pytestmark = pytest.mark.browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPEN = "document.querySelectorAll('details').forEach(part => part.open = true)"
SHOWN = "[...document.querySelectorAll('[data-find]')].filter(e => !e.hidden).map(e => e.querySelector('a').textContent)"
KINDS = ["few", "every", "council", "hostile", "hostile council", "difference"]
FINDERS = ["few", "every", "hostile"]


@pytest.fixture(scope="session")
def site(tmp_path_factory, project_root):
    """Build each kind of page below a folder whose name has spaces and umlauts."""
    folder = tmp_path_factory.mktemp("site") / "Kölner Straße & Co 100% #1"
    places = {}
    publish_councils(folder / "few", 4)
    dated(folder / "few", version="v0009-99999999", changes=["1 figure was revised.", "And more."])
    every_council(folder / "every")
    gather_observations(folder / "every")
    bad = dated(folder / "hostile", headline=HOSTILE, title=HOSTILE, changes=[HOSTILE] * 3)
    manifest = json.loads((bad / "manifest.json").read_text("utf-8"))
    manifest["area"] |= {"name": HOSTILE, "code": HOSTILE}
    manifest["theme"]["title"] = HOSTILE
    (bad / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    dated(folder / "hostile", "westmoor", version="v0001-0a0b0c0d", latest=False)
    (dated(folder / "hostile", "westmoor") / "manifest.json").write_text("{", "utf-8")
    for name in ("few", "every", "hostile"):
        places[name] = build_site(folder / name)
    places["council"] = folder / "few" / "aville-0" / "index.html"
    places["hostile council"] = folder / "hostile" / "exampleshire" / "index.html"
    places["difference"] = _difference(Settings(root=project_root, outputs=folder / "compared"))
    return places


def _difference(settings):
    old = [observation(f"20{n}-{n + 1}", 40.0) for n in range(16, 25)]
    new = [{**row, "value": 41.0} for row in old] + [observation("2025-26", 90.0)]
    extract = EXTRACT.model_copy(update={"sha256": "ef" * 32, "file_name": HOSTILE})
    one = whole(settings.outputs, 1, frame(*old), sample=True)
    other = whole(settings.outputs, 2, frame(*new), sample=True, inputs=(extract,))
    build_site(settings.outputs)
    found = compare_versions(one, other, settings)
    return write_difference_page(found, one, other, settings.outputs)


@pytest.fixture
def opened(chromium, site):
    """Open a page in a fresh window; everything it asks for and complains of is kept."""
    contexts = []

    def open_page(kind, *, width=1280, address="", **options):
        context = chromium.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        window = context.new_page()
        window.asked, window.said = [], []
        window.on("request", lambda request: window.asked.append(request.url))
        window.on("console", lambda message: window.said.append(message.text))
        window.on("dialog", lambda dialog: window.said.append(dialog.message) or dialog.dismiss())
        window.goto(address or site[kind].as_uri())
        return window

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def served(site):
    """Serve the site with 765 reports from a path of its own, as a plain web server does."""
    folder = site["every"].parents[1]

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/every/"
    server.shutdown()
    server.server_close()


def violations(window):
    found = Axe().run(window, options={"runOnly": {"type": "tag", "values": RULES}})
    return [
        (rule["id"], [node["html"][:200] for node in rule["nodes"]])
        for rule in found.response["violations"]
    ]


def typed(window, words):
    window.get_by_label("Find a council").fill(words)
    return window.evaluate(SHOWN)


def told(window, words):
    """Wait until the status says something; the page's policy forbids waiting inside it."""
    for _ in range(100):
        if words in (said := window.get_by_role("status").inner_text()):
            return said
        window.wait_for_timeout(20)
    raise AssertionError(f"{words!r} is not in {said!r}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(opened, kind, width, scheme):
    window = opened(kind, width=width, color_scheme=scheme)
    assert violations(window) == []
    if window.locator("details").count():
        window.evaluate(OPEN)
        assert violations(window) == []


@pytest.mark.parametrize("words", ["w", "qqq"], ids=["some", "none"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", FINDERS)
def test_axe_finds_nothing_after_typing(opened, kind, scheme, words):
    window = opened(kind, width=320, color_scheme=scheme)
    typed(window, words)
    told(window, "match")
    assert violations(window) == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("width", [320, 768])
def test_nothing_scrolls_sideways(opened, kind, width):
    window = opened(kind, width=width)
    window.evaluate(OPEN)
    assert window.evaluate("document.documentElement.scrollWidth") <= width
    boxes = "[...document.querySelectorAll('.scroll')].filter(e => e.scrollWidth > e.clientWidth)"
    assert width > 320 or window.evaluate(f"{boxes}.length") == 0


@pytest.mark.parametrize("kind", ["few", "every", "difference"])
def test_nothing_is_lost_with_wide_text_spacing(opened, kind):
    window = opened(kind, width=320, bypass_csp=True)
    window.add_style_tag(
        content="* { line-height: 1.5 !important; letter-spacing: 0.12em !important; "
        "word-spacing: 0.16em !important } p { margin-bottom: 2em !important }"
    )
    assert window.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("kind", KINDS)
def test_no_request_leaves_and_nothing_is_refused(opened, site, kind):
    window = opened(kind)
    window.evaluate(OPEN)
    if kind in FINDERS:
        typed(window, "w")
    window.wait_for_timeout(400)
    assert [url for url in window.asked if not url.startswith("data:")] == [site[kind].as_uri()]
    assert window.said == []


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("wirral", ["Wirral"]),
        ("WIR", ["Wirral"]),
        ("e08000015", ["Wirral"]),
        ("st helens", ["St. Helens"]),
        ("st. hel", ["St. Helens"]),
        ("bath somerset", ["Bath and North East Somerset"]),
        ("kings", ["Kingston upon Thames", "Kingston upon Hull"]),
        ("hull upon", ["Kingston upon Hull"]),
        ("qqq", []),
    ],
)
def test_typing_finds_councils_by_parts_of_their_names(opened, words, names):
    assert typed(opened("every"), words) == names


def test_a_region_finds_its_councils_and_other_regions_go(opened):
    window = opened("every")
    assert len(typed(window, "north west")) == 24
    assert window.locator("section[data-group]:visible h2").all_inner_texts() == ["North West"]
    assert not window.locator("#regions").is_visible()
    assert len(typed(window, "")) == 153
    assert window.locator("#regions").is_visible()


def test_the_number_of_matches_is_announced_once_the_typing_rests(opened):
    window = opened("every")
    status = window.get_by_role("status")
    assert status.inner_text() == "153 councils."
    assert status.evaluate("e => e.getAttribute('aria-live') ?? e.getAttribute('role')") == "status"
    typed(window, "north west")
    assert told(window, "24 councils of 153 match.")
    typed(window, "wirral")
    assert told(window, "1 council of 153 matches; press Enter to open it.")
    typed(window, "qqq")
    assert told(window, "No council matches.")


def test_the_keyboard_alone_finds_and_opens_a_council(opened, site):
    window = opened("every", width=320)
    for _ in range(5):
        window.keyboard.press("Tab")
        if window.evaluate("document.activeElement.id") == "find-words":
            break
    assert window.evaluate("document.activeElement.id") == "find-words"
    window.keyboard.type("east riding")
    told(window, "1 council")
    window.keyboard.press("Enter")
    window.wait_for_url("**/index.html")
    for _ in range(100):
        if "East Riding" in window.title():
            break
        window.wait_for_timeout(20)
    assert window.locator("h1").inner_text() == "East Riding of Yorkshire"
    window.get_by_role("link", name="All councils").press("Enter")
    for _ in range(100):
        if window.title().startswith("Adult"):
            break
        window.wait_for_timeout(20)
    assert window.url == site["every"].as_uri()


def test_enter_with_several_matches_goes_to_the_first(opened):
    window = opened("every")
    typed(window, "north west")
    window.keyboard.press("Enter")
    assert window.evaluate("document.activeElement.textContent") == "Blackburn with Darwen"


def test_going_back_the_list_fits_the_words(opened, site):
    window = opened("every")
    typed(window, "wirral")
    window.get_by_role("link", name="Wirral", exact=True).click()
    window.go_back()
    window.wait_for_timeout(300)
    words = window.get_by_label("Find a council").input_value()
    assert len(window.evaluate(SHOWN)) == (1 if words else 153)


@pytest.mark.parametrize("kind", FINDERS)
def test_without_script_the_list_is_whole_and_there_is_no_search(opened, kind):
    window = opened(kind, java_script_enabled=False)
    assert not window.locator("#find").is_visible()
    hidden = window.locator("[data-find]").count() - window.locator("[data-find]:visible").count()
    assert hidden == 0 and window.locator("[data-find]:visible").count() >= 2
    if kind == "every":
        assert window.locator("#regions a").count() == 9
        assert window.locator("a[href$='report.html']").count() == 765


@pytest.mark.parametrize("kind", KINDS)
def test_every_stop_of_the_keyboard_can_be_seen(opened, kind):
    window = opened(kind, width=320)
    window.evaluate(OPEN)
    seen = set()
    for _ in range(30):
        window.keyboard.press("Tab")
        name, shown = window.evaluate(
            """(() => { const at = document.activeElement, style = getComputedStyle(at);
            return [at.outerHTML.slice(0, 160),
                style.boxShadow !== 'none' || style.outlineStyle !== 'none'] })()"""
        )
        if name.startswith("<body"):
            break
        assert shown, name
        seen.add(name)
    assert len(seen) >= 4


def test_hostile_names_are_read_as_they_are_written(opened):
    for kind in ("hostile", "hostile council"):
        window = opened(kind)
        window.evaluate(OPEN)
        window.wait_for_timeout(200)
        assert window.said == []
        assert "<script>alert(1)</script>" in window.locator("main").inner_text()
        assert window.locator("main script, main img").count() == 0
    window = opened("hostile")
    assert typed(window, "sir gar") == typed(window, "Gâr")
    assert len(typed(window, "sir gar")) == 1


def test_a_broken_version_is_named_to_the_reader(opened):
    window = opened("hostile")
    said = window.locator("section:has(#left-out)").inner_text()
    assert "westmoor/placements/2024-25/v0001-1f2e3d4c: its JSON cannot be read" in said


def test_it_works_from_a_web_server_below_a_path(opened, served):
    window = opened("every", address=f"{served}index.html")
    typed(window, "wirral")
    window.locator("[data-find]:visible a", has_text="Placements").click()
    window.wait_for_timeout(200)
    assert window.url == f"{served}wirral/placements/2024-25/v0001-1f2e3d4c/report.html"
    window = opened("every", address=served)
    window.get_by_role("link", name="Wirral", exact=True).click()
    window.wait_for_timeout(200)
    assert window.locator("h1").inner_text() == "Wirral"
    assert all(url.startswith(served) or url.startswith("data:") for url in window.asked)


def test_links_lead_from_page_to_page_in_a_folder_of_any_name(opened, site):
    window = opened("few")
    addresses = window.eval_on_selector_all("a[href]", "all => all.map(a => a.href)")
    reports = {address for address in addresses if address.endswith("report.html")}
    assert len(reports) == 9
    for address in sorted(reports):
        window.goto(address)
        assert window.locator("p").inner_text() == "report"


def test_the_index_of_765_reports_stays_small(site):
    assert site["every"].stat().st_size < 300_000
    assert (site["every"].parent / "wirral" / "index.html").stat().st_size < 60_000


def test_paper_shows_the_list_and_not_the_tools(opened):
    window = opened("every")
    window.emulate_media(media="print")
    assert not window.locator("#find").is_visible()
    assert not window.locator("#regions").is_visible()
    assert window.locator("[data-find]:visible").count() == 153
