"""Reading a whole year of discharge ready dates from the JSON that others made of it.

The document holds England, the integrated care boards, the providers and the upper-tier
councils, each with its months and the year's own totals and bands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from helpers.base.errors import ExtractRefused
from helpers.base.period_kinds import MONTHS
from helpers.base.records import Status
from helpers.base.samples_mark import SAMPLE_MARK
from helpers.contracts.columns import Drd
from helpers.contracts.facts import UNREADABLE as UNREADABLE_COLUMN
from helpers.contracts.model import Contract
from helpers.extracts.cells import UNREADABLE
from helpers.extracts.conversion import POLARS_TYPES
from helpers.extracts.json_files import JsonFile
from helpers.extracts.opened import Opened
from helpers.extracts.provenance import periods_of
from helpers.extracts.reading import UNREADABLE_SCHEMA, Extract
from helpers.extracts.step_discharges import COUNTS, FIGURES, MONTH, YEAR, finished, status_of

PUBLICATION = "discharge ready date"
PARTS = {"england": "england", "icbs": "icb", "providers": "provider", "utlas": "utla"}
MARKERS = {"-": Status.NOT_AVAILABLE, "*": Status.SUPPRESSED, "..": Status.NOT_AVAILABLE}
MONTHLY = {
    Drd.DISCHARGES: "total_discharges",
    Drd.SAME_DAY: "same_day_count",
    Drd.SAME_DAY_PERCENT: "same_day_percent",
    Drd.DELAYED: "delayed_count",
    Drd.BED_DAYS: "bed_days_after_drd",
    Drd.MEAN_IF_DELAYED: "average_days_after_drd_excluding_zero",
}
YEARLY = {
    Drd.DISCHARGES: ("drd-discharges", "count"),
    Drd.SAME_DAY: ("drd-same-day", "count"),
    Drd.SAME_DAY_PERCENT: ("drd-same-day", "percent"),
    Drd.DELAYED: ("drd-delayed", "count"),
    Drd.BED_DAYS: ("drd-bed-days", "count"),
    Drd.MEAN_IF_DELAYED: ("drd-average-delay", "days"),
    Drd.MEAN: ("drd-average-delay", "days_including_zero"),
}
BANDS = {
    Drd.ONE: "one_day",
    Drd.TWO: "two_three",
    Drd.FOUR: "four_six",
    Drd.SEVEN: "seven_thirteen",
    Drd.FOURTEEN: "fourteen_twenty",
    Drd.MORE: "twenty_one_plus",
}
PROVIDERS_COVERED = "acceptable_provider_percent"
_MONTH = re.compile(r"([A-Za-z]{3,9})\s+(20\d\d)")
_UPLOADED = re.compile(r"/(20\d\d)/(\d\d)/[^/]+$")


def looks_like(opened: Opened, contract: Contract) -> bool:
    """Whether a file is this document, by the parts that it has."""
    if not isinstance(opened, JsonFile) or not isinstance(opened.document, dict):
        return False
    title = str(opened.document.get("publication", "")).lower()
    return PUBLICATION in title and set(PARTS) <= set(opened.document)


def read(opened: Opened, contract: Contract) -> Extract:
    """Read the document into the contract's columns, one row an area and month or year.

    Raises
    ------
    ExtractRefused
        When a part of the document is not where it was, naming the place.
    """
    document = opened.document if isinstance(opened, JsonFile) else {}
    rows, cells = [], []
    for number, record in enumerate(_records(document, opened.name), 1):
        figures = {column: _figure(value, column) for column, value in record.figures.items()}
        rows.append({**record.names, **_columns(figures), Drd.SHEET_ROW: number})
        cells += [
            [record.names[Drd.SHEET], number, None, status_of(column), str(record.figures[column])]
            for column, (_, status) in figures.items()
            if status == UNREADABLE
        ]
    schema = {column.name: POLARS_TYPES[column.logical_type] for column in contract.columns}
    frame = finished(pl.DataFrame(rows, schema=schema)).sort(Drd.SHEET_ROW)
    first, last = periods_of(frame, contract)
    return Extract(
        frame=frame.select(*schema, pl.lit(None, pl.String).alias(UNREADABLE_COLUMN)),
        unreadable=pl.DataFrame(cells, schema=UNREADABLE_SCHEMA, orient="row"),
        notes=opened.notes,
        first_period=first,
        latest_period=last,
        sample=SAMPLE_MARK.lower() in str(document["publication"]).lower(),
        edition=_edition(document),
    )


@dataclass(frozen=True)
class _Record:
    """One area in one month or year, with its figures as the document writes them."""

    names: Mapping[str, Any]
    figures: Mapping[str, Any]


def _records(document: dict[str, Any], name: str) -> Iterator[_Record]:
    for part, level in PARTS.items():
        listed = document[part]
        areas = [listed] if isinstance(listed, dict) else listed
        for place, area in enumerate(areas):
            where = part if isinstance(listed, dict) else f"{part}, entry {place + 1}"
            try:
                yield from _of_area(area, part, level, str(document["period"]))
            except (KeyError, TypeError, AttributeError, ValueError) as reason:
                raise ExtractRefused(
                    f"{name}, {where}",
                    f"it lacks {reason}",
                    "code, name, metrics, thresholds and months, each with its counts",
                    "fetch the file again, or use the publisher's own monthly files",
                ) from reason


def _of_area(area: dict[str, Any], part: str, level: str, year: str) -> Iterator[_Record]:
    names: dict[str, Any] = {
        Drd.LEVEL: level,
        Drd.AREA_CODE: area["code"],
        Drd.AREA_NAME: area["name"],
        Drd.SHEET: part,
    }
    for month in area["monthly"]:
        figures: dict[str, Any] = {column: month[key] for column, key in MONTHLY.items()}
        figures |= {Drd.COVERAGE: month[PROVIDERS_COVERED]}
        yield _Record(names | {Drd.PERIOD: _month(month["month"]), Drd.SPAN: MONTH}, figures)
    metrics = area["metrics"]
    counts = {band["key"]: band["count"] for band in area["thresholds"]}
    figures = {column: metrics[part][key] for column, (part, key) in YEARLY.items()}
    figures |= {column: counts[key] for column, key in BANDS.items()}
    yield _Record(names | {Drd.PERIOD: _last_month(year), Drd.SPAN: YEAR}, figures)


def _figure(value: Any, column: str) -> tuple[float | None, str]:
    if isinstance(value, int | float) and not isinstance(value, bool):
        whole = column not in COUNTS or float(value).is_integer()
        return (float(value), Status.OK) if whole else (None, UNREADABLE)
    if value is None:
        return None, Status.NOT_AVAILABLE
    return None, MARKERS.get(str(value).strip(), UNREADABLE)


def _columns(figures: dict[str, tuple[float | None, str]]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for column in FIGURES:
        value, status = figures.get(column, (None, Status.NOT_AVAILABLE))
        made[column] = int(value) if value is not None and column in COUNTS else value
        made[status_of(column)] = str(status)
    return made


def _month(text: str) -> str:
    found = _MONTH.fullmatch(text.strip())
    short = [month[:3].lower() for month in MONTHS]
    if found is None or found[1][:3].lower() not in short:
        return text
    return f"{found[2]}-{short.index(found[1][:3].lower()) + 1:02d}"


def _last_month(year: str) -> str:
    return f"{int(year[:4]) + 1}-03"


def _edition(document: dict[str, Any]) -> str:
    files = document.get("source_files")
    listed = files.values() if isinstance(files, dict) else ()
    found = (_UPLOADED.search(str(address)) for address in listed)
    return max((f"{day[1]}-{day[2]}" for day in found if day), default="")
