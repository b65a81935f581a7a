"""The primary rule on a table: rows with small counts are emptied, the others rounded."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.base.records import Status
from helpers.contracts.columns import Obs
from helpers.disclosure.policy import HIDDEN
from helpers.disclosure.primary import controlled
from helpers.methods.small_numbers import HES, SmallNumberRule

COUNTS = [Obs.NUMERATOR.value, Obs.DENOMINATOR.value]


def observations(rows, status=Status.OK.value):
    """Rows of numerator and denominator, with figures that were computed from them."""
    return pl.DataFrame(
        {
            Obs.AREA_CODE.value: [f"E0600000{i % 10}" for i in range(len(rows))],
            Obs.NUMERATOR.value: [row[0] for row in rows],
            Obs.DENOMINATOR.value: [row[1] for row in rows],
            Obs.VALUE.value: [12.3] * len(rows),
            Obs.RANK.value: [1] * len(rows),
            Obs.STATUS.value: [status] * len(rows),
        },
        schema_overrides={name: pl.Float64 for name in (*COUNTS, Obs.VALUE.value)},
    )


def test_a_small_count_empties_its_whole_row_and_the_others_are_rounded():
    shown = controlled(observations([(3, 250), (12, 251), (0, 7), (6, 4)]), COUNTS)
    assert shown[Obs.STATUS].to_list() == ["suppressed", "rounded", "rounded", "suppressed"]
    assert shown[Obs.NUMERATOR].to_list() == [None, 10, 0, None]
    assert shown[Obs.DENOMINATOR].to_list() == [None, 250, 5, None]
    assert shown[Obs.VALUE].to_list() == [None, 12.3, 12.3, None]
    assert shown[Obs.RANK].to_list() == [None, 1, 1, None]
    assert shown.columns == observations([(1, 1)]).columns


def test_threshold_and_base_are_settings():
    rows = observations([(7, 100), (8, 100)])
    assert controlled(rows, COUNTS, HES)[Obs.STATUS].to_list() == ["suppressed", "rounded"]
    as_they_are = controlled(rows, COUNTS, SmallNumberRule(threshold=5, base=1))
    assert as_they_are[Obs.NUMERATOR].to_list() == [7, 8]
    assert as_they_are[Obs.STATUS].to_list() == ["ok", "ok"]


@pytest.mark.parametrize("status", ["suppressed", "not_available", "not_applicable"])
def test_a_row_that_its_source_withholds_is_left_as_it_is(status):
    rows = observations([(None, None)], status)
    assert controlled(rows, COUNTS).equals(rows)


def test_provisional_stays_provisional_and_is_hidden_like_the_others():
    shown = controlled(observations([(3, 50), (33, 50)], "provisional"), COUNTS)
    assert shown[Obs.STATUS].to_list() == ["suppressed", "provisional"]
    assert shown[Obs.NUMERATOR].to_list() == [None, 35]


def test_an_empty_table_stays_empty():
    assert controlled(observations([(1, 1)]).clear(), COUNTS).is_empty()


cells = st.tuples(st.one_of(st.none(), st.integers(0, 60)), st.integers(0, 200))


@given(rows=st.lists(cells, min_size=1, max_size=20))
def test_a_suppressed_row_carries_no_figure_and_no_nought(rows):
    shown = controlled(observations(rows), COUNTS)
    for before, row in zip(rows, shown.to_dicts(), strict=True):
        small = any(count is not None and 0 < count < 5 for count in before)
        assert (row[Obs.STATUS] == "suppressed") == small
        figures = [row[name] for name in HIDDEN if name in row]
        if small:
            assert figures == [None] * len(figures)
        for count, name in zip(before, COUNTS, strict=True):
            if row[name] is not None:
                assert row[name] % 5 == 0
                assert (row[name] == 0) == (count == 0)
