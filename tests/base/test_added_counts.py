"""Counts brought to other years: sums are whole, and nothing is made up for a part."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from helpers.base.added_counts import AddedCount, add_counts
from helpers.base.councils_by_year import councils_in, same_territory
from helpers.base.errors import ParameterError
from helpers.base.periods import financial_year

PERIODS = [financial_year(year) for year in range(2014, 2027)]
BOURNEMOUTH, POOLE, CHRISTCHURCH, BCP = "E06000028", "E06000029", "E07000048", "E06000058"
OLD_DORSET, DORSET = "E10000009", "E06000059"
NORTHANTS, NORTH, WEST = "E10000021", "E06000061", "E06000062"
CUMBRIA, CUMBERLAND, WESTMORLAND = "E10000006", "E06000063", "E06000064"

count = st.integers(min_value=0, max_value=10**7)


@st.composite
def one_years_counts(draw: st.DrawFn) -> tuple[str, dict[str, int]]:
    """Draw a year and counts of some or all of its councils."""
    period = draw(st.sampled_from(PERIODS))
    codes = draw(st.sets(st.sampled_from(councils_in(period)), max_size=12))
    reorganised = {BOURNEMOUTH, POOLE, BCP, OLD_DORSET, DORSET, NORTHANTS, NORTH, WEST}
    reorganised |= {CUMBRIA, CUMBERLAND, WESTMORLAND}
    if draw(st.booleans()):
        codes |= reorganised & set(councils_in(period))
    return period, {code: draw(count) for code in codes}


@given(one_years_counts(), st.sampled_from(PERIODS))
def test_adding_conserves_the_sum(drawn: tuple[str, dict[str, int]], to_period: str) -> None:
    """Nobody is counted twice or lost unseen: each count is in one sum, or is explained."""
    _, counts = drawn
    added = add_counts(counts, to_period)
    used = [part for each in added.values() for part in each.parts]
    assert len(used) == len(set(used))
    assert sum(each.value or 0 for each in added.values()) == sum(counts[part] for part in used)
    for code in set(counts) - set(used):
        assert same_territory(code, to_period) is None
        assert any(each.reason for each in added.values())
    assert set(added) <= set(councils_in(to_period))


@given(one_years_counts(), st.sampled_from(PERIODS))
def test_a_value_or_a_reason_never_both(drawn: tuple[str, dict[str, int]], to_period: str) -> None:
    """Whatever comes back can be shown as it is."""
    for each in add_counts(drawn[1], to_period).values():
        assert (each.value is None) == bool(each.reason) == (not each.parts)
        assert not (each.note and each.reason)


@given(one_years_counts(), st.sampled_from(PERIODS))
def test_adding_again_changes_nothing(drawn: tuple[str, dict[str, int]], to_period: str) -> None:
    """The result stands on the councils of that year, so a second time is a copy."""
    once = {code: each.value for code, each in add_counts(drawn[1], to_period).items()}
    twice = add_counts(once, to_period)
    assert {code: each.value for code, each in twice.items()} == once


@given(one_years_counts())
def test_its_own_year_gives_the_counts_back(drawn: tuple[str, dict[str, int]]) -> None:
    """Without a reorganisation in between nothing happens."""
    period, counts = drawn
    assert add_counts(counts, period) == {
        code: AddedCount(counts[code], (code,)) for code in sorted(counts)
    }


def test_merged_councils_add_up_and_christchurch_is_spoken_of() -> None:
    """Two councils make the third but for a district, and the note says which."""
    added = add_counts({BOURNEMOUTH: 600, POOLE: 400}, "2019-20")
    assert list(added) == [BCP]
    assert (added[BCP].value, added[BCP].parts) == (1000, (BOURNEMOUTH, POOLE))
    assert "a sum of Bournemouth and Poole leaves it out" in added[BCP].note


def test_the_census_of_2011_adds_up_to_the_person(shared: Path) -> None:
    """ONS gives the three parts and the whole: with Christchurch the sum is exact."""
    folder = shared / "data" / "real" / "ons_mye_2020"
    book = CalamineWorkbook.from_path(folder / "ukpopestimatesmid2020on2021geography.xls")
    rows = book.get_sheet_by_name("MYE 7").to_python()
    start = next(i for i, row in enumerate(rows) if row[0] == "Code")
    census = rows[start].index("2011 Census")
    people = {str(row[0]): row[census] for row in rows[start + 1 :]}
    parts = {code: float(str(people[code])) for code in (BOURNEMOUTH, POOLE, CHRISTCHURCH)}
    whole = add_counts(parts, "2019-20")[BCP]
    assert whole == AddedCount(378888, (BOURNEMOUTH, POOLE, CHRISTCHURCH))
    assert whole.value == people[BCP]
    short = add_counts({code: parts[code] for code in (BOURNEMOUTH, POOLE)}, "2019-20")[BCP]
    assert short.value == 378888 - 47752
    assert "47,752 of 378,888 people (13 in 100)" in short.note


@pytest.mark.parametrize(
    "counts",
    [
        {BOURNEMOUTH: 600},
        {BOURNEMOUTH: 600, POOLE: None},
        {BOURNEMOUTH: 600, POOLE: None, CHRISTCHURCH: 50},
    ],
)
def test_a_missing_part_gives_no_sum(counts: dict[str, float | None]) -> None:
    """Never a partial sum, whether the part is absent or has no figure."""
    added = add_counts(counts, "2023-24")[BCP]
    assert added.value is None
    assert added.reason == "no count is given for Poole, so there is no whole sum"


def test_christchurch_without_a_figure_is_a_missing_part() -> None:
    """Where a file has a row for it, the row counts."""
    added = add_counts({BOURNEMOUTH: 600, POOLE: 400, CHRISTCHURCH: None}, "2019-20")[BCP]
    assert added.value is None
    assert added.reason == "no count is given for Christchurch, so there is no whole sum"


def test_a_split_copies_nothing_to_the_children() -> None:
    """The parent's count is in no child, and each child says why."""
    added = add_counts({NORTHANTS: 5000, CUMBRIA: 3000}, "2024-25")
    assert {code: each.value for code, each in added.items()} == {
        NORTH: None,
        WEST: None,
        CUMBERLAND: None,
        WESTMORLAND: None,
    }
    assert added[NORTH].reason == (
        "Northamptonshire was split in 2021 to 2022: its count says nothing of what "
        "North Northamptonshire had of it"
    )
    assert "Cumbria was split in 2023 to 2024" in added[WESTMORLAND].reason


