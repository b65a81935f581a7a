"""A year of discharge ready dates in the JSON that others made of the monthly files: invented."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

BASE = runpy.run_path(str(Path(__file__).with_name("discharge_ready_date.py")))

MONTHS = [
    *(f"{month} 2024" for month in "Apr May Jun Jul Aug Sep Oct Nov Dec".split()),
    *(f"{month} 2025" for month in "Jan Feb Mar".split()),
]
KEYS = ["one_day", "two_three", "four_six", "seven_thirteen", "fourteen_twenty", "twenty_one_plus"]
COUNTS = ("discharges", "no delay", "delayed", "bed days", *BASE["BANDS"][1:])
BOARDS = [("QYG", "Cheshire and Merseyside", 20), ("QGH", "Herefordshire and Worcestershire", 30)]
PROVIDERS = [("RBL", "Wirral University Teaching Hospital", 2), ("RWP", "Worcestershire Acute", 9)]
COUNCILS = [
    ("E08000015", "Wirral", 3),
    ("E08000014", "Sefton", 4),
    ("E10000034", "Worcestershire", 5),
    ("E08000012", "Liverpool", 6),
    ("E08000009", "Trafford", 7),
    ("E06000017", "Rutland", 8),
]
Counts = dict[str, int]


def _month(month: str, counts: Counts) -> dict[str, Any]:
    discharges, delayed = counts["discharges"], counts["delayed"]
    return {
        "month": month,
        "total_discharges": discharges,
        "same_day_count": counts["no delay"],
        "same_day_percent": round(100 * counts["no delay"] / discharges, 2),
        "delayed_count": delayed,
        "delayed_percent": round(100 * delayed / discharges, 2),
        "bed_days_after_drd": counts["bed days"],
        "average_days_after_drd_excluding_zero": round(counts["bed days"] / delayed, 2),
        "acceptable_provider_count": None,
        "acceptable_provider_percent": None,
        "utla_coverage_percent": None,
    }


def _summed(several: list[Counts]) -> Counts:
    return {name: sum(counts[name] for counts in several) for name in COUNTS}


def _area(code: str, name: str, kind: str, months: list[Counts]) -> dict[str, Any]:
    year = _summed(months)
    discharges, delayed, bed_days = year["discharges"], year["delayed"], year["bed days"]
    bands = zip(KEYS, BASE["BANDS"][1:], strict=True)
    return {
        "code": code,
        "name": name,
        "type": kind,
        "months_present": len(months),
        "metrics": {
            "drd-discharges": {"count": discharges},
            "drd-same-day": {
                "percent": round(100 * year["no delay"] / discharges, 2),
                "count": year["no delay"],
            },
            "drd-delayed": {"count": delayed},
            "drd-bed-days": {"count": bed_days},
            "drd-average-delay": {
                "days": round(bed_days / delayed, 2),
                "days_including_zero": round(bed_days / discharges, 2),
            },
        },
        "thresholds": [
            {"key": "no_delay", "count": year["no delay"]},
            *({"key": key, "count": year[band]} for key, band in bands),
        ],
        "monthly": [_month(name, counts) for name, counts in zip(MONTHS, months, strict=True)],
    }


def _months(place: int) -> list[Counts]:
    return [BASE["figures"](place + number) for number in range(len(MONTHS))]


def document() -> dict[str, Any]:
    """Return the document."""
    boards = {code: _months(place) for code, _, place in BOARDS}
    england = [_summed(list(several)) for several in zip(*boards.values(), strict=True)]
    return {
        "publication": "Discharge Ready Date: invented figures, made for tests, 2024-25",
        "period": "2024-25",
        "source_files": {"Apr 2024": "https://example.org/uploads/2025/07/invented.csv"},
        "england": _area("ENGLAND", "England", "National", england),
        "icbs": [_area(code, name, "ICB", boards[code]) for code, name, _ in BOARDS],
        "providers": [
            _area(code, name, "Provider", _months(place)) for code, name, place in PROVIDERS
        ],
        "utlas": [_area(code, name, "UTLA", _months(place)) for code, name, place in COUNCILS],
    }
