"""Mutations of the metrics that must leave the other rules of their row alone."""

from __future__ import annotations

from changed_cells import Case, changed, doubled

FIRST = "Area code"
NUMBER = {"Unit": "number", "Plan or actual": "actual"}
PLANNED = {"Unit": "number", "Plan or actual": "plan"}
ACTUAL = {"Metric": "BC11.2", "Plan or actual": "actual"}
UNCOUNTED = {"Metric": "BC11.2", "Quarter": "Q2"}
LARGE = 10_000_001
YEAR = "Financial year"

CASES: dict[str, Case] = {
    "financial_year_form": changed(FIRST, ACTUAL, {YEAR: "last year"}),
    "value_range": changed(FIRST, NUMBER, {"Value": LARGE}),
    "numerator_range": changed(FIRST, NUMBER, {"Numerator": LARGE}),
    "denominator_range": changed(FIRST, NUMBER, {"Denominator": LARGE}),
    "baseline_value_readable": changed(FIRST, NUMBER, {"Baseline value": "about 40,000"}),
    "baseline_value_range": changed(FIRST, PLANNED, {"Baseline value": LARGE}),
    "admissions_taken_from_ascof": changed(FIRST, ACTUAL, {"Metric": "BC10"}),
    "key_unique": doubled(FIRST, ACTUAL),
    "percentages_up_to_100": changed(FIRST, UNCOUNTED, {"Value": 101}),
    "numerator_up_to_denominator": changed(FIRST, UNCOUNTED, {"Numerator": 11, "Denominator": 10}),
} | {
    f"years_of_{metric.lower()}": changed(FIRST, {"Metric": metric}, {YEAR: year})
    for metric, year in {
        "BC1": "2020-21",
        "BC2": "2020-21",
        "BC4": "2024-25",
        "BC5": "2025-26",
        "BC6": "2021-22",
        "BC7": "2020-21",
        "BC8": "2024-25",
        "BC9": "2024-25",
    }.items()
}
