"""Invented notebooks and contexts, shaped as a run would hand them to publication."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import polars as pl
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from helpers.base.fonts import FONT
from helpers.publication.emitted import FIGURE, HANDOVER, NOTICE, TABLE
from helpers.publication.page import CheckedData, CheckedFile, PageContext, PageFile

BLUE, ORANGE = "#12436D", "#F46A25"

HOSTILE = (
    "<script>alert(1)</script>",
    "\"quoted\" & 'quoted'",
    "</style></title><img src=x onerror=alert(2)>",
    "\u202eright to left\u202c",
    "emoji 😀 and \u0627\u0644\u0639\u0631\u0628\u064a\u0629",
    "{{ 7 * 7 }} {% raw %}",
    "javascript:alert(6)",
    "Cyngor Llŷn a'r Ŵy\u0302dd, Tŷ Ŵŷŵ",
    "first line\nsecond line\r\nthird",
    "The United Councils of " + "Great and Little Longborough " * 10,
)

Json = dict[str, Any]


def _config() -> Json:
    return {
        "font": FONT,
        "background": "white",
        "view": {"stroke": None},
        "axis": {
            "labelFontSize": 13,
            "titleFontSize": 13,
            "titleFontWeight": "normal",
            "labelColor": "#14181c",
            "titleColor": "#4a535c",
            "gridColor": "#dfe4e9",
            "domainColor": "#6B7580",
            "tickColor": "#6B7580",
        },
    }


def comparison_spec(width: int) -> Json:
    """Dots with intervals, the council in blue."""
    rows = [
        {"area": "Exampleshire", "value": 512.4, "lower": 466.0, "upper": 562.1},
        {"area": "Neighbours", "value": 575.2, "lower": 561.8, "upper": 588.9},
        {"area": "Region", "value": 598.7, "lower": 586.3, "upper": 611.2},
        {"area": "England", "value": 581.0, "lower": 576.5, "upper": 585.6},
    ]
    order = {"field": "area", "type": "nominal", "sort": None, "title": None}
    colour = {
        "condition": {"test": "datum.area === 'Exampleshire'", "value": BLUE},
        "value": ORANGE,
    }
    across = {"scale": {"domain": [440, 640], "nice": False}, "axis": {"tickCount": 5}}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "autosize": {"type": "fit", "contains": "padding"},
        "width": width,
        "height": 190,
        "padding": 4,
        "data": {"values": rows},
        "layer": [
            {
                "mark": {"type": "rule", "strokeWidth": 3, "clip": True},
                "encoding": {
                    "y": order,
                    "x": {
                        "field": "lower",
                        "type": "quantitative",
                        "title": "Per 100,000 people aged 65 and over" if width > 400 else None,
                        **across,
                    },
                    "x2": {"field": "upper"},
                    "color": colour,
                },
            },
            {
                "mark": {"type": "point", "filled": True, "size": 120, "opacity": 1},
                "encoding": {
                    "y": order,
                    "x": {"field": "value", "type": "quantitative"},
                    "color": colour,
                },
            },
            {
                "mark": {"type": "text", "dy": -14, "fontSize": 13, "fontWeight": "bold"},
                "encoding": {
                    "y": order,
                    "x": {"field": "value", "type": "quantitative"},
                    "text": {"field": "value", "format": ".0f"},
                    "color": colour,
                },
            },
        ],
        "config": _config(),
    }


def series_spec(width: int) -> Json:
    """Two labelled lines over the years, the second dashed."""
    years = ["2018 to 2019", "2019 to 2020", "2020 to 2021", "2021 to 2022", "2022 to 2023"]
    values = {
        "Exampleshire": [31.5, 33.0, 30.2, 34.8, 36.1],
        "England": [28.4, 28.1, 27.5, 26.9, 26.7],
    }
    rows = [
        {"year": f"{year[:5]}{year[-2:]}".replace(" ", "\u2013"), "area": area, "value": value}
        for area, line in values.items()
        for year, value in zip(years, line, strict=True)
    ]
    encoding = {
        "x": {
            "field": "year",
            "type": "ordinal",
            "title": None,
            "axis": {"labelAngle": 0, "grid": False},
        },
        "y": {
            "field": "value",
            "type": "quantitative",
            "title": None,
            "scale": {"domain": [0, 40]},
            "axis": {"tickCount": 5, "labelExpr": "datum.label + '%'"},
        },
        "color": {
            "field": "area",
            "scale": {"domain": ["Exampleshire", "England"], "range": [BLUE, ORANGE]},
            "legend": None,
        },
    }
    dash = {
        "field": "area",
        "scale": {"domain": ["Exampleshire", "England"], "range": [[1, 0], [6, 3]]},
        "legend": None,
    }
    if width < 400:
        encoding["x"]["axis"]["labelExpr"] = (
            "slice(datum.label, 2, 4) + '\u2013' + slice(datum.label, -2)"
        )
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "autosize": {"type": "fit", "contains": "padding"},
        "width": width,
        "height": 260,
        "padding": 4,
        "data": {"values": rows},
        "encoding": encoding,
        "layer": [
            {"mark": {"type": "line", "strokeWidth": 3}, "encoding": {"strokeDash": dash}},
            {"mark": {"type": "point", "filled": True, "size": 70, "opacity": 1}},
            {
                "transform": [{"filter": "datum.year === '2021\u201322'"}],
                "mark": {"type": "text", "dy": -14, "fontSize": 13, "fontWeight": "bold"},
                "encoding": {"text": {"field": "area"}},
            },
        ],
        "config": _config(),
    }


def table(identifier: str = "table-2c", rows: int = 4) -> Json:
    """A table of published figures; row keys on each."""
    areas = ["Exampleshire", "Neighbours", "Region", "England"][:rows]
    values = ["512.4", "575.2", "598.7", "581.0"]
    return {
        "id": identifier,
        "caption": "Long-term admissions of people aged 65 and over, 2024 to 2025",
        "columns": [
            {"name": "area_name", "label": "Area", "numeric": False},
            {"name": "value", "label": "Per 100,000", "numeric": True},
            {"name": "lower", "label": "Lower limit", "numeric": True},
            {"name": "upper", "label": "Upper limit", "numeric": True},
            {"name": "numerator", "label": "People", "numeric": True},
            {"name": "status", "label": "Status", "numeric": False},
        ],
        "rows": [
            [area, value, "466.0", "562.1", "1,234", "published"]
            for area, value in zip(areas, values, strict=False)
        ],
        "note": "Limits are 95 per cent confidence limits (Byar’s method).",
        "source": "Department of Examples, Outcomes Framework, 2024 to 2025",
        "keys": [
            {"area_code": f"E1000000{place}", "indicator": "2C", "period": "2024-25"}
            for place in range(len(areas))
        ],
    }


def figure(identifier: str = "fig-2c-compare", **changes: Any) -> Json:
    """A figure with both cuts of a comparison."""
    return {
        "id": identifier,
        "title": "Fewer people move into long-term care in Exampleshire than in England",
        "subtitle": "Admissions per 100,000 people aged 65 and over, with 95 per cent limits, "
        "2024 to 2025",
        "description": "Dots with intervals. Exampleshire 512 per 100,000 (466 to 562), its "
        "neighbours 575, the region 599 and England 581 (577 to 586).",
        "source": "Department of Examples, Outcomes Framework, 2024 to 2025",
        "note": "Official statistics in development",
        "wide": comparison_spec(700),
        "narrow": comparison_spec(300),
        "table": table(f"{identifier}-data"),
        **changes,
    }


def series_figure() -> Json:
    """A figure with both cuts of a series."""
    return figure(
        "fig-1e-series",
        title="More people with direct payments in four years, while England’s share fell",
        subtitle="Share of people with community support who have a direct payment, "
        "2018 to 2019 until 2022 to 2023",
        description="Two lines over five years. Exampleshire rises from 31.5 to 36.1 per cent; "
        "England falls from 28.4 to 26.7 per cent.",
        note="",
        wide=series_spec(700),
        narrow=series_spec(300),
    )


def shown(**data: Any) -> nbformat.NotebookNode:
    """One displayed output, by MIME type."""
    return new_output("display_data", data=data["data"], metadata=data.get("metadata", {}))


def cell(source: str, *outputs: Json, **metadata: Any) -> nbformat.NotebookNode:
    """A code cell with displayed bundles."""
    return new_code_cell(
        source,
        outputs=[output if "output_type" in output else shown(data=output) for output in outputs],
        metadata=metadata,
    )


FRAME = """<div><style scoped>.dataframe tbody tr th { vertical-align: top; }</style>
<table border="1" class="dataframe"><thead><tr style="text-align: right;"><th></th><th>setting</th>
<th>people</th></tr></thead><tbody><tr><th>0</th><td>Care home</td><td>512</td></tr>
<tr><th>1</th><td>Own home</td><td>NaN</td></tr></tbody></table></div>"""


def notebook(*extra: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """A whole workbook of the usual order, with cells of one's own before its end."""
    book = new_notebook(
        cells=[
            new_markdown_cell(
                "# Who moves into long-term care in Exampleshire\n\nFor members and commissioners "
                "who want to know whether more people are helped to stay in their own homes. It "
                "answers two promises of the strategy *Living Well*."
            ),
            cell('area = "exampleshire"  # council', tags=["parameters"]),
            cell('area = "E10000099"', tags=["injected-parameters"]),
            cell("from helpers.workbook import open_workbook\n\nbook = open_workbook(area)"),
            cell(
                "book.main_points()",
                {
                    "text/markdown": "* **512 people per 100,000** aged 65 and over moved into "
                    "long-term care (466 to 562). England: 581.\n"
                    "* If Exampleshire had England’s rate, about **165 more people** would have "
                    "moved.\n"
                    "* Whether the rate is falling **cannot be said**: the way of counting changed "
                    "in 2024 to 2025."
                },
            ),
            new_markdown_cell("## The data, and what was checked"),
            cell("book.data_used()", {TABLE: table("data-used", 2)}),
            new_markdown_cell(
                "## Are fewer people moving into care homes?\n\nThe measure counts people aged 65 "
                "and over whose long-term support became residential or nursing care in the year. "
                "It leaves out people who pay for themselves, and people whose stay was short. See "
                "the [framework’s handbook](https://example.org/handbook) for the definition."
            ),
            cell("admissions = book.observations('2C')\nadmissions", {TABLE: table()}),
            cell("book.compare(admissions)", {FIGURE: figure(), "text/plain": "a figure"}),
            cell(
                "book.reading(admissions)",
                {
                    "text/markdown": "Exampleshire’s rate was **lower than England’s**: 512 against "
                    "581 per 100,000. The intervals do not overlap, so that chance alone is an "
                    "unlikely reason."
                },
                {
                    NOTICE: {
                        "kind": "caution",
                        "text": "Figures before 2024 to 2025 were counted in "
                        "another way and **cannot be compared** with these.",
                    }
                },
            ),
            new_markdown_cell(
                "### What the neighbours do\n\nA short paragraph between two charts."
            ),
            new_markdown_cell("## Do more people choose how they are helped?"),
            cell("book.over_time(payments)", {FIGURE: series_figure()}),
            cell("settings", {"text/html": FRAME, "text/plain": "  setting people"}),
            cell(
                "book.to_collect()",
                {
                    NOTICE: {
                        "kind": "gap",
                        "text": "Nobody publishes how many carers have a direct "
                        "payment. Your own `carers.csv` would answer it.",
                    }
                },
            ),
            *extra,
            cell("book.publish()", {HANDOVER: {"observations": []}}),
        ]
    )
    for number, part in enumerate(book.cells, start=1):
        part["id"] = f"cell-{number}"
    return book


