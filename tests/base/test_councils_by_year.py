"""Councils by year: each year's codes tied to the files that publishers made for it."""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from helpers.base.area_kinds import is_district
from helpers.base.councils_by_year import council_code, councils_in, same_territory
from helpers.base.errors import ParameterError
from helpers.base.geography import all_areas, find_area, second_codes
from helpers.base.periods import financial_year
from helpers.base.reorganisations import Change, predecessors, reorganisations, successors

PERIODS = [financial_year(year) for year in range(2014, 2027)]
COUNTS = [152] * 5 + [151] * 2 + [152] * 2 + [153] * 4
CITY_OF_LONDON, SCILLY = "E09000001", "E06000053"
OLD_DORSET, DORSET, BCP = "E10000009", "E06000059", "E06000058"
FORMER = {step.former_code for step in reorganisations() if not is_district(step.former_code)}
ANY_COUNCIL = sorted({area.code for area in all_areas()} | FORMER | set(second_codes()))
COUNCIL = re.compile(r"E(06|08|09|10)\d{6}")


@pytest.fixture(scope="module")
def real(shared: Path) -> Path:
    """Return the folder of published files."""
    return shared / "data" / "real"


def column(path: Path, name: str) -> list[str]:
    """Return one column of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return [row[name] for row in csv.DictReader(lines)]


def councils(codes: object) -> set[str]:
    """Keep the codes that are of councils: no countries, regions or districts."""
    return {str(code) for code in codes if COUNCIL.fullmatch(str(code))}  # type: ignore[attr-defined]


def sheet_codes(path: Path, sheet: str) -> set[str]:
    """Return the codes of councils in the first column of a sheet."""
    rows = CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).to_python()
    return councils(row[0] for row in rows)


@pytest.fixture(scope="module")
def dtoc(real: Path) -> dict[str, dict[str, str]]:
    """Return codes and names of the councils in the delayed transfers, by month."""
    months: dict[str, dict[str, str]] = defaultdict(dict)
    path = real / "nhse_dtoc_la" / "DToC_Days_Reason_for_Delay.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["Name"] != "England":
                months[row["Period"]][row["Code"]] = row["Name"]
    return months


@pytest.mark.parametrize(("period", "number"), list(zip(PERIODS, COUNTS, strict=True)))
def test_each_year_has_its_number(period: str, number: int) -> None:
    """152, then 151 after Dorset, 152 after Northamptonshire, 153 after Cumbria."""
    codes = councils_in(period)
    assert len(codes) == len(set(codes)) == number
    assert list(codes) == sorted(codes)


def test_the_latest_years_are_the_register() -> None:
    """From 2023-24 on the councils are those of today."""
    for period in PERIODS[PERIODS.index("2023-24") :]:
        assert councils_in(period) == tuple(area.code for area in all_areas())


def test_oflog_has_the_councils_of_each_of_its_years(real: Path) -> None:
    """2015-16 to 2022-23, every code of every year, by a publisher who keeps old codes."""
    path = real / "oflog_asc" / "ASC_data.csv"
    years = defaultdict(set)
    codes = column(path, "Local authority code")
    for year, code in zip(column(path, "Financial year"), codes, strict=True):
        years[year].add(code)
    assert sorted(years) == PERIODS[1:9]
    assert {year: set(councils_in(year)) for year in years} == years


def test_ascof_2020_21_has_the_councils_of_its_year(real: Path) -> None:
    """151 councils, with today's Buckinghamshire and yesterday's Northamptonshire."""
    folder = real / "ascof_open_data_2020_21"
    book = CalamineWorkbook.from_path(folder / "meas-from-asc-of-eng-2021-open-data-csv_v2.xlsx")
    head, *rows = book.get_sheet_by_name("in").to_python()
    level, code = head.index("Geographical Level"), head.index("ONS Code")
    assert {row[code] for row in rows if row[level] == "Council"} == set(councils_in("2020-21"))


def test_the_ascof_time_series_has_the_councils_of_each_year(real_ascof: Path) -> None:
    """A cell that is not [z] belongs to a council of its year, under today's code if renamed.

    Old Dorset has figures of 2024-25, the same as those of today's Dorset: the publisher's
    slip, not ours.
    """
    sheet = CalamineWorkbook.from_path(real_ascof).get_sheet_by_name("Table_1a")
    rows = sheet.to_python(skip_empty_area=False)
    start = next(i for i, row in enumerate(rows) if row[0] == "Local authority code")
    years = {at: str(head)[:4] for at, head in enumerate(rows[start]) if "outcome" in str(head)}
    assert len(years) == 10
    for at, first in years.items():
        period = financial_year(int(first))
        listed = {
            str(row[2])
            for row in rows[start + 1 :]
            if COUNCIL.fullmatch(str(row[2])) and row[at] != "[z]"
        }
        if period == "2024-25":
            assert OLD_DORSET in listed
            listed -= {OLD_DORSET}
        assert {same_territory(code, period) for code in listed} == set(councils_in(period)), period


@pytest.mark.parametrize(
    ("folder", "name", "sheet", "period"),
    [
        ("ons_mye_2018", "ukmidyearestimates20182019ladcodes.xls", "MYE2-All", "2019-20"),
        ("ons_mye_2020", "ukpopestimatesmid2020on2021geography.xls", "MYE2 - Persons", "2021-22"),
    ],
)
def test_populations_have_the_councils_of_their_geography(
    real: Path, folder: str, name: str, sheet: str, period: str
) -> None:
    """Mid-2018 on the boundaries of 2019, mid-2020 on those of 2021."""
    assert sheet_codes(real / folder / name, sheet) == set(councils_in(period))


def test_single_files_have_the_councils_of_their_year(real: Path) -> None:
    """Mid-2024 population, neighbours, discharges, the lookup of 2022 and the finance return."""
    neighbours = real / "ons_nearest_neighbours" / "localauthoritynearestneighboursengland.csv"
    lookup = next((real / "ltla_utla_lookup_dec2022").glob("*.csv"))
    discharges = json.loads((real / "nhse_drd_2024_25" / "drd-2024-25.json").read_text("utf-8"))
    finance = real / "ascfr_2016_17" / "CSV ASCFR Totals.csv"
    latest = set(councils_in("2024-25"))
    assert councils(column(real / "ons_mye_2024" / "mye24tablesew.csv", "Code")) == latest
    assert councils(column(neighbours, "Upper tier local authority code")) == latest
    assert {area["code"] for area in discharges["utlas"]} == latest
    assert councils(column(lookup, "UTLA22CD")) == set(councils_in("2022-23"))
    assert councils(column(finance, "GEOGRAPHY_CODE")) == set(councils_in("2016-17")) - {SCILLY}


def test_fingertips_rewrote_its_past_on_the_councils_of_2020(real: Path) -> None:
    """Carers of 2014/15 stand under codes of 2020-21: a file's year is not its geography."""
    path = real / "fingertips_social_isolation" / "social-isolation-indicators-CountyUA.data.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    carers = councils(
        row["Area Code"]
        for row in rows
        if (row["Indicator ID"], row["Time period"]) == ("90638", "2014/15")
    )
    assert carers == set(councils_in("2020-21"))
    assert carers != set(councils_in("2014-15"))


