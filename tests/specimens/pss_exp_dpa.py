"""An invented file of deferred payment agreements: mostly asterisks, a pound sign, double spaces."""

from __future__ import annotations

from typing import Any

HEADER = [
    "UUID",
    "LABEL",
    "CASSR_CODE",
    "CASSR_NAME",
    "Time_Period_Desc",
    "Indicator_Desc",
    "Characteristic_Parent",
    "Characteristic_Child",
    "AGE_CATEGORY",
    "Value",
]
COUNCILS = [
    ("319", "Wirral"),
    ("317", "Sefton"),
    ("416", "Worcestershire"),
    ("812", "Bath and North East Somerset UA"),
    ("323", "Lancashire"),
    ("820", "Kent"),
    ("620", "Essex"),
    ("109", "South Tyneside"),
    ("110", "Sunderland"),
    ("213", "Wakefield"),
]
MET = ("Eligibility Criteria", "Client Met Statutory Eligibility Criteria")
RECOVERED = (
    "DPAs recovered in the period,  broken down by the length of time they have been in place"
)
WRITTEN_OFF = "DPAs written off in the period,  broken down by primary reason"
CELLS = [
    ("91101", "2015/2016", "YearEnd", "Number of DPAs at 31st March", *MET),
    ("91111", "2015/2016", "FullYear", "Number of new DPAs during the year", *MET),
    ("91141", "2014/2015", "YearEnd", "Number of DPAs at 31st March", *MET),
    ("93103", "2015/2016", "FullYear", "Sequel to New request", "No DPA provided", "LA reasons"),
    ("93301", "2015/2016", "FullYear", "Planned use of property during DPA", "Use", "Sale"),
    (
        "94202",
        "2015/2016",
        "YearEnd",
        "Distribution of weekly value of DPAs as of 31st March",
        "Distribution",
        "£300 - £400",
    ),
    ("95101", "2015/2016", "LessThan6", RECOVERED, "Reason for end of the DPA", "DPA concluded"),
    ("96101", "2015/2016", "FullYear", WRITTEN_OFF, "Primary Reason", "DPA defaults"),
]


def sheets() -> dict[str, list[list[Any]]]:
    """Return the cells; two of three counts are suppressed."""
    rows: list[list[Any]] = []
    for number, council in enumerate(COUNCILS):
        for place, (uuid, year, time, *what) in enumerate(CELLS):
            for age, label in enumerate(("Age 18-64", "Age 65 and over")):
                value = 5 * (number + place + 1) if (number + place + age) % 3 == 0 else "*"
                cell = str(int(uuid) + 100 * age)
                rows.append([cell, year, *council, time, *what, label, value])
    return {"": [HEADER, *rows]}
