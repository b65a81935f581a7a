"""The list of reconciliations."""

from __future__ import annotations

from helpers.gate.reconcile_counts import equal_direct_payment_counts, pool_and_its_parts
from helpers.gate.reconcile_flow import coverage_of_discharges, native_and_compiled_delays
from helpers.gate.reconcile_population import long_file_and_population, series_and_population
from helpers.gate.reconciled import Reconciliation

RECONCILIATIONS: tuple[Reconciliation, ...] = (
    Reconciliation(("ascof_timeseries", "ons_mye"), series_and_population),
    Reconciliation(("ascof_long", "ons_mye"), long_file_and_population),
    Reconciliation(("ascof_timeseries",), equal_direct_payment_counts),
    Reconciliation(("discharge_ready_date",), coverage_of_discharges),
    Reconciliation(("nhse_dtoc",), native_and_compiled_delays),
    Reconciliation(("bcf_budget",), pool_and_its_parts),
)