@pytest.mark.parametrize(
    ("month", "period"),
    [
        ("March 2016", "2015-16"),
        ("March 2018", "2017-18"),
        ("March 2019", "2018-19"),
        ("April 2019", "2018-19"),
        ("May 2019", "2019-20"),
        ("December 2019", "2019-20"),
    ],
)
def test_delayed_transfers_have_the_councils_of_the_year(
    dtoc: dict[str, dict[str, str]], month: str, period: str
) -> None:
    """All but the two smallest. April 2019 kept last year's councils: a month's lag."""
    assert set(dtoc[month]) == set(councils_in(period)) - {CITY_OF_LONDON, SCILLY}


def test_delayed_transfers_name_the_councils_of_2014(dtoc: dict[str, dict[str, str]]) -> None:
    """In 2014-15 the file had no ONS codes, so its councils are known by name."""
    former = {step.former_name: step.former_code for step in reorganisations()}
    former |= {"Dorset": OLD_DORSET}
    codes = {
        former[name] if name in former else find_area(name).code
        for name in dtoc["April 2014"].values()
    }
    found = {same_territory(code, "2014-15") for code in codes}
    assert found == set(councils_in("2014-15")) - {CITY_OF_LONDON, SCILLY}


def test_no_council_was_reorganised_twice() -> None:
    """What reads the list follows one step: a second step would need chains."""
    assert not {step.former_code for step in reorganisations()} & {
        step.new_code for step in reorganisations()
    }


def test_the_list_agrees_with_the_register() -> None:
    """New codes and names are today's, and a renamed council is found by its former code."""
    today = {area.code: area.name for area in all_areas()}
    assert len(reorganisations()) == 14
    for step in reorganisations():
        assert today[step.new_code] == step.new_name
        assert step.former_code not in today
        assert re.fullmatch(r"20\d\d-\d\d", step.since)
        if step.kind is Change.RENAMED:
            assert find_area(step.former_code).code == step.new_code
            assert [each.new_code for each in successors(step.former_code)] == [step.new_code]
        else:
            with pytest.raises(ParameterError, match="former council"):
                find_area(step.former_code)


