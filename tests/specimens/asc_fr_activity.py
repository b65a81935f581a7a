"""An invented activity file of the finance return: keys without words, colons, regional sums."""

from __future__ import annotations

from typing import Any

from helpers.base.geography import ENGLAND, all_areas

HEADER = [
    "UUID",
    "FY_Ending",
    "CASSR_CODE",
    "GEOGRAPHY_CODE",
    "REGION_GO_CODE",
    "DataType_KEY",
    "AgeBand_KEY",
    "PrimarySupportReason_KEY",
    "CareType_KEY",
    "SupportSetting_KEY",
    "Purpose_KEY",
    "ActivityProvision_KEY",
    "ItemValue",
]
COUNCILS = all_areas()[60:100]
# Cell of the return, its keys, and whether it has rows for the regions and England.
CELLS = [
    ("8610101", ["1", "1", "6", "2", "7", "", "3"], True),
    ("8610201", ["1", "2", "7", "2", "6", "", "2"], False),
    ("8610301", ["1", "3", "13", "4", "", "2", "3"], False),
    ("8610401", ["1", "4", "4", "4", "", "2", "2"], False),
    ("8635002", ["2", "5", "5", "2", "7", "", "2"], True),
]


def sheets() -> dict[str, list[list[Any]]]:
    """Return the cells; of the last cell of the return every third figure is a colon."""
    rows: list[list[Any]] = []
    for uuid, keys, summed in CELLS:
        figures = [_figure(uuid, number) for number in range(len(COUNCILS))]
        for area, figure in zip(COUNCILS, figures, strict=True):
            place = [uuid, "2017", area.source_code, area.code, area.region_code]
            rows.append([*place, *keys, figure])
        if summed:
            for region in sorted({area.region_code for area in COUNCILS}):
                own = [f for a, f in zip(COUNCILS, figures, strict=True) if a.region_code == region]
                rows.append([uuid, "2017", "", "", region, *keys, _sum(own)])
            rows.append([uuid, "2017", "", "", ENGLAND, *keys, _sum(figures)])
    return {"": [HEADER, *rows]}


def _figure(uuid: str, number: int) -> Any:
    if uuid.startswith("8635") and number % 3 == 1:
        return ":"
    return round(311.25 + 17.5 * number + int(uuid[4]), 2)


def _sum(figures: list[Any]) -> float:
    return round(sum(figure for figure in figures if figure != ":"), 2)
