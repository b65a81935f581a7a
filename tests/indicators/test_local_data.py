"""The council's own counts: small numbers of people kept back where observations are made."""

from __future__ import annotations

import polars as pl
import pytest

from helpers.base.parameters import check_request
from helpers.base.settings import Settings
from helpers.contracts.columns import Obs
from helpers.gate.passing import gate_inputs
from helpers.indicators.source import Source
from indicators.conftest import ROOT

HEADER = (
    "Area code,Area name,Month end,Client or carer,Age band,Support reason,People with a direct "
    "payment,Starters,Leavers,People in community support,People with a direct payment for short "
    "breaks,Spend"
)
FUND = (
    "Area code,Area name,Financial year,Quarter,Metric,Plan or actual,Value,Numerator,"
    "Denominator,Unit,Baseline period,Baseline value"
)
WAITS = "Area code,Area name,Month end,People waiting,Hours waiting,Longest wait in days,Median wait in days,People with a package"
CARERS = "Area code,Area name,Quarter,Measure,Carers,Events"


def rows_of(source: Source, theme: str, code: str, framework: str = "") -> pl.DataFrame:
    evidence = source.evidence(check_request(theme, "wirral", "latest", "region", ""))
    return evidence.of(source.registry.find(code, framework))


@pytest.fixture
def made(tmp_path):
    """Return a function that gates files of some text and gives their source."""

    def make(**files: str) -> Source:
        inbox = tmp_path / "inbox"
        inbox.mkdir()
        for name, text in files.items():
            (inbox / f"{name}.csv").write_text(text + "\n", "utf-8")
        settings = Settings(root=ROOT, outputs=tmp_path / "outputs")
        gated = gate_inputs(str(inbox), settings)
        assert not gated.refusals, gated.refusals
        return Source(gated.receipts, settings)

    return make


def payments(*lines: str) -> str:
    return "\n".join([HEADER, *(f"E08000015,Wirral,30/04/2024,client,{line}" for line in lines)])


def test_three_people_are_suppressed_and_so_is_the_rest_of_their_split(made) -> None:
    source = made(
        own=payments("18-64,All,37,,,200,,", "65 and over,All,3,,,60,,", "All,All,40,,,260,,")
    )
    rows = rows_of(source, "direct-payments", "dp-people")
    shown = dict(rows.select("breakdown", "value").iter_rows())
    assert shown == {"all": 40.0, "aged 18 to 64": None, "aged 65 and over": None}
    assert dict(rows.select("breakdown", "status").iter_rows()) == {
        "all": "ok", "aged 18 to 64": "suppressed", "aged 65 and over": "suppressed",
    }  # fmt: skip
    shares = rows_of(source, "direct-payments", "dp-share")
    hidden = shares.filter(pl.col(Obs.BREAKDOWN) != "all")
    assert set(hidden["status"]) == {"suppressed"}
    for column in ("value", "lower", "upper", "numerator", "denominator"):
        assert hidden[column].null_count() == 2, column


@pytest.mark.parametrize(("people", "shown"), [(0, 0.0), (1, None), (4, None), (5, 5.0)])
def test_nobody_is_shown_and_one_to_four_are_not(made, people, shown) -> None:
    source = made(own=payments(f"All,All,{people},,,260,,"))
    rows = rows_of(source, "direct-payments", "dp-people")
    assert rows["value"].to_list() == [shown]


@pytest.mark.parametrize(
    ("framework", "code", "value", "unit"),
    [
        ("bcf-2023", "BC6", "4.1,3,73171", "per 100,000"),
        ("bcf-2023", "BC5", "5.5,4,73171", "per 100,000"),
        ("bcf-2025", "BC8", "2.7,2,73171", "per 100,000"),
        ("bcf-2014", "BC1", "3,,", "number"),
    ],
)
@pytest.mark.parametrize(("part", "ending"), [("year", ""), ("Q1", "-quarter")])
def test_admissions_are_people_whether_or_not_an_interval_is_given(
    made, framework, code, value, unit, part, ending
) -> None:
    line = f'E08000015,Wirral,2024-25,{part},{code},actual,{value},"{unit}",,'
    rows = rows_of(
        made(bcf_metrics="\n".join([FUND, line])), "bcf-outcomes", code + ending, framework
    )
    assert rows["status"].to_list() == ["suppressed"]
    for column in ("value", "lower", "upper", "numerator", "denominator"):
        assert rows[column].to_list() == [None], column


def test_a_figure_that_is_not_available_tells_no_count_either(made) -> None:
    """Nobody entered what was paid out: the three people whom it was paid to are three all the same."""
    rows = rows_of(made(own=payments("All,All,3,,,260,,")), "direct-payments", "dp-spend")
    assert rows["status"].to_list() == ["not_available"]
    assert rows["denominator"].to_list() == [None]


