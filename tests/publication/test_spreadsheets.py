"""Tables of a version as spreadsheets: what stands where, and after the published guidance."""

from __future__ import annotations

import io
import warnings
from dataclasses import replace

import openpyxl
import polars as pl
import pytest

from helpers.base.samples_mark import SAMPLE_MARK
from helpers.publication.emitted import TABLE, Table
from helpers.publication.indicator_files import SCHEMA
from helpers.publication.spreadsheets.book import read_book
from helpers.publication.spreadsheets.model import Number, Side
from helpers.publication.spreadsheets.ods import ods_bytes
from helpers.publication.spreadsheets.symbols import MEANINGS, Symbol
from helpers.publication.spreadsheets.table_grid import table_grid
from helpers.publication.spreadsheets.widths import COVER_PIXELS
from helpers.publication.spreadsheets.xlsx import xlsx_bytes
from publication import examples
from publication.sheet_rules import cells, check_both, xml_parts

RECEIPT = "ef" * 32


def observations(**changes):
    """Three years of an indicator: published, suppressed and not available."""
    usual = {
        "area_code": "E10000099",
        "area_name": "Exampleshire",
        "period": "2024-25",
        "theme": "placements",
        "framework": "ascof-2023",
        "indicator": "2C",
        "title": "Admissions",
        "breakdown": "all",
        "value": 512.4,
        "lower": 466.0,
        "upper": 562.1,
        "interval": "Byar 95%",
        "numerator": 1234,
        "denominator": 240834,
        "unit": "per 100,000",
        "status": "ok",
        "polarity": "lower",
        "england": 581.0,
        "region": 598.7,
        "neighbours": None,
        "rank": 69,
        "ranked": 152,
        "percentile": 55.0,
        "comparison": "lower",
        "break_before": "",
        "flags": "",
        "source": "Outcomes framework",
        "receipt": RECEIPT,
    }
    nothing = dict.fromkeys(
        "value lower upper numerator denominator rank ranked percentile comparison".split()
    )
    rows = [
        usual | changes,
        usual | nothing | {"period": "2023-24", "status": "suppressed"},
        usual | nothing | {"period": "2022-23", "status": "not_available", "england": None},
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def book_of(*cells_of_one, sample=False, **changes):
    return read_book(
        examples.notebook(*cells_of_one),
        replace(examples.context(sample=sample), **changes),
        observations(),
        ("People who pay for their own care are not counted.",),
    )


@pytest.fixture(scope="module")
def book():
    return book_of()


@pytest.fixture(scope="module")
def xlsx(book):
    return xlsx_bytes(book)


@pytest.fixture(scope="module")
def ods(book):
    return ods_bytes(book)


def shown(columns, rows, **more):
    """The table that a page shows, as a grid."""
    named = [{"name": name, "label": label, "numeric": numeric} for name, label, numeric in columns]
    return table_grid(
        Table.model_validate({"id": "t", "caption": "c", "columns": named, "rows": rows, **more}),
        "Table_1",
    )


def labels(grid):
    return [heading.label for heading in grid.headings]


def test_both_files_keep_every_rule_and_say_the_same(xlsx, ods) -> None:
    check_both(xlsx, ods)


def test_sheets_follow_the_page_under_its_numbers(book) -> None:
    assert [sheet.name for sheet in book.sheets] == [
        "Cover",
        "Contents",
        "Notes",
        "Table 1",
        "Table 2",
        "Figure 1",
        "Figure 2",
        "Table 3",
        "All figures",
    ]
    figure = next(sheet for sheet in book.sheets if sheet.name == "Figure 1")
    assert figure.title == (
        "Figure 1: Fewer people move into long-term care in Exampleshire than in England"
    )
    lines = [line.text for line in figure.lines]
    assert "Official statistics in development" in lines
    assert "Limits are 95 per cent confidence limits (Byar’s method)." in lines
    assert "Source: Department of Examples, Outcomes Framework, 2024 to 2025" in lines


def test_the_cover_says_whose_what_when_and_from_where(book) -> None:
    said = "\n".join(line.text for line in book.sheets[0].lines)
    for words in (
        "Council: Exampleshire (E10000099)",
        "Theme: Placements",
        "Period: 2024 to 2025",
        "Publisher: Exampleshire",
        "Date of the data: 2024 to 2025; mid-2024",
        "Version: v0002-1f2e3d4c",
        "Source 1: Outcomes framework, Department of Examples, 2024 to 2025.",
        "Checked against the contract outcomes 1.2.0: 23 checks of the file, 1 warning.",
        "File outcomes-2024-25.ods, receipt r-ab12cd34",
        "Open Government Licence v3.0 (https://www.nationalarchives.gov.uk/doc/",
        "Ask the council’s adult social care analysis team.",
    ):
        assert words in said
    assert SAMPLE_MARK not in said


def test_sample_data_say_so_on_every_sheet() -> None:
    made = book_of(sample=True)
    for sheet in made.sheets:
        assert f"{SAMPLE_MARK}." in [line.text for line in sheet.lines[:2]], sheet.name
    for content in (xlsx_bytes(made), ods_bytes(made)):
        assert all(rows[1][0] == f"{SAMPLE_MARK}." for rows in cells(content).values())


def test_notes_explain_each_symbol_the_method_and_the_limits(book) -> None:
    notes = next(sheet for sheet in book.sheets if sheet.name == "Notes")
    told = dict(notes.grid.rows)
    assert [told[symbol.value] for symbol in Symbol] == list(MEANINGS.values())
    assert set(MEANINGS) == set(Symbol)
    assert "Intervals of rates are Byar’s, at 95 per cent." in told.values()
    assert "People who pay for their own care are not counted." in told.values()


def test_a_sheet_names_the_symbols_that_stand_in_it(book) -> None:
    said = [line.text for line in book.sheets[-1].lines]
    assert (
        "Symbols: [c] confidential, [x] not available, [z] not applicable. "
        "The sheet Notes says what each means here." in said
    )
    plain = next(sheet for sheet in book.sheets if sheet.name == "Table 2")
    assert not any(line.text.startswith("Symbols") for line in plain.lines)


def test_all_figures_hold_the_observations_at_published_precision(book, xlsx) -> None:
    grid = book.sheets[-1].grid
    first, second, third = (dict(zip(labels(grid), row, strict=True)) for row in grid.rows)
    assert first["Value"] == Number(512.4, 1, True) and first["England"] == Number(581.0, 1, True)
    assert first["Denominator or respondents"].shown == "240,834"
    assert (first["Year"], first["Receipt"], first["Status"]) == (
        "2024 to 2025",
        "efefefef",
        "published",
    )
    for column in (
        "Value",
        "Lower 95% limit",
        "Numerator",
        "Rank from highest",
        "Compared with England",
    ):
        assert (second[column], third[column]) == ("[c]", "[x]"), column
    assert second["Status"] == "[c] suppressed by the publisher"
    assert (third["England"], third["Break before this year"]) == ("[x]", "[z]")
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx))["All figures"]
    headings = {cell.value: cell for cell in sheet[4]}
    value = sheet.cell(5, headings["Value"].column)
    assert (value.value, value.data_type, value.number_format) == (512.4, "n", "#,##0.0")
    count = sheet.cell(5, headings["Denominator or respondents"].column)
    assert (count.value, count.number_format) == (240834, "#,##0")


