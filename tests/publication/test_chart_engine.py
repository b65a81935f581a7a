"""Charts drawn without the converter are the converter's own, byte for byte."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
from contextlib import closing

import pytest

from helpers.base.settings import OUTPUTS_VARIABLE
from helpers.base.text_width import text_width
from helpers.base.themes import THEMES
from helpers.publication import svg_process
from helpers.publication.chart_engine import ChartEngine, NotDrawn
from helpers.publication.drawing import DrawingProcess, request_bytes
from helpers.publication.figure_list import NumberedFigure, numbered_figures
from helpers.publication.svg_process import VEGA_LITE, numbered_anew
from publication.examples import comparison_spec, series_spec
from publication.real_pages import notebook_of
from publication.test_page_charts import child_that

CONVERTER = """
import json, sys
import vl_convert
print(json.dumps([
    vl_convert.vegalite_to_svg(spec, vl_version=sys.argv[1], allowed_base_urls=[])
    for spec in json.load(sys.stdin)
]))
"""
WORDS = (
    "Bournemouth, Christchurch and Poole",
    "AVAVAV To We 11, £1,234.5 – 98.7% ≤ ±4.3 “Ŵy”",
    "“Rhondda Cynon Tâf” <&> 'x' \\ \u00a3\u00a05 \u2212 4",
)


@pytest.fixture(scope="module")
def engine():
    with closing(ChartEngine()) as engine:
        yield engine


@pytest.fixture(scope="module")
def figures(tmp_path_factory, project_root):
    """Every chart of the five themes for the council of the longest name, wide and narrow."""
    asked = {
        "area": "bournemouth-christchurch-and-poole",
        "inputs": str(project_root / "data" / "samples"),
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(OUTPUTS_VARIABLE, str(tmp_path_factory.mktemp("outputs")))
        books = [notebook_of(project_root / "notebooks", theme, asked) for theme in THEMES]
    found = [
        one.figure
        for book in books
        for one in numbered_figures(book)
        if isinstance(one, NumberedFigure)
    ]
    return [spec for figure in found for spec in (figure.wide, figure.narrow)]


def by_the_converter(specs):
    finished = subprocess.run(
        [sys.executable, "-c", CONVERTER, VEGA_LITE],
        input=json.dumps(specs),
        env={**os.environ, "FONTCONFIG_FILE": str(svg_process._FONTS), "TZ": "UTC"},
        capture_output=True,
        text=True,
        check=True,
    )
    return [numbered_anew(svg) for svg in json.loads(finished.stdout)]


def by_the_engine(engine, specs):
    return [numbered_anew(engine.svg(spec) or "") for spec in specs]


def test_every_chart_of_every_theme_is_the_converters_own(engine, figures):
    assert len(figures) > 40
    assert by_the_engine(engine, figures) == by_the_converter(figures)


def spec_of(**encoding):
    rows = [{"name": f"{name} {word}", "value": 3.7} for word in WORDS for name in "ab"]
    rows += [{"name": "dated", "value": None, "on": "2025-03-30T12:00:00"}]
    return {
        "data": {"values": rows},
        "mark": {"type": "bar", "clip": True},
        "encoding": encoding,
        "config": comparison_spec(300)["config"],
    }


AXIS = {"labelLimit": 90, "labelFontSize": 13.5, "labelFontWeight": "bold", "titleFontWeight": 700}
LEGEND = {"legend": {"disable": False, "labelFontSize": 11}}
OTHERS = {
    "limited labels": spec_of(y={"field": "name", "axis": AXIS}, x={"field": "value"}),
    "a legend": spec_of(x={"field": "value"}, color={"field": "name"})
    | {"config": comparison_spec(300)["config"] | LEGEND},
    "times": spec_of(x={"field": "on", "type": "temporal", "timeUnit": "hours"}),
    "a gradient": spec_of(color={"field": "value", "type": "quantitative"}, x={"field": "name"})
    | {"config": comparison_spec(300)["config"] | LEGEND},
    "a facet": spec_of(x={"field": "value"}, row={"field": "name"}),
    "a map": {
        "config": comparison_spec(300)["config"],
        "data": {"graticule": True},
        "mark": "geoshape",
        "projection": {"type": "albersUsa"},
        "params": [{"name": "picked", "select": "interval"}],
    },
}


def test_other_charts_are_the_converters_own_too(engine):
    specs = [*OTHERS.values(), series_spec(300), series_spec(640)]
    drawn = dict(zip([*OTHERS, "narrow", "wide"], by_the_engine(engine, specs), strict=True))
    theirs = dict(zip(drawn, by_the_converter(specs), strict=True))
    assert all(drawn.values()), [name for name, svg in drawn.items() if not svg]
    assert drawn == theirs


@pytest.mark.parametrize("weight", ["normal", "bold", 400, 700, None])
def test_the_engine_measures_as_the_table_does(engine, weight):
    bold = weight in {"bold", 700}
    family = svg_process.BUNDLED_FONT
    for size, text in itertools.product((12, 13.5), WORDS):
        item = json.dumps({"font": family, "fontSize": size, "fontWeight": weight})
        told = engine._v8.eval(f"engine.width({item}, {json.dumps(text)})")
        assert told == pytest.approx(text_width(text, size, bold=bold))


def titled(words, **config):
    spec = comparison_spec(300)
    return {**spec, "title": words, "config": {**spec["config"], **config}}


@pytest.mark.parametrize(
    "spec",
    [
        titled("北京"),
        titled("two  spaces"),
        titled("a title", font="Courier New"),
        titled("a title", title={"fontStyle": "italic"}),
        titled("a title", title={"fontWeight": 900}),
        spec_of(y={"field": "name"}) | {"mark": {"type": "image", "url": "x.png"}},
    ],
    ids=["letter", "spaces", "font", "style", "weight", "picture"],
)
def test_what_the_engine_does_not_know_is_left_to_the_converter(engine, charts, spec):
    assert engine.svg(spec) is None
    assert [charts.svg("x", spec)] == by_the_converter([spec])
    assert engine.svg(comparison_spec(300)) is not None


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        ({"marks": []}, "Invalid specification"),
        ({"mark": "nonsense"}, "TypeError: Cannot read"),
        ({"data": {"url": "https://example.org/x.csv"}, "mark": "bar"}, "url not allowed"),
    ],
    ids=["shape", "mark", "address"],
)
def test_what_the_library_says_is_told_in_a_line(engine, spec, words):
    with pytest.raises(NotDrawn, match=words) as raised:
        engine.svg(spec)
    assert "\n" not in str(raised.value)
    assert engine.svg(comparison_spec(300)) is not None


def test_where_v8_is_not_to_be_had_the_converter_draws_the_same(engine, monkeypatch):
    child_that(
        monkeypatch,
        "import sys; sys.modules['py_mini_racer'] = None\n"
        "from helpers.publication import svg_process as child\n"
        "sys.exit(child.main(sys.argv[1:]))",
    )
    spec = comparison_spec(300)
    with closing(DrawingProcess()) as process:
        drawn = process.draw(request_bytes({"chart": spec}))
    assert [drawn["svg"]] == by_the_engine(engine, [spec])


def test_the_converter_is_not_woken_for_charts_that_need_no_shaping(monkeypatch):
    child_that(
        monkeypatch,
        "import sys; sys.modules['vl_convert'] = None\n"
        "from helpers.publication import svg_process as child\n"
        "sys.exit(child.main(sys.argv[1:]))",
    )
    with closing(DrawingProcess()) as process:
        drawn, unknown = (
            process.draw(request_bytes({"chart": spec}))
            for spec in (comparison_spec(300), titled("北京"))
        )
    assert drawn["svg"].startswith("<svg")
    assert "vl_convert" in unknown["error"]
