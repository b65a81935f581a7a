"""An invented long ASCOF file: a sheet of the old framework and one of the new.

Every figure is invented. The publisher gives one year a file; two sheets stand here so that
the rules of both frameworks have rows.
"""

from __future__ import annotations

from typing import Any

from helpers.base.geography import all_areas

FILE_NAME = "ascof-open-data-invented"
OLD_SHEET, NEW_SHEET = "ASCOF 2020-21", "ASCOF 2024-25"
OLD_HEADER = [
    "Geographical Code",
    "Geographical Description",
    "Geographical Level",
    "ONS Code",
    "ASCOF Measure Code",
    "Disaggregation Level",
    "Measure Type",
    "Measure Value",
    "Measure Group",
    "Measure Group Description",
]
NEW_HEADER = [
    "Geographical code",
    "Geographical description",
    "Geographical level",
    "ONS code",
    "ASCOF measure code",
    "Disaggregation level",
    "Measure type",
    "Measure value",
]
COUNCILS = [
    (area.source_code, area.name, "Council", area.code)
    for area in all_areas()
    if "E08" in area.code
][:14]
ABOVE = [
    ("England", "England", "England", "E92000001"),
    ("NW", "North West", "Region", "E12000002"),
    ("E", "Eastern", "Region", "E12000006"),
    ("M", "Metropolitan Districts", "Council Type", ""),
]
OLD_COUNTS = [
    ("1C2A", "", "Total", 100),
    ("1C2A", "1864", "18-64", 100),
    ("2A1", "", "Total", 100_000),
    ("2A2", "", "Total", 100_000),
    ("2D", "", "Total", 100),
]
OLD_SURVEYS = [("1A", "", "Total"), ("1B", "", "Total"), ("1B", "M", "Male"), ("1J", "", "Total")]
OLD_OUTCOMES = [("1F", "", "Total"), ("1F", "F", "Female")]
NEW_COUNTS = [
    ("2A", "", "Total", 100),
    ("2A", "65OV", "65 and over", 100),
    ("2B", "", "Total", 100_000),
    ("2E2A", "", "Total", 100),
    ("3D1A", "1864", "18 to 64", 100),
]
NEW_LEVELS = {"Council": "Local authority", "Region": "Regional"}


def sheets() -> dict[str, list[list[Any]]]:
    """Return the cells of both sheets."""
    return {OLD_SHEET: _old(), NEW_SHEET: _new()}


def _old() -> list[list[Any]]:
    rows: list[list[Any]] = []
    for number, area in enumerate([*ABOVE, *COUNCILS]):
        for group, suffix, label, multiplier in OLD_COUNTS:
            for kind, value in _counts(number, group, multiplier):
                rows.append([*area, group + suffix, label, kind, value, group, f"Measure {group}"])
        for group, suffix, label in OLD_SURVEYS:
            for kind, value in _survey(number, group):
                rows.append([*area, group + suffix, label, kind, value, group, f"Measure {group}"])
        for group, suffix, label in OLD_OUTCOMES:
            outcome = 8 + number % 5
            rows.append([*area, group + suffix, label, "Outcome", outcome, group, "Measure 1F"])
    return [OLD_HEADER, *rows]


def _new() -> list[list[Any]]:
    rows: list[list[Any]] = []
    for number, (code, name, level, ons) in enumerate([*ABOVE, *COUNCILS]):
        area = [code, name, NEW_LEVELS.get(level, level), ons or "[z]"]
        for group, suffix, label, multiplier in NEW_COUNTS:
            for kind, value in _counts(number, group, multiplier):
                rows.append([*area, group + suffix, label, kind, value])
        rows.append([*area, "6A", "Total", "Outcome", "[x]" if number == 5 else 20 + number % 7])
        for kind in ("Base", "Outcome", "Margin of Error"):
            rows.append([*area, "1C", "Total", kind, "[z]"])
    return [NEW_HEADER, *rows]


def _counts(number: int, group: str, multiplier: int) -> list[tuple[str, Any]]:
    if number == 6 and group in ("2D", "2A"):
        return [("Denominator", "[c]"), ("Numerator", "[c]"), ("Outcome", "[c]")]
    denominator = 230 + 37 * number if multiplier == 100 else 61_000 + 977 * number
    numerator = denominator // 4 + number if multiplier == 100 else 311 + 7 * number
    outcome = round(numerator / denominator * multiplier, 1)
    return [("Denominator", denominator), ("Numerator", numerator), ("Outcome", outcome)]


def _survey(number: int, group: str) -> list[tuple[str, Any]]:
    # As in the year of the voluntary survey, England and most councils have no figure.
    if number in (0, 7, 8):
        values: list[Any] = ["[x]"] * 5
    else:
        people = 401 + 53 * number
        scores = people * 16 + number if group == "1A" else people // 2 + number
        outcome = scores / people * (1 if group == "1A" else 100)
        rounded = [5 * round(count / 5) for count in (people, scores)]
        values = [rounded[0], 5 * (20 + number), rounded[1], round(outcome, 1), 0.4]
    if group == "1J":
        share = values[3] if values[3] == "[x]" else 0.41
        return [("Base", values[1]), ("Outcome", share), ("Margin Of Error", values[4])]
    kinds = ("Denominator", "Base", "Numerator", "Outcome", "Margin Of Error")
    return list(zip(kinds, values, strict=True))
