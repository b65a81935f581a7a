"""Small published versions for tests of exports: real files in a folder, no run."""

from __future__ import annotations

from pathlib import Path

import nbformat
import polars as pl

from helpers.contracts.columns import Obs
from helpers.display.passages import PASSAGE_MIME
from helpers.publication.emitted import FIGURE, NOTICE, TABLE
from helpers.publication.executed import notebook_bytes
from helpers.publication.indicator_files import SCHEMA, csv_bytes, parquet_bytes
from helpers.publication.making import CSV, MEDIA_TYPES, NOTEBOOK, PARQUET, REPORT
from helpers.publication.manifest import AreaName, Input, Manifest, ThemeName, output
from helpers.publication.versions import place_of, publish
from publication.examples import cell, figure, series_spec, table

AREA = "E08000015"
SOURCE = "Department of Examples, Outcomes Framework"
LEAD = "How do people fare? This page says more."
COLUMNS = [
    ("measure", "Measure"),
    ("value", "Wirral"),
    ("interval", "95% interval or margin"),
    ("counts", "Count"),
    ("england", "England"),
    ("region", "North West"),
    ("note", "Note"),
]
MEASURES = {
    # code: title, value, interval, counts, England, region, comparison, flags, status
    "2C": (
        "Admissions to care homes",
        "463.4",
        "392.7 to 543.2",
        "152 of 32,801",
        "597.3",
        "557.0",
        "lower",
        "",
        "ok",
    ),
    "2B": (
        "Admissions, aged 18 to 64",
        "22.7",
        "13.7 to 35.4",
        "19 of 83,733",
        "17.9",
        "17.7",
        "similar",
        "",
        "ok",
    ),
    "1A": ("Quality of life", "18.8", "±0.3", "220 respondents", "19.0", "19.0", "lower", "", "ok"),
    "6B": (
        "Care homes rated good",
        "85.1",
        "77.7 to 90.4",
        "103 of 121",
        "82.3",
        "81.4",
        "",
        "too few to compare",
        "ok",
    ),
    "4B": (
        "Risk reduced",
        "suppressed by the publisher",
        "–",
        "–",
        "91.5",
        "92.3",
        "",
        "",
        "suppressed",
    ),
}
DIRECTIONS = {
    "2C": "No direction can be said. The source changed. Earlier years cannot be compared.",
    "2B": "No direction can be said. The source changed. Earlier years cannot be compared.",
    "1A": "Since 2023 to 2024 a clear fall, 19.9 to 18.8 (1.1, beyond a joint margin of 0.8; 145 and 220 respondents).",
    "6B": "Since 2023 to 2024: 84.0 to 85.1; flagged figures are not compared.",
    "4B": "",
}
CAVEATS = (
    "Only care that the council paid for is counted. (2C, 2B)",
    "Answers of a sample. (1A)",
    "A count of all homes. (6B)",
)


def key(code):
    return {"area_code": AREA, "indicator": code, "period": "2024-25", "breakdown": "all"}


def passage(text, codes):
    figures = [{"key": f"{AREA}|{code}|2024-25|all", "value": None} for code in codes]
    return {"text/markdown": text, PASSAGE_MIME: {"figures": figures}}


def figures_table(codes=tuple(MEASURES), **changed):
    rows = []
    for code in codes:
        title, *cells = MEASURES[code][:6]
        cells[0] = changed.get(code, cells[0])
        rows.append([f"{title} ({code})", *cells, ""])
    return {
        "id": "table-all",
        "caption": "What is published",
        "columns": [
            {"name": name, "label": label, "numeric": name != "measure"} for name, label in COLUMNS
        ],
        "rows": rows,
        "keys": [key(code) for code in codes],
        "source": SOURCE,
    }


def reading(codes=tuple(MEASURES)):
    lines = []
    for code in codes:
        shared = "No direction" in DIRECTIONS[code]
        said = f"- **{MEASURES[code][0]}** ({code}): {MEASURES[code][1]} in Wirral. England: {MEASURES[code][4]}."
        lines.append(
            f"{said} {'' if shared else DIRECTIONS[code]} Official statistics in development."
        )
    lines.append(f"\n{DIRECTIONS['2C'].rstrip('.')} (2C, 2B).")
    return "\n".join(lines)


