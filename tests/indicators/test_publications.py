"""Where a dataset is published comes from its contract, for every dataset that pages name."""

from __future__ import annotations

from helpers.indicators.publications import publications
from indicators.conftest import ROOT

CONTRACTS = ROOT / "data_contracts"


def test_every_dataset_of_the_registry_says_what_it_is_and_where(registry) -> None:
    found = publications(CONTRACTS, registry.datasets)
    assert [each.dataset for each in found] == list(registry.datasets)
    for each in found:
        assert each.title and each.publisher, each
        kept = each.publisher == "The council itself"
        assert bool(each.landing_page) != kept, each
        assert bool(each.site) == bool(each.landing_page)


def test_a_dataset_without_a_contract_is_passed_over() -> None:
    assert publications(CONTRACTS, ["no_such_dataset"]) == ()


def test_every_dataset_that_a_question_names_has_a_contract(registry) -> None:
    named = {name for gaps in registry.to_collect.values() for gap in gaps for name in gap.datasets}
    assert {each.dataset for each in publications(CONTRACTS, sorted(named))} == named
