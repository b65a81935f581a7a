"""What may stand in a cell: text that XML can hold, no dates by accident, numbers taken apart."""

from __future__ import annotations

import io
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.base.date_like import in_words
from helpers.publication.spreadsheets.model import Number
from helpers.publication.spreadsheets.parts import read_parts
from helpers.publication.spreadsheets.words import CUT, LONGEST_TEXT, plain


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2024-25", "2024 to 2025"),
        ("1999-00", "1999 to 2000"),
        ("2011-12", "2011 to 2012"),
        ("2024/25", "2024 to 2025"),
        ("2015-2020", "2015 to 2020"),
        ("2025-03", "March 2025"),
        ("2024-25-Q4", "January to March 2025"),
        ("2026-02-25", "25 February 2026"),
        ("2-3 days", "2 to 3 days"),
        ("2 – 3 days", "2 to 3 days"),
        ("18-64", "18 to 64"),
        ("100-200", "100 to 200"),
    ],
)
def test_periods_and_bands_are_told_in_words(text, words) -> None:
    assert in_words(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "2C",
        "3D(1b)",
        "E08000015",
        "2024 to 2025",
        "10-5",
        "3-3",
        "2025-13",
        "65+",
        "v0001-1f2e3d4c",
        "",
        "-5",
        "12",
    ],
)
def test_everything_else_stays_as_it_is(text) -> None:
    assert in_words(text) == text


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("a\x00b\x1fc", "a\ufffdb\ufffdc"),
        ("lone \ud800 half", "lone \ufffd half"),
        ("not a character \ufffe", "not a character \ufffd"),
        ("one\r\ntwo\rthree\u2028four\x0bfive", "one\ntwo\nthree\nfour\nfive"),
        ("  much \t space\xa0here ", "much space here"),
        ("\n\n a \n\n b \n", "a\nb"),
        ("\u202eright to left\u202c", "\u202eright to left\u202c"),
        ("Ŵyre Â Penfro 😀", "Ŵyre Â Penfro 😀"),
        ("\t=1+1", "=1+1"),
    ],
)
def test_text_is_made_fit_for_a_cell(text, clean) -> None:
    assert plain(text) == clean


def test_a_text_too_long_for_a_cell_is_cut_and_says_so() -> None:
    cut = plain("😀" * 20_000)
    assert len(cut) == LONGEST_TEXT and cut.endswith(CUT)
    assert len(cut.encode("utf-16-le")) // 2 < 32_767
    assert plain("x" * LONGEST_TEXT) == "x" * LONGEST_TEXT


@settings(deadline=None)
@given(st.text(alphabet=st.characters(codec=None)))
def test_any_text_can_be_written_and_read_back(text) -> None:
    clean = plain(text)
    assert ElementTree.parse(io.BytesIO(f"<t>{escape(clean)}</t>".encode())).getroot().text == (
        clean or None
    )
    assert plain(clean) == clean


@pytest.mark.parametrize(
    ("text", "numbers", "unit"),
    [
        ("611.2", {"": Number(611.2, 1)}, ""),
        ("1,057.20", {"": Number(1057.2, 2, True)}, ""),
        ("611.2 per 100,000", {"": Number(611.2, 1)}, "per 100,000"),
        ("18.8 out of 24", {"": Number(18.8, 1)}, "out of 24"),
        ("34.9%", {"": Number(34.9, 1)}, "per cent"),
        ("\N{MINUS SIGN}5.2", {"": Number(-5.2, 1)}, ""),
        ("-5", {"": Number(-5)}, ""),
        (".5", {"": Number(0.5, 1)}, ""),
        ("0.0", {"": Number(0.0, 1)}, ""),
        ("1e-05", {"": Number(1e-05, None)}, ""),
        ("453 of 74,114", {"": Number(453), "out of": Number(74114, 0, True)}, ""),
        ("69th of 152", {"": Number(69), "out of": Number(152)}, ""),
        ("556.2 to 670.2", {"lower limit": Number(556.2, 1), "upper limit": Number(670.2, 1)}, ""),
        ("-1.5 to 2.0", {"lower limit": Number(-1.5, 1), "upper limit": Number(2.0, 1)}, ""),
        ("±0.6", {"plus or minus": Number(0.6, 1)}, ""),
    ],
)
def test_what_a_page_shows_is_taken_apart(text, numbers, unit) -> None:
    parts = read_parts(text)
    assert parts is not None
    assert (dict(parts.numbers), parts.unit) == (numbers, unit)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "–",
        "under 0.05",
        "not available",
        "007",
        "1234567890123456",
        "1,23",
        "=1+1",
        "+",
        "-",
        "1.2.3",
        "E08000015",
        "٣",
        "5 of",
        "a 5",
    ],
)
def test_what_is_no_number_stays_text(text) -> None:
    assert read_parts(text) is None


@settings(deadline=None)
@given(st.floats(min_value=-1e9, max_value=1e9), st.integers(0, 4), st.booleans())
def test_a_number_is_read_as_it_is_shown(value, decimals, grouped) -> None:
    shown = f"{value:{',' if grouped else ''}.{decimals}f}"
    parts = read_parts(shown)
    assert parts is not None
    (number,) = parts.numbers.values()
    assert number.value == float(shown.replace(",", ""))
    assert number.shown.lstrip("-") == shown.lstrip("-")
