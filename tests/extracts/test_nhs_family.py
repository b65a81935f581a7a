"""NHS England, the Care Quality Commission, Fingertips and Skills for Care: their own traps."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from contracts.specimens import Specimen, all_specimens, write
from helpers.base.errors import ExtractRefused
from helpers.contracts.columns import Drd, Dtoc
from helpers.contracts.model import Contract, load_contract
from helpers.extracts.reading import Extract
from helpers.extracts.recognise import recognise

CONTRACTS = Path(__file__).resolve().parents[2] / "data_contracts"
WIRRAL, CITY_OF_LONDON, ENGLAND = "E08000015", "E09000001", "E92000001"
WIRRAL_COMMISSIONER = "12F"
MONTH_NAMES = "Apr May Jun Jul Aug Sep Oct Nov Dec Jan Feb Mar".split()
BY_TYPE = "LA - by type of care"


def _contract(dataset: str) -> Contract:
    return load_contract(CONTRACTS / f"{dataset}.odcs.yaml")


def _read(path: Path, dataset: str) -> Extract:
    return recognise(path, (_contract(dataset),)).read()


def _specimen(stem: str) -> Specimen:
    return next(specimen for specimen in all_specimens() if specimen.path.stem == stem)


def _written(stem: str, folder: Path, content: object = None) -> Path:
    specimen = _specimen(stem)
    return write(specimen.content() if content is None else content, folder, specimen.file_name)


@pytest.fixture(scope="module")
def compiled(request) -> pl.DataFrame:
    """The compiled delays by reason."""
    shared = request.getfixturevalue("shared")
    path = shared / "data" / "real" / "nhse_dtoc_la" / "DToC_Days_Reason_for_Delay.csv"
    return _read(path, "nhse_dtoc").frame


@pytest.fixture(scope="module")
def year_of_discharges(request) -> pl.DataFrame:
    """The year of discharge ready dates in JSON."""
    shared = request.getfixturevalue("shared")
    path = shared / "data" / "real" / "nhse_drd_2024_25" / "drd-2024-25.json"
    return _read(path, "discharge_ready_date").frame


def test_emergency_admissions_of_four_years(shared) -> None:
    folder = shared / "data" / "real" / "nhse_mar_nea_ccg"
    contract = _contract("nhse_mar")
    sums: dict[str, list[int]] = {WIRRAL_COMMISSIONER: [], ENGLAND: []}
    for first in (14, 15, 16, 17):
        names = [f"{m}_{first + (m in ('Jan', 'Feb', 'Mar'))}.xls" for m in MONTH_NAMES]
        months = [recognise(folder / name, (contract,)).read().frame for name in names]
        year = pl.concat(months)
        assert year["period"].n_unique() == len(MONTH_NAMES)
        for code, found in sums.items():
            found.append(year.filter(pl.col("org_code") == code)["non_elective"].sum())
    assert sums[WIRRAL_COMMISSIONER] == [48_060, 48_037, 48_309, 50_036]
    assert sums[ENGLAND] == [5_691_577, 5_885_604, 6_022_019, 6_243_151]


def test_the_edition_of_a_month_is_its_latest_revision(shared) -> None:
    folder = shared / "data" / "real" / "nhse_mar_nea_ccg"
    assert _read(folder / "Apr_14.xls", "nhse_mar").edition == "2015-11-13"
    assert _read(folder / "Mar_18.xls", "nhse_mar").edition == "2019-06-13"


def test_a_month_not_revised_yet_has_the_edition_of_its_publication(tmp_path) -> None:
    assert _read(_written("nhse_mar__area_team", tmp_path), "nhse_mar").edition == "2017-05-11"
    assert _read(_written("nhse_mar", tmp_path), "nhse_mar").edition == "2018-02-09"


def test_activity_reads_the_same_with_area_teams_in_another_order(tmp_path) -> None:
    new = _read(_written("nhse_mar", tmp_path), "nhse_mar").frame
    old = _read(_written("nhse_mar__area_team", tmp_path), "nhse_mar").frame
    same = [column for column in new.columns if column not in ("sheet", "sheet_row")]
    assert new.select(same).equals(old.select(same))
    assert new.row(0, named=True)["org_code"] == ENGLAND


def test_activity_without_its_emergencies_is_refused_by_name(tmp_path) -> None:
    content = _specimen("nhse_mar").content()
    header = next(row for row in content["Commissioner"] if "Org Code" in row)
    header[header.index("Total Non-elective G&A Admissions (FFCEs)")] = "Emergencies"
    with pytest.raises(ExtractRefused) as refused:
        _read(_written("nhse_mar", tmp_path, content), "nhse_mar")
    assert 'no column "Total Non-elective G&A Admissions (FFCEs)"' in refused.value.found
    assert refused.value.place == "nhse_mar.xlsx, sheet Commissioner, row 14"


def test_delayed_days_of_wirral_by_year(compiled) -> None:
    wirral = compiled.filter(
        (pl.col(Dtoc.AREA_CODE) == WIRRAL) & (pl.col(Dtoc.PART) == "total")
    ).with_columns(
        (
            pl.col(Dtoc.PERIOD).str.slice(0, 4).cast(pl.Int32)
            - (pl.col(Dtoc.PERIOD).str.slice(5).cast(pl.Int32) < 4).cast(pl.Int32)
        ).alias("year")
    )
    years = wirral.group_by("year").agg(pl.col(Dtoc.DAYS).sum(), pl.len()).sort("year")
    assert years[Dtoc.DAYS].to_list() == [
        1753, 2706, 2009, 2413, 2849, 9947, 8766, 6883, 4152,
    ]  # fmt: skip
    assert years["len"].to_list() == [12] * 8 + [9]


def test_native_months_agree_with_the_compiled_file(shared, compiled) -> None:
    folder = shared / "data" / "real" / "nhse_dtoc_la"
    contract = _contract("nhse_dtoc")
    totals = compiled.filter(pl.col(Dtoc.PART) == "total")
    checked = 0
    for path in sorted(folder.glob("*.xls")):
        native = (
            recognise(path, (contract,))
            .read()
            .frame.filter(
                (pl.col(Dtoc.PART) == "total") & (pl.col(Dtoc.LEVEL) != "outside england")
            )
        )
        both = native.join(totals, on=[Dtoc.PERIOD, Dtoc.AREA_CODE], suffix="_compiled")
        missing = native.join(both, on=Dtoc.AREA_CODE, how="anti")
        # The compiled file leaves the City of London out, in each of the three splits here.
        assert missing[Dtoc.AREA_CODE].to_list() == [CITY_OF_LONDON] * 3
        assert both.height == native.height - 3
        assert (both[Dtoc.DAYS] == both[f"{Dtoc.DAYS}_compiled"]).all()
        assert native.filter(pl.col(Dtoc.AREA_CODE) == WIRRAL).height == 3
        checked += 1
    assert checked == 8


def test_both_compiled_files_give_each_council_one_code(shared, compiled) -> None:
    path = shared / "data" / "real" / "nhse_dtoc_la" / "DToC_Days_Responsible_Organisation.csv"
    named = _read(path, "nhse_dtoc").frame
    key = [Dtoc.PERIOD, Dtoc.AREA_CODE, Dtoc.AREA_NAME]
    one, other = (frame.select(key).unique() for frame in (compiled, named))
    assert one.height == other.height == 15_847
    assert one.join(other, on=key, how="anti").is_empty()


def test_old_codes_and_names_find_the_council_of_the_month(tmp_path) -> None:
    frame = _read(_written("nhse_dtoc__compiled_reasons", tmp_path), "nhse_dtoc").frame
    codes = frame.select(Dtoc.PERIOD, Dtoc.AREA_NAME, Dtoc.AREA_CODE, Dtoc.SOURCE_CODE).unique()
    by = {(row[0], row[1]): row[2:] for row in codes.iter_rows()}
    assert by["2012-03", "Wirral"] == (WIRRAL, "00CB")
    assert by["2013-04", "Wirral"] == (WIRRAL, "319")
    assert by["2018-04", "Barking & Dagenham"][0] == "E09000002"
    assert by["2013-04", "Poole"][0] == by["2018-04", "Poole"][0] == "E06000029"
    assert by["2012-03", "Dorset"][0] == "E10000009"
    assert by["2012-03", "England"] == (ENGLAND, "-")


def test_what_was_not_collected_is_no_zero(tmp_path) -> None:
    frame = _read(_written("nhse_dtoc__compiled_reasons", tmp_path), "nhse_dtoc").frame
    other = frame.filter((pl.col(Dtoc.PART) == "other") & (pl.col(Dtoc.PERIOD) == "2012-03"))
    assert set(other[Dtoc.DAYS_STATUS]) == {"not_applicable"}
    assert other[Dtoc.DAYS].null_count() == other.height > 0


def test_the_second_table_to_the_right_is_left_alone(tmp_path) -> None:
    extract = _read(_written("nhse_dtoc", tmp_path), "nhse_dtoc")
    wirral = extract.frame.filter(
        (pl.col(Dtoc.AREA_CODE) == WIRRAL) & (pl.col(Dtoc.SHEET) == BY_TYPE)
    )
    assert wirral[Dtoc.PART].to_list() == ["acute", "non-acute", "total"]
    assert any("Acute, Non-Acute, Total" in note for note in extract.notes)


def test_a_sheet_of_delays_without_its_total_is_refused(tmp_path) -> None:
    content = _specimen("nhse_dtoc").content()
    for row in content[BY_TYPE]:
        row[:] = ["Sum" if cell == "Total" else cell for cell in row]
    with pytest.raises(ExtractRefused) as refused:
        _read(_written("nhse_dtoc", tmp_path, content), "nhse_dtoc")
    assert refused.value.found == 'no column "Total" stands beside the parts'
    assert BY_TYPE in refused.value.place


def test_a_workbook_of_delays_without_its_reasons_is_refused(tmp_path) -> None:
    content = _specimen("nhse_dtoc").content()
    del content["LA - by reason"]
    with pytest.raises(ExtractRefused, match="no sheet holds the sheet by reason"):
        _read(_written("nhse_dtoc", tmp_path, content), "nhse_dtoc")


def test_discharges_of_england_and_of_wirral(year_of_discharges) -> None:
    year = year_of_discharges.filter(pl.col(Drd.SPAN) == "year")
    by_code = {row[Drd.AREA_CODE]: row for row in year.iter_rows(named=True)}
    assert by_code[ENGLAND][Drd.DISCHARGES] == 4_035_716
    assert by_code[ENGLAND][Drd.BED_DAYS] == 3_329_387
    wirral = by_code[WIRRAL]
    assert (wirral[Drd.DISCHARGES], wirral[Drd.SAME_DAY], wirral[Drd.MORE]) == (24_581, 22_161, 179)
    assert (wirral[Drd.MEAN_IF_DELAYED], wirral[Drd.MEAN]) == (6.66, 0.66)
    levels = year.group_by(Drd.LEVEL).len().sort(Drd.LEVEL).rows()
    assert levels == [("england", 1), ("icb", 42), ("provider", 134), ("utla", 153)]


def test_the_jump_of_a_council_is_seen(year_of_discharges) -> None:
    months = year_of_discharges.filter(
        (pl.col(Drd.AREA_CODE) == WIRRAL) & (pl.col(Drd.SPAN) == "month")
    )
    assert months[Drd.DISCHARGES].to_list()[:3] == [294, 323, 2380]
    assert months[Drd.CHANGE].to_list()[:3] == [None, 9.9, 636.8]
    council = (pl.col(Drd.LEVEL) == "utla") & (pl.col(Drd.CHANGE).abs() > 50)
    assert year_of_discharges.filter(council)[Drd.AREA_CODE].n_unique() == 34


def test_the_change_skips_a_month_that_is_not_there(tmp_path) -> None:
    document = _specimen("discharge_ready_date__year").content()
    wirral = next(area for area in document["utlas"] if area["code"] == WIRRAL)
    del wirral["monthly"][4]
    path = _written("discharge_ready_date__year", tmp_path, document)
    frame = _read(path, "discharge_ready_date").frame
    months = frame.filter((pl.col(Drd.AREA_CODE) == WIRRAL) & (pl.col(Drd.SPAN) == "month"))
    assert months.filter(pl.col(Drd.CHANGE).is_null())[Drd.PERIOD].to_list() == [
        "2024-04",
        "2024-09",
    ]


def test_the_workbook_and_the_csv_of_a_month_give_the_same_councils(tmp_path) -> None:
    book = _read(_written("discharge_ready_date", tmp_path), "discharge_ready_date")
    text = _read(_written("discharge_ready_date__csv", tmp_path), "discharge_ready_date")
    same = [Drd.PERIOD, Drd.AREA_CODE, Drd.DISCHARGES, Drd.SAME_DAY, Drd.DELAYED, Drd.BED_DAYS,
            Drd.MEAN_IF_DELAYED, Drd.SAME_DAY_PERCENT]  # fmt: skip
    published = (pl.col(Drd.LEVEL) == "utla") & pl.col(Drd.DISCHARGES).is_not_null()
    one = book.frame.filter(published).select(same)
    both = one.join(text.frame.filter(published).select(same), on=same, how="semi")
    assert both.height == one.height - 1 == 149
    assert book.edition == "2025-07-10"


def test_markers_of_discharges_are_kept_apart(tmp_path) -> None:
    frame = _read(_written("discharge_ready_date", tmp_path), "discharge_ready_date").frame
    marked = frame.filter(pl.col(Drd.DISCHARGES).is_null())
    found = dict(marked.select(Drd.AREA_NAME, f"{Drd.DELAYED}_status").iter_rows())
    assert found == {
        "Rutland": "suppressed",
        "Isles of Scilly": "not_available",
        "City of London": "not_available",
    }
    assert marked[Drd.DELAYED].null_count() == marked.height


def test_a_document_of_discharges_that_lacks_a_part_is_refused_by_place(tmp_path) -> None:
    document = _specimen("discharge_ready_date__year").content()
    del document["utlas"][2]["metrics"]["drd-bed-days"]
    path = _written("discharge_ready_date__year", tmp_path, document)
    with pytest.raises(ExtractRefused) as refused:
        _read(path, "discharge_ready_date")
    assert refused.value.place.endswith("utlas, entry 3")
    assert refused.value.found == "it lacks 'drd-bed-days'"


def test_carers_of_wirral_in_fingertips(shared) -> None:
    folder = shared / "data" / "real" / "fingertips_social_isolation"
    (path,) = folder.glob("*.csv")
    frame = _read(path, "fingertips").frame
    carers = frame.filter(
        (pl.col("indicator_id") == "90638")
        & (pl.col("area_code") == WIRRAL)
        & (pl.col("age") == "18+ yrs")
        & (pl.col("sex") == "Persons")
        & pl.col("category_type").is_null()
    ).sort("period")
    assert carers.select("period", "value", "lower_95", "upper_95").rows() == [
        ("2012-13", 45.9, 41.2, 50.6),
        ("2014-15", 43.8, 39.7, 47.9),
        ("2016-17", 31.6, 28.2, 35.0),
        ("2018-19", 33.2, 28.5, 37.9),
    ]
    missing = frame.filter(pl.col("value").is_null())
    assert set(missing["value_status"]) == {"not_available"}
    assert missing.height == 71


def test_overall_ratings_are_one_a_location(shared) -> None:
    path = (
        shared / "data" / "real" / "cqc_ratings_lincolnshire" / "cqc_lincolnshire_prefiltered.csv"
    )
    frame = _read(path, "cqc_ratings").frame
    overall = frame.filter((pl.col("group") == "Overall") & (pl.col("domain") == "Overall"))
    assert overall["location_id"].n_unique() == overall.height == 478
    counts = dict(overall.group_by("rating").len().iter_rows())
    assert counts == {
        "Good": 344,
        "Requires improvement": 80,
        "Outstanding": 26,
        "Not applicable": 18,
        "Not Rated": 7,
        "Inadequate": 3,
    }
    assert str(frame["published_on"].max()) == "2026-05-29"
    assert frame["published_on"].null_count() == 60


def test_a_day_first_date_that_cannot_be_month_first_is_not_read(tmp_path) -> None:
    content = _specimen("cqc_ratings").content()
    place = content[""][0].index("Publication Date")
    content[""][1][place] = "29/05/2026"
    extract = _read(_written("cqc_ratings", tmp_path, content), "cqc_ratings")
    assert extract.unreadable.select("sheet_row", "column", "found").rows() == [
        (2, "published_on", "29/05/2026")
    ]


def test_locations_read_the_same_with_the_header_further_down(tmp_path) -> None:
    new = _read(_written("cqc_active_locations", tmp_path), "cqc_active_locations").frame
    old = _read(_written("cqc_active_locations__2020", tmp_path), "cqc_active_locations").frame
    same = ["location_id", "care_home", "beds", "nursing", "primary_id", "published_on"]
    assert new.select(same).equals(old.select(same))
    assert old["for_dementia"].null_count() == old.height
    dual = new.filter(pl.col("dual_registered").is_not_null())
    assert dual["location_id"].n_unique() == 2
    assert dual["primary_id"].n_unique() == 1


def test_business_data_of_homes_is_not_read(shared) -> None:
    path = shared / "data" / "real" / "cqc_care_homes_trafford" / "trafford_care_homes.csv"
    extract = _read(path, "cqc_care_homes_list")
    assert extract.frame.height == 56
    assert not {"telephone", "website", "address", "postcode"} & set(extract.frame.columns)
    assert "telephone" in " ".join(extract.notes)


@pytest.mark.parametrize("stem", ["sfc_workforce", "sfc_workforce__per_cent"])
def test_workforce_rates_are_per_cent_whatever_the_scale(stem, tmp_path) -> None:
    frame = _read(_written(stem, tmp_path), "sfc_workforce").frame
    whole = frame.filter((pl.col("is_total") == "yes") & (pl.col("area_code") == WIRRAL))
    assert whole.height == 1
    row = whole.row(0, named=True)
    assert row["vacancy_percent"] == pytest.approx(5.0)
    assert row["turnover_percent"] == pytest.approx(20.0)
    assert row["rate_scale"] == ("per cent" if "per_cent" in stem else "proportion")
    small = frame.filter(pl.col("job_role") == "Registered manager")
    assert set(small["vacancy_percent_status"]) == {"suppressed"}


def test_the_derived_workforce_table_is_refused_for_its_zeros(shared) -> None:
    path = (
        shared / "data" / "real" / "sfc_workforce_lad_derived" / "adult-social-care-workforce.csv"
    )
    with pytest.raises(ExtractRefused) as refused:
        _read(path, "sfc_workforce")
    assert "suppressed cells were written as zero" in refused.value.found
    assert "fetch the original from Skills for Care" in refused.value.mend
