"""Invented files of the activity report: long-term support, requests, reablement, reviews.

People in community support and with a direct payment are those of the sample's ASCOF
tables. Counts are rounded to 5, and fewer than 5 are withheld, as client level data are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from helpers.base.geography import ENGLAND, REGIONS, all_areas, find_area
from helpers.extracts.ods import Cell
from helpers.extracts.sample_counts import (
    SMALL,
    Rows,
    level_of,
    name_of,
    part_of,
    shared_out,
    sheet_bytes,
    with_totals,
)
from helpers.extracts.sample_figures import Draws, activity, cast, populations
from helpers.extracts.sample_surveys import to_five

_HEADER: Final = (
    "UID FYEnding Measure View GeographyLevel GeographyName DHGeographyName GeographyCode "
    "CASSRCode RegionGOCode AggregationLevel AgeBand Gender PrimarySupportReason ServiceType "
    "HasUnpaidCarer Ethnicity EthnicityGrouped DeliveryMechanism ClientFundingStatus "
    "RouteOfAccess SequelToRequestGrouped LongTermSupportSetting ShortTermCarePurpose "
    "NoFurtherActionOrEventType ClientTotals AccommodationStatusGroupAtHome "
    "AccommodationStatusGroupSupported ITEMVALUE"
).split()
_TOTAL: Final = "99"
_YEAR: Final = 2024
_ADULTS, _OLDER = "18 to 64", "65 and over"
_BANDS: Final = ("65 to 74", "75 to 84", "85 and over")
_NURSING, _RESIDENTIAL, _COMMUNITY, _PRISON = "Nursing", "Residential", "Community", "Prison"
_SETTINGS: Final = (_NURSING, _RESIDENTIAL, _COMMUNITY, _PRISON)


@dataclass(frozen=True)
class Split:
    """What one row of a file is about; all of what it does not name."""

    age: str = _TOTAL
    setting: str = _TOTAL
    mechanism: str = _TOTAL


Counts = dict[Split, int]


def long_term_support(draws: Draws) -> bytes:
    """Return the file of people in long-term support on 31 March 2025."""
    return _file("LTS001B", "1 - Clients", draws, _supported)


def requests(draws: Draws) -> bytes:
    """Return the file of requests for support in 2024 to 2025."""
    return _file("STS001", "1 - Requests", draws, _requests)


def reablement(draws: Draws) -> bytes:
    """Return the file of short-term support to maximise independence in 2024 to 2025."""
    return _file("STS002A", "1 - Clients", draws, _reabled)


def reviews(draws: Draws) -> bytes:
    """Return the file of reviews of long-term support in 2024 to 2025."""
    return _file("LTS002A", "1 - Clients", draws, _reviewed)


@cache
def placed(draws: Draws, code: str) -> Mapping[tuple[str, str], int]:
    """Invent a council's people in care homes by age and setting, on 31 March 2025."""
    adults, older = populations(draws, code, _YEAR)

    def scaled(base: int, per_1000: float, *key: str) -> int:
        return round(base * per_1000 / 1000 * draws.factor(0.25, "placed", *key, code))

    return {
        (_ADULTS, _NURSING): scaled(adults, 0.15, _ADULTS, _NURSING),
        (_ADULTS, _RESIDENTIAL): scaled(adults, 0.9, _ADULTS, _RESIDENTIAL),
        (_OLDER, _NURSING): scaled(older, 5.5, _OLDER, _NURSING),
        (_OLDER, _RESIDENTIAL): scaled(older, 10.5, _OLDER, _RESIDENTIAL),
    }


