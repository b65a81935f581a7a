"""Contracts are read strictly: the standard's schema, every key, every rule."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from helpers.base.errors import ContractError
from helpers.contracts import columns
from helpers.contracts.model import load_contract, load_contracts
from helpers.extracts.layout import layout_of


@pytest.fixture
def document(project_root: Path) -> dict:
    text = (project_root / "data_contracts" / "ascof_timeseries.odcs.yaml").read_text("utf-8")
    return yaml.safe_load(text)


def written(document: dict, folder: Path) -> Path:
    path = folder / "changed.odcs.yaml"
    path.write_text(yaml.safe_dump(document, sort_keys=False), "utf-8")
    return path


def test_every_contract_of_the_project_loads(project_root) -> None:
    contracts = load_contracts(project_root / "data_contracts")
    assert {contract.id for contract in contracts} >= {"ascof_timeseries", "observations"}
    for contract in contracts:
        assert contract.rules
        assert all(column.meaning for column in contract.columns), contract.id


NAMED_IN_CODE = {
    "ascof_timeseries": columns.Ascof,
    "observations": columns.Obs,
    "ascof_long": columns.AscofLong,
    "ons_mye": columns.Mye,
    "ons_snpp": columns.Snpp,
    "lookup_ltla_utla": columns.Tiers,
    "ons_nearest_neighbours": columns.Neighbours,
    "census_unpaid_care": columns.Care,
    "census_age": columns.CensusAge,
    "nhse_dtoc": columns.Dtoc,
    "bcf_budget": columns.BcfBudget,
}


@pytest.mark.parametrize("contract_id", NAMED_IN_CODE)
def test_column_names_in_code_are_the_contracts(project_root, contract_id) -> None:
    contract = load_contract(project_root / "data_contracts" / f"{contract_id}.odcs.yaml")
    named = [name.value for name in NAMED_IN_CODE[contract_id]]
    assert [column.name for column in contract.columns] == named


def test_the_names_of_discharges_are_among_the_contracts(project_root) -> None:
    contract = load_contract(project_root / "data_contracts" / "discharge_ready_date.odcs.yaml")
    known = {column.name for column in contract.columns}
    assert {name.value for name in columns.Drd} <= known


@pytest.mark.parametrize(
    "place",
    [
        ("statuss",),
        ("schema", 0, "properties", 0, "requird"),
        ("schema", 0, "properties", 8, "quality", 0, "mustBee"),
        ("schema", 0, "quality", 0, "severty"),
        ("customProperties", 0, "valu"),
    ],
    ids=lambda place: "/".join(str(step) for step in place),
)
def test_a_misspelt_key_is_refused_at_any_depth(document, tmp_path, place) -> None:
    here = document
    for step in place[:-1]:
        here = here[step]
    here[place[-1]] = "x"
    with pytest.raises(ContractError):
        load_contract(written(document, tmp_path))


def test_a_misspelt_key_of_the_layout_is_refused(document, tmp_path) -> None:
    layout = document["schema"][0]["customProperties"][0]["value"]
    layout["headerCell"] = layout.pop("headerCells")
    contract = load_contract(written(document, tmp_path))
    with pytest.raises(ContractError, match="layout"):
        layout_of(contract)


@pytest.mark.parametrize(
    "entry",
    [
        {"name": "sql_rule", "type": "sql", "query": "select 1", "mustBe": 0},
        {"name": "unknown_metric_use", "metric": "rowCount", "mustBeLessThan": 5},
        {
            "name": "no_engine",
            "type": "custom",
            "engine": "soda",
            "implementation": {"rule": "at_most"},
        },
        {
            "name": "no_rule",
            "type": "custom",
            "engine": "care-workbooks",
            "implementation": {"rule": "sums_up"},
        },
        {
            "name": "odd_argument",
            "type": "custom",
            "engine": "care-workbooks",
            "implementation": {
                "rule": "at_most",
                "columns": ["numerator", "denominator"],
                "slack": 1,
            },
        },
        {
            "name": "no_column",
            "type": "custom",
            "engine": "care-workbooks",
            "implementation": {"rule": "at_most", "columns": ["numerator", "denominatr"]},
        },
        {"name": "england_present", "metric": "rowCount", "mustBeGreaterOrEqualTo": 1},
        {
            "name": "odd_severity",
            "severity": "info",
            "metric": "rowCount",
            "mustBeGreaterOrEqualTo": 1,
        },
    ],
    ids=lambda entry: entry["name"],
)
def test_a_rule_that_cannot_be_checked_is_an_error_at_load(document, tmp_path, entry) -> None:
    document["schema"][0]["quality"].append(entry)
    with pytest.raises(ContractError, match=entry["name"]):
        load_contract(written(document, tmp_path))


def test_a_pattern_without_anchors_is_refused(document, tmp_path) -> None:
    period = next(p for p in document["schema"][0]["properties"] if p["name"] == "period")
    period["logicalTypeOptions"] = {"pattern": "20[0-9]{2}"}
    with pytest.raises(ContractError, match="pattern"):
        load_contract(written(document, tmp_path))


def test_a_contract_states_its_disclosure_policy(document, tmp_path) -> None:
    document["customProperties"] = [
        entry for entry in document["customProperties"] if entry["property"] != "disclosurePolicy"
    ]
    with pytest.raises(ContractError, match="disclosurePolicy"):
        load_contract(written(document, tmp_path))


def test_text_that_is_not_yaml_is_refused(tmp_path) -> None:
    path = tmp_path / "broken.odcs.yaml"
    path.write_text("a: [", "utf-8")
    with pytest.raises(ContractError, match=r"broken\.odcs\.yaml"):
        load_contract(path)
