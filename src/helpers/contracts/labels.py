"""The headings under which people read observations, in spreadsheets and in what scans them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from helpers.base.period_kinds import YEAR_HEADING
from helpers.contracts.columns import Obs

OBSERVATION_LABELS: Final[Mapping[Obs, str]] = MappingProxyType(
    {
        Obs.AREA_CODE: "Area code",
        Obs.AREA_NAME: "Area",
        Obs.PERIOD: YEAR_HEADING,
        Obs.PERIOD_KIND: "Kind of period",
        Obs.THEME: "Theme",
        Obs.FRAMEWORK: "Framework",
        Obs.INDICATOR: "Indicator code",
        Obs.TITLE: "Indicator",
        Obs.BREAKDOWN: "Breakdown",
        Obs.VALUE: "Value",
        Obs.LOWER: "Lower 95% limit",
        Obs.UPPER: "Upper 95% limit",
        Obs.INTERVAL: "Origin of the interval",
        Obs.NUMERATOR: "Numerator",
        Obs.DENOMINATOR: "Denominator or respondents",
        Obs.UNIT: "Unit",
        Obs.STATUS: "Status",
        Obs.POLARITY: "Better direction",
        Obs.ENGLAND: "England",
        Obs.REGION: "Region",
        Obs.NEIGHBOURS: "Statistical neighbours",
        Obs.RANK: "Rank from highest",
        Obs.RANKED: "Councils ranked",
        Obs.PERCENTILE: "Percentile",
        Obs.COMPARISON: "Compared with England",
        Obs.BREAK_BEFORE: "Break before this year",
        Obs.FLAGS: "Data-quality flags",
        Obs.NOTES: "Notes",
        Obs.DATASET: "Dataset",
        Obs.SOURCE: "Source",
        Obs.RECEIPT: "Receipt",
    }
)
