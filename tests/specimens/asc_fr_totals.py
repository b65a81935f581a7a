"""An invented file of totals of the finance return: keys without words, regional sums."""

from __future__ import annotations

from typing import Any

from helpers.base.geography import ENGLAND, all_areas

HEADER = [
    "FY_Ending",
    "CASSR_CODE",
    "GEOGRAPHY_CODE",
    "REGION_GO_CODE",
    "CareType_KEY",
    "AgeBand_KEY",
    "PrimarySupportReason_KEY",
    "SupportSetting_KEY",
    "Purpose_KEY",
    "CarerSupportType_KEY",
    "DataType_KEY",
    "TOTALEXPENDITURE",
    "TOTALINCOME",
    "NETTOTALEXPENDITURE",
    "GROSSTOTALEXPENDITURE",
    "NETCURRENTEXPENDITURE",
    "GROSSCURRENTEXPENDITURE",
]
COUNCILS = all_areas()[60:100]
# Keys, and whether the combination has rows for the regions and England.
COMBINATIONS = [
    (["2", "1", "4", "3", "", "", "1"], True),
    (["2", "2", "6", "4", "", "", "1"], False),
    (["4", "3", "7", "", "1", "", "1"], False),
    (["3", "", "12", "", "", "2", "1"], False),
    (["2", "1", "5", "9", "", "", "2"], True),
]


def sheets() -> dict[str, list[list[Any]]]:
    """Return the cells; one council's income is a real negative."""
    rows: list[list[Any]] = []
    for part, (keys, summed) in enumerate(COMBINATIONS):
        figures = [_figures(part, number) for number in range(len(COUNCILS))]
        for area, own in zip(COUNCILS, figures, strict=True):
            rows.append(["2017", area.source_code, area.code, area.region_code, *keys, *own])
        if summed:
            for region in sorted({area.region_code for area in COUNCILS}):
                pairs = zip(COUNCILS, figures, strict=True)
                own = _sums([f for area, f in pairs if area.region_code == region])
                rows.append(["2017", "", "", region, *keys, *own])
            rows.append(["2017", "", "", ENGLAND, *keys, *_sums(figures)])
    return {"": [HEADER, *rows]}


def _figures(part: int, number: int) -> list[Any]:
    if part == 4 and number == 3:
        return ["*"] * 6
    total = 4100 + 131 * number + 17 * part
    income = -12 if number == 5 else 700 + 11 * number
    contributions, capital = 250 + number, 40
    net, gross = total - income, total - income + contributions
    return [total, income, net, gross, net - capital, gross - capital]


def _sums(figures: list[list[Any]]) -> list[int]:
    given = [own for own in figures if own[0] != "*"]
    return [sum(column) for column in zip(*given, strict=True)]
