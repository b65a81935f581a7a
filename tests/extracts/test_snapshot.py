"""What a contract may state about downloads, and the records beside the files."""

from __future__ import annotations

import dataclasses

import pytest

from extracts.fetching_server import (
    NAME,
    all_of,
    answers,
    failure,
    kept,
)
from helpers.base.errors import ContractError, ParameterError
from helpers.extracts.fetching import fetch_dataset
from helpers.extracts.folder import extract_files
from helpers.extracts.snapshot import address_fault, downloads_of


def test_records_and_parts_are_hidden_from_the_gate(fetch, publisher, inbox):
    publisher.will(answers(sent=1000))
    failure(fetch)
    assert {f".{NAME}.part", f".{NAME}.part.json"} == set(kept(inbox))
    assert extract_files(inbox) == ()


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("https://publisher.invalid/a?b=1&c=%20", ""),
        ("http://127.0.0.1:8000/a", ""),
        ("http://[::1]:8000/a", ""),
        ("http://publisher.invalid/a", "only https: is safe"),
        ("http://localhost.publisher.invalid/a", "only https: is safe"),
        ("file:///etc/hostname", "only https: is safe"),
        ("ftp://localhost/a", "only https: is safe"),
        ("//publisher.invalid/a", "only https: is safe"),
        ("https:///a", "names no host"),
        ("https://publisher.invalid:port/a", "no address"),
        ("https://publisher.invalid/a b", "space"),
        ("https://publisher.invalid/\r\nHost: x", "space"),
        ("https://me@publisher.invalid/a", "user name"),
    ],
)
def test_which_addresses_may_be_asked(address, fault):
    found = address_fault(address)
    assert fault in found if fault else found == ""


def test_a_contract_without_addresses_says_what_to_do_by_hand(contracts, inbox):
    with pytest.raises(ParameterError) as caught:
        all_of(contracts, inbox)
    told = str(caught.value)
    assert caught.value.exit_code == 2
    assert "open https://www.gov.uk/government/statistics/" in told
    assert "*ascof*.ods" in told and str(inbox) in told


def test_a_dataset_of_the_councils_own_systems_names_no_page(contracts, inbox):
    contract = contracts()
    own = dataclasses.replace(contract, facts=contract.facts | {"landingPage": "none"})
    with pytest.raises(ParameterError) as caught:
        downloads_of(own, inbox)
    told = str(caught.value)
    assert "the council's own systems" in told and "open http" not in told
    assert "*ascof*.ods" in told and str(inbox) in told


def test_a_dataset_that_nobody_knows(contracts, inbox):
    with pytest.raises(ParameterError, match="did you mean ascof_timeseries"):
        list(fetch_dataset("ascof-timeserie", contracts.folder, inbox, lambda _: None))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": "../up.ods"}, "downloads/0/name"),
        ({"name": ".hidden.ods"}, "downloads/0/name"),
        ({"name": "a\\b.ods"}, "downloads/0/name"),
        ({"address": "http://publisher.invalid/a.ods"}, "only https: is safe"),
        ({"address": "file:///etc/hostname"}, "downloads/0/address"),
        ({"sha256": "e4b06416"}, "downloads/0/sha256"),
        ({"bytes": 0}, "downloads/0/bytes"),
        ({"adress": "x"}, "downloads/0/adress"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_what_a_contract_states_is_checked(contracts, inbox, wrong, words):
    right = {"name": "a.ods", "address": "https://publisher.invalid/a.ods"}
    with pytest.raises(ContractError) as caught:
        all_of(contracts, inbox, right | wrong)
    assert words in str(caught.value)


def test_two_downloads_of_one_name_are_refused(contracts, inbox):
    one = {"name": "a.ods", "address": "https://publisher.invalid/a.ods"}
    with pytest.raises(ContractError, match="two downloads have one name"):
        all_of(contracts, inbox, one, one | {"name": "A.ods"})