def context(**changes: Any) -> PageContext:
    """What a run knows beside the notebook."""
    usual = PageContext(
        title="",
        theme_title="Placements",
        area_name="Exampleshire",
        area_code="E10000099",
        period_label="2024 to 2025",
        version="v0002-1f2e3d4c",
        sample=False,
        product_version="0.1.0",
        licence="The data are published under the [Open Government Licence v3.0]"
        "(https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/). "
        "Contains public sector information licensed under the Open Government Licence v3.0.",
        contact="Ask the council’s adult social care analysis team.",
        parameters=(("area", "E10000099"), ("period", "2024-25"), ("compare_with", "neighbours")),
        data=(
            CheckedData(
                dataset="Outcomes framework",
                publisher="Department of Examples",
                period="2024 to 2025",
                contract="outcomes 1.2.0",
                rules_checked=23,
                files=(CheckedFile("outcomes-2024-25.ods", "ab" * 32, "r-ab12cd34"),),
                warned=("A count is larger than what it is a part of (2 rows)",),
            ),
            CheckedData(
                dataset="Population estimates",
                publisher="Office for Examples",
                period="mid-2024",
                contract="population 1.0.0",
                rules_checked=11,
                files=(CheckedFile("population-mid-2024.csv", "cd" * 32, "r-cd34ef56"),),
            ),
        ),
        caveats=(
            "People who pay for their own care are not counted.",
            "The count depends on what care workers record; see *Data and checks*.",
        ),
        method=("Intervals of rates are Byar’s, at 95 per cent.",),
        files=(
            PageFile("indicators.csv", "Figures as CSV"),
            PageFile("workbook.ipynb", "The notebook as it ran"),
        ),
        strategy_title="Living Well in Exampleshire",
        strategy_source="Cabinet paper, section 3",
        related=(("Carers in Exampleshire", "../../../carers/2024-25/v0001-aaaaaaaa/report.html"),),
        previous="v0001-0a0b0c0d",
    )
    return replace(usual, **changes)


