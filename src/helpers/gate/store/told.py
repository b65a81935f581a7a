"""What several receipts of one dataset say together, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from helpers.base.counted import counted
from helpers.base.period_kinds import PeriodKind, spoken_period
from helpers.gate.store.records import Receipt


def by_dataset(receipts: Iterable[Receipt]) -> tuple[tuple[Receipt, ...], ...]:
    """Group receipts by dataset and edition of its contract, in the order of their first."""
    groups: dict[tuple[str, str, bool], list[Receipt]] = {}
    for receipt in receipts:
        named = (receipt.dataset, receipt.contract_version, receipt.sample)
        groups.setdefault(named, []).append(receipt)
    return tuple(tuple(group) for group in groups.values())


def told_publisher(receipt: Receipt) -> str:
    """Who published an extract; of sample data, whose layout it has."""
    invented = f"invented (layout of {receipt.publisher})"
    return invented if receipt.sample else receipt.publisher


def told_period(receipt: Receipt) -> str:
    """Last period of one extract: "last year 2024 to 2025", "last March 2025"."""
    if not receipt.latest_period:
        return spoken_period("", PeriodKind.NONE)
    last = spoken_period(receipt.latest_period, receipt.period_kind)
    year = receipt.period_kind == PeriodKind.FINANCIAL_YEAR
    return f"last year {last}" if year else f"last {last}"


def told_periods(receipts: Sequence[Receipt]) -> str:
    """Last period of an extract; of several, how many they are and from when until when.

    Parameters
    ----------
    receipts : sequence of Receipt
        One or more of the same dataset.
    """
    if len(receipts) == 1 or not any(receipt.latest_period for receipt in receipts):
        return told_period(receipts[0])
    return f"{len(receipts)} files, {told_span(receipts)}"


def told_span(receipts: Sequence[Receipt]) -> str:
    """From when until when some extracts of one dataset reach, in words."""
    kind = receipts[0].period_kind
    ends = [receipt.latest_period for receipt in receipts if receipt.latest_period]
    starts = [receipt.first_period or receipt.latest_period for receipt in receipts]
    if not ends:
        return spoken_period("", PeriodKind.NONE)
    first, last = spoken_period(min(filter(None, starts)), kind), spoken_period(max(ends), kind)
    return first if first == last else f"{first} until {last}"


def told_warnings(receipts: Iterable[Receipt]) -> tuple[str, ...]:
    """Each warning once, with the rows of all files that it names."""
    broken = Counter[str]()
    for warning in (each for receipt in receipts for each in receipt.warnings):
        broken[warning.meaning.rstrip(".")] += warning.violations
    return tuple(f"{meaning} ({counted(rows, 'row')})" for meaning, rows in broken.items())
