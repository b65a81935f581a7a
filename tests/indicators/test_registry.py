"""The registry is read strictly, held against the contracts, and no code means two things."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from helpers.base.errors import ContractError, ParameterError
from helpers.base.themes import THEMES
from helpers.indicators.definitions import CATALOGUE
from helpers.indicators.registry import FILE, Registry, load_registry
from helpers.indicators.schema import PATH, check_by_schema, schema_text
from indicators.listing import PAGE, page

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = ROOT / "data_contracts"
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
# Definitions that the domain's reference marks as general knowledge, by id of the catalogue.
GENERAL_KNOWLEDGE = ("PL8", "WF2", "WF4", "BC5", "BC6", "BC7", "BC8", "BC9", "DP7")
NEVER_TO_DATA = ("asc_fr_activity", "asc_fr_totals", "salt")


def written() -> dict[str, Any]:
    document: dict[str, Any] = yaml.load((CONTRACTS / FILE).read_text("utf-8"), Loader=LOADER)
    return document


@pytest.fixture
def changed(tmp_path) -> Callable[[Callable[[dict[str, Any]], object]], Registry]:
    """Return a function that loads the registry after a change of its document."""
    for path in CONTRACTS.glob("*.odcs.yaml"):
        shutil.copy(path, tmp_path)

    def load(change: Callable[[dict[str, Any]], object]) -> Registry:
        document = written()
        change(document)
        text = yaml.dump(document, Dumper=DUMPER, sort_keys=False, allow_unicode=True)
        (tmp_path / FILE).write_text(text, "utf-8")
        return load_registry(tmp_path)

    return load


def entry(document: dict[str, Any], code: str, framework: str = "ascof-2023") -> dict[str, Any]:
    found = [
        item
        for item in document["indicators"]
        if (item["framework"], item["code"]) == (framework, code)
    ]
    return found[0]  # type: ignore[no-any-return]


def test_the_schema_in_the_package_is_that_of_the_models() -> None:
    assert PATH.read_text("utf-8") == schema_text(), "python -m helpers.indicators.schema writes it"


def test_the_registry_fits_the_schema_and_an_unknown_key_does_not() -> None:
    document = json.loads(json.dumps(written()))
    check_by_schema(document, FILE)
    entry(document, "2C")["colour"] = "blue"
    with pytest.raises(ContractError, match="colour"):
        check_by_schema(document, FILE)


@pytest.mark.parametrize("name", CATALOGUE)
def test_each_id_of_the_catalogue_is_answered(registry, name) -> None:
    assert registry.answering(name), f"no indicator answers {name}"


def test_the_catalogue_has_its_forty_seven_ids() -> None:
    assert Counter(name[:2] for name in CATALOGUE) == {
        "PL": 10,
        "CA": 9,
        "DP": 8,
        "WF": 7,
        "BC": 13,
    }


def test_what_was_not_read_in_a_source_says_so(registry) -> None:
    for name in GENERAL_KNOWLEDGE:
        assert any(item.unconfirmed for item in registry.answering(name)), name


def test_undecoded_keys_are_never_computed_from(registry) -> None:
    assert not {series.dataset for series in registry.series} & set(NEVER_TO_DATA)
    told = [item for item in registry.indicators if "keys" in item.uncomputed]
    assert {name for item in told for name in item.answers} >= {"PL3", "PL7", "PL8", "DP5", "CA6"}


def test_a_code_by_itself_is_that_of_the_framework_in_force(registry) -> None:
    assert registry.find("2b").title == "Admissions to care homes, aged 18 to 64"
    assert registry.find("1B").framework == "ascof-2023"
    assert registry.find("1B", "ascof-2014").title.startswith("People with control")
    assert registry.find("DRD-mean").framework == "nhs-discharge"


def test_an_older_code_has_to_be_named_with_its_framework(registry) -> None:
    with pytest.raises(ParameterError) as caught:
        registry.find("2A(2)")
    assert "ascof-2014: Admissions to care homes, aged 65 and over" in caught.value.expected
    assert caught.value.mend == 'name the framework too, such as framework="ascof-2014"'
    assert registry.find("2a(2)", "ascof-2014").population == (65, 90)


def test_unknown_codes_and_frameworks_name_the_nearest(registry) -> None:
    with pytest.raises(ParameterError, match="did you mean 2D"):
        registry.find("2D(3)")
    with pytest.raises(ParameterError, match="did you mean ascof-2014"):
        registry.find("2A(2)", "ascof-2015")
    with pytest.raises(ParameterError, match="indicator of ascof-2014"):
        registry.find("2E(2b)", "ascof-2014")


def test_an_ambiguous_code_names_the_choices(changed) -> None:
    registry = changed(lambda d: d["frameworks"]["ascof-2014"].update(in_force=True))
    with pytest.raises(ParameterError) as caught:
        registry.find("3A")
    assert caught.value.found == "several frameworks in force have this code"
    assert "ascof-2023: People with control" in caught.value.expected
    assert "ascof-2014: People satisfied" in caught.value.expected
    assert registry.find("3A", "ascof-2023").title.startswith("People with control")


def test_no_two_meanings_of_a_code_have_one_title(registry) -> None:
    old = {i.code: i for i in registry.indicators if i.framework == "ascof-2014"}
    new = {i.code: i for i in registry.indicators if i.framework == "ascof-2023"}
    both = sorted(set(old) & set(new))
    assert both == ["1A", "1B", "1D", "1E", "3A", "3B", "4A", "4B"]
    for code in both:
        assert old[code].title != new[code].title


@pytest.mark.parametrize(
    ("change", "place", "found"),
    [
        (lambda d: d.update(colours=[]), "colours", "not known"),
        (lambda d: entry(d, "2C").update(polarty="lower"), "indicators/7/polarty", "not known"),
        (
            lambda d: entry(d, "2C")["computed"][0].update(wear={}),
            "indicators/7/computed/0/published/wear",
            "not known",
        ),
        (lambda d: entry(d, "2C").pop("unit"), "indicators/7/unit", "required"),
        (lambda d: entry(d, "2C").update(answers=["PL99"]), "indicators/7", "PL99"),
        (lambda d: entry(d, "2C").update(checks=["looks_odd"]), "indicators/7", "looks_odd"),
        (lambda d: entry(d, "2C").update(framework="ascof-2030"), "the document", "ascof-2030"),
        (lambda d: entry(d, "2C").update(collection="cdl"), "the document", "cdl"),
        (lambda d: entry(d, "2C").update(pages=["workforce"]), "indicators/7", "not among its themes"),
        (lambda d: entry(d, "2C").update(uncomputed="no"), "indicators/7", "either computed"),
        (lambda d: d["indicators"].append(entry(d, "2C")), "the document", "registered twice"),
        (lambda d: entry(d, "2D(1)").update(shown_with="2D(9)"), "the document", "2D(9)"),
        (lambda d: d["datasets"].pop("oflog"), "the document", "oflog"),
    ],
)  # fmt: skip
def test_a_fault_of_the_registry_is_refused_with_its_place(changed, change, place, found) -> None:
    with pytest.raises(ContractError) as caught:
        changed(change)
    assert place in caught.value.place and found in caught.value.found
    assert caught.value.mend


@pytest.mark.parametrize(
    ("change", "place", "found", "mend"),
    [
        (
            lambda d: entry(d, "2C")["computed"][0].update(value="outcom"),
            "ascof-2023 2C, computed from ascof_timeseries",
            "no column outcom",
            "did you mean outcome?",
        ),
        (
            lambda d: entry(d, "2A(2)", "ascof-2014")["computed"][0]["where"].update(measure=["2C"]),
            "ascof-2014 2A(2), computed from ascof_long",
            "measure is never 2C",
            "did you mean 2C(",
        ),
        (
            lambda d: entry(d, "ASC7", "oflog")["computed"][0]["where"].update(measure=["ASC8"]),
            "oflog ASC7",
            "measure is never ASC8",
            "did you mean ASC",
        ),
        (
            lambda d: entry(d, "carer-reviews", "local")["computed"][0].update(
                where={"measure": ["review"]}
            ),
            "local carer-reviews",
            "measure is never review",
            "did you mean reviews?",
        ),
        (
            lambda d: entry(d, "unpaid-care", "census")["computed"][0]["numerator"].update(
                less={"band": ["nobody"]}
            ),
            "census unpaid-care",
            "band is never nobody",
            "mend",
        ),
        (
            lambda d: entry(d, "carer-assessment-rate", "local")["computed"][0]["per"][
                "count"
            ].update(column="values"),
            "local carer-assessment-rate",
            "census_unpaid_care has no column values",
            "did you mean value?",
        ),
        (
            lambda d: d["datasets"]["nhse_mar"].update(area="organisation"),
            "datasets/nhse_mar",
            "no column organisation",
            "did you mean org_name?",
        ),
        (
            lambda d: d["datasets"]["cqc_ratings"].pop("as_at"),
            "cqc homes-good, computed from cqc_ratings",
            "gives its rows no period",
            "which column",
        ),
    ],
)  # fmt: skip
def test_a_column_or_word_that_the_contract_lacks_is_refused(
    changed, change, place, found, mend
) -> None:
    with pytest.raises(ContractError) as caught:
        changed(change)
    error = caught.value
    assert place in error.place and found in error.found and mend in error.mend


def test_only_the_datasets_asked_about_are_held_against_their_contracts(tmp_path) -> None:
    shutil.copy(CONTRACTS / FILE, tmp_path)
    shutil.copy(CONTRACTS / "ascof_timeseries.odcs.yaml", tmp_path)
    assert load_registry(tmp_path, {"ascof_timeseries"}).find("2C")
    with pytest.raises(ContractError, match=r"activity_lts001\.odcs\.yaml"):
        load_registry(tmp_path)


def test_pages_show_measures_of_their_theme_those_in_force_among_them(registry) -> None:
    for theme in THEMES:
        shown = registry.of_page(theme.slug)
        assert "ascof-2023" in {item.framework for item in shown}
        assert set(shown) <= set(registry.of_theme(theme.slug))


def test_a_denominator_that_is_a_population_is_the_one_divided_by(registry) -> None:
    for series in registry.series:
        per = getattr(series.computation, "per", None)
        first = getattr(per, "first", None)
        if first is not None:
            assert series.indicator.population == (first, per.last), series.indicator.name


def test_series_are_numbered_in_order_and_by_framework_code_and_dataset(registry) -> None:
    assert [series.number for series in registry.series] == list(range(len(registry.series)))
    keys = [(s.indicator.framework, s.indicator.code, s.dataset) for s in registry.series]
    assert len(set(keys)) == len(keys)


def test_the_commissioners_of_a_council_are_of_no_other(registry) -> None:
    codes = [code for each in registry.commissioners for code in each.codes]
    councils = [each.council for each in registry.commissioners]
    assert len(set(codes)) == len(codes) and len(set(councils)) == len(councils)
    of = {each.council: each.codes for each in registry.commissioners}
    assert of["E08000015"] == ("12F",) and of["E08000014"] == ("01T", "01V")


def test_the_page_of_indicators_is_the_registrys(registry) -> None:
    assert PAGE.read_text("utf-8") == page(registry), "python tests/indicators/listing.py writes it"
