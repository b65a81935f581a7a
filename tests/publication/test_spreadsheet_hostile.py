"""Names and notes that would break a file or run something: shown as text, the files whole."""

from __future__ import annotations

import io
from dataclasses import replace

import openpyxl
import pytest
from openpyxl.utils.cell import range_boundaries

from helpers.publication.emitted import FIGURE, TABLE
from helpers.publication.spreadsheets.book import read_book
from helpers.publication.spreadsheets.ods import ods_bytes
from helpers.publication.spreadsheets.words import plain
from helpers.publication.spreadsheets.xlsx import xlsx_bytes
from publication import examples
from publication.sheet_rules import NS, cells, check_both, xml_parts
from publication.test_spreadsheets import observations

HOSTILE = (
    *examples.HOSTILE,
    "=cmd|' /C calc'!A0",
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1)",
    "\t=1+1",
    "\r=1+1",
    '=HYPERLINK("http://x.example","y")',
    "[press](javascript:alert(1))",
    "[a](b) [c](d)",
    "javascript:alert(1)",
    "http://x.example/?a=1&b=2",
    "file:///etc/passwd",
    "$$note$$ of $$another$$",
    "<r><t>rich</t></r>",
    "<r></broken></r>",
    "]]> &amp; &#0; <!-- -->",
    "_x0041_ _x0000_",
    "a\x00b\x0bc\x1f\ufffe",
    "one\ntwo\r\nthree",
    "Ŵyre Ŷ Â ô Llŷn",
    "العربية",
    "???",
    "'apostrophe",
    "{[#1]}",
    "C" * 300,
)
RISKY = ("=", "+", "-", "@")


@pytest.fixture(scope="module")
def hostile():
    columns = [
        {"name": "measure", "label": HOSTILE[2], "numeric": False},
        {"name": "value", "label": "=1+1", "numeric": True},
        {"name": "note", "label": "=1+1", "numeric": False},
        {"name": "rich", "label": "<r></broken></r>", "numeric": False},
        {"name": "lines", "label": "one\ntwo\x00", "numeric": False},
        {"name": "long", "label": "L" * 400, "numeric": True},
    ]
    keys = [{"area_code": name, "indicator": "=2C", "period": "2024-25"} for name in HOSTILE]
    table = {
        "id": "hostile",
        "caption": "=" + " ".join(HOSTILE),
        "columns": columns,
        "rows": [[name] * len(columns) for name in HOSTILE],
        "keys": keys,
        "note": HOSTILE[15],
        "source": "<r><t>source</t></r>",
    }
    figure = examples.figure("hostile", title=HOSTILE[-1], subtitle=HOSTILE[7], note=HOSTILE[17])
    notebook = examples.notebook(
        examples.cell("t", {TABLE: table}), examples.cell("f", {FIGURE: figure})
    )
    name = "Cyngor " + 'Llŷn a\'r "Môr" <b>&</b> ' * 13
    context = replace(
        examples.hostile_context(),
        area_name=name,
        title=HOSTILE[12],
        method=HOSTILE,
        product_version="=1",
    )
    frame = observations(
        area_name=name, title="=1+1", source="@x", flags=HOSTILE[19], break_before="-"
    )
    return read_book(notebook, context, frame, HOSTILE)


@pytest.fixture(scope="module")
def files(hostile):
    return xlsx_bytes(hostile), ods_bytes(hostile)


def test_both_files_keep_every_rule(files) -> None:
    check_both(*files)


def test_every_hostile_name_is_there_as_text(files) -> None:
    xlsx, ods = files
    shown = {str(cell) for row in cells(xlsx)["Table 4"] for cell in row}
    for name in HOSTILE:
        assert plain(name) in shown, name
    assert shown == {str(cell) for row in cells(ods)["Table 4"] for cell in row}


def test_the_only_links_lead_to_sheets_of_the_file(files) -> None:
    book = openpyxl.load_workbook(io.BytesIO(files[0]))
    linked = [
        (sheet.title, cell.hyperlink.target)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.hyperlink
    ]
    assert {title for title, _ in linked} == {"Contents"}
    assert {target for _, target in linked} == {None}


def test_what_looks_like_a_formula_stays_text_when_it_is_edited_in_excel(files) -> None:
    book = openpyxl.load_workbook(io.BytesIO(files[0]))
    risky = 0
    for sheet in book:
        # A heading of a marked-up table is text by what it is.
        headings = {range_boundaries(table.ref)[1] for table in sheet.tables.values()}
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith(RISKY):
                    risky += 1
                    assert cell.data_type == "s"
                    assert cell.quotePrefix or cell.row in headings, cell.coordinate
    assert risky > len(HOSTILE)


def test_what_looks_like_a_formula_stays_text_when_it_is_edited_in_libreoffice(files) -> None:
    content = xml_parts(files[1])["content.xml"]
    formats = {
        style.get(f"{{{NS['style']}}}name"): style.get(f"{{{NS['style']}}}data-style-name")
        for style in content.iterfind(".//style:style", NS)
    }
    table = next(
        table
        for table in content.iterfind(".//table:table", NS)
        if table.get(f"{{{NS['table']}}}name") == "Table 4"
    )
    risky = [
        cell.get(f"{{{NS['table']}}}style-name")
        for cell in table.findall("table:table-row/table:table-cell", NS)[5:]
        if "".join(cell.itertext()).startswith(RISKY)
    ]
    assert len(risky) > 20
    assert {formats[style] for style in risky} == {"as-text"}
