"""The interactive layer: what a page carries, what lets it in, and that it holds no more."""

from __future__ import annotations

import hashlib
import json
import re
from base64 import b64encode
from collections.abc import Iterator

import pytest
from nbformat.v4 import new_notebook

from helpers.base.packed import LETTERS, pack, unpack
from helpers.publication.emitted import FIGURE, Figure, Table
from helpers.publication.layer import packed_charts, precision_of
from helpers.publication.page import render_page
from publication import refresh_vega
from publication.examples import cell, context, figure, notebook, table

LAYER_AT_MOST = 400 * 1024
PARTS = r'<script type="text/plain" id="layer-{}">([^<]*)</script>'


@pytest.fixture(scope="module")
def still(charts):
    return render_page(notebook(), context(), charts)


@pytest.fixture(scope="module")
def page(charts):
    return render_page(notebook(), context(interactive=True), charts)


def charts_in(html: str):
    return json.loads(unpack(re.search(PARTS.format("charts"), html)[1]))


def data_rows(value) -> Iterator[dict]:
    if isinstance(value, dict):
        rows = value.get("values")
        yield from rows if isinstance(rows, list) and rows and isinstance(rows[0], dict) else ()
        for part in value.values():
            yield from data_rows(part)
    elif isinstance(value, list):
        for part in value:
            yield from data_rows(part)


def test_the_library_is_what_the_locked_converter_bundles():
    assert refresh_vega.kept() == refresh_vega.bundle(), "run tests/publication/refresh_vega.py"


def test_the_layer_keeps_its_budget(still, page):
    assert len(page.encode()) - len(still.encode()) <= LAYER_AT_MOST


def test_the_policy_lets_in_the_two_scripts_and_no_other(page):
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1].replace("&#39;", "'")
    *_, let_in = policy.split("; ")
    script = re.search(r"<script>(.*?)</script>", page, re.S)[1]
    digests = [
        b64encode(hashlib.sha256(text.encode()).digest()).decode()
        for text in (script, refresh_vega.kept())
    ]
    assert let_in == " ".join(["script-src", *(f"'sha256-{digest}'" for digest in digests)])
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert unpack(re.search(PARTS.format("vega"), page)[1]) == refresh_vega.kept()
    assert page.count("<script") == 3


def test_a_still_page_has_no_script_and_no_button(still):
    assert "<script" not in still
    assert "script-src" not in still
    assert "<button" not in still


def test_a_page_without_charts_carries_no_layer(charts):
    html = render_page(new_notebook(), context(interactive=True), charts)
    assert "<script" not in html


def test_every_figure_has_a_button_that_is_hidden_until_a_script_shows_it(page):
    buttons = re.findall(
        r'<p class="explore" hidden><button type="button" data-figure="([\w-]+)" '
        r'aria-expanded="false" aria-controls="([\w-]+)">(Explore Figure \d)</button>',
        page,
    )
    assert [words for _, _, words in buttons] == ["Explore Figure 1", "Explore Figure 2"]
    assert all(f'id="{panel}"' in page for _, panel, _ in buttons)
    assert {anchor for anchor, _, _ in buttons} == set(charts_in(page))


def test_a_number_is_as_precise_as_the_table_and_no_more(charts):
    data = figure(table=table() | {"rows": [["Exampleshire", "512.4", "466", "562", "1", "x"]] * 4})
    data["wide"]["data"]["values"][0]["value"] = 512.44444
    data["wide"]["datasets"] = {"more": [{"value": 1.23456}]}
    data["wide"]["layer"][0]["mark"]["strokeWidth"] = 3.21
    book = notebook(cell("x", {FIGURE: data | {"id": "fig-fine"}}))
    html = render_page(book, context(interactive=True), charts)
    drawn = charts_in(html)["fig-fine"]["wide"]
    assert drawn["data"]["values"][0]["value"] == 512.4
    assert drawn["datasets"]["more"] == [{"value": 1.2}]
    assert drawn["layer"][0]["mark"]["strokeWidth"] == 3.21


def test_how_a_chart_wants_to_be_embedded_is_left_out():
    data = figure()
    data["wide"]["usermeta"] = {"embedOptions": {"actions": True}}
    packed = packed_charts([("a", Figure.model_validate(data))])
    assert "usermeta" not in unpack(packed)


@pytest.mark.parametrize(
    ("cells", "digits"),
    [(["1,234", "no value"], 0), (["71.4%", "±0.033"], 3), (["v1.2.0", ""], 1), ([], 0)],
    ids=["counts", "margins", "words", "empty"],
)
def test_the_precision_of_a_table_is_that_of_its_finest_number(cells, digits):
    rows = [[text] for text in cells]
    found = Table(id="t", caption="c", columns=[{"name": "a", "label": "A"}], rows=rows)
    assert precision_of(found) == digits


@pytest.mark.parametrize("text", ["", "x", "é😀\n" * 1000, '</script><!-- & "'])
def test_packing_comes_back_and_stands_in_html(text):
    packed = pack(text)
    assert unpack(packed) == text
    assert pack(text) == packed
    assert not set(packed) & set("<>&\"'\\/ \n")


def test_the_letters_are_85_and_different():
    assert len(LETTERS) == len(set(LETTERS)) == 85


@pytest.mark.parametrize("spoilt", ["", "~", "abc", "0000000000"])
def test_what_is_not_packed_is_refused(spoilt):
    with pytest.raises(ValueError, match=r".+"):
        unpack(spoilt)


def test_two_pages_of_the_same_are_the_same(page, charts):
    assert render_page(notebook(), context(interactive=True), charts) == page
    assert list(data_rows(charts_in(page)))
