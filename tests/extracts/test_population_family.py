"""Population, geography and census: editions read to the same rows, and known true figures.

The invented extracts of `tests/specimens` are changed here as publishers change theirs.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from contracts.specimens import FOLDER, Sheets, Specimen, write
from helpers.base.errors import ExtractRefused
from helpers.base.settings import Settings
from helpers.contracts.columns import Care, CensusAge, Mye, Neighbours, Snpp, Tiers
from helpers.contracts.model import Contract, load_contract
from helpers.extracts.reading import Extract
from helpers.extracts.recognise import recognise
from helpers.gate.passing import gate_file
from helpers.gate.store.records import Receipt

ROOT = Path(__file__).resolve().parents[2]
ENGLAND, WIRRAL, SEFTON = "E92000001", "E08000015", "E08000014"
WORCESTERSHIRE = "E10000034"
FIRST_RELEASE = "mid-2024, first release"
IDS = {
    Mye: "ons_mye",
    Snpp: "ons_snpp",
    Tiers: "lookup_ltla_utla",
    Neighbours: "ons_nearest_neighbours",
    Care: "census_unpaid_care",
    CensusAge: "census_age",
}
OLD = [str(age) for age in range(65, 91)]


@pytest.fixture(scope="module")
def family() -> tuple[Contract, ...]:
    return tuple(
        load_contract(ROOT / "data_contracts" / f"{name}.odcs.yaml") for name in IDS.values()
    )


@pytest.fixture
def made(family, tmp_path) -> Callable[..., Extract]:
    """Write cells as a file and read it."""

    def make(content: Sheets, name: str = "extract") -> Extract:
        return recognise(write(content, tmp_path, name), family).read()

    return make


@pytest.fixture
def gated(family, tmp_path) -> Callable[..., Receipt]:
    """Write cells as a file and gate it; the gate must accept it."""

    def gate(content: Sheets, name: str = "extract") -> Receipt:
        path = write(content, tmp_path, name)
        answer = gate_file(path, family, Settings(root=ROOT, outputs=tmp_path / "outputs"))
        assert isinstance(answer, Receipt), answer
        return answer

    return gate


@pytest.fixture(scope="module")
def real(family, shared) -> Callable[[str], pl.DataFrame]:
    """Read a real file, once for all tests of this module."""
    kept: dict[str, pl.DataFrame] = {}

    def read(name: str) -> pl.DataFrame:
        if name not in kept:
            kept[name] = recognise(shared / "data" / "real" / name, family).read().frame
        return kept[name]

    return read


def cells(name: str) -> Sheets:
    path = next(FOLDER.glob(f"{name}.*"))
    return Specimen(path).content()


def one_sheet(content: Sheets, sheet: str) -> Sheets:
    return {"": content[sheet]}


def warned(receipt: Receipt) -> dict[str, int]:
    return {rule.rule: rule.violations for rule in receipt.rules if not rule.passed}


def plain(extract: Extract, *leave: str) -> list[tuple[object, ...]]:
    away = [name for name in ("sheet", "sheet_row", "_unreadable", *leave)]
    return sorted(extract.frame.drop(away, strict=False).rows(), key=str)


@pytest.mark.parametrize("columns", IDS, ids=IDS.get)
def test_column_names_in_code_are_the_contracts(columns, family) -> None:
    contract = next(contract for contract in family if contract.id == IDS[columns])
    assert [column.name for column in contract.columns] == [name.value for name in columns]


# Mid-year estimates.


def test_a_full_nomis_download_reads_to_the_same_rows(made) -> None:
    short = one_sheet(cells("ons_mye"), "Nomis")
    header, *rows = short[""]
    more = [
        [name.lower() for name in reversed(header)]
        + ["GEOGRAPHY_TYPE", "MEASURES_NAME", "OBS_STATUS_NAME"],
        *([*reversed(row), "districts", "Value", "Normal Value"] for row in rows),
    ]
    full = made({"": more}, "full")
    assert plain(full) == plain(made(short))
    assert any("GEOGRAPHY_TYPE" in note for note in full.notes)


def test_the_table_reads_the_same_without_kinds_of_areas_and_with_ages_as_decimals(made) -> None:
    table = cells("ons_mye")["MYE2 - Persons"]
    header = table[2]
    changed = [[cell for i, cell in enumerate(row) if i != 2] for row in table[2:]]
    changed[0] = ["CODE", "name", "All Ages", *(f"{age}.0" for age in range(91))]
    assert header[2] == "Geography"
    first = made({"MYE2 - Persons": table}, "first")
    second = made({"MYE2-All": [*table[:2], *changed]}, "second")
    assert plain(second, Mye.GEOGRAPHY) == plain(first, Mye.GEOGRAPHY)
    assert second.frame[Mye.GEOGRAPHY].null_count() == second.frame.height


def test_the_detailed_series_gives_the_totals_that_it_leaves_out(made) -> None:
    extract = made(cells("ons_mye__series"))
    one = extract.frame.filter(
        (pl.col(Mye.AREA_CODE) == "E06000001") & (pl.col(Mye.YEAR) == "2012")
    )
    by_sex = dict(one.filter(pl.col(Mye.AGE) == "all").select(Mye.SEX, Mye.PERSONS).iter_rows())
    ages = one.filter((pl.col(Mye.SEX) == "males") & (pl.col(Mye.AGE) != "all"))
    assert ages.height == 91
    assert by_sex["males"] == ages[Mye.PERSONS].sum()
    assert by_sex["persons"] == by_sex["males"] + by_sex["females"]
    assert any("were added up" in note for note in extract.notes)


def test_a_file_that_does_not_say_its_year_is_refused_with_a_way_to_say_it(made) -> None:
    with pytest.raises(ExtractRefused) as caught:
        made(cells("ons_mye__persons"), "persons")
    assert caught.value.found == "neither the file nor its name says its year"


def test_a_nomis_download_without_its_ages_is_refused_by_name(made) -> None:
    content = one_sheet(cells("ons_mye"), "Nomis")
    content[""] = [row[:4] + row[5:] for row in content[""]]
    with pytest.raises(ExtractRefused) as caught:
        made(content)
    assert 'no column "C_AGE_NAME"' in caught.value.found


def test_a_table_without_its_ages_is_refused_by_what_it_lacks(made) -> None:
    content = {"": [[*row[:2], "x"] for row in cells("census_age")[""]]}
    content[""][0] = ["date", "geography", "geography code"]
    with pytest.raises(ExtractRefused) as caught:
        made(content)
    assert caught.value.found.startswith("no column for each ")


def test_a_code_and_a_name_alone_are_near_to_nothing(made) -> None:
    with pytest.raises(ExtractRefused) as caught:
        made({"": [["Code", "Name", "Beds"], ["E06000001", "Hartlepool", 7]]})
    assert caught.value.found == "no contract knows this file"


def test_a_broad_age_band_is_never_taken_for_a_single_year(made) -> None:
    content = one_sheet(cells("ons_mye"), "Nomis")
    content[""].append(["England", ENGLAND, "2024", "Total", "Aged 65+", 11_000_000])
    assert "Aged 65+" in made(content).frame[Mye.AGE].to_list()


def test_every_real_file_is_of_the_vintage_that_the_contract_pins(real) -> None:
    vintages = {
        "ons_mye_2018/ukmidyearestimates20182019ladcodes.xls": "mid-2018 of June 2019",
        "ons_mye_2020/ukpopestimatesmid2020on2021geography.xls": "mid-2020 of June 2021",
        "ons_mye_2024/mye24tablesew.csv": FIRST_RELEASE,
        "nomis_mye_2024_lincolnshire/ons_population_2024.csv": FIRST_RELEASE,
        "ons_mye_gm/mid-year_2024_population_estimates_local_authority.csv": FIRST_RELEASE,
    }
    assert {name: real(name)[Mye.VINTAGE].unique().to_list() for name in vintages} == {
        name: [vintage] for name, vintage in vintages.items()
    }


def test_a_revised_total_is_told_apart_and_said_on_the_page(gated) -> None:
    content = one_sheet(cells("ons_mye"), "Nomis")
    for row in content[""]:
        if row[1] == ENGLAND and row[3] in ("Total", "Male") and row[4] in ("All Ages", "Age 40"):
            row[5] += 1
    receipt = gated(content)
    # England and Knowsley, three sexes each.
    assert warned(receipt) == {"vintage_of_published_rates": 6, "no_other_vintage": 6}


def test_a_part_of_a_file_that_no_total_pins_is_not_called_the_first_release(made, gated) -> None:
    content = one_sheet(cells("ons_mye"), "Nomis")
    content[""] = [row for row in content[""] if row[1] != ENGLAND]
    assert made(content).frame[Mye.VINTAGE].unique().to_list() == ["not pinned"]
    assert warned(gated(content, "gated")) == {"vintage_of_published_rates": 3}


def test_people_aged_65_and_over_are_those_of_the_councils_own_plans(real) -> None:
    def aged_65(name: str, code: str) -> int:
        rows = real(name).filter((pl.col(Mye.AREA_CODE) == code) & (pl.col(Mye.SEX) == "persons"))
        return int(rows.filter(pl.col(Mye.AGE).is_in(OLD))[Mye.PERSONS].sum())

    assert aged_65("ons_mye_2020/ukpopestimatesmid2020on2021geography.xls", WIRRAL) == 71_289
    assert aged_65("ons_mye_2024/mye24tablesew.csv", WORCESTERSHIRE) == 145_551


def test_lincolnshire_from_nomis_is_lincolnshire_of_the_table(real) -> None:
    def persons(name: str) -> pl.DataFrame:
        of_county = (pl.col(Mye.AREA_CODE) == "E10000019") & (pl.col(Mye.SEX) == "persons")
        rows = real(name).filter(of_county)
        return rows.select(Mye.AGE, Mye.PERSONS).sort(Mye.AGE)

    nomis = persons("nomis_mye_2024_lincolnshire/ons_population_2024.csv")
    assert nomis.height == 92
    assert nomis.equals(persons("ons_mye_2024/mye24tablesew.csv"))


# Projections.


@pytest.mark.parametrize(
    ("line", "name", "variant"),
    [
        ("Variant: migration category", "extract", "migration category variant"),
        ("Variant - principal", "extract", "principal projection"),
        ("Invented", "2022snpppopulationsyoamigcat23", "migration category variant"),
        ("Invented", "2022 SNPP Population persons 5yr", "five-year migration variant"),
        ("Invented", "2022 SNPP Population persons", "unconfirmed variant"),
    ],
)
def test_the_variant_is_said_or_unconfirmed_never_guessed(made, line, name, variant) -> None:
    content = cells("ons_snpp")
    content[""][0] = [line]
    frame = made(content, name).frame
    assert frame[Snpp.VARIANT].unique().to_list() == [variant]
    assert frame[Snpp.BASE].unique().to_list() == ["2022"]


def test_a_projection_without_its_sexes_is_not_read_as_persons(made) -> None:
    content = cells("ons_snpp")
    content[""] = [[cell for i, cell in enumerate(row) if i != 3] for row in content[""]]
    with pytest.raises(ExtractRefused) as caught:
        made(content)
    assert 'no column "SEX"' in caught.value.found


def test_the_superseded_projection_is_carried_as_such(real) -> None:
    frame = real("ons_snpp_2016_60plus/local_authority_pop_estimates.csv")
    assert frame[Snpp.BASE].unique().to_list() == ["2016"]
    assert "superseded" in frame[Snpp.VARIANT][0]
    old = frame.filter(pl.col(Snpp.AGE).is_in(OLD))
    by_area = old.group_by(Snpp.AREA_CODE, Snpp.YEAR).agg(pl.col(Snpp.PERSONS).sum())
    found = {
        (code, year): round(persons)
        for code, year, persons in by_area.iter_rows()
        if code in (WIRRAL, SEFTON) and year in ("2018", "2041")
    }
    assert found == {
        (WIRRAL, "2018"): 69_731,
        (WIRRAL, "2041"): 92_486,
        (SEFTON, "2018"): 63_885,
        (SEFTON, "2041"): 84_928,
    }


# The lookup of tiers and the neighbours.


@pytest.mark.parametrize("year", ["21", "22", "24"])
def test_the_year_of_a_lookup_is_that_of_its_headers(made, year) -> None:
    content = cells("lookup_ltla_utla")
    content[""][0] = [name.replace("23", year) for name in content[""][0]]
    extract = made(content)
    assert extract.frame[Tiers.EDITION].unique().to_list() == [f"20{year}"]
    assert extract.latest_period == f"20{year}"


def test_a_lookup_without_its_upper_codes_is_refused_by_name(made) -> None:
    content = cells("lookup_ltla_utla")
    content[""][0][2] = "Code"
    with pytest.raises(ExtractRefused) as caught:
        made(content)
    assert "upper_code" in caught.value.found


def test_the_six_districts_of_worcestershire_are_in_the_lookup(real) -> None:
    frame = real(next_lookup())
    districts = frame.filter(pl.col(Tiers.UPPER_CODE) == WORCESTERSHIRE)
    assert districts[Tiers.AREA_CODE].to_list() == [f"E07000{n}" for n in range(234, 240)]
    assert frame[Tiers.EDITION].unique().to_list() == ["2022"]


def test_neighbours_are_in_the_publishers_order(real) -> None:
    frame = real("ons_nearest_neighbours/localauthoritynearestneighboursengland.csv")
    wirral = frame.filter(pl.col(Neighbours.AREA_CODE) == WIRRAL).sort(Neighbours.RANK)
    assert wirral[Neighbours.RANK].to_list() == list(range(1, 153))
    assert wirral[Neighbours.NEIGHBOUR_CODE].to_list()[:5] == [
        "E08000007",
        "E08000037",
        "E08000002",
        "E08000013",
        "E06000033",
    ]


def test_columns_of_neighbours_in_another_order_keep_their_ranks(made) -> None:
    content = cells("ons_nearest_neighbours")
    turned = [[*row[:2], *reversed(row[2:])] for row in content["Upper tier"][3:]]
    turned[0] = [name.upper() for name in turned[0]]
    assert plain(made({"": turned}, "turned")) == plain(made(content))


# The census.


def test_carers_are_as_many_as_the_census_says(real) -> None:
    care = real("census_unpaid_care_la/2021_unpaid_care_LA.csv")
    tiers = real(next_lookup())
    counted = care.filter(pl.col(Care.BAND).is_in(["total", "none"])).pivot(
        on=Care.BAND, index=Care.AREA_CODE, values=Care.VALUE
    )
    upper = counted.join(
        tiers.select(Tiers.AREA_CODE, Tiers.UPPER_CODE),
        left_on=Care.AREA_CODE,
        right_on=Tiers.AREA_CODE,
    )
    assert upper.height == counted.height

    def carers(rows: pl.DataFrame) -> tuple[int, float]:
        total, none = rows["total"].sum(), rows["none"].sum()
        return int(total - none), round(100 * (total - none) / total, 2)

    def of(code: str) -> tuple[int, float]:
        return carers(upper.filter(pl.col(Tiers.UPPER_CODE) == code))

    in_england = upper.filter(pl.col(Care.AREA_CODE).str.starts_with("E"))
    assert carers(in_england) == (4_678_260, 8.76)
    assert of(WIRRAL) == (33_499, 11.02)
    assert of(SEFTON) == (29_022, 10.92)
    assert of(WORCESTERSHIRE) == (52_740, 9.19)


def test_each_census_says_who_is_counted(real) -> None:
    def population(year: str) -> list[str]:
        frame = real(f"census_unpaid_care_la/{year}_unpaid_care_LA.csv")
        return frame[Care.POPULATION].unique().to_list()

    assert population("2021") == ["residents aged 5 and over"]
    assert population("2011") == ["all residents"]


def test_an_age_standardised_percentage_is_never_a_plain_one(real) -> None:
    folder = "census2021_unpaid_care_gm"
    standardised = real(f"{folder}/2021_unpaid_care_age_standardised_la_gm.csv")
    counts = real(f"{folder}/2021_unpaid_care_la_gm.csv")
    assert standardised[Care.MEASURE].unique().to_list() == ["age-standardised percentage"]
    assert counts[Care.MEASURE].unique().to_list() == ["count"]
    bolton = standardised.filter(pl.col(Care.AREA_CODE) == "E08000001")
    assert dict(bolton.select(Care.BAND, Care.VALUE).iter_rows())["none"] == 90.2


def test_a_long_table_that_counts_something_else_is_refused(made) -> None:
    content = one_sheet(cells("census_unpaid_care"), "Standardised")
    for row in content[""][1:]:
        row[4] = "Estimates of something else, represented as a percentage"
    with pytest.raises(ExtractRefused) as caught:
        made(content)
    assert "not what stands above or below it" in caught.value.found


def test_native_headers_with_their_measure_read_to_the_same_rows(made) -> None:
    short = one_sheet(cells("census_unpaid_care"), "2021")
    native = one_sheet(cells("census_unpaid_care"), "2021")
    header = native[""][0]
    native[""][0] = header[:3] + [f"{name}; measures: Value" for name in header[3:]]
    native[""] = [[*reversed(row)] for row in native[""]]
    assert plain(made(native, "native")) == plain(made(short))


def test_ages_of_the_census_are_told_from_their_bands(real) -> None:
    frame = real("census_unpaid_care_la/2021_age_LA.csv")
    wirral = frame.filter(pl.col(CensusAge.AREA_CODE) == WIRRAL)
    kinds = dict(wirral.group_by(CensusAge.KIND).len().iter_rows())
    assert kinds == {"total": 1, "band": 11, "single year": 101}
    sums = wirral.group_by(CensusAge.KIND).agg(pl.col(CensusAge.PERSONS).sum())
    assert sums[CensusAge.PERSONS].n_unique() == 1
    bands = wirral.filter(pl.col(CensusAge.AGE).is_in(["0", "15", "84", "85", "100"]))
    assert bands[CensusAge.BAND].to_list() == [
        "0 to 4",
        "10 to 15",
        "75 to 84",
        "85 and over",
        "85 and over",
    ]


def next_lookup() -> str:
    return (
        "ltla_utla_lookup_dec2022/Lower_Tier_Local_Authority_to_Upper_Tier_Local_Authority_"
        "(December_2022)_Lookup_in_England_and_Wales.csv"
    )
