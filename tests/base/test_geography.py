"""The council register: unique, findable, and tied to what publishers say."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from helpers.base.errors import ParameterError
from helpers.base.geography import ENGLAND, REGIONS, all_areas, find_area, find_region, second_codes

PUBLISHERS_OWN_NAMES = {"E06000035": "Medway Towns", "E06000020": "Telford and the Wrekin"}
TYPE_ROWS = {
    "S": "shire county",
    "U": "unitary authority",
    "M": "metropolitan district",
    "I": "inner London",
    "O": "outer London",
}
WINDOWS_NAMES = re.compile(r"con|prn|aux|nul|com\d|lpt\d")


@pytest.fixture(scope="module")
def table_2c(real_ascof: Path) -> list[list[object]]:
    """Return the rows below the header of the real table 2c."""
    sheet = CalamineWorkbook.from_path(real_ascof).get_sheet_by_name("Table_2c")
    rows = sheet.to_python(skip_empty_area=False)
    start = next(i for i, row in enumerate(rows) if row[0] == "Local authority code")
    return [list(row) for row in rows[start + 1 :]]


def council_rows(rows: list[list[object]]) -> list[list[object]]:
    """Keep the rows that are councils: not England, a region or a council type."""
    return [row for row in rows if re.match(r"E0[689]|E10", str(row[2]))]


def test_there_are_153_councils_sorted_by_code() -> None:
    """The register is whole and in order."""
    codes = [area.code for area in all_areas()]
    assert len(codes) == 153
    assert codes == sorted(codes)


@pytest.mark.parametrize("field", ["code", "name", "slug", "source_code"])
def test_each_identifier_is_unique(field: str) -> None:
    """No two councils share an identifier."""
    assert len({getattr(area, field) for area in all_areas()}) == 153


def test_every_slug_fits_a_path() -> None:
    """Slugs are ASCII, hyphenated, short and safe on Windows."""
    for area in all_areas():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", area.slug), area
        assert len(area.slug) <= 34
        assert not WINDOWS_NAMES.fullmatch(area.slug)


def test_fields_are_consistent() -> None:
    """Regions agree with their codes and types with the letters of ONS codes."""
    kinds = defaultdict(set)
    for area in all_areas():
        assert REGIONS[area.region_code] == area.region
        assert re.fullmatch(r"\d{3}|[A-Z0-9]{5}", area.source_code)
        kinds[area.code[:3]].add(area.council_type)
    assert kinds == {
        "E06": {"unitary authority", "shire county"},
        "E08": {"metropolitan district"},
        "E09": {"inner London", "outer London"},
        "E10": {"shire county"},
    }
    assert Counter(area.council_type for area in all_areas()) == {
        "unitary authority": 61,
        "metropolitan district": 36,
        "shire county": 23,
        "outer London": 20,
        "inner London": 13,
    }


def test_every_code_name_and_slug_finds_its_own_council() -> None:
    """No key of one council is hidden by a key of another."""
    for area in all_areas():
        for text in (area.code, area.name, area.slug, area.code.lower(), area.name.upper()):
            assert find_area(text) is area
        style = "Corporation" if area.slug == "city-of-london" else "Council"
        assert find_area(f"{area.name} {style}") is area


def test_two_councils_have_a_second_code() -> None:
    """Barnsley and Sheffield, and no others."""
    assert dict(second_codes()) == {"E08000038": "E08000016", "E08000039": "E08000019"}


def test_every_other_name_and_code_of_the_list_finds_its_council(project_root: Path) -> None:
    """The further columns of the list are all usable."""
    path = project_root / "src" / "helpers" / "base" / "councils.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            for text in f"{row['other_names']};{row['other_codes']}".split(";"):
                assert not text or find_area(text).code == row["code"]


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("E08000015", "wirral"),
        ("  e08000015 ", "wirral"),
        ("WIRRAL", "wirral"),
        ("E08000038", "barnsley"),
        ("E08000016", "barnsley"),
        ("E08000039", "sheffield"),
        ("Medway Towns", "medway"),
        ("Kingston upon Hull, City of", "kingston-upon-hull"),
        ("hull", "kingston-upon-hull"),
        ("Bristol, City of", "bristol"),
        ("Herefordshire, County of", "herefordshire"),
        ("County Durham", "durham"),
        ("Durham County Council", "durham"),
        ("Telford & Wrekin", "telford-and-wrekin"),
        ("St Helens", "st-helens"),
        ("Stockton on Tees", "stockton-on-tees"),
        ("London Borough of Camden", "camden"),
        ("City of London", "city-of-london"),
        ("Royal Borough of Windsor and Maidenhead", "windsor-and-maidenhead"),
        ("bournemouth christchurch poole", "bournemouth-christchurch-and-poole"),
        ("E10000023", "north-yorkshire"),
        ("E08000020", "gateshead"),
        ("E06000048", "northumberland"),
        ("E10000002", "buckinghamshire"),
        ("Dorset Council", "dorset"),
    ],
)
def test_councils_are_found_however_written(text: str, slug: str) -> None:
    """Case, spacing, punctuation and full style do not matter."""
    if slug.startswith("bournemouth"):
        text = text.replace(" poole", ", and  POOLE")
    assert find_area(text).slug == slug


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ("wirrall", "did you mean Wirral (wirral, E08000015)?"),
        ("worchestershire", "did you mean Worcestershire (worcestershire, E10000034)?"),
        ("Seftun", "did you mean Sefton (sefton, E08000014)?"),
        (
            "E10000006",
            "did you mean Cumberland (cumberland, E06000063) "
            "or Westmorland and Furness (westmorland-and-furness, E06000064)?",
        ),
        (
            "Northamptonshire County Council",
            "did you mean North Northamptonshire (north-northamptonshire, E06000061) "
            "or West Northamptonshire (west-northamptonshire, E06000062)?",
        ),
        (
            "Dorset County Council",
            "did you mean Dorset (dorset, E06000059) or Bournemouth, Christchurch and Poole "
            "(bournemouth-christchurch-and-poole, E06000058)?",
        ),
    ],
)
def test_a_mistake_is_told_what_may_be_meant(text: str, mend: str) -> None:
    """The error points to the nearest councils, or to the successors of a former one."""
    with pytest.raises(ParameterError) as caught:
        find_area(text)
    assert caught.value.place == f'area "{text}"'
    assert "153" in caught.value.expected
    assert caught.value.mend == mend


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("North West", "this is a region, not a council"),
        ("London", "this is a region, not a council"),
        (ENGLAND, "this is the whole country, not a council"),
        ("E07000237", "district council"),
        ("E0800015", "no council has this code, slug or name"),
        ("319.0", "this is a number with a decimal point, not a code"),
        ("zzz", "no council has this code, slug or name"),
        ("", "no council has this code, slug or name"),
        ("the council", "no council has this code, slug or name"),
    ],
)
def test_a_text_that_is_no_council_is_told_why(text: str, found: str) -> None:
    """Regions, the country, districts and noise are told apart."""
    with pytest.raises(ParameterError, match=found) as caught:
        find_area(text)
    assert caught.value.mend
    assert "did you mean" not in caught.value.mend


@pytest.mark.parametrize(
    "text", ["Eastern", "East of England", "E12000006", "east of england", "EASTERN"]
)
def test_regions_are_found_by_code_name_and_synonym(text: str) -> None:
    """Both names of the East of England are in circulation."""
    assert find_region(text) == "E12000006"


def test_an_unknown_region_is_told_the_nine() -> None:
    """The error lists the regions."""
    with pytest.raises(ParameterError, match="East of England, London"):
        find_region("Mercia")


def test_codes_and_names_tie_to_the_publishers(table_2c: list[list[object]]) -> None:
    """The 153 councils are those of the real file, by both codes and by name."""
    published = council_rows(table_2c)
    assert {row[2] for row in published} == {area.code for area in all_areas()}
    for code, name, ons_code, *_ in published:
        area = find_area(str(name))
        assert area is find_area(str(ons_code))
        assert area.source_code == (str(int(code)) if isinstance(code, float) else code)
        assert name == PUBLISHERS_OWN_NAMES.get(area.code, area.name)


def test_regions_tie_to_a_second_publisher(shared: Path) -> None:
    """Every council in the OFLOG file has the region given there."""
    path = shared / "data" / "real" / "oflog_asc" / "ASC_data.csv"
    checked = set()
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            try:
                area = find_area(row["Local authority code"])
            except ParameterError as error:
                assert "former council" in error.found
                continue
            assert area.region_code == find_region(row["Region"])
            checked.add(area.code)
    assert len(checked) == 151
    assert {area.name for area in all_areas() if area.code not in checked} == {
        "Cumberland",
        "Westmorland and Furness",
    }


def test_populations_sum_to_the_published_regions_and_types(
    table_2c: list[list[object]],
) -> None:
    """Table 2c's populations add up by region and type, to the rounding of 5.

    A suppressed council leaves its group short by an unknown number that is not negative.
    """
    known: Counter[str] = Counter()
    short = set()
    for row in council_rows(table_2c):
        area = find_area(str(row[2]))
        for group in (area.region_code, area.council_type, ENGLAND):
            if isinstance(row[4], float):
                known[group] += int(row[4])
            else:
                short.add(group)
    tied = 0
    for row in table_2c:
        group = TYPE_ROWS.get(str(row[0]), str(row[2]))
        if group not in known:
            continue
        assert isinstance(row[4], float)
        missing = row[4] - known[group]
        assert missing >= -5 if group in short else abs(missing) <= 5, (group, missing)
        tied += group not in short
    assert tied == 12
    assert len(known) == 15
