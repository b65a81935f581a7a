"""Invented files on leaving hospital: discharge ready dates, and the delays of before 2020.

England holds every council. Those of two regions have discharges of their own, and those with
a strategy delays of their own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, Final

from helpers.base.geography import all_areas
from helpers.base.period_kinds import MONTHS as NAMES
from helpers.base.samples_mark import SAMPLE_MARK
from helpers.extracts.ods import Cell
from helpers.extracts.sample_counts import (
    Rows,
    of_two_regions,
    part_of,
    shared_out,
    text_bytes,
    with_strategies,
)
from helpers.extracts.sample_figures import Draws, populations

_MONTHS: Final = tuple((2024 + (month + 3) // 12, (month + 3) % 12) for month in range(12))
_BANDS: Final = {
    "one_day": (30, 1.0),
    "two_three": (22, 2.4),
    "four_six": (18, 4.9),
    "seven_thirteen": (17, 9.4),
    "fourteen_twenty": (7, 16.7),
    "twenty_one_plus": (6, 31.0),
}
# Discharges, those on the day, bed days, then the delayed by length.
_SAME_DAY, _BED_DAYS, _FIRST_BAND = 1, 2, 3
Counts = Sequence[int]

_DELAY_MONTHS: Final = tuple((2018 + (month + 3) // 12, (month + 3) % 12) for month in range(23))
_REASONS: Final = {
    "Awaiting completion of assessment": 17,
    "Awaiting public funding": 4,
    "Awaiting further NHS non-acute care": 16,
    "Awaiting residential home placement or availability": 11,
    "Awaiting nursing home placement or availability": 13,
    "Awaiting care package in own home": 20,
    "Awaiting community equipment and adaptations": 3,
    "Patient or family choice": 10,
    "Disputes": 1,
    "Housing - Patients not covered by NHS and Community Care Act": 3,
    "Other": 2,
}
_TOTAL: Final = "Total Delayed Transfers of Care"
_COUNTED_OTHERWISE_FROM: Final = 12


def ready_dates(draws: Draws) -> bytes:
    """Return 2024 to 2025 of discharge ready dates.

    Parameters
    ----------
    draws : Draws
        The random numbers.
    """
    england = _added(_year(draws, area.code) for area in all_areas())
    document = {
        "publication": f"{SAMPLE_MARK}. Discharge Ready Date, 2024-25",
        "period": "2024-25",
        "source_files": {},
        "england": _area("ENGLAND", "England", england),
        "icbs": [_area("QXX", "Invented care board for all of England", england)],
        "providers": [],
        "utlas": [
            _area(area.code, area.name, _year(draws, area.code)) for area in of_two_regions()
        ],
    }
    return (json.dumps(document, separators=(",", ":")) + "\n").encode()


def delayed_days(draws: Draws) -> bytes:
    """Return delayed days from April 2018 to February 2020, compiled by reason."""
    rows: Rows = [["Code", "Name", *_REASONS, _TOTAL, "Period"]]
    for place, (year, month) in enumerate(_DELAY_MONTHS):
        when = f"{NAMES[month]} {year}"
        councils = {area.code: _delayed(draws, area.code, place) for area in all_areas()}
        england = [sum(each) for each in zip(*councils.values(), strict=True)]
        rows.append(["-", "England", *england, sum(england), when])
        for area in with_strategies():
            own: list[Cell] = [*councils[area.code]]
            rows.append([area.code, area.name, *own, sum(councils[area.code]), when])
    return text_bytes(rows)


@cache
def _year(draws: Draws, code: str) -> list[list[int]]:
    """Invent a council's months: discharges, on the day, bed days, delayed by length."""
    older = populations(draws, code, 2024)[1]
    usual = older * 0.033 * draws.factor(0.15, "discharges", code)
    prompt = 86 + 3.5 * draws.normal("prompt", code)
    months = []
    for place in range(len(_MONTHS)):
        key = ("discharges", code, place)
        # The largest trust of one council joined the collection in its third month.
        joined = 0.2 if code == with_strategies()[1].code and place < 2 else 1.0
        discharges = max(20, round(usual * joined * draws.factor(0.04, *key)))
        same_day = part_of(draws, discharges, prompt, 0.9, *key, "same day")
        weights = [share * draws.factor(0.08, *key, band) for band, (share, _) in _BANDS.items()]
        bands = shared_out(discharges - same_day, weights)
        days = sum(
            round(count * mean) for count, (_, mean) in zip(bands, _BANDS.values(), strict=True)
        )
        months.append([discharges, same_day, days, *bands])
    return months


def _delayed(draws: Draws, code: str, place: int) -> list[int]:
    """Invent a council's delayed days of one month by reason."""
    older = populations(draws, code, 2018)[1]
    usual = older * 0.011 * draws.factor(0.35, "delays", code)
    # One council counts in another way from its second year on.
    if code == with_strategies()[0].code and place >= _COUNTED_OTHERWISE_FROM:
        usual *= 2.6
    days = round(usual * draws.factor(0.1, "delays", code, place))
    weights = [
        share * draws.factor(0.2, "reason", reason, code) for reason, share in _REASONS.items()
    ]
    return shared_out(days, weights)


def _added(several: Iterable[list[list[int]]]) -> list[list[int]]:
    months = zip(*several, strict=True)
    return [[sum(each) for each in zip(*month, strict=True)] for month in months]


def _month(when: tuple[int, int], counts: Counts) -> dict[str, Any]:
    year, month = when
    delayed = sum(counts[_FIRST_BAND:])
    return {
        "month": f"{NAMES[month][:3]} {year}",
        "total_discharges": counts[0],
        "same_day_count": counts[_SAME_DAY],
        "same_day_percent": round(100 * counts[_SAME_DAY] / counts[0], 2),
        "delayed_count": delayed,
        "bed_days_after_drd": counts[_BED_DAYS],
        "average_days_after_drd_excluding_zero": _mean(counts[_BED_DAYS], delayed),
        "acceptable_provider_percent": None,
    }


def _area(code: str, name: str, months: list[list[int]]) -> dict[str, Any]:
    year = [sum(each) for each in zip(*months, strict=True)]
    delayed = sum(year[_FIRST_BAND:])
    return {
        "code": code,
        "name": name,
        "metrics": {
            "drd-discharges": {"count": year[0]},
            "drd-same-day": {
                "percent": round(100 * year[_SAME_DAY] / year[0], 2),
                "count": year[_SAME_DAY],
            },
            "drd-delayed": {"count": delayed},
            "drd-bed-days": {"count": year[_BED_DAYS]},
            "drd-average-delay": {
                "days": _mean(year[_BED_DAYS], delayed),
                "days_including_zero": _mean(year[_BED_DAYS], year[0]),
            },
        },
        "thresholds": [
            {"key": key, "count": count}
            for key, count in zip(_BANDS, year[_FIRST_BAND:], strict=True)
        ],
        "monthly": [_month(when, own) for when, own in zip(_MONTHS, months, strict=True)],
    }


def _mean(days: int, people: int) -> float | None:
    return round(days / people, 2) if people else None
