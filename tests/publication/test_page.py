"""A page: what it says, in which order, and that it says it the same way every time."""

from __future__ import annotations

import copy
import hashlib
import os
import re
import subprocess
import sys
from base64 import b64decode, b64encode
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_markdown_cell, new_notebook, new_output

from helpers.base.errors import PublicationError
from helpers.publication.emitted import FIGURE, FOLDED, NOTICE, TABLE
from helpers.publication.page import render_page
from publication import examples
from publication.examples import cell, context, figure, notebook, table

SAMPLE = "Sample data: these figures are invented"


@pytest.fixture(scope="module")
def page(charts):
    return render_page(notebook(), context(), charts)


def small(*cells):
    return new_notebook(cells=[new_markdown_cell("# Title"), *cells])


def render(charts, *cells, **changes):
    return render_page(small(*cells), context(**changes), charts)


def test_the_title_says_what_whom_and_when(page):
    title = re.search(r"<title>(.*?)</title>", page)[1]
    assert title == "Who moves into long-term care in Exampleshire – Placements, 2024 to 2025"


def test_the_contexts_title_goes_before_the_notebooks(charts):
    html = render(charts, title="Placements in Exampleshire")
    assert "<h1>Placements in Exampleshire</h1>" in html
    assert html.count("<h1") == 1
    assert 'class="kicker"' not in html


def test_headings_go_down_one_level_at_a_time(charts):
    html = render(charts, new_markdown_cell("## Two\n\n#### Four\n\n# One\n\n###### Six"))
    article = html[html.index('class="article"') : html.index('class="end"')]
    assert re.findall(r"<h(\d) id=\"([\w-]+)\">", article) == [
        ("2", "two"),
        ("3", "four"),
        ("2", "one"),
        ("3", "six"),
    ]
    assert "¶" not in html


def test_every_anchor_leads_somewhere_and_every_id_is_used_once(page):
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)
    assert set(re.findall(r'aria-labelledby="([^"]+)"', page)) <= set(ids)
    assert set(re.findall(r"url\(#([^)]+)\)", page)) <= set(ids)


def test_sentences_before_the_first_heading_are_the_main_points(charts):
    html = render(
        charts,
        new_markdown_cell("Who this is for."),
        cell("book.main_points()", {"text/markdown": "## Main points\n\n* one\n* two"}),
        new_markdown_cell("## Then"),
    )
    points = html[html.index('class="points"') : html.index('class="columns"')]
    assert "<li>one</li>" in points
    assert html.count("Main points</h2>") == 1
    assert "Who this is for." in html[html.index('class="lead"') : html.index('class="facts"')]


def test_a_figure_has_its_number_words_source_table_and_csv(page):
    found = re.search(r'<figure class="figure" id="fig-2c-compare".*?</figure>', page, re.S)[0]
    assert "Figure 1" in found
    assert found.count('role="img"') == 2
    assert found.count('aria-label="Dots with intervals. Exampleshire 512') == 2
    assert "Source: Department of Examples" in found
    assert "Official statistics in development" in found
    assert "<summary>Figure 1 as a table</summary>" in found
    assert 'download="exampleshire-placements-figure-1.csv"' in found
    assert "data:text/csv;charset=utf-8,%EF%BB%BF" in found


def test_a_table_has_caption_scopes_and_row_keys(page):
    found = re.search(r'id="table-2c">.*?</table>', page, re.S)[0]
    assert '<caption id="table-2c-caption">' in found
    assert found.count('scope="col"') == 6
    assert found.count('scope="row"') == 4
    assert '<tbody role="rowgroup" data-indicator="2C" data-period="2024-25"' in found
    assert '<tr role="row" data-area="E10000000">' in found
    assert 'role="region" aria-label="Table 2: Long-term admissions' in found
    assert (
        '<td role="cell" data-label="Per 100,000" class="number short" data-column="value">'
        in found
    )


def test_a_breakdown_in_a_key_reaches_the_row(charts):
    data = table()
    data["keys"][0]["breakdown"] = "18 to 64"
    html = render(charts, cell("t", {TABLE: data}))
    assert 'data-breakdown="18 to 64"' in html


def test_a_narrow_table_is_no_tab_stop(charts):
    data = table() | {"columns": [{"name": "a", "label": "Area"}], "rows": [["x"]], "keys": []}
    html = render(charts, cell("t", {TABLE: data}))
    assert 'tabindex="0"' not in html