def hostile_notebook() -> nbformat.NotebookNode:
    """Every place of a notebook that can hold a name, holding a hostile one."""
    all_of_it = " ".join(HOSTILE)
    data = table("hostile")
    data["caption"] = data["note"] = data["source"] = all_of_it
    data["columns"][0]["label"] = HOSTILE[2]
    data["rows"] = [[name, "=1+1", "-5.2", "@x", "1,234", "+44 ring"] for name in HOSTILE[:4]]
    data["keys"][0]["area_code"] = '"><script>alert(3)</script>'
    chart = figure(title=all_of_it, subtitle=all_of_it, description=all_of_it, table=data)
    for cut in ("wide", "narrow"):
        rows = chart[cut]["data"]["values"]
        chart[cut]["data"]["values"] = [{**rows[0], "area": name} for name in HOSTILE]
        chart[cut]["layer"][1]["encoding"]["tooltip"] = [{"field": "area", "title": HOSTILE[2]}]
        chart[cut]["usermeta"] = {"embedOptions": {"actions": True, "ast": False}}
    return notebook(
        new_markdown_cell(f"## {all_of_it}\n\n{all_of_it}\n\n[a](javascript:alert(4)) <b>bold</b>"),
        cell(f"# {all_of_it}", {FIGURE: chart}, {NOTICE: {"kind": "gap", "text": all_of_it}}),
        cell("raw", {"text/plain": all_of_it}, {"text/html": f"<p>{HOSTILE[0]}</p>"}),
    )