def test_provisional_figures_are_marked_beside_the_number() -> None:
    made = read_book(examples.notebook(), examples.context(), observations(status="provisional"))
    row = dict(zip(labels(made.sheets[-1].grid), made.sheets[-1].grid.rows[0], strict=True))
    assert (row["Status"], row["Value"].value) == ("[p] provisional", 512.4)
    assert any("[p] provisional" in line.text for line in made.sheets[-1].lines)


def test_one_unit_goes_into_the_headings() -> None:
    grid = shown(
        [
            ("measure", "Measure", False),
            ("value", "Wirral", True),
            ("interval", "95% interval or margin", True),
            ("england", "England", True),
        ],
        [
            ["A", "611.2 per 100,000", "556.2 to 670.2", "592.5"],
            ["B", "38.7 per 100,000", "–", "–"],
        ],
    )
    assert labels(grid) == [
        "Measure",
        "Wirral (per 100,000)",
        "95% interval: lower limit (per 100,000)",
        "95% interval: upper limit (per 100,000)",
        "England (per 100,000)",
    ]
    assert grid.rows[0][1:] == (
        Number(611.2, 1),
        Number(556.2, 1),
        Number(670.2, 1),
        Number(592.5, 1),
    )
    assert grid.rows[1][2:] == ("[x]", "[x]", "[x]")