def test_sample_data_mark_title_banner_every_source_line_and_every_file(charts):
    html = render_page(notebook(), context(sample=True), charts)
    assert re.search(r"<title>(.*?)</title>", html)[1].startswith(SAMPLE)
    assert 'id="sample-data"' in html
    sources = re.findall(r'<p class="source">.*?</p>', html, re.S)
    assert sources
    assert all(SAMPLE in source for source in sources)
    names = re.findall(r' download="([^"]+)"', html)
    assert names
    assert all(name.startswith("sample-data-") for name in names)


def test_a_notebook_that_says_sample_makes_a_sample_page(charts):
    html = render(
        charts,
        cell("x", {NOTICE: {"kind": "sample", "text": "Drawn with *seed* 7."}}),
        sample=False,
    )
    assert re.search(r"<title>(.*?)</title>", html)[1].startswith(SAMPLE)
    banner = html[html.index('id="sample-data"') : html.index("<main")]
    assert "Drawn with <em>seed</em> 7." in banner
    assert 'class="notice sample"' not in html


def test_no_mark_of_samples_where_data_are_real(page):
    assert SAMPLE not in page


def test_notices_say_their_kind_in_words(page):
    assert re.search(r'class="notice caution" role="note">\s*<p><strong[^>]*>Caution', page)
    assert re.search(r'class="notice gap" role="note">\s*<p><strong[^>]*>Gap in the data', page)


def test_a_data_frame_becomes_a_table_with_scopes(page):
    found = re.search(r'<div class="standing" id="frame">.*?</table>', page, re.S)[0]
    assert '<th scope="row" class="short">Care home</th>' in found
    assert "no value" in found
    assert "<style" not in found


@pytest.mark.parametrize(
    ("bundle", "words"),
    [
        ({"application/vnd.vegalite.v6+json": {}}, "A chart was left out here."),
        ({"image/png": "aGk="}, "It has no name and no alternative text"),
        (
            {"text/html": "<p>x</p>", "text/plain": "<IPython.core.display.HTML object>"},
            "text/html",
        ),
    ],
    ids=["a bare chart", "a bare picture", "bare html"],
)
def test_what_not_everyone_can_read_is_left_out_with_a_sentence(charts, bundle, words):
    html = render(charts, cell("x", bundle))
    assert words in html[html.index('class="article"') :]
    assert "aGk=" not in html


def test_a_picture_with_name_and_words_is_a_figure(charts):
    shown = new_output(
        "display_data",
        data={"image/png": "aGk=\n"},
        metadata={"image/png": {"title": "A map", "alt": "Three districts, the north darkest."}},
    )
    html = render(charts, cell("x", shown))
    assert 'src="data:image/png;base64,aGk=" alt="Three districts, the north darkest."' in html
    assert "Figure 1" in html


def test_plain_text_and_print_are_shown_as_they_are(charts):
    html = render(
        charts,
        cell("x", {"text/plain": "3 < 4"}),
        cell("y", new_output("stream", name="stdout", text="said\n")),
        cell("z", new_output("stream", name="stderr", text="whispered\n")),
    )
    assert '<pre class="plain">3 &lt; 4</pre>' in html
    assert '<pre class="plain">said</pre>' in html
    assert "whispered" not in html


def test_the_hand_over_to_the_run_is_never_on_the_page(page):
    assert "handover" not in page
    assert "observations&#34;: []" not in page


def test_a_cell_that_failed_stops_the_page(charts):
    failed = new_output("error", ename="KeyError", evalue="2C", traceback=[])
    with pytest.raises(PublicationError, match="cell 2: this cell stopped with KeyError: 2C"):
        render(charts, cell("x", failed))


@pytest.mark.parametrize(
    ("bundle", "message"),
    [
        ({FIGURE: figure(description=" ")}, "it has no description"),
        ({FIGURE: figure() | {"colour": "red"}}, "colour"),
        ({TABLE: table() | {"rows": [["x"]]}}, "row 1 has 1 of 6 cells"),
        ({TABLE: table() | {"keys": [None]}}, "1 keys for 4 rows"),
        ({NOTICE: {"kind": "joke", "text": "x"}}, "kind"),
    ],
    ids=["no words", "unknown key", "ragged row", "keys", "unknown notice"],
)
def test_an_emitted_object_of_another_shape_is_refused(charts, bundle, message):
    with pytest.raises(PublicationError, match=message):
        render(charts, cell("x", bundle))


def test_a_chart_that_cannot_be_drawn_is_named(charts):
    with pytest.raises(PublicationError, match='chart "fig-broken"'):
        render(charts, cell("x", {FIGURE: figure("fig-broken", wide={"mark": "nonsense"})}))


