"""How old an extract is, held against how often its publisher issues a new edition."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from pathlib import Path

from helpers.base.counted import counted
from helpers.base.landing_words import KEPT_LOCALLY, landing_words
from helpers.base.period_kinds import PeriodKind, spoken_period
from helpers.contracts.model import ENDING, Frequency, load_contract
from helpers.gate.store.records import Receipt

MONTHS_IN = {"y": 12, "q": 3, "m": 1}
UNIT_WORDS = {"y": "year", "q": "quarter", "m": "month"}

_YEAR = re.compile(r"^(\d{4})")
_MONTH = re.compile(r"^(\d{4})-(\d{2})$")
_QUARTER = re.compile(r"^(\d{4})-\d{2}-Q([1-4])$")


def last_day(period: str, kind: str) -> date | None:
    """Last day of a period; None for a dataset without one, or a text not of its kind.

    Parameters
    ----------
    period : str
        The period, in the form of its kind.
    kind : str
        A value of `PeriodKind`.
    """
    try:
        if kind == PeriodKind.DATE:
            return date.fromisoformat(period)
        if kind == PeriodKind.MONTH and (found := _MONTH.match(period)):
            return _end_of(int(found[1]), int(found[2]))
        if kind == PeriodKind.QUARTER and (found := _QUARTER.match(period)):
            year, month = divmod(int(found[1]) * 12 + 3 + 3 * int(found[2]) - 1, 12)
            return _end_of(year, month + 1)
        year_found = _YEAR.match(period)
        if year_found is None:
            return None
        first = int(year_found[1])
        ends = {
            PeriodKind.FINANCIAL_YEAR.value: (first + 1, 3),
            PeriodKind.CALENDAR_YEAR.value: (first, 12),
            PeriodKind.MID_YEAR.value: (first, 6),
        }
        return _end_of(*ends[kind]) if kind in ends else None
    except ValueError:
        return None


def ages_of(receipts: tuple[Receipt, ...], contracts: Path, today: date) -> dict[str, str]:
    """Return the age of each extract in words, by receipt.

    Parameters
    ----------
    receipts : tuple of Receipt
        Accepted extracts.
    contracts : Path
        Folder of the contracts.
    today : date
        The day of asking.
    """
    read = {
        dataset: load_contract(contracts / f"{dataset}{ENDING}").frequency
        for dataset in sorted({receipt.dataset for receipt in receipts})
    }
    return {item.id: age_words(item, read[item.dataset], today) for item in receipts}


def age_words(receipt: Receipt, frequency: Frequency | None, today: date) -> str:
    """How an edition stands against its contract's frequency, in words.

    Parameters
    ----------
    receipt : Receipt
        Its latest period, and where its publisher puts new editions.
    frequency : Frequency or None
        What the contract states; None where it states nothing.
    today : date
        The day of asking.
    """
    ended = last_day(receipt.latest_period, receipt.period_kind)
    if ended is None:
        return "age not known: the file states no period"
    if ended > today:
        day = spoken_period(ended.isoformat(), PeriodKind.DATE)
        return f"its last period ends on {day}, still to come"
    months = months_between(ended, today)
    told = f"its last period ended {_ago(months)}"
    if frequency is None:
        return f"{told}; the contract does not say how often one comes"
    if frequency.value == 0:
        return f"{told}; no further edition is expected"
    step = frequency.value * MONTHS_IN.get(frequency.unit, 0)
    if not step:
        return f"{told}; the contract's frequency is in a unit that is not known here"
    every = f"one comes every {_every(frequency)}"
    if months < step:
        return f"current: {told}, and {every}"
    # How long a publisher takes after a period's end is not in the contract: hence "may".
    return f"a newer edition may be out: {told}, and {every}; {_where(receipt)}"


def months_between(earlier: date, later: date) -> int:
    """Whole months from one day to a later one; the last day of a month counts as its end."""
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    is_last = later.day == monthrange(later.year, later.month)[1]
    return months if later.day >= earlier.day or is_last else months - 1


def _end_of(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _where(receipt: Receipt) -> str:
    words = landing_words(receipt.landing_page)
    return words if words == KEPT_LOCALLY else f"see {words}"


def _ago(months: int) -> str:
    if months == 0:
        return "less than a month ago"
    if months < 24:
        return f"{counted(months, 'month')} ago"
    return f"{months // 12} years ago"


def _every(frequency: Frequency) -> str:
    words = UNIT_WORDS[frequency.unit]
    return words if frequency.value == 1 else f"{frequency.value:g} {words}s"
