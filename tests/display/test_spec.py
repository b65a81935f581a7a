"""Charts are written as Altair would write them, and become Altair's own when asked."""

from __future__ import annotations

import copy
import pickle
from types import SimpleNamespace

import altair as alt
import pytest

from helpers.base.parameters import check_request
from helpers.display.spec import SCHEMA, VIEW, whole
from helpers.workbook.book import Book

ROWS = {"values": [{"n": 1.0}, {"n": 2.0}]}
X = {"field": "n", "type": "quantitative"}


def layered(*data: dict) -> dict:
    return {"layer": [{"mark": {"type": "point"}, "encoding": {"x": X}, "data": d} for d in data]}


@pytest.fixture(scope="module")
def charts(sample_source) -> SimpleNamespace:
    book = Book(
        sample_source.evidence(check_request("placements", "wirral", "latest", ["leeds"], "")), None
    )
    return SimpleNamespace(
        compare=book.compare(book.observations("2C", "2E(2b)")),
        place=book.place(book.observations("2C")),
        trend=book.trend(book.series("1D")),
        shares=book.shares(book.parts("6B")),
    )


@pytest.mark.parametrize("name", ["compare", "place", "trend", "shares"])
@pytest.mark.parametrize("cut", ["chart", "narrow"])
def test_altair_knows_every_chart_as_its_own(charts, name, cut) -> None:
    chart = getattr(getattr(charts, name), cut)
    plain = chart.to_dict(validate=False)
    assert chart.to_dict(validate=True) == plain
    assert chart.altair().to_dict() == plain, "Altair writes what it has read"


def test_the_schema_and_the_view_are_those_of_the_altair_that_is_here() -> None:
    theirs = alt.Chart(alt.Data(values=[])).mark_point().to_dict()
    assert theirs["$schema"] == SCHEMA
    assert theirs["config"]["view"] == VIEW


def test_an_analyst_adds_to_a_chart_as_to_one_of_altairs(charts) -> None:
    before = charts.trend.chart.to_dict(validate=False)
    line = alt.Chart(alt.Data(values=[{"goal": 70}])).mark_rule().encode(y="goal:Q")
    together = (charts.trend.chart & line).to_dict()
    assert together["vconcat"][1]["mark"] == {"type": "rule"}
    assert together["config"] == before["config"]
    assert charts.place.chart.properties(spacing=20).to_dict()["spacing"] == 20
    assert charts.trend.chart.to_dict(validate=False) == before
    side_by_side = charts.trend.chart | charts.place.chart
    assert len(side_by_side.to_dict()["hconcat"]) == 2
    layers = charts.compare.chart.altair().to_dict()["vconcat"]
    assert len(layers) == 2


def test_a_layer_added_to_a_layered_chart_shares_its_axes() -> None:
    line = alt.Chart(alt.Data(values=[{"goal": 1.5}])).mark_rule().encode(x="goal:Q")
    together = (whole(layered(ROWS), {}) + line).to_dict()
    assert [layer["mark"]["type"] for layer in together["layer"]] == ["point", "rule"]


def test_rows_that_several_layers_show_are_written_once() -> None:
    other = {"values": [{"n": 3.0}]}
    plain = whole(layered(ROWS, ROWS, other), {}).to_dict(validate=False)
    (name,) = plain["datasets"]
    assert plain["datasets"][name] == ROWS["values"]
    assert [layer["data"] for layer in plain["layer"]] == [{"name": name}, {"name": name}, other]
    assert "datasets" not in whole(layered(ROWS, other), {}).to_dict(validate=False)


def test_a_chart_can_be_copied_and_pickled() -> None:
    chart = whole(layered(ROWS), {"background": "white"})
    assert copy.deepcopy(chart).to_dict(validate=False) == chart.to_dict(validate=False)
    assert pickle.loads(pickle.dumps(chart)).to_dict() == chart.to_dict()
    with pytest.raises(AttributeError):
        chart.nothing_of_this_name  # noqa: B018