def notebook(*extra, drawn=None, **changed):
    """A notebook as a run leaves it: points, a table, a chart, a reading, caveats, data to collect."""
    chart = drawn or figure(
        "compare-2c",
        table={**table("compare-2c-data", 1), "keys": [key("2C")]},
        source=SOURCE,
    )
    book = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_markdown_cell(f"# Placements\n\n{LEAD}\n\n**For** everybody."),
            cell(
                "book.main_points()",
                passage("- **Admissions:** 463.4\n- **Quality:** 18.8", MEASURES),
            ),
            nbformat.v4.new_markdown_cell("## How many?"),
            cell("book.table(frame)", {TABLE: figures_table(**changed)}),
            cell("book.compare(frame)", {FIGURE: chart}),
            cell("book.compare(draft)", {FIGURE: figure("draft")}, tags=["desk"]),
            cell("book.shares(parts)", {NOTICE: {"kind": "caution", "text": "By part: too few."}}),
            cell("book.reading(frame)", passage(reading(), MEASURES)),
            *extra,
            cell(
                "book.trend(series)",
                {FIGURE: figure("trend-1a", wide=series_spec(700), narrow=series_spec(290))},
            ),
            cell("book.cannot_say()", {"text/markdown": "\n".join(f"- {one}" for one in CAVEATS)}),
            cell(
                "book.to_collect()",
                {
                    TABLE: {
                        "id": "to-collect",
                        "caption": "Data that would answer",
                        "columns": [
                            {"name": name, "label": name.capitalize(), "numeric": False}
                            for name in ("question", "data", "where")
                        ],
                        "rows": [["How many carers?", "Census 2021", "Nomis"]],
                    }
                },
            ),
        ]
    )
    for number, part in enumerate(book.cells, start=1):
        part["id"] = f"cell-{number}"
    return book


def observations():
    rows = []
    for code, (title, value, _, _, _, _, comparison, flags, status) in MEASURES.items():
        known = {
            Obs.AREA_CODE: AREA,
            Obs.AREA_NAME: "Wirral",
            Obs.PERIOD: "2024-25",
            Obs.THEME: "placements",
            Obs.INDICATOR: code,
            Obs.TITLE: title,
            Obs.BREAKDOWN: "all",
            Obs.VALUE: float(value) if status == "ok" else None,
            Obs.STATUS: status,
            Obs.POLARITY: "lower",
            Obs.COMPARISON: comparison,
            Obs.FLAGS: flags,
            Obs.SOURCE: SOURCE,
        }
        rows.append({column.value: known.get(column) for column in Obs})
    return pl.DataFrame(rows, schema=SCHEMA)


def make_version(
    outputs: Path, book=None, *, sample=False, name="v0001-1f2e3d4c", area=("Wirral", "wirral")
):
    """Publish a version without a scan, as a faulty release might have."""
    files = {
        NOTEBOOK: notebook_bytes(notebook() if book is None else book),
        PARQUET: parquet_bytes(observations()),
        CSV: csv_bytes(observations()),
        REPORT: b"<!DOCTYPE html><title>x</title>",
    }
    manifest = Manifest(
        product_version="0.1.0",
        area=AreaName(code=AREA, name=area[0], slug=area[1]),
        theme=ThemeName(slug="placements", title="Placements"),
        period="2024-25",
        title=f"Placements in {area[0]}, 2024 to 2025",
        headline="Admissions: 463.4",
        parameters={},
        inputs=(
            Input(
                dataset="x",
                title="Outcomes",
                file_name="x.ods",
                sha256="ab" * 32,
                contract="x 1",
                receipt="cd",
            ),
        ),
        fingerprint=name.partition("-")[2] + "0" * 56,
        parts={},
        previous=None,
        outputs=tuple(output(one, files[one], MEDIA_TYPES[one]) for one in sorted(files)),
        suppressed=1,
        sample=sample,
    )
    return publish(
        place_of(outputs, area[1], "placements", "2024-25"), name, files, manifest, {}, frozenset()
    )
