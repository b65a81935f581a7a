"""Jumps in a plain count, which ask how it was counted before anybody reads a change into it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from helpers.indicators.registry import Indicator
from helpers.strategies.readings import Reading

# A count that more than doubles or halves from one period to the next.
JUMP = 2.0


def jump_between(indicator: Indicator, rows: Sequence[Reading]) -> str:
    """Say the largest jump between neighbouring values of a count without interval.

    Parameters
    ----------
    indicator : Indicator
        Only plain numbers are looked at: a rate or a share has an interval of its own.
    rows : sequence of Reading
        In order of time.

    Returns
    -------
    str
        Empty where there is none.
    """
    if indicator.interval != "not given":
        return ""
    known = [row for row in rows if row.value]
    found = [
        (max(times, 1 / times), earlier, later, times)
        for earlier, later in itertools.pairwise(known)
        if (times := float(later.value or 0) / float(earlier.value or 1)) > JUMP or times < 1 / JUMP
    ]
    if not found:
        return ""
    _, earlier, later, times = max(found, key=lambda each: each[0])
    way = "grew" if times > 1 else "fell"
    return (
        f"Between {earlier.when} and {later.when} the number {way} to {times:.1f} times itself: "
        "how it was counted has to be asked before a change is read into it"
    )
