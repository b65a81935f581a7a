"""The data-quality pages in a browser: a hundred extracts, hostile names, two widths, paper."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from helpers.base.settings import Settings
from helpers.gate.reconciled import Difference, Reconciled
from publication.quality_examples import HOSTILE, Bench, fault, only, receipt, refusal


@pytest.fixture
def bench(project_root, tmp_path) -> Bench:
    return Bench(Settings(root=project_root, outputs=tmp_path / "outputs"))


@pytest.fixture
def crowded(bench):
    """Write a hundred extracts, one of them hostile, with reconciliations."""
    answers = [bench.keep(receipt(file_name=f"month-{n:03}.csv", rows=n)) for n in range(97)]
    faults = [
        fault(n, sheet="People", cell=f"C{n}", area="Wirral", found=HOSTILE) for n in range(2, 62)
    ]
    hostile = bench.refuse(*faults, file_name=HOSTILE)
    many = tuple(Difference(HOSTILE, "2024 to 2025", "1", "2") for _ in range(60))
    found = (Reconciled("r", "These differ.", (HOSTILE, "b.csv"), "councils", 150, 90, many, "N"),)
    return bench.write(*answers, hostile, refusal(), reconciled=found, notes=(HOSTILE,))


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_pages_are_accessible_and_fit(crowded, chromium, scheme, width) -> None:
    window = chromium.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    asked: list[str] = []
    window.on("request", lambda request: asked.append(request.url))
    hostile = next(
        page for page in crowded.glob("ons_mye-*.html") if "Refused" in page.read_text("utf-8")
    )
    try:
        for page in (crowded / "index.html", hostile, only(crowded, "unrecognised-*.html")):
            window.goto(page.as_uri())
            window.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
            found = Axe().run(window).response["violations"]
            assert [(item["id"], item["nodes"][0]["html"]) for item in found] == []
            assert window.evaluate("document.documentElement.scrollWidth") <= width
            boxes = window.evaluate(
                "[...document.querySelectorAll('.scroll')].map("
                "e => [e.tabIndex, e.getAttribute('role'), e.scrollWidth - e.clientWidth])"
            )
            assert all((tab, role) == (0, "region") for tab, role, _ in boxes)
            if width == 320:
                assert [over for *_, over in boxes if over > 0] == []
    finally:
        window.close()
    assert all(url.startswith(("file:", "data:")) for url in asked)


@pytest.mark.browser
def test_a_long_table_is_printed_whole(crowded, chromium) -> None:
    window = chromium.new_page()
    try:
        window.goto((crowded / "index.html").as_uri())
        window.emulate_media(media="print")
        table = window.locator("table.cards").first
        assert table.evaluate("e => getComputedStyle(e).display") == "table"
        assert table.locator("tbody tr").count() == 99
        assert (
            window.evaluate("getComputedStyle(document.querySelector('.scroll')).overflowX")
            == "visible"
        )
    finally:
        window.close()
