"""Charts of every kind: nothing drawn that is not there, and room for the longest name."""

from __future__ import annotations

import json
import re
from types import SimpleNamespace

import pytest
import vl_convert

from helpers.base.parameters import check_request
from helpers.display.passages import Notice
from helpers.display.series_chart import evenly
from helpers.workbook.book import Book

LONGEST = "bournemouth-christchurch-and-poole"
# The page shrinks what is wider, and its text with it.
WIDEST_NARROW = 304


@pytest.fixture(scope="module")
def book(sample_source):
    def made(theme: str, area: str, compare_with: object = "region") -> Book:
        return Book(
            sample_source.evidence(check_request(theme, area, "latest", compare_with, "")), None
        )

    return made


def drawings(book: Book) -> list:
    return [
        book.compare(book.observations("2C", "2E(2b)")),
        book.place(book.observations("2C")),
        book.trend(book.series("1D")),
        book.shares(book.parts("6B")),
    ]


def values(spec: object) -> list[dict]:
    if isinstance(spec, dict):
        data = spec.get("data")
        found = list(data.get("values", [])) if isinstance(data, dict) else []
        found += [row for rows in spec.get("datasets", {}).values() for row in rows]
        return found + [row for part in spec.values() for row in values(part)]
    if isinstance(spec, list):
        return [row for part in spec for row in values(part)]
    return []


@pytest.mark.parametrize("area", [LONGEST, "wirral", "kensington-and-chelsea"])
def test_narrow_charts_fit_a_telephone(book, area) -> None:
    drawn = drawings(book("placements", area, ["westmorland-and-furness"]))
    for figure in drawn:
        if isinstance(figure, Notice):
            continue
        svg = vl_convert.vegalite_to_svg(json.dumps(figure.plain()["narrow"]))
        width = re.search(r'<svg[^>]*width="([\d.]+)"', svg)
        assert width is not None and float(width[1]) <= WIDEST_NARROW, figure.id


def test_no_year_of_a_population_is_turned_where_years_are_missing(book) -> None:
    shown = book("placements", "wirral")
    frame = shown.series("pop-85")
    frame["period"] = frame["period"].replace({"2022": "2018", "2023": "2020"})
    svg = vl_convert.vegalite_to_svg(json.dumps(shown.trend(frame).plain()["narrow"]))
    years = re.findall(r"<text([^>]*)>(?:<tspan[^>]*>)?mid-<", svg)
    assert len(years) == 3 and not any("rotate(" in style for style in years)


@pytest.mark.parametrize("cut", ["wide", "narrow"])
def test_years_stand_below_their_ticks_where_the_series_is_broken(book, cut) -> None:
    figure = book("placements", "wirral").trend(book("placements", "wirral").series("1D"))
    assert "Break before" in figure.note
    svg = vl_convert.vegalite_to_svg(json.dumps(figure.plain()[cut]))
    years = re.findall(r"<text([^>]*)>(?:<tspan[^>]*>)?20\d\d<", svg)
    assert years
    assert all('text-anchor="middle"' in style for style in years), years[0]


def test_a_chart_has_its_words_its_table_and_both_cuts(book) -> None:
    for figure in drawings(book("placements", "wirral")):
        plain = figure.plain()
        assert len(plain["title"].split()) <= 15, plain["title"]
        assert re.search(r"\d", plain["description"])
        assert plain["source"] and plain["subtitle"]
        assert plain["table"]["rows"]
        assert plain["wide"] != plain["narrow"]


def test_every_value_drawn_is_in_the_table(book) -> None:
    figure = book("placements", "wirral").compare(book("placements", "wirral").observations("2C"))
    plain = figure.plain()
    cells = {cell for row in plain["table"]["rows"] for cell in row}
    # The council's own cell carries its unit.
    cells |= {cell.partition(" ")[0].rstrip("%") for cell in cells}
    drawn = {row["label"] for row in values(plain["wide"]) if "label" in row}
    assert drawn and drawn <= cells


def test_nothing_suppressed_is_drawn(book) -> None:
    scilly = book("placements", "isles-of-scilly")
    shown = scilly.compare(scilly.observations("2C"))
    assert isinstance(shown, Notice)
    assert "suppressed" in shown.text and "not nought" in shown.text
    assert isinstance(scilly.trend(scilly.series("2C")), Notice)


def test_missing_years_are_neither_drawn_nor_joined(book) -> None:
    carers = book("carers", "wirral")
    figure = carers.trend(carers.series("1C"))
    points = [row for row in values(figure.plain()["wide"]) if row.get("key") and "run" in row]
    assert points and all(row["value"] is not None for row in points)
    runs = {row["label"]: row["run"] for row in points}
    assert len(set(runs.values())) == len(runs) > 1, (
        "rounds of a survey two years apart are not joined"
    )


def test_in_jupyterlab_a_chart_is_drawn_by_its_own_viewer(book) -> None:
    figure = drawings(book("placements", "wirral"))[0]
    bundle = figure._repr_mimebundle_()
    assert bundle["application/vnd.vegalite.v5+json"]["$schema"].endswith("v5.json")
    assert "text/html" not in bundle, "stock HTML output would load scripts from elsewhere"


def test_no_margin_reaches_out_of_a_series_frame(book) -> None:
    carers = book("carers", "wirral")
    plain = carers.trend(carers.series("1C")).plain()["wide"]
    ends = [row[n] for row in values(plain) for n in ("lower", "upper") if row.get(n) is not None]
    domains = re.findall(r'"domain": \[(-?[\d.]+), (-?[\d.]+)\]', json.dumps(plain))
    assert domains and ends
    for low, high in domains:
        assert float(low) <= min(ends) and max(ends) <= float(high)


@pytest.mark.parametrize(
    ("periods", "kind", "room"),
    [
        (["2018", "2020", "2024"], "mid-year", 7),
        (["2016-17", "2018-19", "2020-21"], "financial year", 3),
        (["2016-17", "2018-19", "2019-20"], "financial year", 4),
        (["2025-01", "2025-02", "2025-04"], "month", 3),
    ],
)
def test_years_left_out_unevenly_have_their_room(periods, kind, room) -> None:
    figures = [SimpleNamespace(period=period, period_kind=kind) for period in periods]
    labels = [f"label {period}" for period in periods]
    domain = evenly(figures, labels)
    assert len(domain) == room
    if room > len(periods):
        first = {"mid-year": "mid-2018", "financial year": "2016 to 17"}[kind]
        assert domain[0] == first and domain == sorted(domain)
