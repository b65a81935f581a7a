"""Invented census tables of unpaid care: the downloads of 2021 and 2011, long tables, the API."""

from __future__ import annotations

from typing import Any

LONG = "Estimates that classify usual residents by the number of hours of unpaid care they provide"
STANDARDISED = (
    f"{LONG}. Age-standardisation allows for comparisons between populations that may contain "
    "proportions of different ages, represented as a percentage."
)
BANDS_2021 = {
    "Total: All usual residents aged 5 and over": 1000,
    "Provides no unpaid care": 900,
    "Provides 19 hours or less unpaid care a week": 45,
    "Provides 9 hours or less unpaid care a week": 30,
    "Provides 10 to 19 hours unpaid care a week": 15,
    "Provides 20 to 49 hours unpaid care a week": 25,
    "Provides 20 to 34 hours unpaid care a week": 14,
    "Provides 35 to 49 hours unpaid care a week": 11,
    "Provides 50 or more hours unpaid care a week": 30,
}
BANDS_2011 = {
    "All categories: Provision of unpaid care": 800,
    "Provides no unpaid care": 710,
    "Provides 1 to 19 hours unpaid care a week": 50,
    "Provides 20 to 49 hours unpaid care a week": 18,
    "Provides 50 or more hours unpaid care a week": 22,
}
NARROW = [
    "Provides no unpaid care",
    "Provides 9 hours or less unpaid care a week",
    "Provides 10 to 19 hours unpaid care a week",
    "Provides 20 to 34 hours unpaid care a week",
    "Provides 35 to 49 hours unpaid care a week",
    "Provides 50 or more hours unpaid care a week",
]
PERCENTAGES = {
    "Provides no unpaid care": 90.4,
    "Provides 19 or less hours unpaid care a week": 4.4,
    "Provides 20 to 49 hours unpaid care a week": 2.2,
    "Provides 50 or more hours unpaid care a week": 3.0,
}
AREAS = [("Hartlepool", "E06000001"), ("Knowsley", "E08000011"), ("Burnley", "E07000117")]


def _wide(date: str, start: str, end: str, bands: dict[str, int], extra: bool) -> list[list[Any]]:
    place = ["date", "geography", "geography code", *(["Rural Urban"] if extra else [])]
    rows: list[list[Any]] = [[*place, *(f"{start}{band}{end}" for band in bands)]]
    for times, (name, code) in enumerate(AREAS, start=2):
        ids = [date, name, code, *(["Total"] if extra else [])]
        rows.append([*ids, *(times * figure for figure in bands.values())])
    return rows


def _long(words: str, measure: str, bands: dict[str, float]) -> list[list[Any]]:
    rows: list[list[Any]] = [
        "area_code area_name geography period indicator unpaid_care measure unit value".split()
    ]
    for band, figure in bands.items():
        place = ["E08000001", "Bolton", "Local authority", "2021-03-21"]
        rows.append([*place, words, band, measure, "Persons", figure])
    return rows


def _api() -> list[list[Any]]:
    rows: list[list[Any]] = [
        [
            "DATE_NAME",
            "GEOGRAPHY_NAME",
            "GEOGRAPHY_CODE",
            "C2021_CARER_7_NAME",
            "MEASURES_NAME",
            "OBS_VALUE",
        ]
    ]
    total = "Total: All usual residents aged 5 and over"
    for band in [total, *NARROW]:
        place = ["2021", "Bury", "E08000002", band]
        rows.append([*place, "Value", 3 * BANDS_2021[band]])
        rows.append([*place, "Percent", BANDS_2021[band] / 10])
    return rows


def sheets() -> dict[str, list[list[Any]]]:
    """Return the cells; every figure is invented."""
    counts: dict[str, float] = {band: BANDS_2021[band] for band in NARROW}
    value = "; measures: Value"
    return {
        "2021": _wide("2021", "Provision of unpaid care: ", "", BANDS_2021, extra=False),
        "2011": _wide("2011", "Care Provision: ", value, BANDS_2011, extra=True),
        "Long": _long(LONG, "Count", counts),
        "Standardised": _long(STANDARDISED, "Percentage", PERCENTAGES),
        "API": _api(),
    }