def test_what_a_small_number_follows_from_is_hidden_with_it(made) -> None:
    own = [
        f"E08000015,Wirral,{end},client,All,All,{numbers},1210,,"
        for end, numbers in (("30/04/2024", "344,12,9"), ("31/05/2024", "338,3,9"))
    ]
    kinds = {
        "all supported carers": 232, "direct payment only": 21, "part direct payment": 6,
        "managed personal budget": 3, "commissioned support only": 36,
        "information and advice": 140, "respite to the cared-for person": 26,
    }  # fmt: skip
    carers = [f"E08000015,Wirral,2024-25-Q1,{kind},{count}," for kind, count in kinds.items()]
    parts = {"Q1": (3, 40), "Q2": (20, 40), "Q3": (25, 40), "Q4": (22, 40), "year": (70, 160)}
    fund = [
        f"E08000015,Wirral,2022-23,{part},BC4,actual,{above / below * 100:.2f},{above},{below},per cent,,"
        for part, (above, below) in parts.items()
    ]
    source = made(
        own="\n".join([HEADER, *own]),
        carers="\n".join([CARERS, *carers]),
        bcf_metrics="\n".join([FUND, *fund]),
    )

    def hidden(theme: str, code: str, framework: str = "local") -> list[str]:
        rows = rows_of(source, theme, code, framework).filter(pl.col(Obs.STATUS) == "suppressed")
        return rows[Obs.PERIOD].to_list()

    assert hidden("direct-payments", "dp-starters") == ["2024-05-31"]
    assert hidden("direct-payments", "dp-leavers") == ["2024-05-31"]
    assert hidden("direct-payments", "dp-people") == []
    for theme in ("carers", "direct-payments"):
        assert hidden(theme, "carers-direct-payment") == ["2024-25-Q1"]
        assert hidden(theme, "carers-self-directed") == []
    assert hidden("bcf-outcomes", "BC4-quarter", "bcf-2014") == ["2022-23-Q1", "2022-23-Q2"]
    assert hidden("bcf-outcomes", "BC4", "bcf-2014") == []


def test_the_few_who_are_not_counted_are_people_too(made) -> None:
    source = made(own=payments("All,All,257,,,260,,"))
    assert rows_of(source, "direct-payments", "dp-people")["value"].to_list() == [257.0]
    share = rows_of(source, "direct-payments", "dp-share")
    assert share["status"].to_list() == ["suppressed"] and share["value"].to_list() == [None]


def test_what_is_said_of_a_few_people_goes_with_their_number(made) -> None:
    waits = "\n".join(
        [WAITS, "E08000015,Wirral,30/04/2024,3,41.5,63,12,1204", "E08000015,Wirral,31/05/2024,24,250,66,11.5,1211"]
    )  # fmt: skip
    source = made(waits=waits)
    for code, second in (
        ("home-care-waiting", 24.0),
        ("home-care-hours", 10.4),
        ("home-care-median-wait", 11.5),
    ):
        rows = rows_of(source, "bcf-outcomes", code)
        assert rows["value"].to_list() == [None, second], code
        assert rows["status"].to_list() == ["suppressed", "ok"], code
        assert rows["period_kind"].to_list() == ["date", "date"]


def test_counts_are_not_rounded_so_that_a_goal_below_25_can_be_judged(made) -> None:
    waits = "\n".join([WAITS, "E08000015,Wirral,30/04/2024,24,250,66,11.5,1211"])
    assert rows_of(made(waits=waits), "bcf-outcomes", "home-care-waiting")["value"][0] == 24.0


def test_quarters_stand_as_quarters_and_set_the_reporting_year(made) -> None:
    carers = "\n".join(
        [CARERS, "E08000015,Wirral,2024-25-Q4,assessments,117,122", "E08000015,Wirral,2025-26-Q1,assessments,119,124"]
    )  # fmt: skip
    source = made(carers=carers)
    evidence = source.evidence(check_request("carers", "wirral", "latest", "region", ""))
    assert evidence.request.period == "2025-26"
    people = evidence.of(source.registry.find("carer-assessments"))
    assert people.select("period", "period_kind", "value").rows() == [
        ("2024-25-Q4", "quarter", 117.0), ("2025-26-Q1", "quarter", 119.0),
    ]  # fmt: skip
    earlier = source.evidence(check_request("carers", "wirral", "2024-25", "region", ""))
    assert earlier.of(source.registry.find("carer-assessments"))["period"].to_list() == [
        "2024-25-Q4"
    ]


def test_a_rate_of_the_census_takes_the_latest_census_before(made, shared) -> None:
    census = shared / "data" / "real" / "census_unpaid_care_la"
    text = [
        (census / name).read_text("utf-8-sig").rstrip("\n")
        for name in ("2011_unpaid_care_LA.csv", "2021_unpaid_care_LA.csv")
    ]
    carers = "\n".join([CARERS, "E08000015,Wirral,2024-25-Q4,assessments,117,122"])
    source = made(carers=carers, then=text[0], now=text[1])
    row = rows_of(source, "carers", "carer-assessment-rate").to_dicts()[0]
    assert (row["numerator"], row["denominator"], row["value"]) == (117, 33_499, 3.5)
    assert len(row["receipt"].split()) == 2


def test_the_plan_stands_beside_what_happened_and_quarters_apart(invented) -> None:
    evidence = invented.evidence(check_request("bcf-outcomes", "sefton", "latest", "region", ""))
    rows = evidence.of(invented.registry.find("BC8-quarter"))
    assert dict(rows.select("breakdown", "value").iter_rows()) == {"all": 4500.0, "plan": 4400.0}
    assert set(rows["period"]) == {"2025-26-Q1"}


def test_pounds_of_a_plan_are_taken_in_the_unit_of_their_row(invented) -> None:
    evidence = invented.evidence(check_request("bcf-outcomes", "sefton", "latest", "region", ""))
    pool = evidence.of(invented.registry.find("pool"))
    assert dict(pool.select("breakdown", "value").iter_rows()) == {
        "all": 45_800_000.0, "outturn": 43_312_000.0,
    }  # fmt: skip
    schemes = evidence.of(invented.registry.find("schemes")).filter(pl.col(Obs.BREAKDOWN) == "all")
    # The schemes listed leave a gap to the pool, and it is not balanced.
    assert schemes["value"].to_list() == [21_254_875.0]
