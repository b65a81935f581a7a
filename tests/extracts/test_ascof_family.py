"""The outcomes framework, the finance returns and the activity files, in every edition known."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from contracts.specimens import all_specimens, write
from helpers.base.errors import ExtractRefused
from helpers.base.settings import Settings
from helpers.contracts.model import Contract, load_contract
from helpers.extracts.reading import Extract
from helpers.extracts.recognise import recognise
from helpers.extracts.step_activity_view import activity_view
from helpers.gate.passing import gate_file
from helpers.gate.store.records import Refusal

ROOT = Path(__file__).resolve().parents[2]
SPECIMENS = {specimen.path.stem: specimen for specimen in all_specimens()}
FAMILY = (
    "ascof_long asc_fr_activity asc_fr_totals pss_exp_dpa trafford_lab_series activity_sts001 "
    "activity_sts002 activity_lts001 activity_lts002 activity_lts004 salt"
).split()
OLD_SHEET = "ASCOF 2020-21"
YEAR_FILE = "meas-from-asc-of-eng-2021-open-data-csv_v2"
LONG_FILE = "ascof_open_data_2020_21/meas-from-asc-of-eng-2021-open-data-csv_v2.xlsx"
# What the layout of an edition does not carry, or says in its own way.
OF_THE_EDITION = ["period", "framework", "sheet", "sheet_row", "value_status"]
Rows = list[list[Any]]


@pytest.fixture(scope="module")
def contracts() -> tuple[Contract, ...]:
    """Return the contracts of the family."""
    return tuple(load_contract(ROOT / "data_contracts" / f"{name}.odcs.yaml") for name in FAMILY)


@pytest.fixture(scope="module")
def long_2020(shared: Path, contracts: tuple[Contract, ...]) -> pl.DataFrame:
    """Return the rows of the real file of 2020-21."""
    return recognise(shared / "data" / "real" / LONG_FILE, contracts).read().frame


def old_rows() -> Rows:
    """Cells of the invented file of 2020-21."""
    rows: Rows = SPECIMENS["ascof_long"].content()[OLD_SHEET]
    return rows


def read(rows: Rows, name: str, folder: Path, contracts: tuple[Contract, ...]) -> Extract:
    """Write cells as a CSV file and read it by its contract."""
    return recognise(write({"": rows}, folder, name), contracts).read()


def outcome(frame: pl.DataFrame, measure: str, area: str, group: str = "Total") -> dict[str, Any]:
    """The one outcome row of a measure, area and group of people."""
    rows = frame.filter(
        (pl.col("measure") == measure)
        & (pl.col("area_code") == area)
        & (pl.col("disaggregation") == group)
        & (pl.col("measure_type") == "Outcome")
    )
    assert rows.height == 1
    return rows.row(0, named=True)


# --- the long ASCOF file


@pytest.mark.parametrize(
    ("measure", "area", "value", "numerator", "denominator"),
    [
        ("2A(2)", "E92000001", 498.2, None, None),
        ("2A(2)", "E08000015", 680.3, 485, 71_289),
        ("2A(1)", "E10000034", 14.4, None, None),
        ("2B(1)", "E08000014", 85.9, None, None),
        ("1C(2A)", "E08000015", 20.7, 572, 2763),
        ("1C(2B)", "E08000015", 0, 0, 11),
        ("1C(2B)", "E08000014", 68.8, 461, 670),
    ],
)
def test_real_figures_of_2020_21(long_2020, measure, area, value, numerator, denominator) -> None:
    row = outcome(long_2020, measure, area)
    assert (row["period"], row["framework"]) == ("2020-21", "ascof-2014")
    assert row["value"] == value
    if numerator is not None:
        assert (row["numerator"], row["denominator"]) == (numerator, denominator)


def test_what_is_withheld_in_2020_21_is_never_a_number(long_2020) -> None:
    withheld = long_2020.filter(pl.col("value_status") != "ok")
    assert withheld["value"].null_count() == withheld.height == 26_520 + 43
    surveyed = long_2020.filter(
        (pl.col("measure") == "3A")
        & (pl.col("disaggregation") == "Total")
        & (pl.col("measure_type") == "Outcome")
        & (pl.col("value_status") == "ok")
    )
    assert surveyed["level"].unique().to_list() == ["council"]
    assert surveyed.height == 18
    assert surveyed["margin"].null_count() == surveyed["respondents"].null_count() == 0


def test_the_measure_cut_from_the_code_is_the_publishers_group(long_2020) -> None:
    plain = pl.col("measure").str.replace_all(r"[()]", "")
    assert long_2020.filter(plain != pl.col("measure_group")).is_empty()
    assert long_2020["measure"].n_unique() == 21
    assert long_2020["disaggregation"].n_unique() == 10


@pytest.mark.parametrize("variant", ["ascof_long__2018_19", "ascof_long__2014_15"])
def test_an_older_layout_gives_the_same_rows(variant, tmp_path, contracts) -> None:
    own = read(old_rows(), YEAR_FILE, tmp_path, contracts).frame
    specimen = SPECIMENS[variant]
    older = read(specimen.content()[""], specimen.file_name, tmp_path, contracts).frame
    assert older["period"].unique().to_list() == [f"20{variant[-5:].replace('_', '-')}"]
    assert older.drop(OF_THE_EDITION).equals(own.drop(OF_THE_EDITION))
    marked = own.filter(pl.col("value_status") != "ok")
    blank = older.filter(pl.col("value_status") == "not_available")
    assert marked["sheet_row"].to_list() == blank["sheet_row"].to_list() != []


def _reversed(rows: Rows) -> Rows:
    return [row[::-1] for row in rows]


def _below_a_title(rows: Rows) -> Rows:
    return [["Measures from the outcomes framework"], [], *rows]


def _pipeline_names(rows: Rows) -> Rows:
    names = {"Disaggregation Level": "Disaggregation", "Measure Value": "Measure value"}
    return [[names.get(name, name) for name in rows[0]], *rows[1:]]


def _more_columns(rows: Rows) -> Rows:
    return [[*row, "Note" if number == 0 else "revised"] for number, row in enumerate(rows)]


def _no_groups(rows: Rows) -> Rows:
    return [row[:-2] for row in rows]


def _guide_words(rows: Rows) -> Rows:
    words = {"Council": "Local authority", "Region": "Regional", "18-64": "18 to 64"}
    return [[words.get(cell, cell) for cell in row] for row in rows]


@pytest.mark.parametrize(
    "change",
    [_reversed, _below_a_title, _pipeline_names, _more_columns, _no_groups, _guide_words],
)
def test_another_edition_of_the_layout_gives_the_same_rows(
    change: Callable[[Rows], Rows], tmp_path, contracts
) -> None:
    left_out = ["sheet_row", "measure_group", "measure_title"]
    own = read(old_rows(), YEAR_FILE, tmp_path, contracts)
    other = read(change(old_rows()), YEAR_FILE, tmp_path, contracts)
    assert other.frame.drop(left_out).equals(own.frame.drop(left_out))
    assert ("columns that are not read: Note" in other.notes) == (change is _more_columns)


@pytest.mark.parametrize(
    ("name", "period", "framework"),
    [
        ("2014-15 ASCOF open data csv file", "2014-15", "ascof-2014"),
        ("meas-from-asc-of-1617-open-data-csv", "2016-17", "ascof-2014"),
        ("meas-from-asc-of-17-18-open-data", "2017-18", "ascof-2014"),
        ("meas-from-asc-of-eng-1819-open-data-csv-v2", "2018-19", "ascof-2014"),
        ("meas-from-asc-of-eng-1920-open-data-csv", "2019-20", "ascof-2014"),
        ("meas-from-asc-of-eng-2022-csv-v3", "2021-22", "ascof-2014"),
        ("meas-from-asc-of-eng-2022-23-csv", "2022-23", "ascof-2014"),
        ("ascof-2023-24-open-data", "2023-24", "ascof-2023"),
        ("dhsc-ascof-england-2024-to-2025-csv-23-january-2026", "2024-25", "ascof-2023"),
    ],
)
def test_the_year_and_framework_come_from_the_files_name(
    name, period, framework, tmp_path, contracts
) -> None:
    extract = read(old_rows(), name, tmp_path, contracts)
    assert (extract.first_period, extract.latest_period) == (period, period)
    assert extract.frame["framework"].unique().to_list() == [framework]


def test_a_file_that_names_no_year_is_refused(tmp_path, contracts) -> None:
    with pytest.raises(ExtractRefused) as caught:
        read(old_rows(), "ascof", tmp_path, contracts)
    assert caught.value.found == "neither the file nor its name says its period"
    assert "give the copy its published name again" in caught.value.mend


def test_a_missing_column_is_named(tmp_path, contracts) -> None:
    rows = [[cell for place, cell in enumerate(row) if place != 6] for row in old_rows()]
    with pytest.raises(ExtractRefused) as caught:
        read(rows, YEAR_FILE, tmp_path, contracts)
    assert caught.value.found == 'no column "Measure Type" (there is a column "Measure Value")'
    assert caught.value.place == f"{YEAR_FILE}.csv, row 1"


@pytest.mark.parametrize(
    ("code", "measure", "cut"),
    [
        ("1C1A65OV", "1C(1A)", "65OV = Total"),
        ("1I11864", "1I(1)", "1864 = Total"),
        ("2B16574", "2B(1)", "6574 = Total"),
        ("1FF", "1F", "F = Total"),
        ("3D1", "3D(1)", "no suffix = Total"),
        ("2A(1)_1415", "2A(1)_1415", "no suffix = Total"),
        ("1c(2b)64U", "1C(2B)", "64U = Total"),
        ("9Z9", "9Z9", None),
    ],
)
def test_a_code_is_cut_in_two(code, measure, cut, tmp_path, contracts) -> None:
    header, first, *_ = old_rows()
    row = [*first[:4], code, "Total", "Outcome", 50, "", ""]
    frame = read([header, row], YEAR_FILE, tmp_path, contracts).frame
    assert frame["measure"].to_list() == [measure]
    assert frame["suffix_and_level"].to_list() == [cut]


def test_one_code_of_two_frameworks_is_two_measures(contracts, tmp_path) -> None:
    specimen = SPECIMENS["ascof_long"]
    path = write(specimen.content(), tmp_path, specimen.file_name)
    frame = recognise(path, contracts).read().frame
    both = frame.filter(pl.col("measure_code") == "2D")["framework"].unique().to_list()
    assert both == ["ascof-2014"]
    parts = {"ascof-2014": "1C(2A)", "ascof-2023": "3D(1a)"}
    for framework, measure in parts.items():
        own = frame.filter(pl.col("framework") == framework)
        assert measure in own["measure"].unique().to_list()


# --- the finance returns


def test_a_blank_code_is_a_region_or_england(shared, contracts) -> None:
    path = shared / "data" / "real" / "ascfr_2016_17" / "CSV ASCFR Activity.csv"
    frame = recognise(path, contracts).read().frame
    levels = dict(frame["level"].value_counts().iter_rows())
    assert levels == {"council": 151 * 125, "region": 9 * 125, "england": 125}
    england = frame.filter(pl.col("level") == "england")
    assert england["area_code"].unique().to_list() == ["E92000001"]
    assert england["source_code"].null_count() == england.height
    assert frame.filter(pl.col("value_status") == "not_available").height == 8453


def test_englands_net_spending_is_the_councils(shared, contracts) -> None:
    path = shared / "data" / "real" / "ascfr_2016_17" / "CSV ASCFR Totals.csv"
    frame = recognise(path, contracts).read().frame
    sums = dict(frame.group_by("level").agg(pl.col("net_total").sum()).iter_rows())
    assert sums["council"] == pytest.approx(sums["england"], abs=0.1)
    assert sums["region"] == pytest.approx(sums["england"], abs=0.1)
    assert frame.filter(pl.col("net_total") < 0).height > 0


def test_a_key_stays_a_code(tmp_path, contracts) -> None:
    rows = SPECIMENS["asc_fr_totals"].content()[""]
    frame = read(rows, "totals", tmp_path, contracts).frame
    assert frame["care_type_key"].unique().sort().to_list() == ["2", "3", "4"]
    assert frame["source_code"].drop_nulls().str.contains(r"^[0-9A-Z]{3,5}$").all()


def _without(rows: Rows, *names: str) -> Rows:
    left = [place for place, name in enumerate(rows[0]) if name not in names]
    return [[row[place] for place in left] for row in rows]


def test_a_return_with_fewer_keys_gives_the_same_figures(tmp_path, contracts) -> None:
    rows = SPECIMENS["salt"].content()[""]
    own = read(rows, "salt", tmp_path, contracts).frame
    fewer = _without(rows, "GEOGRAPHY_LEVEL", "PrisonSupport_Key", "ClientCount_Key")
    bare = read(fewer, "salt", tmp_path, contracts).frame
    assert bare["prison_support_key"].null_count() == bare.height
    gone = ["geography_level", "prison_support_key", "client_count_key"]
    assert own.drop(gone).equals(bare.drop(gone))
    assert set(own["value_status"]) == {"ok", "suppressed", "not_available"}


def test_a_return_without_its_tables_is_refused(tmp_path, contracts) -> None:
    rows = _without(SPECIMENS["salt"].content()[""], "TABLE")
    with pytest.raises(ExtractRefused) as caught:
        read(rows, "salt", tmp_path, contracts)
    assert caught.value.found.startswith('no column "TABLE"')


# --- the activity files


@pytest.mark.parametrize(
    ("view", "number", "label"),
    [
        ("1", "1", None),
        ("1.0 ", "1", None),
        ("1 - Clients", "1", "clients"),
        ("1-Reviews", "1", "reviews"),
        ("4(Funding status)", "4", "funding status"),
        ("4 (Funding status)", "4", "funding status"),
        ("5(client numbers)", "5", "client numbers"),
        ("1- 18 to 64", "1", "18 to 64"),
        ("2-65 and over", "2", "65 and over"),
        ("Clients", None, None),
    ],
)
def test_a_view_is_cut_into_number_and_words(view, number, label) -> None:
    frame, _ = activity_view(pl.DataFrame({"view": [view]}), "")
    assert frame.select("view_number", "view_label").row(0) == (number, label)


@pytest.mark.parametrize("name", [name for name in FAMILY if name.startswith("activity")])
def test_an_activity_file_is_told_by_its_measure(name, tmp_path, contracts) -> None:
    rows = SPECIMENS[name].content()[""]
    known = recognise(write({"": rows}, tmp_path, "unnamed"), contracts)
    assert known.contract.id == name
    frame = known.read().frame
    assert "99" not in frame["gender"].unique().to_list()
    assert {"Total", "Male", "Female"} <= set(frame["gender"])
    assert set(frame["value_status"]) == {"ok", "suppressed"}
    assert set(frame["period"]) == {"2024-25"}


def test_an_activity_file_of_no_known_measure_is_refused(tmp_path, contracts) -> None:
    rows = SPECIMENS["activity_lts004"].content()[""]
    rows = [
        [cell.replace("LTS004", "LTS009") if cell == "LTS004" else cell for cell in row]
        for row in rows
    ]
    with pytest.raises(ExtractRefused, match="not what stands above or below it"):
        read(rows, "unnamed", tmp_path, contracts)


def test_lts004_without_its_uid_gives_the_same_rows(tmp_path, contracts) -> None:
    own, bare = (
        read(SPECIMENS[name].content()[""], "lts004", tmp_path, contracts).frame
        for name in ("activity_lts004", "activity_lts004__without_uid")
    )
    assert bare["uid"].null_count() == bare.height
    assert own["uid"].null_count() == 0
    assert own.drop("uid").equals(bare.drop("uid"))


# --- others


def test_the_back_series_of_england(shared, contracts) -> None:
    path = shared / "data" / "real" / "trafford_peers_asc" / "admissions_care_homes_65p.csv"
    frame = recognise(path, contracts).read().frame
    england = frame.filter(pl.col("area_code") == "E92000001").sort("period")
    expected = [658.5, 628.2, 610.7, 585.6, 577.6, 584, 498.2, 538.5, 560.8, 566]
    assert england["value"].to_list() == expected
    assert (england["period"][0], england["period"][-1]) == ("2014-15", "2023-24")


def test_a_month_lies_in_a_financial_year(shared, contracts) -> None:
    path = shared / "data" / "real" / "trafford_peers_asc" / "care_homes_rating.csv"
    frame = recognise(path, contracts).read().frame
    years = dict(frame.select("month", "period").unique().iter_rows())
    assert (years["2023-11"], years["2024-03"], years["2024-04"]) == (
        "2023-24",
        "2023-24",
        "2024-25",
    )
    assert len(years) == 30


def test_sums_of_money_among_counts_are_pointed_out(shared, tmp_path, contracts) -> None:
    path = shared / "data" / "real" / "pss_exp_dpa_2015_16" / "pss-exp-eng-15-16-dpa-cou.csv"
    extract = recognise(path, contracts).read()
    assert "£300 - £400" in extract.frame["characteristic"].unique().to_list()
    large = extract.frame.filter(pl.col("value") > 1000)
    assert large["area_name"].unique().to_list() == ["Thurrock UA"]
    assert large["value"].sort().to_list() == [3540, 6500, 10_040]


def test_a_presentation_workbook_is_no_dataset(shared, tmp_path, contracts) -> None:
    folder = shared / "data" / "real" / "asc_overview_england"
    path = folder / "ASC_OVERVIEW_DATA_TABLES_TEMPLATE_21-22.xlsx"
    answer = gate_file(path, contracts, Settings(root=ROOT, outputs=tmp_path))
    assert isinstance(answer, Refusal)
    assert answer.found.startswith("a workbook for reading")