def test_several_units_go_into_a_column_of_their_own() -> None:
    grid = shown(
        [
            ("value", "Wirral", True),
            ("interval", "95% interval or margin", True),
            ("england", "England", True),
        ],
        [["6.8 out of 12", "±0.5", "7.3"], ["27.5%", "22.0 to 33.1", "30.0"]],
    )
    assert labels(grid) == [
        "Unit",
        "Wirral",
        "95% interval: lower limit",
        "95% interval: upper limit",
        "95% margin: plus or minus",
        "England",
    ]
    assert grid.rows[0] == (
        "out of 12",
        Number(6.8, 1),
        "[z]",
        "[z]",
        Number(0.5, 1),
        Number(7.3, 1),
    )
    assert grid.rows[1][:4] == ("per cent", Number(27.5, 1), Number(22.0, 1), Number(33.1, 1))


def test_counts_of_two_kinds_are_columns_of_two_kinds() -> None:
    grid = shown([("counts", "Count", True)], [["453 of 74,114"], ["220 respondents"], ["–"]])
    assert labels(grid) == ["Count", "Count: out of", "Count: respondents"]
    assert grid.rows == (
        (Number(453), Number(74114, 0, True), "[z]"),
        ("[z]", "[z]", Number(220)),
        ("[x]", "[x]", "[x]"),
    )


@pytest.mark.parametrize(
    ("words", "symbol"),
    [
        ("suppressed by the publisher", "[c]"),
        ("not available", "[x]"),
        ("not collected or not applicable", "[z]"),
        ("withheld by the publisher", "[x]"),
    ],
)
def test_a_missing_value_is_a_symbol_and_so_is_what_hangs_on_it(words, symbol) -> None:
    columns = [
        ("value", "Wirral", True),
        ("interval", "Interval", True),
        ("counts", "Count", True),
        ("england", "England", True),
        ("rank", "Rank", True),
    ]
    grid = shown(columns, [[words, "–", "–", "592.5", "–"]])
    assert grid.rows == ((symbol, symbol, symbol, Number(592.5, 1), "[z]"),)


def test_words_among_numbers_stay_words() -> None:
    grid = shown(
        [("interval", "Interval", True)], [["under 0.05"], ["±0.2"], ["no margin published"]]
    )
    assert grid.rows == (("under 0.05",), (Number(0.2, 1),), ("[x]",))


def test_codes_and_long_numbers_stay_text() -> None:
    grid = shown(
        [("a", "Number", True), ("b", "Code", False)],
        [["007", "0012"], ["1234567890123456", "1E5"], ["12", "3.50"]],
    )
    assert grid.rows == (("007", "0012"), ("1234567890123456", "1E5"), (Number(12), "3.50"))


def test_years_and_bands_are_written_in_words_also_in_headings() -> None:
    grid = shown(
        [("a", "2023-24", True), ("b", "Wait", False)], [["5", "2-3 days"], ["6", "2011-12"]]
    )
    assert labels(grid) == ["2023 to 2024", "Wait"]
    assert [row[1] for row in grid.rows] == ["2 to 3 days", "2011 to 2012"]


def test_no_heading_is_empty_or_like_another() -> None:
    key = {"area_code": "E10000099", "indicator": "2C", "period": "2024-25"}
    columns = [
        ("a", "", False),
        ("b", "Rate", True),
        ("c", "rate", True),
        ("d", "Area code", False),
    ]
    grid = shown(columns, [["x", "1", "2", "3"]], keys=[key])
    assert labels(grid) == [
        "Row",
        "Rate",
        "rate (2)",
        "Area code (2)",
        "Area code",
        "Indicator code",
        "Year",
    ]
    assert grid.rows[0][4:] == ("E10000099", "2C", "2024 to 2025")


def test_a_column_without_a_word_is_left_out_and_a_gap_in_one_is_not() -> None:
    columns = [("a", "Area", False), ("n", "Note", False), ("m", "Remark", False)]
    grid = shown(columns, [["x", "", "r"], ["y", " ", ""]])
    assert labels(grid) == ["Area", "Remark"]
    assert grid.rows == (("x", "r"), ("y", "[z]"))


