"""Statistical neighbours: the first fifteen of the list, pooled or by their median, or said."""

from __future__ import annotations

from types import SimpleNamespace

import polars as pl
import pytest

from helpers.base.geography import find_area
from helpers.base.parameters import check_request
from helpers.contracts.columns import Obs
from helpers.display.figures import FIGURE_MIME
from helpers.indicators.neighbours import NO_LIST, kind_of, peers_of
from helpers.methods.rounding import half_up
from helpers.workbook.book import Book

pytestmark = pytest.mark.slow


def evidence(source, theme, area, compare_with="neighbours"):
    return source.evidence(check_request(theme, area, "latest", compare_with, ""))


def values(whole, code: str, period: str, codes: tuple[str, ...], framework="") -> pl.DataFrame:
    councils = whole.councils_of(whole.registry.find(code, framework))
    return councils.filter(
        (pl.col(Obs.PERIOD) == period)
        & (pl.col(Obs.BREAKDOWN) == "all")
        & pl.col(Obs.AREA_CODE).is_in(codes)
        & pl.col(Obs.VALUE).is_not_null()
    )


def test_the_first_fifteen_of_the_list_in_its_order(whole) -> None:
    peers = evidence(whole, "placements", "wirral").peers
    assert len(peers.areas) == 15 and not peers.named
    assert [area.name for area in peers.areas[:4]] == [
        "Stockport",
        "Gateshead",
        "Bury",
        "St. Helens",
    ]
    assert peers.words == "ONS statistical nearest neighbours, the first 15"


def test_exact_counts_are_pooled_and_rates_never_averaged(whole) -> None:
    seen = evidence(whole, "placements", "wirral")
    row = seen.of(whole.registry.find("2C")).to_dicts()[-1]
    peers = values(whole, "2C", "2024-25", seen.peers.codes)
    pooled = peers["numerator"].sum() / peers["denominator"].sum() * 100_000
    assert row["neighbours"] == half_up(pooled, 1)
    assert row["neighbours"] != half_up(peers["value"].mean(), 1)
    assert f"neighbours: pooled rate of {peers.height} of 15" in row["notes"]


def test_surveys_and_outcomes_without_counts_have_the_median(whole) -> None:
    for theme, code, period in (("carers", "1C", "2023-24"), ("workforce", "6A", "2024-25")):
        seen = evidence(whole, theme, "wirral")
        rows = seen.of(whole.registry.find(code)).filter(pl.col(Obs.PERIOD) == period)
        peers = values(whole, code, period, seen.peers.codes)
        assert rows["neighbours"][0] == half_up(float(peers["value"].median()), 1)
        assert "neighbours: median of" in rows["notes"][0]


def test_numbers_by_themselves_are_not_compared(whole) -> None:
    seen = evidence(whole, "bcf-outcomes", "wirral")
    days = seen.of(whole.registry.find("DTOC-days", "nhs-dtoc"))
    assert days["neighbours"].null_count() == days.height
    assert kind_of(whole.registry.find("DTOC-days", "nhs-dtoc")) == ""
    assert kind_of(whole.registry.find("4B")) == "median", "its counts are rounded"


def test_with_half_of_them_or_fewer_there_is_no_value(whole) -> None:
    seen = evidence(whole, "placements", "kirklees")
    rows = seen.of(whole.registry.find("1A", "ascof-2014"))
    # Only 18 councils took part in the voluntary survey of 2020-21.
    assert rows.filter(pl.col(Obs.BREAKDOWN) == "all")["value"][0] is not None
    assert rows["neighbours"].null_count() == rows.height


def test_councils_that_are_named_take_the_neighbours_place(whole) -> None:
    seen = evidence(whole, "placements", "wirral", ["sefton", "liverpool", "wirral"])
    assert [area.slug for area in seen.peers.areas] == ["sefton", "liverpool"]
    row = seen.of(whole.registry.find("2C")).to_dicts()[-1]
    both = values(whole, "2C", "2024-25", seen.peers.codes)
    assert row["neighbours"] == half_up(
        both["numerator"].sum() / both["denominator"].sum() * 1e5, 1
    )
    assert "pooled rate of 2 of 2 (the councils named)" in row["notes"]
    assert {"Sefton", "Liverpool"} <= set(seen.comparators["area_name"])


def test_a_council_named_twice_or_by_itself_counts_once_or_not(invented) -> None:
    own, sefton = find_area("wirral"), find_area("sefton")
    peers = peers_of(own, (sefton, own, sefton), invented.tables)
    # Of two names for one council one figure would not be more than half.
    assert peers.areas == (sefton,) and peers.named


def test_a_list_with_second_and_former_codes_names_the_same_councils() -> None:
    """Barnsley and Sheffield have two codes each, and North Yorkshire had another."""
    pairs = [
        ("E08000038", "E08000039", 1),
        ("E08000038", "E10000023", 2),
        ("E08000038", "E08000016", 3),
        ("E08000015", "E08000038", 1),
    ]
    table = pl.DataFrame(pairs, schema=["area_code", "neighbour_code", "rank"], orient="row")
    tables = SimpleNamespace(have=lambda dataset: True, raw=lambda dataset: table)
    barnsley = peers_of(find_area("barnsley"), "neighbours", tables)
    assert [area.slug for area in barnsley.areas] == ["sheffield", "north-yorkshire"]
    wirral = peers_of(find_area("wirral"), "neighbours", tables)
    assert [area.slug for area in wirral.areas] == ["barnsley"]


def test_the_list_fills_the_column_whatever_is_drawn(whole) -> None:
    for beside in ("region", "neighbours"):
        seen = evidence(whole, "placements", "wirral", beside)
        assert seen.of(whole.registry.find("2C"))["neighbours"].to_list()[-1] is not None
        drawn = set(seen.of(whole.registry.find("2C"), seen.comparators)["area_name"])
        assert ("Statistical neighbours (pooled)" in drawn) == (beside == "neighbours")


def test_a_notebook_names_them_and_draws_them_as_one_row(whole) -> None:
    book = Book(evidence(whole, "placements", "wirral"), None)
    said = book._repr_mimebundle_()["text/markdown"]
    assert "Its statistical neighbours (ONS statistical nearest neighbours, the first 15)" in said
    assert "Stockport, Gateshead, Bury" in said
    figure = book.compare(book.observations("2C"))
    drawn = str(figure._repr_mimebundle_()[FIGURE_MIME])
    assert "Statistical neighbours (pooled)" in drawn
    assert "Statistical neighbours (pooled)" in str(figure.table.plain())
    several = book.compare(book.observations("2C", "2B"))
    rows = [row[1] for row in several.table.plain()["rows"]]
    assert rows.count("Statistical neighbours (pooled)") == 2


def test_without_the_list_a_sentence_says_so(real_source) -> None:
    seen = evidence(real_source, "placements", "wirral")
    assert seen.peers.areas == ()
    assert seen.observations["neighbours"].null_count() == seen.observations.height
    said = Book(seen, None)._repr_mimebundle_()["text/markdown"]
    assert NO_LIST in said and "later release" not in said


def test_every_council_has_fifteen_others_of_today(whole) -> None:
    for name in ("cumberland", "isles-of-scilly", "dorset", "west-northamptonshire"):
        peers = evidence(whole, "placements", name, "region").peers
        assert len(peers.areas) == 15 and find_area(name) not in peers.areas
