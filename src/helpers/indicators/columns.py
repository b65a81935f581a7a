"""Columns of the working frames between a canonical table and an observation.

Those that an observation has too bear its name; the others never leave the room.
"""

from __future__ import annotations

from helpers.contracts.columns import Obs

SERIES = "series"
"""Number of the series in the registry: framework, code and dataset in one."""
NAMES = [Obs.FRAMEWORK.value, Obs.INDICATOR.value, Obs.DATASET.value]
"""By what a page names a series."""
CELL = "cell"
"""Number of a sum."""

SOURCE = "_source"
"""The area as a dataset names it."""
AREA = "_area"
"""ONS code of the council of that time, region or England."""
TODAY = Obs.AREA_CODE.value
"""ONS code of today's council of the same territory, region or England."""
LEVEL = "_level"
MADE_OF = "_made_of"
"""How many areas of the dataset make up the area."""

PERIOD = Obs.PERIOD.value
KIND = Obs.PERIOD_KIND.value
END = "period_end"
AS_AT = "_as_at"
"""The day that an extract without periods speaks of."""

BREAKDOWN = Obs.BREAKDOWN.value
VALUE = Obs.VALUE.value
MARGIN = "margin"
LOWER_GIVEN, UPPER_GIVEN = "_lower", "_upper"
NUMERATOR = Obs.NUMERATOR.value
DENOMINATOR = Obs.DENOMINATOR.value
STATUS = Obs.STATUS.value
NOTE = "note"
RECEIPTS = "_receipt"
"""Number, or numbers, of the receipts that a figure comes from."""

AGES, YEAR, PERSONS = "_ages", "_year", "persons"
NUMBERS = (VALUE, MARGIN, LOWER_GIVEN, UPPER_GIVEN, NUMERATOR, DENOMINATOR)
