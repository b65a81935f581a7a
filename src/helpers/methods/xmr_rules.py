"""The rules by which points of an individuals (XmR) chart stand out, on one stretch of it."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from helpers.methods.intervals import Numbers

Causes = NDArray[np.str_]
Flags = NDArray[np.bool_]
Signs = NDArray[np.int8]

# Far above the rounding of doubles and far below any published digit, as a share of the largest
# value: two numbers closer than this are the same, so that a series moved up by a constant,
# which rounds anew, keeps its flags.
SAME: Final = 1e-12


def slack(values: Numbers) -> float:
    """Distance below which two numbers of a series count as the same."""
    known = np.abs(values[~np.isnan(values)])
    return SAME * float(known.max()) if known.size else 0.0


def sides(distance: Numbers, same: Numbers | float) -> Signs:
    """Sign of each distance: 1 above, -1 below, 0 on the line or missing."""
    signs = np.zeros(distance.shape, dtype=np.int8)
    signs[distance > same] = 1
    signs[distance < -same] = -1
    return signs


def in_long_runs(signs: Signs, length: int) -> Flags:
    """Whether each point is in a run of at least `length` points with one sign, not zero.

    Parameters
    ----------
    signs : ndarray of int, shape (n,)
        1, -1 or 0; a zero breaks a run.
    length : int
        Points of the shortest run that counts.
    """
    if signs.size == 0:
        return np.zeros(0, dtype=bool)
    starts = np.flatnonzero(np.diff(signs, prepend=signs[0] - 1))
    lengths = np.diff(starts, append=signs.size)
    long_enough = np.repeat(lengths >= length, lengths)
    return np.asarray(long_enough & (signs != 0), dtype=np.bool_)


def trends(values: Numbers, points: int, same: float) -> Signs:
    """Direction of the trend that each point belongs to: 1 rising, -1 falling, 0 none.

    Parameters
    ----------
    values : ndarray, shape (n,)
        Points in order of time. A tie or a missing point breaks a trend.
    points : int
        Points of the shortest trend, one more than its moves.
    same : float
        Distance below which two values tie.

    Notes
    -----
    A point where one trend turns into another belongs to the later one.
    """
    moves = sides(np.diff(values), same)
    moves = np.where(in_long_runs(moves, points - 1), moves, 0).astype(np.int8)
    none = np.zeros(1, dtype=np.int8)
    arriving, leaving = np.concatenate([none, moves]), np.concatenate([moves, none])
    return np.where(leaving != 0, leaving, arriving)[: values.size]


def two_in_three(near: Flags, side: Signs) -> Flags:
    """Points near a limit of which two are among three in a row on one side of the mean.

    Parameters
    ----------
    near : ndarray of bool, shape (n,)
        Between a near limit and its limit; points beyond the limit are not near.
    side : ndarray of int, shape (n,)
        Side of the mean.
    """
    flagged = np.zeros(near.shape, dtype=bool)
    for start in range(near.size - 2):
        three = slice(start, start + 3)
        if abs(int(side[three].sum())) == 3 and int(near[three].sum()) >= 2:
            flagged[three] |= near[three]
    return flagged
