"""A suppressed figure planted in any file of a version is found, wherever it stands."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from helpers.base.errors import DisclosureRefused
from helpers.base.packed import pack
from helpers.base.period_kinds import PERIOD_HEADINGS
from helpers.contracts.columns import Obs
from helpers.disclosure.leaks import check, scan
from helpers.disclosure.policy import Withheld, withheld
from helpers.publication.emitted import TABLE
from helpers.publication.indicator_files import SCHEMA
from helpers.publication.spreadsheets.book import read_book
from helpers.publication.spreadsheets.ods import ods_bytes
from helpers.publication.spreadsheets.xlsx import xlsx_bytes
from publication import examples

HIDDEN = Withheld("E06000053", "2C", "2024-25", "all")
OTHER = {"area_code": "E08000015", "indicator": "2C", "period": "2024-25", "breakdown": "all"}
KEY = {"area_code": "E06000053", "indicator": "2C", "period": "2024-25", "breakdown": "all"}
COLUMNS = [{"name": "measure"}, {"name": "value"}, {"name": "england"}]


def observations(**numbers: object) -> pl.DataFrame:
    row = dict.fromkeys([column.value for column in Obs]) | KEY | {"status": "suppressed"}
    return pl.DataFrame([row | numbers], infer_schema_length=None)


def clean(folder: Path) -> Path:
    observations(england=592.5).write_csv(folder / "indicators.csv", include_bom=True)
    observations(england=592.5).write_parquet(folder / "indicators.parquet")
    table = {"columns": COLUMNS, "keys": [KEY], "rows": [["2C", "suppressed", "592.5"]]}
    datum = {"key": "E06000053|2C|2024-25|all", "value": None}
    notebook = {"cells": [{"outputs": [{"data": {"t": table, "f": [datum]}}]}]}
    (folder / "workbook.ipynb").write_text(json.dumps(notebook), "utf-8")
    (folder / "report.html").write_text(html("suppressed by the publisher"), "utf-8")
    return folder


def html(cell: str, area: str = "E06000053") -> str:
    return (
        f'<table><tr data-area="{area}" data-indicator="2C" data-period="2024-25" '
        f'data-breakdown="all"><th scope="row">2C in 2024</th><td data-column="value">{cell}</td>'
        '<td data-column="england">592.5</td></tr></table>'
    )


def test_a_figure_that_the_rows_of_a_table_name_together(tmp_path) -> None:
    together = (
        '<table><tbody data-indicator="2C" data-period="2024-25" data-breakdown="all">'
        '<tr><th>All</th><td data-column="value">592.5</td></tr>'
        '<tr data-area="E06000053"><th>One</th><td data-column="value">{}</td></tr></tbody>'
        '<tbody><tr data-area="E06000053"><td data-column="value">17</td></tr></tbody></table>'
    )
    (clean(tmp_path) / "report.html").write_text(together.format("[c]"), "utf-8")
    check(tmp_path, frozenset({HIDDEN}))
    (tmp_path / "report.html").write_text(together.format("611.2"), "utf-8")
    with pytest.raises(DisclosureRefused, match=r"value 611\.2"):
        check(tmp_path, frozenset({HIDDEN}))


def test_a_clean_version_passes(tmp_path) -> None:
    check(clean(tmp_path), frozenset({HIDDEN}))


@pytest.mark.parametrize("column", ["value", "lower", "numerator", "denominator", "rank"])
@pytest.mark.parametrize("name", ["indicators.csv", "indicators.parquet"])
def test_a_number_in_the_data_files(tmp_path, name, column) -> None:
    clean(tmp_path)
    frame = observations(**{column: 3})
    if name.endswith("csv"):
        frame.write_csv(tmp_path / name)
    else:
        frame.write_parquet(tmp_path / name)
    with pytest.raises(DisclosureRefused, match="2C in 2024-25") as caught:
        check(tmp_path, frozenset({HIDDEN}))
    assert name in caught.value.place and column in caught.value.found


ROW = html("3").removeprefix("<table>").removesuffix("</table>")


@pytest.mark.parametrize(
    "page",
    [
        f"<table>{ROW.removesuffix('</tr>')}",
        f"<table><tr><td>{ROW}</td></tr></table>",
        f"<table>{ROW.removesuffix('</tr>')}<tr><td>other</td></tr></table>",
        f"<TABLE>{ROW.replace('<tr ', '<TR ').replace('</tr>', '</TR >')}</TABLE>",
        f"<!-- <tr> --><script>'<tr'</script><svg><text><tr</text></svg>{ROW}",
        f"<table>{ROW.replace(' data-area', chr(10) + 'data-area')}",
    ],
    ids=["open", "nested", "unclosed", "capitals", "decoys", "a break"],
)
def test_a_row_is_found_however_it_is_written(tmp_path, page) -> None:
    (tmp_path / "report.html").write_text(f"<p>before</p>{page}<p>after</p>", "utf-8")
    with pytest.raises(DisclosureRefused, match=r"report\.html"):
        check(tmp_path, frozenset({HIDDEN}))


def test_where_nothing_is_withheld_spreadsheets_and_pictures_must_be_readable(tmp_path) -> None:
    clean(tmp_path)
    check(tmp_path, frozenset())
    (tmp_path / "tables.xlsx").write_bytes(b"no spreadsheet")
    with pytest.raises(DisclosureRefused, match=r"tables\.xlsx"):
        check(tmp_path, frozenset())


def test_a_number_in_a_table_of_the_page(tmp_path) -> None:
    clean(tmp_path)
    (tmp_path / "report.html").write_text(html("3 of <b>1,100</b>"), "utf-8")
    with pytest.raises(DisclosureRefused, match=r"report\.html"):
        check(tmp_path, frozenset({HIDDEN}))


@pytest.mark.parametrize(
    "output",
    [
        {"columns": COLUMNS, "keys": [KEY], "rows": [["2C", "272.7", "592.5"]]},
        {"spec": {"layer": [{"data": {"values": [{"key": "|".join(KEY.values()), "value": 3}]}}]}},
        {"figures": [{"key": "|".join(KEY.values()), "value": 272.7}]},
        {
            "columns": [column.value for column in Obs],
            "rows": [[{**KEY, "numerator": 3}.get(column.value) for column in Obs]],
        },
    ],
    ids=["table", "chart", "sentence", "handed over"],
)
def test_a_number_in_an_output_of_the_notebook(tmp_path, output) -> None:
    clean(tmp_path)
    notebook = {"cells": [{"outputs": [{"data": {"application/x": output}}]}]}
    (tmp_path / "workbook.ipynb").write_text(json.dumps(notebook), "utf-8")
    with pytest.raises(DisclosureRefused, match=r"workbook\.ipynb"):
        check(tmp_path, frozenset({HIDDEN}))


def test_a_number_in_the_charts_that_a_page_carries_packed(tmp_path) -> None:
    clean(tmp_path)
    datum = {"key": "|".join(KEY.values()), "told": "272.7"}
    charts = {"fig": {"wide": {"layer": [{"data": {"values": [datum]}}]}}}
    page = f'{html("suppressed")}<script id="layer-charts">{pack(json.dumps(charts))}</script>'
    (tmp_path / "report.html").write_text(page, "utf-8")
    with pytest.raises(DisclosureRefused, match=r"report\.html") as caught:
        check(tmp_path, frozenset({HIDDEN}))
    assert "told 272.7" in caught.value.found


def test_the_same_number_of_another_council_is_no_leak(tmp_path) -> None:
    clean(tmp_path)
    (tmp_path / "report.html").write_text(html("611.2", area="E08000015"), "utf-8")
    table = {"columns": COLUMNS, "keys": [OTHER], "rows": [["2C", "611.2", "592.5"]]}
    notebook = {"cells": [{"outputs": [{"data": {"t": table}}]}]}
    (tmp_path / "workbook.ipynb").write_text(json.dumps(notebook), "utf-8")
    assert list(scan(tmp_path, frozenset({HIDDEN}))) == []


def test_a_file_that_nobody_can_look_into_is_refused(tmp_path) -> None:
    clean(tmp_path)
    (tmp_path / "chart.bin").write_bytes(b"\x00")
    with pytest.raises(DisclosureRefused, match=r"chart\.bin"):
        check(tmp_path, frozenset())


def test_withheld_are_the_suppressed_and_nothing_else() -> None:
    rows = pl.concat([observations(), observations(status="not_available", period="2023-24")])
    assert withheld(rows) == frozenset({HIDDEN})


def sheets(kind: str, **numbers: object) -> bytes:
    """A workbook whose page table and all figures hold a suppressed row, planted with numbers."""
    write = {"xlsx": xlsx_bytes, "ods": ods_bytes}[kind]
    columns = [
        {"name": "measure", "label": "Measure"},
        {"name": "period", "label": "Year"},
        {"name": "value", "label": "Wirral", "numeric": True},
        {"name": "counts", "label": "Count", "numeric": True},
        {"name": "england", "label": "England", "numeric": True},
        {"name": "goal", "label": "Goal", "numeric": True},
        {"name": "note", "label": "Note"},
    ]
    cell = {"value": "suppressed by the publisher", "counts": "–", "goal": "–"}
    shown = cell | numbers
    row = [
        "Admissions (2C)",
        "2024 to 2025",
        shown["value"],
        shown["counts"],
        "592.5",
        shown["goal"],
    ]
    other = ["Admissions (2C)", "2024 to 2025", "611.2 per 100,000", "453 of 74,114", "592.5", "5"]
    table = {
        "id": "t",
        "caption": "c",
        "columns": columns,
        "rows": [[*row, "Broke in 2023"], [*other, ""]],
        "keys": [{**KEY}, {**OTHER}],
    }
    planted = {name: number for name, number in numbers.items() if name not in cell}
    frame = observations(**{"england": 592.5, "interval": "Byar 95%"} | planted)
    notebook = examples.notebook(examples.cell("t", {TABLE: table}))
    return write(read_book(notebook, examples.context(), frame.cast(SCHEMA)))


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_clean_spreadsheet_passes(tmp_path, kind) -> None:
    (clean(tmp_path) / f"tables.{kind}").write_bytes(sheets(kind))
    check(tmp_path, frozenset({HIDDEN}))


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
@pytest.mark.parametrize(
    ("planted", "found"),
    [
        ({"value": "272.7 per 100,000"}, "sheet Table 4, Wirral (per 100,000) 272.7"),
        ({"counts": "3 of 1,100"}, "sheet Table 4, Count 3"),
        ({"counts": "3 respondents"}, "sheet Table 4, Count: respondents 3"),
        ({"goal": "about 3 people"}, "sheet Table 4, Goal about 3 people"),
        ({"lower": 2.5}, "sheet All figures, Lower 95% limit 2.5"),
        ({"numerator": 3}, "sheet All figures, Numerator 3"),
        ({"comparison": "lower"}, "sheet All figures, Compared with England lower"),
    ],
    ids=["value", "count", "respondents", "words", "limit", "numerator", "comparison"],
)
def test_a_number_in_a_spreadsheet(tmp_path, kind, planted, found) -> None:
    clean(tmp_path)
    (tmp_path / f"tables.{kind}").write_bytes(sheets(kind, **planted))
    with pytest.raises(DisclosureRefused, match="2C in 2024-25") as caught:
        check(tmp_path, frozenset({HIDDEN}))
    assert caught.value.place.startswith(f"tables.{kind}") and found in caught.value.found


@pytest.mark.parametrize("heading", sorted(PERIOD_HEADINGS))
def test_the_period_of_a_suppressed_figure_is_no_figure(tmp_path, heading) -> None:
    quarter = {**KEY, "period": "2024-25-Q2"}
    columns = [
        {"name": "period", "label": heading},
        {"name": "value", "label": "Wirral", "numeric": True},
    ]
    row = ["July to September 2024", "suppressed"]
    table = {"id": "t", "caption": "c", "columns": columns, "rows": [row], "keys": [quarter]}
    book = read_book(
        examples.notebook(examples.cell("t", {TABLE: table})),
        examples.context(),
        observations().clear().cast(SCHEMA),
    )
    (tmp_path / "tables.ods").write_bytes(ods_bytes(book))
    assert not list(scan(tmp_path, frozenset({replace(HIDDEN, period="2024-25-Q2")})))


def test_a_band_in_words_is_found_by_its_code(tmp_path) -> None:
    """Sheets write "18 to 64" where the data say "18-64"."""
    banded = {**KEY, "breakdown": "18-64"}
    columns = [{"name": "value", "label": "Wirral", "numeric": True}]
    table = {"id": "t", "caption": "c", "columns": columns, "rows": [["272.7"]], "keys": [banded]}
    book = read_book(
        examples.notebook(examples.cell("t", {TABLE: table})),
        examples.context(),
        observations().clear().cast(SCHEMA),
    )
    (tmp_path / "tables.ods").write_bytes(ods_bytes(book))
    leaks = list(scan(tmp_path, frozenset({Withheld("E06000053", "2C", "2024-25", "18-64")})))
    assert [leak.found for leak in leaks] == ["sheet Table 4, Wirral 272.7"]


@pytest.mark.parametrize("name", ["tables.xlsx", "tables.ods"])
def test_a_spreadsheet_that_cannot_be_read_is_refused(tmp_path, name) -> None:
    (clean(tmp_path) / name).write_bytes(b"PK\x03\x04 not a workbook")
    with pytest.raises(DisclosureRefused, match="cannot be read"):
        check(tmp_path, frozenset())


def test_the_same_code_of_another_framework_is_no_leak(tmp_path) -> None:
    clean(tmp_path)
    old = Withheld("E06000053", "3A", "2020-21", "all", "ascof-2014")
    key = {"area_code": "E06000053", "indicator": "3A", "period": "2020-21", "breakdown": "all"}
    shown = {
        "columns": COLUMNS,
        "keys": [key | {"framework": "ascof-2023"}],
        "rows": [["3A", "71.2", ""]],
    }
    datum = {"key": "E06000053|3A|2020-21|all|ascof-2023", "value": 71.2}
    row = 'data-area="E06000053" data-indicator="3A" data-period="2020-21" data-framework="{}"'
    page = f'<table><tr {row}><td data-column="value">71.2</td></tr></table>'

    def leaks(framework: str) -> list[str]:
        plain = json.dumps({"t": shown, "d": datum}).replace("ascof-2023", framework)
        (tmp_path / "workbook.ipynb").write_text(plain, "utf-8")
        (tmp_path / "report.html").write_text(page.format(framework), "utf-8")
        return sorted(leak.file for leak in scan(tmp_path, frozenset({old})))

    assert leaks("ascof-2023") == []
    assert leaks("ascof-2014") == ["report.html", "workbook.ipynb", "workbook.ipynb"]
    # Where the framework is not said the figure may be of any.
    assert leaks("") == ["report.html", "workbook.ipynb", "workbook.ipynb"]


def test_what_is_printed_in_another_table_is_not_withheld() -> None:
    twice = pl.concat(
        [observations(), observations(status="ok", value=611.2)], how="vertical_relaxed"
    )
    assert withheld(twice) == frozenset()
