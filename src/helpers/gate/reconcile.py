"""Reconciliation: named rules across extracts that each passed their own gate.

A contract checks one file by itself. These rules ask whether files that should agree do, and
where figures that look like performance may be recording. They refuse nothing: what they find
goes to the data-quality page, with the councils named.
"""

from __future__ import annotations

from helpers.base.settings import Settings
from helpers.gate.reconciled import Reconciled, Tables
from helpers.gate.reconciliations import RECONCILIATIONS
from helpers.gate.store.records import Receipt
from helpers.gate.store.shelf import Shelf


def reconcile(receipts: tuple[Receipt, ...], settings: Settings) -> tuple[Reconciled, ...]:
    """Run every reconciliation whose datasets are all there.

    Parameters
    ----------
    receipts : tuple of Receipt
        Accepted extracts, as the gate chose them.
    settings : Settings
        Where the store is.

    Returns
    -------
    tuple of Reconciled
        In order of rule and file; a rule that had nothing to compare is left out.
    """
    tables = Tables(receipts, Shelf(settings.store))
    found = [
        result
        for rule in RECONCILIATIONS
        if all(tables.have(dataset) for dataset in rule.needs)
        for result in rule.run(tables)
        if result.compared
    ]
    return tuple(sorted(found, key=lambda result: (result.rule, result.files)))
