"""Mutations of the budget that must leave the sums of its pools alone."""

from __future__ import annotations

from changed_cells import Case, changed, doubled, renamed

FIRST = "Area code"
# These councils give a line or two, of which nothing is the sum.
HUB = {"Line name": "Carers hub"}
PAID = {"Organisation": "Worcestershire County Council"}
POOL = {"Area name": "Wirral"}
ALL_MINIMUM = {"Organisation": "All", "Line kind": "minimum contribution"}
OUTTURN_POOL = {"Plan or outturn": "outturn", "Line kind": "pooled total"}

CASES: dict[str, Case] = {
    "area_code_given": changed(FIRST, HUB, {"Area code": ""}),
    "area_code_form": changed(FIRST, HUB, {"Area code": "Worcestershire"}),
    "financial_year_given": changed(FIRST, HUB, {"Financial year": ""}),
    "financial_year_form": changed(FIRST, HUB, {"Financial year": "next year"}),
    "plan_or_outturn_given": changed(FIRST, HUB, {"Plan or outturn": ""}),
    "plan_or_outturn_known": changed(FIRST, HUB, {"Plan or outturn": "forecast"}),
    "organisation_given": changed(FIRST, HUB, {"Organisation": ""}),
    "line_kind_given": changed(FIRST, HUB, {"Line kind": ""}),
    "line_kind_known": changed(FIRST, HUB, {"Line kind": "reserve"}),
    "amount_readable": changed(FIRST, HUB, {"Amount": "about 800"}),
    "amount_given": changed(FIRST, HUB, {"Amount": ""}),
    "amount_range": changed(FIRST, HUB, {"Amount": -1}),
    "unit_given": changed(FIRST, HUB, {"Unit": ""}),
    "unit_known": changed(FIRST, HUB, {"Unit": "euro"}),
    "key_unique": doubled(FIRST, HUB),
    "pounds_in_head_and_rows": renamed(FIRST, "Amount", "Amount (£)", HUB),
    "thousands_in_head_and_rows": renamed(FIRST, "Amount", "Amount (£'000)", PAID),
    "millions_in_head_and_rows": renamed(FIRST, "Amount", "Amount, £ million", HUB),
    "scheme_named": changed(FIRST, HUB, {"Line name": ""}),
    "whole_of_all_is_pool": changed(FIRST, PAID, {"Organisation": "All"}),
    "contributions_add_up": changed(FIRST, ALL_MINIMUM, {"Amount": 41.65}),
    "pool_is_contributions": changed(FIRST, OUTTURN_POOL, {"Amount": 43_412}),
    "pool_credible": changed(FIRST, POOL, {"Unit": "GBP thousand"}),
    "contribution_credible": changed(FIRST, PAID, {"Unit": "GBP"}),
}
