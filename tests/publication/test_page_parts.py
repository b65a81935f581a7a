"""The parts of a page one by one: prose, frames, CSV, drawings."""

from __future__ import annotations

import csv
import io
from urllib.parse import unquote

import pandas as pd
import pytest

from helpers.base.errors import PublicationError
from helpers.publication.csv_link import csv_address, csv_name, csv_text, safe_cell
from helpers.publication.emitted import Table
from helpers.publication.frames import read_frame
from helpers.publication.identifiers import Identifiers
from helpers.publication.markdown import Prose, inline, is_safe_address
from helpers.publication.svg_marks import page_svg
from publication.examples import table


@pytest.fixture
def prose():
    return Prose(Identifiers())


def frame(data, **options):
    return read_frame(pd.DataFrame(data)._repr_html_(), identifier="f", caption="c", **options)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a *b* `c<d`", "<p>a <em>b</em> <code>c&lt;d</code></p>"),
        ("<b>x</b> <!-- y -->", "<p>&lt;b&gt;x&lt;/b&gt; &lt;!-- y --&gt;</p>"),
        (
            "[x](https://example.org/?a=1&b)",
            '<p><a href="https://example.org/?a=1&amp;b">x</a></p>',
        ),
        (
            "[x](report.html)",
            '<p><a href="report.html">x</a> <span class="quiet">(in the folder of this page)</span></p>',
        ),
        ("[](https://a.example)", '<p><a href="https://a.example">https://a.example</a></p>'),
        ("[x](javascript:alert(1))", "<p>x</p>"),
        ("[x](data:text/html,x)", "<p>x</p>"),
        ("[x](//evil.example)", "<p>x</p>"),
    ],
    ids=lambda value: value[:24],
)
def test_prose_is_escaped_and_links_are_safe(prose, text, html):
    assert str(prose.html(text)).strip() == html


@pytest.mark.parametrize(
    "address", ["java\tscript:alert(1)", "//evil.example", "vbscript:x", "", "\\\\server\\x"]
)
def test_addresses_that_lead_astray_are_known(address):
    assert not is_safe_address(address)


def test_pictures_need_words_and_must_be_inside(prose):
    address = "data:image/png;base64,aGk="
    assert f'src="{address}" alt="A map"' in prose.html(f"![A map]({address})")
    assert "no alternative text" in prose.html(f"![]({address})")
    assert "not inside the notebook" in prose.html("![A map](https://example.org/a.png)")
    pasted = prose.html("![A map](attachment:a.png)", {"a.png": address})
    assert f'src="{address}"' in pasted


def test_tables_in_prose_have_scopes_and_no_styles(prose):
    html = prose.html("| a | b |\n|---|--:|\n| 1 | 2 |")
    assert '<th scope="col">a</th>' in html
    assert '<td class="number">2</td>' in html
    assert "style" not in html


def test_headings_of_the_same_words_have_their_own_anchors(prose):
    prose.html("## Main points\n\n## Main points\n\n## 2024 (%)\n\n## 漢字")
    assert [one.anchor for one in prose.headings] == [
        "main-points-2",
        "main-points-3",
        "part-2024",
        "part",
    ]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a **b**", "a <strong>b</strong>"),
        ("# no heading", "# no heading"),
        ("- <li>", "- &lt;li&gt;"),
    ],
)
def test_one_sentence_stays_one_sentence(text, html):
    assert inline(text) == html


def test_a_frame_loses_its_row_count_and_finds_its_numbers():
    found = frame({"area": ["A", "B"], "value": [1.5, None], "%": ["3%", "<4>"]})
    assert [column.label for column in found.columns] == ["area", "value", "%"]
    assert [column.numeric for column in found.columns] == [False, True, False]
    assert found.rows == (("A", "1.5", "3%"), ("B", "no value", "<4>"))


def test_a_frames_own_index_stays_and_is_named():
    found = read_frame(
        pd.DataFrame({"n": [1, 2]}, index=pd.Index([2023, 2024], name="year"))._repr_html_(),
        identifier="f",
        caption="c",
    )
    assert [column.label for column in found.columns] == ["year", "n"]
    assert [column.numeric for column in found.columns] == [False, True]


