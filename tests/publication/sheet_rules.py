"""The rules that every published workbook keeps, read from its bytes by other people's readers."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from xml.etree import ElementTree

import openpyxl
import python_calamine

NS = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
    "dc": "http://purl.org/dc/elements/1.1/",
    "main": "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
}
FIRST_TIME = (1980, 1, 1, 0, 0, 0)
LONGEST_TAB = 31
LOOKS_LIKE_A_DATE = re.compile(r"\d{1,4}\s*[-/–]\s*\d{1,4}([-/]\d{1,4})?(\s+[A-Za-z]+)?")
MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"


@dataclass(frozen=True)
class Marked:
    """A marked-up table: its sheet, name and corners, counted from 1."""

    sheet: str
    name: str
    first_row: int
    last_row: int
    last_column: int


def xml_parts(content):
    """Every XML file of a workbook, parsed."""
    with zipfile.ZipFile(io.BytesIO(content)) as whole:
        return {
            name: ElementTree.fromstring(whole.read(name))
            for name in whole.namelist()
            if name.endswith((".xml", ".rels"))
        }


def cells(content):
    """Each sheet's cells, rows cut to the used range, as calamine reads them."""
    book = python_calamine.load_workbook(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def marked_in_xlsx(content):
    book = openpyxl.load_workbook(io.BytesIO(content))
    found = []
    for sheet in book.worksheets:
        for table in sheet.tables.values():
            assert table.autoFilter is None, f"{table.name} has filters"
            assert table.headerRowCount in (None, 1)
            _, first, last_column, last = openpyxl.utils.cell.range_boundaries(table.ref)
            found.append(Marked(sheet.title, table.name, first, last, last_column))
    return found


def marked_in_ods(content):
    root = xml_parts(content)["content.xml"]
    found = []
    for marked in root.iterfind(".//table:database-range", NS):
        assert marked.get(f"{{{NS['table']}}}contains-header") == "true"
        address = marked.get(f"{{{NS['table']}}}target-range-address")
        sheet, first, again, last = re.fullmatch(
            r"'(.+)'\.A(\d+):'(.+)'\.([A-Z]+\d+)", address
        ).groups()
        assert sheet == again
        column, row = openpyxl.utils.cell.coordinate_from_string(last)
        number = openpyxl.utils.cell.column_index_from_string(column)
        name = marked.get(f"{{{NS['table']}}}name")
        found.append(Marked(sheet, name, int(first), row, number))
    return found


def check_both(xlsx, ods):
    """Hold both files of a version against every rule that both can keep."""
    assert cells(xlsx) == cells(ods)
    marked = marked_in_xlsx(xlsx)
    assert marked == marked_in_ods(ods)
    check_sheets(cells(xlsx), marked)
    check_xlsx(xlsx)
    check_ods(ods)


def check_sheets(sheets, marked):
    names = list(sheets)
    assert names[:3] == ["Cover", "Contents", "Notes"] and names[-1] == "All figures"
    assert len({name.lower() for name in names}) == len(names)
    for name in names:
        assert len(name) <= LONGEST_TAB and re.fullmatch(r"[A-Za-z]+( [a-z0-9]+)?", name), name
    assert [table.sheet for table in marked] == names[1:], "one table a sheet, none on the cover"
    assert len({table.name.lower() for table in marked}) == len(marked)
    for table in marked:
        assert re.fullmatch(r"[A-Za-z_]+[A-Za-z0-9_]*", table.name)
        check_table(sheets[table.sheet], table)
    for name, rows in sheets.items():
        check_lines(name, rows, next((t.first_row - 1 for t in marked if t.sheet == name), None))
    listed = [row[0] for row in sheets["Contents"][marked[0].first_row :]]
    assert listed == names[2:]
    assert [row[1] for row in sheets["Contents"][marked[0].first_row :]] == [
        sheets[name][0][0] for name in names[2:]
    ]


def check_lines(name, rows, until):
    """Words above a table: one cell a row, the first of them the title, none empty."""
    lines = rows if until is None else rows[:until]
    assert lines, name
    for row in lines:
        assert row[0] and not any(row[1:]), f"{name}: {row}"


def check_table(rows, table):
    """A table ends the sheet, fills its corner and has no empty cell and no two headings alike."""
    assert table.last_row == len(rows) and table.last_row > table.first_row
    inside = [row[: table.last_column] for row in rows[table.first_row - 1 :]]
    assert all(len(row) == table.last_column for row in rows), "nothing beside the table"
    headings = [str(cell).lower() for cell in inside[0]]
    assert all(headings) and len(set(headings)) == len(headings), headings
    for row in inside:
        for cell in row:
            assert cell != "", f"{table.sheet}: an empty cell in {row}"
            assert not (isinstance(cell, str) and LOOKS_LIKE_A_DATE.fullmatch(cell)), cell


def check_xlsx(content):
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.active.title == "Cover"
    for sheet in book.worksheets:
        assert not sheet.merged_cells.ranges
        assert sheet.freeze_panes is None and sheet.auto_filter.ref is None
        assert sheet.sheet_state == "visible"
        assert not any(d.hidden for d in sheet.column_dimensions.values())
        assert not any(d.hidden for d in sheet.row_dimensions.values())
        assert not sheet._images and not sheet._charts
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", f"{sheet.title} {cell.coordinate} is a formula"
                assert cell.fill.fill_type is None
                if cell.hyperlink:
                    assert not cell.hyperlink.target and cell.hyperlink.location
    for sheet in book.worksheets[1:]:
        table = next(iter(sheet.tables.values()))
        for row in sheet[table.ref]:
            for cell in row:
                assert cell.alignment.wrap_text or cell.data_type == "n", cell.coordinate
    parts = xml_parts(content)
    fonts = parts["xl/styles.xml"].find("main:fonts", NS)
    assert {font.find("main:name", NS).get("val") for font in fonts} == {"Arial"}
    assert not fonts.findall("main:font/main:scheme", NS), "a theme's font would be shown instead"
    assert parts["docProps/core.xml"].findtext("dc:language", None, NS) == "en-GB"
    assert parts["docProps/core.xml"].findtext("dc:title", None, NS)
    assert not any("created" in part.tag for part in parts["docProps/core.xml"])
    assert not any(re.search(r"externalLink|vba|macro", name, re.IGNORECASE) for name in parts)
    check_times(content)


def check_ods(content):
    with zipfile.ZipFile(io.BytesIO(content)) as whole:
        first = whole.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert not first.extra, "the type must stand at a fixed place"
        assert whole.read("mimetype") == MIMETYPE.encode()
    assert content[30:38] == b"mimetype" and content[38 : 38 + len(MIMETYPE)] == MIMETYPE.encode()
    parts = xml_parts(content)
    listed = {
        entry.get("{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}full-path")
        for entry in parts["META-INF/manifest.xml"]
    }
    assert listed == {"/", "content.xml", "meta.xml", "settings.xml", "styles.xml"}
    body = parts["content.xml"]
    table = f"{{{NS['table']}}}"
    for cell in body.iter(f"{table}table-cell"):
        assert f"{table}formula" not in cell.attrib
        assert f"{table}number-columns-spanned" not in cell.attrib
    assert not list(body.iter(f"{table}covered-table-cell"))
    for sheet in body.findall(".//table:table", NS)[1:]:
        assert len(sheet.findall("table:table-header-rows/table:table-row", NS)) == 1
    tabs = {sheet.get(f"{table}name") for sheet in body.iterfind(".//table:table", NS)}
    links = [link.get(f"{{{NS['xlink']}}}href") for link in body.iterfind(".//text:a", NS)]
    assert links and {re.fullmatch(r"#'(.+)'\.A1", link)[1] for link in links} < tabs
    meta = parts["meta.xml"].find("office:meta", NS)
    assert meta.findtext("dc:language", None, NS) == "en-GB" and meta.findtext("dc:title", None, NS)
    assert not any("date" in part.tag for part in meta)
    said = parts["styles.xml"].find(".//style:default-style/style:text-properties", NS)
    assert (said.get(f"{{{NS['fo']}}}language"), said.get(f"{{{NS['fo']}}}country")) == ("en", "GB")
    check_styles(parts)
    check_times(content)


def check_styles(parts):
    """Every style that is named is there: a program that misses one repairs the file."""
    named, made = set(), {"Default"}
    for name in ("content.xml", "styles.xml"):
        for part in parts[name].iter():
            for key, value in part.attrib.items():
                short = key.rpartition("}")[2]
                if short.endswith(("style-name", "layout-name", "master-page-name")):
                    named.add(value)
                elif short == "name" and part.tag.rpartition("}")[2].endswith(
                    ("style", "page", "layout")
                ):
                    made.add(value)
    assert named <= made, named - made


def check_times(content):
    with zipfile.ZipFile(io.BytesIO(content)) as whole:
        assert whole.testzip() is None
        assert len(set(whole.namelist())) == len(whole.namelist())
        for part in whole.infolist():
            assert part.date_time == FIRST_TIME and part.create_system == 3, part.filename