def test_the_making_is_told_with_receipts_settings_and_versions(page):
    end = page[page.index('id="data"') :]
    for words in ("23 checks of the contract outcomes 1.2.0", "with 1 warning", "ab" * 32):
        assert words in end
    assert "with no warnings" in end
    assert "<dt>compare_with</dt><dd>neighbours</dd>" in end
    assert 'href="../v0001-0a0b0c0d/report.html"' in end


def test_the_data_of_the_page_are_listed_and_what_lies_beside_it_is_marked(page):
    data = page[page.index('<section aria-labelledby="data">') : page.index('id="how-made"')]
    assert '<a href="#fig-2c-compare">Figure 1</a>: Fewer people move' in data
    assert '<a href="#table-2c">Table 2</a>: Long-term admissions' in data
    assert data.count("in the folder of this page") == 2
    assert "These files lie beside this page, not in it." in data


def test_warnings_of_an_extract_are_told_in_words(charts):
    one = replace(context().data[0], warned=("Two <b>rows</b> differ (2 rows)",))
    html = render(charts, data=(one,))
    assert "<strong>with 1 warning</strong>:" in html
    assert "<li>Two &lt;b&gt;rows&lt;/b&gt; differ (2 rows)</li>" in html


def test_sentences_may_be_folded_away_and_stand_open_on_paper(charts):
    said = {"text/markdown": "### One promise\n\nIt **moved**."}
    html = render(charts, cell("x", {**said, FOLDED: {"words": "These 9 promises in full"}}))
    folded = html[html.index('<details class="folded">') :]
    folded = folded[: folded.index("</details>")]
    assert "<summary>These 9 promises in full</summary>" in folded
    assert ">One promise</h2>" in folded and "<strong>moved</strong>" in folded
    assert 'class="folded"' not in render(charts, cell("x", said))


def test_many_files_of_one_dataset_are_told_once_and_folded(charts):
    one = context().data[0]
    files = tuple(replace(one.files[0], name=f"month-{number}.xls") for number in range(48))
    html = render(charts, data=(replace(one, files=files, warned=()),))
    assert html.count("Each passed the 23 checks of the contract outcomes 1.2.0") == 1
    folded = html[html.index('<details class="of-files">') :]
    folded = folded[: folded.index("</details>")]
    assert "<summary>The 48 files<" in folded
    assert all(f"<dd>{file.name}</dd>" in folded for file in files)
    cited = html[html.index('id="cite"') : html.index('id="licence"')]
    assert cited.count("Outcomes framework") == 1


def test_what_every_row_says_is_said_once_and_stays_in_the_csv(charts):
    data = table()
    data["columns"][0] = {"name": "period", "label": "Year"}
    data["columns"][5] = {"name": "note", "label": "Note"}
    data["rows"] = [["2024 to 2025", "1.0", "0.5", "1.5", "3", ""] for _ in range(2)]
    data["keys"] = []
    html = render(charts, cell("t", {TABLE: data}))
    found = html[html.index('id="table-2c"') : html.index('id="data"')]
    shown = found[found.index("</caption>") : found.index("</table>")]
    assert "2024 to 2025" not in shown
    assert '<span class="once">Year: 2024 to 2025</span>' in found
    assert ">Note<" not in found
    assert "Year,%22Per%20100,000%22" in found
    assert found.count("2024%20to%202025,1.0") == 2


def test_a_chart_of_the_rows_of_a_table_above_names_it_for_paper(charts):
    html = render(charts, cell("t", {TABLE: table()}), cell("f", {FIGURE: figure()}))
    assert '<details class="repeated"><summary>Figure 1 as a table</summary>' in html
    assert "The figures of this chart are those of Table 1." in html
    assert 'class="repeated"' not in render(charts, cell("f", {FIGURE: figure()}))


def test_the_citation_names_the_version_and_the_data(page):
    cited = page[page.index('id="cite"') : page.index('id="licence"')]
    assert "Version v0002-1f2e3d4c" in cited
    assert "Outcomes framework (Department of Examples)" in cited


def test_the_code_is_folded_and_escaped(charts):
    html = render(charts, cell("if 1 < 2:\n    'x' & 'y'"))
    code = html[html.index('id="code"') :]
    assert "<details><summary>Show the 1 cell of code</summary>" in code
    assert "if 1 &lt; 2:\n    &#39;x&#39; &amp; &#39;y&#39;" in code


