"""The register of commitments: counted, cited, paraphrased, and without anybody's name."""

from __future__ import annotations

import json
import re
from collections import Counter

import pytest

from helpers.indicators.registry import load_registry
from helpers.strategies import moments
from helpers.strategies.model import Strategy
from helpers.strategies.register import load_strategy, strategy_names

COUNTS = {"000": 32, "001": 11, "002": 24, "003": 41, "004": 15}
TYPES = {"T": "target", "B": "baseline", "£": "money", "M": "milestone", "D": "direction"}
THEMES = {
    "PL": "placements",
    "CA": "carers",
    "DP": "direct-payments",
    "WF": "workforce",
    "BC": "bcf-outcomes",
    "OUT": "outside",
    "all": "all",
}
# A run of so many words in common would be a sentence copied and not a paraphrase.
WORDS_IN_COMMON = 7


@pytest.fixture(scope="module")
def strategies(project_root):
    folder = project_root / "strategies"
    return [load_strategy(folder, name) for name in strategy_names(folder)]


@pytest.fixture(scope="module")
def commitments(strategies):
    return {each.id: each for strategy in strategies for each in strategy.commitments}


def listed(text):
    """The rows of the list of claims: id, types and themes; a range stands for each of it."""
    section = text[text.index("## 5. Claim register") : text.index("## 6. ")]
    for line in section.splitlines():
        found = re.match(r"\| (\d{3})-(\d+)(?: to \d{3}-(\d+))? \|", line)
        if found is None:
            continue
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        plain = [re.sub(r"\(.*?\)", "", cell) for cell in cells]
        types = {TYPES[letter] for letter in plain[2].strip().split("/") if letter in TYPES}
        themes = {THEMES[name] for name in re.findall(r"\b(?:PL|CA|DP|WF|BC|OUT|all)\b", plain[3])}
        for number in range(int(found[2]), int(found[3] or found[2]) + 1):
            yield f"{found[1]}-{number}", types, themes


def test_every_document_holds_its_claims(commitments) -> None:
    assert Counter(each[:3] for each in commitments) == COUNTS
    assert len(commitments) == 123
    for document, count in COUNTS.items():
        numbers = {int(each[4:]) for each in commitments if each.startswith(document)}
        apart = {27} if document == "003" else set()
        assert numbers == set(range(1, count + len(apart) + 1)) - apart


def test_one_claim_is_context_and_is_not_counted(strategies, commitments) -> None:
    apart = [each.id for strategy in strategies for each in strategy.context]
    assert apart == ["003-27"]
    assert "003-27" not in commitments


def test_the_register_is_the_list_of_claims(shared, commitments) -> None:
    rows = {
        claim: (types, themes)
        for claim, types, themes in listed((shared / "domain.md").read_text("utf-8"))
    }
    assert rows.pop("003-27") == (set(), {"placements", "direct-payments"})
    assert rows.keys() == commitments.keys()
    for claim, (types, themes) in rows.items():
        assert set(commitments[claim].types) == types, claim
        # Eight activities have the theme of each, which the list leaves to the register.
        if themes:
            assert set(commitments[claim].themes) == themes, claim


def test_closed_documents_are_those_of_2014_2018_and_2020(strategies) -> None:
    closed = {
        document.id: moments.first_day(document.starts.date).year
        for strategy in strategies
        for document in strategy.documents
        if document.standing == "closed"
    }
    assert closed == {"001": 2018, "002": 2014, "004": 2020}


def test_each_says_where_it_stands_and_what_it_needs(commitments) -> None:
    for claim, each in commitments.items():
        assert each.section and each.says.endswith(".") and each.needs.endswith("."), claim
        assert len(each.says.split()) <= 30, claim
    assert {each.local_dataset for each in commitments.values() if each.local_dataset} == {
        "direct_payments_local",
        "carers_local",
        "home_care_waits",
        "bcf_budget",
        "bcf_metrics",
    }


def test_local_datasets_have_a_contract(project_root, commitments) -> None:
    for each in commitments.values():
        if each.local_dataset:
            contract = project_root / "data_contracts" / f"{each.local_dataset}.odcs.yaml"
            assert contract.is_file(), each.id


