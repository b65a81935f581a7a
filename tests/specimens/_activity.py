"""The cells of an invented activity file, whichever of the five it is."""

from __future__ import annotations

from typing import Any

from helpers.base.geography import ENGLAND, REGIONS, all_areas

HEADER = (
    "UID FYEnding Measure View GeographyLevel GeographyName DHGeographyName GeographyCode CASSRCode "
    "RegionGOCode AggregationLevel AgeBand Gender PrimarySupportReason ServiceType HasUnpaidCarer "
    "Ethnicity EthnicityGrouped DeliveryMechanism ClientFundingStatus RouteOfAccess "
    "SequelToRequestGrouped LongTermSupportSetting ShortTermCarePurpose NoFurtherActionOrEventType "
    "ClientTotals AccommodationStatusGroupAtHome AccommodationStatusGroupSupported ITEMVALUE"
).split()
GENDER, SETTING, VALUE = (
    HEADER.index(name) for name in ("Gender", "LongTermSupportSetting", "ITEMVALUE")
)
TOTAL = "99"
COUNCILS = all_areas()
ENGLAND_AREA = ["England", "England", "England", ENGLAND, "", ""]


def rows_of(measures: list[str], views: list[str]) -> list[list[Any]]:
    """Return header and rows.

    Parameters
    ----------
    measures : list of str
        Codes of the file's measures.
    views : list of str
        Views as the publisher writes them, for the rows by area.
    """
    rows: list[list[Any]] = []
    # A view split by gender, and one split by setting; each in three parts that add up.
    for measure in measures:
        for gender, value in ((TOTAL, 1005), ("Male", 450), ("Female", 550), ("Unknown", 5)):
            rows.append(_row(measure, "8", ENGLAND_AREA, value, gender=gender))
        for setting, value in (
            (TOTAL, 900),
            ("Nursing", 200),
            ("Residential", 300),
            ("Community", 400),
        ):
            rows.append(_row(measure, "9 - Settings", ENGLAND_AREA, value, setting=setting))
    # Then one total a view and area, of which nothing is a part.
    areas = [["Region", name, name.upper(), code, "", code] for code, name in REGIONS.items()] + [
        ["Council", area.name, area.name, area.code, area.source_code, area.region_code]
        for area in COUNCILS[: 160 // len(views)]
    ]
    for number, area in enumerate(areas):
        for place, view in enumerate(views):
            value = "[c]" if (number + place) % 11 == 0 else 40 + 5 * number
            rows.append(_row(measures[-1], view, area, value))
    for number, row in enumerate(rows, start=1):
        row[0] = f"A{number:05d}"
    return [HEADER, *rows]


def _row(
    measure: str, view: str, area: list[str], value: Any, gender: str = TOTAL, setting: str = TOTAL
) -> list[Any]:
    row: list[Any] = ["", "2025", measure, view, *area, "Detail"]
    row += [TOTAL] * (len(HEADER) - len(row) - 1)
    row[GENDER], row[SETTING] = gender, setting
    # A view that does not speak of short-term care leaves its column blank.
    row[HEADER.index("ShortTermCarePurpose")] = ""
    return [*row, value]


def above(column: int, amount: int, sheets: dict[str, list[list[Any]]]) -> int:
    """Raise a total whose parts are split by one column; return its row."""
    rows = sheets[""]
    part = next(index for index, row in enumerate(rows) if index and row[column] != TOTAL)
    rows[part - 1][VALUE] += amount
    return part


def twice(sheets: dict[str, list[list[Any]]]) -> int:
    """Give a row by area a second time; return the row of the copy."""
    sheets[""].append(list(sheets[""][100]))
    return len(sheets[""])
