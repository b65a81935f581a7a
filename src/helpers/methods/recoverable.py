"""Whether hidden counts follow from what is shown: the audit of suppression.

What is shown and what is known to add up are linear equations between counts. A hidden count,
or a sum of them, is exposed where the equations give its number, or leave it so little room that
it is known to be small.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

Sum = Mapping[Any, float]
TOLERANCE = 1e-7
ROUNDS = 30
PASSES = 3
MOST_ROWS = 4000


@dataclass(frozen=True)
class Equation:
    """A sum of counts whose result is known.

    Attributes
    ----------
    sum : mapping of count to float
        Counts with their signs.
    result : float
        What they come to; NaN where only the fact is known that it is told, as for a count that
        the source itself hides.
    """

    sum: Sum
    result: float = float("nan")


@dataclass
class _Known:
    """Counts that the equations give one after the other, and from which equations."""

    equations: Sequence[Equation]
    by: dict[Hashable, int] = field(default_factory=dict)
    number: dict[Hashable, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        uses: dict[Hashable, list[int]] = {}
        left = [0] * len(self.equations)
        for place, equation in enumerate(self.equations):
            left[place] = len(equation.sum)
            for count in equation.sum:
                uses.setdefault(count, []).append(place)
        waiting = [place for place, number in enumerate(left) if number == 1]
        while waiting:
            place = waiting.pop()
            if left[place] != 1:
                continue
            equation = self.equations[place]
            (count,) = (each for each in equation.sum if each not in self.by)
            self.number[count] = self.rest(equation) / equation.sum[count]
            self.by[count] = place
            for other in uses[count]:
                left[other] -= 1
                if left[other] == 1:
                    waiting.append(other)

    def rest(self, equation: Equation) -> float:
        """Return what is left of the result when the known counts are taken away."""
        known = (f * self.number[c] for c, f in equation.sum.items() if c in self.by)
        return equation.result - sum(known)

    def why(self, counts: Sequence[Hashable]) -> set[int]:
        """Equations that known counts were found by, back to the first."""
        found: set[int] = set()
        waiting = [self.by[count] for count in counts if count in self.by]
        while waiting:
            place = waiting.pop()
            if place not in found:
                found.add(place)
                waiting += [self.by[c] for c in self.equations[place].sum if c in self.by]
        return found


def exposed(
    equations: Sequence[Equation], targets: Sequence[Sum], threshold: int = 5
) -> list[tuple[int, frozenset[int]]]:
    """Find the sums that the equations give away, each with the equations that do it.

    Parameters
    ----------
    equations : sequence of Equation
        What is shown, and what is known to add up. No count is below nought.
    targets : sequence of mapping of count to float
        The sums that must not be known.
    threshold : int
        A target that can only be below it, or whose least and most are nearer than the small
        numbers are, counts as known.

    Returns
    -------
    list of (int, frozenset of int)
        Place of the target, and places of equations of which one at least must go.
    """
    known = _Known(equations)
    open_ = [place for place, each in enumerate(equations) if not set(each.sum) <= set(known.by)]
    group = _groups([[c for c in equations[p].sum if c not in known.by] for p in open_])
    in_group: dict[Hashable, list[int]] = {}
    for place in open_:
        first = next(c for c in equations[place].sum if c not in known.by)
        in_group.setdefault(group[first], []).append(place)
    least, most = _limits(equations, open_, known)
    found = []
    for number, target in enumerate(targets):
        unknown = [count for count in target if count not in known.by]
        why = known.why(list(target))
        if not unknown:
            found.append((number, frozenset(why)))
            continue
        if not all(count in group for count in unknown):
            continue
        groups = {group[count] for count in unknown}
        places = [place for each in groups for place in in_group[each]]
        used = _combined(equations, places, known, {c: target[c] for c in unknown})
        if used is None and _narrow(target, known, least, most, threshold):
            used = {p for p in places if set(unknown) & set(equations[p].sum)}
        if used is not None:
            involved = [c for place in used for c in equations[place].sum]
            found.append((number, frozenset(used | why | known.why(involved))))
    return found


def _groups(linked: Sequence[Sequence[Hashable]]) -> dict[Hashable, Hashable]:
    """Name the counts that hang together by one of their number."""
    above: dict[Hashable, Hashable] = {}

    def top(count: Hashable) -> Hashable:
        while above[count] != count:
            above[count] = above[above[count]]
            count = above[count]
        return count

    for counts in linked:
        for count in counts:
            above.setdefault(count, count)
            above[top(count)] = top(counts[0])
    return {count: top(count) for count in above}


def _combined(
    equations: Sequence[Equation], places: Sequence[int], known: _Known, target: Sum
) -> set[int] | None:
    """Find equations that come to the target when added with factors; None where none do."""
    counts = list(dict.fromkeys(c for p in places for c in equations[p].sum if c not in known.by))
    row = {count: number for number, count in enumerate(counts)}
    matrix = np.zeros((len(counts), len(places)))
    for column, place in enumerate(places):
        for count, factor in equations[place].sum.items():
            if count in row:
                matrix[row[count], column] = factor
    wanted = np.zeros(len(counts))
    for count, factor in target.items():
        wanted[row[count]] = factor
    factors = np.linalg.lstsq(matrix, wanted, rcond=None)[0]
    if np.max(np.abs(matrix @ factors - wanted)) > TOLERANCE:
        return None
    return {place for place, each in zip(places, factors, strict=True) if abs(each) > TOLERANCE}


Limits = dict[Hashable, float]
Terms = tuple[tuple[int, float], ...]
"""Numbers of counts with their factors, in order, so that two runs go the same way."""


def _limits(
    equations: Sequence[Equation], places: Sequence[int], known: _Known
) -> tuple[Limits, Limits]:
    """Least and most that each unknown count can be, tightened equation by equation."""
    number: dict[Hashable, int] = {}
    rows: dict[Terms, float] = {}
    for place in places:
        unknown = [(c, f) for c, f in equations[place].sum.items() if c not in known.by]
        terms = [(number.setdefault(count, len(number)), factor) for count, factor in unknown]
        rest = known.rest(equations[place])
        if not np.isnan(rest):
            rows[tuple(sorted(terms))] = rest
    least, most = [0.0] * len(number), [float("inf")] * len(number)
    ordered = list(_with_differences(rows).items())
    for _ in range(ROUNDS):
        if not any([_tightened(terms, rest, least, most) for terms, rest in ordered]):
            break
    return dict(zip(number, least, strict=True)), dict(zip(number, most, strict=True))


def _tightened(terms: Terms, rest: float, least: list[float], most: list[float]) -> bool:
    lows = [f * (least[c] if f > 0 else most[c]) for c, f in terms]
    highs = [f * (most[c] if f > 0 else least[c]) for c, f in terms]
    moved = False
    for place, (count, factor) in enumerate(terms):
        ends = (
            (rest - sum(lows[:place]) - sum(lows[place + 1 :])) / factor,
            (rest - sum(highs[:place]) - sum(highs[place + 1 :])) / factor,
        )
        low, high = min(ends), max(ends)
        if low > least[count] + TOLERANCE or high < most[count] - TOLERANCE:
            least[count] = max(least[count], low)
            most[count] = min(most[count], high)
            moved = True
    return moved


def _with_differences(rows: Mapping[Terms, float]) -> dict[Terms, float]:
    """Add what equations leave of each other where that is of fewer counts, or all of one sign."""
    every = dict(rows)
    fresh = list(rows)
    for _ in range(PASSES):
        by: dict[int, list[Terms]] = {}
        for terms in every:
            for count, _factor in terms:
                by.setdefault(count, []).append(terms)
        made: dict[Terms, float] = {}
        for one in fresh:
            for other in dict.fromkeys(other for count, _ in one for other in by[count]):
                for sign in (1.0, -1.0):
                    left = _left(one, other, sign)
                    if left and left not in every:
                        made[left] = every[one] + sign * every[other]
        every |= made
        fresh = list(made)
        if len(every) > MOST_ROWS:
            break
    return every


def _left(one: Terms, other: Terms, sign: float) -> Terms:
    left = dict(one)
    for count, factor in other:
        left[count] = left.get(count, 0.0) + sign * factor
    kept = tuple(sorted((count, factor) for count, factor in left.items() if factor))
    short = len(kept) < max(len(one), len(other))
    one_sign = len({factor > 0 for _, factor in kept}) == 1
    return kept if short or (one_sign and len(kept) < len(one) + len(other) - 1) else ()


def _narrow(target: Sum, known: _Known, least: Limits, most: Limits, threshold: int) -> bool:
    low = high = 0.0
    for count, factor in target.items():
        if count in known.by:
            ends = (known.number[count], known.number[count])
        else:
            ends = (least[count], most[count])
        low += factor * (ends[0] if factor > 0 else ends[1])
        high += factor * (ends[1] if factor > 0 else ends[0])
    return high < threshold or high - low < threshold - 1
