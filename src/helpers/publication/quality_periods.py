"""The periods of an extract in words."""

from __future__ import annotations

from helpers.base.errors import ParameterError
from helpers.base.period_kinds import PeriodKind, spoken_period
from helpers.gate.store.records import Receipt


def spoken_periods(receipt: Receipt) -> str:
    """First and last period of an extract in words; "no period" where it has none."""
    if receipt.period_kind == PeriodKind.NONE or not receipt.latest_period:
        return "no period"
    try:
        first, last = (
            spoken_period(period, receipt.period_kind)
            for period in (receipt.first_period or receipt.latest_period, receipt.latest_period)
        )
    except (ParameterError, ValueError):
        return f"{receipt.first_period} until {receipt.latest_period}"
    return last if first == last else f"{first} until {last}"
