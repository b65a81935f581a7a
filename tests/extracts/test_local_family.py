"""The council's own files: read the same however they are laid out, and never guessed at."""

from __future__ import annotations

import csv
import datetime
import io
from pathlib import Path

import openpyxl
import polars as pl
import pytest
import yaml

from helpers.base.errors import ExtractRefused
from helpers.base.settings import Settings
from helpers.contracts.facts import facts
from helpers.contracts.model import load_contract
from helpers.extracts.recognise import recognise
from helpers.extracts.table_layout import table_layouts
from helpers.gate.passing import gate_file
from helpers.gate.store.records import Receipt, Refusal

DATASETS = (
    "bcf_budget",
    "bcf_metrics",
    "carers_local",
    "direct_payments_local",
    "home_care_waits",
)
PLACE = ("sheet", "sheet_row")
WIRRAL = "E08000015"
BUDGET = ["Area code", "Financial year", "Plan or outturn", "Organisation", "Line kind",
          "Line name", "Amount", "Unit", "Source document"]  # fmt: skip
METRICS = ["Area code", "Financial year", "Quarter", "Metric", "Plan or actual", "Value", "Unit",
           "Baseline period", "Baseline value"]  # fmt: skip
WAITS = ["Area code", "Month end", "People waiting", "Hours waiting"]
PAYMENTS = [
    "Area code",
    "Month end",
    "Client or carer",
    "Age band",
    "People",
    "Starters",
    "Leavers",
]


@pytest.fixture(scope="module")
def contracts(project_root):
    folder = project_root / "data_contracts"
    return tuple(load_contract(folder / f"{name}.odcs.yaml") for name in DATASETS)


@pytest.fixture
def written(tmp_path):
    def write(rows, name="extract.csv") -> Path:
        path = tmp_path / name
        stream = io.StringIO()
        csv.writer(stream).writerows(rows)
        path.write_text(stream.getvalue(), "utf-8")
        return path

    return write


@pytest.fixture
def read(contracts, written):
    """Rows of a file, and the rules that they break with the number of times."""

    def call(rows, name="extract.csv"):
        known = recognise(rows if isinstance(rows, Path) else written(rows, name), contracts)
        frame = known.read().frame
        counts = facts(frame, known.contract.rules).row(0, named=True)
        return frame, {rule: count for rule, count in counts.items() if count}

    return call


@pytest.fixture
def gate(contracts, written, project_root, tmp_path):
    settings = Settings(root=project_root, outputs=tmp_path / "outputs")
    return lambda rows: gate_file(written(rows), contracts, settings)


def specimen(dataset: str) -> list[list[str]]:
    path = Path(__file__).parents[1] / "specimens" / f"{dataset}.csv"
    return list(csv.reader(io.StringIO(path.read_text("utf-8"))))