def test_the_children_of_a_split_add_up_to_the_former_council() -> None:
    """Backwards a split is a merger: both children make the parent, one does not."""
    both = add_counts({CUMBERLAND: 1200, WESTMORLAND: 900}, "2022-23")
    assert both == {CUMBRIA: AddedCount(2100, (CUMBERLAND, WESTMORLAND))}
    one = add_counts({CUMBERLAND: 1200}, "2022-23")
    assert one[CUMBRIA].value is None
    assert one[CUMBRIA].reason.startswith("no count is given for Westmorland and Furness")


def test_a_merged_council_is_not_divided() -> None:
    """Backwards a merger is a split."""
    added = add_counts({BCP: 1000}, "2018-19")
    assert {added[code].value for code in (BOURNEMOUTH, POOLE)} == {None}
    assert "cannot be divided" in added[POOLE].reason


@pytest.mark.parametrize(
    ("given_code", "to_period", "asked"),
    [(OLD_DORSET, "2019-20", DORSET), (DORSET, "2018-19", OLD_DORSET)],
)
def test_the_two_dorsets_are_never_one(given_code: str, to_period: str, asked: str) -> None:
    """The area changed, so neither count stands for the other."""
    added = add_counts({given_code: 700}, to_period)[asked]
    assert added.value is None
    assert "Dorset County and Dorset are not the same" in added.reason