def test_a_table_without_rows_says_so_and_stays_a_table() -> None:
    empty = {**examples.table("none"), "rows": [], "keys": []}
    made = book_of(examples.cell("none", {TABLE: empty}))
    sheet = made.sheets[-2]
    assert "This sheet contains one table. There are no rows to show." in [
        line.text for line in sheet.lines
    ]
    assert set(sheet.grid.rows[0]) == {"[z]"}
    check_both(xlsx_bytes(made), ods_bytes(made))


def test_a_version_without_figures_is_a_workbook_too() -> None:
    made = read_book(examples.notebook(), examples.context(), observations().clear())
    check_both(xlsx_bytes(made), ods_bytes(made))


def test_words_after_a_number_keep_off_it() -> None:
    grid = shown([("a", "A", False), ("b", "B", True), ("c", "C", False)], [["x", "1", "y"]])
    assert grid.sides == (Side.LEFT, Side.RIGHT, Side.APART)


def test_links_of_the_contents_lead_to_the_first_cell_of_their_sheet(xlsx) -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx))
    sheet = book["Contents"]
    for row in range(4, sheet.max_row + 1):
        cell = sheet.cell(row, 1)
        assert cell.hyperlink.location == f"'{cell.value}'!A1"


def test_the_look_is_that_of_gptables(xlsx) -> None:
    """Its own way of writing gives the same letters, lines and marks on a tame table."""
    import gptables
    import pandas as pd

    frame = pd.DataFrame({"Area": ["Exampleshire", "England"], "Rate": [512.4, 581.0]})
    table = gptables.GPTable(
        frame, "Table_1", "Table 1: rates", instructions="One table.", index_columns={}
    )
    stream = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        stock = gptables.produce_workbook(
            stream,
            {"Table 1": table},
            cover=gptables.Cover("T", intro=["x"]),
            workbook_options={"in_memory": True},
        )
        stock.close()
    theirs = openpyxl.load_workbook(stream)
    ours = openpyxl.load_workbook(io.BytesIO(xlsx))
    pairs = [
        (theirs["Table 1"]["A1"], ours["Table 2"]["A1"]),
        (theirs["Table 1"]["A2"], ours["Table 2"]["A2"]),
        (theirs["Table 1"]["A3"], ours["Table 2"]["A5"]),
        (theirs["Table 1"]["A4"], ours["Table 2"]["A6"]),
        (theirs["Table 1"]["B4"], ours["Table 2"]["B6"]),
        (theirs["Cover"]["A1"], ours["Cover"]["A1"]),
        (theirs["Cover"]["A2"], ours["Cover"]["A3"]),
        (theirs["Cover"]["A3"], ours["Cover"]["A2"]),
        (theirs["Contents"]["A4"], ours["Contents"]["A4"]),
    ]
    for their, our in pairs:
        looks = [
            (
                cell.font.name,
                cell.font.sz,
                cell.font.b,
                cell.font.u,
                cell.border.bottom.style,
                cell.alignment.horizontal,
            )
            for cell in (their, our)
        ]
        assert looks[0] == looks[1], our.coordinate
    mark = theirs["Table 1"].tables["Table_1"]
    our_mark = ours["Table 2"].tables["Table_2"]
    assert (mark.autoFilter, mark.tableStyleInfo.name) == (
        our_mark.autoFilter,
        our_mark.tableStyleInfo.name,
    )


def test_rows_are_high_enough_for_their_words(ods) -> None:
    """The cover's longest line takes two lines, and its row says so in both files."""
    content = xml_parts(ods)["content.xml"]
    style = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
    heights = {
        part.get(f"{style}name"): part[0].get(f"{style}row-height")
        for part in content.iter(f"{style}style")
        if part.get(f"{style}family") == "table-row"
    }
    rows = content.findall(".//{urn:oasis:names:tc:opendocument:xmlns:table:1.0}table-row")
    second = rows[1].get("{urn:oasis:names:tc:opendocument:xmlns:table:1.0}style-name")
    assert float(heights[second].removesuffix("in")) * 72 == pytest.approx(31.0, abs=0.01)


def test_the_cover_is_no_wider_than_the_page_it_prints_on() -> None:
    """LibreOffice cuts a single column that is wider than its page, and does not scale it."""
    inches = COVER_PIXELS / 96
    assert inches <= 8.268 - 2 * 0.7