def hostile_context() -> PageContext:
    """Every text of a page's context a hostile one."""
    name = " ".join(HOSTILE)
    return context(
        interactive=True,
        title=name,
        area_name=name,
        theme_title=HOSTILE[2],
        parameters=((HOSTILE[0], HOSTILE[2]),),
        caveats=HOSTILE,
        licence=name,
        contact=name,
        files=(PageFile(HOSTILE[2], HOSTILE[0]),),
        related=((HOSTILE[0], "javascript:alert(5)"), (HOSTILE[1], '"><script>')),
        strategy_title=HOSTILE[0],
        strategy_source=HOSTILE[2],
        previous='v0001-0a0b0c0d"><script>',
    )


def publish(
    outputs: Path,
    area: str = "exampleshire",
    theme: str = "placements",
    period: str = "2024-25",
    version: str = "v0001-1f2e3d4c",
    *,
    latest: bool = True,
    **changes: Any,
) -> Path:
    """Lay down a version folder as a run leaves it."""
    folder = outputs / area / theme / period / version
    folder.mkdir(parents=True)
    name = area.replace("-", " ").title()
    manifest = {
        "product": "care-workbooks",
        "schema_version": "1",
        "area": {"code": "E10000099", "name": name, "slug": area},
        "theme": {"slug": theme, "title": theme.replace("-", " ").capitalize()},
        "period": period,
        "parameters": {},
        "inputs": [],
        "sample": False,
        "headline": f"A finding of {version} for {name}.",
        "title": f"{theme} in {name}",
        "previous": None,
        "outputs": [],
        **changes,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    (folder / "report.html").write_text("<p>report</p>", encoding="utf-8")
    observations(area, theme, period).write_parquet(folder / "indicators.parquet")
    if latest:
        (folder.parent / "latest.json").write_text(json.dumps({"version": version}))
    return folder


def observations(area: str, theme: str, period: str, value: float = 1.5) -> pl.DataFrame:
    """A few observations of one area and theme."""
    return pl.DataFrame(
        {
            "area_code": ["E10000099"] * 2,
            "area_name": [area] * 2,
            "period": [period, "2022-23"],
            "theme": [theme] * 2,
            "framework": ["ascof-2023"] * 2,
            "indicator": ["2C"] * 2,
            "breakdown": ["all"] * 2,
            "value": [value, 1.0],
        }
    )


def publish_councils(outputs: Path, count: int) -> None:
    """Lay down councils, each with two themes, a history and now and then sample data."""
    for number in range(count):
        area = f"{chr(97 + number % 20)}ville-{number}"
        publish(outputs, area, version="v0001-0a0b0c0d", latest=False)
        publish(outputs, area, version="v0002-1f2e3d4c")
        publish(outputs, area, "carers", sample=number % 3 == 1)
        publish(outputs, area, "carers", "2023-24")