def test_spans_of_an_index_are_written_out():
    index = pd.MultiIndex.from_product([["A", "B"], ["x", "y"]], names=["area", "band"])
    columns = pd.MultiIndex.from_product([["2024"], ["low", "high"]])
    data = pd.DataFrame([[1, 2]] * 4, index=index, columns=columns)
    found = read_frame(data._repr_html_(), identifier="f", caption="c")
    assert [column.label for column in found.columns] == ["area", "band", "2024, low", "2024, high"]
    assert found.rows[1] == ("A", "y", "1", "2")


def test_a_shortened_frame_says_so():
    found = frame({"n": range(100)})
    assert found.note == "Shortened by the notebook: 100 rows in all."


@pytest.mark.parametrize("html", ["<p>x</p>", "<table><tr><td>1</td></tr></table>", "<table"])
def test_other_html_is_no_frame(html):
    assert read_frame(html, identifier="f", caption="c") is None


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("+44 151", "'+44 151"),
        ("-", "'-"),
        ("@x", "'@x"),
        ("\tx", "'\tx"),
        ("-5.2", "-5.2"),
        ("+3%", "+3%"),
        ("\u22125.2", "-5.2"),
        ("1,234", "1234"),
        ("1,23", "1,23"),
        ("no value", "no value"),
        ("", ""),
    ],
)
def test_cells_cannot_run_and_numbers_stay_numbers(cell, safe):
    assert safe_cell(cell) == safe


def test_a_csv_address_holds_the_whole_table():
    data = table()
    data["rows"][0][0] = 'Quoted, "council" 😀 #1 & more'
    text = csv_text(Table.model_validate(data))
    address = csv_address(text)
    assert address.isascii()
    assert not set(address) & set(' "<>#&\n')
    assert unquote(address.partition(",")[2]) == text
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert rows[1][0] == 'Quoted, "council" 😀 #1 & more'
    assert rows[1][4] == "1234"


def test_a_csv_is_named_in_plain_letters():
    assert csv_name(["St Ex's", "CON.", "Figure 1"]) == "st-ex-s-con-figure-1.csv"
    assert csv_name(["漢字"]) == "data.csv"


def mark(inside):
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="10" height="10" viewBox="0 0 10 10">{inside}</svg>'
    )
    return str(page_svg(svg, name="fig-a-wide", words='5 < "6"', css_class="wide"))


def test_ids_are_made_of_the_figures_own():
    drawn = mark(
        '<g clip-path="url(#clip7)"><line x2="1"/></g>'
        '<rect fill="url(#gone)" width="1" height="1"/>'
        '<defs><clipPath id="clip7"><rect width="1" height="1"/></clipPath></defs>'
    )
    assert 'clip-path="url(#fig-a-wide-1)"' in drawn
    assert '<clipPath id="fig-a-wide-1">' in drawn
    assert 'fill="none"' in drawn


def test_styles_become_attributes():
    drawn = mark('<line x2="1" style="stroke: red; mix-blend-mode: multiply"/>')
    assert '<line x2="1" stroke="red"/>' in drawn


def test_what_runs_or_asks_is_left_out():
    drawn = mark(
        '<script>x</script><a xlink:href="https://example.org"><text onclick="x">t &lt; u</text></a>'
        '<image xlink:href="https://example.org/a.png" width="1"/>'
        "<foreignObject><p>x</p></foreignObject><style>text{}</style>"
    )
    assert "<text>t &lt; u</text>" in drawn
    assert "example.org" not in drawn
    assert not any(word in drawn for word in ("script", "onclick", "foreign", "style"))


def test_the_words_are_the_drawings_name():
    assert 'role="img" aria-label="5 &lt; &#34;6&#34;"' in mark("")


def test_groups_and_ground_that_draw_nothing_go():
    drawn = mark(
        '<rect width="10" height="10" fill="white"/>'
        '<g transform="translate(0,0)"><g class="x"><path d="M0,0h0v0h0Z"/>'
        '<path d="M1.23456,2h1" class="y"/><path d="" display="none"/></g></g>'
    )
    assert drawn.endswith('aria-label="5 &lt; &#34;6&#34;"><path d="M1.23,2h1"/></svg>')


def test_a_drawing_that_is_none_is_refused():
    with pytest.raises(PublicationError, match="its drawing is not SVG"):
        page_svg("no", name="x", words="y", css_class="wide")
