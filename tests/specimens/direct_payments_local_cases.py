"""Mutations of the direct payments that need a row outside any sum."""

from __future__ import annotations

from changed_cells import Case, changed, doubled

FIRST = "Area code"
PEOPLE, SHORT_BREAKS = (
    "People with a direct payment",
    "People with a direct payment for short breaks",
)
CARERS = {"Area name": "Sefton", "Month end": "30/04/2024"}
LATER = {"Area name": "Sefton", "Month end": "31/05/2024"}
ALONE = {"Support reason": "Mental health support"}
SUPPRESSED = {PEOPLE: "[c]"}
AGES = {"Area name": "Worcestershire", "Client or carer": "client", "Age band": "All"}
REASONS = {"Area name": "Worcestershire", "Client or carer": "carer", "Support reason": "All"}
LARGE = 1_000_001

CASES: dict[str, Case] = {
    "area_code_given": changed(FIRST, CARERS, {"Area code": ""}),
    "area_code_form": changed(FIRST, CARERS, {"Area code": "Sefton"}),
    "month_end_readable": changed(FIRST, CARERS, {"Month end": "spring"}),
    "month_end_given": changed(FIRST, CARERS, {"Month end": ""}),
    "month_end_is_last_day": changed(FIRST, CARERS, {"Month end": "15/04/2024"}),
    "client_or_carer_given": changed(FIRST, CARERS, {"Client or carer": ""}),
    "client_or_carer_known": changed(FIRST, CARERS, {"Client or carer": "both"}),
    "age_band_given": changed(FIRST, ALONE, {"Age band": ""}),
    "age_band_known": changed(FIRST, ALONE, {"Age band": "under 18"}),
    "support_reason_given": changed(FIRST, ALONE, {"Support reason": ""}),
    "support_reason_known": changed(FIRST, ALONE, {"Support reason": "no such thing"}),
    "people_range": changed(FIRST, ALONE, {PEOPLE: LARGE}),
    "starters_range": changed(FIRST, ALONE, {"Starters": LARGE}),
    "leavers_range": changed(FIRST, ALONE, {"Leavers": LARGE}),
    "short_break_people_range": changed(FIRST, SUPPRESSED, {SHORT_BREAKS: LARGE}),
    "key_unique": doubled(FIRST, ALONE),
    "people_up_to_support": changed(FIRST, ALONE, {"People in community support": 32}),
    "people_of_ages_add_up": changed(FIRST, AGES, {PEOPLE: 591}),
    "starters_of_ages_add_up": changed(FIRST, AGES, {"Starters": 18}),
    "leavers_of_ages_add_up": changed(FIRST, AGES, {"Leavers": 14}),
    "people_of_reasons_add_up": changed(FIRST, REASONS, {PEOPLE: 76}),
    "people_carry_forward": changed(FIRST, LATER, {PEOPLE: 43, "Starters": 3}),
}
