"""Counts of one year's councils, brought to the councils of another year.

Counts of merged councils add up. A count of a council that was split says nothing of its
parts, so none is made up for them. Rates and averages never add: bring numerators and
denominators over, each as counts, and divide afterwards.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from numbers import Real
from typing import Final

from helpers.base.area_kinds import code_text, is_district
from helpers.base.councils_by_year import council_code, councils_in
from helpers.base.errors import ParameterError
from helpers.base.periods import check_period, spoken
from helpers.base.reorganisations import (
    Change,
    Reorganisation,
    predecessors,
    reorganisations,
    successors,
)

_COUNTS: Final = "counts of one year's councils"


@dataclass(frozen=True, slots=True)
class AddedCount:
    """The count of one council, or the reason why there is none.

    Parameters
    ----------
    value : float or None
        The council's own count, or the sum of its parts.
    parts : tuple of str
        The codes whose counts are in the value; empty where there is none.
    reason : str
        Why there is no value; empty where there is one.
    note : str
        What must be said wherever the value is shown; mostly empty.
    """

    value: float | None
    parts: tuple[str, ...] = ()
    reason: str = ""
    note: str = ""


def add_counts(
    values: Mapping[str, float | None], to_period: str, *, fractions: bool = False
) -> dict[str, AddedCount]:
    """Bring the counts of one year's councils to the councils of another year.

    Parameters
    ----------
    values : mapping of str to float or None
        Counts by ONS code, all of one year; None where there is no figure. Codes are of
        councils; of districts, only Christchurch (E07000048) may stand among them, as a
        part of Bournemouth, Christchurch and Poole.
    to_period : str
        The financial year whose councils are wanted, earlier or later.
    fractions : bool
        Whether amounts that are not whole may come in: thousands of pounds, projected
        people. They add as counts do. Never set it for rates, percentages or scores.

    Returns
    -------
    dict of str to AddedCount
        One for each council of that year that any given code leads to, in order of code.

        A sum has every part that counts as a council: with one missing there is no value.
        Christchurch was a district of Dorset County, so councils' files never hold it:
        without it the sum of Bournemouth and Poole is given with a note that says so, and
        must not be shown without that note. With it the sum is whole.

    Raises
    ------
    ParameterError
        Where a code is no council's, a value is no count (negative, endless, or with a
        fraction, as rates are), a council is given twice, or counts of two geographies
        are mixed, so that people would be counted twice. A rate that happens to be
        whole cannot be told from a count: see to it that none is given.
    """
    wanted = councils_in(to_period)
    counts = _by_council(values, check_period(to_period), fractions=fractions)
    _refuse_two_geographies(counts)
    reached = {found for code in counts for found in _leads_to(code) if found in wanted}
    return {code: _added(code, counts) for code in sorted(reached)}


def _by_council(
    values: Mapping[str, float | None], period: str, *, fractions: bool
) -> dict[str, float | None]:
    """Return the values by the one code of each council, every one checked."""
    counts: dict[str, float | None] = {}
    for code, value in values.items():
        known = code_text(code) if _is_part(code, period) else council_code(code)
        count = None if value is None else _checked(known, value, fractions=fractions)
        if count is not None and counts.get(known) is not None:
            raise ParameterError(
                f"{_COUNTS}, {known}",
                "this council has two counts, under two codes of its own",
                "one count for each council",
                "leave one of the two out",
            )
        if count is not None or known not in counts:
            counts[known] = count
    return counts


def _is_part(code: object, period: str) -> bool:
    """Whether a code is of a district that went into a council by that period."""
    return is_district(code) and any(step.since <= period for step in successors(code))


def _checked(code: str, value: object, *, fractions: bool) -> float:
    number = math.nan
    if isinstance(value, Real) and not isinstance(value, bool):
        number = float(value)
    found = ""
    if not math.isfinite(number):
        found = f"{value!r} is not a number that can be added"
    elif number < 0:
        found = f"{value} is negative"
    elif not fractions and not number.is_integer():
        found = f"{value} is not whole, as a rate, a percentage or an average is not"
    if found:
        raise ParameterError(
            f"{_COUNTS}, {code}",
            found,
            "a count: a whole number, 0 or more, or None where there is no figure",
            "never add rates: give numerators and denominators, each apart, and divide after",
        )
    return value if isinstance(value, int) else number


def _refuse_two_geographies(counts: Mapping[str, float | None]) -> None:
    for step in reorganisations():
        if counts.get(step.former_code) is not None and counts.get(step.new_code) is not None:
            raise ParameterError(
                _COUNTS,
                f"{step.former_name} ({step.former_code}, until {_spoken_start(step)}) and "
                f"{step.new_name} ({step.new_code}, from then on) both have a count, "
                "so people would be counted twice",
                "counts of the councils of one year",
                "keep the rows of one geography only",
            )


def _leads_to(code: str) -> list[str]:
    return [
        code,
        *(step.new_code for step in successors(code)),
        *(step.former_code for step in predecessors(code)),
    ]


def _added(code: str, counts: Mapping[str, float | None]) -> AddedCount:
    own = counts.get(code)
    if own is not None:
        return AddedCount(own, (code,))
    into = [step for step in predecessors(code) if step.kind in {Change.RENAMED, Change.MERGED}]
    out = [step for step in successors(code) if step.kind in {Change.RENAMED, Change.SPLIT}]
    if any(step.former_code in counts for step in into):
        return _sum_of_formers(into, counts)
    if any(step.new_code in counts for step in out):
        return _sum_of([(step.new_code, step.new_name) for step in out], counts)
    given = [step for step in predecessors(code) if counts.get(step.former_code) is not None]
    given += [step for step in successors(code) if counts.get(step.new_code) is not None]
    return AddedCount(None, reason=_why_not(given[0]) if given else "no count is given for it")


def _sum_of_formers(
    steps: Sequence[Reorganisation], counts: Mapping[str, float | None]
) -> AddedCount:
    """Add the merged councils; a district that no council's file holds is noted instead."""
    left_out = [
        step for step in steps if is_district(step.former_code) and step.former_code not in counts
    ]
    parts = [(step.former_code, step.former_name) for step in steps if step not in left_out]
    note = "; ".join(step.note for step in left_out)
    return _sum_of(parts, counts, note)


def _sum_of(
    parts: Sequence[tuple[str, str]], counts: Mapping[str, float | None], note: str = ""
) -> AddedCount:
    found = {code: count for code, _ in parts if (count := counts.get(code)) is not None}
    missing = [name for code, name in parts if code not in found]
    if missing:
        names = " and ".join(missing)
        return AddedCount(None, reason=f"no count is given for {names}, so there is no whole sum")
    return AddedCount(sum(found.values()), tuple(found), note=note)


def _why_not(step: Reorganisation) -> str:
    start = _spoken_start(step)
    if step.kind is Change.SPLIT:
        return (
            f"{step.former_name} was split in {start}: its count says nothing of what "
            f"{step.new_name} had of it"
        )
    if step.kind is Change.MERGED:
        return (
            f"{step.former_name} became a part of {step.new_name} in {start}: a count of "
            "the whole cannot be divided"
        )
    return (
        f"areas were redrawn in {start}: {step.former_name} and {step.new_name} are not the "
        "same, so a count of one says nothing of the other"
    )


def _spoken_start(step: Reorganisation) -> str:
    return spoken(step.since)
