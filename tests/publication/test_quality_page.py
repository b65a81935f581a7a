"""The data-quality page in a browser: accepted, refused, both, and nothing."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from helpers.base.settings import Settings
from helpers.extracts.ods import write_spreadsheet
from helpers.gate.passing import gate_inputs
from helpers.gate.store.inputs import Evidence
from helpers.publication.quality_page import write_quality_page


@pytest.fixture
def page_of(project_root, tmp_path):
    def made(sheets=None, *, bad: bool = False):
        settings = Settings(root=project_root, outputs=tmp_path / "outputs")
        inbox = tmp_path / "inbox"
        inbox.mkdir()
        if sheets:
            write_spreadsheet(sheets, inbox / "ascof <b>.ods")
        if bad:
            (inbox / "bad.ods").write_bytes(b"a,b\n1,2\n")
        evidence = gate_inputs(str(inbox), settings) if sheets or bad else Evidence((), (), (), ())
        return write_quality_page(evidence, settings)

    return made


def test_faults_are_listed_with_a_letter_and_a_file(page_of, sample_sheets) -> None:
    sheets = {name: [list(row) for row in rows] for name, rows in sample_sheets.items()}
    table = sheets["Table_2c"]
    next(row for row in table if "Sefton" in row)[3] = "about 500"
    page = page_of(sheets)
    text = page.read_text("utf-8")
    assert "Refused: ascof &lt;b&gt;.ods" in text and "about 500" in text
    assert "Please send a corrected file" in text
    faults = next(page.parent.glob("faults-*.csv"))
    assert faults.name in text and "about 500" in faults.read_text("utf-8-sig")


def test_without_extracts_the_page_says_so(page_of) -> None:
    assert "There was no extract to check" in page_of().read_text("utf-8")


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_accessible(page_of, sample_sheets, chromium, scheme) -> None:
    window = chromium.new_page(viewport={"width": 320, "height": 800}, color_scheme=scheme)
    try:
        window.goto(page_of(sample_sheets, bad=True).as_uri())
        found = Axe().run(window).response["violations"]
        assert [(item["id"], item["nodes"][0]["html"]) for item in found] == []
        assert window.evaluate("document.documentElement.scrollWidth") <= 320
    finally:
        window.close()
