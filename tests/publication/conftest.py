"""One chart renderer, one Chromium and one page of each kind for every test of pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.base.geography import find_area
from helpers.base.settings import OUTPUTS_VARIABLE, Settings
from helpers.base.themes import find_theme
from helpers.publication.charts import ChartRenderer
from helpers.publication.page import render_page
from publication import examples, quality_examples
from publication.invented_pages import invented_notebook
from publication.real_pages import notebook_of

CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
).split()

LONGEST = "bournemouth-christchurch-and-poole"
OPEN = "document.querySelectorAll('details').forEach(part => part.open = true)"


@pytest.fixture(scope="session")
def charts():
    """Yield the renderer that all tests share."""
    with ChartRenderer() as renderer:
        yield renderer


class Pages:
    """Pages by kind, each made when it is first asked for."""

    def __init__(self, folder: Path, charts: ChartRenderer, root: Path) -> None:
        self.folder, self.charts, self.root = folder, charts, root
        self.made: dict[str, Path] = {}

    def __getitem__(self, kind: str) -> Path:
        if kind not in self.made:
            self.made[kind] = getattr(self, kind)()
        return self.made[kind]

    def report(self) -> Path:
        """The placements notebook for the council of the longest name, interactive."""
        return self._report("placements", "report")

    def carers(self) -> Path:
        """The carers notebook, with its broken series, interactive."""
        return self._report("carers", "carers")

    def workforce(self) -> Path:
        """The workforce notebook, with a strip of all councils, interactive."""
        return self._report("workforce", "workforce")

    def scorecard(self) -> Path:
        """The scorecard of the council with most promises: tables and words, and no chart."""
        return self._report("scorecard", "scorecard", "wirral")

    def invented(self) -> Path:
        """The charts of a council's own files, for the council of the longest name."""
        book = invented_notebook(self.root, self.folder, find_area(LONGEST))
        return self._rendered("invented", book, examples.context(interactive=True))

    def page(self) -> Path:
        """A static page of invented parts."""
        return self._rendered("page", examples.notebook(), examples.context())

    def hostile(self) -> Path:
        """A page of hostile names, interactive."""
        book = examples.hostile_notebook()
        return self._rendered("hostile", book, examples.hostile_context())

    def quality(self) -> Path:
        """The overview of a hundred extracts."""
        return self._quality() / "index.html"

    def extract(self) -> Path:
        """The page of a refused extract with a hostile name."""
        found = self["quality"].parent.glob("ons_mye-*.html")
        return next(page for page in found if "Refused" in page.read_text("utf-8"))

    def unread(self) -> Path:
        """The page of a file that nobody knows."""
        return quality_examples.only(self["quality"].parent, "unrecognised-*.html")

    def _rendered(self, name, notebook, context) -> Path:
        place = self.folder / f"{name}.html"
        place.write_bytes(render_page(notebook, context, self.charts).encode())
        return place

    def _report(self, slug: str, name: str, council: str = LONGEST) -> Path:
        theme, area = find_theme(slug), find_area(council)
        asked = {"area": area.code, "inputs": str(self.root / "data" / "samples")}
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv(OUTPUTS_VARIABLE, str(self.folder / "outputs"))
            book = notebook_of(self.root / "notebooks", theme, asked)
        context = examples.context(
            title=theme.title_for(area.name),
            theme_title=theme.title,
            area_name=area.name,
            area_code=area.code,
            sample=True,
            interactive=True,
        )
        return self._rendered(name, book, context)

    def _quality(self) -> Path:
        return quality_examples.crowd(Settings(root=self.root, outputs=self.folder / "checked"))


@pytest.fixture(scope="session")
def pages(tmp_path_factory, charts, project_root):
    """Where each kind of page lies."""
    return Pages(tmp_path_factory.mktemp("pages"), charts, project_root)


@pytest.fixture(scope="session")
def chromium():
    """Yield a browser; a machine without one fails the test, because pages must be looked at."""
    if not Path(CHROMIUM).is_file():
        pytest.fail(f"These tests open pages in Chromium, and there is none at {CHROMIUM}.")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def opened(chromium, pages):
    """Open a page in a fresh window; everything it asks for and complains of is kept."""
    contexts = []

    def open_page(kind, *, width=1280, unfolded=False, **options):
        context = chromium.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        window = context.new_page()
        window.asked, window.said = [], []
        window.on("request", lambda request: window.asked.append(request.url))
        window.on("console", lambda message: window.said.append(message.text))
        window.on("pageerror", lambda error: window.said.append(str(error)))
        window.on("dialog", lambda dialog: window.said.append(dialog.message) or dialog.dismiss())
        window.goto(pages[kind].as_uri())
        if unfolded:
            window.evaluate(OPEN)
        return window

    yield open_page
    for context in contexts:
        context.close()