def _supported(draws: Draws, code: str) -> Counts:
    homes = placed(draws, code)
    payments = activity(draws, code, _YEAR)["3d(2a)"]
    young = part_of(draws, payments.denominator, 45, 4, "community", code)
    by_age = {
        _ADULTS: {
            _NURSING: homes[_ADULTS, _NURSING],
            _RESIDENTIAL: homes[_ADULTS, _RESIDENTIAL],
            _COMMUNITY: young,
            _PRISON: part_of(draws, young, 0.6, 0.3, "prison", code),
        },
        _OLDER: {
            _NURSING: homes[_OLDER, _NURSING],
            _RESIDENTIAL: homes[_OLDER, _RESIDENTIAL],
            _COMMUNITY: payments.denominator - young,
            _PRISON: 0,
        },
    }
    found: Counts = {}
    for age, own in by_age.items():
        found[Split(age)] = sum(own.values())
        found |= {Split(age, setting): count for setting, count in own.items()}
    found[Split()] = sum(found[Split(age)] for age in by_age)
    for setting in _SETTINGS:
        found[Split(setting=setting)] = sum(own[setting] for own in by_age.values())
    for setting, shares in ((_NURSING, (14, 34, 52)), (_RESIDENTIAL, (17, 33, 50))):
        weights = [
            share * draws.factor(0.1, "ages", setting, band, code)
            for band, share in zip(_BANDS, shares, strict=True)
        ]
        parts = shared_out(by_age[_OLDER][setting], weights)
        found |= {Split(band, setting): part for band, part in zip(_BANDS, parts, strict=True)}
    found[Split(setting=_COMMUNITY, mechanism="Direct Payment")] = payments.numerator
    return found


def _requests(draws: Draws, code: str) -> Counts:
    adults, older = populations(draws, code, _YEAR)
    return _by_age(
        round(adults * 0.015 * draws.factor(0.3, "requests", _ADULTS, code)),
        round(older * 0.12 * draws.factor(0.3, "requests", _OLDER, code)),
    )


def _reabled(draws: Draws, code: str) -> Counts:
    everyone = activity(draws, code, _YEAR)["2a"].denominator
    young = part_of(draws, everyone, 14, 3, "reablement", _ADULTS, code)
    return _by_age(young, everyone - young)


def _reviewed(draws: Draws, code: str) -> Counts:
    supported = _supported(draws, code)
    return _by_age(
        *(
            part_of(draws, supported[Split(age)], 62, 9, "reviewed", age, code)
            for age in (_ADULTS, _OLDER)
        )
    )


def _by_age(adults: int, older: int) -> Counts:
    return {Split(): adults + older, Split(_ADULTS): adults, Split(_OLDER): older}


def _file(measure: str, view: str, draws: Draws, counted: Callable[[Draws, str], Counts]) -> bytes:
    councils = {area.code: counted(draws, area.code) for area in all_areas()}
    splits = list(next(iter(councils.values())))
    totals = with_totals({code: list(own.values()) for code, own in councils.items()})
    missing = cast(draws).not_available
    rows: Rows = [list(_HEADER)]
    for code, counts in totals.items():
        for split, count in zip(splits, counts, strict=True):
            rows.append(_row(measure, view, code, split, _shown(count, code in missing)))
    for number, row in enumerate(rows[1:], start=1):
        row[0] = f"{measure[:3]}{number}"
    return sheet_bytes(rows, measure[:6])


def _shown(count: int, missing: bool) -> Cell:
    if missing:
        return "[x]"
    return "[c]" if 0 < count < SMALL else to_five(count)


def _row(measure: str, view: str, code: str, split: Split, value: Cell) -> list[Cell]:
    place: Sequence[Cell]
    if code == ENGLAND:
        place = (code, "", "")
    elif code in REGIONS:
        place = (code, "", code)
    else:
        place = (code, find_area(code).source_code, find_area(code).region_code)
    name = name_of(code)
    row: list[Cell] = ["", str(_YEAR + 1), measure, view, level_of(code), name, name, *place]
    row += ["Detail", *[_TOTAL] * (len(_HEADER) - len(row) - 2), value]
    row[_HEADER.index("AgeBand")] = split.age
    row[_HEADER.index("LongTermSupportSetting")] = split.setting
    row[_HEADER.index("DeliveryMechanism")] = split.mechanism
    return row
