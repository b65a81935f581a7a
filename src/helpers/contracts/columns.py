"""Column names of the contracted datasets, one class a dataset.

The contracts are the source: a test holds each class against its contract's
properties, name by name and in order. Code says ``Ascof.OUTCOME``, never "outcome".
"""

from __future__ import annotations

from enum import StrEnum


class Ascof(StrEnum):
    """Columns of `ascof_timeseries`: one row a measure, rating, area and year."""

    MEASURE = "measure"
    RATING = "rating"
    AREA_CODE = "area_code"
    AREA_NAME = "area_name"
    SOURCE_CODE = "source_code"
    LEVEL = "level"
    PERIOD = "period"
    OUTCOME = "outcome"
    OUTCOME_STATUS = "outcome_status"
    NUMERATOR = "numerator"
    NUMERATOR_STATUS = "numerator_status"
    DENOMINATOR = "denominator"
    DENOMINATOR_STATUS = "denominator_status"
    MARGIN = "margin"
    MARGIN_STATUS = "margin_status"
    RESPONDENTS = "respondents"
    RESPONDENTS_STATUS = "respondents_status"
    FORMER_OUTCOME = "former_outcome"
    FORMER_MARGIN = "former_margin"
    FORMER_RESPONDENTS = "former_respondents"
    SHEET = "sheet"
    SHEET_ROW = "sheet_row"


class Obs(StrEnum):
    """Columns of `observations`: what notebooks, files and the site all read."""

    AREA_CODE = "area_code"
    AREA_NAME = "area_name"
    PERIOD = "period"
    THEME = "theme"
    FRAMEWORK = "framework"
    INDICATOR = "indicator"
    TITLE = "title"
    BREAKDOWN = "breakdown"
    VALUE = "value"
    LOWER = "lower"
    UPPER = "upper"
    INTERVAL = "interval"
    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"
    UNIT = "unit"
    STATUS = "status"
    POLARITY = "polarity"
    ENGLAND = "england"
    REGION = "region"
    NEIGHBOURS = "neighbours"
    RANK = "rank"
    RANKED = "ranked"
    PERCENTILE = "percentile"
    COMPARISON = "comparison"
    BREAK_BEFORE = "break_before"
    FLAGS = "flags"
    SOURCE = "source"
    RECEIPT = "receipt"
