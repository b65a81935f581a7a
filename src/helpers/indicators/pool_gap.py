"""How far the listed lines of a pool are from the pool that its document states."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from helpers.indicators.pool import STEPS, Amount


@dataclass(frozen=True)
class Gap:
    """A sum of lines beside the stated pool, all in pounds.

    Attributes
    ----------
    total, pool : float
        What the lines add up to, and what the document states.
    rounding : float
        The most that rounding before print could set the two apart.
    """

    total: float
    pool: float
    rounding: float

    @property
    def apart(self) -> float:
        """Pounds by which the pool exceeds the lines; negative where the lines exceed it."""
        return self.pool - self.total

    @property
    def closed(self) -> bool:
        """Whether the lines add up to the pool, as far as the printed digits can tell."""
        return abs(self.apart) <= self.rounding


def gap_of(amounts: Sequence[Amount], pool: Amount) -> Gap:
    """Hold the sum of some amounts against the stated pool.

    Parameters
    ----------
    amounts : sequence of Amount
        Lines that should make up the pool.
    pool : Amount
        The pool as stated.

    Notes
    -----
    Each printed amount is within half of its last digit of the true one. How many digits a
    document prints in a unit is told by the line that shows the most: 24.1 million beside
    17.453 million is 24.100.
    """
    every = [*amounts, pool]
    decimals: dict[str, int] = {}
    for each in every:
        decimals[each.unit] = max(decimals.get(each.unit, 0), _decimals(each.printed))
    # A pound itself is printed whole, and pence are beyond any gap worth a sentence.
    rounding = sum(max(STEPS[each.unit] / 10 ** decimals[each.unit], 1.0) / 2 for each in every)
    return Gap(math.fsum(each.pounds for each in amounts), pool.pounds, rounding)


def _decimals(number: float) -> int:
    _, _, after = f"{number:.6f}".rstrip("0").partition(".")
    return len(after)