def test_parts_without_words_are_left_out(charts):
    html = render(
        charts, caveats=(), files=(), related=(), data=(), strategy_title=None, previous=None
    )
    for anchor in ("data-limits", "data-inside", "files", "related", "checks", "code"):
        assert f'id="{anchor}"' not in html
        assert f'href="#{anchor}"' not in html
    assert "none: this is the first" in html


def test_the_policy_lets_in_the_one_style_sheet_and_nothing_else(page):
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1].replace("&#39;", "'")
    css = re.search(r"<style>(.*?)</style>", page, re.S)[1]
    digest = b64encode(hashlib.sha256(css.encode()).digest()).decode()
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    assert " style=" not in page
    assert not re.search(r"<script|\son\w+=|<link[^>]+href=\"http|@import|url\(http", page)


def test_the_drawings_keep_their_view_box_and_lose_everything_that_is_not_drawing(page):
    drawings = re.findall(r"<svg.*?</svg>", page, re.S)
    assert len(drawings) == 4
    for drawing in drawings:
        assert re.match(r'<svg class="(wide|narrow)" viewBox="0 0 [\d.]+ [\d.]+"', drawing)
        assert drawing.count("aria-") == 1
        assert "font-family" not in drawing
        assert not re.search(r"\d\.\d{3}", drawing)


def test_hostile_names_are_text_everywhere(charts):
    html = render_page(examples.hostile_notebook(), examples.hostile_context(), charts)
    assert not re.search(r"<img|(?:href|src)=[\"']?\s*javascript", html.replace("&#34;", '"'))
    assert re.findall(r"<script[^>]*>", html) == [
        '<script type="text/plain" id="layer-charts">',
        '<script type="text/plain" id="layer-vega">',
        "<script>",
    ]
    assert html.count("</style>") == 1
    assert html.count("</title>") == 1
    assert "{{ 7 * 7 }}" in html
    assert 'href="report.html"' not in html


def test_characters_that_are_no_text_are_replaced(charts):
    html = render(charts, new_markdown_cell("a\x00b\ud800c\x85d"))
    assert "\x00" not in html
    assert "\ufffd" in html
    html.encode("utf-8")


def test_the_notebook_is_not_changed(charts):
    book = notebook()
    before = copy.deepcopy(book)
    render_page(book, context(), charts)
    assert book == before


def test_two_pages_of_the_same_are_the_same(charts, page):
    assert render_page(notebook(), context(), charts) == page


def test_what_was_drawn_before_changes_nothing(page, charts):
    render(charts, cell("x", {FIGURE: figure("other")}))
    assert render_page(notebook(), context(), charts) == page


@pytest.mark.parametrize("seed", ["1", "2"])
def test_another_process_with_another_hash_seed_makes_the_same_page(page, seed, tmp_path):
    script = (
        "import sys, hashlib\n"
        "from helpers.publication.charts import ChartRenderer\n"
        "from helpers.publication.page import render_page\n"
        "from publication.examples import context, notebook\n"
        "with ChartRenderer() as charts:\n"
        "    html = render_page(notebook(), context(), charts)\n"
        "print(hashlib.sha256(html.encode()).hexdigest())\n"
    )
    sources = [Path(render_page.__code__.co_filename).parents[2], Path(__file__).parents[1]]
    finished = subprocess.run(
        [sys.executable, "-c", script],
        env={
            **os.environ,
            "PYTHONHASHSEED": seed,
            "PYTHONPATH": os.pathsep.join(map(str, sources)),
            "TZ": "Asia/Tokyo",
        },
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert finished.stdout.strip() == hashlib.sha256(page.encode()).hexdigest()


def test_the_page_is_small(page):
    assert len(page.encode()) < 80_000


def test_an_svg_picture_travels_as_a_picture(charts):
    shown = new_output(
        "display_data",
        data={"image/svg+xml": "<svg onload='alert(1)'/>"},
        metadata={"title": "A plan", "alt": "Two rooms."},
    )
    html = render(charts, cell("x", shown))
    address = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', html)[1]
    assert b64decode(address) == b"<svg onload='alert(1)'/>"


def test_text_kept_as_lines_is_read_as_one(charts):
    book = small(cell("x"))
    book.cells[1]["outputs"] = [
        nbformat.from_dict(
            {
                "output_type": "display_data",
                "metadata": {},
                "data": {"text/markdown": ["first ", "second"]},
            }
        )
    ]
    assert "first second" in render_page(book, context(), charts)
