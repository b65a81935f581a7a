"""The council's comment: dated, by role, held to the page's figures, safe on the page."""

from __future__ import annotations

import re

import polars as pl
import pytest

from helpers.base.errors import ContractError, DisclosureRefused
from helpers.base.geography import find_area
from helpers.base.settings import Settings
from helpers.contracts.columns import Obs
from helpers.publication.comment_numbers import numbers_in
from helpers.publication.commentary import comment_digest, comment_on, read_comment
from helpers.publication.indicator_files import SCHEMA
from helpers.publication.page import render_page
from publication.examples import context, notebook

HEAD = "---\ndate: 2026-11-20\nrole: Head of Commissioning\n---\n"
WIRRAL = find_area("wirral")
ROW = {"value": 611.2, "numerator": 453, "denominator": 74114, "england": 592.5, "region": 672.0, "rank": 69, "ranked": 152}  # fmt: skip


@pytest.fixture
def observations():
    row = dict.fromkeys([column.value for column in Obs]) | ROW
    hidden = dict.fromkeys([column.value for column in Obs]) | {"status": "suppressed"}
    return pl.DataFrame([row, hidden], schema=SCHEMA)


@pytest.fixture
def said(tmp_path, observations):
    def ask(text):
        path = tmp_path / "commentary" / "wirral" / "placements.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        settings = Settings(root=tmp_path, outputs=tmp_path / "outputs")
        return comment_on(settings, WIRRAL, "placements", observations)

    return ask


def test_without_a_file_there_is_no_comment(tmp_path, observations) -> None:
    settings = Settings(root=tmp_path, outputs=tmp_path)
    assert comment_on(settings, WIRRAL, "placements", observations) is None
    assert comment_digest(settings, WIRRAL, "placements") == ""


def test_a_comment_has_a_day_a_role_and_words(said) -> None:
    comment = said(f"{HEAD}The rate was 611.2, for *453 people*.\n\n- one\n- two\n")
    assert comment.told == "Head of Commissioning, 20 November 2026"
    assert "<em>453 people</em>" in comment.html and comment.html.count("<li>") == 2


@pytest.mark.parametrize(
    "words",
    [
        "611.2 per 100,000, for every 100,000 or in 1000",
        "the 95 per cent interval, and a score out of 12",
        "453 of 74,114 people",
        "England 592.5, North West 672.0 and 672",
        "69th highest of 152 councils, at place 69",
        "In 2024 to 2025, in 2024-25, in 2023/24 and on 20 November 2026",
        "people aged 65 and over, aged 18 to 64, and those 65 and over",
        "measures 2C, 6B, 3D(2a) and 5A(1)",
        "see [the papers](https://example.org/2019/77) or https://example.org/88",
        "1. first\n2. second",
        "our own count was “31 people, report of 9 May”",
        'our own count was "31 people"',
        "our own count was “31 people,\nor 32 with others”",
        "> 31 people in our own count\n\nand no more",
        "two or three people",
    ],
)
def test_figures_of_the_page_dates_codes_and_quoted_numbers_are_let_through(said, words) -> None:
    assert said(f"{HEAD}{words}\n") is not None


@pytest.mark.parametrize(
    ("words", "written", "line"),
    [
        ("We had 31 people.", "31", 5),
        ("First.\n\nThen 611 people.", "611", 7),
        ("It rose by 12%.", "12%", 5),
        ("It cost £4,933 in all.", "4,933", 5),
        ("It was 611.25.", "611.25", 5),
        ("“31 people” and then 32.", "32", 5),
        ("“31 people,\nor so” but 32 here", "32", 6),
        ("> 31\n33 of ours", "33", 6),
        ("-5 fewer", "5", 5),
    ],
)
def test_any_other_number_is_refused_with_its_line(said, words, written, line) -> None:
    with pytest.raises(ContractError) as caught:
        said(f"{HEAD}{words}\n")
    error = caught.value
    assert error.place == f"commentary/wirral/placements.md, line {line}"
    assert error.found == f"the number {written} is no figure of this page"
    assert "quotation marks" in error.mend