@pytest.mark.parametrize(
    ("former", "new", "since", "kind"),
    [
        ("E10000002", ["E06000060"], "2020-21", Change.RENAMED),
        ("E10000023", ["E06000065"], "2023-24", Change.RENAMED),
        ("E10000027", ["E06000066"], "2023-24", Change.RENAMED),
        ("E06000028", [BCP], "2019-20", Change.MERGED),
        (" e06000029 ", [BCP], "2019-20", Change.MERGED),
        ("E10000009", [DORSET, BCP], "2019-20", Change.CHANGED),
        ("E10000021", ["E06000061", "E06000062"], "2021-22", Change.SPLIT),
        ("E10000006", ["E06000063", "E06000064"], "2023-24", Change.SPLIT),
    ],
)
def test_successors_say_what_happened_and_when(
    former: str, new: list[str], since: str, kind: Change
) -> None:
    """The map of the reorganisations, both ways."""
    steps = successors(former)
    assert [step.new_code for step in steps] == new
    assert {(step.since, step.kind) for step in steps} == {(since, kind)}
    assert all(step in predecessors(step.new_code) for step in steps)


def test_bournemouth_christchurch_and_poole_says_where_christchurch_came_from() -> None:
    """It is not the sum of two councils, and the list says so."""
    steps = {step.former_name: step for step in predecessors(BCP)}
    assert list(steps) == ["Bournemouth", "Poole", "Christchurch", "Dorset County"]
    assert "a sum of Bournemouth and Poole leaves it out" in steps["Christchurch"].note
    assert successors("E08000015") == predecessors("E08000015") == ()


@pytest.mark.parametrize(
    ("code", "period", "expected"),
    [
        ("E10000002", "2024-25", "E06000060"),
        ("E06000060", "2019-20", "E10000002"),
        ("E06000065", "2022-23", "E10000023"),
        ("E10000027", "2023-24", "E06000066"),
        ("E08000020", "2014-15", "E08000037"),
        ("E08000038", "2015-16", "E08000016"),
        ("E08000016", "2025-26", "E08000016"),
        ("e08000039 ", "2024-25", "E08000019"),
        ("E06000028", "2018-19", "E06000028"),
        ("E06000028", "2019-20", None),
        (BCP, "2018-19", None),
        (OLD_DORSET, "2019-20", None),
        (DORSET, "2018-19", None),
        ("E10000021", "2021-22", None),
        ("E06000061", "2020-21", None),
        ("E06000064", "2022-23", None),
    ],
)
def test_only_the_same_territory_is_mapped(code: str, period: str, expected: str | None) -> None:
    """Renamed councils and second codes have an equal in the other year; others do not."""
    assert same_territory(code, period) == expected


@given(st.sampled_from(ANY_COUNCIL), st.sampled_from(PERIODS), st.sampled_from(PERIODS))
def test_the_mapping_is_idempotent_and_goes_back(code: str, period: str, other: str) -> None:
    """Mapping twice changes nothing, and there and back is where one began."""
    there = same_territory(code, period)
    if there is None:
        return
    assert there in councils_in(period)
    assert same_territory(there, period) == there
    back = same_territory(there, other)
    assert back is None or same_territory(back, period) == there


@pytest.mark.parametrize("period", PERIODS)
def test_the_mapping_never_brings_two_councils_to_one(period: str) -> None:
    """Of one year's councils, no two become the same in another year."""
    for other in PERIODS:
        mapped = [same_territory(code, other) for code in councils_in(period)]
        kept = [code for code in mapped if code is not None]
        assert len(kept) == len(set(kept))


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("E07000048", "of the kind: district"),
        ("E12000002", "of the kind: region"),
        ("E92000001", "of the kind: country"),
        ("319", "not an ONS code"),
        ("E06000099", "of the kind: unitary authority, not a council with"),
        ("319.0", "number with a decimal point"),
    ],
)
def test_what_is_no_council_is_refused(code: str, found: str) -> None:
    """Districts, regions and numbers do not slip through as councils."""
    with pytest.raises(ParameterError, match=found):
        council_code(code)
    with pytest.raises(ParameterError, match=found):
        same_territory(code, "2024-25")


@pytest.mark.parametrize("period", ["2013-14", "2027-28", "2024", "latest"])
def test_years_that_are_not_covered_are_refused(period: str) -> None:
    """Nothing is guessed about other years."""
    with pytest.raises(ParameterError, match=f'period "{period}"'):
        councils_in(period)
    with pytest.raises(ParameterError, match=f'period "{period}"'):
        same_territory("E08000015", period)


def test_a_period_may_be_written_for_people() -> None:
    """Both ways of writing a financial year are accepted."""
    assert councils_in("2019 to 2020") == councils_in("2019-20")
