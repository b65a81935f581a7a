"""The usual swing of a long series, and whether its level moved, whatever lies far outside.

An individuals chart takes its average and its limits from all points: one month of ten times the
usual number lifts the average until ordinary months lie outside. And a rule that looks for seven
points in a row on one side finds such a run by chance in most series of a hundred points.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from helpers.methods.intervals import Numbers
from helpers.methods.run_chart import run_chart
from helpers.methods.xmr_limits import process_limits
from helpers.methods.xmr_rules import Flags, slack

IN_A_ROW = 3
"""Points far outside in a row, all on one side, that are no event but another level."""
_PASSES = 10


@dataclass(frozen=True)
class UsualSwing:
    """What is usual for a series of n points.

    Attributes
    ----------
    mean, lower, upper : float
        Average of the points that lie inside, and the limits that it is inside of, in the unit.
    outside : ndarray of bool, shape (n,)
        Points beyond the limits; neither the average nor the limits are made of them.
    row : int
        Most points outside in a row on one side.
    runs : bool
        Whether the points stay on one side of their median for longer, or change sides less often,
        than chance would make them.
    """

    mean: float
    lower: float
    upper: float
    outside: Flags
    row: int
    runs: bool

    @property
    def moved(self) -> bool:
        """Whether the level did not stay put."""
        return self.runs or self.row >= IN_A_ROW


def usual_swing(values: Numbers) -> UsualSwing:
    """Find the usual swing of a series from the points that lie within it.

    Parameters
    ----------
    values : ndarray, shape (n,)
        Points in order of time, evenly spaced, none missing.

    Returns
    -------
    UsualSwing
        Limits, what lies beyond them, and whether the level moved.

    Notes
    -----
    The limits begin about the median, which a few points far outside do not move, at 2.66 screened
    average moving ranges; what lies beyond is left out, and the chart is drawn anew about the
    average of the rest until nothing more lies beyond. Runs are judged by the rules of a run chart
    (see `run_chart`), whose limits grow with the length of the series: they claim a move in 3 to 6
    of a hundred independent series of 24 to 107 points, where the rule of seven in a row on one
    side does in 9 to 59 (`docs/methods/xmr.md`).
    """
    centre = float(np.median(values))
    outside = np.zeros(values.size, dtype=bool)
    limits = process_limits(values, screen=True)
    for _ in range(_PASSES):
        beyond = np.abs(values - centre) - limits.reach > slack(values)
        if beyond.all() or (np.array_equal(beyond, outside) and centre == limits.mean):
            break
        outside = beyond
        limits = process_limits(np.where(outside, np.nan, values), screen=True)
        centre = limits.mean
    return UsualSwing(
        limits.mean,
        limits.mean - limits.reach,
        limits.mean + limits.reach,
        outside,
        _row(np.where(outside, np.sign(values - limits.mean), 0.0)),
        run_chart(values).signal,
    )


def _row(sides: Numbers) -> int:
    """Most points in a row of one sign."""
    best = length = 0
    before = 0.0
    for side in sides:
        length = length + 1 if side and side == before else int(side != 0)
        before = side
        best = max(best, length)
    return best
