"""Mutations of discharge ready dates: in the workbook, or in the year that only the JSON has."""

from __future__ import annotations

import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
Case = Callable[[dict[str, Any]], int | str | None]
SHEET = "UTLA Acceptable"
PERIOD, FIRST = "Period:", "Summary Type"
WIRRAL = "E08000015"
ENGLAND = "E92000001"
COVERAGE, DISCHARGES, BED_DAYS, SHARE, SAME_DAY = 5, 7, 8, 10, 13
MEAN, MEAN_IF_DELAYED = 29, 30
BANDS = {
    "delayed_1_day": 14,
    "delayed_2_3_days": 15,
    "delayed_4_6_days": 16,
    "delayed_7_13_days": 17,
    "delayed_14_20_days": 18,
    "delayed_21_days_or_more": 19,
}
FIGURES = (DISCHARGES, BED_DAYS, SHARE, SAME_DAY, *BANDS.values(), MEAN, MEAN_IF_DELAYED)
MONTHLY = (
    "total_discharges",
    "same_day_count",
    "same_day_percent",
    "delayed_count",
    "bed_days_after_drd",
    "average_days_after_drd_excluding_zero",
)


def _row(sheets: dict[str, Any]) -> int:
    return next(n for n, row in enumerate(sheets[SHEET]) if row[1:2] == [WIRRAL])


def alone(column: int, value: Any) -> Case:
    """Put a figure into a row whose other figures are not given."""

    def change(sheets: dict[str, Any]) -> int:
        number = _row(sheets)
        for other in FIGURES:
            sheets[SHEET][number][other] = "-"
        sheets[SHEET][number][column] = value
        return number + 1

    return change


def raised(column: int, amount: float, *blank: int) -> Case:
    """Raise one figure, and leave out those that would notice besides."""

    def change(sheets: dict[str, Any]) -> int:
        number = _row(sheets)
        sheets[SHEET][number][column] += amount
        for other in blank:
            sheets[SHEET][number][other] = "-"
        return number + 1

    return change


def too_few_days(sheets: dict[str, Any]) -> int:
    """Give fewer bed days than delayed discharges."""
    number = _row(sheets)
    row = sheets[SHEET][number]
    row[BED_DAYS] = sum(row[place] for place in BANDS.values()) - 1
    row[MEAN] = row[MEAN_IF_DELAYED] = "-"
    return number + 1


def untitled_month(sheets: dict[str, Any]) -> int:
    """Spoil the line above the table that says the month."""
    row = next(row for row in sheets[SHEET] if row[:1] == [PERIOD])
    row[1] = "Mrach 2025"
    return _row(sheets) + 1


def _year(sheets: dict[str, Any]) -> dict[str, Any]:
    made = runpy.run_path(str(FOLDER / "discharge_ready_date__year.py"))["document"]()
    sheets.clear()
    sheets.update(made)
    return next(area for area in sheets["utlas"] if area["code"] == WIRRAL)


def _only(area: dict[str, Any], metric: str, amount: int) -> None:
    """Raise one count of the year, and leave the year's other figures out."""
    count = area["metrics"][metric]["count"]
    for figures in area["metrics"].values():
        figures.update(dict.fromkeys(figures))
    for band in area["thresholds"]:
        band["count"] = None
    area["metrics"][metric]["count"] = count + amount


def _only_month(month: dict[str, Any], key: str, value: Any) -> None:
    month.update(dict.fromkeys(MONTHLY))
    month[key] = value


def year_off(metric: str) -> Case:
    """Raise a count of the year that no month raised."""

    def change(sheets: dict[str, Any]) -> str:
        _only(_year(sheets), metric, 7)
        return WIRRAL

    return change


def bands_off(sheets: dict[str, Any]) -> str:
    """Raise one band of the year."""
    _year(sheets)["thresholds"][1]["count"] += 7
    return WIRRAL


def unreadable_delayed(sheets: dict[str, Any]) -> str:
    """Write the delayed of one month in words."""
    _year(sheets)["monthly"][4]["delayed_count"] = "twelve"
    return "twelve"


def below_zero_delayed(sheets: dict[str, Any]) -> str:
    """Make the delayed of one month -1, and those of another more by as much."""
    months = _year(sheets)["monthly"]
    first, second = (months[place]["delayed_count"] for place in (4, 5))
    _only_month(months[4], "delayed_count", -1)
    _only_month(months[5], "delayed_count", first + second + 1)
    return "2024-08"


def england_off(sheets: dict[str, Any]) -> str:
    """Raise England's discharges of one month and of the year, and no board's."""
    _year(sheets)
    england = sheets["england"]
    month = england["monthly"][3]
    _only_month(month, "total_discharges", month["total_discharges"] + 7)
    _only(england, "drd-discharges", 7)
    return ENGLAND


def jumping(sheets: dict[str, Any]) -> str:
    """Treble a council's discharges in one month."""
    area = _year(sheets)
    month = area["monthly"][6]
    before = month["total_discharges"]
    _only_month(month, "total_discharges", before * 3)
    _only(area, "drd-discharges", before * 2)
    return "2024-10"


CASES: dict[str, Case] = {
    "period_form": untitled_month,
    "discharges_range": alone(DISCHARGES, -1),
    "same_day_range": alone(SAME_DAY, -1),
    "bed_days_range": alone(BED_DAYS, -1),
    "same_day_percent_range": alone(SHARE, 1.01),
    "coverage_percent_range": alone(COVERAGE, 1.01),
    "mean_days_range": alone(MEAN, -1),
    "mean_days_if_delayed_range": alone(MEAN_IF_DELAYED, -1),
    **{f"{band}_range": alone(column, -1) for band, column in BANDS.items()},
    "delayed_readable": unreadable_delayed,
    "delayed_range": below_zero_delayed,
    "discharges_are_parted": raised(DISCHARGES, 7, SHARE, MEAN),
    "bands_make_delayed": bands_off,
    "same_day_percent_recomputes": raised(SHARE, -0.07),
    "a_delay_is_a_day": too_few_days,
    "months_make_year_discharges": year_off("drd-discharges"),
    "months_make_year_same_day": year_off("drd-same-day"),
    "months_make_year_delayed": year_off("drd-delayed"),
    "months_make_year_bed_days": year_off("drd-bed-days"),
    "boards_make_england": england_off,
    "coverage_is_steady": jumping,
}
