"""Reconciliations: the real files agree where they are known to, and planted gaps are named."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from contracts.specimens import FOLDER as SPECIMENS
from contracts.specimens import Specimen, write
from helpers.base.settings import Settings
from helpers.gate.passing import gate_files
from helpers.gate.reconcile import reconcile
from helpers.gate.reconciled import Reconciled

ROOT = Path(__file__).resolve().parents[2]
REAL = (
    "ascof_timeseries_2024_25/ascof_2024_25.ods",
    "ascof_open_data_2020_21/meas-from-asc-of-eng-2021-open-data-csv_v2.xlsx",
    "ons_mye_2024/mye24tablesew.csv",
    "ons_mye_2020/ukpopestimatesmid2020on2021geography.xls",
    "nomis_mye_2024_lincolnshire/ons_population_2024.csv",
    "nhse_drd_2024_25/drd-2024-25.json",
    "nhse_dtoc_la/March_18.xls",
    "nhse_dtoc_la/DToC_Days_Reason_for_Delay.csv",
)
BUDGET = (
    "Area code,Area name,Financial year,Plan or outturn,Organisation,Line kind,Line name,Amount,"
    "Unit,Source document,Page"
)


@pytest.fixture(scope="session")
def real(shared, tmp_path_factory) -> dict[tuple[str, ...], Reconciled]:
    settings = Settings(root=ROOT, outputs=tmp_path_factory.mktemp("reconciled"))
    gated = gate_files([shared / "data" / "real" / name for name in REAL], settings)
    assert gated.refusals == ()
    found = reconcile(gated.receipts, settings)
    return {(result.rule, *result.files[1:]): result for result in found}


@pytest.mark.parametrize(
    ("rule", "file", "compared", "agree"),
    [
        ("population_of_2b", "mye24tablesew.csv", 150, 150),
        ("population_of_2c", "mye24tablesew.csv", 152, 152),
        ("population_of_2b", "ons_population_2024.csv", 1, 1),
        ("population_of_2c", "ons_population_2024.csv", 1, 1),
        (
            "population_of_former_2a2",
            "ukpopestimatesmid2020on2021geography.xls",
            150,
            149,
        ),
        ("delayed_days_native_and_compiled", "DToC_Days_Reason_for_Delay.csv", 151, 151),
    ],
)
def test_files_that_agree_are_said_to_agree(real, rule, file, compared, agree) -> None:
    result = real[rule, file]
    assert (result.compared, result.agree) == (compared, agree)


def test_the_one_council_without_a_population_is_the_abolished_one(real) -> None:
    result = real["population_of_former_2a2", "ukpopestimatesmid2020on2021geography.xls"]
    assert [difference.area for difference in result.differences] == ["Northamptonshire"]


def test_councils_with_equal_counts_are_named(real) -> None:
    result = real["direct_payments_not_all_of_self_directed_support",]
    assert result.compared - result.agree == len(result.differences) == 23
    assert "Wirral" in {difference.area for difference in result.differences}


def test_coverage_that_moves_is_named_by_month(real) -> None:
    moved = real["discharges_move_by_half",]
    assert (moved.compared, moved.agree) == (153, 153 - 34)
    wirral = [d for d in moved.differences if d.area == "Wirral"]
    assert [(d.period, d.found, d.expected) for d in wirral] == [
        ("June 2024", "2,380 discharges", "323 in the month before")
    ]
    under = real["discharges_under_half_of_largest",]
    assert under.compared - under.agree == 31
    assert [d.period for d in under.differences if d.area == "Wirral"] == ["April 2024", "May 2024"]
    extra = {d.area for d in moved.differences} - {d.area for d in under.differences}
    assert extra == {"Derbyshire", "North Tyneside", "Northumberland"}


def _gated(folder: Path, *files: Path) -> tuple[Reconciled, ...]:
    settings = Settings(root=ROOT, outputs=folder / "outputs")
    gated = gate_files(list(files), settings)
    assert gated.refusals == ()
    return reconcile(gated.receipts, settings)


def test_the_gap_of_the_2014_plan_is_stated_and_not_balanced(tmp_path) -> None:
    lines = [BUDGET]
    for name, amount in (
        ("Early intervention and prevention", "1,610,710"),
        ("Keeping people in their local communities", "13,855,720"),
        ("Step up step down", "10,724,510"),
        ("Mental health", "2,244,199"),
    ):
        lines.append(
            f'E08000015,Wirral,2015-16,plan,All,scheme,{name},"{amount}",GBP,Plan of 2014,1'
        )
    lines.append(
        "E08000015,Wirral,2015-16,plan,All,pooled total,,33.368,GBP million,Plan of 2014,1"
    )
    path = tmp_path / "budget.csv"
    path.write_text("\n".join(lines), "utf-8")
    (result,) = _gated(tmp_path, path)
    (gap,) = result.differences
    assert (result.compared, result.agree) == (1, 0)
    assert "£28,435,139" in gap.found
    assert "£33,368,000" in gap.expected and "£4,932,861 is not listed" in gap.expected


def test_a_plan_that_adds_up_is_said_to(tmp_path) -> None:
    lines = [
        BUDGET,
        "E08000015,Wirral,2025-26,plan,All,scheme,Invented,40000000,GBP,Invented plan,1",
        "E08000015,Wirral,2025-26,plan,All,pooled total,,40,GBP million,Invented plan,1",
    ]
    path = tmp_path / "budget.csv"
    path.write_text("\n".join(lines), "utf-8")
    (result,) = _gated(tmp_path, path)
    assert (result.compared, result.agree, result.differences) == (1, 1, ())


def test_a_changed_population_is_named(tmp_path, real_ascof, shared) -> None:
    source = shared / "data" / "real" / "ons_mye_2024" / "mye24tablesew.csv"
    rows = list(csv.reader(source.read_text("utf-8-sig").splitlines()))
    wirral = next(row for row in rows if row[0] == "E08000015")
    wirral[3] = str(int(wirral[3]) + 10)
    wirral[4 + 70] = str(int(wirral[4 + 70]) + 10)
    changed = tmp_path / "mid-2024-persons.csv"
    with changed.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows(rows)
    results = {result.rule: result for result in _gated(tmp_path, real_ascof, changed)}
    assert results["population_of_2b"].differences == ()
    (difference,) = results["population_of_2c"].differences
    assert (difference.area, difference.found) == ("Wirral", "74,114")
    assert difference.expected == "74,124 in the estimates"


def test_what_has_nothing_to_compare_is_left_out(tmp_path) -> None:
    path = write(Specimen(SPECIMENS / "oflog.py").content(), tmp_path, "oflog")
    assert _gated(tmp_path, path) == ()


def test_the_result_does_not_depend_on_the_order_of_the_files(tmp_path, shared) -> None:
    files = [shared / "data" / "real" / name for name in (REAL[0], REAL[2], REAL[4])]
    settings = Settings(root=ROOT, outputs=tmp_path)
    one = reconcile(gate_files(files, settings).receipts, settings)
    two = reconcile(gate_files(files[::-1], settings).receipts, settings)
    assert one == two
    assert len(one) > 3