def content(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.drop(PLACE)


def headers_of(contract, layout=0) -> dict[str, str]:
    columns = table_layouts(contract)[layout].columns
    return {name: column.names[0] for name, column in columns.items() if column.names}


@pytest.mark.parametrize("dataset", DATASETS)
def test_a_template_is_the_header_of_its_contract_and_says_that_it_is_empty(
    contracts, project_root, dataset, gate
) -> None:
    template = project_root / "data" / "templates" / f"{dataset}.csv"
    rows = list(csv.reader(io.StringIO(template.read_text("utf-8"))))
    contract = next(contract for contract in contracts if contract.id == dataset)
    assert rows == [list(headers_of(contract).values())]
    refusal = gate(rows)
    assert isinstance(refusal, Refusal)
    assert refusal.dataset == dataset
    assert "0 rows" in refusal.found and refusal.expected == "At least one row is filled in."
    explained = (template.parent / "README.md").read_text("utf-8").split(f"(`{dataset}.csv`)")[1]
    table = explained.split("\n## ")[0]
    told = [line.split("|")[1].strip() for line in table.splitlines() if line.startswith("| ")]
    assert told[1:] == rows[0]


def test_every_template_has_a_contract_and_every_contract_with_a_template_has_one(
    project_root,
) -> None:
    files = {path.stem for path in (project_root / "data" / "templates").glob("*.csv")}
    assert files == set(DATASETS)


@pytest.mark.parametrize("dataset", DATASETS)
def test_order_case_titles_and_further_columns_do_not_matter(dataset, read) -> None:
    title, header, *rows = specimen(dataset)
    plain, broken = read([title, header, *rows])
    assert broken == {}
    turned = [
        [*reversed([name.upper().replace(" ", "_") for name in header]), "Our own note"],
        *([*reversed(row), "kept by the team"] for row in rows),
    ]
    other, broken = read([["Invented"], [], ["As at today"], *turned])
    assert broken == {}
    assert content(other).equals(content(plain))


@pytest.mark.parametrize("dataset", DATASETS)
def test_each_needed_column_is_asked_for_by_name(dataset, contracts, read) -> None:
    title, header, *rows = specimen(dataset)
    contract = next(contract for contract in contracts if contract.id == dataset)
    layouts = table_layouts(contract)
    names = headers_of(contract)
    needed = set.intersection(*(set(layout.needed) for layout in layouts))
    assert len(needed) >= 4
    for column in needed:
        place = header.index(names[column])
        without = [[c for i, c in enumerate(row) if i != place] for row in (header, *rows)]
        with pytest.raises(ExtractRefused) as caught:
            read([title, *without])
        assert f'no column "{names[column]}"' in caught.value.found
        assert "row 2" in caught.value.place


@pytest.mark.parametrize("dataset", DATASETS)
def test_each_optional_column_may_be_left_out(dataset, contracts, read) -> None:
    title, header, *rows = specimen(dataset)
    contract = next(contract for contract in contracts if contract.id == dataset)
    columns = table_layouts(contract)[0].columns
    optional = [name for name, column in columns.items() if column.optional]
    assert optional
    whole, _ = read([title, header, *rows])
    for column in optional:
        place = header.index(headers_of(contract)[column])
        without = [[c for i, c in enumerate(row) if i != place] for row in (header, *rows)]
        frame, _ = read([title, *without])
        assert frame[column].is_null().all()
        kept = [name for name in whole.columns if not name.startswith(column)]
        assert frame.select(kept).equals(whole.select(kept))


def line(year, organisation, kind, amount, unit="GBP million", name="", area=WIRRAL):
    return [area, year, "plan", organisation, kind, name, amount, unit, "Plan of September 2014"]


# Published figures of one council's plan of 2014; the schemes are in pounds, the pool in millions.
PLAN_OF_2014 = [
    line("2014-15", "NHS Wirral CCG", "whole contribution", "11.334"),
    line("2014-15", "Wirral Council", "whole contribution", "4.301"),
    line("2014-15", "All", "pooled total", "15.635"),
    line("2015-16", "NHS Wirral CCG", "minimum contribution", "24.933"),
    line("2015-16", "Wirral Council", "minimum contribution", "3.076"),
    line("2015-16", "All", "minimum contribution", "28.009"),
    line("2015-16", "NHS Wirral CCG", "whole contribution", "26.274"),
    line("2015-16", "Wirral Council", "whole contribution", "7.094"),
    line("2015-16", "All", "pooled total", "33.368"),
    *(
        line("2015-16", "All", "scheme", amount, "GBP", name)
        for name, amount in (
            ("Early intervention and prevention", "1,610,710"),
            ("Keeping people in their local communities", "13,855,720"),
            ("Step up step down", "10,724,510"),
            ("Mental health", "2,244,199"),
        )
    ),
]


def test_the_plan_of_2014_is_read_as_printed_and_its_gap_is_left_open(read) -> None:
    frame, broken = read([BUDGET, *PLAN_OF_2014])
    assert broken == {}
    assert frame.height == len(PLAN_OF_2014)
    pounds = dict(zip(zip(frame["financial_year"], frame["line_kind"], frame["organisation"],
                          strict=True), frame["amount_gbp"], strict=True))  # fmt: skip
    assert pounds["2014-15", "pooled total", "All"] == 15_635_000
    assert pounds["2015-16", "minimum contribution", "NHS Wirral CCG"] == 24_933_000
    assert pounds["2015-16", "pooled total", "All"] == 33_368_000
    schemes = frame.filter(pl.col("line_kind") == "scheme")["amount_gbp"].sum()
    assert schemes == 28_435_139
    assert 33_368_000 - schemes == 4_932_861


def test_the_head_of_the_printed_table_would_make_the_pool_thirty_three_thousand_pounds(
    gate,
) -> None:
    trusting = [[*row[:7], "GBP thousand", row[8]] if row[7] == "GBP million" else row
                for row in PLAN_OF_2014]  # fmt: skip
    receipt = gate([BUDGET, *trusting])
    assert isinstance(receipt, Receipt)
    warned = {rule.rule: rule.violations for rule in receipt.rules if not rule.passed}
    assert warned == {"pool_credible": 2, "contribution_credible": 3}


def test_a_sum_that_is_not_one_is_said_and_not_mended(read) -> None:
    changed = [*PLAN_OF_2014]
    changed[8] = line("2015-16", "All", "pooled total", "33.668")
    frame, broken = read([BUDGET, *changed])
    assert broken == {"pool_is_contributions": 1}
    assert frame["amount_gbp"][8] == 33_668_000


@pytest.mark.parametrize(
    ("head", "unit", "amount"),
    [
        ("Amount", "GBP", "1,500,000"),
        ("Amount", "£'000", "1500"),
        ("Amount", "£ million", "1.5"),
        ("Amount (£)", None, "1500000"),
        ("Amount (£'000)", None, "1,500"),
        ("AMOUNT (£000s)", "GBP thousand", "1500"),
        ("Amount £k", None, "1500"),
        ("Amount (£ million)", None, "1.5"),
        ("Amount, in millions", "", "1.5"),
        ("Amount (£m)", "£m", "1.5"),
    ],
)
def test_the_unit_may_stand_in_the_row_or_in_the_head(read, head, unit, amount) -> None:
    header = [head if name == "Amount" else name for name in BUDGET]
    row = line("2025-26", "All", "pooled total", amount, unit)
    if unit is None:
        place = BUDGET.index("Unit")
        header, row = header[:place] + header[place + 1 :], row[:place] + row[place + 1 :]
    frame, broken = read([header, row])
    assert broken == {}
    assert frame["amount_gbp"].to_list() == [1_500_000]


def test_the_unit_may_stand_above_the_table(read) -> None:
    header = [name for name in BUDGET if name != "Unit"]
    row = [cell for cell in line("2025-26", "All", "pooled total", "1.5") if cell != "GBP million"]
    frame, broken = read([["Invented"], ["Unit: £ million"], header, row])
    assert (broken, frame["amount_gbp"].to_list()) == ({}, [1_500_000])
    with pytest.raises(ExtractRefused) as caught:
        read([["Invented"], header, row])
    assert "row 2" in caught.value.place and '"unit" above it' in caught.value.expected


def test_a_head_and_a_row_that_contradict_each_other_are_refused(gate) -> None:
    header = ["Amount (£'000)" if name == "Amount" else name for name in BUDGET]
    refusal = gate([header, line("2025-26", "All", "pooled total", "33.4")])
    assert isinstance(refusal, Refusal)
    assert "thousands_in_head_and_rows" in refusal.found and "row 2" in refusal.place


@pytest.mark.parametrize(
    "text", ["31/03/2025", "2025-03-31", "31 March 2025", "31-Mar-2025", "March 2025", "Mar-25",
             "2025-03"],
)  # fmt: skip
def test_a_month_is_its_last_day_however_it_is_written(read, text) -> None:
    frame, broken = read([WAITS, [WIRRAL, text, 12, 140.5]])
    assert (broken, frame["month_end"].to_list()) == ({}, [datetime.date(2025, 3, 31)])


def test_a_date_of_a_spreadsheet_is_read_and_one_within_a_month_is_refused(read, tmp_path) -> None:
    book = openpyxl.Workbook()
    for row in (WAITS, [WIRRAL, datetime.datetime(2025, 3, 31), 12, 140.5]):
        book.active.append(row)
    path = tmp_path / "waits.xlsx"
    book.save(path)
    frame, broken = read(path)
    assert (broken, frame["month_end"].to_list()) == ({}, [datetime.date(2025, 3, 31)])
    assert read([WAITS, [WIRRAL, "2025-03-01", 12, 140.5]])[1] == {"month_end_is_last_day": 1}
    assert "month_end_readable" in read([WAITS, [WIRRAL, "spring", 12, 140.5]])[1]


@pytest.mark.parametrize(
    "text", ["2024-25-Q3", "2024-25 Q3", "2024/25 Q3", "Q3 2024-25", "Quarter 3, 2024/25",
             "2024-2025 Q3", "2024-25Q3"],
)  # fmt: skip
def test_a_quarter_is_one_however_it_is_written(read, text) -> None:
    header = ["Area code", "Quarter", "Measure", "Carers", "Events"]
    frame, broken = read([header, [WIRRAL, text, "Carers' assessments", 3, 3]])
    assert (broken, frame["quarter"].to_list()) == ({}, ["2024-25-Q3"])
    assert frame["measure"].to_list() == ["assessments"]
    wrong = read([header, [WIRRAL, text.replace("3", "5"), "reviews", 3, 3]])[1]
    assert wrong == {"quarter_form": 1}


def test_small_numbers_come_in_and_markers_are_never_nought(read) -> None:
    frame, broken = read([WAITS, [WIRRAL, "Mar-25", 2, 9], ["E08000014", "Mar-25", "*", "n/a"]])
    assert broken == {}
    assert frame["people_waiting"].to_list() == [2, None]
    assert frame["people_waiting_status"].to_list() == ["ok", "suppressed"]
    assert frame["hours_waiting_status"].to_list() == ["ok", "not_applicable"]


@pytest.mark.parametrize("metric", ["BC3", "BC10"])
def test_care_home_admissions_are_sent_to_ascof(gate, metric) -> None:
    row = [WIRRAL, "2025-26", "Q1", metric, "actual", 600, "per 100,000", "", ""]
    refusal = gate([METRICS, row])
    assert isinstance(refusal, Refusal)
    assert "ASCOF" in refusal.expected and "admissions_taken_from_ascof" in refusal.found


def test_a_plan_without_a_baseline_is_carried_as_a_warning_that_names_its_row(read, gate) -> None:
    rows = [
        METRICS,
        [WIRRAL, "2015-16", "year", "BC1", "plan", 40000, "number", "2014", 41000],
        [WIRRAL, "2016-17", "year", "BC1", "plan", 38000, "number", "", ""],
        [WIRRAL, "2016-17", "year", "BC1", "actual", 39000, "number", "", ""],
    ]
    frame, broken = read(rows)
    assert broken == {"plan_has_baseline": 1, "plan_has_baseline_period": 1}
    receipt = gate(rows)
    assert isinstance(receipt, Receipt) and receipt.accepted and receipt.quarantined == 2
    assert frame["sheet_row"].to_list() == [2, 3, 4]


def test_a_metric_of_another_era_is_a_warning(read) -> None:
    delays = [WIRRAL, "2021-22", "Q1", "BC2", "actual", 400, "per 100,000", "", ""]
    assert read([METRICS, delays])[1] == {"years_of_bc2": 1}


def test_people_carry_forward_month_by_month_and_not_over_a_gap(read) -> None:
    def row(month, people, came, left, group="client"):
        return [WIRRAL, month, group, "All", people, came, left]

    fitting = [row("Jan-25", 100, 5, 2), row("Feb-25", 103, 4, 1), row("Apr-25", 150, 2, 2)]
    assert read([PAYMENTS, *reversed(fitting), row("Feb-25", 9, 1, 0, "carer")])[1] == {}
    frame, broken = read([PAYMENTS, *fitting, row("May-25", 151, 0, 0)])
    assert broken == {"people_carry_forward": 1}
    assert frame["support_reason"].unique().to_list() == ["All"]
    assert read([PAYMENTS, *fitting, row("May-25", 151, "*", 0)])[1] == {}


def test_the_contracts_say_what_each_of_them_must(project_root, contracts) -> None:
    for contract in contracts:
        people = contract.id != "bcf_budget"
        assert contract.policy == ("people" if people else "as published")
        assert contract.fact("combine") == "together"
        assert contract.fact("template") == f"data/templates/{contract.id}.csv"
        assert contract.fact("unconfirmed")
        document = yaml.safe_load(
            (project_root / "data_contracts" / f"{contract.id}.odcs.yaml").read_text("utf-8")
        )
        assert all(document["description"][key] for key in ("purpose", "usage", "limitations"))
