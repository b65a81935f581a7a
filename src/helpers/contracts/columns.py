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
    PERIOD_KIND = "period_kind"
    DATASET = "dataset"
    NOTES = "notes"


class Mye(StrEnum):
    """Columns of `ons_mye`: one row an area, mid-year, sex and age."""

    VINTAGE = "vintage"
    YEAR = "year"
    AREA_CODE = "area_code"
    AREA_NAME = "area_name"
    GEOGRAPHY = "geography"
    SEX = "sex"
    AGE = "age"
    PERSONS = "persons"
    SHEET = "sheet"
    SHEET_ROW = "sheet_row"


class Snpp(StrEnum):
    """Columns of `ons_snpp`: one row an area, year, sex and age of a projection."""

    BASE = "base"
    VARIANT = "variant"
    AREA_CODE = "area_code"
    AREA_NAME = "area_name"
    COMPONENT = "component"
    SEX = "sex"
    AGE = "age"
    YEAR = "year"
    PERSONS = "persons"
    SHEET = "sheet"
    SHEET_ROW = "sheet_row"


class Tiers(StrEnum):
    """Columns of `lookup_ltla_utla`: one row a lower-tier authority."""

    EDITION = "edition"
    AREA_CODE = "area_code"
    AREA_NAME = "area_name"
    UPPER_CODE = "upper_code"
    UPPER_NAME = "upper_name"
    AREA_KIND = "area_kind"
    OWN_UPPER_TIER = "own_upper_tier"
    SHEET = "sheet"
    SHEET_ROW = "sheet_row"


class Neighbours(StrEnum):
    """Columns of `ons_nearest_neighbours`: one row a council and rank."""

    AREA_CODE = "area_code"
    AREA_NAME = "area_name"
    RANK = "rank"
    NEIGHBOUR_CODE = "neighbour_code"
    NEIGHBOUR_IS = "neighbour_is"
    SHEET = "sheet"
    SHEET_ROW = "sheet_row"


class Care(StrEnum):
    """Columns of `census_unpaid_care`: one row an area, band of hours and measure."""

    CENSUS = "census"
    AREA_CODE = "area_code"
    AREA_NAME = "area_name"
    GEOGRAPHY = "geography"
    RURAL_URBAN = "rural_urban"
    POPULATION = "population"
    BAND = "band"
    MEASURE = "measure"
    VALUE = "value"
    BANDS = "bands"
    INDICATOR = "indicator"
    SHEET = "sheet"
    SHEET_ROW = "sheet_row"


class CensusAge(StrEnum):
    """Columns of `census_age`: one row an area and age, single year or band."""

    CENSUS = "census"
    AREA_CODE = "area_code"
    AREA_NAME = "area_name"
    RURAL_URBAN = "rural_urban"
    AGE = "age"
    KIND = "kind"
    BAND = "band"
    PERSONS = "persons"
    SHEET = "sheet"
    SHEET_ROW = "sheet_row"


class AscofLong(StrEnum):
    """Columns of `ascof_long`: one row a measure, group, area, year and part."""

    PERIOD = "period"
    FRAMEWORK = "framework"
    MEASURE = "measure"
    DISAGGREGATION = "disaggregation"
    AREA_CODE = "area_code"
    AREA_NAME = "area_name"
    SOURCE_CODE = "source_code"
    LEVEL = "level"
    MEASURE_TYPE = "measure_type"
    VALUE = "value"
    VALUE_STATUS = "value_status"
    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"
    RESPONDENTS = "respondents"
    MARGIN = "margin"
    MEASURE_CODE = "measure_code"
    SUFFIX_AND_LEVEL = "suffix_and_level"
    MEASURE_GROUP = "measure_group"
    MEASURE_TITLE = "measure_title"
    SHEET = "sheet"
    SHEET_ROW = "sheet_row"


class Dtoc(StrEnum):
    """Columns of `nhse_dtoc`: one row a council, month and part of its delayed days."""

    PERIOD = "period"
    SPLIT = "split"
    PART = "part"
    AREA_CODE = "area_code"
    AREA_NAME = "area_name"
    SOURCE_CODE = "source_code"
    REGION = "region"
    LEVEL = "level"
    COMPILED = "compiled"
    DAYS = "days"
    DAYS_STATUS = "days_status"
    SHEET = "sheet"
    SHEET_ROW = "sheet_row"


class BcfBudget(StrEnum):
    """Columns of `bcf_budget`: one row a line of a Better Care Fund plan."""

    AREA_CODE = "area_code"
    AREA_NAME = "area_name"
    FINANCIAL_YEAR = "financial_year"
    PLAN_OR_OUTTURN = "plan_or_outturn"
    ORGANISATION = "organisation"
    LINE_KIND = "line_kind"
    LINE_NAME = "line_name"
    AMOUNT = "amount"
    UNIT = "unit"
    UNIT_IN_HEAD = "unit_in_head"
    AMOUNT_GBP = "amount_gbp"
    COUNTED = "counted"
    SOURCE_DOCUMENT = "source_document"
    PAGE = "page"
    SHEET = "sheet"
    SHEET_ROW = "sheet_row"


class Drd(StrEnum):
    """Columns of `discharge_ready_date` that code names; each figure has a status beside it."""

    PERIOD = "period"
    SPAN = "span"
    FINANCIAL_YEAR = "financial_year"
    LEVEL = "level"
    AREA_CODE = "area_code"
    AREA_NAME = "area_name"
    DISCHARGES = "discharges"
    SAME_DAY = "same_day"
    DELAYED = "delayed"
    BED_DAYS = "bed_days"
    SAME_DAY_PERCENT = "same_day_percent"
    ONE = "delayed_1_day"
    TWO = "delayed_2_3_days"
    FOUR = "delayed_4_6_days"
    SEVEN = "delayed_7_13_days"
    FOURTEEN = "delayed_14_20_days"
    MORE = "delayed_21_days_or_more"
    MEAN_IF_DELAYED = "mean_days_if_delayed"
    MEAN = "mean_days"
    COVERAGE = "coverage_percent"
    CHANGE = "change_percent"
    SHEET = "sheet"
    SHEET_ROW = "sheet_row"
