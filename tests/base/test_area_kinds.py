"""Kinds of area: told from the code, and tied to what ONS says of each."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from helpers.base.area_kinds import (
    SOCIAL_CARE_KINDS,
    AreaKind,
    area_kind,
    code_text,
    is_county,
    is_district,
    looks_like_number,
)
from helpers.base.errors import ParameterError

# What the mid-year estimates say in their column Geography. They call Welsh councils
# unitary authorities and Scottish and Northern Irish ones by their own styles.
ONS_WORDS = {
    "Country": {AreaKind.COUNTRY},
    "Region": {AreaKind.REGION},
    "County": {AreaKind.COUNTY},
    "Metropolitan County": {AreaKind.METROPOLITAN_COUNTY},
    "Metropolitan District": {AreaKind.METROPOLITAN_DISTRICT},
    "Non-metropolitan District": {AreaKind.DISTRICT},
    "London Borough": {AreaKind.LONDON_BOROUGH},
    "Unitary Authority": {AreaKind.UNITARY_AUTHORITY, AreaKind.WELSH_COUNCIL},
    "Council Area": {AreaKind.SCOTTISH_COUNCIL},
    "Local Government District": {AreaKind.NORTHERN_IRISH_COUNCIL},
}
MYE_2018 = ("ons_mye_2018", "ukmidyearestimates20182019ladcodes.xls", "MYE2-All", 378)
MYE_2020 = ("ons_mye_2020", "ukpopestimatesmid2020on2021geography.xls", "MYE2 - Persons", 420)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("E92000001", AreaKind.COUNTRY),
        ("K02000001", AreaKind.COUNTRY),
        ("E12000002", AreaKind.REGION),
        ("E10000034", AreaKind.COUNTY),
        ("E06000058", AreaKind.UNITARY_AUTHORITY),
        (" e08000015 ", AreaKind.METROPOLITAN_DISTRICT),
        ("E09000001", AreaKind.LONDON_BOROUGH),
        ("E07000239", AreaKind.DISTRICT),
        ("E11000002", AreaKind.METROPOLITAN_COUNTY),
        ("E13000001", AreaKind.INNER_OR_OUTER_LONDON),
        ("W06000015", AreaKind.WELSH_COUNCIL),
        ("S12000036", AreaKind.SCOTTISH_COUNCIL),
        ("N09000003", AreaKind.NORTHERN_IRISH_COUNCIL),
        ("E38000101", AreaKind.CLINICAL_COMMISSIONING_GROUP),
        ("E54000008", AreaKind.INTEGRATED_CARE_BOARD),
        ("E01006512", AreaKind.OTHER),
    ],
)
def test_the_kind_is_told_from_the_code(code: str, kind: AreaKind) -> None:
    """Every kind once, and one that is not used here."""
    assert area_kind(code) is kind
    assert is_district(code) == (kind is AreaKind.DISTRICT)
    assert is_county(code) == (kind is AreaKind.COUNTY)


@pytest.mark.parametrize("text", ["319", "Z9D4Z", "England", "E0800015", "E080000155", "[z]"])
def test_other_texts_have_no_kind(text: str) -> None:
    """A code of a social care collection is a code, but no ONS code."""
    with pytest.raises(ParameterError, match="not an ONS code"):
        area_kind(text)
    assert not is_district(text)
    assert not is_county(text)


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("319.0", "number with a decimal point"),
        (" 319. ", "number with a decimal point"),
        ("1.2E+46", "number with a decimal point"),
        (".5", "number with a decimal point"),
        (319, "not text .int."),
        (319.0, "not text .float."),
        (None, "there is no code"),
        ("", "there is no code"),
        ("\N{NO-BREAK SPACE} ", "there is no code"),
    ],
)
@pytest.mark.parametrize("ask", [code_text, area_kind, is_district, is_county])
def test_what_has_been_a_number_is_refused(ask: object, code: object, found: str) -> None:
    """Nobody repairs a code: the reader is told to read the column as text."""
    with pytest.raises(ParameterError, match=found) as caught:
        ask(code)  # type: ignore[operator]
    assert "as text" in caught.value.mend


@pytest.mark.parametrize("text", ["319", "H6X4G", "12E45", "E08000015", "00KB"])
def test_codes_are_no_numbers(text: str) -> None:
    """Three digits and five characters are codes, even where a spreadsheet sees a number."""
    assert not looks_like_number(text)
    assert code_text(f" {text.lower()}\n") == text


@pytest.mark.parametrize(("folder", "name", "sheet", "least"), [MYE_2018, MYE_2020])
def test_kinds_tie_to_the_estimates(
    shared: Path, folder: str, name: str, sheet: str, least: int
) -> None:
    """Every area of the United Kingdom has the kind that ONS writes beside it."""
    book = CalamineWorkbook.from_path(shared / "data" / "real" / folder / name)
    rows = [row for row in book.get_sheet_by_name(sheet).to_python() if str(row[2]) in ONS_WORDS]
    assert len(rows) >= least - 10
    assert all(area_kind(row[0]) in ONS_WORDS[str(row[2])] for row in rows)
    assert {area_kind(row[0]) for row in rows} == set().union(*ONS_WORDS.values())


def test_councils_with_social_care_are_those_kinds(shared: Path) -> None:
    """In the mid-2024 estimates they are 153, and no area is of a kind unknown here."""
    path = shared / "data" / "real" / "ons_mye_2024" / "mye24tablesew.csv"
    with path.open(encoding="utf-8-sig", newline="") as lines:
        kinds = Counter(area_kind(row["Code"]) for row in csv.DictReader(lines))
    assert sum(kinds[kind] for kind in SOCIAL_CARE_KINDS) == 153
    assert kinds[AreaKind.DISTRICT] == 164
    assert kinds[AreaKind.OTHER] == 0
