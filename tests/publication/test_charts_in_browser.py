"""Charts as a browser draws them: in every cut, without script, legible, and true to their data."""

from __future__ import annotations

import re

import pytest

from publication.looking import drawings, numbers, overlapping, rows_of_csv

pytestmark = pytest.mark.browser

REPORTS = ["report", "carers", "invented", "page"]
LEAST_TEXT = 11
TABLES = """[...document.querySelectorAll('figure.figure, .standing')].map(part => ({
    id: part.id,
    csv: part.querySelector('.csv a').href,
    heads: [...part.querySelectorAll('thead th')].map(cell => cell.textContent.trim()),
    rows: [...part.querySelectorAll('tbody tr')].map(
        row => [...row.cells].map(cell => cell.textContent.trim())),
    once: [...part.querySelectorAll('.once')].map(words => words.textContent.trim()),
    title: part.querySelector('.finding')?.textContent ?? '',
}))"""


@pytest.mark.parametrize(("width", "cut"), [(320, "narrow"), (1280, "wide")])
@pytest.mark.parametrize("kind", REPORTS)
def test_charts_are_there_without_script_one_cut_each(opened, kind, width, cut):
    window = opened(kind, width=width, java_script_enabled=False)
    drawn = window.locator(".figure > .chart svg:visible")
    assert drawn.count() == window.locator("figure.figure").count() > 1
    for number in range(drawn.count()):
        drawing = drawn.nth(number)
        assert drawing.get_attribute("class") == cut
        box = drawing.bounding_box()
        assert box["width"] > 250
        assert box["height"] > 60
        assert drawing.locator("text").count() > 5
    assert window.locator(".explore").first.is_hidden() or kind == "page"


@pytest.mark.parametrize("kind", REPORTS)
def test_every_chart_has_a_name_with_figures_and_a_finding_of_few_words(opened, kind):
    window = opened(kind)
    names = window.eval_on_selector_all(
        ".figure > .chart svg", "all => all.map(svg => svg.getAttribute('aria-label'))"
    )
    assert len(names) == 2 * window.locator("figure.figure").count()
    assert all(numbers(name) for name in names)
    assert all(svg.get_attribute("role") == "img" for svg in window.locator(".chart svg").all())
    findings = [words.inner_text() for words in window.locator(".finding").all()]
    for words in findings:
        # "Figure 1" and its colon stand before the finding.
        assert 3 < len(words.split()) <= 15 + 3, words
    assert (
        window.get_by_role("img", name=re.compile("^(Dot|Strip|Chart|Two|Bar|Funnel)")).count() > 1
    )


@pytest.mark.parametrize("kind", REPORTS)
def test_text_in_the_narrow_charts_can_be_read_on_a_telephone(opened, kind):
    window = opened(kind, width=320)
    found = drawings(window)
    sizes = [text["size"] * drawing["scale"] for drawing in found for text in drawing["texts"]]
    assert len(sizes) > 10
    assert min(sizes) >= LEAST_TEXT
    for box in [one.bounding_box() for one in window.locator(".figure svg.narrow").all()]:
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 320


@pytest.mark.parametrize("width", [320, 768, 1280])
@pytest.mark.parametrize("kind", REPORTS)
def test_no_label_lies_over_another(opened, kind, width):
    found = drawings(opened(kind, width=width))
    assert len(found) > 1
    collisions = {drawing["name"]: pairs for drawing in found if (pairs := overlapping(drawing))}
    assert collisions == {}


def test_a_collision_would_be_seen(opened):
    window = opened("page")
    window.evaluate(
        """(() => { const [one, two] = document.querySelectorAll('.chart svg.wide text');
        two.replaceWith(one.cloneNode(true)) })()"""
    )
    assert [pair for drawing in drawings(window) for pair in overlapping(drawing)]


@pytest.mark.parametrize("kind", [*REPORTS, "hostile"])
def test_every_table_equals_its_csv(opened, kind):
    window = opened(kind)
    tables = window.evaluate(TABLES)
    assert len(tables) > 3
    for table in tables:
        heads, *rows = rows_of_csv(table["csv"])
        assert len(rows) == len(table["rows"]), table["id"]
        columns = [plain(heads).index(plain([head])[0]) for head in table["heads"]]
        for row, shown in zip(rows, table["rows"], strict=True):
            assert plain([row[column] for column in columns]) == plain(shown), table["id"]
        for place, head in enumerate(heads):
            if place not in columns:
                # A column that is not laid out says the same in every row, or nothing.
                assert {row[place] for row in rows} <= {"", *said(table["once"], head)}


def said(once, head):
    return {words.removeprefix(f"{head}: ") for words in once if words.startswith(f"{head}: ")}


def plain(cells):
    """Cells as a spreadsheet holds them: numbers bare, formulas quoted, spaces closed up."""
    bare = [re.sub(r"(?<=\d),(?=\d{3})", "", cell.replace("\N{MINUS SIGN}", "-")) for cell in cells]
    return [" ".join(cell.removeprefix("'").split()) for cell in bare]


@pytest.mark.parametrize("kind", ["report", "carers", "invented"])
def test_every_number_of_a_finding_is_in_its_table(opened, kind):
    for table in opened(kind).evaluate(TABLES):
        words = re.sub(r"^Figure \d+:?", "", table["title"].strip())
        # "2 of 3 measures" counts the rows; the years are those of the period.
        words = re.sub(r"\d+ of \d+ measures|all \d+ measures", "", words)
        words = re.sub(r", \d+ (?=lower|higher|not|flagged)", "", words)
        cells = [cell for row in table["rows"] for cell in row]
        known = numbers(" ".join([*cells, *table["once"]]))
        places = {place - 1 for place in known} | {float(len(table["rows"]) - 1)}
        years = numbers(" ".join(re.findall(r"20\d\d to 20\d\d", words)))
        assert numbers(words) - years <= known | places, (table["id"], words)


def test_forced_colours_keep_the_charts_readable(opened):
    window = opened("page", forced_colors="active")
    ground, text = window.evaluate(
        """[getComputedStyle(document.querySelector('.chart')).backgroundColor,
            getComputedStyle(document.querySelector('.chart svg.wide text')).fill]"""
    )
    assert ground == "rgb(255, 255, 255)"
    assert text == "rgb(20, 24, 28)"
