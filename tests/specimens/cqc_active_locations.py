"""An invented part of the care directory with filters, as it is laid out since 2025."""

from __future__ import annotations

from typing import Any

FILE_NAME = "01_July_2026_HSCA_Active_Locations"
TYPES = [
    "Supported living service",
    "Domiciliary care service",
    "Extra Care housing services",
    "Shared Lives",
    "Care home service with nursing",
    "Care home service without nursing",
]
BANDS = [
    "Older People",
    "Dementia",
    "Younger Adults",
    "Learning disabilities or autistic spectrum disorder",
    "Mental Health",
    "Physical Disability",
]
HEADER = [
    "Location ID",
    "Location HSCA start date",
    "Care home?",
    "Location Name",
    "Location Postal Code",
    "Location Local Authority",
    "Location Region",
    "Location Latitude",
    "Location Longitude",
    "Location Inspection Directorate",
    "Location Primary Inspection Category",
    "Location Latest Overall Rating",
    "Publication Date",
    "Inherited Rating (Y/N)",
    "Care homes beds",
    "Dormant (Y/N)",
    "Location Dual Registered",
    "Primary ID (Dual registration locations)",
    "Provider ID",
    "Provider Name",
    "Brand Name",
    "Regulated activity - Personal care",
    *(f"Service type - {name}" for name in TYPES),
    *(f"Service user band - {name}" for name in BANDS),
]
SOCIAL_CARE = "Adult social care"
RATINGS = ["Good", "Outstanding", "Requires improvement", "Inadequate", ""]
PLACES = [("Wirral", "North West"), ("Sefton", "North West"), ("Worcestershire", "West Midlands")]
DUAL = "Dual Registration"


def _row(number: int) -> list[Any]:
    is_home = number % 3 != 1
    rating = RATINGS[number % 5]
    dual = number in (6, 8)
    homes, others = [4, 5], [0, 1, 2, 3]
    own = homes[number % 2] if is_home else others[number % 4]
    types = ["Y" if place == own else "" for place in range(len(TYPES))]
    return [
        f"1-10000000{number:02d}",
        f"2015-04-{1 + number % 28:02d}",
        "Y" if is_home else "N",
        f"Invented Location {number}",
        "ZZ1 1ZZ",
        *PLACES[number % 3],
        "53.4",
        "-3.0",
        SOCIAL_CARE,
        "Residential social care" if is_home else "Community based adult social care services",
        rating,
        f"2025-0{1 + number % 9}-15" if rating else "",
        {"Good": "N", "Outstanding": "Y"}.get(rating, ""),
        20 + number if is_home else "",
        "Y" if number == 13 else "N",
        DUAL if dual else "",
        "1-1000000006" if dual else "",
        f"1-20000000{number % 5:02d}",
        f"Invented Provider {number % 5}",
        "-" if number % 2 else "BRAND Invented",
        "Y",
        *types,
        *("Y" if place % 2 == number % 2 else "" for place in range(len(BANDS))),
    ]


def sheets() -> dict[str, list[list[Any]]]:
    """Return the cells of the sheet of locations, and of the two beside it."""
    practice = _row(15)
    practice[HEADER.index("Location Inspection Directorate")] = "Primary medical services"
    return {
        "README": [["Invented figures, made for tests"]],
        "HSCA_Active_Locations": [HEADER, *(_row(number) for number in range(15)), practice],
        "Dual_Registration_Locations": [["Location ID"], ["1-1000000006"], ["1-1000000008"]],
    }
