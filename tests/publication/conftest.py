"""One chart renderer and one Chromium for every test of pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.publication.charts import ChartRenderer
from helpers.publication.page import render_page
from publication import examples

CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
).split()


@pytest.fixture(scope="session")
def charts():
    """Yield the renderer that all tests share."""
    with ChartRenderer() as renderer:
        yield renderer


@pytest.fixture(scope="session")
def pages(tmp_path_factory, charts):
    """Write one page of each kind, and return where each lies."""
    folder = tmp_path_factory.mktemp("pages")
    made = {
        "page": render_page(examples.notebook(), examples.context(), charts),
        "sample": render_page(examples.notebook(), examples.context(sample=True), charts),
        "hostile": render_page(examples.hostile_notebook(), examples.hostile_context(), charts),
    }
    places = {}
    for name, html in made.items():
        places[name] = folder / f"{name}.html"
        places[name].write_bytes(html.encode())
    return places


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
