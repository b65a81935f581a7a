"""Mutations of the carers that need a row outside any sum."""

from __future__ import annotations

from changed_cells import Case, changed, doubled

FIRST = "Area code"
# Sefton gives no whole of the kinds of support, so that a change there breaks no sum.
BREAKS = {"Area name": "Sefton", "Quarter": "Q2 2024/25", "Measure": "short breaks"}
PAID = {"Area name": "Sefton", "Measure": "direct payment only"}
ASSESSED = {"Area name": "Sefton", "Quarter": "Q2 2024/25", "Measure": "assessments"}

CASES: dict[str, Case] = {
    "area_code_given": changed(FIRST, BREAKS, {"Area code": ""}),
    "area_code_form": changed(FIRST, BREAKS, {"Area code": "Sefton"}),
    "quarter_given": changed(FIRST, BREAKS, {"Quarter": ""}),
    "quarter_form": changed(FIRST, BREAKS, {"Quarter": "spring"}),
    "measure_given": changed(FIRST, BREAKS, {"Measure": ""}),
    "measure_known": changed(FIRST, BREAKS, {"Measure": "no such thing"}),
    "carers_range": changed(FIRST, PAID, {"Carers": 1_000_001}),
    "key_unique": doubled(FIRST, BREAKS),
    "events_given": changed(FIRST, ASSESSED, {"Events": ""}),
}