def test_renamed_councils_and_second_codes_carry_their_counts() -> None:
    """Same people, other code; spaces and capitals do not matter."""
    given_counts = {"E10000002": 10, " e10000023": 20, "E08000038": 30, "E08000015": 40}
    assert {code: each.value for code, each in add_counts(given_counts, "2024-25").items()} == {
        "E06000060": 10,
        "E06000065": 20,
        "E08000015": 40,
        "E08000016": 30,
    }


def test_rows_without_figures_do_no_harm() -> None:
    """A file that lists former councils in every year, with blanks, brings its figures over."""
    rows = {BOURNEMOUTH: None, POOLE: None, BCP: 950, NORTHANTS: None, NORTH: 10, WEST: 20}
    added = add_counts({**rows, "E08000016": None, "E08000038": 5}, "2024-25")
    assert {code: each.value for code, each in added.items()} == {
        BCP: 950,
        NORTH: 10,
        WEST: 20,
        "E08000016": 5,
    }
    assert add_counts({"E08000015": None}, "2024-25")["E08000015"].reason == (
        "no count is given for it"
    )


@pytest.mark.parametrize(
    "counts",
    [
        {OLD_DORSET: 300, DORSET: 300},
        {BOURNEMOUTH: 600, BCP: 1000},
        {CHRISTCHURCH: 50, BCP: 1000},
        {NORTHANTS: 5000, WEST: 2500},
        {"E10000002": 1, "E06000060": 1},
    ],
)
def test_counts_of_two_geographies_are_refused(counts: dict[str, float | None]) -> None:
    """A whole beside its part, as in ASCOF's rows of old and new Dorset for 2024-25."""
    with pytest.raises(ParameterError, match="counted twice"):
        add_counts(counts, "2024-25")


def test_a_council_under_both_its_codes_is_refused() -> None:
    """Barnsley once, please."""
    with pytest.raises(ParameterError, match="E08000016: this council has two counts"):
        add_counts({"E08000016": 5, "E08000038": 5}, "2024-25")


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (18.7, "18.7 is not whole, as a rate"),
        (-1, "-1 is negative"),
        (math.nan, "nan is not a number that can be added"),
        (math.inf, "inf is not a number that can be added"),
        (True, "True is not a number"),
        ("12", "'12' is not a number"),
    ],
)
def test_what_is_no_count_is_refused(value: object, found: str) -> None:
    """Rates above all: they never add."""
    with pytest.raises(ParameterError, match=found) as caught:
        add_counts({"E08000015": value}, "2024-25")  # type: ignore[dict-item]
    assert "never add rates" in caught.value.mend


def test_amounts_with_fractions_come_in_by_leave_only() -> None:
    """Projected people and thousands of pounds add as counts do."""
    added = add_counts({BOURNEMOUTH: 0.5, POOLE: 0.25}, "2019-20", fractions=True)
    assert added[BCP].value == 0.75


@pytest.mark.parametrize("number", [np.int64(7), np.float64(7), 7.0, 7])
def test_numbers_of_other_libraries_are_numbers(number: float) -> None:
    """What a frame hands out is taken as it comes."""
    assert add_counts({"E08000015": number}, "2024-25")["E08000015"].value == 7


@pytest.mark.parametrize(
    ("code", "to_period", "found"),
    [
        ("E07000237", "2024-25", "of the kind: district"),
        (CHRISTCHURCH, "2018-19", "of the kind: district"),
        ("E92000001", "2024-25", "of the kind: country"),
        ("E08000015", "2013-14", "not known here"),
    ],
)
def test_what_has_no_place_is_refused(code: str, to_period: str, found: str) -> None:
    """Districts are added up by the lookup, not here; England would be counted twice."""
    with pytest.raises(ParameterError, match=found):
        add_counts({code: 1}, to_period)


def test_nothing_gives_nothing() -> None:
    """No counts, no councils."""
    assert add_counts({}, "2024-25") == {}