@pytest.mark.parametrize(
    ("text", "line", "found", "mend"),
    [
        ("Just words.", 1, "there is no date and no role", "begin so"),
        ("---\ndate: 2026-11-20\nWords.", 1, "there is no date", "begin so"),
        ("---\ndate: 2026-11-20\n---\nWords.", 1, "role is missing", "add role:"),
        ("---\nrole: Team\n---\nWords.", 1, "date is missing", "add date:"),
        ("---\ndate: 2026-11-20\nroll: Team\n---\nWords.", 3, '"roll" is no key', "did you mean role?"),
        ("---\ndate: 2026-11-20\nauthor: x\nrole: Team\n---\nWords.", 3, '"author" is no key', "take it out"),
        ("---\ndate: 2026-11-20\ndate: 2026-11-21\nrole: Team\n---\nWords.", 3, '"date" is no key', ""),
        ("---\ndate: November 2026\nrole: Team\n---\nWords.", 2, "November 2026", "write it so"),
        ("---\ndate: 2026-11-20\nrole: Alex Example\n---\nWords.", 3, "does not read as a role", "never by name"),
        (f"{HEAD}\n\n", 6, "no words", "write it"),
        (f"{HEAD}Words.\n\n## Heading\n", 7, "a heading", "take it out"),
        (f"{HEAD}Words\n=====\n", 6, "a heading", "take it out"),
        (f"{HEAD}![a](x.png)\n", 5, "a picture", "take it out"),
    ],
)  # fmt: skip
def test_a_comment_without_the_form_is_refused(said, text, line, found, mend) -> None:
    with pytest.raises(ContractError) as caught:
        said(text)
    assert caught.value.place == f"commentary/wirral/placements.md, line {line}"
    assert found in caught.value.found and mend in caught.value.mend


def test_something_personal_is_refused(said) -> None:
    with pytest.raises(DisclosureRefused, match="line 6"):
        said(f"{HEAD}Fine.\nAsk jo@example.org.\n")
    with pytest.raises(DisclosureRefused, match="line 3"):
        said("---\ndate: 2026-11-20\nrole: Mrs Example, Head of Service\n---\nWords.")


def test_another_encoding_is_refused(tmp_path, observations) -> None:
    path = tmp_path / "commentary" / "wirral" / "placements.md"
    path.parent.mkdir(parents=True)
    path.write_bytes(f"{HEAD}caf\xe9".encode("latin-1"))
    settings = Settings(root=tmp_path, outputs=tmp_path)
    with pytest.raises(ContractError, match="UTF-8"):
        comment_on(settings, WIRRAL, "placements", observations)


def test_a_byte_order_mark_and_windows_lines_are_let_through(tmp_path, observations) -> None:
    path = tmp_path / "commentary" / "wirral" / "placements.md"
    path.parent.mkdir(parents=True)
    path.write_bytes(f"{HEAD}The rate was 611.2.\n".replace("\n", "\r\n").encode("utf-8-sig"))
    settings = Settings(root=tmp_path, outputs=tmp_path)
    assert comment_on(settings, WIRRAL, "placements", observations).role == "Head of Commissioning"


def test_the_digest_follows_the_words_and_not_the_line_ends(said, tmp_path) -> None:
    settings = Settings(root=tmp_path, outputs=tmp_path)
    path = tmp_path / "commentary" / "wirral" / "placements.md"
    said(f"{HEAD}Words.\n")
    one = comment_digest(settings, WIRRAL, "placements")
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert comment_digest(settings, WIRRAL, "placements") == one
    said(f"{HEAD}Other words.\n")
    assert comment_digest(settings, WIRRAL, "placements") != one


def test_numbers_keep_their_lines_and_forms() -> None:
    text = "a 1,234\n\nb 5.6% and 7 per cent\nc 2C 3rd x9 9x"
    assert [(each.line, each.written, each.value) for each in numbers_in(text)] == [
        (1, "1,234", 1234.0),
        (3, "5.6%", 5.6),
        (3, "7 per cent", 7.0),
    ]


def test_the_page_shows_it_as_the_councils_comment(charts) -> None:
    comment = read_comment(f"{HEAD}Our <b>own</b> words, [here](javascript:x).", "a.md")
    html = render_page(notebook(), context(comment=comment), charts)
    section = html[html.index('aria-labelledby="council-comment"') :]
    assert '<h2 id="council-comment">The council\'s comment</h2>' in section
    assert "Head of Commissioning, 20 November 2026" in section
    assert "Our &lt;b&gt;own&lt;/b&gt; words, here." in section and "javascript:" not in html
    assert re.search(r'<li><a href="#council-comment">', html)
    assert "council-comment" not in render_page(notebook(), context(), charts)


def test_the_example_keeps_its_own_rules(project_root) -> None:
    path = project_root / "commentary" / "example" / "placements.md"
    text = path.read_text("utf-8")
    comment = read_comment(text, path.name)
    assert "invented" in comment.text and list(numbers_in(comment.text)) == []