def test_a_target_says_what_it_is_counted_from_or_that_nothing_is_stated(commitments) -> None:
    targets = {claim: each for claim, each in commitments.items() if each.target}
    assert set(targets) == {"001-2", "002-1", "002-2", "003-11", "003-14", "003-21"}
    without = {claim for claim, each in targets.items() if each.baseline == "not stated"}
    assert without == {"002-1", "002-2", "003-11", "003-14", "003-21"}
    assert [claim for claim, each in targets.items() if not each.deadline.date] == ["003-14"]


def test_no_direction_carries_a_number(commitments) -> None:
    for claim, each in commitments.items():
        if not {"target", "baseline", "money"} & set(each.types):
            assert each.target is None and not each.stated, claim
    assert not any(each.target for claim, each in commitments.items() if claim.startswith("000"))


def test_slips_are_recorded_and_not_mended(strategies, commitments) -> None:
    documents = {each.id: each for strategy in strategies for each in strategy.documents}
    told = {
        document: " ".join(f"{slip.where}: {slip.found}" for slip in documents[document].slips)
        for document in documents
    }
    assert "thousands of pounds" in told["002"] and "£11.334" in told["002"]
    assert "February 2018" in told["001"] and "no date" in told["001"]
    assert "no date" in told["000"]
    for claim in ("002-1", "002-2"):
        assert "Neither a year nor a number" in commitments[claim].slips[0].found
    assert "less than the pool" in commitments["002-7"].slips[0].found
    assert commitments["002-8"].stated[0].written == "£11.334"


def test_a_milestone_that_is_not_for_the_council_to_confirm_has_evidence(commitments) -> None:
    settled = {
        claim: each.milestone
        for claim, each in commitments.items()
        if each.milestone.state != "council to confirm"
    }
    assert set(settled) == {"000-16", "003-15", "003-16", "003-41"}
    assert all(each.evidence and each.evidence.date for each in settled.values())


def test_measures_are_registered(project_root, commitments) -> None:
    registry = load_registry(project_root / "data_contracts")
    known = {(item.framework, item.code) for item in registry.indicators}
    for claim, each in commitments.items():
        for measure in (*each.measures, *(m.continues for m in each.measures if m.continues)):
            assert (measure.framework, measure.code) in known, (claim, measure)


def test_no_sentence_is_copied(shared, project_root) -> None:
    runs = {
        run
        for path in (shared / "seeds").glob("0*.txt")
        for run in windows(words(path.read_text("utf-8")))
    }
    for path in sorted((project_root / "strategies").glob("*.yaml")):
        strategy = load_strategy(path.parent, path.stem)
        for each in strategy.commitments:
            told = [each.says, each.needs, each.note, *(slip.found for slip in each.slips)]
            for text in told:
                copied = [run for run in windows(words(text)) if run in runs]
                assert not copied, (each.id, copied)


def test_nobody_is_named(shared, project_root) -> None:
    register = " ".join(
        path.read_text("utf-8") for path in (project_root / "strategies").glob("*.yaml")
    )
    named: set[str] = set()
    for path in (shared / "seeds").glob("0*.txt"):
        text = path.read_text("utf-8")
        named |= set(re.findall(r"Contact Officer:\s*([^\n\t]+)", text))
        named |= set(re.findall(r"([A-Z][a-z]+ [A-Z][a-z]+),? (?:[-–] )?Assistant Director", text))
        named |= set(re.findall(r"[\w.]+@[\w.]+", text))
        named |= set(re.findall(r"\b0\d{3} \d{3} \d{4}\b", text))
    assert len(named) >= 5
    for name in named:
        for part in (name, *name.split()):
            assert not re.search(rf"\b{re.escape(part)}\b", register), "somebody is named"
    assert "@" not in register and not re.search(r"\b0\d{9,10}\b", register)


def test_the_schema_beside_the_code_is_the_models(project_root) -> None:
    path = project_root / "src" / "helpers" / "strategies" / "strategy.schema.json"
    assert json.loads(path.read_text("utf-8")) == Strategy.model_json_schema(), (
        "write the schema again: docs/strategies.md says how"
    )


def words(text):
    return re.findall(r"[a-z0-9]+", text.lower())


def windows(found):
    return {
        " ".join(found[at : at + WORDS_IN_COMMON]) for at in range(len(found) - WORDS_IN_COMMON + 1)
    }
