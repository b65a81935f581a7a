"""Named steps that a layout asks for after its rows are read, where a table needs one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import polars as pl

from helpers.extracts.step_activity_view import activity_view
from helpers.extracts.step_ascof_long import ascof_long
from helpers.extracts.step_census import ages_and_bands, sets_of_bands
from helpers.extracts.step_derived_workforce import derived_workforce
from helpers.extracts.step_discharges import discharge_measures, discharge_workbook
from helpers.extracts.step_lookup import kinds_of_tiers
from helpers.extracts.step_neighbours import kinds_of_neighbours
from helpers.extracts.step_nhs_areas import commissioners, councils
from helpers.extracts.step_population import ages_in_words, with_totals
from helpers.extracts.step_pounds import pounds
from helpers.extracts.step_projection import base_year
from helpers.extracts.step_return_areas import return_areas
from helpers.extracts.step_workforce_rates import workforce_rates
from helpers.extracts.step_year_of_month import year_of_month

Step = Callable[[pl.DataFrame, str], tuple[pl.DataFrame, tuple[str, ...]]]

STEPS: Mapping[str, Step] = MappingProxyType(
    {
        "pounds": pounds,
        "activity-view": activity_view,
        "ascof-long": ascof_long,
        "return-areas": return_areas,
        "year-of-month": year_of_month,
        "ages-in-words": ages_in_words,
        "totals-of-sexes-and-ages": with_totals,
        "base-year": base_year,
        "kinds-of-tiers": kinds_of_tiers,
        "kinds-of-neighbours": kinds_of_neighbours,
        "sets-of-bands": sets_of_bands,
        "ages-and-bands": ages_and_bands,
        "commissioners": commissioners,
        "delayed-transfers": councils,
        "discharge-measures": discharge_measures,
        "discharge-workbook": discharge_workbook,
        "derived-workforce": derived_workforce,
        "workforce-rates": workforce_rates,
    }
)
